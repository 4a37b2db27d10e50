//! The stream reader gives the same, however the answer is cut into chunks.

// A helper may fail its test, as the test itself may.
#![allow(clippy::expect_used)]

mod common;

use common::ip;
use investigation::domain::details::{DetailTable, Row};
use investigation::spot::ingest::{Ingest, Ingested};
use proptest::prelude::*;
use serde_json::{Map, Value, json};

const SOUGHT: &str = "172.30.0.46";

fn in_chunks<'a>(chunks: impl IntoIterator<Item = &'a [u8]>) -> Ingested {
    let mut ingest = Ingest::new(ip(SOUGHT));
    for chunk in chunks {
        ingest.push(chunk).expect("good bytes");
    }
    ingest.finish().expect("a good answer")
}

fn rows(table: &DetailTable) -> Vec<Row> {
    (0..table.len()).map(|index| table.row(index)).collect()
}

fn any_value() -> impl Strategy<Value = Value> {
    prop_oneof![
        8 => (0u64..70_000).prop_map(|number| json!(number)),
        2 => (0u64..u64::MAX / 2).prop_map(|number| json!(number)),
        1 => Just(Value::Null),
        1 => any::<i32>().prop_map(|number| json!(number)),
        1 => (0.0f64..1e6).prop_map(|number| json!(number)),
        1 => "[a-z\"\\\\{}\\[\\]☃]{0,9}".prop_map(Value::String),
        1 => Just(json!({"a": [1, {"b": "}"}]})),
    ]
}

fn any_address() -> impl Strategy<Value = Value> {
    prop_oneof![
        4 => Just(json!(SOUGHT)),
        4 => any::<[u8; 4]>().prop_map(|bytes| json!(std::net::IpAddr::from(bytes).to_string())),
        1 => Just(json!("2001:db8::1")),
        1 => any_value(),
    ]
}

fn any_time() -> impl Strategy<Value = Value> {
    let time = |second: u32| json!(investigation::domain::time::Moment(second).to_string());
    prop_oneof![9 => (0u32..4_000_000_000).prop_map(time), 1 => any_value()]
}

/// A row with its fields in the query's order, now and then in another one, or with one missing or one too many.
fn any_row() -> impl Strategy<Value = Vec<(String, Value)>> {
    let numbers = ["srcPort", "dstPort", "connections", "maxPkts", "avgPkts", "maxBytes", "avgBytes"];
    let fields =
        (any_time(), any_time(), any_address(), any_address(), prop::collection::vec(any_value(), numbers.len()));
    let change = prop_oneof![8 => Just(0), 1 => Just(1), 1 => Just(2), 1 => Just(3)];
    (fields, change, 0usize..11).prop_map(move |((first, last, source, destination, values), change, at)| {
        let mut row = vec![
            ("firstSeen".to_owned(), first),
            ("lastSeen".to_owned(), last),
            ("srcIp".to_owned(), source),
            ("dstIp".to_owned(), destination),
        ];
        row.extend(numbers.iter().map(|name| (*name).to_owned()).zip(values));
        match change {
            1 => row.rotate_left(at),
            2 => drop(row.remove(at)),
            3 => row.insert(at, ("details".to_owned(), json!(["]", {"\\": "\""}]))),
            _ => {}
        }
        row
    })
}

/// An answer around rows: `errors` before or after, blanks as Spot writes them or none.
fn any_answer() -> impl Strategy<Value = String> {
    (prop::collection::vec(any_row(), 0..6), 0usize..3, any::<bool>()).prop_map(|(rows, errors_at, blanks)| {
        let (comma, colon) = if blanks { (", ", ": ") } else { (",", ":") };
        let row = |row: &Vec<(String, Value)>| {
            let fields: Vec<_> = row.iter().map(|(name, value)| format!("{}{colon}{value}", json!(name))).collect();
            format!("{{{}}}", fields.join(comma))
        };
        let rows: Vec<_> = rows.iter().map(row).collect();
        let data = format!(
            "\"data\"{colon}{{\"flow\"{colon}{{\"threat\"{colon}{{\"details\"{colon}[{}]}}}}}}",
            rows.join(comma)
        );
        let errors = r#""errors": [{"message": "\"details\": [", "path": ["flow", "threat", "details", 0]}]"#;
        match errors_at {
            0 => format!("{{{data}}}"),
            1 => format!("{{{errors}{comma}{data}}}"),
            _ => format!("{{{data}{comma}{errors}}}"),
        }
    })
}

/// The rows of an answer by `serde_json` alone: the plain way.
fn plain(answer: &str) -> Vec<Row> {
    use investigation::domain::time::Moment;
    let answer: Value = serde_json::from_str(answer).expect("JSON");
    let rows = answer["data"]["flow"]["threat"]["details"].as_array().expect("rows");
    let read = |row: &Map<String, Value>| {
        let address = |name: &str| row.get(name)?.as_str()?.parse::<std::net::IpAddr>().ok();
        let time = |name: &str| match row.get(name) {
            None | Some(Value::Null) => Some(None),
            Some(value) => Some(Some(value.as_str()?.parse::<Moment>().ok()?)),
        };
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
        let number = |name: &str| match row.get(name)? {
            Value::Number(number) => {
                number.as_u64().or_else(|| number.as_f64().filter(|number| *number >= 0.0).map(|number| number as u64))
            }
            Value::String(text) => text.parse().ok(),
            _ => None,
        };
        let (source, destination) = (address("srcIp")?, address("dstIp")?);
        let (first, last) = match (time("firstSeen")?, time("lastSeen")?) {
            (None, None) => return None,
            (first, last) => (first.or(last)?, last.or(first)?),
        };
        (source == ip(SOUGHT) || destination == ip(SOUGHT)).then(|| Row {
            source,
            destination,
            source_port: number("srcPort").and_then(|number| number.try_into().ok()),
            destination_port: number("dstPort").and_then(|number| number.try_into().ok()),
            first_seen: first.min(last),
            last_seen: first.max(last),
            connections: number("connections").and_then(|number| number.try_into().ok()),
            max_packets: number("maxPkts").and_then(|number| number.try_into().ok()),
            avg_packets: number("avgPkts").and_then(|number| number.try_into().ok()),
            max_bytes: number("maxBytes"),
            avg_bytes: number("avgBytes"),
        })
    };
    rows.iter().filter_map(Value::as_object).filter_map(read).collect()
}

proptest! {
    #[test]
    fn the_stream_reads_what_a_plain_reader_reads(answer in any_answer()) {
        prop_assert_eq!(rows(&in_chunks([answer.as_bytes()]).table), plain(&answer));
    }

    #[test]
    fn chunks_may_end_anywhere(answer in any_answer(), sizes in prop::collection::vec(1usize..40, 1..9)) {
        let whole = in_chunks([answer.as_bytes()]);
        let mut chunks = Vec::new();
        let mut rest = answer.as_bytes();
        for size in sizes.iter().cycle() {
            if rest.is_empty() {
                break;
            }
            let (chunk, after) = rest.split_at((*size).min(rest.len()));
            chunks.push(chunk);
            rest = after;
        }
        let pieces = in_chunks(chunks);

        prop_assert_eq!(rows(&pieces.table), rows(&whole.table));
        prop_assert_eq!(pieces.table.skipped, whole.table.skipped);
        prop_assert_eq!(pieces.warnings, whole.warnings);
    }

    #[test]
    fn any_bytes_can_be_pushed(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let mut ingest = Ingest::new(ip(SOUGHT));
        let _ = ingest.push(&bytes).and_then(|()| ingest.finish());
    }
}

#[test]
fn progress_counts_bytes_and_rows() {
    let row = format!(r#"{{"firstSeen": "2016-07-08 00:00:00", "srcIp": "{SOUGHT}", "dstIp": "1.2.3.4"}}"#);
    let mut ingest = Ingest::new(ip(SOUGHT));
    let head = br#"{"data": {"flow": {"threat": {"details": ["#;
    ingest.push(head).expect("good");
    ingest.push(row.as_bytes()).expect("good");

    assert_eq!((ingest.rows(), ingest.bytes()), (1, (head.len() + row.len()) as u64));
}
