//! The app itself with a million rows: how soon it is painted, and how free the page stays.
//!
//! The page is asked by script alone. To tell a role or a name, as the tests ask for them, the browser builds and keeps up a
//! second tree of the page for assistive technology, which costs more than what is measured.

use std::path::Path;
use std::process::Command;

use e2e::{Browser, By, Outcome, PATIENCE, Page, Screen};
use serde_json::json;

use crate::figures::{Figures, percentile};
use crate::generated::SOUGHT;
use crate::imports;
use crate::server::Answer;
use crate::zeek::{self, BUSIEST, DAY};

/// Rows of the search.
pub const ROWS: u64 = 1_000_000;
/// Frames of zooming and panning.
const FRAMES: usize = 200;

/// Runs before the page's own scripts: notes the longest task, and when tables and timeline were painted. The browser itself
/// tells of tasks from 50 ms on. Where it tells of none, the figure is the longest time between two looks, which are 4 ms
/// apart: so seldom that they take nothing from what is measured.
const WATCH: &str = "
    window.watch = { told: 0, gap: 0, painted: 0 };
    new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) window.watch.told = Math.max(window.watch.told, duration);
    }).observe({ type: 'longtask' });
    let last = performance.now();
    const look = () => {
      const now = performance.now();
      window.watch.gap = Math.max(window.watch.gap, now - last);
      last = now;
      // The timeline has its note when it has its answer: both are in the frame that follows.
      const isThere = () =>
        document.querySelectorAll('table tbody tr').length >= 80 && document.querySelector('.timeline-note');
      if (!window.watch.painted && isThere()) {
        window.watch.painted = -1;
        // The first task after those of the frame: it is painted by then.
        requestAnimationFrame(() => setTimeout(() => (window.watch.painted = Date.now())));
      }
      if (!window.watch.rests) setTimeout(look);
    };
    look();";

/// Since the watch began, or began anew.
const LONGEST_TASK_MS: &str = "return window.watch.told || Math.min(window.watch.gap, 50)";

/// Measures a search from the opening of the page on, then zooming, panning and a change of top results.
pub async fn measure(address: &str, answer: &Answer, figures: &mut Figures) -> Outcome {
    let browser = Browser::start(Screen::DESKTOP).await?;
    browser.before_each_page(WATCH).await?;
    let page = browser.open(&format!("{address}/app/#date=2016-07-08|ip={SOUGHT}|source=spot")).await?;
    // The page waits by itself: whoever asks again and again takes part of what is measured.
    let painted_ms = page
        .run_async(
            "const done = arguments[arguments.length - 1];
             const wait = () => (window.watch.painted > 0 ? done(window.watch.painted) : setTimeout(wait, 50));
             wait();",
        )
        .await?
        .as_u64()
        .ok_or("no time of the first paint")?;
    // Milliseconds between two events of this run: small numbers.
    #[allow(clippy::cast_precision_loss)]
    let tail_ms = painted_ms.saturating_sub(answer.last_byte_ms()) as f64;
    figures.note("tail_1m_ms", tail_ms, "at most 100");
    figures.note("main_thread_longest_task_ms", page.run(LONGEST_TASK_MS).await?, "at most 50");
    figures.note("frame_p95_ms_1m", frame_p95_ms(&browser, &page).await?, "at most 8");
    figures.note("top_change_ms_1m", top_change_ms(&page).await?, "at most 50");
    browser.quit().await?;
    Ok(())
}

/// Turns the wheel and moves over the timeline; the time of the page's thread for each.
async fn frame_p95_ms(browser: &Browser, page: &Page) -> Result<f64, Box<dyn std::error::Error + Send + Sync>> {
    // The watch works, too: it rests now.
    page.run::<bool>("return (window.watch.rests = true)").await?;
    let [x, y]: [f64; 2] = page
        .run(
            "const plot = document.querySelector('canvas').getBoundingClientRect();
             return [plot.x + plot.width * 0.6, plot.y + plot.height * 0.5]",
        )
        .await?;
    browser.devtools("Performance.enable", json!({})).await?;
    let mut times_ms = Vec::new();
    let mut before = task_seconds(browser).await?;
    for frame in 0..FRAMES {
        // In, out again, and sideways.
        let (sideways, down) = match frame % 40 {
            0..10 => (0, -120),
            10..20 => (60, 0),
            20..30 => (-60, 0),
            _ => (0, 120),
        };
        let wheel = json!({"type": "mouseWheel", "x": x, "y": y, "deltaX": sideways, "deltaY": down});
        browser.devtools("Input.dispatchMouseEvent", wheel).await?;
        page.run_async(
            "const done = arguments[arguments.length - 1]; requestAnimationFrame(() => requestAnimationFrame(done))",
        )
        .await?;
        let now = task_seconds(browser).await?;
        // Two frames were waited for: the one with the event, and the one with its picture.
        times_ms.push((now - before) * 1_000.0 / 2.0);
        before = now;
    }
    Ok(percentile(&times_ms, 95))
}

/// What the page's thread has worked so far.
async fn task_seconds(browser: &Browser) -> Result<f64, Box<dyn std::error::Error + Send + Sync>> {
    let metrics = browser.devtools("Performance.getMetrics", json!({})).await?;
    let metric =
        metrics["metrics"].as_array().and_then(|all| all.iter().find(|metric| metric["name"] == "TaskDuration"));
    metric.and_then(|metric| metric["value"].as_f64()).ok_or_else(|| "the browser tells no TaskDuration".into())
}

/// From the change of "Top results" to 1,000 until all four tables tell of a thousand rows, and those in sight are painted.
async fn top_change_ms(page: &Page) -> Result<f64, Box<dyn std::error::Error + Send + Sync>> {
    page.run_async(
        "const done = arguments[arguments.length - 1];
         const field = document.querySelector('input[type=number]');
         const start = performance.now();
         const look = () => {
           const feet = [...document.querySelectorAll('.card-foot')];
           if (feet.filter((foot) => foot.textContent.startsWith('1,000 of')).length < 4) return requestAnimationFrame(look);
           requestAnimationFrame(() => done(performance.now() - start));
         };
         field.value = '1000';
         field.dispatchEvent(new Event('input', { bubbles: true }));
         field.dispatchEvent(new Event('change', { bubbles: true }));
         look();",
    )
    .await?
    .as_f64()
    .ok_or_else(|| "no time".into())
}

/// The longest time for which the page answered nobody while a flow log is chosen, read, kept and searched.
pub async fn measure_import(address: &str, folder: &Path, figures: &mut Figures) -> Outcome {
    let log = folder.canonicalize()?.join("bench-conn.log");
    zeek::write(&log, imports::ROWS)?;
    let browser = Browser::start(Screen::DESKTOP).await?;
    browser.before_each_page(WATCH).await?;
    let page = browser.open(&format!("{address}/app/#source=files")).await?;
    let field = page
        .until("the field for flow logs", || async {
            Ok(Some(page.driver().find(By::Css("input[type=file][aria-label='Flow logs']")).await?))
        })
        .await?;
    // What follows is measured, not the start of the page.
    page.run::<f64>("return (window.watch.told = window.watch.gap = 0)").await?;
    field.send_keys(log.to_string_lossy()).await?;
    page.until_within(PATIENCE * 4, "the flows", || async {
        Ok(page
            .run::<bool>("return (document.querySelector('.file-list')?.textContent ?? '').includes('1,000,000 flows')")
            .await?
            .then_some(()))
    })
    .await?;
    let hash = format!("#date={DAY}|ip={BUSIEST}|source=files");
    page.run::<String>(&format!("return (location.hash = '{hash}')")).await?;
    page.until("the tables", || async {
        Ok((page.run::<i64>("return window.watch.painted").await? > 0).then_some(()))
    })
    .await?;
    let longest_ms = page.run(LONGEST_TASK_MS).await?;
    figures.note("main_thread_longest_task_import_ms", longest_ms, "at most 50");
    browser.quit().await?;
    std::fs::remove_file(log)?;
    Ok(())
}

/// What the first investigation needs, the demo's data left out, in kilobytes of brotli.
pub fn first_load_kb(root: &Path) -> Result<f64, Box<dyn std::error::Error + Send + Sync>> {
    let output = Command::new(root.join("scripts/size")).arg("--first-load").output()?;
    Ok(String::from_utf8(output.stdout)?.trim().parse::<f64>()? / 1_000.0)
}
