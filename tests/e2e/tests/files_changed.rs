//! A file that changes, or goes, after it was chosen: before it is read, or in the middle.

use std::fs::{self, File};
use std::io::Write;
use std::path::Path;
use std::time::{Duration, SystemTime};

use e2e::{Browser, Outcome, Page, Role, Screen};
use serde_json::json;
use spot_server::{Db, Options, SpotServer};

use crate::files::{choose, conn_log, file_of};
use crate::setting::{copied_build, demo_only, link};

const TABLE: &str = "when;from;to\n2023-11-15 10:00:00;10.0.0.1;192.0.2.1\n2023-11-15 10:00:09;10.0.0.1;192.0.2.2\n";

/// Adds a line. The browser tells by the time of the change, which it may look at by the second.
fn change(file: &str) -> Outcome {
    fs::write(file, format!("{TABLE}2023-11-15 10:00:10;10.0.0.1;192.0.2.3\n"))?;
    File::options().write(true).open(file)?.set_modified(SystemTime::now() + Duration::from_secs(3600))?;
    Ok(())
}

/// How many flows each of the files has, as the sidebar tells.
async fn flows_are(page: &Page, expected: &[&str]) -> Outcome {
    page.until(&format!("{expected:?}"), || async {
        let text: String = page.run("return document.querySelector('.files .file-list').innerText").await?;
        let told: Vec<&str> = text.lines().filter(|line| line.contains(" flows")).collect();
        let is_it = told.len() == expected.len() && told.iter().zip(expected).all(|(line, flows)| line.contains(flows));
        Ok(is_it.then_some(()))
    })
    .await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_that_was_changed_or_deleted_while_its_columns_were_asked_for_says_so_and_costs_nothing_else() -> Outcome
{
    let server = demo_only()?;
    let dir = tempfile::tempdir()?;
    let browser = Browser::start(Screen::DESKTOP).await?;
    let page = browser.open(&link(&server, "source=files")).await?;
    let log = file_of(&dir, "conn.log", &conn_log())?;
    choose(&page, &log).await?;
    flows_are(&page, &["220 flows"]).await?;

    for what_happens in [change as fn(&str) -> Outcome, |file| Ok(fs::remove_file(file)?)] {
        let table = file_of(&dir, "odd.csv", TABLE)?;
        choose(&page, &table).await?;
        page.get(Role::Dialog, "What do the columns of odd.csv mean?").await?;
        what_happens(&table)?;
        page.press("Read the file").await?;
        let words = "odd.csv cannot be read: it was changed, moved or deleted, or the browser may not read it. Choose it again.";
        page.says(Role::Alert, words).await?;
        flows_are(&page, &["220 flows"]).await?;
        page.press("Dismiss").await?;
    }

    // Chosen again, it is read as it is now; nobody is asked twice what its columns mean.
    let table = file_of(&dir, "odd.csv", TABLE)?;
    choose(&page, &table).await?;
    page.get(Role::Dialog, "What do the columns of odd.csv mean?").await?;
    page.press("Read the file").await?;
    flows_are(&page, &["220 flows", "2 flows"]).await?;

    // What was read is the browser's own copy: it outlives both files.
    change(&table)?;
    fs::remove_file(&log)?;
    page.driver().refresh().await?;
    flows_are(&page, &["220 flows", "2 flows"]).await?;
    assert!(!Path::new(&log).exists());
    browser.quit().await?;
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_that_was_deleted_while_it_waited_for_another_says_so_and_the_next_one_is_read() -> Outcome {
    let server = demo_only()?;
    let dir = tempfile::tempdir()?;
    let browser = Browser::start(Screen::DESKTOP).await?;
    let page = browser.open(&link(&server, "source=files")).await?;
    let (gone, log) = (file_of(&dir, "gone.csv", TABLE)?, file_of(&dir, "conn.log", &conn_log())?);
    page.says(Role::Region, "Drop flow logs anywhere on the page").await?;
    // Known to the browser, and not read yet: the page hears of them when the disk has changed.
    page.run::<()>(
        "window.isHeld = true;
         document.addEventListener('change', event => window.isHeld && event.stopImmediatePropagation(), true);",
    )
    .await?;
    choose(&page, &format!("{gone}\n{log}")).await?;
    fs::remove_file(&gone)?;
    page.run::<()>(
        "window.isHeld = false;
         document.querySelector(\"input[type=file][aria-label='Flow logs']\")
           .dispatchEvent(new Event('change', { bubbles: true }));",
    )
    .await?;
    page.says(Role::Alert, "gone.csv cannot be read: it was changed, moved or deleted").await?;
    flows_are(&page, &["220 flows"]).await?;
    browser.quit().await?;
    Ok(())
}

/// Before the engine's script: its third read of a file waits until the page lets it go on. The first two are some megabytes
/// at most.
const GATE: &str = "
    const gate = new BroadcastChannel('gate');
    const files = new WeakSet();
    const { stream } = Blob.prototype;
    Blob.prototype.stream = function () {
      const bytes = stream.call(this);
      files.add(bytes);
      return bytes;
    };
    globalThis.ReadableStreamBYOBReader = class extends ReadableStreamBYOBReader {
      constructor(bytes) {
        super(bytes);
        this.reads = files.has(bytes) ? 0 : Infinity;
      }
      async read(memory) {
        this.reads += 1;
        if (this.reads === 3) await new Promise(open => { gate.onmessage = open; gate.postMessage('held'); });
        return super.read(memory);
      }
    };
";

/// The app as the demo, with that gate.
fn gated(build: &Path) -> Result<SpotServer, Box<dyn std::error::Error + Send + Sync>> {
    let folders = fs::read_dir(build)?.collect::<Result<Vec<_>, _>>()?;
    let script = folders.iter().map(|folder| folder.path().join("engine.js")).find(|script| script.exists());
    let script = script.ok_or("the build has no engine.js")?;
    fs::write(&script, format!("{GATE}{}", fs::read_to_string(&script)?))?;
    let options = Options::default().static_dir(build).config(json!({"endpoint": "demo"})).no_graphql();
    Ok(SpotServer::start(Db::in_memory()?, options)?)
}

/// What happens to a file.
type Change = fn(&str) -> Outcome;

/// Changes what is behind the place where it is being read, and leaves its length as it is.
fn overwrite(file: &str) -> Outcome {
    let mut open = File::options().write(true).open(file)?;
    std::io::Seek::seek(&mut open, std::io::SeekFrom::End(-4_096))?;
    open.write_all(&[b'x'; 1_000])?;
    later(&open)
}

fn append(file: &str) -> Outcome {
    let mut open = File::options().append(true).open(file)?;
    open.write_all(b"1700042400.5\t10.0.0.5\t50000\t192.0.2.7\t443\ttcp\tSF\t1\t1\n")?;
    later(&open)
}

fn cut(file: &str) -> Outcome {
    let open = File::options().write(true).open(file)?;
    open.set_len(1_000)?;
    later(&open)
}

/// The browser tells by the time of the change, which it may look at by the second.
fn later(file: &File) -> Outcome {
    Ok(file.set_modified(SystemTime::now() + Duration::from_secs(3600))?)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_that_changes_in_the_middle_of_being_read_says_so_and_costs_nothing_else() -> Outcome {
    let build = copied_build()?;
    let server = gated(build.path())?;
    let dir = tempfile::tempdir()?;
    let browser = Browser::start(Screen::DESKTOP).await?;
    let page = browser.open(&link(&server, "source=files")).await?;
    page.run::<()>(
        "window.gate = new BroadcastChannel('gate');
         window.held = 0;
         window.gate.onmessage = () => { window.held += 1; };",
    )
    .await?;
    let head_and_rows = conn_log();
    choose(&page, &file_of(&dir, "conn.log", &head_and_rows)?).await?;
    flows_are(&page, &["220 flows"]).await?;
    let rows = head_and_rows.lines().find(|line| line.contains("tcp")).unwrap_or_default();
    let big = format!("{head_and_rows}{}", format!("{rows}\n").repeat(300_000));

    let deleted = |file: &str| Ok(fs::remove_file(file)?);
    let changes: [(&str, Change); 4] =
        [("overwritten", overwrite), ("longer", append), ("cut", cut), ("deleted", deleted)];
    for (number, (name, what_happens)) in (1_u32..).zip(changes) {
        let name = format!("{name}.log");
        let log = file_of(&dir, &name, &big)?;
        choose(&page, &log).await?;
        held(&page, number).await?;
        page.says(Role::Status, &format!("Reading {name}")).await?;
        what_happens(&log)?;
        page.run::<()>("window.gate.postMessage('open')").await?;
        page.says(Role::Alert, &format!("{name} was changed, moved or deleted while it was read: nothing of it is loaded. Choose it again when nothing writes to it any more.")).await?;
        flows_are(&page, &["220 flows"]).await?;
        page.press("Dismiss").await?;
    }

    // One that nobody changes is read behind the same gate.
    choose(&page, &file_of(&dir, "calm.log", &big)?).await?;
    held(&page, 5).await?;
    page.run::<()>("window.gate.postMessage('open')").await?;
    flows_are(&page, &["220 flows", "300,220 flows"]).await?;
    assert_eq!(browser.complaints().await?, Vec::<String>::new());
    browser.quit().await?;
    Ok(())
}

/// Waits until the reading of that many files was held.
async fn held(page: &Page, times: u32) -> Outcome {
    page.until("the reading to be held", || async {
        let held: u32 = page.run("return window.held").await?;
        Ok((held == times).then_some(()))
    })
    .await
}
