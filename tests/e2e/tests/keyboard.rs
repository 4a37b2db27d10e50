//! Everything by keyboard alone.

use e2e::{Browser, Outcome, Role, Screen};

use crate::setting::{BOT, without_spot};

const ENTER: &str = "\u{e007}";
const TAB: &str = "\u{e004}";
const ESCAPE: &str = "\u{e00c}";

#[tokio::test(flavor = "multi_thread")]
async fn an_ip_is_found_investigated_and_saved() -> Outcome {
    let server = without_spot()?;
    let browser = Browser::start(Screen::DESKTOP).await?;
    let page = browser.open(&server.url()).await?;
    page.get(Role::Option, BOT).await?;

    page.keys("/").await?;
    page.keys(BOT).await?;
    page.keys(ENTER).await?;
    page.named_says(Role::Group, "Outbound", "1,031").await?;

    page.get(Role::TextBox, "Threat title").await?;
    page.until("the title to have the focus, by Tab alone", || async {
        let named: String = page.run("return document.activeElement.id").await?;
        if named == "threat-title" {
            return Ok(Some(()));
        }
        page.keys(TAB).await?;
        Ok(None)
    })
    .await?;
    page.keys("Found by keys").await?;
    page.keys(ENTER).await?;
    page.says(Role::Status, "Saved").await?;
    browser.quit().await?;
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn the_list_is_walked_with_j_and_k_and_searched_with_enter() -> Outcome {
    let server = without_spot()?;
    let browser = Browser::start(Screen::DESKTOP).await?;
    let page = browser.open(&server.url()).await?;
    page.get(Role::Option, BOT).await?;
    let names = page.names(Role::Option).await?;

    page.keys("j").await?;
    page.keys("j").await?;
    page.keys("k").await?;
    page.keys(ENTER).await?;
    page.get(Role::Region, &format!("Investigation of {}", names[1])).await?;
    browser.quit().await?;
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn the_keys_are_listed_on_demand() -> Outcome {
    let server = without_spot()?;
    let browser = Browser::start(Screen::DESKTOP).await?;
    let page = browser.open(&server.url()).await?;
    page.get(Role::Option, BOT).await?;

    page.keys("?").await?;
    page.says(Role::Dialog, "j").await?;
    page.keys(ESCAPE).await?;
    page.until("no dialog", || async { Ok(page.texts(Role::Dialog).await?.is_empty().then_some(())) }).await?;
    browser.quit().await?;
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn the_timeline_tells_a_rows_facts_by_arrow_keys_and_zooms_by_keys() -> Outcome {
    const DOWN: &str = "\u{e015}";
    const RIGHT: &str = "\u{e014}";
    let server = without_spot()?;
    let browser = Browser::start(Screen::DESKTOP).await?;
    let page = browser.open(&format!("{}#ip={BOT}", server.url())).await?;
    page.get(Role::Image, "Timeline").await?;
    page.get(Role::Group, "Timeline, explored with keys").await?.focus().await?;

    page.keys(DOWN).await?;
    page.keys(RIGHT).await?;
    page.says(Role::Status, "connection").await?;
    page.keys("+").await?;
    page.hash_says("from=").await?;
    page.keys("0").await?;
    page.until("the whole day again", || async { Ok((!page.hash().await?.contains("from=")).then_some(())) }).await?;
    browser.quit().await?;
    Ok(())
}
