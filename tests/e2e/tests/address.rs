//! The address holds the state of the screen, in Spot's own form.

use e2e::{Browser, Outcome, Role, Screen};

use crate::setting::{BOT, DAY, DEMO_DAY, PEER, SUSPECT, link, with_spot, without_spot};

#[tokio::test(flavor = "multi_thread")]
async fn a_link_from_spots_menu_opens_its_day_and_ip() -> Outcome {
    let server = with_spot()?;
    let browser = Browser::start(Screen::DESKTOP).await?;
    let page = browser.open(&link(&server, &format!("date={DAY}|filter={SUSPECT}"))).await?;

    page.get(Role::Region, &format!("Investigation of {SUSPECT}")).await?;
    page.holds(Role::TextBox, "Date", DAY).await?;
    browser.quit().await?;
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn back_forward_and_reload_reproduce_the_screen() -> Outcome {
    let server = with_spot()?;
    let browser = Browser::start(Screen::DESKTOP).await?;
    let page = browser.open(&link(&server, &format!("date={DAY}"))).await?;
    page.click(Role::Option, SUSPECT).await?;
    page.hash_says(&format!("date={DAY}|ip={SUSPECT}")).await?;
    page.get(Role::Region, &format!("Investigation of {SUSPECT}")).await?;
    page.click(Role::Option, PEER).await?;
    page.get(Role::Region, &format!("Investigation of {PEER}")).await?;

    page.driver().back().await?;
    page.get(Role::Region, &format!("Investigation of {SUSPECT}")).await?;
    page.named_says(Role::Group, "Outbound", "2").await?;
    page.driver().forward().await?;
    page.get(Role::Region, &format!("Investigation of {PEER}")).await?;
    page.driver().refresh().await?;
    page.get(Role::Region, &format!("Investigation of {PEER}")).await?;
    browser.quit().await?;
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_pasted_link_reproduces_every_choice() -> Outcome {
    let server = without_spot()?;
    let browser = Browser::start(Screen::DESKTOP).await?;
    let page = browser.open(&link(&server, &format!("date={DEMO_DAY}|ip={BOT}"))).await?;
    page.set("Top results", "5").await?;
    page.click(Role::Radio, "by peer").await?;
    page.get(Role::ComboBox, "Internal or external").await?.send_keys("e").await?;
    page.named_says(Role::Group, "Inbound", "1,031").await?;
    let copied = page.driver().current_url().await?;

    let other = Browser::start(Screen::DESKTOP).await?;
    let pasted = other.open(copied.as_str()).await?;
    pasted.named_says(Role::Group, "Inbound", "1,031").await?;
    assert_eq!(pasted.table("Top destination IP per connections").await?.len(), 5);
    pasted.holds(Role::SpinButton, "Top results", "5").await?;
    assert!(pasted.get(Role::Radio, "by peer").await?.is_selected().await?);
    other.quit().await?;
    browser.quit().await?;
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn the_day_is_changed_by_picker_and_by_neighbouring_day() -> Outcome {
    let server = with_spot()?;
    let browser = Browser::start(Screen::DESKTOP).await?;
    let page = browser.open(&link(&server, &format!("date={DAY}"))).await?;
    page.get(Role::Option, SUSPECT).await?;

    page.press("Next day").await?;
    page.hash_says("date=2016-07-09").await?;
    page.says(Role::Status, "No connection of this day").await?;
    page.press("Previous day").await?;
    page.hash_says(&format!("date={DAY}")).await?;
    page.get(Role::Option, SUSPECT).await?;
    browser.quit().await?;
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_link_can_not_name_another_endpoint() -> Outcome {
    let server = with_spot()?;
    let browser = Browser::start(Screen::DESKTOP).await?;
    let page = browser.open(&link(&server, &format!("date={DAY}|endpoint=http://127.0.0.1:9/|source=spot"))).await?;

    page.get(Role::Option, SUSPECT).await?;
    browser.quit().await?;
    Ok(())
}
