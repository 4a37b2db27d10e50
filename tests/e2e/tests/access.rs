//! Nothing on a screen keeps anybody out, as far as a checker can tell.

use e2e::{Browser, Outcome, Role, Screen, barriers};
use spot_server::{Comment, Options, SpotServer, sample};

use crate::setting::{BOT, DAY, DEMO_DAY, PEER, SUSPECT, link, with_spot, without_spot};

#[tokio::test(flavor = "multi_thread")]
async fn nothing_serious_is_found_on_the_investigation_and_on_the_storyboard() -> Outcome {
    let server = without_spot()?;
    for screen in [Screen::DESKTOP, Screen::DESKTOP.dark(), Screen::PHONE] {
        let browser = Browser::start(screen).await?;
        let page = browser.open(&link(&server, &format!("date={DEMO_DAY}|ip={BOT}"))).await?;
        page.get(Role::Table, "Top source IP per bytes transferred").await?;
        let found = barriers(&page).await?;
        assert!(found.is_empty(), "investigation, {screen:?}: {found:#?}");

        page.keys("v").await?;
        page.get(Role::Image, "Incident progression").await?;
        page.get(Role::Image, "Timeline").await?;
        let found = barriers(&page).await?;
        assert!(found.is_empty(), "storyboard, {screen:?}: {found:#?}");
        browser.quit().await?;
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_serious_is_found_on_a_storyboard_of_spot_with_all_of_it_open() -> Outcome {
    let db = sample::database(sample::Progress::Investigated)?;
    let options = Options::default().static_dir(e2e::dist()).config(serde_json::json!({"endpoint": "/graphql"}));
    let server = SpotServer::start(db, options)?;
    let browser = Browser::start(Screen::DESKTOP).await?;
    let page = browser.open(&link(&server, "date=2016-07-08|ip=10.13.77.49|view=storyboard")).await?;
    page.get(Role::Image, "Where peers are").await?;
    page.run::<()>("document.querySelectorAll('details').forEach(details => { details.open = true; })").await?;
    page.click(Role::Radio, "table").await?;
    page.get(Role::Table, "Places").await?;
    let found = barriers(&page).await?;
    assert!(found.is_empty(), "{found:#?}");
    browser.quit().await?;
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_serious_is_found_on_the_list_of_hosts_on_the_files_and_in_any_window() -> Outcome {
    let server = without_spot()?;
    for screen in [Screen::DESKTOP.dark(), Screen::PHONE] {
        let browser = Browser::start(screen).await?;
        let page = browser.open(&link(&server, &format!("date={DEMO_DAY}|source=demo"))).await?;
        page.get(Role::Table, "Hosts by suspicion").await?;
        let found = barriers(&page).await?;
        assert!(found.is_empty(), "hosts, {screen:?}: {found:#?}");

        page.click(Role::Link, BOT).await?;
        page.get(Role::Table, "Top source IP per bytes transferred").await?;
        for (button, window) in [("Context", "Context files"), ("Export", "Export"), ("Help: keys", "Keys")] {
            page.press(button).await?;
            page.get(Role::Dialog, window).await?;
            let found = barriers(&page).await?;
            assert!(found.is_empty(), "{window}, {screen:?}: {found:#?}");
            page.keys("\u{e00c}").await?;
            page.until("the window to close", || async { Ok((!page.has(Role::Dialog, window).await?).then_some(())) })
                .await?;
        }

        let page = browser.open(&link(&server, "source=files")).await?;
        page.get(Role::Button, "Choose files\u{2026}").await?;
        let found = barriers(&page).await?;
        assert!(found.is_empty(), "files, {screen:?}: {found:#?}");
        browser.quit().await?;
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_serious_is_found_on_what_is_asked_and_told_around_a_save() -> Outcome {
    for screen in [Screen::DESKTOP, Screen::DESKTOP.dark(), Screen::PHONE.dark()] {
        let server = with_spot()?;
        let browser = Browser::start(screen).await?;
        let page = browser.open(&link(&server, &format!("date={DAY}|ip={SUSPECT}"))).await?;
        page.write("Threat title", "Mine").await?;
        page.get(Role::Option, PEER).await?;
        let look = async |dialog: &str| -> Outcome {
            page.get(Role::Dialog, dialog).await?;
            let found = barriers(&page).await?;
            assert!(found.is_empty(), "{dialog}, {screen:?}: {found:#?}");
            Ok(())
        };
        page.press("What will be sent").await?;
        page.get(Role::Table, "Pairs as sent").await?;
        look("What will be sent").await?;
        page.keys("\u{e00c}").await?;

        let harmful = [Comment::new("10.0.0.2", "It's theirs", "one"), Comment::new("10.0.0.4", "caf\u{e9}", "two")];
        server.db().insert_comments(DAY.parse()?, harmful)?;
        server.db().insert_comments(DAY.parse()?, [Comment::new(SUSPECT, "Theirs", "text")])?;
        page.press("Save").await?;
        look("Two texts about 10.0.0.7").await?;
        page.press("Save mine").await?;
        page.named_says(Role::Dialog, "Saving may destroy the day\u{2019}s comments", "2 of them would break").await?;
        look("Saving may destroy the day\u{2019}s comments").await?;
        page.press("Save anyway").await?;
        look("The last save of 10.0.0.7 on 2016-07-08 was not confirmed.").await?;
        browser.quit().await?;
    }
    Ok(())
}
