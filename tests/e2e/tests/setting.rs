//! The settings in which the tests play.

use std::fs;
use std::path::Path;

use e2e::{Browser, Outcome, Page, dist};
use serde_json::{Value, json};
use spot_server::{Db, Dialect, Error, Flow, Options, Scored, SpotServer};
use tempfile::TempDir;

/// The day of the demo.
pub const DEMO_DAY: &str = "2011-08-10";
/// The demo's bot.
pub const BOT: &str = "147.32.84.165";
/// The day of the tests' own flows.
pub const DAY: &str = "2016-07-08";
/// The high-risk IP of the tests' own flows.
pub const SUSPECT: &str = "10.0.0.7";
/// A peer of [`SUSPECT`], high risk as well.
pub const PEER: &str = "203.0.113.5";

/// The built app on a host without Spot.
pub fn without_spot() -> Result<SpotServer, Error> {
    SpotServer::start(Db::in_memory()?, Options::default().static_dir(dist()).no_graphql())
}

/// The built app that is told to be the demo: it asks no server for anything but its own files.
pub fn demo_only() -> Result<SpotServer, Error> {
    let options = Options::default().static_dir(dist()).config(json!({"endpoint": "demo"})).no_graphql();
    SpotServer::start(Db::in_memory()?, options)
}

/// The built app next to Spot, which has the tests' own flows.
pub fn with_spot() -> Result<SpotServer, Error> {
    with_spot_and(&json!({"endpoint": "/graphql"}))
}

/// The same, with this config.json.
pub fn with_spot_and(config: &Value) -> Result<SpotServer, Error> {
    with_spot_serving(Options::default().config(config.clone()))
}

/// The same, by a server that writes its answers so.
pub fn with_spot_speaking(dialect: Dialect) -> Result<SpotServer, Error> {
    with_spot_serving(Options::default().config(json!({"endpoint": "/graphql"})).dialect(dialect))
}

/// The same, with what else these options say.
pub fn with_spot_serving(options: Options) -> Result<SpotServer, Error> {
    let db = Db::in_memory()?;
    let day = DAY.parse()?;
    let at = |clock: &str| format!("{DAY} {clock}");
    db.insert_flows(
        day,
        [
            Flow::new(&at("09:00:00"), (PEER, 4711), (SUSPECT, 443)).bytes(500),
            Flow::new(&at("09:30:00"), (PEER, 4711), (SUSPECT, 443)).bytes(1_500),
            Flow::new(&at("10:00:00"), (SUSPECT, 5000), ("198.51.100.1", 25)).bytes(9_000),
            Flow::new(&at("11:00:00"), (SUSPECT, 5001), ("198.51.100.2", 25)).bytes(8_000),
            Flow::new(&at("11:30:00"), (SUSPECT, 5002), ("198.51.100.3", 80)).bytes(100),
            Flow::new(&at("11:45:00"), ("198.51.100.3", 80), (SUSPECT, 5002)).bytes(200),
        ],
    )?;
    db.insert_scored(
        day,
        [
            Scored::high(&at("09:00:00"), (PEER, 4711), (SUSPECT, 443)),
            Scored::high(&at("10:00:00"), (SUSPECT, 5000), ("198.51.100.1", 25)),
        ],
    )?;
    SpotServer::start(db, options.static_dir(dist()))
}

/// The app's address with this state in its hash.
pub fn link(server: &SpotServer, state: &str) -> String {
    format!("{}#{state}", server.url())
}

/// Lets [`stop_engine`] find the engine of every page that is opened from now on.
pub async fn remember_engines(browser: &Browser) -> Outcome {
    browser
        .before_each_page(
            "window.workers = [];
             window.Worker = class extends Worker {
               constructor(...given) { super(...given); window.workers.push(this); }
             };",
        )
        .await?;
    Ok(())
}

/// As when the browser takes the memory away: the worker is gone, and its page hears of an error.
pub async fn stop_engine(page: &Page) -> Outcome {
    page.run::<u32>(
        "const worker = window.workers[window.workers.length - 1];
         worker.terminate();
         worker.dispatchEvent(new ErrorEvent('error', { message: 'out of memory' }));
         return window.workers.length",
    )
    .await?;
    Ok(())
}

/// What a cell of a table says first: what context files know of an address stands below it.
pub fn first_line(cell: &str) -> &str {
    cell.lines().next().unwrap_or_default()
}

/// A copy of the build, to be changed.
pub fn copied_build() -> std::io::Result<TempDir> {
    let dir = tempfile::tempdir()?;
    copy(&dist(), dir.path())?;
    Ok(dir)
}

fn copy(from: &Path, to: &Path) -> std::io::Result<()> {
    for entry in fs::read_dir(from)? {
        let (entry, path) = entry.map(|entry| (entry.file_name(), entry.path()))?;
        let target = to.join(entry);
        if path.is_dir() {
            fs::create_dir(&target)?;
            copy(&path, &target)?;
        } else {
            fs::copy(path, target)?;
        }
    }
    Ok(())
}
