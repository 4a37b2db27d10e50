//! The documents of a storyboard: in Spot's form, and what the definition says.
#![allow(clippy::expect_used)]

mod common;

use common::{SOUGHT, any_rows, investigation, ip, row, table, view};
use investigation::domain::context::{Context, NetworkNames};
use investigation::domain::details::Row;
use investigation::domain::direction::Side;
use investigation::domain::flows::Flows;
use investigation::domain::geo::{Places, PlacesReader};
use investigation::domain::investigation::Investigation;
use investigation::domain::network::{InternalNetwork, StandingChoice};
use investigation::domain::protocol::Protocol;
use investigation::domain::storyboard::{
    Document, FlowTimeline, Globe, ImpactNode, NetworkKind, ProgressionNode, StoredTimeline, Storyboard, TimelineRow,
    to_spot_json,
};
use investigation::domain::time::Moment;
use proptest::prelude::*;
use rstest::rstest;
use serde::Serialize;
use serde::de::DeserializeOwned;

const NAMES: &str = "\
srcIP,name
203.0.113.1,VPN-DMZ.example
203.0.113.2,Guest FW.Proxy
203.0.113.3,Proxy farm
203.0.113.4-203.0.113.5,Berlin.VPN
203.0.113.6,vpn
198.51.100.0/24,DMZ west
10.0.0.0/8,Company Proxy
";

fn context(places: &str) -> Context {
    let (names, skipped) = NetworkNames::from_csv(NAMES);
    assert_eq!(skipped.total, 0);
    Context { names, places: (!places.is_empty()).then(|| read_places(places)) }
}

/// Lines of `first IP,last IP,latitude,longitude,owner`, in the form of iploc.csv.
fn read_places(lines: &str) -> Places {
    let number = |text: &str| text.parse::<std::net::Ipv4Addr>().expect("IPv4").to_bits();
    let mut reader = PlacesReader::default();
    for line in lines.lines() {
        let [first, last, latitude, longitude, owner] = line.split(',').collect::<Vec<_>>()[..] else {
            panic!("{line}")
        };
        let (first, last) = (number(first), number(last));
        reader.push(
            format!("\"{first}\",\"{last}\",\"\",\"\",\"\",\"\",\"{latitude}\",\"{longitude}\",\"{owner}\",\"\"\n")
                .as_bytes(),
        );
    }
    let (places, skipped) = reader.finish();
    assert_eq!(skipped.total, 0, "{skipped:?}");
    places
}

/// Six peers inbound, two outbound, three two-way; connections make the order.
fn rows() -> Vec<Row> {
    vec![
        row("203.0.113.1", SOUGHT, 60, 1),
        row("203.0.113.2", SOUGHT, 50, 1),
        row("203.0.113.3", SOUGHT, 40, 1),
        row("203.0.113.4", SOUGHT, 30, 1),
        row("203.0.113.5", SOUGHT, 20, 1),
        row("192.0.2.1", SOUGHT, 10, 1),
        row(SOUGHT, "203.0.113.6", 2, 1),
        row(SOUGHT, "198.51.100.9", 1, 1),
        row(SOUGHT, "198.51.100.1", 6, 1),
        row("198.51.100.1", SOUGHT, 1, 1),
        row(SOUGHT, "198.51.100.2", 5, 1),
        row("198.51.100.2", SOUGHT, 1, 1),
        row(SOUGHT, "10.9.9.9", 4, 1),
        row("10.9.9.9", SOUGHT, 1, 1),
        row(SOUGHT, SOUGHT, 99, 99),
    ]
}

fn storyboard(places: &str) -> Storyboard {
    Storyboard::of(&investigation(SOUGHT, &rows()), view(20, StandingChoice::ByRanges), &context(places))
}

#[test]
fn peers_are_counted_by_direction_and_kind_of_network() {
    // 203.0.113.1 is VPN (before DMZ), .2 is FW (its Proxy comes after the dot), .3 is Proxy; .4 and .5 (VPN after the
    // dot), .6 (lower case) and the one without a name are DMZ.
    let stats = "{\"size\": 11, \"name\": \"\", \"children\": [\
        {\"size\": 6, \"name\": \"Inbound Only\", \"children\": [{\"name\": \"DMZ\", \"size\": 3}, {\"name\": \"FW\", \"size\": 1}, \
        {\"name\": \"Proxy\", \"size\": 1}, {\"name\": \"VPN\", \"size\": 1}]}, \
        {\"size\": 2, \"name\": \"Outbound Only\", \"children\": [{\"name\": \"DMZ\", \"size\": 2}]}, \
        {\"size\": 3, \"name\": \"two way\", \"children\": [{\"name\": \"DMZ\", \"size\": 2}, {\"name\": \"Proxy\", \"size\": 1}]}]}";

    assert_eq!(to_spot_json(&storyboard("").impact).expect("JSON"), stats);
}

#[test]
fn networks_are_counted_by_direction_and_peers_without_one_left_out() {
    let dendrogram = "{\"name\": \"10.0.0.1\", \"time\": \"\", \"children\": [\
        {\"name\": \"Inbound Only\", \"impact\": 0, \"children\": [{\"name\": \"Berlin.VPN\", \"impact\": 2}, \
        {\"name\": \"Guest FW.Proxy\", \"impact\": 1}, {\"name\": \"Proxy farm\", \"impact\": 1}, {\"name\": \"VPN-DMZ.example\", \"impact\": 1}]}, \
        {\"name\": \"Outbound Only\", \"impact\": 0, \"children\": [{\"name\": \"DMZ west\", \"impact\": 1}, {\"name\": \"vpn\", \"impact\": 1}]}, \
        {\"name\": \"two way\", \"impact\": 0, \"children\": [{\"name\": \"DMZ west\", \"impact\": 2}, {\"name\": \"Company Proxy\", \"impact\": 1}]}]}";

    assert_eq!(to_spot_json(&storyboard("").progression).expect("JSON"), dendrogram);
}

#[test]
fn an_external_ips_groups_are_the_other_way_round() {
    let external = view(20, StandingChoice::External);
    let storyboard = Storyboard::of(&investigation(SOUGHT, &rows()), external, &Context::default());
    let sizes: Vec<_> =
        storyboard.impact.children.into_iter().flatten().map(|group| (group.name, group.size)).collect();

    assert_eq!(
        sizes,
        [("Inbound Only".into(), Some(2)), ("Outbound Only".into(), Some(6)), ("two way".into(), Some(3))]
    );
}

const HERE: &str = "10.0.0.1,10.0.0.1,52.5,13.25,Ours";
const THERE: &str = "203.0.113.1,203.0.113.1,1.5,-2.5,In & Co.
198.51.100.1,198.51.100.1,-3.25,4,Both
198.51.100.9,198.51.100.9,5.0,6.123456,Außen";

fn feature(ip: &str, kind: u8, owner: &str, longitude: &str, latitude: &str) -> String {
    format!(
        "{{\"geometry\": {{\"type\": \"Point\", \"coordinates\": [{longitude}, {latitude}]}}, \"type\": \"Feature\", \
         \"properties\": {{\"ip\": \"{ip}\", \"type\": {kind}, \"location\": \"{owner}\"}}}}"
    )
}

#[test]
fn the_map_has_two_way_peers_as_destinations_and_the_ip_at_the_other_end_of_all_others() {
    let globe = format!(
        "{{\"destips\": [{}, {}, {}], \"type\": \"FeatureCollection\", \"sourceips\": [{}, {}]}}",
        feature("198.51.100.1", 1, "Both", "4.0", "-3.25"),
        feature(SOUGHT, 3, "Au\\u00dfen", "13.25", "52.5"),
        feature(SOUGHT, 2, "In & Co.", "13.25", "52.5"),
        feature("198.51.100.9", 3, "Au\\u00dfen", "6.123456", "5.0"),
        feature("203.0.113.1", 2, "In & Co.", "-2.5", "1.5"),
    );

    assert_eq!(to_spot_json(&storyboard(&format!("{HERE}\n{THERE}")).globe).expect("JSON"), globe);
}

#[test]
fn an_ip_without_a_place_is_left_out_of_the_map_but_not_its_peers() {
    let globe = storyboard(THERE).globe.expect("places");

    assert_eq!(globe.sources.len(), 2);
    assert_eq!(globe.destinations.iter().map(|feature| feature.ip).collect::<Vec<_>>(), [ip("198.51.100.1")]);
}

#[test]
fn without_iploc_there_is_no_map() {
    assert_eq!(storyboard("").globe, None);
}

#[test]
fn only_the_top_peers_are_in_the_documents() {
    let board = Storyboard::of(&investigation(SOUGHT, &rows()), view(1, StandingChoice::ByRanges), &context(THERE));

    assert_eq!(board.impact.size, Some(3), "of each group the first, the same by connections and by bytes");
    assert_eq!(board.globe.expect("places").sources.len(), 1, "203.0.113.1: 203.0.113.6 is first and has no place");
}

#[rstest]
#[case::nothing(None, NetworkKind::Dmz)]
#[case::empty(Some(""), NetworkKind::Dmz)]
#[case::vpn_before_the_dot(Some("corpVPN1.DMZ"), NetworkKind::Vpn)]
#[case::vpn_after_the_dot(Some("corp.VPN"), NetworkKind::Dmz)]
#[case::first_of_the_list_not_of_the_name(Some("FW Proxy DMZ"), NetworkKind::Dmz)]
#[case::proxy_before_fw(Some("FW Proxy"), NetworkKind::Proxy)]
#[case::firewall(Some("FW"), NetworkKind::Firewall)]
#[case::other_case(Some("proxy"), NetworkKind::Dmz)]
#[case::dot_first(Some(".VPN"), NetworkKind::Dmz)]
fn a_networks_kind_is_in_its_name(#[case] name: Option<&str>, #[case] kind: NetworkKind) {
    assert_eq!(NetworkKind::of(name), kind);
}

#[rstest]
#[case(Document::ImpactAnalysis, "10.0.2.112", "stats-10_0_2_112.json")]
#[case(Document::IncidentProgression, "10.0.2.112", "threat-dendro-10_0_2_112.json")]
#[case(Document::Globe, "2001:db8::1", "globe-2001_db8__1.json")]
fn files_are_named_as_spot_names_them(#[case] document: Document, #[case] address: &str, #[case] name: &str) {
    assert_eq!(document.file_name(ip(address)), name);
}

fn rewritten<T: Serialize + DeserializeOwned>(text: &str) -> String {
    to_spot_json(&serde_json::from_str::<T>(text).expect("Spot's form")).expect("JSON")
}

/// Read and written again, they are the same to the byte.
#[test]
fn spots_own_files_have_the_form_of_ours() {
    let globe = include_str!("data/spot-demo/globe-10.199.250.2.json");
    assert!(rewritten::<Globe>(globe) == globe.trim_end());
    // An older Spot has put the type last.
    let older = include_str!("data/spot-demo/globe-10.13.77.49.json");
    let without_type = |text: &str| text.trim_end().replace(", \"type\": \"FeatureCollection\"", "");
    assert!(without_type(&rewritten::<Globe>(older)) == without_type(older));
    let stats =
        [include_str!("data/spot-demo/stats-10.199.250.2.json"), include_str!("data/spot-demo/stats-10.13.77.49.json")];
    for text in stats {
        assert_eq!(rewritten::<ImpactNode>(text), text.trim_end());
    }
    // The analyst who edited these has put them on many lines.
    for text in [
        include_str!("data/spot-demo/threat-dendro-10.199.250.2.json"),
        include_str!("data/spot-demo/threat-dendro-10.13.77.49.json"),
    ] {
        let written = rewritten::<ProgressionNode>(text);
        let on_one_line =
            text.lines().map(str::trim_start).collect::<String>().replace(",\"", ", \"").replace("},{", "}, {");
        assert_eq!(written, on_one_line);
    }
}

#[test]
fn the_map_of_spots_sample_is_rebuilt_from_its_owners() {
    let theirs: Globe =
        serde_json::from_str(include_str!("data/spot-demo/globe-10.199.250.2.json")).expect("Spot's form");
    let (rows, lines): (Vec<_>, Vec<_>) = theirs
        .destinations
        .iter()
        .map(|feature| {
            let (ip, at) = (feature.ip.to_string(), feature.coordinates.expect("a place"));
            let both_ways = [row(&ip, "10.199.250.2", 1, 1), row("10.199.250.2", &ip, 1, 1)];
            (both_ways, format!("{ip},{ip},{},{},{}\n", at.latitude, at.longitude, feature.location))
        })
        .unzip();
    let board = Storyboard::of(
        &investigation("10.199.250.2", &rows.concat()),
        view(1_000, StandingChoice::ByRanges),
        &context(&lines.concat()),
    );
    let by_ip = |globe: &Globe| {
        let mut features = globe.destinations.clone();
        features.sort_by_key(|feature| feature.ip);
        features
    };

    let ours = board.globe.expect("places");
    assert_eq!(by_ip(&ours), by_ip(&theirs));
    assert!(ours.sources.is_empty() && theirs.sources.is_empty());
}

#[test]
fn documents_are_read_from_graphql_where_anything_may_be_null() {
    let stats: ImpactNode = serde_json::from_str(
        r#"{"name":"","size":"3","children":[null,{"name":"two way","size":null,"children":null,"extra":1},{"size":-1}]}"#,
    )
    .expect("lenient");
    assert_eq!(stats.size, Some(3));
    let groups = stats.children.expect("children");
    assert_eq!(groups[0], ImpactNode { name: "two way".into(), size: None, children: None });
    assert_eq!(groups[1], ImpactNode::default());

    let tree: ProgressionNode =
        serde_json::from_str(r#"{"name":null,"children":[{"name":"two way"}]}"#).expect("lenient");
    assert_eq!((tree.name.as_str(), tree.time), ("", None));

    let globe: Globe = serde_json::from_str(
        r#"{"srcIps":[{"geometry":{"coordinates":[1.5,2]},"properties":{"ip":"10.0.0.1","location":null,"type":3}},null,
            {"properties":{"ip":"10.0.0.2","type":9}},{"geometry":null,"properties":{"ip":"10.0.0.3","location":"x","type":1}}],
            "dstIps":null}"#,
    )
    .expect("lenient");
    assert_eq!((globe.sources.len(), globe.destinations.len(), globe.unreadable), (2, 0, 2));
    assert_eq!((globe.sources[0].location.as_str(), globe.sources[1].coordinates), ("", None));

    for nothing in ["{}", r#"{"srcIps":[],"dstIps":[]}"#] {
        assert_eq!(serde_json::from_str::<Globe>(nothing).expect("lenient"), Globe::default());
    }
}

#[test]
fn what_is_no_document_is_an_error_and_no_panic() {
    let deep = "{\"children\":[".repeat(100_000);
    for text in ["3", "{\"children\":3}", "{\"children\":[3]}", deep.as_str(), ""] {
        assert!(serde_json::from_str::<ImpactNode>(text).is_err(), "{text:.40}");
        assert!(serde_json::from_str::<ProgressionNode>(text).is_err(), "{text:.40}");
    }
    for text in ["3", r#"{"srcIps":3}"#, r#"{"srcIps":[{"geometry":{"coordinates":"x"}}]}"#] {
        assert!(serde_json::from_str::<Globe>(text).is_err(), "{text}");
    }
}

#[test]
fn a_stored_timeline_is_read_and_its_null_rows_counted() {
    let stored: StoredTimeline = serde_json::from_str(
        r#"[{"tstart":"2016-07-08 08:02:00","tend":"2016-07-08 08:02:01","srcIp":"172.10.0.9","dstIp":"10.13.77.49",
             "protocol":"TCP","srcPort":80,"dstPort":1507,"pkts":5,"bytes":448}, null, {"tstart":"yesterday"}]"#,
    )
    .expect("lenient");
    let start = Moment::from_ascii(b"2016-07-08 08:02:00").expect("a moment");

    assert_eq!(stored.unreadable, 2);
    assert_eq!(
        stored.rows,
        [TimelineRow {
            start,
            source: ip("172.10.0.9"),
            destination: ip("10.13.77.49"),
            protocol: Some(Protocol(6)),
            source_port: Some(80),
            destination_port: Some(1507),
            packets: 5,
            bytes: 448,
            end: Moment(start.0 + 1),
        }]
    );
    assert_eq!(serde_json::from_str::<StoredTimeline>("null").expect("lenient"), StoredTimeline::default());
}

#[test]
fn without_single_flows_there_is_no_timeline() {
    assert_eq!(storyboard("").timeline, FlowTimeline::SingleFlowsUnknown);
}

/// Flows of one peer, as (start, port, bytes); the rows only say that there is one.
fn timeline_of(flows: &[(u32, u16, u64)]) -> (Vec<TimelineRow>, u64) {
    let table = table(SOUGHT, &[row("203.0.113.1", SOUGHT, 1, 1)]);
    let mut columns = Flows::default();
    for &(start, port, bytes) in flows {
        columns.peer.push(0);
        columns.side.push(Side::Destination);
        columns.start.push(start);
        columns.end.push(start + 1_000);
        columns.source_port.push(Some(port));
        columns.destination_port.push(None);
        columns.protocol.push(Some(Protocol(17)));
        columns.bytes.push(bytes);
        columns.packets.push(1);
    }
    let investigation = Investigation::new(table, Some(columns), InternalNetwork::default());
    match Storyboard::of(&investigation, view(20, StandingChoice::ByRanges), &Context::default()).timeline {
        FlowTimeline::Rows { rows, of } => (rows, of),
        FlowTimeline::SingleFlowsUnknown => panic!("they are known"),
    }
}

#[test]
fn flows_that_are_alike_are_one_row_from_the_earliest_to_the_latest_beginning() {
    let (rows, of) = timeline_of(&[(50, 1, 7), (90, 1, 7), (20, 1, 7), (50, 1, 8), (40, 2, 7)]);
    let told: Vec<_> = rows.iter().map(|row| (row.start.0, row.end.0, row.source_port, row.bytes)).collect();

    assert_eq!(told, [(20, 90, Some(1), 7), (40, 40, Some(2), 7), (50, 50, Some(1), 8)]);
    assert_eq!((of, rows[0].source, rows[0].destination), (3, ip("203.0.113.1"), ip(SOUGHT)));
}

#[test]
fn the_timeline_keeps_the_first_thousand_rows() {
    let flows: Vec<_> = (0..3_000u32).map(|at| (10_000 - at, 1, u64::from(at))).collect();
    let (rows, of) = timeline_of(&flows);

    assert_eq!((rows.len(), of), (1_000, 3_000));
    assert!(rows.is_sorted() && rows[0].start == Moment(7_001) && rows[999].start == Moment(8_000));
}

proptest! {
    /// Every peer of the top is counted once in each document that can have it.
    #[test]
    fn documents_hold_the_top_peers(rows in any_rows(), top in 1u16..9, external: bool) {
        let standing = if external { StandingChoice::External } else { StandingChoice::Internal };
        let investigation = investigation(SOUGHT, &rows);
        let context = context("203.0.113.1,203.0.113.3,1,1,x");
        let board = Storyboard::of(&investigation, view(top, standing), &context);
        let peers = investigation.overview(view(top, standing)).top_peers;
        let groups = board.impact.children.clone().expect("groups");
        prop_assert_eq!(groups.iter().map(|group| group.size).collect::<Vec<_>>(), peers.map(|size| Some(u64::from(size))));
        for group in &groups {
            let kinds = group.children.iter().flatten().filter_map(|kind| kind.size).sum::<u64>();
            prop_assert_eq!(Some(kinds), group.size);
        }
        let globe = board.globe.clone().expect("places");
        let located = investigation.top_peers(view(top, standing)).iter()
            .filter(|(id, _)| context.location(investigation.table().peers().address(*id)).is_some()).count();
        prop_assert_eq!(globe.destinations.len() + globe.sources.len(), located, "the IP itself has no place");
    }

    /// Between page and engine documents travel as bytes.
    #[test]
    fn documents_come_back_from_json_and_from_the_channel(rows in any_rows()) {
        let context = context("0.0.0.0,255.255.255.255,12.345678,-98.7654321,Öwner");
        let board = Storyboard::of(&investigation(SOUGHT, &rows), view(20, StandingChoice::ByRanges), &context);
        let json = to_spot_json(&board.impact).expect("JSON");
        prop_assert!(json.is_ascii());
        prop_assert_eq!(&serde_json::from_str::<ImpactNode>(&json).expect("JSON"), &board.impact);
        let json = to_spot_json(&board.progression).expect("JSON");
        prop_assert_eq!(&serde_json::from_str::<ProgressionNode>(&json).expect("JSON"), &board.progression);
        let json = to_spot_json(&board.globe).expect("JSON");
        prop_assert!(json.is_ascii());
        prop_assert_eq!(&serde_json::from_str::<Option<Globe>>(&json).expect("JSON"), &board.globe);
        let bytes = postcard::to_allocvec(&(&board.impact, &board.progression, &board.globe, &board.timeline)).expect("bytes");
        let back: (ImpactNode, ProgressionNode, Option<Globe>, FlowTimeline) = postcard::from_bytes(&bytes).expect("bytes");
        prop_assert_eq!(back, (board.impact, board.progression, board.globe, board.timeline));
    }
}
