//! The demo: a day of real flows, from the first paint to a saved storyboard and after a reload.

use e2e::{Browser, Outcome, Role, Screen};

use crate::setting::{BOT, DEMO_DAY, demo_only, first_line, link, without_spot};

const TITLE: &str = "Neris bot: \"spam\" & C&C";
const COMMENTS: &str = "It's DNS, then SMTP.\nSee <https://example.org> ☃";

#[tokio::test(flavor = "multi_thread")]
async fn the_bot_is_found_described_saved_and_still_there_after_a_reload() -> Outcome {
    let server = demo_only()?;
    let browser = Browser::start(Screen::DESKTOP).await?;
    let page = browser.open(&server.url()).await?;

    page.get(Role::ListBox, "Threats").await?;
    page.click(Role::Option, BOT).await?;
    page.get(Role::Region, &format!("Investigation of {BOT}")).await?;
    // Reckoned from the CTU-13 file by a plain script: peers per group, connections, rows, sum of bytes.
    page.named_says(Role::Group, "Inbound", "5").await?;
    page.named_says(Role::Group, "Outbound", "1,031").await?;
    page.named_says(Role::Group, "Two-way", "0").await?;
    page.says(Role::Region, "4,086").await?;
    page.says(Role::Region, "1,885 rows").await?;
    page.says(Role::Region, "3.2 MiB").await?;
    page.get(Role::Image, "Timeline").await?;

    let by_bytes = page.table("Top destination IP per bytes transferred").await?;
    assert_eq!(by_bytes.len(), 20);
    // Below the address stands its country, once places are read.
    let first_lines = |row: &[String]| -> Vec<String> { row.iter().map(|cell| first_line(cell).to_owned()).collect() };
    assert_eq!(first_lines(&by_bytes[0]), ["78.129.227.128", "554.6 KiB", "2078", "5231"]);
    let by_connections = page.table("Top destination IP per connections").await?;
    assert_eq!(first_lines(&by_connections[0]), ["147.32.80.9", "402", "2077", "53"]);
    assert_eq!(first_lines(&by_connections[1]), ["147.32.80.9", "249", "2079", "53"]);

    page.write("Threat title", TITLE).await?;
    page.write("Comments", COMMENTS).await?;
    page.press("Save").await?;
    page.says(Role::Status, "Saved").await?;
    page.named_says(Role::Group, "Investigated \u{b7} 1", BOT).await?;

    page.driver().refresh().await?;
    page.named_says(Role::Group, "Investigated \u{b7} 1", BOT).await?;
    page.holds(Role::TextBox, "Threat title", TITLE).await?;
    page.holds(Role::TextBox, "Comments", COMMENTS).await?;

    assert_eq!(browser.complaints().await?, Vec::<String>::new());
    browser.quit().await?;
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn the_demo_is_marked_as_such_in_words_and_its_scores_are_listed_in_numeric_order() -> Outcome {
    let server = without_spot()?;
    let browser = Browser::start(Screen::DESKTOP).await?;
    let page = browser.open(&server.url()).await?;

    page.get(Role::Option, BOT).await?;
    let body: String = page.run("return document.body.innerText").await?;
    assert!(body.contains("Demo data"), "{body}");
    let names = page.names(Role::Option).await?;
    let mut sorted: Vec<std::net::Ipv4Addr> = names.iter().filter_map(|name| name.parse().ok()).collect();
    sorted.sort_unstable();
    sorted.dedup();
    assert_eq!(names, sorted.iter().map(ToString::to_string).collect::<Vec<_>>());
    assert!(names.contains(&"147.32.84.229".to_owned()), "{names:?}");

    browser.quit().await?;
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn once_loaded_the_demo_works_with_the_network_off() -> Outcome {
    let server = without_spot()?;
    let browser = Browser::start(Screen::DESKTOP).await?;
    let page = browser.open(&server.url()).await?;
    page.get(Role::Option, BOT).await?;
    browser.set_offline(true).await?;
    // Not only slow: nothing answers any more.
    drop(server);

    page.write("IP address", "147.32.84.229").await?;
    page.press("Search").await?;
    page.get(Role::Region, "Investigation of 147.32.84.229").await?;
    page.named_says(Role::Group, "Inbound", "").await?;
    page.write("Threat title", "A busy P2P host").await?;
    page.press("Save").await?;
    page.says(Role::Status, "Saved").await?;

    browser.quit().await?;
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_draft_survives_navigation_and_a_reload_until_it_is_saved() -> Outcome {
    let server = without_spot()?;
    let browser = Browser::start(Screen::DESKTOP).await?;
    let page = browser.open(&link(&server, &format!("date={DEMO_DAY}|ip={BOT}"))).await?;
    page.write("Threat title", "Half a thought").await?;

    page.write("IP address", "147.32.84.229").await?;
    page.press("Search").await?;
    page.get(Role::Region, "Investigation of 147.32.84.229").await?;
    page.holds(Role::TextBox, "Threat title", "").await?;
    page.driver().back().await?;
    page.get(Role::Region, &format!("Investigation of {BOT}")).await?;
    page.holds(Role::TextBox, "Threat title", "Half a thought").await?;

    page.driver().refresh().await?;
    page.holds(Role::TextBox, "Threat title", "Half a thought").await?;
    page.write("Threat title", "A whole thought").await?;
    page.press("Save").await?;
    page.says(Role::Status, "Saved").await?;
    page.driver().refresh().await?;
    page.holds(Role::TextBox, "Threat title", "A whole thought").await?;
    let body: String = page.run("return document.body.innerText").await?;
    assert!(!body.contains("not saved"), "{body}");

    browser.quit().await?;
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn where_the_ip_stands_can_be_changed_and_turns_the_groups() -> Outcome {
    let server = without_spot()?;
    let browser = Browser::start(Screen::DESKTOP).await?;
    let page = browser.open(&link(&server, &format!("date={DEMO_DAY}|ip={BOT}"))).await?;
    page.named_says(Role::Group, "Outbound", "1,031").await?;
    page.says(Role::Region, "147.32.0.0/16").await?;

    let standing = page.get(Role::ComboBox, "Internal or external").await?;
    standing.send_keys("e").await?;
    page.named_says(Role::Group, "Inbound", "1,031").await?;
    page.named_says(Role::Group, "Outbound", "5").await?;

    browser.quit().await?;
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn tables_change_to_peers_and_to_more_rows() -> Outcome {
    const CAPTION: &str = "Top destination IP per connections";
    let server = without_spot()?;
    let browser = Browser::start(Screen::DESKTOP).await?;
    let page = browser.open(&link(&server, &format!("date={DEMO_DAY}|ip={BOT}"))).await?;
    assert_eq!(page.table(CAPTION).await?.len(), 20);

    // The rows that are there stay there, and their links lead to the screen as it is now.
    let first_row = format!(
        "[...document.querySelectorAll('caption')].find((it) => it.textContent === '{CAPTION}')
        .parentElement.querySelector('tbody:not(.gap) tr')"
    );
    page.run::<bool>(&format!("return ({first_row}).isTheSame = true")).await?;
    page.set("Top results", "50").await?;
    page.until("50 rows", || async { Ok((page.table(CAPTION).await?.len() == 50).then_some(())) }).await?;
    assert!(page.run::<bool>(&format!("return ({first_row}).isTheSame === true")).await?);
    let address: String = page.run(&format!("return ({first_row}).querySelector('a').href")).await?;
    assert!(address.contains("|top=50"), "{address}");

    page.click(Role::Radio, "by peer").await?;
    // 725 connections to the resolver, by a plain count of the CTU-13 file.
    page.until("peers", || async {
        let first = page.table(CAPTION).await?.into_iter().next().unwrap_or_default();
        Ok(first.iter().any(|cell| cell == "725").then_some(()))
    })
    .await?;

    browser.quit().await?;
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_storyboard_is_deleted_and_had_back_until_the_page_is_left() -> Outcome {
    let server = demo_only()?;
    let browser = Browser::start(Screen::DESKTOP).await?;
    let page = browser.open(&link(&server, &format!("date={DEMO_DAY}|ip={BOT}"))).await?;
    page.get(Role::TextBox, "Threat title").await?;
    assert!(!page.has(Role::Button, "Delete the storyboard").await?, "there is none yet");
    page.write("Threat title", TITLE).await?;
    page.press("Save").await?;
    page.named_says(Role::Group, "Investigated \u{b7} 1", BOT).await?;

    page.press("Delete the storyboard").await?;
    page.says(Role::Status, &format!("The storyboard of {BOT}, with its comment, is deleted.")).await?;
    page.named_says(Role::Group, "To do \u{b7} 8", BOT).await?;
    page.holds(Role::TextBox, "Threat title", "").await?;
    let focused: String = page.run("return document.activeElement.innerText").await?;
    assert_eq!(focused, "Undo", "the keyboard is where it can be undone");
    page.press("Undo").await?;
    page.named_says(Role::Group, "Investigated \u{b7} 1", BOT).await?;
    page.holds(Role::TextBox, "Threat title", TITLE).await?;

    page.press("Delete the storyboard").await?;
    page.named_says(Role::Group, "To do \u{b7} 8", BOT).await?;
    page.driver().refresh().await?;
    page.named_says(Role::Group, "To do \u{b7} 8", BOT).await?;
    page.holds(Role::TextBox, "Threat title", "").await?;
    assert!(!page.has(Role::Button, "Undo").await?);
    assert_eq!(browser.complaints().await?, Vec::<String>::new());
    browser.quit().await?;
    Ok(())
}
