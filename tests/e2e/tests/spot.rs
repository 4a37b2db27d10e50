//! Next to Spot: a real GraphQL server over HTTP, with a real database and Spot's quirks.

use std::time::Duration;

use e2e::{Browser, Outcome, Role, Screen, dist};
use serde_json::json;
use spot_server::{Db, Dialect, Fault, Flow, Options, Outcome as Fate, SpotServer, sample};

use crate::reckoning::{self, SOUGHT, grouped, iec};
use crate::setting::{DAY, PEER, SUSPECT, link, with_spot, with_spot_speaking};

const CAPTIONS: [&str; 4] = [
    "Top source IP per connections",
    "Top destination IP per connections",
    "Top source IP per bytes transferred",
    "Top destination IP per bytes transferred",
];

#[tokio::test(flavor = "multi_thread")]
async fn spots_own_sample_on_screen_equals_a_plain_reckoning() -> Outcome {
    let db = sample::database(sample::Progress::Scored)?;
    let options = Options::default().static_dir(dist()).config(json!({"endpoint": "/graphql"}));
    let server = SpotServer::start(db, options)?;
    let browser = Browser::start(Screen::DESKTOP).await?;
    let page = browser.open(&link(&server, &format!("date={DAY}|ip={SOUGHT}"))).await?;
    let rows = reckoning::sample()?;

    let [inbound, outbound, two_way] = reckoning::peers(&rows);
    page.named_says(Role::Group, "Two-way", &two_way.to_string()).await?;
    page.named_says(Role::Group, "Inbound", &inbound.to_string()).await?;
    page.named_says(Role::Group, "Outbound", &outbound.to_string()).await?;
    page.says(Role::Region, &format!("{} rows", grouped(rows.len() as u64))).await?;
    page.says(Role::Region, &grouped(rows.iter().map(|row| row.connections).sum())).await?;
    for caption in CAPTIONS {
        let number = |number| if caption.contains("bytes") { iec(number) } else { grouped(number) };
        let expected: Vec<Vec<String>> = reckoning::table(&rows, caption, 20)
            .into_iter()
            .map(|(peer, value, source, destination)| {
                vec![peer.to_string(), number(value), source.to_string(), destination.to_string()]
            })
            .collect();
        assert_eq!(page.table(caption).await?, expected, "{caption}");
    }

    assert_eq!(browser.complaints().await?, Vec::<String>::new());
    browser.quit().await?;
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_threat_is_investigated_and_saved_and_leaves_the_to_do_list() -> Outcome {
    let server = with_spot()?;
    let browser = Browser::start(Screen::DESKTOP).await?;
    let page = browser.open(&link(&server, &format!("date={DAY}"))).await?;
    page.get(Role::Option, SUSPECT).await?;
    assert_eq!(page.names(Role::Option).await?, [SUSPECT, "198.51.100.1", PEER]);
    page.click(Role::Option, SUSPECT).await?;
    page.named_says(Role::Group, "Inbound", "1").await?;
    page.named_says(Role::Group, "Outbound", "2").await?;
    page.named_says(Role::Group, "Two-way", "1").await?;

    page.write("Threat title", "It's a bot <b>").await?;
    page.write("Comments", "one\ntwo \\ ☃").await?;
    page.press("Save").await?;
    page.named_says(Role::Group, "Investigated \u{b7} 1", SUSPECT).await?;

    let saves = server.requests_for("createStoryboard");
    assert_eq!(saves.len(), 1);
    let input = &saves[0].variables["input"];
    assert_eq!(input["first"], 20);
    assert_eq!((&input["date"], &input["ip"]), (&json!(DAY), &json!(SUSPECT)));
    let pairs = input["threatDetails"].as_array().map_or(0, Vec::len);
    assert_eq!(pairs, 5, "one row per source and destination: 3 one way, 1 both ways");
    let stored = server.comments(DAY.parse()?)?;
    assert_eq!(stored.len(), 1);
    assert_eq!(stored[0].title, "It&#39;s a bot &#60;b&#62;");

    page.driver().refresh().await?;
    page.holds(Role::TextBox, "Threat title", "It's a bot <b>").await?;
    page.holds(Role::TextBox, "Comments", "one\ntwo \\ ☃").await?;
    browser.quit().await?;
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_transfer_that_spot_cuts_at_32_bits_ranks_first_and_is_told() -> Outcome {
    // As the contract has it, and as Spot's own code writes: `errors` first, without a path, and no blanks.
    for dialect in [Dialect::Contract, Dialect::Python27] {
        a_cut_transfer_ranks_first(dialect).await?;
    }
    Ok(())
}

async fn a_cut_transfer_ranks_first(dialect: Dialect) -> Outcome {
    let server = with_spot_speaking(dialect)?;
    let huge = Flow::new(&format!("{DAY} 12:00:00"), (SUSPECT, 6000), ("198.51.100.9", 443)).bytes(5_000_000_000);
    server.db().insert_flows(DAY.parse()?, [huge])?;
    let browser = Browser::start(Screen::DESKTOP).await?;
    let page = browser.open(&link(&server, &format!("date={DAY}|ip={SUSPECT}"))).await?;

    let by_bytes = page.table("Top destination IP per bytes transferred").await?;
    assert_eq!(by_bytes[0], ["198.51.100.9", "> 2 GiB", "6000", "443"]);
    page.says(Role::Region, "2 values").await?;

    page.write("Threat title", "Exfiltration").await?;
    page.press("Save").await?;
    page.named_says(Role::Group, "Investigated \u{b7} 1", SUSPECT).await?;
    let input = &server.requests_for("createStoryboard")[0].variables["input"];
    let most =
        input["threatDetails"].as_array().and_then(|pairs| pairs.iter().map(|pair| pair["maxBytes"].as_i64()).max());
    assert_eq!(most, Some(Some(2_147_483_647)));
    browser.quit().await?;
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn rows_of_the_ip_with_itself_are_no_peer_and_shown() -> Outcome {
    let server = with_spot()?;
    let own = Flow::new(&format!("{DAY} 12:00:00"), (SUSPECT, 7000), (SUSPECT, 7001)).bytes(10);
    server.db().insert_flows(DAY.parse()?, [own])?;
    let browser = Browser::start(Screen::DESKTOP).await?;
    let page = browser.open(&link(&server, &format!("date={DAY}|ip={SUSPECT}"))).await?;

    page.named_says(Role::Group, "Two-way", "1").await?;
    page.says(Role::Region, "with itself").await?;
    browser.quit().await?;
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_search_that_is_overtaken_is_cancelled_and_its_late_answer_shown_nowhere() -> Outcome {
    let server = with_spot()?;
    server.fault("details", Fault::Slow { chunk_bytes: 20, delay: Duration::from_secs(3) });
    let browser = Browser::start(Screen::DESKTOP).await?;
    let page = browser.open(&link(&server, &format!("date={DAY}|ip={SUSPECT}"))).await?;
    page.get(Role::Button, "Cancel").await?;
    server.clear_faults();

    page.write("IP address", PEER).await?;
    page.press("Search").await?;
    page.get(Role::Region, &format!("Investigation of {PEER}")).await?;
    page.named_says(Role::Group, "Outbound", "0").await?;
    page.until("the first answer to be broken off by the app", || async {
        let asked = server.requests_for("details");
        Ok(asked.first().is_some_and(|request| request.outcome == Fate::Abandoned).then_some(()))
    })
    .await?;
    assert!(!page.has(Role::Region, &format!("Investigation of {SUSPECT}")).await?);
    browser.quit().await?;
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_configured_endpoint_spot_is_found_by_asking_once() -> Outcome {
    let db = Db::in_memory()?;
    let server = SpotServer::start(db, Options::default().static_dir(dist()).config(json!({})))?;
    let browser = Browser::start(Screen::DESKTOP).await?;
    let page = browser.open(&server.url()).await?;

    page.says(Role::Status, "No connection of this day is scored as high risk.").await?;
    let source = page.get(Role::ComboBox, "Source").await?;
    assert_eq!(source.value().await?.as_deref(), Some("spot"));
    assert_eq!(server.requests_for("__typename").len(), 1);
    browser.quit().await?;
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn the_app_works_in_any_folder_of_a_host() -> Outcome {
    let db = Db::in_memory()?;
    let options = Options::default().static_dir(dist()).under("/files/spot").config(json!({"endpoint": "demo"}));
    let server = SpotServer::start(db, options)?;
    let browser = Browser::start(Screen::DESKTOP).await?;
    let page = browser.open(&server.url()).await?;

    page.get(Role::Option, crate::setting::BOT).await?;
    assert_eq!(browser.complaints().await?, Vec::<String>::new());
    browser.quit().await?;
    Ok(())
}
