//! Whatever is in a flow log, and whatever chunks it arrives in: what is read is what a plain reader reads.
#![allow(clippy::unwrap_used, reason = "a test ends at what it did not expect")]

mod import_reference;

use import_reference::{EVE, Expected, Names, ZEEK, eve, table, zeek_json, zeek_tsv};
use investigation::local::flows::{Flow, FlowTable};
use investigation::local::import::{Columns, Format, Header, Importer, Layout, Role};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

/// What is read of `text` in chunks of these sizes, in turn.
fn read(mut importer: Importer, text: &[u8], chunks: &[usize]) -> (Format, Expected) {
    let mut flows = FlowTable::default();
    let mut rest = text;
    for &size in chunks.iter().cycle() {
        if rest.is_empty() {
            break;
        }
        let (chunk, after) = rest.split_at(size.min(rest.len()));
        importer.push(chunk, &mut flows).unwrap();
        rest = after;
    }
    let report = importer.finish(&mut flows).unwrap();
    let flows: Vec<Flow> = (0..flows.len()).map(|index| flows.flow(index)).collect();
    assert_eq!(report.flows, flows.len() as u64);
    assert_eq!(report.skipped.total, report.skipped.first.len() as u64, "few enough to be told all");
    let wrong = report.skipped.first.iter().map(|skipped| skipped.line).collect();
    (report.format, Expected { flows, left_out: report.left_out, wrong })
}

/// A field's text: mostly what belongs there, sometimes anything.
fn field(what: &'static str, epoch: bool) -> BoxedStrategy<String> {
    let odd = select(vec![
        "",
        "-",
        "(empty)",
        "abc",
        "-1",
        "1e2",
        "2.5",
        "99999999999999999999",
        "300.1.1.1",
        "1.2.3",
        "1.2.3.4.5",
        "::1",
        "fe80::1%eth0",
        "10.0.0.07",
        "100000",
        "4294967296.5",
        "x y",
        "12345678",
        "123456789",
        "1.5e-05",
        "0.0000019",
        "1467954000.25",
        "1467954000.2500001",
        "a.123456",
        "1234567.1234567",
        "192.168.100.200",
    ])
    .prop_map(str::to_owned);
    let address = prop_oneof![
        3 => any::<[u8; 4]>().prop_map(|octets| std::net::IpAddr::from(octets).to_string()),
        1 => any::<[u8; 16]>().prop_map(|octets| std::net::IpAddr::from(octets).to_string()),
    ];
    let clock = |separator: &'static str, end: &'static str| {
        (0..24_u8, 0..60_u8, 0..60_u8, 0..1_000_000_u32)
            .prop_map(move |(h, m, s, us)| format!("2016{separator}07{separator}08 {h:02}:{m:02}:{s:02}.{us:06}{end}"))
    };
    let usual = match what {
        "start" | "end" if epoch => (0..u32::MAX, 0..1_000_000_u32).prop_map(|(s, us)| format!("{s}.{us:06}")).boxed(),
        "start" | "end" => prop_oneof![clock("-", ""), clock("/", ""), clock("-", "+0200"), clock("-", "Z")].boxed(),
        "duration" => prop_oneof![
            (0..100_000_u32, 0..1_000_000_u32).prop_map(|(s, us)| format!("{s}.{us:06}")),
            Just("-".to_owned()),
            (0..1000_u32).prop_map(|ms| format!("0.{ms:03}")),
        ]
        .boxed(),
        "source" | "destination" => address.boxed(),
        "source port" | "destination port" => any::<u16>().prop_map(|port| port.to_string()).boxed(),
        "protocol" => select(vec!["tcp", "udp", "icmp", "TCP", "UDP", "ICMP6", "GRE", "47", "arp"])
            .prop_map(str::to_owned)
            .boxed(),
        "state" => select(vec![
            "SF",
            "S0",
            "REJ",
            "RSTO",
            "OTH",
            "CON",
            "REQ",
            "S_",
            "S_RA",
            "FSPA_FSPA",
            "......S.",
            "...A..S.",
        ])
        .prop_map(str::to_owned)
        .boxed(),
        "direction" => select(vec!["->", "<-", "<->", "who", "<?>"]).prop_map(str::to_owned).boxed(),
        "text" => "[a-z]{0,8}".boxed(),
        _ => prop_oneof![(0..2_000_u64).prop_map(|n| n.to_string()), any::<u64>().prop_map(|n| n.to_string())].boxed(),
    };
    prop_oneof![40 => usual, 1 => odd].boxed()
}

/// A field of Zeek's as nearly all lines have it: such lines are read many at a time.
fn usual_field(what: &'static str) -> BoxedStrategy<String> {
    let usual = match what {
        "start" => (900_000_000..u32::MAX, 0..1_000_000_u32).prop_map(|(s, us)| format!("{s}.{us:06}")).boxed(),
        "duration" => prop_oneof![
            4 => (0..100_000_u32, 0..1_000_000_u32).prop_map(|(s, us)| format!("{s}.{us:06}")),
            1 => Just("-".to_owned()),
        ]
        .boxed(),
        "source" | "destination" => prop_oneof![
            any::<[u8; 4]>().prop_map(|octets| std::net::Ipv4Addr::from(octets).to_string()),
            (0..9_u8).prop_map(|host| format!("10.0.0.{host}")),
        ]
        .boxed(),
        "protocol" => select(vec!["tcp", "udp", "icmp"]).prop_map(str::to_owned).boxed(),
        "state" => select(vec!["SF", "S0", "REJ", "RSTO"]).prop_map(str::to_owned).boxed(),
        "source port" | "destination port" => any::<u16>().prop_map(|port| port.to_string()).boxed(),
        _ => (0..10_u32, any::<u32>()).prop_map(|(digits, n)| (u64::from(n) % 10_u64.pow(digits)).to_string()).boxed(),
    };
    prop_oneof![300 => usual, 1 => field(what, true)].boxed()
}

/// Rows of fields, and lines that are none.
fn rows(fields: Vec<BoxedStrategy<String>>) -> impl Strategy<Value = Vec<Vec<String>>> {
    let wrong = select(vec!["", "garbage", "\u{fffd}\u{7f}"]).prop_map(|line| vec![line.to_owned()]);
    vec(prop_oneof![12 => fields, 1 => wrong], 0..40)
}

fn chunks() -> impl Strategy<Value = Vec<usize>> {
    prop_oneof![vec(1..9_usize, 1..4), vec(1..400_usize, 1..4), Just(vec![1 << 20])]
}

/// Lines put together: with either end, with a mark at the beginning, with and without an end of the last one.
fn joined(lines: &[String], style: u8) -> String {
    let end = if style & 1 == 0 { "\n" } else { "\r\n" };
    let mark = if style & 2 == 0 { "" } else { "\u{feff}" };
    let last = if style & 4 == 0 { end } else { "" };
    format!("{mark}{}{last}", lines.join(end))
}

fn without_mark(text: &str) -> &str {
    text.trim_start_matches('\u{feff}')
}

fn fields_of(names: Names, epoch: bool) -> Vec<BoxedStrategy<String>> {
    names.iter().map(|(what, _)| field(what, epoch)).collect()
}

const ARGUS: Names = &[
    ("start", "StartTime"),
    ("duration", "Dur"),
    ("protocol", "Proto"),
    ("source", "SrcAddr"),
    ("source port", "Sport"),
    ("direction", "Dir"),
    ("destination", "DstAddr"),
    ("destination port", "Dport"),
    ("state", "State"),
    ("packets", "TotPkts"),
    ("total", "TotBytes"),
    ("sent", "SrcBytes"),
];
const NFDUMP_16: Names = &[
    ("start", "ts"),
    ("end", "te"),
    ("duration", "td"),
    ("source", "sa"),
    ("destination", "da"),
    ("source port", "sp"),
    ("destination port", "dp"),
    ("protocol", "pr"),
    ("state", "flg"),
    ("text", "fwd"),
    ("packets sent", "ipkt"),
    ("sent", "ibyt"),
    ("packets received", "opkt"),
    ("received", "obyt"),
];
const NFDUMP_17: Names = &[
    ("start", "firstSeen"),
    ("duration", "duration"),
    ("protocol", "proto"),
    ("source", "srcAddr"),
    ("source port", "srcPort"),
    ("destination", "dstAddr"),
    ("destination port", "dstPort"),
    ("packets sent", "packets"),
    ("sent", "bytes"),
    ("text", "flows"),
];
const SPOT_FLOWS: Names = &[
    ("start", "tstart"),
    ("source", "srcip"),
    ("destination", "dstip"),
    ("source port", "sport"),
    ("destination port", "dport"),
    ("protocol", "proto"),
    ("state", "flags"),
    ("text", "tos"),
    ("sent", "bytes"),
    ("packets sent", "pkts"),
    ("text", "input"),
];
const SPOT_TIMELINE: Names = &[
    ("start", "tstart"),
    ("end", "tend"),
    ("source", "srcip"),
    ("destination", "dstip"),
    ("protocol", "proto"),
    ("source port", "sport"),
    ("destination port", "dport"),
    ("packets sent", "pkts"),
    ("sent", "bytes"),
];
const SPOT_DETAILS: Names = &[
    ("start", "firstseen"),
    ("end", "lastseen"),
    ("source", "srcip"),
    ("destination", "dstip"),
    ("source port", "sport"),
    ("destination port", "dport"),
    ("packets sent", "maxpkts"),
    ("sent", "maxbytes"),
];

/// What is called a known table, of one format each.
fn known_tables() -> impl Strategy<Value = (Format, char, Names, Vec<Vec<String>>)> {
    let of = |format, delimiter, names: Names| {
        rows(fields_of(names, false)).prop_map(move |rows| (format, delimiter, names, rows))
    };
    prop_oneof![
        of(Format::Argus, ',', ARGUS),
        of(Format::Argus, '\t', ARGUS),
        of(Format::Nfdump, ',', NFDUMP_16),
        of(Format::Nfdump, ',', NFDUMP_17),
        of(Format::SpotFlows, '\t', SPOT_FLOWS),
        of(Format::SpotTimeline, '\t', SPOT_TIMELINE),
        of(Format::SpotDetails, '\t', SPOT_DETAILS),
    ]
}

/// A row as an object; `nest` puts what has a dot in its name into an inner one.
fn object(names: Names, row: &[String], nest: bool) -> String {
    if row.len() < names.len() {
        return row.concat();
    }
    let value = |cell: &String| {
        let is_number = serde_json::from_str::<serde_json::Number>(cell).is_ok();
        // What has more digits than a float is told as text, so that the plain reader keeps them.
        if is_number && cell.len() <= 17 { cell.clone() } else { serde_json::Value::from(cell.as_str()).to_string() }
    };
    let pairs = names.iter().zip(row);
    let (inner, outer): (Vec<_>, Vec<_>) = pairs.partition(|((_, name), _)| nest && name.starts_with("flow."));
    let write = |pairs: Vec<(&(&str, &str), &String)>| {
        pairs
            .into_iter()
            .map(|((_, name), cell)| format!("\"{}\":{}", name.trim_start_matches("flow."), value(cell)))
            .collect::<Vec<_>>()
            .join(",")
    };
    let flow = if nest { format!(",\"event_type\":\"flow\",\"flow\":{{{}}}", write(inner)) } else { String::new() };
    format!("{{{}{flow}}}", write(outer))
}

proptest! {
    #[test]
    fn zeek_in_columns(
        parts in vec((rows(fields_of(ZEEK, true)), Just(ZEEK.iter().map(|(_, name)| *name).collect::<Vec<_>>()).prop_shuffle()), 1..3),
        style in 0..8_u8,
        chunks in chunks(),
    ) {
        let mut lines = Vec::new();
        for (rows, order) in parts {
            lines.extend(["#separator \\x09".to_owned(), "#path\tconn".to_owned(), format!("#fields\t{}", order.join("\t"))]);
            for row in rows {
                let cell = |name: &&str| ZEEK.iter().position(|(_, of)| of == name).and_then(|at| row.get(at)).cloned();
                let cells: Vec<String> = order.iter().filter_map(cell).collect();
                // Now and then a label behind the fields.
                lines.push(if cells.iter().map(String::len).sum::<usize>().is_multiple_of(2) { cells.join("\t") } else { format!("{}\tlabel", cells.join("\t")) });
            }
            lines.push("#close\t2016-07-08-01-00-00".to_owned());
        }
        let text = joined(&lines, style);
        let expected = zeek_tsv(without_mark(&text));
        prop_assert_eq!(read(Importer::default(), text.as_bytes(), &chunks), (Format::ZeekTsv, expected));
    }

    #[test]
    fn zeeks_usual_lines(
        rows in vec(ZEEK.iter().map(|(what, _)| usual_field(what)).collect::<Vec<_>>(), 0..300),
        style in select(vec![0_u8, 4]),
        chunks in prop_oneof![vec(1..9_000_usize, 1..4), Just(vec![1 << 20])],
    ) {
        let names: Vec<&str> = ZEEK.iter().map(|(_, name)| *name).collect();
        let head = ["#separator \\x09".to_owned(), format!("#fields\t{}", names.join("\t"))];
        let lines: Vec<String> = head.into_iter().chain(rows.iter().map(|row| row.join("\t"))).collect();
        let text = joined(&lines, style);
        let expected = zeek_tsv(&text);
        prop_assert_eq!(read(Importer::default(), text.as_bytes(), &chunks), (Format::ZeekTsv, expected));
    }

    #[test]
    fn zeek_in_json(rows in rows(fields_of(ZEEK, true)), has_underscores in any::<bool>(), style in 0..8_u8, chunks in chunks()) {
        let mut lines = vec![r#"{"ts":1,"id.orig_h":"10.0.0.1","id.resp_h":"10.0.0.2","conn_state":"SF"}"#.to_owned()];
        let named = |line: String| if has_underscores { line.replace("\"id.", "\"id_") } else { line };
        lines.extend(rows.iter().map(|row| named(object(ZEEK, row, false))));
        let text = joined(&lines, style);
        let expected = zeek_json(without_mark(&text));
        prop_assert_eq!(read(Importer::default(), text.as_bytes(), &chunks), (Format::ZeekJson, expected));
    }

    #[test]
    fn suricata(rows in rows(fields_of(EVE, false)), states in vec(select(vec!["new", "established", "closed", "odd"]), 40), style in 0..8_u8, chunks in chunks()) {
        let mut lines = vec![r#"{"event_type":"stats","uptime":7}"#.to_owned()];
        lines.extend(rows.iter().zip(states).map(|(row, state)| {
            object(EVE, row, true).replace("\"flow\":{", &format!("\"flow\":{{\"state\":\"{state}\","))
        }));
        let text = joined(&lines, style);
        let expected = eve(without_mark(&text));
        prop_assert_eq!(read(Importer::default(), text.as_bytes(), &chunks), (Format::Eve, expected));
    }

    #[test]
    fn known_tables_by_their_headers((format, delimiter, names, rows) in known_tables(), style in 0..8_u8, chunks in chunks()) {
        let delimiter_text = delimiter.to_string();
        let mut lines = vec![names.iter().map(|(_, name)| *name).collect::<Vec<_>>().join(&delimiter_text)];
        lines.extend(rows.iter().map(|row| row.join(&delimiter_text)));
        let text = joined(&lines, style);
        let expected = table(without_mark(&text), delimiter, names);
        prop_assert_eq!(read(Importer::default(), text.as_bytes(), &chunks), (format, expected));
    }

    #[test]
    fn a_table_with_assigned_columns(rows in rows(fields_of(NAMES, false)), style in 0..8_u8, chunks in chunks()) {
        const ROLES: [Role; 6] =
            [Role::Start, Role::Source, Role::Destination, Role::DestinationPort, Role::BytesTotal, Role::PacketsTotal];
        let columns = ROLES.into_iter().enumerate().fold(Columns::default(), |all, (at, role)| all.with(role, at));
        let layout = Layout { delimiter: b';', width: 6, header: Header::Named, columns };
        let mut lines = vec![NAMES.iter().map(|(_, name)| *name).collect::<Vec<_>>().join(";")];
        // In quotes, which the plain reader does not know.
        lines.extend(rows.iter().map(|row| row.iter().map(|cell| format!("\"{cell}\"")).collect::<Vec<_>>().join(";")));
        let text = joined(&lines, style);
        let expected = table(&without_mark(&text).replace('"', ""), ';', NAMES);
        let read = read(Importer::assigned(layout), text.as_bytes(), &chunks);
        prop_assert_eq!(read.0, Format::Assigned);
        prop_assert_eq!(read.1.flows, expected.flows);
    }
}

const NAMES: Names = &[
    ("start", "When"),
    ("source", "From"),
    ("destination", "To"),
    ("destination port", "Port"),
    ("total", "Octets"),
    ("packets", "Packets"),
];
