//! The storyboard: what was found is told, each panel filters the others, and the documents can be taken along.

use std::path::Path;

use e2e::{Browser, Outcome, Page, Role, Screen, dist};
use serde_json::{Value, json};
use spot_server::{Error, Fault, Options, SpotServer, sample};

use crate::context::drop_in;
use crate::setting::{BOT, DEMO_DAY, SUSPECT, demo_only, link, with_spot, without_spot};

/// One of the two IPs whose storyboard is in Spot's own sample.
const SAVED: &str = "10.13.77.49";
const DOWN: &str = "\u{e015}";
const LEFT: &str = "\u{e012}";
const RIGHT: &str = "\u{e014}";
const ENTER: &str = "\u{e007}";
const ESCAPE: &str = "\u{e00c}";
const TREE: &str = "Incident progression, explored with keys";

fn spots_sample() -> Result<SpotServer, Error> {
    let db = sample::database(sample::Progress::Investigated)?;
    SpotServer::start(db, Options::default().static_dir(dist()).config(json!({"endpoint": "/graphql"})))
}

/// Waits until the text that sums a picture up contains `words`.
async fn sums_up(page: &Page, picture: &str, words: &str) -> Outcome {
    let id = format!("{}-summary", picture.to_lowercase().replace(' ', "-"));
    page.until(&format!("{picture} to be summed up with \"{words}\""), || async {
        let script = format!("return document.getElementById('{id}')?.textContent ?? ''");
        Ok(page.run::<String>(&script).await?.contains(words).then_some(()))
    })
    .await
}

/// The file of that name that a button downloads.
async fn downloaded(
    browser: &Browser,
    page: &Page,
    name: &str,
) -> Result<String, Box<dyn std::error::Error + Send + Sync>> {
    let folder = tempfile::tempdir()?;
    let to = json!({"behavior": "allow", "downloadPath": folder.path()});
    browser.devtools("Browser.setDownloadBehavior", to).await?;
    page.press(&format!("Download {name}")).await?;
    let path: &Path = &folder.path().join(name);
    page.until(&format!("the file {name}"), || async {
        Ok(std::fs::read_to_string(path).ok().filter(|text| !text.is_empty()))
    })
    .await
}

#[tokio::test(flavor = "multi_thread")]
async fn the_bots_storyboard_unfolds_to_a_peer_that_filters_the_other_panels_by_keys_alone() -> Outcome {
    let server = without_spot()?;
    let browser = Browser::start(Screen::DESKTOP).await?;
    let page = browser.open(&link(&server, &format!("date={DEMO_DAY}|ip={BOT}"))).await?;
    page.write("Threat title", "Neris bot").await?;
    page.write("Comments", "C&C over IRC, spam through DNS and SMTP").await?;
    page.press("Save").await?;
    page.says(Role::Status, "Saved").await?;

    page.click(Role::Link, "Storyboard").await?;
    page.hash_says("view=storyboard").await?;
    page.get(Role::Region, &format!("Storyboard of {BOT}")).await?;
    page.get(Role::ListBox, "Storyboards").await?;
    assert_eq!(page.names(Role::Option).await?, [BOT]);
    page.named_says(Role::Region, "Executive briefing", "Neris bot").await?;
    page.named_says(Role::Region, "Executive briefing", "C&C over IRC").await?;
    // By a plain script over the CTU-13 file: 5 peers inbound; of 1,031 outbound ones 38 are among the 20 with most
    // connections or the 20 with the largest.
    sums_up(&page, "Incident progression", "Inbound: 5").await?;
    sums_up(&page, "Impact analysis", "43 peers: Inbound 5, Outbound 38, Two-way 0.").await?;

    page.get(Role::Group, TREE).await?.focus().await?;
    page.keys(DOWN).await?;
    page.keys(DOWN).await?;
    page.says(Role::Status, "Inbound: 5 peers, 1 below, open").await?;
    page.keys(LEFT).await?;
    page.says(Role::Status, "Inbound: 5 peers, 1 below, closed").await?;
    page.keys(RIGHT).await?;
    page.keys(RIGHT).await?;
    page.says(Role::Status, "Unknown: 5 peers, 5 below, closed").await?;
    page.keys(RIGHT).await?;
    page.keys(DOWN).await?;
    page.keys(ENTER).await?;
    page.named_says(Role::Group, "Filter", "Only").await?;
    sums_up(&page, "Impact analysis", "1 peer: Inbound 1, Outbound 0, Two-way 0.").await?;
    page.named_says(Role::Region, "Timeline", "its one peer").await?;
    sums_up(&page, "Incident progression", "43 peers").await?;

    page.keys(ESCAPE).await?;
    sums_up(&page, "Impact analysis", "43 peers").await?;
    page.named_says(Role::Region, "Timeline", "top 43 peers").await?;
    assert!(
        !page.has(Role::Group, "Filter").await?
            || !page.texts(Role::Group).await?.iter().any(|text| text.contains("Only"))
    );

    page.driver().back().await?;
    page.get(Role::Region, &format!("Investigation of {BOT}")).await?;
    page.holds(Role::TextBox, "Threat title", "Neris bot").await?;
    page.run::<()>("document.activeElement.blur()").await?;
    page.keys("v").await?;
    page.get(Role::Region, &format!("Storyboard of {BOT}")).await?;
    browser.quit().await?;
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_bar_chosen_by_keys_and_a_stretch_of_time_filter_together() -> Outcome {
    let server = without_spot()?;
    let browser = Browser::start(Screen::DESKTOP).await?;
    let page = browser.open(&link(&server, &format!("date={DEMO_DAY}|ip={BOT}|view=storyboard"))).await?;
    page.named_says(Role::Region, "Executive briefing", "No storyboard of this IP is saved yet").await?;
    page.get(Role::Group, "Impact analysis, explored with keys").await?.focus().await?;
    page.keys(DOWN).await?;
    page.says(Role::Status, "Inbound: 5 peers").await?;
    page.keys(ENTER).await?;
    page.named_says(Role::Region, "Timeline", "top 5 peers").await?;
    sums_up(&page, "Incident progression", "5 peers").await?;

    page.get(Role::Group, "Timeline, explored with keys").await?.focus().await?;
    page.keys("+").await?;
    page.keys("+").await?;
    page.hash_says("from=").await?;
    page.named_says(Role::Group, "Filter", "Between").await?;
    page.press("Clear the filter: Inbound").await?;
    page.until("the time alone to filter", || async {
        let text: String =
            page.run("return document.getElementById('incident-progression-summary').textContent").await?;
        Ok((!text.contains(" 43 peers") && text.contains("Outbound")).then_some(()))
    })
    .await?;
    page.run::<()>("document.activeElement.blur()").await?;
    page.keys(ESCAPE).await?;
    sums_up(&page, "Incident progression", "43 peers").await?;
    page.until("an address without a window", || async { Ok((!page.hash().await?.contains("from=")).then_some(())) })
        .await?;
    browser.quit().await?;
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn documents_are_downloaded_under_spots_names() -> Outcome {
    let server = without_spot()?;
    let browser = Browser::start(Screen::DESKTOP).await?;
    let page = browser.open(&link(&server, &format!("date={DEMO_DAY}|ip={BOT}|view=storyboard"))).await?;
    page.get(Role::Image, "Impact analysis").await?;

    let stats: Value = serde_json::from_str(&downloaded(&browser, &page, "stats-147_32_84_165.json").await?)?;
    assert_eq!(stats["size"], 43);
    assert_eq!(stats["children"][1]["name"], "Outbound Only");
    assert_eq!(stats["children"][1]["size"], 38);
    let tree: Value = serde_json::from_str(&downloaded(&browser, &page, "threat-dendro-147_32_84_165.json").await?)?;
    assert_eq!(tree["name"], BOT);
    let rows = downloaded(&browser, &page, "sbdet-147_32_84_165.tsv").await?;
    let lines: Vec<&str> = rows.lines().collect();
    assert_eq!(lines.len(), 1_001, "a head, and as many rows as Spot keeps");
    // The first flow of the bot in the CTU-13 file, to its resolver: 87 bytes there, 503 back, a packet each way. The
    // file's clock is three hours ahead of UTC's day here.
    assert!(lines[1].ends_with("147.32.84.165\t147.32.80.9\tUDP\t1025\t53\t2\t590"), "{}", lines[1]);
    assert_eq!(browser.complaints().await?.iter().filter(|line| !line.contains("/graphql")).count(), 0);
    browser.quit().await?;
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn spots_documents_are_shown_and_how_the_details_differ_is_named() -> Outcome {
    let server = spots_sample()?;
    let browser = Browser::start(Screen::DESKTOP).await?;
    let page = browser.open(&link(&server, &format!("date=2016-07-08|ip={SAVED}|view=storyboard"))).await?;
    // What an analyst made of the dendrogram, and what the file stats-10.13.77.49.json has.
    sums_up(&page, "Incident progression", "DoS attack port 80").await?;
    sums_up(&page, "Impact analysis", "16 peers: Inbound 7, Outbound 0, Two-way 9.").await?;
    page.run::<()>("document.querySelectorAll('details').forEach(details => { details.open = true; })").await?;
    page.says(Role::Region, "DoS attack port 80 is none of the three groups").await?;
    page.says(Role::Region, "Spot stored").await?;
    // sbdet-10.13.77.49.tsv has 236 rows.
    page.says(Role::Region, "Rows of flow_timeline, stored: 236").await?;
    let globe: Value = serde_json::from_str(&downloaded(&browser, &page, "globe-10_13_77_49.json").await?)?;
    let file: Value = serde_json::from_str(include_str!("../../data/spot-demo/globe-10.13.77.49.json"))?;
    assert_eq!(globe["sourceips"].as_array().map(Vec::len), file["sourceips"].as_array().map(Vec::len));

    // By a plain count of edges.tsv.gz: 8 peers that it only sent to, one both ways.
    page.click(Role::Radio, "from the details").await?;
    sums_up(&page, "Impact analysis", "9 peers: Inbound 0, Outbound 8, Two-way 1.").await?;
    let text: String = page.run("return document.querySelector('main').innerText").await?;
    assert!(!text.contains("differences from the details"), "{text}");
    assert!(text.contains("Spot tells the rows of flow_timeline once a storyboard is saved"), "{text}");
    assert!(text.contains("there is no iploc.csv"), "{text}");

    assert_eq!(browser.complaints().await?, Vec::<String>::new());
    browser.quit().await?;
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn places_are_seen_on_a_globe_that_turns_on_a_map_and_in_a_table() -> Outcome {
    let server = spots_sample()?;
    let browser = Browser::start(Screen::DESKTOP).await?;
    let page = browser.open(&link(&server, &format!("date=2016-07-08|ip={SAVED}|view=storyboard"))).await?;
    sums_up(&page, "Where peers are", "behind the globe").await?;
    let before: String = page.run("return document.getElementById('where-peers-are-summary').textContent").await?;
    page.get(Role::Group, "Places, explored with keys").await?.focus().await?;
    page.keys(".").await?;
    page.says(Role::Status, "peer").await?;
    for _ in 0..8 {
        page.press("Turn west").await?;
    }
    page.until("another half of the earth", || async {
        let now: String = page.run("return document.getElementById('where-peers-are-summary').textContent").await?;
        Ok((now != before).then_some(()))
    })
    .await?;
    page.get(Role::Group, "Places, explored with keys").await?.focus().await?;
    page.keys(ENTER).await?;
    page.named_says(Role::Group, "Filter", "Only").await?;
    page.keys(ESCAPE).await?;
    page.named_says(Role::Region, "Timeline", "top 9 peers").await?;

    page.click(Role::Radio, "map").await?;
    page.until("a map, on which nothing is behind", || async {
        let now: String = page.run("return document.getElementById('where-peers-are-summary').textContent").await?;
        Ok((!now.contains("behind the globe")).then_some(()))
    })
    .await?;
    page.click(Role::Radio, "table").await?;
    let places = page.table("Places").await?;
    assert!(!places.is_empty());
    assert!(!page.has(Role::Image, "Where peers are").await?);
    page.click(Role::Radio, "globe").await?;
    page.get(Role::Image, "Where peers are").await?;
    browser.quit().await?;
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn what_spot_stored_can_be_asked_for_again_and_the_details_are_shown_until_then() -> Outcome {
    let server = spots_sample()?;
    server.fault("incidentProgression", Fault::Html500);
    let browser = Browser::start(Screen::DESKTOP).await?;
    let page = browser.open(&link(&server, &format!("date=2016-07-08|ip={SAVED}|view=storyboard"))).await?;
    page.says(Role::Alert, "The stored storyboard").await?;
    sums_up(&page, "Impact analysis", "9 peers").await?;
    server.clear_faults();
    page.press("Retry").await?;
    sums_up(&page, "Impact analysis", "16 peers").await?;
    browser.quit().await?;
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn before_a_storyboard_is_saved_spots_nulls_are_no_error_and_afterwards_its_documents_are_there() -> Outcome {
    let server = with_spot()?;
    let browser = Browser::start(Screen::DESKTOP).await?;
    let page = browser.open(&link(&server, &format!("date=2016-07-08|ip={SUSPECT}|view=storyboard"))).await?;
    page.named_says(Role::Region, "Executive briefing", "No storyboard of this IP is saved yet").await?;
    sums_up(&page, "Impact analysis", "4 peers: Inbound 1, Outbound 2, Two-way 1.").await?;
    assert_eq!(page.texts(Role::Alert).await?.iter().filter(|text| !text.is_empty()).count(), 0);
    assert!(!page.has(Role::Radio, "as Spot stored it").await?);

    page.press("Go to the investigation").await?;
    page.write("Threat title", "A mailer").await?;
    page.press("Save").await?;
    page.named_says(Role::Group, "Investigated \u{b7} 1", SUSPECT).await?;
    page.click(Role::Link, "Storyboard").await?;
    page.get(Role::Radio, "as Spot stored it").await?;
    // Stock Spot takes the IP as external, and as a peer of itself.
    sums_up(&page, "Impact analysis", "5 peers: Inbound 2, Outbound 1, Two-way 2.").await?;
    page.run::<()>("document.querySelectorAll('details').forEach(details => { details.open = true; })").await?;
    page.says(Role::Region, &format!("Spot took {SUSPECT} as external")).await?;
    page.says(Role::Region, &format!("Spot counted {SUSPECT} as a two-way peer of itself.")).await?;
    browser.quit().await?;
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_demo_stored_goes_with_its_comment_and_comes_back_with_it() -> Outcome {
    let server = demo_only()?;
    let browser = Browser::start(Screen::DESKTOP).await?;
    let page = browser.open(&link(&server, &format!("date={DEMO_DAY}|ip={BOT}"))).await?;
    page.write("Threat title", "Neris bot").await?;
    page.press("Save").await?;
    page.says(Role::Status, "Saved").await?;
    page.click(Role::Link, "Storyboard").await?;
    page.click(Role::Radio, "as it was saved").await?;
    sums_up(&page, "Impact analysis", "43 peers: Inbound 5, Outbound 38, Two-way 0.").await?;
    page.says(Role::Region, "Rows of flow_timeline, stored: 1,000").await?;
    // The demo's own places made it.
    page.get(Role::Image, "Where peers are").await?;
    page.says(Role::Region, "Places are countries, each at its centre").await?;
    // Its sums are those of the details: they are filtered with them.
    page.get(Role::Group, TREE).await?.focus().await?;
    page.keys(DOWN).await?;
    page.keys(DOWN).await?;
    page.keys(ENTER).await?;
    sums_up(&page, "Impact analysis", "5 peers: Inbound 5, Outbound 0, Two-way 0.").await?;
    page.keys("\u{e00c}").await?;
    sums_up(&page, "Impact analysis", "43 peers: Inbound 5, Outbound 38, Two-way 0.").await?;
    let stored: Value = serde_json::from_str(&downloaded(&browser, &page, "stats-147_32_84_165.json").await?)?;
    assert_eq!(stored["size"], 43);

    page.click(Role::Link, "Investigation").await?;
    page.press("Delete the storyboard").await?;
    page.says(Role::Status, "is deleted").await?;
    page.click(Role::Link, "Storyboard").await?;
    page.named_says(Role::Region, "Executive briefing", "No storyboard of this IP is saved yet").await?;
    page.get(Role::Image, "Impact analysis").await?;
    assert!(!page.has(Role::Radio, "as it was saved").await?);

    page.press("Undo").await?;
    page.named_says(Role::Region, "Executive briefing", "Neris bot").await?;
    page.click(Role::Radio, "as it was saved").await?;
    page.says(Role::Region, "Rows of flow_timeline, stored: 1,000").await?;
    browser.quit().await?;
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn context_files_that_are_dropped_in_tell_the_open_storyboard_names_and_places() -> Outcome {
    let server = demo_only()?;
    let browser = Browser::start(Screen::DESKTOP).await?;
    let page = browser.open(&link(&server, &format!("date={DEMO_DAY}|ip={BOT}|view=storyboard"))).await?;
    page.says(Role::Region, "Places are countries, each at its centre").await?;
    page.press("Context").await?;
    page.named_says(Role::Region, "iploc.csv", "Part of the demo.").await?;
    drop_in(&page, "names.csv", "srcIP,name\n147.32.80.9,VPN.resolver\n").await?;
    page.named_says(Role::Region, "networkcontext_1.csv", "1 entry").await?;
    // 147.32.0.0 to 147.32.255.255.
    let places =
        "\"2468347904\",\"2468413439\",\"CZ\",\"Czechia\",\"\",\"Prague\",\"50.1\",\"14.4\",\"CTU\",\"cvut.cz\"\n";
    drop_in(&page, "places.csv", places).await?;
    page.named_says(Role::Region, "iploc.csv", "1 entry").await?;
    page.press("Close").await?;
    sums_up(&page, "Incident progression", "VPN.resolver").await?;
    let text: String = page.run("return document.querySelector('main').innerText").await?;
    assert!(!text.contains("Places are countries"), "what is dropped in goes before the demo's: {text}");
    page.click(Role::Radio, "table").await?;
    page.says(Role::Table, "Prague, Czechia").await?;
    let globe: Value = serde_json::from_str(&downloaded(&browser, &page, "globe-147_32_84_165.json").await?)?;
    assert_eq!(globe["type"], "FeatureCollection");
    let tree = downloaded(&browser, &page, "threat-dendro-147_32_84_165.json").await?;
    assert!(tree.contains("VPN.resolver"), "{tree}");
    browser.quit().await?;
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_phone_shows_the_storyboard_in_one_column() -> Outcome {
    let server = spots_sample()?;
    for screen in [Screen::PHONE, Screen::PHONE.dark()] {
        let browser = Browser::start(screen).await?;
        let page = browser.open(&link(&server, &format!("date=2016-07-08|ip={SAVED}|view=storyboard"))).await?;
        page.get(Role::Image, "Where peers are").await?;
        page.get(Role::Image, "Timeline").await?;
        // Tables are wider than a phone: they are scrolled, and not the page.
        page.run::<()>("document.querySelectorAll('details').forEach(details => { details.open = true; })").await?;
        page.says(Role::Table, "172.20.0.6").await?;
        let (wide, seen): (u32, u32) =
            page.run("return [document.documentElement.scrollWidth, document.documentElement.clientWidth]").await?;
        assert!(wide <= seen, "{screen:?}: {wide} px in a page of {seen} px");
        page.until("canvases in device pixels", || async {
            let off: f64 = page
                .run("return Math.max(...[...document.querySelectorAll('canvas')].map(c => Math.abs(c.width - c.clientWidth * devicePixelRatio)))")
                .await?;
            Ok((off <= 1.0).then_some(()))
        })
        .await?;
        browser.quit().await?;
    }
    Ok(())
}
