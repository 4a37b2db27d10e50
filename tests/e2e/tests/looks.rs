//! What a page may not look like, whatever its size and colours.

use e2e::{Browser, Outcome, Role, Screen};

use crate::setting::{BOT, DEMO_DAY, link, without_spot};

#[tokio::test(flavor = "multi_thread")]
async fn no_screen_has_to_be_scrolled_sideways() -> Outcome {
    let server = without_spot()?;
    for screen in [Screen::DESKTOP, Screen::PHONE, Screen::DESKTOP.dark(), Screen::PHONE.dark()] {
        let browser = Browser::start(screen).await?;
        let page = browser.open(&link(&server, &format!("date={DEMO_DAY}|ip={BOT}"))).await?;
        page.get(Role::Table, "Top source IP per bytes transferred").await?;
        page.get(Role::Image, "Timeline").await?;
        let (wide, seen): (u32, u32) =
            page.run("return [document.documentElement.scrollWidth, document.documentElement.clientWidth]").await?;
        assert!(wide <= seen, "{screen:?}: {wide} px in a page of {seen} px");
        browser.quit().await?;
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn counts_and_timeline_are_above_the_fold_of_a_desktop() -> Outcome {
    let server = without_spot()?;
    let browser = Browser::start(Screen::DESKTOP).await?;
    let page = browser.open(&link(&server, &format!("date={DEMO_DAY}|ip={BOT}"))).await?;
    let timeline = page.get(Role::Image, "Timeline").await?.rect().await?;

    assert!(timeline.y + timeline.height <= 900.0, "{timeline:?}");
    browser.quit().await?;
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn the_timeline_is_drawn_with_as_many_pixels_as_the_screen_has() -> Outcome {
    let server = without_spot()?;
    for screen in [Screen::DESKTOP, Screen::PHONE] {
        let browser = Browser::start(screen).await?;
        let page = browser.open(&link(&server, &format!("date={DEMO_DAY}|ip={BOT}"))).await?;
        page.get(Role::Image, "Timeline").await?;
        page.until("a canvas in device pixels", || async {
            let (pixels, wanted): (f64, f64) = page
                .run("const c = document.querySelector('canvas'); return [c.width, c.clientWidth * devicePixelRatio]")
                .await?;
            Ok(((pixels - wanted).abs() <= 1.0).then_some(()))
        })
        .await?;
        browser.quit().await?;
    }
    Ok(())
}
