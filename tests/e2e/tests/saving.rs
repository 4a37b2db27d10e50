//! Saving next to a Spot that destroys comments (the contract's quirk 5): it asks first, names what is lost, and puts it back.

use std::time::Duration;

use e2e::{Browser, Outcome, Page, Role, Screen};
use spot_server::{Comment, Fault, Silence, SpotServer};

use crate::setting::{DAY, PEER, SUSPECT, link, with_spot};

const ESCAPE: &str = "\u{e00c}";
const ENTER: &str = "\u{e007}";
const TAB: &str = "\u{e004}";
const CONFLICT: &str = "Two texts about 10.0.0.7";
const RISK: &str = "Saving may destroy the day\u{2019}s comments";
const UNCONFIRMED: &str = "The last save of 10.0.0.7 on 2016-07-08 was not confirmed.";

type Stored = Vec<(String, String, String)>;

/// Spot with these comments: IP, title, text.
fn with_comments(comments: &[(&str, &str, &str)]) -> Result<SpotServer, Box<dyn std::error::Error + Send + Sync>> {
    let server = with_spot()?;
    let comments = comments.iter().map(|(ip, title, text)| Comment::new(ip, title, text));
    server.db().insert_comments(DAY.parse()?, comments)?;
    Ok(server)
}

/// What is stored, in the order of the IPs.
fn stored(server: &SpotServer) -> Result<Stored, Box<dyn std::error::Error + Send + Sync>> {
    let comments = server.comments(DAY.parse()?)?;
    let mut comments: Stored = comments.into_iter().map(|it| (it.ip, it.title, it.text)).collect();
    comments.sort();
    Ok(comments)
}

fn expected(comments: &[(&str, &str, &str)]) -> Stored {
    let mut comments: Stored =
        comments.iter().map(|(ip, title, text)| ((*ip).into(), (*title).into(), (*text).into())).collect();
    comments.sort();
    comments
}

async fn open(browser: &Browser, server: &SpotServer) -> Result<Page, Box<dyn std::error::Error + Send + Sync>> {
    let page = browser.open(&link(server, &format!("date={DAY}|ip={SUSPECT}"))).await?;
    page.get(Role::TextBox, "Threat title").await?;
    // The list is there: what is stored is known.
    page.get(Role::Option, PEER).await?;
    Ok(page)
}

async fn write_and_save(page: &Page, title: &str, text: &str) -> Outcome {
    page.write("Threat title", title).await?;
    page.write("Comments", text).await?;
    page.press("Save").await
}

async fn no_dialog(page: &Page) -> Outcome {
    page.until("no dialog", || async { Ok(page.names(Role::Dialog).await?.is_empty().then_some(())) }).await
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_analysts_the_second_sees_both_texts_before_anything_is_sent() -> Outcome {
    let server = with_spot()?;
    let (first, second) = (Browser::start(Screen::DESKTOP).await?, Browser::start(Screen::DESKTOP).await?);
    let (theirs, mine) = (open(&first, &server).await?, open(&second, &server).await?);
    write_and_save(&theirs, "Theirs", "It's a bot").await?;
    theirs.says(Role::Status, "Saved").await?;

    write_and_save(&mine, "Mine", "It is no bot").await?;
    mine.named_says(Role::Dialog, CONFLICT, "It's a bot").await?;
    mine.holds(Role::TextBox, "Your title", "Mine").await?;
    mine.holds(Role::TextBox, "Your comments", "It is no bot").await?;
    assert_eq!(server.requests_for("createStoryboard").len(), 1);

    // Edited where it is, and saved knowingly.
    mine.write("Your comments", "Both: it's a bot").await?;
    mine.press("Save mine").await?;
    mine.says(Role::Status, "Saved").await?;
    no_dialog(&mine).await?;
    assert_eq!(stored(&server)?, expected(&[(SUSPECT, "Mine", "Both: it&#39;s a bot")]));
    for browser in [first, second] {
        assert_eq!(browser.complaints().await?, Vec::<String>::new());
        browser.quit().await?;
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn keeping_theirs_shows_it_and_mine_can_be_had_back() -> Outcome {
    let server = with_spot()?;
    let browser = Browser::start(Screen::DESKTOP).await?;
    let page = open(&browser, &server).await?;
    server.db().insert_comments(DAY.parse()?, [Comment::new(SUSPECT, "Theirs", "text")])?;
    write_and_save(&page, "Mine", "of a whole night").await?;
    page.get(Role::Dialog, CONFLICT).await?;

    page.press("Keep theirs").await?;
    page.holds(Role::TextBox, "Threat title", "Theirs").await?;
    page.press("Undo").await?;
    page.holds(Role::TextBox, "Threat title", "Mine").await?;
    page.driver().refresh().await?;
    page.holds(Role::TextBox, "Comments", "of a whole night").await?;
    assert!(server.requests_for("createStoryboard").is_empty());
    browser.quit().await?;
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_draft_knows_what_it_was_based_on_after_a_reload() -> Outcome {
    let server = with_comments(&[(SUSPECT, "First", "text")])?;
    let browser = Browser::start(Screen::DESKTOP).await?;
    let page = open(&browser, &server).await?;
    page.holds(Role::TextBox, "Threat title", "First").await?;
    page.write("Comments", "text, and mine").await?;
    server.db().delete_comments(DAY.parse()?)?;
    server.db().insert_comments(DAY.parse()?, [Comment::new(SUSPECT, "Second", "theirs")])?;

    page.driver().refresh().await?;
    page.holds(Role::TextBox, "Comments", "text, and mine").await?;
    page.press("Save").await?;
    page.named_says(Role::Dialog, CONFLICT, "theirs").await?;
    browser.quit().await?;
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn dialogs_are_for_the_keyboard_too() -> Outcome {
    let server = with_comments(&[(PEER, "It's theirs", "text")])?;
    let browser = Browser::start(Screen::DESKTOP).await?;
    let page = open(&browser, &server).await?;
    page.write("Threat title", "Mine").await?;
    page.keys(ENTER).await?;
    page.get(Role::Dialog, RISK).await?;
    let inside = "return document.activeElement.closest('dialog') !== null";
    assert!(page.run::<bool>(inside).await?, "the focus is in the dialog");

    page.keys(ESCAPE).await?;
    no_dialog(&page).await?;
    let focused: String = page.run("return document.activeElement.id").await?;
    assert_eq!(focused, "threat-title", "the focus is where it was");
    page.holds(Role::TextBox, "Threat title", "Mine").await?;
    assert!(server.requests_for("createStoryboard").is_empty());

    page.keys(ENTER).await?;
    page.get(Role::Dialog, RISK).await?;
    page.until("the safe way to have the focus, by Tab alone", || async {
        let text: String = page.run("return document.activeElement.innerText").await?;
        if text.starts_with("Make it safe") {
            return Ok(Some(()));
        }
        page.keys(TAB).await?;
        Ok(None)
    })
    .await?;
    page.keys(ENTER).await?;
    page.says(Role::Status, "Saved").await?;
    assert_eq!(stored(&server)?, expected(&[(PEER, "It&#39;s theirs", "text"), (SUSPECT, "Mine", "")]));
    browser.quit().await?;
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn comments_at_risk_are_named_and_what_was_lost_knowingly_goes_back_on_one_click() -> Outcome {
    let server = with_comments(&[
        ("10.0.0.2", "It's theirs", "one"),
        ("10.0.0.3", "plain", "two\nlines"),
        ("10.0.0.4", "caf\u{e9}", "ends in \\"),
    ])?;
    let browser = Browser::start(Screen::DESKTOP).await?;
    let page = open(&browser, &server).await?;
    write_and_save(&page, "Mine", "it's mine").await?;
    page.named_says(Role::Dialog, RISK, "The title has an apostrophe.").await?;
    page.named_says(Role::Dialog, RISK, "the text ends in a backslash").await?;
    page.named_says(Role::Dialog, RISK, "They cannot be made safe first. 2 of them would break a save").await?;
    assert!(!page.has(Role::Button, "Make them safe, then save").await?, "each would break the other's save");
    assert!(server.requests_for("createStoryboard").is_empty());

    page.press("Save anyway").await?;
    page.named_says(Role::Dialog, UNCONFIRMED, "3 other comments are missing").await?;
    page.named_says(Role::Dialog, UNCONFIRMED, "caf\u{e9}").await?;
    assert_eq!(stored(&server)?, [], "Spot lost all");

    page.press("Put all 4 back").await?;
    no_dialog(&page).await?;
    page.says(Role::Status, "It is now").await?;
    let all = [
        ("10.0.0.2", "It&#39;s theirs", "one"),
        ("10.0.0.3", "plain", "two\nlines"),
        ("10.0.0.4", "caf&#233;", "ends in &#92;"),
        (SUSPECT, "Mine", "it&#39;s mine"),
    ];
    assert_eq!(stored(&server)?, expected(&all));
    page.named_says(Role::Group, "Investigated \u{b7} 4", SUSPECT).await?;
    page.until("no draft", || async {
        let body: String = page.run("return document.body.innerText").await?;
        Ok((!body.contains("not saved")).then_some(()))
    })
    .await?;
    assert_eq!(page.texts(Role::Alert).await?.concat(), "", "nothing of the trouble is left");
    browser.quit().await?;
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn several_comments_that_do_harm_are_made_safe_one_after_the_other() -> Outcome {
    let server = with_comments(&[("10.0.0.2", "C:\\dir", "one"), ("10.0.0.3", "It's theirs", "two")])?;
    let browser = Browser::start(Screen::DESKTOP).await?;
    let page = open(&browser, &server).await?;
    write_and_save(&page, "Mine", "it's mine").await?;
    page.named_says(Role::Dialog, RISK, "save these 2 comments, one after the other, once more first").await?;
    page.press("Make them safe, then save").await?;
    page.says(Role::Status, "Saved").await?;
    let all =
        [("10.0.0.2", "C:&#92;dir", "one"), ("10.0.0.3", "It&#39;s theirs", "two"), (SUSPECT, "Mine", "it&#39;s mine")];
    assert_eq!(stored(&server)?, expected(&all));
    browser.quit().await?;
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_dies_after_it_deleted_loses_all_and_all_go_back() -> Outcome {
    let server = with_comments(&[("10.0.0.2", "a", "one"), ("10.0.0.3", "b", "two"), (SUSPECT, "old", "old")])?;
    let browser = Browser::start(Screen::DESKTOP).await?;
    let page = open(&browser, &server).await?;
    page.holds(Role::TextBox, "Threat title", "old").await?;
    server.fault("createStoryboard", Fault::DieBetweenDeleteAndInsert);
    write_and_save(&page, "Mine", "new").await?;
    page.named_says(Role::Dialog, UNCONFIRMED, "2 other comments are missing").await?;
    page.named_says(Role::Dialog, UNCONFIRMED, "Your comment is not there.").await?;
    assert_eq!(stored(&server)?, []);

    // It fails once more: nothing changes, and it is said.
    page.press("Put all 3 back").await?;
    page.says(Role::Alert, "no connection").await?;
    server.clear_faults();
    page.press("Put all 3 back").await?;
    no_dialog(&page).await?;
    assert_eq!(
        stored(&server)?,
        expected(&[("10.0.0.2", "a", "one"), ("10.0.0.3", "b", "two"), (SUSPECT, "Mine", "new")])
    );
    browser.quit().await?;
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_that_is_left_in_the_middle_of_a_save_is_looked_after_at_the_next_start() -> Outcome {
    let server = with_comments(&[("10.0.0.2", "It's theirs", "one"), ("10.0.0.3", "\u{e9}", "two")])?;
    let browser = Browser::start(Screen::DESKTOP).await?;
    let page = open(&browser, &server).await?;
    // Spot does its work; its answer is on its way for longer than the page is there.
    server.fault("createStoryboard", Fault::Slow { chunk_bytes: 1, delay: Duration::from_secs(60) });
    write_and_save(&page, "Mine", "text").await?;
    page.press("Save anyway").await?;
    page.until("the comments to be lost", || async { Ok(stored(&server)?.is_empty().then_some(())) }).await?;

    page.driver().refresh().await?;
    server.clear_faults();
    page.says(Role::Alert, UNCONFIRMED).await?;
    page.holds(Role::TextBox, "Threat title", "Mine").await?;
    page.press("Show").await?;
    page.named_says(Role::Dialog, UNCONFIRMED, "2 other comments are missing").await?;
    page.press("Put all 3 back").await?;
    no_dialog(&page).await?;
    let all = [("10.0.0.2", "It&#39;s theirs", "one"), ("10.0.0.3", "&#233;", "two"), (SUSPECT, "Mine", "text")];
    assert_eq!(stored(&server)?, expected(&all));

    page.driver().refresh().await?;
    page.named_says(Role::Group, "Investigated \u{b7} 3", SUSPECT).await?;
    assert_eq!(page.texts(Role::Alert).await?.concat(), "", "it is confirmed for good");
    browser.quit().await?;
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_save_that_never_reached_spot_is_told_at_the_next_start_and_can_be_saved_again() -> Outcome {
    let server = with_comments(&[("10.0.0.2", "a", "one")])?;
    let browser = Browser::start(Screen::DESKTOP).await?;
    let page = open(&browser, &server).await?;
    server.fault("createStoryboard", Fault::Endless(Silence::NoAnswer));
    write_and_save(&page, "Mine", "text").await?;
    page.until("the request", || async { Ok((server.requests_for("createStoryboard").len() == 1).then_some(())) })
        .await?;

    page.driver().refresh().await?;
    server.clear_faults();
    page.says(Role::Alert, "Your comment is not there. The day\u{2019}s other comments are as they were.").await?;
    page.holds(Role::TextBox, "Comments", "text").await?;
    page.press("Save").await?;
    page.says(Role::Status, "Saved").await?;
    page.until("no alert", || async { Ok(page.texts(Role::Alert).await?.concat().is_empty().then_some(())) }).await?;
    assert_eq!(stored(&server)?, expected(&[("10.0.0.2", "a", "one"), (SUSPECT, "Mine", "text")]));
    browser.quit().await?;
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn one_comment_is_put_back_alone_and_the_rest_left_as_it_is() -> Outcome {
    let server = with_comments(&[("10.0.0.2", "a", "one"), ("10.0.0.3", "b", "two")])?;
    let browser = Browser::start(Screen::DESKTOP).await?;
    let page = open(&browser, &server).await?;
    server.fault("createStoryboard", Fault::DieBetweenDeleteAndInsert);
    write_and_save(&page, "Mine", "text").await?;
    page.get(Role::Dialog, UNCONFIRMED).await?;
    server.clear_faults();

    page.press("Put back 10.0.0.3").await?;
    page.named_says(Role::Dialog, UNCONFIRMED, "1 other comment is missing").await?;
    page.press("Leave all as it is").await?;
    no_dialog(&page).await?;
    assert_eq!(stored(&server)?, expected(&[("10.0.0.3", "b", "two")]));
    page.holds(Role::TextBox, "Threat title", "Mine").await?;
    page.driver().refresh().await?;
    page.holds(Role::TextBox, "Threat title", "Mine").await?;
    assert_eq!(page.texts(Role::Alert).await?.concat(), "", "the copy is gone");
    browser.quit().await?;
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn comments_that_cannot_be_read_before_are_not_risked() -> Outcome {
    let server = with_comments(&[("10.0.0.2", "a", "one")])?;
    let browser = Browser::start(Screen::DESKTOP).await?;
    let page = open(&browser, &server).await?;
    server.fault("comments", Fault::NullLists);
    write_and_save(&page, "Mine", "text").await?;

    page.says(Role::Alert, "The day\u{2019}s comments could not be read").await?;
    assert!(server.requests_for("createStoryboard").is_empty());
    page.holds(Role::TextBox, "Comments", "text").await?;
    browser.quit().await?;
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_saved_storyboard_is_opened_from_the_list_changed_and_saved_again() -> Outcome {
    let server = with_comments(&[(SUSPECT, "It&#39;s old", "one\ntwo")])?;
    let browser = Browser::start(Screen::DESKTOP).await?;
    let page = browser.open(&link(&server, &format!("date={DAY}"))).await?;
    page.click(Role::Option, SUSPECT).await?;
    page.holds(Role::TextBox, "Threat title", "It's old").await?;
    page.holds(Role::TextBox, "Comments", "one\ntwo").await?;

    page.write("Comments", "three").await?;
    page.press("Save").await?;
    page.says(Role::Status, "Saved").await?;
    assert_eq!(stored(&server)?, expected(&[(SUSPECT, "It&#39;s old", "three")]));
    browser.quit().await?;
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn what_will_be_sent_is_shown_before_and_is_what_is_sent() -> Outcome {
    let server = with_spot()?;
    let browser = Browser::start(Screen::DESKTOP).await?;
    let page = open(&browser, &server).await?;
    page.write("Threat title", "It's <bad>").await?;
    page.write("Comments", "one\ntwo").await?;
    page.press("What will be sent").await?;
    page.named_says(Role::Group, "Title as sent", "It&#39;s &#60;bad&#62;").await?;
    page.named_says(Role::Group, "Text as sent", "one\\ntwo").await?;
    page.named_says(Role::Dialog, "What will be sent", "5 pairs").await?;
    let pairs = page.table("Pairs as sent").await?;
    page.run::<()>("document.querySelector('dialog details').open = true").await?;
    let json = page
        .until("the request", || async {
            page.run::<Option<String>>("return document.querySelector('dialog pre')?.textContent").await
        })
        .await?;
    page.press("Close").await?;
    no_dialog(&page).await?;
    assert!(server.requests_for("createStoryboard").is_empty());

    page.press("Save").await?;
    page.says(Role::Status, "Saved").await?;
    let sent = &server.requests_for("createStoryboard")[0];
    let shown: serde_json::Value = serde_json::from_str(&json)?;
    assert_eq!(shown["variables"], sent.variables);
    assert_eq!(shown["query"], sent.query.as_str());
    let details = sent.variables["input"]["threatDetails"].as_array().cloned().unwrap_or_default();
    let columns = ["srcIp", "dstIp", "srcPort", "dstPort", "connections", "maxBytes", "avgBytes", "maxPkts", "avgPkts"];
    let expected: Vec<Vec<String>> = details
        .iter()
        .map(|pair| {
            let cell = |name: &str| pair[name].as_str().map_or_else(|| pair[name].to_string(), str::to_owned);
            columns.into_iter().chain(["firstSeen", "lastSeen"]).map(cell).collect()
        })
        .collect();
    assert_eq!(pairs, expected);
    browser.quit().await?;
    Ok(())
}

/// What someone could try on the next reader.
const HOSTILE: [&str; 8] = [
    "<img src=x onerror=\"window.hit = 1\">",
    "<script>window.hit = 1</script>",
    "</textarea><svg onload=window.hit=1>",
    "&lt;img src=x onerror=window.hit=1&gt;",
    "\"><iframe srcdoc='<script>parent.hit = 1</script>'>",
    "javascript:window.hit=1",
    "'); DROP TABLE flow_storyboard; --",
    "\u{202e}\u{0}\\' <b>\u{1f600}</b>",
];

#[tokio::test(flavor = "multi_thread")]
async fn hostile_comments_are_text_in_the_app_wherever_they_show() -> Outcome {
    let comments: Vec<_> = HOSTILE.iter().zip(10..).map(|(text, last)| (format!("10.0.1.{last}"), *text)).collect();
    let comments: Vec<_> = comments.iter().map(|(ip, text)| (ip.as_str(), *text, *text)).collect();
    let server = with_comments(&comments)?;
    let browser = Browser::start(Screen::DESKTOP).await?;
    let page = open(&browser, &server).await?;
    server.db().insert_comments(DAY.parse()?, [Comment::new(SUSPECT, HOSTILE[0], HOSTILE[1])])?;
    write_and_save(&page, "Mine", "text").await?;
    page.named_says(Role::Dialog, CONFLICT, "onerror").await?;
    page.press("Save mine").await?;
    page.named_says(Role::Dialog, RISK, "DROP TABLE").await?;
    page.press("Save anyway").await?;
    page.named_says(Role::Dialog, UNCONFIRMED, "DROP TABLE").await?;

    let made: u32 =
        page.run("return document.querySelectorAll('img, iframe, dialog svg, dialog script, dialog b').length").await?;
    assert_eq!(made, 0, "markup in a comment is text");
    assert!(!page.run::<bool>("return 'hit' in window").await?, "and no script of it ran");
    browser.quit().await?;
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_stored_is_inert_in_a_page_that_takes_it_for_html() -> Outcome {
    let server = with_spot()?;
    let browser = Browser::start(Screen::DESKTOP).await?;
    let page = open(&browser, &server).await?;
    // Keys cannot type what lies outside a keyboard's reach: put in as a paste would.
    let text = HOSTILE.join("\n").replace('\u{0}', "");
    page.write("Threat title", "Hostile").await?;
    let set = format!(
        "const field = document.getElementById('threat-comments'); field.value = {};
         field.dispatchEvent(new Event('input', {{bubbles: true}}));",
        serde_json::to_string(&text)?
    );
    page.run::<()>(&set).await?;
    page.press("Save").await?;
    page.says(Role::Status, "Saved").await?;
    let stored = server.comments(DAY.parse()?)?.remove(0).text;

    // As Spot's own storyboard page does it, in a page without any policy.
    let blank = browser.open("about:blank").await?;
    let read = format!(
        "const box = document.createElement('div'); box.innerHTML = {}; document.body.append(box);
         return [box.querySelectorAll('*').length, box.textContent, 'hit' in window];",
        serde_json::to_string(&stored)?
    );
    let (elements, seen, hit): (u32, String, bool) = blank.run(&read).await?;
    assert_eq!((elements, hit), (0, false), "{stored}");
    assert_eq!(seen, text, "and readers see what was written");
    browser.quit().await?;
    Ok(())
}
