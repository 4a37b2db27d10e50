//! A small investigation in every form, as the files in `tests/data/export` have it. `WRITE_EXPECTED=1` writes them anew;
//! what changed in them is to be read.

mod export_scenario;

use std::path::Path;

use export_scenario::{dossier, dossier_of, ip, rows, spot, told};
use investigation::chart::marks::{Area, Mark, Role, Tone};
use investigation::chart::palette::LIGHT;
use investigation::chart::scale::{CssPx, Density, DevicePx};
use investigation::chart::svg::{Sheet, svg};
use investigation::domain::direction::{Direction, Side};
use investigation::domain::view::{Grouping, Measure};
use investigation::export::dossier::{Addresses, Dossier, Handling, Source, Tlp};
use investigation::export::figure::Figure;
use investigation::export::file_name::{Content, file_name};
use investigation::export::report::{Chart, STYLE, STYLE_SHA256, page};
use investigation::export::sheet::List;
use investigation::export::{csv, json, markdown};
use rstest::rstest;
use sha2::{Digest, Sha256};

const SOURCES_BY_CONNECTIONS: List = List::Top(Side::Destination, Measure::Connections);
const DEFANGED: Handling = Handling { addresses: Addresses::Defanged, marking: Some(Tlp::Amber) };

fn demo() -> Dossier {
    dossier_of(&rows(), told(Source::Demo), Grouping::Peer)
}

fn chart() -> Chart {
    let area = Area { left: DevicePx(0), top: DevicePx(0), right: DevicePx(4), bottom: DevicePx(2) };
    let marks = [Mark::Rect { role: Role::Traffic(Direction::Inbound), tone: Tone::Full, area }];
    let sheet = Sheet {
        width: CssPx(4.0),
        height: CssPx(2.0),
        density: Density::new(1.0),
        palette: &LIGHT,
        sans: "sans-serif",
        mono: "monospace",
        title: "Timeline",
        description: "Busiest from 09:05",
    };
    Chart {
        title: "Timeline.".to_owned(),
        caption: "Rows active per 5 minutes.".to_owned(),
        picture: Some(svg(&marks, &sheet)),
    }
}

/// The style sheet is a file of its own already.
fn without_style(page: &str) -> String {
    page.replace(STYLE, "")
}

#[rstest]
#[case("top-source-ip-per-connections.csv", csv::file(SOURCES_BY_CONNECTIONS, &dossier(), Handling::default()))]
#[case(
    "top-destination-ip-per-bytes-transferred-by-peer-demo.csv",
    csv::file(List::Top(Side::Source, Measure::Bytes), &demo(), DEFANGED)
)]
#[case("lanes.csv", csv::file(List::Lanes, &dossier(), Handling::default()))]
#[case("pairs.csv", csv::file(List::Pairs, &dossier(), Handling::default()))]
#[case("investigation.json", json::document(&dossier(), Handling::default()))]
#[case("ticket.md", markdown::ticket(&dossier(), Handling::default()))]
#[case("ticket-demo-defanged.md", markdown::ticket(&demo(), DEFANGED))]
#[case("report.html", without_style(&page(&dossier(), &[chart()], Handling::default())))]
#[case("report-demo-defanged.html", without_style(&page(&demo(), &[], DEFANGED)))]
fn an_export_is_as_expected(#[case] name: &str, #[case] made: String) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/export").join(name);
    if std::env::var_os("WRITE_EXPECTED").is_some() {
        std::fs::write(&path, &made).unwrap();
    }
    let expected = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    assert_eq!(made, expected, "{name}");
}

#[test]
fn the_reports_policy_allows_its_own_style_sheet_alone() {
    assert_eq!(
        STYLE_SHA256,
        base64(&Sha256::digest(STYLE)),
        "the hash of report.css in report.rs has to change to this"
    );
    let page = page(&dossier(), &[], Handling::default());
    assert!(page.contains(&format!("<style>{STYLE}</style>")));
    assert!(!STYLE.contains("</") && !STYLE.contains("url(") && !STYLE.contains("@import"));
}

fn base64(bytes: &[u8]) -> String {
    const LETTERS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::new();
    for chunk in bytes.chunks(3) {
        let bits = chunk.iter().enumerate().fold(0u32, |bits, (at, byte)| bits | u32::from(*byte) << (16 - 8 * at));
        for at in 0..4 {
            let letter = LETTERS[(bits >> (18 - 6 * at) & 63) as usize];
            text.push(if at <= chunk.len() { char::from(letter) } else { '=' });
        }
    }
    text
}

#[test]
fn a_file_says_of_what_it_is_by_its_name() {
    let name = |content| file_name(content, &dossier());
    assert_eq!(name(Content::Csv(SOURCES_BY_CONNECTIONS)), "10.0.2.112-2016-07-08-top-source-ip-per-connections.csv");
    assert_eq!(name(Content::Json), "10.0.2.112-2016-07-08-investigation.json");
    assert_eq!(name(Content::Markdown), "10.0.2.112-2016-07-08-ticket.md");
    assert_eq!(name(Content::Html), "10.0.2.112-2016-07-08-report.html");
    let pictures = Figure::ALL.map(|figure| name(Content::Svg(figure)));
    assert_eq!(
        pictures,
        ["timeline", "globe", "map", "incident-progression", "impact-analysis"]
            .map(|chart| format!("10.0.2.112-2016-07-08-{chart}.svg"))
    );
    assert_eq!(name(Content::Png(Figure::Progression)), "10.0.2.112-2016-07-08-incident-progression.png");
    assert_eq!(file_name(Content::Html, &demo()), "10.0.2.112-2016-07-08-demo-report.html");
}

#[test]
fn a_files_name_is_one_that_every_system_takes() {
    let mut dossier = dossier();
    dossier.overview.ip = ip("2001:db8::1");
    let pictures = Figure::ALL.into_iter().flat_map(|figure| [Content::Svg(figure), Content::Png(figure)]);
    let others = [Content::Json, Content::Stix, Content::Markdown, Content::Html];
    for content in List::ALL.map(Content::Csv).into_iter().chain(others).chain(pictures) {
        let name = file_name(content, &dossier);
        assert!(name.starts_with("2001_db8__1-2016-07-08-"), "{name}");
        assert!(name.chars().all(|character| character.is_ascii_alphanumeric() || ".-_".contains(character)), "{name}");
    }
}

#[test]
fn an_export_crosses_to_the_worker() {
    let dossier = dossier();
    let bytes = postcard::to_allocvec(&(&dossier, DEFANGED)).unwrap();
    assert_eq!(postcard::from_bytes::<(Dossier, Handling)>(&bytes).unwrap(), (dossier, DEFANGED));
}

#[test]
fn an_untitled_investigation_is_named_by_its_ip() {
    let mut dossier = dossier();
    dossier.comment.title = " ".to_owned();
    assert_eq!(dossier.title(Addresses::Plain), "Investigation of 10.0.2.112");
    assert_eq!(dossier.title(Addresses::Defanged), "Investigation of 10[.]0[.]2[.]112");
}

#[test]
fn demo_data_is_marked_in_every_export() {
    let (demo, plain) = (demo(), Handling::default());
    for list in List::ALL {
        for line in csv::file(list, &demo, plain).lines().skip(1) {
            assert!(line.contains("DEMO DATA"), "{line}");
        }
    }
    assert!(json::document(&demo, plain).contains("DEMO DATA"));
    assert!(markdown::ticket(&demo, plain).contains("DEMO DATA"));
    assert!(page(&demo, &[], plain).contains("DEMO DATA"));
    for export in [
        csv::file(List::Lanes, &dossier(), plain),
        json::document(&dossier(), plain),
        markdown::ticket(&dossier(), plain),
        without_style(&page(&dossier(), &[], plain)),
    ] {
        assert!(!export.contains("DEMO DATA"));
        assert!(export.contains("spot"), "the source is told");
    }
}

#[test]
fn a_demo_source_and_a_spot_source_are_told_in_words() {
    assert_eq!(spot().words(), "Apache Spot at spot.example:8889");
    assert_eq!(Source::Demo.words(), "DEMO DATA of the app");
}
