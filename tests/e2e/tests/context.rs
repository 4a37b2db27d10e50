//! Context files: the site's, and those that the analyst drops in.

use std::path::Path;

use e2e::{Browser, Outcome, Page, Role, Screen};
use serde_json::{Value, json};
use spot_server::{Options, SpotServer};
use tempfile::TempDir;
use thirtyfour::prelude::*;

use crate::setting::{
    BOT, DAY, DEMO_DAY, PEER, SUSPECT, link, remember_engines, stop_engine, with_spot_serving, without_spot,
};

const RANGES: &str = "10.0.0.0,10.0.0.255,office\nten dot nothing\n";
const NAMES: &str = "srcIP,name\n203.0.113.0/24,vpn <b>gate</b>\n10.0.0.7,db-1\n198.51.100.1,\n";
/// 203.0.113.0/24, 198.51.100.0/24.
const PLACES: &str = "\"3405803776\",\"3405804031\",\"DE\",\"Germany\",\"Berlin\",\"Berlin\",\"52.5\",\"13.4\",\"Example AG\",\"example.net\"
\"3325256704\",\"3325256959\",\"SG\",\"Singapore\",\"\",\"Singapore\",\"1.3\",\"103.8\",\"\",\"\"
";

type Failure = Box<dyn std::error::Error + Send + Sync>;

fn config() -> Value {
    let context = json!({"ipRanges": "context/ipranges.csv", "networkContext": "context/networkcontext_1.csv", "geo": "context/iploc.csv"});
    json!({"endpoint": "/graphql", "context": context})
}

/// A folder with the context files of a site.
fn site(files: &[(&str, &str)]) -> Result<TempDir, Failure> {
    let dir = tempfile::tempdir()?;
    std::fs::create_dir(dir.path().join("context"))?;
    for (name, content) in files {
        std::fs::write(dir.path().join("context").join(name), content)?;
    }
    Ok(dir)
}

const ALL: [(&str, &str); 3] = [("ipranges.csv", RANGES), ("networkcontext_1.csv", NAMES), ("iploc.csv", PLACES)];

/// The built app next to Spot, on a site that has these files.
fn with_spot_beside(dir: &Path) -> Result<SpotServer, spot_server::Error> {
    with_spot_serving(Options::default().config(config()).beside(dir))
}

/// Chooses a file in the open window.
async fn choose(page: &Page, file: &Path) -> Outcome {
    page.get(Role::Dialog, "Context files").await?;
    let field = page.driver().find(By::Css("dialog[open] input[type=file]")).await?;
    field.send_keys(file.to_string_lossy()).await?;
    Ok(())
}

/// Drops a file of this content onto the open window.
pub async fn drop_in(page: &Page, name: &str, content: &str) -> Outcome {
    page.get(Role::Dialog, "Context files").await?;
    let script = format!(
        "const data = new DataTransfer();
         data.items.add(new File([{}], {}));
         document.querySelector('dialog[open]').dispatchEvent(
           new DragEvent('drop', {{ dataTransfer: data, bubbles: true, cancelable: true }}));",
        json!(content),
        json!(name)
    );
    page.run::<()>(&script).await
}

/// Waits until a cell of the table has an address and these words.
pub async fn cell_says(page: &Page, table: &str, ip: &str, words: &str) -> Outcome {
    page.until(&format!("{words} beside {ip}"), || async {
        let cells = page.table(table).await?.concat();
        Ok(cells.iter().any(|cell| cell.contains(ip) && cell.contains(words)).then_some(()))
    })
    .await
}

#[tokio::test(flavor = "multi_thread")]
async fn names_and_places_stand_beside_addresses_and_wrong_lines_are_told() -> Outcome {
    let dir = site(&ALL)?;
    let server = with_spot_beside(dir.path())?;
    for screen in [Screen::DESKTOP, Screen::PHONE] {
        let browser = Browser::start(screen).await?;
        let page = browser.open(&link(&server, &format!("date={DAY}|ip={SUSPECT}"))).await?;
        let sources = "Top source IP per connections";
        cell_says(&page, sources, PEER, "vpn <b>gate</b> \u{b7} DE, Berlin").await?;
        cell_says(&page, sources, PEER, "Owner: Example AG (example.net).").await?;
        cell_says(&page, "Top destination IP per bytes transferred", "198.51.100.2", "SG, Singapore").await?;
        // The head says what is known of the IP itself, and by which range it is internal.
        page.says(Role::Region, "db-1").await?;
        page.says(Role::Region, "internal \u{b7} 10.0.0.0/24 \u{201c}office\u{201d}").await?;
        page.named_says(Role::ListBox, "Threats", "vpn <b>gate</b> \u{b7} DE, Berlin").await?;
        assert_eq!(page.run::<u32>("return document.querySelectorAll('.ip-label b').length").await?, 0);
        let (wide, seen): (u32, u32) =
            page.run("return [document.documentElement.scrollWidth, document.documentElement.clientWidth]").await?;
        assert!(wide <= seen, "{screen:?}: {wide} px in a page of {seen} px");

        page.says(Role::Status, "1 line of ipranges.csv is left out. Line 2:").await?;
        page.press("Context").await?;
        page.named_says(Role::Region, "ipranges.csv", "1 entry").await?;
        page.named_says(Role::Region, "networkcontext_1.csv", "2 entries").await?;
        page.named_says(Role::Region, "iploc.csv", "2 entries").await?;
        page.named_says(Role::Region, "iploc.csv", "/context/iploc.csv").await?;
        page.run::<()>("document.querySelectorAll('dialog[open] details').forEach(part => part.open = true)").await?;
        page.named_says(Role::Region, "ipranges.csv", "Line 2: the first IP, `ten dot nothing`, is not an address")
            .await?;
        page.named_says(Role::Region, "networkcontext_1.csv", "Line 4: `198.51.100.1` has no name").await?;
        assert_eq!(browser.complaints().await?, Vec::<String>::new());
        browser.quit().await?;
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn the_timelines_lanes_and_cards_have_names_too() -> Outcome {
    let dir = site(&ALL)?;
    let server = with_spot_beside(dir.path())?;
    let browser = Browser::start(Screen::DESKTOP).await?;
    let page = browser.open(&link(&server, &format!("date={DAY}|ip={SUSPECT}"))).await?;
    cell_says(&page, "Top source IP per connections", PEER, "DE, Berlin").await?;
    // By key, so that it is read aloud as well.
    page.run::<()>("document.querySelector('[tabindex=\"0\"] canvas, canvas').closest('[tabindex]').focus()").await?;
    page.driver().active_element().await?.send_keys(Key::Down).await?;
    page.says(Role::Status, "Lane 1 of 4, ").await?;
    let lanes: Vec<String> = page.texts(Role::Status).await?;
    assert!(lanes.iter().any(|text| text.contains("SG, Singapore") || text.contains("vpn <b>gate</b>")), "{lanes:?}");
    let card: String = page.run("return document.querySelector('.timeline-card').innerText").await?;
    assert!(card.contains("SG, Singapore") || card.contains("vpn <b>gate</b>"), "{card}");

    page.driver().find(By::Css(".timeline summary")).await?.click().await?;
    cell_says(&page, "Peers of the timeline (4)", PEER, "vpn <b>gate</b> \u{b7} DE, Berlin").await?;
    browser.quit().await?;
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_that_is_missing_is_said_and_retried() -> Outcome {
    let dir = site(&ALL[..2])?;
    let server = with_spot_beside(dir.path())?;
    let browser = Browser::start(Screen::DESKTOP).await?;
    let page = browser.open(&link(&server, &format!("date={DAY}|ip={SUSPECT}"))).await?;
    page.says(Role::Status, "Places are not shown").await?;
    let sources = "Top source IP per connections";
    cell_says(&page, sources, PEER, "vpn <b>gate</b>").await?;
    page.press("Context").await?;
    page.named_says(Role::Region, "iploc.csv", "HTTP status 404").await?;

    std::fs::write(dir.path().join("context/iploc.csv"), PLACES)?;
    page.press("Retry").await?;
    page.named_says(Role::Region, "iploc.csv", "2 entries").await?;
    page.press("Close").await?;
    cell_says(&page, sources, PEER, "vpn <b>gate</b> \u{b7} DE, Berlin").await?;
    assert!(!page.texts(Role::Status).await?.concat().contains("Places are not shown"));
    browser.quit().await?;
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn neither_list_nor_search_waits_for_places() -> Outcome {
    let dir = site(&ALL)?;
    let options = Options::default().config(config()).beside(dir.path()).stalled("/context/iploc.csv");
    let server = with_spot_serving(options)?;
    let browser = Browser::start(Screen::DESKTOP).await?;
    let page = browser.open(&link(&server, &format!("date={DAY}"))).await?;
    page.click(Role::Option, SUSPECT).await?;
    page.named_says(Role::Group, "Outbound", "2").await?;
    cell_says(&page, "Top source IP per connections", PEER, "vpn <b>gate</b>").await?;

    page.press("Context").await?;
    page.named_says(Role::Region, "iploc.csv", "Reading").await?;
    browser.quit().await?;
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_dropped_in_file_is_told_by_its_lines_goes_first_stays_and_can_be_removed() -> Outcome {
    let dir = site(&ALL)?;
    let server = with_spot_beside(dir.path())?;
    let browser = Browser::start(Screen::DESKTOP).await?;
    let page = browser.open(&link(&server, &format!("date={DAY}|ip={SUSPECT}"))).await?;
    let sources = "Top source IP per connections";
    cell_says(&page, sources, PEER, "vpn <b>gate</b>").await?;

    let mine = dir.path().join("mine.csv");
    std::fs::write(&mine, "srcIP,name\n203.0.113.5,my own name\n")?;
    page.press("Context").await?;
    choose(&page, &mine).await?;
    page.says(Role::Status, "mine.csv is taken as networkcontext_1.csv").await?;
    page.named_says(Role::Region, "networkcontext_1.csv", "Dropped in: mine.csv").await?;
    page.named_says(Role::Region, "networkcontext_1.csv", "1 entry").await?;
    page.press("Close").await?;
    cell_says(&page, sources, PEER, "my own name \u{b7} DE, Berlin").await?;

    // What is kept is what was dropped in, not what becomes of it on disk.
    std::fs::remove_file(&mine)?;
    page.driver().refresh().await?;
    cell_says(&page, sources, PEER, "my own name \u{b7} DE, Berlin").await?;

    page.press("Context").await?;
    page.press("Remove networkcontext_1.csv").await?;
    page.named_says(Role::Region, "networkcontext_1.csv", "From this site").await?;
    page.press("Close").await?;
    cell_says(&page, sources, PEER, "vpn <b>gate</b> \u{b7} DE, Berlin").await?;
    assert_eq!(browser.complaints().await?, Vec::<String>::new());
    browser.quit().await?;
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_of_another_kind_is_refused_with_what_was_expected() -> Outcome {
    let server = without_spot()?;
    let browser = Browser::start(Screen::DESKTOP).await?;
    let page = browser.open(&link(&server, &format!("date={DEMO_DAY}"))).await?;
    page.get(Role::Option, BOT).await?;
    page.press("Context").await?;
    drop_in(&page, "flows.csv", "ts,src,dst\n1,2,3").await?;
    page.says(Role::Alert, "flows.csv is none of the three context files. It begins with `ts,src,dst`.").await?;
    page.says(Role::Alert, "ipranges.csv: first IP, last IP, name").await?;
    browser.quit().await?;
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn ranges_that_are_dropped_in_turn_the_open_search_around() -> Outcome {
    let server = without_spot()?;
    let browser = Browser::start(Screen::DESKTOP).await?;
    let page = browser.open(&link(&server, &format!("date={DEMO_DAY}|ip={BOT}"))).await?;
    page.named_says(Role::Group, "Outbound", "1,031").await?;
    page.press("Context").await?;
    page.named_says(Role::Region, "ipranges.csv", "Part of the demo").await?;
    drop_in(&page, "ours.csv", "10.0.0.0,10.255.255.255,ours").await?;
    page.named_says(Role::Region, "ipranges.csv", "Dropped in: ours.csv").await?;
    page.press("Close").await?;
    // The bot is external now: who it talked to talks inbound.
    page.named_says(Role::Group, "Inbound", "1,031").await?;
    page.says(Role::Region, "external \u{b7} in no range of ipranges.csv").await?;

    page.press("Context").await?;
    page.press("Remove ipranges.csv").await?;
    page.press("Close").await?;
    page.named_says(Role::Group, "Outbound", "1,031").await?;
    browser.quit().await?;
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_million_places_are_read_beside_the_work() -> Outcome {
    let server = without_spot()?;
    let browser = Browser::start(Screen::DESKTOP).await?;
    let page = browser.open(&link(&server, &format!("date={DEMO_DAY}|ip={BOT}"))).await?;
    page.named_says(Role::Group, "Outbound", "1,031").await?;
    page.press("Context").await?;
    page.get(Role::Dialog, "Context files").await?;
    // Ranges of 1,024 addresses, from 1.0.0.0 on; what the page says meanwhile is remembered.
    page.run::<()>(
        "window.said = [];
         new MutationObserver(() => window.said.push(document.querySelector('dialog[open]')?.innerText ?? ''))
           .observe(document.body, { subtree: true, childList: true, characterData: true });
         const lines = [];
         for (let n = 0; n < 1000000; n += 1) {
           const first = 16777216 + n * 1024;
           lines.push(`\"${first}\",\"${first + 1023}\",\"C${n % 100}\",\"Country ${n % 100}\",\"\",\"City ${n % 5000}\",\"${n % 90}.5\",\"${n % 180}\",\"Owner ${n % 2000}\",\"\"\\n`);
         }
         const data = new DataTransfer();
         data.items.add(new File([lines.join('')], 'big.csv'));
         document.querySelector('dialog[open]').dispatchEvent(
           new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true }));",
    )
    .await?;
    page.named_says(Role::Region, "iploc.csv", "1,000,000 entries").await?;
    let progress: bool = page.run("return window.said.some(text => /lines, [0-9.]+ MiB so far/.test(text))").await?;
    assert!(progress, "how far it is was told");
    page.press("Close").await?;
    // 60.199.114.56 is 1,019,703,864 as a number: in the range number (1,019,703,864 - 16,777,216) / 1,024 = 979,420.
    cell_says(&page, "Top destination IP per bytes transferred", "60.199.114.56", "C20, City 4420").await?;
    browser.quit().await?;
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn an_engine_that_was_started_anew_reads_the_files_again() -> Outcome {
    let dir = site(&ALL)?;
    let server = with_spot_beside(dir.path())?;
    let browser = Browser::start(Screen::DESKTOP).await?;
    remember_engines(&browser).await?;
    let page = browser.open(&link(&server, &format!("date={DAY}|ip={SUSPECT}"))).await?;
    let sources = "Top source IP per connections";
    cell_says(&page, sources, PEER, "vpn <b>gate</b> \u{b7} DE, Berlin").await?;

    stop_engine(&page).await?;
    page.set("Top results", "7").await?;
    page.says(Role::Alert, "The engine stopped").await?;
    // Another name than before: what is shown was asked of the new engine.
    std::fs::write(dir.path().join("context/networkcontext_1.csv"), "srcIP,name\n203.0.113.5,renamed\n")?;
    page.press("Retry").await?;
    cell_says(&page, sources, PEER, "renamed \u{b7} DE, Berlin").await?;
    page.says(Role::Region, "internal \u{b7} 10.0.0.0/24 \u{201c}office\u{201d}").await?;
    browser.quit().await?;
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn packed_files_are_read_as_they_are() -> Outcome {
    // The demo's places are gzip.
    let config = json!({"endpoint": "/graphql", "context": {"geo": "demo/iploc.bin"}});
    let server = with_spot_serving(Options::default().config(config))?;
    let browser = Browser::start(Screen::DESKTOP).await?;
    let page = browser.open(&link(&server, &format!("date={DAY}|ip={SUSPECT}"))).await?;
    page.get(Role::Table, "Top source IP per connections").await?;
    page.press("Context").await?;
    page.named_says(Role::Region, "iploc.csv", "5,069 entries").await?;
    page.named_says(Role::Region, "iploc.csv", "From this site").await?;

    let script = format!(
        "const done = arguments[arguments.length - 1];
         new Response(new Blob([{}]).stream().pipeThrough(new CompressionStream('gzip'))).blob().then(packed => {{
           const data = new DataTransfer();
           data.items.add(new File([packed], 'iploc.csv.gz'));
           document.querySelector('dialog[open]').dispatchEvent(
             new DragEvent('drop', {{ dataTransfer: data, bubbles: true, cancelable: true }}));
           done(null);
         }});",
        json!(PLACES)
    );
    page.run_async(&script).await?;
    page.says(Role::Status, "iploc.csv.gz is taken as iploc.csv").await?;
    page.named_says(Role::Region, "iploc.csv", "2 entries").await?;
    page.press("Close").await?;
    cell_says(&page, "Top source IP per connections", PEER, "DE, Berlin").await?;
    assert_eq!(browser.complaints().await?, Vec::<String>::new());
    browser.quit().await?;
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn saving_in_this_browser_waits_for_places_and_says_so() -> Outcome {
    let config = json!({"endpoint": "demo", "timeLimitSeconds": 8, "context": {"geo": "context/iploc.csv"}});
    let options = Options::default().static_dir(e2e::dist()).config(config).no_graphql().stalled("/context/iploc.csv");
    let server = SpotServer::start(spot_server::Db::in_memory()?, options)?;
    let browser = Browser::start(Screen::DESKTOP).await?;
    let page = browser.open(&link(&server, &format!("date={DEMO_DAY}|ip={BOT}"))).await?;
    page.write("Threat title", "Neris bot").await?;
    page.press("Save").await?;
    page.says(Role::Status, "Saving waits for iploc.csv").await?;
    // The server stays silent: the file is given up, and what is known by then is saved.
    page.says(Role::Status, "Saved in this browser.").await?;
    page.says(Role::Status, "Places are not shown").await?;
    browser.quit().await?;
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn one_who_is_in_a_hurry_exports_and_saves_without_places_that_are_still_on_their_way() -> Outcome {
    let config = json!({"endpoint": "demo", "timeLimitSeconds": 120, "context": {"geo": "context/iploc.csv"}});
    let options = Options::default().static_dir(e2e::dist()).config(config).no_graphql().stalled("/context/iploc.csv");
    let server = SpotServer::start(spot_server::Db::in_memory()?, options)?;
    let browser = Browser::start(Screen::DESKTOP).await?;
    let page = browser.open(&link(&server, &format!("date={DEMO_DAY}|ip={BOT}"))).await?;
    page.get(Role::Table, "Top source IP per connections").await?;
    page.press("Export").await?;
    page.press("HTML report").await?;
    page.says(Role::Status, "Waiting for iploc.csv").await?;
    page.press("Export now, without it").await?;
    page.says(Role::Status, "report.html is downloaded.").await?;
    page.press("SVG globe").await?;
    page.press("Export now, without it").await?;
    page.says(Role::Alert, "No place of any peer is known").await?;
    page.press("Close").await?;

    page.write("Threat title", "Neris bot").await?;
    page.press("Save").await?;
    page.says(Role::Status, "Saving waits for iploc.csv").await?;
    page.press("Save now, without it").await?;
    page.says(Role::Status, "Saved in this browser.").await?;
    browser.quit().await?;
    Ok(())
}
