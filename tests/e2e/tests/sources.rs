//! One interface: the same investigation gives the same screen, whoever answers.

use std::io::Read as _;

use e2e::{Browser, Outcome, Page, Role, Screen, dist};
use flate2::read::GzDecoder;
use investigation::local::demo;
use serde_json::json;
use spot_server::{Db, Flow, Options, SpotServer};

use crate::setting::{BOT, DEMO_DAY, first_line, link, remember_engines, stop_engine};

const CAPTIONS: [&str; 4] = [
    "Top source IP per connections",
    "Top destination IP per connections",
    "Top source IP per bytes transferred",
    "Top destination IP per bytes transferred",
];

/// A server with the demo's day in Spot's tables.
fn with_spot_that_has_the_demos_flows() -> Result<SpotServer, Box<dyn std::error::Error + Send + Sync>> {
    let packed = std::fs::File::open(concat!(env!("CARGO_MANIFEST_DIR"), "/../../src/local/demo/flows.bin"))?;
    let mut bytes = Vec::new();
    GzDecoder::new(packed).read_to_end(&mut bytes)?;
    let table = demo::decode(&bytes)?;
    let flows = (0..table.len()).map(|index| table.flow(index)).map(|flow| {
        let (source, destination) = (flow.source.to_string(), flow.destination.to_string());
        // Where a log knows no port, Spot's has 0.
        let ends = [(&source, flow.source_port), (&destination, flow.destination_port)];
        let [source, destination] = ends.map(|(ip, port)| (ip.as_str(), port.unwrap_or(0)));
        Flow::new(&flow.start.to_string(), source, destination)
            .bytes(i64::try_from(flow.bytes.total()).unwrap_or(i64::MAX))
            .packets(i64::try_from(flow.packets.total()).unwrap_or(i64::MAX))
    });
    let db = Db::in_memory()?;
    db.insert_flows(DEMO_DAY.parse()?, flows)?;
    Ok(SpotServer::start(db, Options::default().static_dir(dist()).config(json!({"endpoint": "/graphql"})))?)
}

/// What the screen says of the search: groups, facts and tables. An unknown port reads as Spot's 0; the demo's countries,
/// below the addresses, are no part of the flows.
async fn screen(page: &Page) -> Result<Vec<Vec<String>>, Box<dyn std::error::Error + Send + Sync>> {
    let mut screen = Vec::new();
    for caption in CAPTIONS {
        page.get(Role::Table, caption).await?;
        let rows = page.table(caption).await?;
        screen.extend(rows.into_iter().map(|row| {
            row.iter()
                .map(|cell| first_line(cell))
                .map(|cell| if cell == "\u{2013}" { "0" } else { cell }.to_owned())
                .collect()
        }));
    }
    for group in ["Inbound", "Outbound", "Two-way"] {
        screen.push(vec![page.get(Role::Group, group).await?.text().await?]);
    }
    Ok(screen)
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_investigation_gives_the_same_screen_from_spot_from_the_demo_and_after_the_engine_stopped() -> Outcome
{
    let server = with_spot_that_has_the_demos_flows()?;
    let browser = Browser::start(Screen::DESKTOP).await?;
    remember_engines(&browser).await?;
    let state = format!("date={DEMO_DAY}|ip={BOT}|top=40|standing=internal");
    let page = browser.open(&link(&server, &format!("{state}|source=spot"))).await?;
    let from_spot = screen(&page).await?;
    assert!(from_spot.len() > 60, "tables of up to 40 rows: {from_spot:?}");

    let page = browser.open(&link(&server, &format!("{state}|source=demo"))).await?;
    page.until("the demo", || async {
        let body: String = page.run("return document.body.innerText").await?;
        Ok(body.contains("Demo data").then_some(()))
    })
    .await?;
    let from_demo = screen(&page).await?;
    assert_eq!(from_demo, from_spot);

    stop_engine(&page).await?;
    page.set("Top results", "41").await?;
    page.says(Role::Alert, "out of memory").await?;
    page.press("Retry").await?;
    page.get(Role::Table, CAPTIONS[0]).await?;
    page.set("Top results", "40").await?;
    page.until("the same screen", || async { Ok((screen(&page).await? == from_spot).then_some(())) }).await?;
    browser.quit().await?;
    Ok(())
}
