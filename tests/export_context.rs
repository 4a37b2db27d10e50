//! Names and places from context files, in every form of an export.

#![allow(clippy::unwrap_used, reason = "a test ends at what it did not expect")]

mod export_scenario;

use export_scenario::{dossier, investigation_of, ip, rows, spot, told, view};
use investigation::domain::context::{Context, NetworkNames};
use investigation::domain::direction::Side;
use investigation::domain::filter::Filter;
use investigation::domain::geo::PlacesReader;
use investigation::domain::network::InternalNetwork;
use investigation::domain::view::{Grouping, Measure};
use investigation::engine::api::{AskExport, Unread};
use investigation::engine::export::file;
use investigation::export::dossier::{Addresses, Handling, Source};
use investigation::export::file_name::Content;
use investigation::export::sheet::List;
use serde_json::{Value, json};

/// 203.0.113.0/24 in Argentina, 198.51.100.0/24 in Mountain View.
const PLACES: &str = "\
\"3405803776\",\"3405804031\",\"AR\",\"Argentina\",\"\",\"\",\"-34\",\"-64\",\"\",\"\"
\"3325256704\",\"3325256959\",\"US\",\"United States\",\"CA\",\"Mountain View\",\"37.4056\",\"-122.0775\",\"Google LLC\",\"google.com\"
";
const NAMES: &str = "srcIP,name\n198.51.100.7,mail.gateway\n10.0.2.112,VPN desk\n192.0.2.0/24,=cmd|x";
const RANGES: &str = "10.0.0.0,10.0.255.255,office";

const SOURCES: List = List::Top(Side::Destination, Measure::Connections);
const DEFANGED: Handling = Handling { addresses: Addresses::Defanged, marking: None };

fn context() -> Context {
    let mut places = PlacesReader::default();
    places.push(PLACES.as_bytes());
    Context { names: NetworkNames::from_csv(NAMES).0, places: Some(places.finish().0) }
}

fn export(content: Content, known: &Context, ranges: &str, handling: Handling) -> String {
    let investigation = investigation_of(&rows());
    investigation.use_network(InternalNetwork::from_csv(ranges).0);
    let (view, told) = (view(), told(spot()));
    let question = AskExport {
        content,
        ip: ip("10.0.2.112"),
        view,
        grouping: Grouping::Row,
        window: None,
        filter: Filter::default(),
        handling,
        told,
        unread: Unread::Await,
    };
    file(&investigation, known, &question).unwrap().text
}

fn known(content: Content) -> String {
    export(content, &context(), RANGES, Handling::default())
}

/// A spreadsheet's lines, each cell by the name of its column.
fn csv_rows(text: &str) -> Vec<Vec<(String, String)>> {
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let names: Vec<String> = reader.headers().unwrap().iter().map(str::to_owned).collect();
    reader
        .records()
        .map(|record| names.iter().cloned().zip(record.unwrap().iter().map(str::to_owned)).collect())
        .collect()
}

fn cell<'a>(row: &'a [(String, String)], column: &str) -> &'a str {
    row.iter().find(|(name, _)| name == column).map_or("no such column", |(_, value)| value)
}

#[test]
fn a_spreadsheet_has_a_column_for_each_thing_that_is_known() {
    let rows = csv_rows(&known(Content::Csv(SOURCES)));
    let google = rows.iter().find(|row| cell(row, "Source IP") == "198.51.100.7").unwrap();
    for (column, value) in [
        ("Source IP network name", "mail.gateway"),
        ("Source IP internal range", ""),
        ("Source IP country code", "US"),
        ("Source IP country", "United States"),
        ("Source IP state", "CA"),
        ("Source IP city", "Mountain View"),
        ("Source IP latitude", "37.4056"),
        ("Source IP longitude", "-122.0775"),
        ("Source IP owner of the range", "Google LLC"),
        ("Source IP domain of the owner", "google.com"),
    ] {
        assert_eq!(cell(google, column), value, "{column}");
    }
    let argentina = rows.iter().find(|row| cell(row, "Source IP") == "203.0.113.5").unwrap();
    assert_eq!(cell(argentina, "Source IP latitude"), "-34", "a number, not a text with an apostrophe");
    assert_eq!(cell(argentina, "Source IP city"), "");
}

#[test]
fn a_spreadsheet_of_pairs_knows_both_ends() {
    let rows = csv_rows(&known(Content::Csv(List::Pairs)));
    let out = rows.iter().find(|row| cell(row, "Destination IP") == "192.0.2.9").unwrap();
    assert_eq!(cell(out, "Source IP network name"), "VPN desk");
    assert_eq!(cell(out, "Source IP internal range"), "office");
    assert_eq!(cell(out, "Destination IP network name"), "'=cmd|x", "no formula");
    assert_eq!(cell(out, "Destination IP country"), "", "nothing is known of it");
}

#[test]
fn only_files_in_use_have_columns() {
    let header = |context: &Context, ranges: &str| {
        let text = export(Content::Csv(List::Lanes), context, ranges, Handling::default());
        text.lines().next().unwrap().to_owned()
    };
    let without = "Peer IP,Direction,Rows,Connections,Bytes of the largest connection,First seen (collector's clock),\
                   Last seen (collector's clock)";
    let about = "Investigated IP,Day,Data source,Made at";
    assert_eq!(header(&Context::default(), ""), format!("{without},{about}"));
    assert_eq!(header(&Context::default(), RANGES), format!("{without},Peer IP internal range,{about}"));
    let names = Context { places: None, ..context() };
    assert_eq!(header(&names, ""), format!("{without},Peer IP network name,{about}"));
}

#[test]
fn an_event_has_the_places_of_its_ends_in_the_schemas_fields() {
    let document: Value = serde_json::from_str(&known(Content::Json)).unwrap();
    let of = |list: &str, peer: &str| {
        let is_it = |event: &&Value| {
            event["flow_threat_investigation"]["list"] == list
                && event["related"]["ip"].as_array().is_some_and(|ips| ips.contains(&json!(peer)))
        };
        document["events"].as_array().unwrap().iter().find(is_it).unwrap().clone()
    };
    let event = of("top-source-ip-per-connections", "198.51.100.7");
    let place = json!({
        "country_iso_code": "US", "country_name": "United States", "region_name": "CA", "city_name": "Mountain View",
        "location": { "lat": 37.4056, "lon": -122.0775 },
    });
    assert_eq!(event["source"]["geo"], place);
    assert!(event["destination"].get("geo").is_none(), "no place of the desk is known");
    assert!(event["network"].get("name").is_none(), "the ends have names of their own");
    assert_eq!(
        event["flow_threat_investigation"]["known"],
        json!([
            { "ip": "198.51.100.7", "network_name": "mail.gateway", "geo": place, "range_owner": "Google LLC",
              "range_owner_domain": "google.com" },
            { "ip": "10.0.2.112", "network_name": "VPN desk", "internal_range": "office" },
        ])
    );
    let one_name = of("top-source-ip-per-connections", "203.0.113.5");
    assert_eq!(one_name["network"]["name"], "VPN desk");
    assert_eq!(
        one_name["source"]["geo"],
        json!({
            "country_iso_code": "AR", "country_name": "Argentina", "location": { "lat": -34.0, "lon": -64.0 },
        })
    );
    let two_way = of("top-peers-in-the-timeline", "198.51.100.7");
    assert_eq!(
        two_way["flow_threat_investigation"]["known"][1]["geo"], place,
        "though it is neither source nor destination"
    );
    assert_eq!(document["flow_threat_investigation"]["known"]["internal_range"], "office");
}

#[test]
fn what_is_no_country_code_is_not_told_as_one() {
    let mut places = PlacesReader::default();
    places.push(b"\"3405803776\",\"3405804031\",\"A<script>\",\"\",\"\",\"\",\"\",\"\",\"\",\"\"");
    places.push(b"\n");
    let context = Context { places: Some(places.finish().0), ..Context::default() };
    let json = export(Content::Json, &context, "", Handling::default());
    assert!(!json.contains("country_iso_code"), "{json}");
}

#[test]
fn ticket_and_report_have_name_and_place_beside_the_ip() {
    let ticket = known(Content::Markdown);
    assert!(ticket.contains("| `198.51.100.7` (mail.gateway \u{b7} US, Mountain View) |"), "{ticket}");
    assert!(ticket.contains("| IP | `10.0.2.112` (VPN desk) |"), "{ticket}");
    assert!(ticket.contains("`203.0.113.5` (AR)"), "{ticket}");
    let report = known(Content::Html);
    let beside =
        "<span class=\"mono\">198.51.100.7</span> <span class=\"known\">mail.gateway \u{b7} US, Mountain View</span>";
    assert!(report.contains(beside), "{report}");
    assert!(report.contains("<span class=\"mono\">10.0.2.112</span> <span class=\"known\">VPN desk</span></dd>"));
}

#[test]
fn an_internal_peer_without_a_name_is_named_by_its_range() {
    let ticket =
        export(Content::Markdown, &Context::default(), "198.51.100.0,198.51.100.255,branch", Handling::default());
    assert!(ticket.contains("`198.51.100.7` (branch)"), "{ticket}");
}

#[test]
fn what_is_known_is_defanged_with_the_rest() {
    for content in [Content::Markdown, Content::Html, Content::Csv(SOURCES)] {
        let text = export(content, &context(), RANGES, DEFANGED);
        let defanged = ["mail[.]gateway", r"mail\[.\]gateway"].iter().any(|name| text.contains(name));
        assert!(!text.contains("mail.gateway") && defanged, "{content:?}: {text}");
    }
}

#[test]
fn hostile_names_stay_text() {
    let names = "srcIP,name\n198.51.100.7,<img src=x>|@all http://x.y `a`";
    let context = Context { names: NetworkNames::from_csv(names).0, places: None };
    let report = export(Content::Html, &context, "", Handling::default());
    assert!(!report.contains("<img src=x>") && report.contains("&lt;img src=x&gt;"), "{report}");
    let ticket = export(Content::Markdown, &context, "", Handling::default());
    let cell = r"`198.51.100.7` (\<img src=x\>\|\@<!-- -->all http\://x.y \`a\`)";
    assert!(ticket.contains(cell), "{ticket}");
}

#[test]
fn without_context_an_export_says_nothing_of_it() {
    let report = export(Content::Html, &Context::default(), "", Handling::default());
    assert!(!report.contains("class=\"known\""));
    let json = export(Content::Json, &Context::default(), "", Handling::default());
    assert!(!json.contains("\"geo\""), "{json}");
}

#[test]
fn times_of_files_and_of_the_demo_are_utc() {
    let of = |source: Source| {
        let mut dossier = dossier();
        dossier.source = source;
        let json: Value =
            serde_json::from_str(&investigation::export::json::document(&dossier, Handling::default())).unwrap();
        let start = json["events"][0]["event"]["start"].as_str().unwrap().to_owned();
        let zone = json["flow_threat_investigation"]["time_zone"].as_str().unwrap().to_owned();
        let csv = investigation::export::csv::file(List::Pairs, &dossier, Handling::default());
        let ticket = investigation::export::markdown::ticket(&dossier, Handling::default());
        let report = investigation::export::report::page(&dossier, &[], Handling::default());
        (start, zone, csv.lines().next().unwrap().to_owned(), ticket, report)
    };
    for source in [Source::Demo, Source::Files] {
        let (start, zone, header, ticket, report) = of(source);
        assert_eq!((start.as_str(), zone.as_str()), ("2016-07-08T09:04:12Z", "UTC"));
        assert!(header.contains("First seen (UTC),Last seen (UTC)"), "{header}");
        assert!(ticket.contains("| Seen | 2016-07-08 09:04:12 to 2016-07-08 14:00:00 UTC |"), "{ticket}");
        assert!(report.contains("<dt>Time</dt><dd>UTC.</dd>"), "{report}");
        for text in [header, ticket, report] {
            assert!(!text.contains("collector"), "{text}");
        }
    }
    let (start, zone, header, ticket, report) = of(spot());
    assert_eq!((start.as_str(), zone.as_str()), ("2016-07-08T09:04:12", "unknown: the collector's wall clock"));
    for text in [header, ticket, report] {
        assert!(text.contains("collector"), "{text}");
    }
}
