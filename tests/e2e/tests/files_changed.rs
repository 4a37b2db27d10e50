//! A file that changes, or goes, after it was chosen: the browser does not read it any more.

use std::fs::{self, File};
use std::path::Path;
use std::time::{Duration, SystemTime};

use e2e::{Browser, Outcome, Page, Role, Screen};

use crate::files::{choose, conn_log, file_of};
use crate::setting::{demo_only, link};

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
