//! The programs come in parts: what the first screen needs, and the rest when it is wanted.

use std::fs;

use e2e::{Browser, Outcome, Page, Role, Screen};
use spot_server::{Db, Options, SpotServer};

use crate::setting::{BOT, DEMO_DAY, copied_build, demo_only, link};

const ON_DEMAND: &str = "split_";

/// The parts that the page has fetched, without those of the worker.
async fn fetched(page: &Page) -> Result<Vec<String>, Box<dyn std::error::Error + Send + Sync>> {
    let all: Vec<String> = page.run("return performance.getEntriesByType('resource').map(entry => entry.name)").await?;
    let names = all.iter().filter_map(|url| url.rsplit('/').next());
    Ok(names.filter(|name| name.starts_with(ON_DEMAND)).map(str::to_owned).collect())
}

#[tokio::test(flavor = "multi_thread")]
async fn an_investigation_needs_no_part_and_the_storyboard_fetches_its_own_once() -> Outcome {
    let server = demo_only()?;
    let browser = Browser::start(Screen::DESKTOP).await?;
    let page = browser.open(&link(&server, &format!("date={DEMO_DAY}|ip={BOT}"))).await?;
    page.named_says(Role::Group, "Outbound", "1,031").await?;
    assert_eq!(fetched(&page).await?, Vec::<String>::new());
    for _ in 0..2 {
        page.keys("v").await?;
        page.says(Role::Heading, "Incident progression").await?;
        assert_eq!(fetched(&page).await?, ["split_board.wasm"]);
        page.keys("v").await?;
        page.named_says(Role::Group, "Outbound", "1,031").await?;
    }
    assert_eq!(browser.complaints().await?, Vec::<String>::new());
    browser.quit().await?;
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_part_that_does_not_come_says_so_and_comes_with_retry_while_a_draft_stays() -> Outcome {
    let build = copied_build()?;
    let app = fs::read_dir(build.path())?.flatten().map(|entry| entry.path());
    let app = app.filter(|path| path.is_dir()).find(|path| path.join("split_board.wasm").exists());
    let part = app.ok_or("a build with a part for the storyboard")?.join("split_board.wasm");
    let kept = fs::read(&part)?;
    fs::remove_file(&part)?;
    let server = SpotServer::start(Db::in_memory()?, Options::default().static_dir(build.path()).no_graphql())?;
    let browser = Browser::start(Screen::DESKTOP).await?;
    let page = browser.open(&link(&server, &format!("date={DEMO_DAY}|ip={BOT}"))).await?;
    page.write("Comments", "Half a thought").await?;
    page.click(Role::Link, "Storyboard").await?;
    page.says(Role::Alert, "This part of the app could not be loaded").await?;

    fs::write(&part, kept)?;
    page.press("Retry").await?;
    page.says(Role::Heading, "Incident progression").await?;
    page.click(Role::Link, "Investigation").await?;
    page.holds(Role::TextBox, "Comments", "Half a thought").await?;
    browser.quit().await?;
    Ok(())
}
