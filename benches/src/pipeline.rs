//! Body in memory to tables, groups and timeline: ours and plain JavaScript's, turn by turn.

use e2e::{Browser, Outcome, Page, Screen};

use crate::figures::{Figures, median};

/// Runs of each, after one to warm up.
const RUNS: u32 = 7;

/// Measures all three sizes.
pub async fn measure(address: &str, figures: &mut Figures) -> Outcome {
    let browser = Browser::start(Screen::DESKTOP).await?;
    let page = browser.open(address).await?;
    page.until("the page", || async {
        Ok((page.run::<String>("return document.title").await? == "ready").then_some(()))
    })
    .await?;
    let small = run(&page, 10_000).await?;
    let middle = run(&page, 100_000).await?;
    let large = run(&page, 1_000_000).await?;
    browser.quit().await?;

    figures.note("pipeline_10k_ms", small.ours_ms, "none, for the eye");
    figures.note("pipeline_1m_ms", large.ours_ms, "none, for the eye");
    figures.note("javascript_1m_ms", large.plain_ms, "none, for the eye");
    figures.note("pipeline_10k_vs_js", small.plain_ms / small.ours_ms, "at least 3");
    figures.note("pipeline_100k_vs_js", middle.plain_ms / middle.ours_ms, "at least 8");
    figures.note("pipeline_1m_vs_js", large.plain_ms / large.ours_ms, "at least 10");
    figures.note("growth_100k_to_1m", large.ours_ms / (10.0 * middle.ours_ms), "at most 1.15");
    figures.note("engine_bytes_per_row", large.bytes_per_row, "at most 56");
    Ok(())
}

/// Looks 100 thousand addresses up in 4 million ranges.
pub async fn measure_look_ups(address: &str, figures: &mut Figures) -> Outcome {
    let browser = Browser::start(Screen::DESKTOP).await?;
    let page = browser.open(address).await?;
    page.until("the page", || async {
        Ok((page.run::<String>("return document.title").await? == "ready").then_some(()))
    })
    .await?;
    for (family, figure) in [("v4", "lookups_100k_in_4m_ms"), ("v6", "lookups_100k_in_4m_ipv6_ms")] {
        let times = outcome(&page, &format!("window.lookUp('{family}', {RUNS})")).await?;
        let times: Vec<f64> = times.as_array().into_iter().flatten().filter_map(serde_json::Value::as_f64).collect();
        figures.note(figure, median(&times), "at most 100");
    }
    browser.quit().await?;
    Ok(())
}

struct Measured {
    ours_ms: f64,
    plain_ms: f64,
    bytes_per_row: f64,
}

async fn run(page: &Page, rows: u32) -> Result<Measured, Box<dyn std::error::Error + Send + Sync>> {
    let times = outcome(page, &format!("window.measure({rows}, {RUNS})")).await?;
    let of = |name: &str| -> Vec<f64> {
        times[name].as_array().into_iter().flatten().filter_map(serde_json::Value::as_f64).collect()
    };
    Ok(Measured {
        ours_ms: median(&of("ours")),
        plain_ms: median(&of("plain")),
        bytes_per_row: times["bytesPerRow"].as_f64().unwrap_or(f64::NAN),
    })
}

/// What the promise of `call` gives. It may take minutes: the page notes the outcome, and is asked for it until it is there.
pub async fn outcome(page: &Page, call: &str) -> Result<serde_json::Value, Box<dyn std::error::Error + Send + Sync>> {
    let script = format!(
        "window.outcome = null; {call}.then((value) => window.outcome = {{value}}, \
         (error) => window.outcome = {{error: String(error)}}); return 0"
    );
    page.run::<u32>(&script).await?;
    loop {
        let outcome: serde_json::Value = page.run("return window.outcome").await?;
        if let Some(error) = outcome["error"].as_str() {
            return Err(error.into());
        }
        if !outcome.is_null() {
            return Ok(outcome["value"].clone());
        }
        tokio::time::sleep(std::time::Duration::from_millis(200)).await;
    }
}
