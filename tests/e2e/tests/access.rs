//! Nothing on a screen keeps anybody out, as far as a checker can tell.

use e2e::{Browser, Outcome, Role, Screen, barriers};
use spot_server::{Options, SpotServer, sample};

use crate::setting::{BOT, DEMO_DAY, link, without_spot};

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
