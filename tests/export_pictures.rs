//! The charts as pictures: each is a whole drawing that can be read alone, and has in it whom a plain reckoning finds.
#![allow(clippy::unwrap_used, reason = "a test ends at what it did not expect")]

mod export_scenario;

use std::collections::{BTreeMap, BTreeSet};

use export_scenario::{SOUGHT, investigation_of, ip, rows, spot, told, view};
use investigation::domain::context::{Context, NetworkNames};
use investigation::domain::details::Row;
use investigation::domain::filter::Filter;
use investigation::domain::filtering::Filtering;
use investigation::domain::geo::PlacesReader;
use investigation::domain::investigation::Investigation;
use investigation::domain::view::{Grouping, View};
use investigation::engine::api::{AskExport, Unread};
use investigation::engine::export::file;
use investigation::export::dossier::{Addresses, Handling, Source, Tlp};
use investigation::export::figure::Figure;
use investigation::export::file_name::Content;
use investigation::failure::Failure;
use roxmltree::Document;
use rstest::rstest;

const DEFANGED: Handling = Handling { addresses: Addresses::Defanged, marking: Some(Tlp::Amber) };
/// Whom the scenario's IP, which is internal, meets; each is a top peer.
const PEERS: [(&str, &str); 4] =
    [("203.0.113.5", "Inbound"), ("198.51.100.7", "Two-way"), ("2001:db8::1", "Outbound"), ("192.0.2.9", "Outbound")];

/// As iploc.csv has it: from, to, code, country, state, city, latitude, longitude, owner, domain.
const PLACES: &str = "\"167772160\",\"184549375\",\"CZ\",\"Czechia\",\"\",\"Prague\",\"50.08\",\"14.43\",\"Home\",\"\"\n\
\"3405803776\",\"3405804031\",\"AR\",\"Argentina\",\"\",\"\",\"-34\",\"-64\",\"\",\"\"\n\
\"3325256704\",\"3325256959\",\"US\",\"<b>United & States</b>\",\"CA\",\"View\",\"37.4\",\"-122\",\"\",\"\"\n";

const NAMES: &str = "srcIP,name\n203.0.113.0/24,VPN <script>alert(1)</script>\n192.0.2.0/24,evil.example & co\n";

fn context() -> Context {
    let mut places = PlacesReader::default();
    places.push(PLACES.as_bytes());
    Context { names: NetworkNames::from_csv(NAMES).0, places: Some(places.finish().0) }
}

fn ask(content: Content, handling: Handling, view: View) -> AskExport {
    AskExport {
        content,
        ip: ip(SOUGHT),
        view,
        grouping: Grouping::Row,
        filter: Filter::default(),
        window: None,
        handling,
        told: told(spot()),
        unread: Unread::Await,
    }
}

fn picture(figure: Figure, handling: Handling) -> String {
    let question = ask(Content::Svg(figure), handling, view());
    file(&investigation_of(&rows()), &context(), &question).unwrap().text
}

fn report(investigation: &Investigation, context: &Context, handling: Handling) -> String {
    file(investigation, context, &ask(Content::Html, handling, view())).unwrap().text
}

/// Reads a drawing as XML, and gives its texts.
fn texts(svg: &str) -> Vec<String> {
    let document = Document::parse(svg).unwrap_or_else(|error| panic!("{error}: {svg}"));
    let root = document.root_element();
    assert_eq!((root.tag_name().name(), root.tag_name().namespace()), ("svg", Some("http://www.w3.org/2000/svg")));
    assert_eq!(root.attribute("role"), Some("img"));
    assert!(!document.descendants().any(|node| node.is_element() && node.tag_name().name() == "script"));
    document
        .descendants()
        .filter(|node| node.has_tag_name(("http://www.w3.org/2000/svg", "text")))
        .filter_map(|node| node.text().map(str::to_owned))
        .collect()
}

/// The drawings of a report, which are XML within its HTML.
fn drawings(report: &str) -> Vec<String> {
    let parts = report.split("<svg ").skip(1);
    parts.map(|part| format!("<svg {}</svg>", part.split("</svg>").next().unwrap())).collect()
}

#[rstest]
fn every_picture_can_be_read_alone(
    #[values(Figure::Timeline, Figure::Globe, Figure::Map, Figure::Progression, Figure::Impact)] figure: Figure,
    #[values(Handling::default(), DEFANGED)] handling: Handling,
) {
    let svg = picture(figure, handling);
    let texts = texts(&svg);
    let sought = handling.addresses.address(ip(SOUGHT));
    let document = Document::parse(&svg).unwrap();
    let named = |name: &str| document.root_element().children().find(|node| node.tag_name().name() == name).unwrap();
    assert_eq!(named("title").text(), Some(&*format!("{} of {sought}", figure.caption())), "its accessible name");
    assert!(named("desc").text().is_some_and(|words| words.len() > 20), "its description");
    assert_eq!(texts[0], format!("{} of {sought}", figure.caption()));
    let source = handling.addresses.text("Apache Spot at spot.example:8889");
    let foot = format!("{sought} on 2016-07-08 \u{b7} {source} \u{b7} made 2016-07-09 08:15 UTC");
    assert!(texts.contains(&foot), "{foot} in {texts:?}");
    assert_eq!(texts.iter().any(|text| text == "TLP:AMBER"), handling.marking.is_some());
    for direction in ["Inbound", "Two-way"] {
        assert!(texts.iter().any(|text| text.starts_with(direction)), "{direction} in {texts:?}");
    }
    assert!(!svg.contains("NaN") && !svg.contains("inf"), "{svg}");
    assert!(svg.contains("fill=\"#ffffff\""), "light ground for paper");
    let question = ask(Content::Png(figure), handling, view());
    let again = file(&investigation_of(&rows()), &context(), &question).unwrap();
    assert_eq!((again.text, &*again.media_type), (svg.clone(), "image/png"), "the same on every run, and for a PNG");
    if handling.addresses == Addresses::Defanged {
        for plain in PEERS.map(|(peer, _)| peer).into_iter().chain([SOUGHT, "spot.example", "evil.example"]) {
            assert!(!svg.contains(plain), "{plain} in {svg}");
        }
    }
}

#[test]
fn the_tree_has_every_peer_below_its_direction_and_network() {
    let texts = texts(&picture(Figure::Progression, Handling::default()));
    for (peer, _) in PEERS {
        assert_eq!(texts.iter().filter(|text| *text == peer).count(), 1, "{peer} in {texts:?}");
    }
    let expected = ["VPN <script>alert(1)</script>", "evil.example & co", "Unknown"];
    for network in expected {
        assert!(texts.iter().any(|text| text == network), "{network} in {texts:?}");
    }
    // Each direction, and how many peers of it there are.
    for direction in ["Inbound", "Outbound", "Two-way"] {
        let place = texts.iter().position(|text| text == direction).unwrap();
        let peers = PEERS.iter().filter(|(_, of)| *of == direction).count();
        assert_eq!(texts[place + 1], peers.to_string(), "{direction} in {texts:?}");
    }
}

#[test]
fn the_bars_have_all_contexts_and_nothing_to_open() {
    let svg = picture(Figure::Impact, Handling::default());
    let bars: Vec<String> = texts(&svg).into_iter().skip_while(|text| text != "Inbound").take(12).collect();
    assert_eq!(bars, ["Inbound", "1", "VPN", "1", "Outbound", "2", "DMZ", "2", "Two-way", "1", "DMZ", "1"]);
    assert!(!svg.contains("stroke="), "no chevron");
}

#[rstest]
#[case(Figure::Globe)]
#[case(Figure::Map)]
fn places_are_named_and_who_has_none_is_told(#[case] figure: Figure) {
    let all = texts(&picture(figure, Handling::default())).join(" ");
    for words in
        ["Argentina\u{a0}1", "<b>United\u{a0}&\u{a0}States</b>\u{a0}1", "Of 2 peers no place is known.", SOUGHT]
    {
        assert!(all.contains(words), "{words} in {all}");
    }
}

#[test]
fn both_sides_of_the_globe_are_drawn_where_somebody_is_on_the_other() {
    // Prague, and its antipodes in the Pacific.
    let globe = |longitude: &str| {
        let text = PLACES.replace("\"-34\",\"-64\"", &format!("\"-30\",\"{longitude}\"")).replace("\"-122\"", "\"10\"");
        let mut places = PlacesReader::default();
        places.push(text.as_bytes());
        let context = Context { places: Some(places.finish().0), ..Context::default() };
        let question = ask(Content::Svg(Figure::Globe), Handling::default(), view());
        file(&investigation_of(&rows()), &context, &question).unwrap().text
    };
    let grounds =
        |svg: &str| svg.matches("<circle cx=\"430\" cy").count() + svg.matches("<circle cx=\"1290\" cy").count();
    let (near, far) = (globe("20"), globe("-165"));
    assert!(!near.contains("from both sides") && grounds(&near) == 0, "one globe in the middle");
    assert!(far.contains("from both sides") && grounds(&far) >= 2, "{far}");
}

#[test]
fn without_places_a_picture_of_them_is_refused_and_the_report_says_why() {
    let nowhere = Context { places: None, ..context() };
    let mut elsewhere = PlacesReader::default();
    elsewhere.push(b"\"16777216\",\"16777471\",\"AU\",\"Australia\",\"\",\"\",\"-27\",\"133\",\"\",\"\"\n");
    let elsewhere = Context { places: Some(elsewhere.finish().0), ..context() };
    for (context, why) in [
        (nowhere, "No place of any peer is known: there is no iploc.csv."),
        (elsewhere, "iploc.csv has no place for any of 4 top peers."),
    ] {
        for figure in [Figure::Globe, Figure::Map] {
            let question = ask(Content::Svg(figure), Handling::default(), view());
            let refused = file(&investigation_of(&rows()), &context, &question);
            assert!(matches!(&refused, Err(Failure::NotPossible(words)) if words.contains(why)), "{refused:?}");
        }
        let report = report(&investigation_of(&rows()), &context, Handling::default());
        assert_eq!(report.matches(why).count(), 1, "said once");
        assert_eq!(drawings(&report).len(), 3, "and no empty globe");
    }
}

#[test]
fn a_report_has_all_pictures_each_with_a_name_and_a_caption() {
    let report = report(&investigation_of(&rows()), &context(), Handling::default());
    let drawings = drawings(&report);
    let titles: Vec<String> = drawings
        .iter()
        .map(|svg| {
            let document = Document::parse(svg).unwrap();
            assert_eq!(document.root_element().attribute("role"), Some("img"));
            document.root_element().first_element_child().unwrap().text().unwrap().to_owned()
        })
        .collect();
    assert_eq!(titles, Figure::ALL.map(|figure| format!("{} of {SOUGHT}", figure.caption())));
    for figure in Figure::ALL {
        assert!(report.contains(&format!("<figcaption><strong>{}.</strong> ", figure.caption())), "{figure:?}");
    }
    assert!(!report.contains("<script") && !report.contains("<img"), "names stay text");
    // Every address of the pictures is one of the search.
    let known: BTreeSet<String> = PEERS.map(|(peer, _)| peer).into_iter().chain([SOUGHT]).map(str::to_owned).collect();
    for text in drawings.iter().flat_map(|svg| texts(svg)) {
        assert!(text.parse::<std::net::IpAddr>().is_err() || known.contains(&text), "{text}");
    }
}

/// `peers` peers that each sent a row to the IP, in `networks` networks.
fn crowd(peers: u8, networks: u8) -> (Vec<Row>, Context, BTreeMap<String, Vec<String>>) {
    let pattern = rows().into_iter().next().unwrap();
    let mut by_network: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let mut names = "srcIP,name\n".to_owned();
    let mut rows = Vec::new();
    for number in 0..peers {
        let (peer, network) = (format!("198.18.{number}.1"), format!("net {}", number % networks));
        names.extend([&*peer, ",", &*network, "\n"]);
        rows.push(Row { source: ip(&peer), connections: Some(1_000 - u32::from(number)), ..pattern.clone() });
        by_network.entry(network).or_default().push(peer);
    }
    let context = Context { names: NetworkNames::from_csv(&names).0, places: None };
    (rows, context, by_network)
}

#[rstest]
#[case(1, 1)]
#[case(30, 3)]
#[case(120, 7)]
#[case(250, 200)]
fn a_tree_is_unfolded_as_far_as_there_is_room_and_says_what_is_left_out(#[case] peers: u8, #[case] networks: u8) {
    let (rows, context, by_network) = crowd(peers, networks);
    let view = View { top: investigation::domain::view::TopResults::new(1_000), ..view() };
    let investigation = investigation_of(&rows);
    let alone = file(&investigation, &context, &ask(Content::Svg(Figure::Progression), Handling::default(), view));
    let alone = alone.unwrap().text;
    let html = file(&investigation, &context, &ask(Content::Html, Handling::default(), view)).unwrap().text;
    let tree = drawings(&html).into_iter().find(|svg| svg.contains("<title>Incident progression")).unwrap();
    for (svg, most_px, said) in [(&alone, 3_000.0, &alone), (&tree, 1_100.0, &html)] {
        let texts = texts(svg);
        let shown: usize = texts.iter().filter(|text| text.starts_with("198.18.")).count();
        let hidden: usize = texts.iter().filter_map(|text| text.strip_prefix("and ")?.strip_suffix(" more")).count();
        let document = Document::parse(svg).unwrap();
        let height: f64 = document.root_element().attribute("height").unwrap().parse().unwrap();
        assert!(height <= most_px, "{height} of {most_px}");
        let all = usize::from(peers);
        assert_eq!(said.contains("are shown one by one"), shown < all, "{shown} of {all}");
        if shown < all {
            assert!(said.contains(&format!("{shown} of {all} peers are shown one by one")), "{shown}");
            assert!(said.contains("Top peers in the timeline"));
            assert!(height > most_px * 0.7, "there was room for more: {height}");
            assert!(hidden > 0 || shown == 0, "what is hidden is told where it is hidden");
        } else {
            let expected: BTreeSet<&String> = by_network.values().flatten().collect();
            assert_eq!(texts.iter().filter(|text| text.starts_with("198.18.")).collect::<BTreeSet<_>>(), expected);
            assert_eq!(hidden, 0);
        }
    }
    // The table of the report has them all.
    for peer in by_network.values().flatten() {
        assert!(html.contains(&format!("<span class=\"mono\">{peer}</span>")), "{peer}");
    }
}

#[rstest]
#[case(Addresses::Plain, "2001:db8:1111:2222:3333:4444:5555:")]
#[case(Addresses::Defanged, "2001[:]db8[:]1111[:]2222[:]3333[:]4444[:]5555[:]")]
fn the_longest_addresses_are_written_in_full(#[case] addresses: Addresses, #[case] network: &str) {
    let pattern = rows().into_iter().next().unwrap();
    let peer = |number: u16| format!("2001:db8:1111:2222:3333:4444:5555:{number:x}");
    let rows: Vec<Row> = (0xa000..0xa009).map(|number| Row { source: ip(&peer(number)), ..pattern.clone() }).collect();
    let context = Context {
        names: NetworkNames::from_csv(&format!("srcIP,name\n2001:db8::/32,{}\n", "a long name ".repeat(9))).0,
        places: None,
    };
    let handling = Handling { addresses, marking: None };
    let question = ask(Content::Svg(Figure::Progression), handling, view());
    let texts = texts(&file(&investigation_of(&rows), &context, &question).unwrap().text);
    for number in 0xa000..0xa009 {
        assert!(texts.contains(&format!("{network}{number:x}")), "{texts:?}");
    }
}

#[test]
fn a_filter_is_obeyed_and_said() {
    let whole = investigation_of(&rows());
    let filter: Filter = "src:203.0.113.0/24".parse().unwrap();
    let part = whole.part(filter.clone(), Filtering::new(&whole, &filter, view()).finish(), None);
    for figure in Figure::ALL {
        let svg = file(&part, &context(), &ask(Content::Svg(figure), DEFANGED, view())).unwrap().text;
        let texts = texts(&svg);
        assert!(texts.iter().any(|text| text == "Filter: src:203[.]0[.]113[.]0/24"), "{texts:?}");
        assert!(!texts.iter().any(|text| text.contains("192[.]0[.]2[.]9")), "{texts:?}");
    }
}

#[test]
fn a_search_without_peers_has_pictures_that_say_so() {
    let own = rows().into_iter().filter(|row| row.source == row.destination).collect::<Vec<_>>();
    for rows in [Vec::new(), own] {
        let investigation = investigation_of(&rows);
        for figure in [Figure::Timeline, Figure::Progression, Figure::Impact] {
            let svg = file(&investigation, &context(), &ask(Content::Svg(figure), DEFANGED, view())).unwrap().text;
            assert!(!texts(&svg).is_empty() && !svg.contains("NaN"), "{svg}");
        }
        let report = report(&investigation, &context(), Handling::default());
        assert!(report.contains("no place for any of 0 top peers"), "{report}");
        for svg in drawings(&report) {
            assert!(!texts(&svg).is_empty());
        }
    }
}

#[test]
fn every_picture_of_demo_data_is_marked() {
    for figure in Figure::ALL {
        let question = AskExport { told: told(Source::Demo), ..ask(Content::Svg(figure), DEFANGED, view()) };
        let svg = file(&investigation_of(&rows()), &context(), &question).unwrap().text;
        assert!(texts(&svg).iter().any(|text| text.contains("DEMO DATA")), "{figure:?}");
    }
}
