//! `make bench`: the engine beside plain JavaScript and beside `DuckDB`, and the page with a million rows, in headless Chromium.
//! A name as argument measures only what is called so: `pipeline`, `places`, `imports`, `app`.

#[cfg(not(target_arch = "wasm32"))]
mod app;
#[cfg(not(target_arch = "wasm32"))]
mod figures;
#[cfg(not(target_arch = "wasm32"))]
mod generated;
#[cfg(not(target_arch = "wasm32"))]
mod imports;
#[cfg(not(target_arch = "wasm32"))]
mod pipeline;
#[cfg(not(target_arch = "wasm32"))]
mod server;
#[cfg(not(target_arch = "wasm32"))]
mod zeek;

#[cfg(not(target_arch = "wasm32"))]
#[tokio::main]
async fn main() -> e2e::Outcome {
    use std::path::Path;

    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut figures = figures::Figures::default();
    let answer = server::Answer::of(app::ROWS);
    let address = server::start(&root, &e2e::dist(), answer.clone()).await?;
    let only = std::env::args().nth(1);
    let is_asked = |part: &str| only.as_deref().is_none_or(|only| only == part);
    if is_asked("pipeline") {
        pipeline::measure(&address, &mut figures).await?;
    }
    if is_asked("places") {
        pipeline::measure_look_ups(&address, &mut figures).await?;
    }
    if is_asked("imports") {
        imports::measure(&address, &mut figures).await?;
        app::measure_import(&address, &root.join("target"), &mut figures).await?;
    }
    if is_asked("app") {
        app::measure(&address, &answer, &mut figures).await?;
    }
    figures.note("first_load_brotli_kb", app::first_load_kb(&root)?, "at most 200");
    // What was measured alone is told, and takes nothing from the whole.
    if only.is_none() { figures.write(&root.join("target/bench.json")) } else { Ok(()) }
}

#[cfg(target_arch = "wasm32")]
fn main() {}
