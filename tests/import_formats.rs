//! Each format's own fixture is told by its content, and read to the flows that were written down for it by hand.
#![allow(clippy::unwrap_used, reason = "a test ends at what it did not expect")]

use std::fmt::Write;
use std::fs;
use std::path::PathBuf;

use investigation::domain::details::Row;
use investigation::domain::time::Day;
use investigation::local::flows::{Flow, FlowTable};
use investigation::local::import::{Columns, Format, Header, ImportError, Importer, Report, Role};
use rstest::rstest;

fn fixture(name: &str) -> Vec<u8> {
    fs::read(PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/data/import").join(name)).unwrap()
}

fn import(mut importer: Importer, bytes: &[u8]) -> (FlowTable, Result<Report, ImportError>) {
    let mut table = FlowTable::default();
    let pushed = bytes.chunks(100).try_for_each(|chunk| importer.push(chunk, &mut table));
    let report = pushed.and_then(|()| importer.finish(&mut table));
    (table, report)
}

/// A flow in one line: start, duration, protocol, ends, bytes and packets each way, outcome.
fn line(flow: &Flow) -> String {
    let port = |port: Option<u16>| port.map_or("?".to_owned(), |port| port.to_string());
    let protocol = flow.protocol.map_or("?".to_owned(), |protocol| protocol.to_string());
    format!(
        "{}.{:06} +{}us {protocol} {} {} > {} {} | {}/{} bytes {}/{} packets {:?}",
        flow.start,
        flow.start_us,
        flow.duration_us(),
        flow.source,
        port(flow.source_port),
        flow.destination,
        port(flow.destination_port),
        flow.bytes.sent,
        flow.bytes.received,
        flow.packets.sent,
        flow.packets.received,
        flow.outcome,
    )
}

/// All that is told of a file.
fn told(table: &FlowTable, report: &Report) -> String {
    let mut text = String::new();
    for index in 0..table.len() {
        text += &line(&table.flow(index));
        if let Some(summary) = table.summary(index) {
            write!(
                text,
                " x{} mean {} bytes {} packets",
                summary.connections, summary.mean_bytes, summary.mean_packets
            )
            .unwrap();
        }
        text.push('\n');
    }
    writeln!(text, "left out {}", report.left_out).unwrap();
    for skipped in &report.skipped.first {
        writeln!(text, "line {}: {}", skipped.line, skipped.reason).unwrap();
    }
    text
}

#[rstest]
#[case::zeek_tsv("zeek.log", Format::ZeekTsv)]
#[case::zeek_json("zeek.json", Format::ZeekJson)]
#[case::suricata("eve.json", Format::Eve)]
#[case::nfdump_16("nfdump-1.6.csv", Format::Nfdump)]
#[case::nfdump_17("nfdump-1.7.csv", Format::Nfdump)]
#[case::argus_commas("argus.binetflow", Format::Argus)]
#[case::argus_tabs("argus.tsv", Format::Argus)]
#[case::ctu_13("vast.csv", Format::Vast)]
#[case::spot_flows("spot-flows.tsv", Format::SpotFlows)]
#[case::spot_details("spot-details.tsv", Format::SpotDetails)]
#[case::spot_timeline("spot-timeline.tsv", Format::SpotTimeline)]
fn a_file_is_told_by_its_content(#[case] name: &str, #[case] format: Format) {
    let (table, report) = import(Importer::default(), &fixture(name));
    let report = report.unwrap();
    assert_eq!(report.format, format);
    assert_eq!(told(&table, &report), String::from_utf8(fixture(&format!("{name}.flows"))).unwrap());
}

#[test]
fn an_unknown_table_is_shown_with_a_guess_and_read_by_the_assignment() {
    let Err(ImportError::NeedsColumns(preview)) = import(Importer::default(), &fixture("unknown.csv")).1 else {
        panic!("it is unknown");
    };
    let layout = preview.layout;
    assert_eq!((layout.delimiter, layout.width, layout.header), (b';', 7, Header::Named));
    assert_eq!(preview.names, ["When", "Client IP", "Server IP", "Server Port", "Transport", "Octets", "Remark"]);
    assert_eq!(preview.rows[0], ["2016-07-08 05:00:00", "10.0.0.1", "192.0.2.7", "443", "tcp", "7496", "a; \"b\""]);
    let guess = [Role::Start, Role::Source, Role::Destination, Role::DestinationPort, Role::Protocol, Role::BytesTotal];
    for (place, role) in guess.into_iter().enumerate() {
        assert_eq!(layout.columns.place(role), Some(place), "{role:?}");
    }
    assert_eq!(layout.columns.missing(), []);

    let (table, report) = import(Importer::assigned(layout), &fixture("unknown.csv"));
    let report = report.unwrap();
    assert_eq!((report.format, report.flows, report.left_out, report.skipped.total), (Format::Assigned, 3, 1, 0));
    assert_eq!(
        line(&table.flow(2)),
        "2016-07-08 05:00:02.000000 +0us UDP fe80::1 ? > ff02::fb 5353 | 90/0 bytes 0/0 packets Unknown"
    );
}

#[test]
fn records_that_nfdump_put_together_count_as_one_connection_each_and_are_told() {
    let head = "firstSeen,duration,proto,srcAddr,srcPort,dstAddr,dstPort,packets,bytes,flows\n";
    let row = |flows: &str| format!("2016-07-08 05:00:00.000,1.5,TCP,10.0.0.1,4000,192.0.2.1,443,10,900,{flows}\n");
    let log: String = [head.to_owned()].into_iter().chain(["1", "3", "", "0", "1", "250"].map(row)).collect();
    let (table, report) = import(Importer::default(), log.as_bytes());
    assert_eq!(table.len(), 6);
    assert_eq!(
        report.unwrap().notices,
        [
            "Records that nfdump put together of several flows (its column \u{201c}flows\u{201d}): 2, of 253 flows. Each counts as one connection."
        ]
    );
    let (_, report) = import(Importer::default(), format!("{head}{}", row("1")).as_bytes());
    assert_eq!(report.unwrap().notices, Vec::<String>::new());
}

#[test]
fn columns_can_be_guessed_by_what_is_in_them() {
    let text = b"x,1467954000,10.0.0.1,10.0.0.2\ny,1467954001,10.0.0.1,10.0.0.3\n";
    let Err(ImportError::NeedsColumns(preview)) = import(Importer::default(), text).1 else {
        panic!("it is unknown");
    };
    assert_eq!(preview.layout.header, Header::None);
    let expected = Columns::default().with(Role::Start, 1).with(Role::Source, 2).with(Role::Destination, 3);
    assert_eq!(preview.layout.columns, expected);
}

#[test]
fn details_come_back_as_spot_told_them() {
    let (table, _) = import(Importer::default(), &fixture("spot-details.tsv"));
    let (rows, flows) = table.search("2016-07-08".parse::<Day>().unwrap(), "10.199.250.2".parse().unwrap());
    let expected = Row {
        source: "172.10.0.40".parse().unwrap(),
        destination: "10.199.250.2".parse().unwrap(),
        source_port: Some(3097),
        destination_port: Some(21),
        first_seen: "2016-07-08 10:13:03".parse().unwrap(),
        last_seen: "2016-07-08 12:15:03".parse().unwrap(),
        connections: Some(2),
        max_packets: Some(20),
        avg_packets: Some(10),
        max_bytes: Some(1277),
        avg_bytes: Some(666),
    };
    assert_eq!(rows.row(0), expected);
    assert_eq!((rows.len(), flows.len()), (2, 2));
}

#[rstest]
#[case::prose(b"Dear analyst,\nplease find attached\n", "`Dear analyst,`")]
#[case::capture(b"\xd4\xc3\xb2\xa1\x02\0\x04\0", "a packet capture (pcap)")]
#[case::archive(b"PK\x03\x04\x14\0\0\0", "a zip file")]
#[case::utf16(b"\xff\xfet\0s\0", "text in UTF-16")]
#[case::page(b"<!DOCTYPE html>\n<title>Login</title>\n", "a web page")]
#[case::other_json(b"{\"size\": 16}\n", "JSON of something else")]
#[case::table_without_addresses(b"a,b,c\n1,2,3\n", "`a,b,c`")]
#[case::control_characters(b"\x1b[2Jhello\n", "`\u{fffd}[2Jhello`")]
fn what_is_no_log_is_told_with_its_first_line_and_what_was_expected(#[case] bytes: &[u8], #[case] words: &str) {
    let (table, report) = import(Importer::default(), bytes);
    let error = report.unwrap_err();
    let text = error.to_string();
    assert!(matches!(error, ImportError::UnknownFormat { .. }) && table.is_empty());
    assert!(text.contains(words) && text.contains("Zeek conn.log (TSV or JSON), Suricata EVE"), "{text}");
}

#[test]
fn a_long_first_line_is_shown_cut() {
    let text = import(Importer::default(), "é".repeat(100_000).as_bytes()).1.unwrap_err().to_string();
    assert!(text.ends_with(&format!("`{}…`", "é".repeat(40))), "{text}");
}

#[test]
fn another_log_of_zeeks_is_told_by_its_path() {
    let log =
        b"#separator \\x09\n#path\tdns\n#fields\tts\tuid\tid.orig_h\tid.resp_h\tquery\n1.0\tC\t10.0.0.1\t10.0.0.2\tx\n";
    let error = import(Importer::default(), log).1.unwrap_err();
    assert_eq!(error, ImportError::OtherZeekLog { log: "`dns`".to_owned() });
}

#[rstest]
#[case(b"")]
#[case(b"\n\r\n  \n")]
#[case(b"\xef\xbb\xbf")]
fn an_empty_file_is_told(#[case] bytes: &[u8]) {
    assert_eq!(import(Importer::default(), bytes).1, Err(ImportError::Empty));
}
