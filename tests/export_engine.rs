//! Files as the engine makes them: of the open search, with the timeline as it is on screen.

#![allow(clippy::unwrap_used, reason = "a test ends at what it did not expect")]

mod export_scenario;

use export_scenario::{SOUGHT, investigation_of, ip, rows, spot, told, view};
use investigation::domain::context::{Context, NetworkNames};
use investigation::domain::filter::Filter;
use investigation::domain::filtering::Filtering;
use investigation::domain::time::{Moment, Window};
use investigation::domain::view::Grouping;
use investigation::engine::api::{AskExport, Export, Unread};
use investigation::engine::export::file;
use investigation::export::dossier::{Addresses, Handling, Source, Tlp};
use investigation::export::figure::Figure;
use investigation::export::file_name::Content;
use investigation::export::sheet::List;

const SVG: Content = Content::Svg(Figure::Timeline);
const PNG: Content = Content::Png(Figure::Timeline);
const DEFANGED: Handling = Handling { addresses: Addresses::Defanged, marking: Some(Tlp::Amber) };

fn question(content: Content, source: Source, handling: Handling) -> AskExport {
    AskExport {
        content,
        ip: ip(SOUGHT),
        view: view(),
        grouping: Grouping::Row,
        filter: Filter::default(),
        window: None,
        handling,
        told: told(source),
        unread: Unread::Await,
    }
}

fn export(question: &AskExport) -> Export {
    file(&investigation_of(&rows()), &Context::default(), question).unwrap()
}

fn text_of(content: Content, source: Source, handling: Handling) -> String {
    export(&question(content, source, handling)).text
}

fn pictures(report: &str) -> usize {
    report.matches("<svg xmlns=\"http://www.w3.org/2000/svg\"").count()
}

fn window() -> Window {
    let at = |clock: &str| format!("2016-07-08 {clock}").parse::<Moment>().unwrap();
    Window::new(at("11:00:00"), at("12:00:00"))
}

#[test]
fn each_file_has_a_name_and_a_media_type() {
    let named = |content| {
        let Export { file_name, media_type, .. } = export(&question(content, spot(), Handling::default()));
        (file_name, media_type)
    };
    let expected = |name: &str, media_type: &str| (format!("10.0.2.112-2016-07-08-{name}"), media_type.to_owned());
    assert_eq!(named(Content::Html), expected("report.html", "text/html; charset=utf-8"));
    assert_eq!(named(SVG), expected("timeline.svg", "image/svg+xml"));
    assert_eq!(named(PNG), expected("timeline.png", "image/png"));
    assert_eq!(named(Content::Csv(List::Pairs)).0, expected("pairs-of-the-top-peers.csv", "").0);
}

#[test]
fn a_report_shows_the_day_and_what_is_looked_at_closely() {
    let whole = question(Content::Html, spot(), Handling::default());
    // No places are known: a timeline, a tree and bars are left.
    assert_eq!(pictures(&export(&whole).text), 3);
    let close = export(&AskExport { window: Some(window()), ..whole }).text;
    assert_eq!(pictures(&close), 4);
    assert!(close.contains("<strong>Timeline.</strong> Rows active per "), "{close}");
    let part = "<strong>Timeline, 2016-07-08 11:00:00 to 12:00:00.</strong> Rows active per ";
    assert!(close.contains(part), "{close}");
}

#[test]
fn the_timeline_stands_alone_and_says_of_what_it_is() {
    let svg = text_of(SVG, spot(), Handling { marking: Some(Tlp::Amber), ..Handling::default() });
    assert!(svg.starts_with("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"1080\""), "{svg}");
    let foot = "10.0.2.112 on 2016-07-08 \u{b7} Apache Spot at spot.example:8889 \u{b7} made 2016-07-09 08:15 UTC";
    for words in [foot, "TLP:AMBER", "198.51.100.7", "2001:db8::1", "fill=\"#ffffff\""] {
        assert!(svg.contains(words), "{words} in {svg}");
    }
    assert_eq!(svg, text_of(PNG, spot(), Handling { marking: Some(Tlp::Amber), ..Handling::default() }));
}

#[test]
fn every_picture_of_demo_data_is_marked() {
    for content in [SVG, PNG, Content::Html] {
        assert!(text_of(content, Source::Demo, Handling::default()).contains("DEMO DATA"), "{content:?}");
    }
}

#[test]
fn a_defanged_picture_has_no_address_that_could_become_a_link() {
    for content in [SVG, PNG] {
        let svg = text_of(content, spot(), DEFANGED);
        for plain in ["198.51.100.7", "203.0.113.5", "2001:db8::1", SOUGHT, "spot.example"] {
            assert!(!svg.contains(plain), "{plain} in {svg}");
        }
        for defanged in ["198[.]51[.]100[.]7", "2001[:]db8[:][:]1", "spot[.]example"] {
            assert!(svg.contains(defanged), "{defanged} in {svg}");
        }
        assert!(svg.contains("09:00") && svg.contains("10:00"), "times stay as they are: {svg}");
    }
    let report = text_of(Content::Html, spot(), DEFANGED);
    assert!(!report.contains("198.51.100.7") && report.contains("198[.]51[.]100[.]7</text>"), "{report}");
}

#[test]
fn names_of_peers_stand_beside_their_lanes_as_text() {
    let hostile = "srcIP,name\n198.51.100.7,<script>alert(1)</script>\n2001:db8::/32,evil.example";
    let context = Context { names: NetworkNames::from_csv(hostile).0, places: None };
    let ask = |handling| file(&investigation_of(&rows()), &context, &question(SVG, spot(), handling)).unwrap().text;
    let svg = ask(Handling::default());
    assert!(svg.contains("&lt;script&gt;") && !svg.contains("<script"), "{svg}");
    assert!(svg.contains("evil.example"));
    assert!(ask(DEFANGED).contains("evil[.]example"));
}

#[test]
fn a_search_without_any_peer_gives_files_too() {
    let own = rows().into_iter().filter(|row| row.source == row.destination).collect::<Vec<_>>();
    for rows in [Vec::new(), own] {
        for content in [Content::Html, SVG, Content::Json, Content::Markdown, Content::Csv(List::Lanes)] {
            let export =
                file(&investigation_of(&rows), &Context::default(), &question(content, spot(), DEFANGED)).unwrap();
            assert!(!export.text.is_empty(), "{content:?}");
        }
    }
}

#[test]
fn a_question_and_its_answer_cross_to_the_worker() {
    let asked = question(Content::Csv(List::Lanes), spot(), DEFANGED);
    let bytes = postcard::to_allocvec(&asked).unwrap();
    let received: AskExport = postcard::from_bytes(&bytes).unwrap();
    assert_eq!(export(&received), export(&asked));
}

#[test]
fn what_is_exported_through_a_filter_says_so() {
    let whole = investigation_of(&rows());
    let filter: Filter = "src:203.0.113.0/24".parse().unwrap();
    let part = whole.part(filter.clone(), Filtering::new(&whole, &filter, view()).finish(), None);
    let text = |content, handling| {
        file(&part, &Context::default(), &AskExport { filter: filter.clone(), ..question(content, spot(), handling) })
            .unwrap()
            .text
    };
    let report = text(Content::Html, Handling::default());
    assert!(report.contains("<dt>Filter</dt><dd>src:203.0.113.0/24"), "{report}");
    assert!(report.contains("<dt>Rows</dt><dd>2 of 7</dd>"), "{report}");
    let defanged = Addresses::Defanged.filter(&filter);
    assert_eq!(defanged, "src:203[.]0[.]113[.]0/24");
    assert_eq!(defanged.parse::<Filter>().unwrap(), filter);
    let ticket = text(Content::Markdown, DEFANGED);
    assert!(ticket.contains("src:203"), "{ticket}");
    assert!(!ticket.contains("203.0.113"), "{ticket}");
    let json: serde_json::Value = serde_json::from_str(&text(Content::Json, Handling::default())).unwrap();
    let head = &json["flow_threat_investigation"];
    assert_eq!(
        (&head["filter"], &head["rows"], &head["rows_without_filter"]),
        (&"src:203.0.113.0/24".into(), &2.into(), &7.into())
    );
    let csv = text(Content::Csv(List::Lanes), Handling::default());
    assert!(csv.contains("203.0.113.5") && !csv.contains("192.0.2.9"), "{csv}");
    for picture in [text(SVG, DEFANGED), text(SVG, Handling::default())] {
        assert!(picture.contains("Filter: src:203"), "{picture}");
    }
    let unfiltered = export(&question(Content::Json, spot(), Handling::default())).text;
    assert!(!unfiltered.contains("\"filter\"") && !unfiltered.contains("rows_without_filter"));
}
