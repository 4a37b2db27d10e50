//! Exports: what is downloaded says what is on screen, and is safe wherever it is opened.

use std::io::Read as _;
use std::path::{Path, PathBuf};

use e2e::{Browser, Outcome, Page, Role, Screen};
use serde_json::{Value, json};
use spot_server::Options;
use tempfile::TempDir;
use thirtyfour::prelude::*;

use crate::setting::{BOT, DAY, DEMO_DAY, PEER, SUSPECT, demo_only, link, with_spot, with_spot_serving};

type Failure = Box<dyn std::error::Error + Send + Sync>;

/// Lets the browser download into a folder of the test's own.
async fn downloads(browser: &Browser) -> Result<TempDir, Failure> {
    let dir = tempfile::tempdir()?;
    let behavior = json!({"behavior": "allow", "downloadPath": dir.path()});
    browser.devtools("Browser.setDownloadBehavior", behavior).await?;
    Ok(dir)
}

/// Presses a button of the open window, and gives the file that comes of it.
async fn download(page: &Page, dir: &TempDir, button: &str, name: &str) -> Result<PathBuf, Failure> {
    page.press(button).await?;
    page.says(Role::Status, &format!("{name} is downloaded.")).await?;
    let path = dir.path().join(name);
    page.until(&format!("the file {name}"), || async { Ok(path.is_file().then_some(())) }).await?;
    Ok(path)
}

async fn text(page: &Page, dir: &TempDir, button: &str, name: &str) -> Result<String, Failure> {
    Ok(std::fs::read_to_string(download(page, dir, button, name).await?)?)
}

/// A report, as one who has nothing but the file finds it.
struct Read {
    /// What it says.
    body: String,
    /// What its pictures are called.
    pictures: Vec<String>,
    /// How it prints.
    pdf: Vec<u8>,
}

/// Opens a file in a browser that has neither network nor script.
async fn read_alone(file: &Path, screen: Screen) -> Result<Read, Failure> {
    let browser = Browser::start(screen).await?;
    browser.set_offline(true).await?;
    browser.devtools("Emulation.setScriptExecutionDisabled", json!({"value": true})).await?;
    let page = browser.open(&format!("file://{}", file.display())).await?;
    let body = page.driver().find(By::Tag("body")).await?.text().await?;
    let pictures = page.names(Role::Image).await?;
    // An address that was asked for, or a rule of its policy that was broken, would be there.
    assert_eq!(browser.complaints().await?, Vec::<String>::new());
    let printed =
        browser.devtools("Page.printToPDF", json!({"preferCSSPageSize": true, "printBackground": true})).await?;
    let pdf = printed["data"].as_str().map(decoded).unwrap_or_default();
    browser.quit().await?;
    Ok(Read { body, pictures, pdf })
}

fn decoded(base64: &str) -> Vec<u8> {
    let value = |letter: u8| match letter {
        b'A'..=b'Z' => Some(letter - b'A'),
        b'a'..=b'z' => Some(letter - b'a' + 26),
        b'0'..=b'9' => Some(letter - b'0' + 52),
        b'+' => Some(62),
        b'/' => Some(63),
        _ => None,
    };
    let (mut bytes, mut bits, mut count) = (Vec::new(), 0_u32, 0);
    for six in base64.bytes().filter_map(value) {
        bits = bits << 6 | u32::from(six);
        count += 6;
        if count >= 8 {
            count -= 8;
            bytes.push(u8::try_from(bits >> count & 0xff).unwrap_or_default());
        }
    }
    bytes
}

#[tokio::test(flavor = "multi_thread")]
async fn a_report_opens_without_network_and_script_and_says_what_was_found() -> Outcome {
    let server = with_spot()?;
    let browser = Browser::start(Screen::DESKTOP).await?;
    let dir = downloads(&browser).await?;
    let page = browser.open(&link(&server, &format!("date={DAY}|ip={SUSPECT}"))).await?;
    page.get(Role::Table, "Top source IP per connections").await?;
    // Not saved yet: what is in the form counts.
    page.write("Threat title", "<script>alert(1)</script> & co").await?;
    page.write("Comments", "one\n<img src=http://evil.example/x>").await?;
    page.press("Export").await?;
    let report = download(&page, &dir, "HTML report", &format!("{SUSPECT}-{DAY}-report.html")).await?;
    assert_eq!(browser.complaints().await?, Vec::<String>::new());
    browser.quit().await?;

    for screen in [Screen::DESKTOP, Screen::PHONE] {
        let Read { body, pictures, pdf } = read_alone(&report, screen).await?;
        let host = server.url().replace("http://", "").replace('/', "");
        for words in [
            "<script>alert(1)</script> & co",
            "<img src=http://evil.example/x>",
            SUSPECT,
            PEER,
            "Top destination IP per bytes transferred",
            "Timeline. Rows active per ",
            "Globe and map. No place of any peer is known",
            &format!("Apache Spot at {host}"),
        ] {
            assert!(body.contains(words), "{words} in {body}");
        }
        let charts = ["Timeline", "Incident progression", "Impact analysis"];
        assert_eq!(pictures, charts.map(|chart| format!("{chart} of {SUSPECT}")));
        assert!(!body.contains("DEMO DATA"));
        assert!(pdf.starts_with(b"%PDF-"), "it can be printed");
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn addresses_are_defanged_and_the_marking_stands_and_both_are_remembered() -> Outcome {
    let server = with_spot()?;
    let browser = Browser::start(Screen::DESKTOP).await?;
    let dir = downloads(&browser).await?;
    let page = browser.open(&link(&server, &format!("date={DAY}|ip={SUSPECT}"))).await?;
    page.get(Role::Table, "Top source IP per connections").await?;
    page.press("Export").await?;
    page.click(Role::CheckBox, "Defang addresses").await?;
    let marking = page.get(Role::ComboBox, "Marking").await?;
    marking.send_keys("TLP:AMBER+").await?;

    page.driver().refresh().await?;
    page.press("Export").await?;
    let report = download(&page, &dir, "HTML report", &format!("{SUSPECT}-{DAY}-report.html")).await?;
    let Read { body, .. } = read_alone(&report, Screen::DESKTOP).await?;
    assert!(body.contains("TLP:AMBER+STRICT") && body.contains("203[.]0[.]113[.]5"), "{body}");
    assert!(!std::fs::read_to_string(&report)?.contains(PEER));

    let ticket = text(&page, &dir, "Markdown ticket", &format!("{SUSPECT}-{DAY}-ticket.md")).await?;
    assert!(ticket.contains("**TLP:AMBER+STRICT**") && ticket.contains("`203[.]0[.]113[.]5`"), "{ticket}");
    let svg = text(&page, &dir, "SVG timeline", &format!("{SUSPECT}-{DAY}-timeline.svg")).await?;
    assert!(svg.contains("203[.]0[.]113[.]5") && svg.contains("TLP:AMBER+STRICT") && !svg.contains(PEER), "{svg}");
    let pairs =
        text(&page, &dir, "CSV Pairs of the top peers", &format!("{SUSPECT}-{DAY}-pairs-of-the-top-peers.csv")).await?;
    assert!(
        pairs.lines().nth(1).is_some_and(|line| line.contains("[.]") && line.ends_with("TLP:AMBER+STRICT")),
        "{pairs}"
    );
    // Data stays data.
    let data: Value =
        serde_json::from_str(&text(&page, &dir, "JSON data", &format!("{SUSPECT}-{DAY}-investigation.json")).await?)?;
    assert_eq!(data["flow_threat_investigation"]["ip"], SUSPECT);
    assert_eq!(data["flow_threat_investigation"]["tlp"], "TLP:AMBER+STRICT");
    browser.quit().await?;
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn every_export_of_the_demo_is_marked() -> Outcome {
    let server = demo_only()?;
    let browser = Browser::start(Screen::DESKTOP).await?;
    let dir = downloads(&browser).await?;
    let page = browser.open(&link(&server, &format!("date={DEMO_DAY}|ip={BOT}"))).await?;
    page.get(Role::Table, "Top source IP per connections").await?;
    page.press("Export").await?;
    let name = |what: &str| format!("{BOT}-{DEMO_DAY}-demo-{what}");
    for (button, file) in [
        ("HTML report", "report.html"),
        ("Markdown ticket", "ticket.md"),
        ("JSON data", "investigation.json"),
        ("STIX bundle", "investigation.stix.json"),
        ("SVG timeline", "timeline.svg"),
        ("CSV Top source IP per connections", "top-source-ip-per-connections.csv"),
        ("CSV Top peers in the timeline", "top-peers-in-the-timeline.csv"),
    ] {
        assert!(text(&page, &dir, button, &name(file)).await?.contains("DEMO DATA"), "{file}");
    }
    assert_eq!(browser.complaints().await?, Vec::<String>::new());
    browser.quit().await?;
    Ok(())
}

/// Width, height and scan lines of a PNG with eight bits for each of red, green, blue and opacity (RFC 2083).
fn pixels(png: &[u8]) -> Result<(usize, usize, Vec<u8>), Failure> {
    let mut rest = png.strip_prefix(b"\x89PNG\r\n\x1a\n").ok_or("no PNG")?;
    let number = |bytes: &[u8]| bytes.try_into().map(u32::from_be_bytes).map(|number| number as usize);
    let (mut size, mut packed) = ((0, 0), Vec::new());
    while let (Some(length), Some(kind)) = (rest.get(..4), rest.get(4..8)) {
        let length = number(length)?;
        let data = rest.get(8..8 + length).ok_or("cut off")?;
        match kind {
            b"IHDR" => {
                assert_eq!(data[8..], [8, 6, 0, 0, 0], "eight bits, colours and opacity, line by line");
                size = (number(&data[..4])?, number(&data[4..8])?);
            }
            b"IDAT" => packed.extend_from_slice(data),
            _ => {}
        }
        rest = rest.get(12 + length..).unwrap_or_default();
    }
    let mut lines = Vec::new();
    flate2::read::ZlibDecoder::new(&*packed).read_to_end(&mut lines)?;
    Ok((size.0, size.1, lines))
}

#[tokio::test(flavor = "multi_thread")]
async fn every_chart_is_a_drawing_and_a_picture_and_the_report_has_them_all() -> Outcome {
    let server = demo_only()?;
    let browser = Browser::start(Screen::PHONE).await?;
    let dir = downloads(&browser).await?;
    let page = browser.open(&link(&server, &format!("date={DEMO_DAY}|ip={BOT}"))).await?;
    page.get(Role::Table, "Top source IP per connections").await?;
    page.press("Export").await?;
    let name = |what: &str| format!("{BOT}-{DEMO_DAY}-demo-{what}");
    // Peers of the demo's IP: 5 inbound, and the first 38 of 1,031 outbound ones.
    for (chart, slug, width, words) in [
        ("timeline", "timeline", 1080, "busiest 40 of 43 top peers"),
        ("globe", "globe", 860, "43 at 13 places"),
        ("map", "map", 860, "43 at 13 places"),
        ("incident progression", "incident-progression", 860, ">217.163.21.39</text>"),
        ("impact analysis", "impact-analysis", 860, ">38</text>"),
    ] {
        let svg = text(&page, &dir, &format!("SVG {chart}"), &name(&format!("{slug}.svg"))).await?;
        for words in [words, "DEMO DATA", BOT, "<title>", "role=\"img\""] {
            assert!(svg.contains(words), "{words} in the {chart}");
        }
        let png = std::fs::read(download(&page, &dir, &format!("PNG {chart}"), &name(&format!("{slug}.png"))).await?)?;
        let (across, down, lines) = pixels(&png)?;
        let height = svg.split("height=\"").nth(1).and_then(|rest| rest.split('"').next()).ok_or("a height")?;
        assert_eq!((across, down), (2 * width, 2 * height.parse::<usize>()?), "two pixels for each of the {chart}");
        assert_eq!(lines.len(), down * (1 + 4 * across), "whole");
        let tones: std::collections::BTreeSet<u8> = lines.iter().copied().collect();
        assert!(tones.len() > 60, "{} tones in the {chart}: more than one colour", tones.len());
    }
    let report = download(&page, &dir, "HTML report", &name("report.html")).await?;
    assert_eq!(browser.complaints().await?, Vec::<String>::new());
    browser.quit().await?;

    let Read { body, pictures, pdf } = read_alone(&report, Screen::DESKTOP).await?;
    let charts = ["Timeline", "Globe", "Map", "Incident progression", "Impact analysis"];
    assert_eq!(pictures, charts.map(|chart| format!("{chart} of {BOT}")));
    assert!(body.contains("of 43 peers are shown one by one") && body.contains("Peers by place: "), "{body}");
    assert!(pdf.starts_with(b"%PDF-"), "it can be printed");
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn the_table_on_screen_is_the_table_in_the_file_and_no_cell_is_a_formula() -> Outcome {
    let server = with_spot_serving(Options::default().config(json!({"endpoint": "/graphql"})))?;
    let browser = Browser::start(Screen::DESKTOP).await?;
    let dir = downloads(&browser).await?;
    let page = browser.open(&link(&server, &format!("date={DAY}|ip={SUSPECT}|by=peer"))).await?;
    let caption = "Top destination IP per bytes transferred";
    let shown = page.table(caption).await?;
    page.press("Export").await?;
    let name = format!("{SUSPECT}-{DAY}-top-destination-ip-per-bytes-transferred.csv");
    let csv = text(&page, &dir, &format!("CSV {caption}"), &name).await?;
    let lines: Vec<Vec<&str>> = csv.lines().map(|line| line.split(',').collect()).collect();
    assert_eq!(lines[0][..3], ["Destination IP", "Connections", "Bytes of the largest connection"]);
    let in_file: Vec<&str> = lines[1..].iter().map(|line| line[0]).collect();
    let on_screen: Vec<&str> = shown.iter().map(|row| row[0].as_str()).collect();
    assert_eq!(in_file, on_screen);
    for cell in lines.iter().flatten() {
        assert!(!cell.trim_start_matches('"').starts_with(['=', '+', '-', '@']), "{cell}");
    }
    browser.quit().await?;
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn the_window_is_used_by_keys_alone_and_the_ticket_is_copied() -> Outcome {
    let server = with_spot()?;
    let browser = Browser::start(Screen::DESKTOP).await?;
    let origin = server.url();
    let grant = json!({"permissions": ["clipboardReadWrite", "clipboardSanitizedWrite"], "origin": origin.trim_end_matches('/')});
    browser.devtools("Browser.grantPermissions", grant).await?;
    let page = browser.open(&link(&server, &format!("date={DAY}|ip={SUSPECT}"))).await?;
    let button = page.get(Role::Button, "Export").await?;
    button.focus().await?;
    page.driver().active_element().await?.send_keys(Key::Enter).await?;
    page.get(Role::Dialog, "Export").await?;
    let copy = page.get(Role::Button, "Copy ticket").await?;
    copy.focus().await?;
    page.driver().active_element().await?.send_keys(Key::Enter).await?;
    page.says(Role::Status, "on the clipboard").await?;
    let copied = page.run_async("navigator.clipboard.readText().then(arguments[0])").await?;
    assert!(copied.as_str().is_some_and(|text| text.contains("# Investigation of 10.0.0.7")), "{copied}");

    page.driver().active_element().await?.send_keys(Key::Escape).await?;
    page.until("the window to close", || async { Ok((!page.has(Role::Dialog, "Export").await?).then_some(())) })
        .await?;
    let focused = page.driver().active_element().await?.text().await?;
    assert_eq!(focused, "Export", "the focus is where it was");
    browser.quit().await?;
    Ok(())
}

/// Types a technique and adds it.
pub async fn choose_technique(page: &Page, text: &str) -> Outcome {
    let field =
        page.until("the techniques", || async { Ok(Some(page.driver().find(By::Id("technique")).await?)) }).await?;
    field.scroll_into_view().await?;
    field.send_keys(text).await?;
    field.send_keys(Key::Enter).await?;
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn techniques_are_kept_beyond_a_save_and_stand_in_every_export_that_has_a_place_for_them() -> Outcome {
    let server = with_spot()?;
    let browser = Browser::start(Screen::DESKTOP).await?;
    let dir = downloads(&browser).await?;
    let page = browser.open(&link(&server, &format!("date={DAY}|ip={SUSPECT}"))).await?;
    page.get(Role::Table, "Top source IP per connections").await?;
    choose_technique(&page, "t1071.004").await?;
    page.get(Role::Button, "Remove T1071.004").await?;
    choose_technique(&page, "Brute Force").await?;
    page.get(Role::Button, "Remove T1110").await?;
    choose_technique(&page, "anything else").await?;
    page.says(Role::Status, "An ID of a technique looks like T1071 or T1071.004.").await?;
    page.press("Remove T1110").await?;
    page.write("Threat title", "Tunnel").await?;
    page.press("Save").await?;
    page.says(Role::Status, "Saved").await?;
    page.driver().refresh().await?;
    page.get(Role::Button, "Remove T1071.004").await?;
    page.says(Role::Region, "Application Layer Protocol: DNS").await?;
    assert!(!page.has(Role::Button, "Remove T1110").await?);

    page.press("Export").await?;
    let name = |what: &str| format!("{SUSPECT}-{DAY}-{what}");
    let report = text(&page, &dir, "HTML report", &name("report.html")).await?;
    assert!(report.contains("T1071.004 Application Layer Protocol: DNS") && report.contains("The MITRE Corporation"));
    let ticket = text(&page, &dir, "Markdown ticket", &name("ticket.md")).await?;
    assert!(ticket.contains("- T1071.004 Application Layer Protocol: DNS"), "{ticket}");
    let data: Value = serde_json::from_str(&text(&page, &dir, "JSON data", &name("investigation.json")).await?)?;
    let technique = &data["events"][0]["threat"]["technique"];
    assert_eq!(technique["id"], json!(["T1071"]));
    assert_eq!(technique["subtechnique"]["name"], json!(["DNS"]));
    let bundle: Value =
        serde_json::from_str(&text(&page, &dir, "STIX bundle", &name("investigation.stix.json")).await?)?;
    assert_eq!(bundle["type"], "bundle");
    let objects = bundle["objects"].as_array().ok_or("objects")?;
    let of = |kind: &str| objects.iter().filter(|object| object["type"] == kind).collect::<Vec<_>>();
    assert_eq!(of("attack-pattern")[0]["external_references"][0]["external_id"], "T1071.004");
    assert_eq!(of("report")[0]["name"], "Tunnel");
    assert_eq!(of("network-traffic").len(), of("observed-data").len());
    browser.quit().await?;
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn flows_of_the_demo_have_the_id_that_other_tools_give_them() -> Outcome {
    let server = demo_only()?;
    let browser = Browser::start(Screen::DESKTOP).await?;
    let dir = downloads(&browser).await?;
    let page = browser.open(&link(&server, &format!("date={DEMO_DAY}|ip={BOT}"))).await?;
    page.get(Role::Table, "Top source IP per connections").await?;
    page.press("Export").await?;
    let name = format!("{BOT}-{DEMO_DAY}-demo-top-destination-ip-per-connections.csv");
    let csv = text(&page, &dir, "CSV Top destination IP per connections", &name).await?;
    // UDP from port 2077 of the bot to its resolver: by the specification's formula, reckoned in Python.
    let row = csv.lines().find(|line| line.starts_with("147.32.80.9,402,")).ok_or("the resolver")?;
    assert!(row.contains("1:5OyxVIhHjlfymkIVp6cpXFePU6w="), "{row}");
    let name = format!("{BOT}-{DEMO_DAY}-demo-investigation.json");
    let data = text(&page, &dir, "JSON data", &name).await?;
    assert!(data.contains("\"community_id\": \"1:5OyxVIhHjlfymkIVp6cpXFePU6w=\""));
    browser.quit().await?;
    Ok(())
}
