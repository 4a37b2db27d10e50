//! The peers that call by the clock: in the demo, in a log that is dropped in, and as far as Spot tells.

use std::fmt::Write;

use e2e::{Browser, Outcome, Page, Role, Screen, barriers};
use thirtyfour::prelude::*;

use crate::files::drop_on_page;
use crate::setting::{BOT, DAY, DEMO_DAY, SUSPECT, demo_only, first_line, link, with_spot};

type Failure = Box<dyn std::error::Error + Send + Sync>;

/// Midnight of 2023-11-15, UTC.
const MIDNIGHT: u32 = 1_700_006_400;
const CLIENT: &str = "10.0.0.5";
const BEACON: &str = "203.0.113.9";
const CLOCK: &str = "198.51.100.123";
const WEB: &str = "198.51.100.80";

/// Opens the card.
async fn open(page: &Page) -> Outcome {
    page.get(Role::Table, "Top source IP per connections").await?;
    let summary = page.driver().find(By::Css(".beacons summary")).await?;
    summary.scroll_into_view().await?;
    summary.click().await?;
    Ok(())
}

/// Zeek's conn.log of a client: a beacon every ten minutes give or take two, a clock that is set every ten minutes, and web
/// pages by chance.
fn conn_log() -> Result<String, Failure> {
    let mut chance = 12_345_u32;
    let mut upto = |most: u32| {
        chance = chance.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (chance >> 8) % most
    };
    let mut log = String::from(
        "#separator \\x09\n#path\tconn\n#fields\tts\tid.orig_h\tid.orig_p\tid.resp_h\tid.resp_p\tproto\tconn_state\torig_ip_bytes\tresp_ip_bytes\n",
    );
    for tick in 0..144 {
        let (beacon, size, web) = (tick * 600 + upto(240), 500 + upto(60), upto(86_400));
        let (clock, port) = (tick * 600 + 7, 40_000 + tick);
        for (second, to, service, protocol, sent) in [
            (beacon, BEACON, 8443, "tcp", size),
            (clock, CLOCK, 123, "udp", 76),
            (web, WEB, 443, "tcp", 200 + upto(90_000)),
        ] {
            let second = MIDNIGHT + second;
            writeln!(log, "{second}.5\t{CLIENT}\t{port}\t{to}\t{service}\t{protocol}\tSF\t{sent}\t900")?;
        }
    }
    Ok(log)
}

#[tokio::test(flavor = "multi_thread")]
async fn the_masters_of_the_demos_bot_come_first_and_its_resolver_is_explained() -> Outcome {
    let server = demo_only()?;
    let browser = Browser::start(Screen::DESKTOP).await?;
    let page = browser.open(&link(&server, &format!("date={DEMO_DAY}|ip={BOT}"))).await?;
    open(&page).await?;

    let rows = page.table("Beacons").await?;
    // By a script over the dataset's own table: 68 connections, 179 s in the middle.
    assert_eq!(first_line(&rows[0][0]), "212.117.174.7", "{rows:?}");
    assert_eq!(rows[0][3], "68");
    assert!(rows[0][4].starts_with("2 min 59 s"), "{rows:?}");
    assert_eq!(rows[0][5], "TCP port 4506");
    assert_eq!(rows.len(), 20);
    page.says(Role::Region, "Constant size").await.or(page.says(Role::Region, "Regular sizes").await)?;
    page.get(Role::Image, "Intervals").await?;
    page.says(Role::Region, "of the timeline is marked.").await?;

    let resolver = rows.iter().find(|row| first_line(&row[0]) == "147.32.80.9").ok_or("the resolver is there")?;
    let interval = resolver[4].split('\n').next().unwrap_or_default();
    page.press(&format!("{interval} between calls to 147.32.80.9")).await?;
    page.says(Role::Region, "Asks for names (DNS, NetBIOS, mDNS or LLMNR): regular by design.").await?;

    // The same as a table: every interval is in it.
    page.driver().find(By::Css(".beacon-peer summary")).await?.click().await?;
    let intervals = page.table("Intervals").await?;
    let times: u32 = intervals.iter().filter_map(|row| row[1].replace(',', "").parse::<u32>().ok()).sum();
    assert!(times > 500, "{intervals:?}");
    assert_eq!(browser.complaints().await?, Vec::<String>::new());
    browser.quit().await?;
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_beacon_with_jitter_in_a_dropped_log_comes_first_and_a_clock_is_explained() -> Outcome {
    let server = demo_only()?;
    let browser = Browser::start(Screen::PHONE).await?;
    let page = browser.open(&link(&server, "source=files")).await?;
    page.get(Role::Button, "Choose files\u{2026}").await?;
    drop_on_page(&page, "conn.log", &conn_log()?).await?;
    page.says(Role::Region, "Zeek conn.log (TSV): 432 flows").await?;
    page.click(Role::Link, CLIENT).await?;
    open(&page).await?;

    let rows = page.table("Beacons").await?;
    let order: Vec<&str> = rows.iter().map(|row| row[0].as_str()).collect();
    assert_eq!(order[0], BEACON, "{rows:?}");
    assert_eq!(order.len(), 3);
    let of = |peer: &str| rows.iter().find(|row| row[0] == peer).map(|row| row[4].clone()).unwrap_or_default();
    assert!(of(CLOCK).starts_with("10 min"), "{rows:?}");
    page.says(Role::Region, "Regular intervals").await.or(page.says(Role::Region, "Fairly regular intervals").await)?;
    page.press(&format!("10 min between calls to {CLOCK}")).await?;
    page.says(Role::Region, "NTP client: regular by design.").await?;
    browser.quit().await?;
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn what_spot_does_not_tell_is_said() -> Outcome {
    let server = with_spot()?;
    let browser = Browser::start(Screen::DESKTOP).await?;
    let page = browser.open(&link(&server, &format!("date={DAY}|ip={SUSPECT}"))).await?;
    open(&page).await?;
    page.says(Role::Region, "No peer can be judged: that takes 20 contacts whose times are known.").await?;
    page.says(Role::Region, "Spot tells no protocol").await?;
    browser.quit().await?;
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_serious_is_found_on_the_open_card() -> Outcome {
    let server = demo_only()?;
    for screen in [Screen::DESKTOP, Screen::DESKTOP.dark(), Screen::PHONE] {
        let browser = Browser::start(screen).await?;
        let page = browser.open(&link(&server, &format!("date={DEMO_DAY}|ip={BOT}"))).await?;
        open(&page).await?;
        page.get(Role::Image, "Intervals").await?;
        page.driver().find(By::Css(".beacon-peer summary")).await?.click().await?;
        let found = barriers(&page).await?;
        assert!(found.is_empty(), "{screen:?}: {found:#?}");
        browser.quit().await?;
    }
    Ok(())
}
