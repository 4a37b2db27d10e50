//! A busy IP's day: a million rows.

use std::time::Duration;

use e2e::{Browser, Outcome, Role, Screen, dist};
use serde_json::json;
use spot_server::{Db, Fault, Flow, Options, Outcome as Fate, SpotServer};

use crate::setting::{DAY, PEER, SUSPECT, link};

const BUSY: &str = "10.0.0.8";
const ROWS: u32 = 1_000_000;
/// By when the server has gathered them on a busy machine.
const GATHERED: Duration = Duration::from_secs(250);

/// [`BUSY`] with as many rows as [`ROWS`], and two of [`SUSPECT`].
fn with_a_busy_ip() -> Result<SpotServer, spot_server::Error> {
    let db = Db::in_memory()?;
    let day = DAY.parse()?;
    let noon = format!("{DAY} 12:00:00");
    let busy = (0..ROWS).map(|number| {
        let [_, first, second, third] = (number / 20).to_be_bytes();
        let peer = format!("100.{first}.{second}.{third}");
        let port = u16::try_from(1_024 + number % 20).unwrap_or_default();
        Flow::new(&noon, (BUSY, port), (&peer, 443))
    });
    db.insert_flows(day, busy)?;
    let at_ten = format!("{DAY} 10:00:00");
    db.insert_flows(
        day,
        [Flow::new(&at_ten, (SUSPECT, 5_000), (PEER, 25)), Flow::new(&at_ten, (PEER, 25), (SUSPECT, 5_000))],
    )?;
    // Longer than a busy machine takes to gather a million rows.
    let config = json!({"endpoint": "/graphql", "timeLimitSeconds": 240});
    SpotServer::start(db, Options::default().static_dir(dist()).config(config))
}

#[tokio::test(flavor = "multi_thread")]
async fn a_search_of_a_million_rows_is_cancelled_halfway_and_the_next_one_is_right() -> Outcome {
    let server = with_a_busy_ip()?;
    // About a quarter of a gigabyte, at a pace that leaves the analyst time to think better of it.
    server.fault("details", Fault::Slow { chunk_bytes: 4 << 20, delay: Duration::from_millis(250) });
    let browser = Browser::start(Screen::DESKTOP).await?;
    let page = browser.open(&link(&server, &format!("date={DAY}|ip={BUSY}"))).await?;
    page.until_within(GATHERED, "some of the rows", || async {
        let body: String = page.run("return document.body.innerText").await?;
        Ok(body.contains("so far").then_some(()))
    })
    .await?;
    page.press("Cancel").await?;
    page.says(Role::Status, "Cancelled").await?;
    page.until("the server to see the search broken off", || async {
        let asked = server.requests_for("details");
        Ok(asked.iter().all(|request| request.outcome == Fate::Abandoned).then_some(()))
    })
    .await?;

    server.clear_faults();
    page.write("IP address", SUSPECT).await?;
    page.press("Search").await?;
    page.named_says(Role::Group, "Two-way", "1").await?;
    page.says(Role::Region, "2 rows").await?;

    page.write("IP address", BUSY).await?;
    page.press("Search").await?;
    page.until_within(GATHERED, "all rows", || async {
        let body: String = page.run("return document.body.innerText").await?;
        Ok(body.contains("1,000,000 rows").then_some(()))
    })
    .await?;
    page.named_says(Role::Group, "Outbound", "50,000").await?;
    // All rows are alike but for peer and ports: ties go to the lower ones.
    let first = page.table("Top destination IP per connections").await?.swap_remove(0);
    assert_eq!(first, ["100.0.0.0", "1", "1024", "443"]);
    browser.quit().await?;
    Ok(())
}
