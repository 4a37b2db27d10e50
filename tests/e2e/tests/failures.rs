//! All that goes wrong is said, in words that help, and nothing that the analyst had is lost.

use std::time::Duration;

use e2e::{Browser, Outcome, Page, Role, Screen};
use serde_json::json;
use spot_server::{Comment, Fault, Outcome as Fate, Silence, SpotServer};

use crate::setting::{DAY, PEER, SUSPECT, link, with_spot, with_spot_and};

/// Opens the suspect's search with `fault` on it, waits for the alert to say `words`, then lifts the fault and retries.
async fn a_failed_search_says(fault: Fault, words: &[&str]) -> Outcome {
    let server = with_spot()?;
    let browser = Browser::start(Screen::DESKTOP).await?;
    server.fault("details", fault);
    let page = browser.open(&link(&server, &format!("date={DAY}|ip={SUSPECT}"))).await?;
    for words in words {
        page.says(Role::Alert, words).await?;
    }
    assert!(!page.has(Role::Group, "Inbound").await?, "no half of an answer is shown");

    server.clear_faults();
    page.press("Retry").await?;
    page.named_says(Role::Group, "Outbound", "2").await?;
    assert_eq!(page.texts(Role::Alert).await?.concat(), "");
    browser.quit().await?;
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn no_network() -> Outcome {
    a_failed_search_says(Fault::Drop, &["no connection to the server", "Check the network"]).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_connection_that_breaks_midway() -> Outcome {
    a_failed_search_says(Fault::DropMidway, &["broke off after", "Retry"]).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_error_with_html() -> Outcome {
    a_failed_search_says(Fault::Html500, &["HTTP status 500", "Internal Server Error"]).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_login_page_in_place_of_json() -> Outcome {
    a_failed_search_says(Fault::LoginPage, &["web page", "log in again"]).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refused_query() -> Outcome {
    a_failed_search_says(Fault::BadRequest400, &["The server says:"]).await
}

#[tokio::test(flavor = "multi_thread")]
async fn truncated_json() -> Outcome {
    a_failed_search_says(Fault::TruncatedJson, &["broke off after"]).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_null_list_of_rows() -> Outcome {
    a_failed_search_says(Fault::NullLists, &["null"]).await
}

#[tokio::test(flavor = "multi_thread")]
async fn an_endless_wait_ends_at_the_limit_or_by_cancel() -> Outcome {
    for silence in [Silence::NoAnswer, Silence::HeadersOnly] {
        let server = with_spot_and(&json!({"endpoint": "/graphql", "timeLimitSeconds": 2}))?;
        let browser = Browser::start(Screen::DESKTOP).await?;
        server.fault("details", Fault::Endless(silence));
        let page = browser.open(&link(&server, &format!("date={DAY}|ip={SUSPECT}"))).await?;
        page.says(Role::Alert, "silent for 2 s").await?;

        page.press("Retry").await?;
        page.press("Cancel").await?;
        page.says(Role::Status, "Cancelled").await?;
        page.until("the server to see the search broken off", || async {
            let asked = server.requests_for("details");
            Ok(asked.iter().all(|request| request.outcome == Fate::Abandoned).then_some(()))
        })
        .await?;

        server.clear_faults();
        page.press("Start again").await?;
        page.named_says(Role::Group, "Outbound", "2").await?;
        browser.quit().await?;
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn errors_beside_data_are_shown_with_the_data() -> Outcome {
    let server = with_spot()?;
    let browser = Browser::start(Screen::DESKTOP).await?;
    server.fault("details", Fault::ErrorsBesideData);
    let page = browser.open(&link(&server, &format!("date={DAY}|ip={SUSPECT}"))).await?;

    page.named_says(Role::Group, "Outbound", "2").await?;
    page.says(Role::Status, "Spot says:").await?;
    browser.quit().await?;
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn rows_that_cannot_be_read_are_skipped_counted_and_told_as_text() -> Outcome {
    let server = with_spot()?;
    let browser = Browser::start(Screen::DESKTOP).await?;
    server.fault("details", Fault::MalformedRows);
    let page = browser.open(&link(&server, &format!("date={DAY}|ip={SUSPECT}"))).await?;

    page.says(Role::Status, "left out").await?;
    page.get(Role::Table, "Top source IP per connections").await?;
    let images: u32 = page.run("return document.querySelectorAll('img').length").await?;
    assert_eq!(images, 0, "markup in an answer is text");
    browser.quit().await?;
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn null_fields_are_unknown_and_null_rows_are_counted() -> Outcome {
    for fault in [Fault::NullFields, Fault::NullRows] {
        let server = with_spot()?;
        let browser = Browser::start(Screen::DESKTOP).await?;
        server.fault("details", fault);
        let page = browser.open(&link(&server, &format!("date={DAY}|ip={SUSPECT}"))).await?;

        page.get(Role::Table, "Top source IP per connections").await?;
        page.get(Role::Image, "Timeline").await?;
        browser.quit().await?;
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_that_cannot_be_loaded_says_so_and_any_ip_can_still_be_searched() -> Outcome {
    let server = with_spot()?;
    let browser = Browser::start(Screen::DESKTOP).await?;
    server.fault("threats", Fault::Html500);
    let page = browser.open(&link(&server, &format!("date={DAY}"))).await?;
    page.says(Role::Alert, "HTTP status 500").await?;

    page.write("IP address", SUSPECT).await?;
    page.press("Search").await?;
    page.named_says(Role::Group, "Outbound", "2").await?;

    server.clear_faults();
    page.press("Retry").await?;
    page.get(Role::Option, PEER).await?;
    browser.quit().await?;
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn null_lists_of_threats_are_told() -> Outcome {
    let server = with_spot()?;
    let browser = Browser::start(Screen::DESKTOP).await?;
    server.fault("threats", Fault::NullLists);
    let page = browser.open(&link(&server, &format!("date={DAY}"))).await?;

    page.says(Role::Status, "null").await?;
    browser.quit().await?;
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn an_empty_day_says_why_it_is_empty_and_what_to_do() -> Outcome {
    let server = with_spot()?;
    let browser = Browser::start(Screen::DESKTOP).await?;
    let page = browser.open(&link(&server, &format!("date=2016-07-09|ip={SUSPECT}"))).await?;

    page.says(Role::Status, "No connection of this day is scored as high risk.").await?;
    page.says(Role::Status, &format!("No flow of {SUSPECT} on 2016-07-09.")).await?;
    browser.quit().await?;
    Ok(())
}

/// Writes a comment, saves it with `fault` on saving, waits for `words`, and looks that the text is still there; then
/// saves again without the fault.
async fn a_failed_save_keeps_the_text(fault: Fault, words: &str) -> Outcome {
    let server = with_spot()?;
    let browser = Browser::start(Screen::DESKTOP).await?;
    let page = browser.open(&link(&server, &format!("date={DAY}|ip={SUSPECT}"))).await?;
    page.write("Threat title", "A long night's work").await?;
    page.write("Comments", "All of it.").await?;
    server.fault("createStoryboard", fault);
    page.press("Save").await?;
    page.says(Role::Alert, words).await?;
    is_written(&page).await?;

    page.driver().refresh().await?;
    is_written(&page).await?;
    server.clear_faults();
    page.press("Save").await?;
    page.named_says(Role::Group, "Investigated \u{b7} 1", SUSPECT).await?;
    assert_eq!(saved_titles(&server)?, ["A long night&#39;s work"]);
    browser.quit().await?;
    Ok(())
}

async fn is_written(page: &Page) -> Outcome {
    page.holds(Role::TextBox, "Threat title", "A long night's work").await?;
    page.holds(Role::TextBox, "Comments", "All of it.").await
}

fn saved_titles(server: &SpotServer) -> Result<Vec<String>, Box<dyn std::error::Error + Send + Sync>> {
    Ok(server.comments(DAY.parse()?)?.into_iter().map(|comment| comment.title).collect())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_save_that_the_server_fails_at_keeps_the_text() -> Outcome {
    a_failed_save_keeps_the_text(Fault::Html500, "HTTP status 500").await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_save_without_a_connection_keeps_the_text() -> Outcome {
    a_failed_save_keeps_the_text(Fault::Drop, "no connection").await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_save_that_spot_itself_breaks_on_shows_the_servers_words() -> Outcome {
    let server = with_spot()?;
    // Someone else's comment, with an apostrophe that breaks Spot's insert.
    server.db().insert_comments(DAY.parse()?, [Comment::new(PEER, "It's theirs", "text")])?;
    let browser = Browser::start(Screen::DESKTOP).await?;
    let page = browser.open(&link(&server, &format!("date={DAY}|ip={SUSPECT}"))).await?;
    page.write("Threat title", "Mine").await?;
    page.press("Save").await?;
    page.press("Save anyway").await?;
    page.press("Decide later").await?;

    page.says(Role::Alert, "The server says:").await?;
    page.holds(Role::TextBox, "Threat title", "Mine").await?;
    browser.quit().await?;
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_save_without_a_title_asks_for_one_and_sends_nothing() -> Outcome {
    let server = with_spot()?;
    let browser = Browser::start(Screen::DESKTOP).await?;
    let page = browser.open(&link(&server, &format!("date={DAY}|ip={SUSPECT}"))).await?;
    page.get(Role::TextBox, "Threat title").await?;
    page.press("Save").await?;

    page.until("the complaint", || async {
        let body: String = page.run("return document.body.innerText").await?;
        Ok(body.contains("A title is needed").then_some(()))
    })
    .await?;
    assert!(server.requests_for("createStoryboard").is_empty());
    browser.quit().await?;
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn an_endpoint_that_is_configured_and_fails_is_an_error_and_never_the_demo() -> Outcome {
    let server = with_spot_and(&json!({"endpoint": "/not-here"}))?;
    let browser = Browser::start(Screen::DESKTOP).await?;
    let page = browser.open(&server.url()).await?;

    page.says(Role::Alert, "HTTP status 40").await?;
    let body: String = page.run("return document.body.innerText").await?;
    assert!(!body.contains("Demo data"), "{body}");
    browser.quit().await?;
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_slow_answer_shows_its_progress() -> Outcome {
    let server = with_spot()?;
    server.fault("details", Fault::Slow { chunk_bytes: 100, delay: Duration::from_millis(150) });
    let browser = Browser::start(Screen::DESKTOP).await?;
    let page = browser.open(&link(&server, &format!("date={DAY}|ip={SUSPECT}"))).await?;

    page.until("rows so far", || async {
        let body: String = page.run("return document.body.innerText").await?;
        Ok(body.contains("so far").then_some(()))
    })
    .await?;
    page.named_says(Role::Group, "Outbound", "2").await?;
    browser.quit().await?;
    Ok(())
}
