//! `make bench`: the engine beside plain JavaScript, and the page with a million rows, in headless Chromium.

#[cfg(not(target_arch = "wasm32"))]
mod app;
#[cfg(not(target_arch = "wasm32"))]
mod figures;
#[cfg(not(target_arch = "wasm32"))]
mod generated;
#[cfg(not(target_arch = "wasm32"))]
mod pipeline;
#[cfg(not(target_arch = "wasm32"))]
mod server;

#[cfg(not(target_arch = "wasm32"))]
#[tokio::main]
async fn main() -> e2e::Outcome {
    use std::path::Path;

    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut figures = figures::Figures::default();
    let answer = server::Answer::of(app::ROWS);
    let address = server::start(&root.join("target/bench-page"), &e2e::dist(), answer.clone()).await?;
    pipeline::measure(&address, &mut figures).await?;
    app::measure(&address, &answer, &mut figures).await?;
    figures.note("first_load_brotli_kb", app::first_load_kb(&root)?, "at most 200");
    figures.write(&root.join("target/bench.json"))
}

#[cfg(target_arch = "wasm32")]
fn main() {}
