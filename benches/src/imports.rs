//! A flow log from the file to the tables of its busiest host: ours and `DuckDB`'s, turn by turn.

use e2e::{Browser, Outcome, Screen};

use crate::figures::{Figures, median};
use crate::pipeline::outcome;
use crate::zeek::{BUSIEST, DAY};

/// Connections of the log.
pub const ROWS: u64 = 1_000_000;
const MANY_ROWS: u64 = 10_000_000;
/// Runs of each, after one to warm up.
const RUNS: u32 = 5;

/// Measures reading and search, and whether ten times as much can be read.
pub async fn measure(address: &str, figures: &mut Figures) -> Outcome {
    let browser = Browser::start(Screen::DESKTOP).await?;
    let page = browser.open(&format!("{address}/import.html")).await?;
    page.until("the page", || async {
        Ok((page.run::<String>("return document.title").await? == "ready").then_some(()))
    })
    .await?;
    let sought = format!("{{day: '{DAY}', ip: '{BUSIEST}'}}");
    let times = outcome(&page, &format!("window.measureImport({ROWS}, {RUNS}, {sought})")).await?;
    let of = |name: &str| -> Vec<f64> {
        times[name].as_array().into_iter().flatten().filter_map(serde_json::Value::as_f64).collect()
    };
    let [load, duckdb_load] = ["load", "duckdbLoad"].map(|name| median(&of(name)));
    let [search, duckdb_search] = ["search", "duckdbSearch"].map(|name| median(&of(name)));
    figures.note("zeek_load_1m_ms", load, "none, for the eye");
    figures.note("duckdb_load_1m_ms", duckdb_load, "none, for the eye");
    figures.note("search_1m_ms", search, "none, for the eye");
    figures.note("duckdb_search_1m_ms", duckdb_search, "none, for the eye");
    figures.note("zeek_load_vs_duckdb", duckdb_load / load, "at least 5");
    figures.note("search_vs_duckdb", duckdb_search / search, "at least 5");
    figures.note("flow_bytes_per_row", times["bytesPerRow"].as_f64().unwrap_or(f64::NAN), "at most 64");

    let many = outcome(&page, &format!("window.loadMany({MANY_ROWS}, {sought})")).await;
    if let Err(reason) = &many {
        println!("ten million records are not read: {reason}");
    }
    figures.note("load_10m_ok", if many.is_ok() { 1.0 } else { 0.0 }, "1");
    let memory_mb = many.ok().and_then(|many| many["memoryMb"].as_f64());
    figures.note("load_10m_memory_mb", memory_mb.unwrap_or(f64::NAN), "none, for the eye");
    browser.quit().await?;
    Ok(())
}
