//! The streaming reader of `details` comes to what a plain reading of the whole body comes to, however it is cut.

// A helper may fail its test, as the test itself may.
#![allow(clippy::expect_used)]

mod common;
mod details_bodies;
mod details_reference;

use std::collections::BTreeMap;
use std::path::Path;

use common::ip;
use details_bodies::values::{BOUNDS, ODD_ADDRESSES, ODD_NUMBERS, ODD_TIMES};
use details_bodies::{FIELDS, SOUGHT, any_answer};
use details_reference::{Expected, Outcome, chunks, streamed};
use investigation::spot::ingest::Ingest;
use proptest::prelude::*;
use proptest::sample::Index;
use proptest::test_runner::RngSeed;
use rstest::rstest;
use serde_json::Value;

/// The same answers in every run; `PROPTEST_RNG_SEED` and `PROPTEST_CASES` ask for others and for more.
fn the_same_every_time() -> ProptestConfig {
    let config = ProptestConfig::default();
    let config = ProptestConfig { failure_persistence: None, cases: 3 * config.cases, ..config };
    match config.rng_seed {
        RngSeed::Random => ProptestConfig { rng_seed: RngSeed::Fixed(20_160_708), ..config },
        RngSeed::Fixed(_) => config,
    }
}

/// What `body` comes to, which is what it has to come to.
fn checked(sought: &str, body: &[u8]) -> Outcome {
    let whole = streamed(ip(sought), [body]);
    let expected = Expected::of(ip(sought), body);
    assert!(expected.is_met_by(&whole), "expected {expected:#?}, got {whole:#?}");
    whole
}

/// `body` comes to the same byte by byte and cut in two everywhere.
fn check_in_two(sought: &str, body: &[u8]) {
    let whole = checked(sought, body);
    for end in 0..body.len() {
        let (first, second) = body.split_at(end);
        assert_eq!(streamed(ip(sought), [first, second]), whole, "cut at {end}");
    }
    assert_eq!(streamed(ip(sought), body.chunks(1)), whole);
}

/// The first `end` bytes of `body` are no answer.
fn check_cut_off(body: &[u8], end: usize) {
    match streamed(ip(SOUGHT), [&body[..end]]) {
        Outcome::CutOff(bytes) => assert_eq!(bytes, end as u64),
        Outcome::Malformed => assert_eq!(streamed(ip(SOUGHT), [body]), Outcome::Malformed, "cut at {end}"),
        other => panic!("the first {end} bytes came to {other:?}"),
    }
}

/// The bytes of each file in this directory of the tests' data, by name.
fn files(directory: &str) -> BTreeMap<String, Vec<u8>> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data").join(directory);
    let entries = std::fs::read_dir(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let file = |entry: std::io::Result<std::fs::DirEntry>| {
        let entry = entry.expect("an entry");
        (entry.file_name().to_string_lossy().into_owned(), std::fs::read(entry.path()).expect("a file"))
    };
    entries.map(file).collect()
}

/// Small bodies that together hold every deviation; the names tell which.
fn small_bodies() -> BTreeMap<String, Vec<u8>> {
    files("details")
}

/// Bodies that Spot's own code gave, by what was asked.
fn bodies_of_spot() -> BTreeMap<String, Vec<u8>> {
    let path = format!("{}/tests/data/spot-recorded.json", env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read(&path).unwrap_or_else(|error| panic!("{path}: {error}"));
    let answers: Vec<Value> = serde_json::from_slice(&text).expect("JSON");
    let text = |answer: &Value, field: &str| answer[field].as_str().expect("a text").to_owned();
    answers.iter().map(|answer| (text(answer, "name"), text(answer, "body").into_bytes())).collect()
}

proptest! {
    #![proptest_config(the_same_every_time())]

    #[test]
    fn any_answer_in_any_chunks_is_read_as_a_plain_reader_reads_it(
        answer in any_answer(),
        sizes in prop::collection::vec(1usize..400, 1..9),
    ) {
        let body = answer.as_bytes();
        let expected = Expected::of(ip(SOUGHT), body);
        prop_assert!(matches!(expected, Expected::Exactly(_)), "not JSON");
        prop_assert_eq!(Expected::Exactly(streamed(ip(SOUGHT), [body])), expected.clone());
        prop_assert_eq!(Expected::Exactly(streamed(ip(SOUGHT), body.chunks(1))), expected.clone());
        prop_assert_eq!(Expected::Exactly(streamed(ip(SOUGHT), chunks(body, &sizes))), expected);
    }

    #[test]
    fn any_answer_that_ends_early_is_no_answer(answer in any_answer(), end in any::<Index>()) {
        let body = answer.trim_ascii_end().as_bytes();
        check_cut_off(body, end.index(body.len()));
    }

    #[test]
    fn any_answer_with_a_few_bytes_changed_is_read_as_a_plain_reader_reads_it(
        answer in any_answer(),
        changes in prop::collection::vec((any::<Index>(), any::<u8>()), 1..4),
        sizes in prop::collection::vec(1usize..400, 1..9),
    ) {
        let mut body = answer.into_bytes();
        for (at, byte) in changes {
            *at.get_mut(&mut body) = byte;
        }
        let whole = checked(SOUGHT, &body);
        prop_assert_eq!(streamed(ip(SOUGHT), chunks(&body, &sizes)), whole.clone());
        prop_assert_eq!(streamed(ip(SOUGHT), body.chunks(1)), whole);
    }

    #[test]
    fn any_bytes_can_be_pushed(body in prop::collection::vec(any::<u8>(), 0..200)) {
        let whole = checked(SOUGHT, &body);
        prop_assert_eq!(streamed(ip(SOUGHT), body.chunks(1)), whole);
    }
}

/// What is in an answer, briefly.
fn brief(outcome: &Outcome) -> String {
    match outcome {
        Outcome::Rows { rows, skipped, cut_values, warnings, .. } => {
            format!("{} rows, {} skipped, {cut_values} cut, {} warnings", rows.len(), skipped.total(), warnings.len())
        }
        other => format!("{other:?}"),
    }
}

/// The plain reader is no better than its own reckoning: these were counted by hand.
#[rstest]
#[case("compact-errors-first.json", "3 rows, 0 skipped, 1 cut, 0 warnings")]
#[case("blanks-as-in-the-contract.json", "3 rows, 0 skipped, 1 cut, 1 warnings")]
#[case("pretty-and-sorted.json", "2 rows, 0 skipped, 0 cut, 0 warnings")]
#[case("tiny.json", "1 rows, 1 skipped, 0 cut, 1 warnings")]
#[case("two-rows.json", "2 rows, 0 skipped, 0 cut, 0 warnings")]
#[case("blanks.json", "3 rows, 1 skipped, 0 cut, 0 warnings")]
#[case("escapes.json", "4 rows, 2 skipped, 0 cut, 0 warnings")]
#[case("odd-rows.json", "4 rows, 11 skipped, 0 cut, 0 warnings")]
#[case("unknown-fields.json", "5 rows, 0 skipped, 0 cut, 0 warnings")]
#[case("numbers.json", "5 rows, 0 skipped, 0 cut, 0 warnings")]
#[case("addresses-and-times.json", "5 rows, 8 skipped, 0 cut, 0 warnings")]
#[case("invalid-utf8-unknown.json", "3 rows, 0 skipped, 0 cut, 0 warnings")]
#[case("null-list.json", r#"Refused(["Int cannot represent non 32-bit signed integer value: 3000000000"])"#)]
#[case("field-twice.json", "Malformed")]
#[case("list-twice.json", "Malformed")]
#[case("list-for-object.json", "Malformed")]
#[case("list-for-error.json", "Malformed")]
#[case("bytes-after.json", "Malformed")]
#[case("byte-order-mark.json", "Malformed")]
#[case("invalid-utf8.json", "Malformed")]
#[case("no-comma.json", "Malformed")]
#[case("comma-too-many.json", "Malformed")]
#[case("no-word.json", "Malformed")]
#[case("leading-zero.json", "Malformed")]
#[case("login.html", "LoginPage")]
fn a_small_body_comes_to_what_is_in_it(#[case] name: &str, #[case] expected: &str) {
    let body = small_bodies().remove(name).expect("a file of that name");
    assert_eq!(brief(&checked(SOUGHT, &body)), expected);
}

#[test]
fn a_body_can_be_cut_in_two_anywhere() {
    for (name, body) in small_bodies().into_iter().chain(files("responses")) {
        println!("{name}");
        check_in_two(SOUGHT, &body);
    }
    for (name, body) in bodies_of_spot() {
        println!("{name}");
        check_in_two("10.0.0.1", &body);
    }
}

/// Every pair of places, or every so many of the second for a longer body.
#[rstest]
#[case("tiny.json", 1)]
#[case("two-rows.json", 7)]
fn a_body_can_be_cut_in_three_anywhere(#[case] name: &str, #[case] step: usize) {
    let body = small_bodies().remove(name).expect("a file of that name");
    let whole = checked(SOUGHT, &body);
    for first in 0..body.len() {
        for second in (first..body.len()).step_by(step) {
            let chunks = [&body[..first], &body[first..second], &body[second..]];
            assert_eq!(streamed(ip(SOUGHT), chunks), whole, "cut at {first} and {second}");
        }
    }
}

/// The second row is of the form of the first, but for a value.
#[test]
fn a_value_can_be_anything() {
    let body = small_bodies().remove("two-rows.json").expect("a file of that name");
    let body = String::from_utf8(body).expect("text");
    let row = body.rfind('{').expect("a second row");
    for (index, field) in FIELDS.into_iter().enumerate() {
        let key = format!("\"{field}\":");
        let value = row + body[row..].find(&key).expect("every field") + key.len();
        let next = FIELDS.get(index + 1).map_or("}".to_owned(), |next| format!(",\"{next}\":"));
        let end = value + body[value..].find(&next).expect("fields in the query's order");
        for odd in [BOUNDS, ODD_ADDRESSES, ODD_NUMBERS, ODD_TIMES].into_iter().flatten() {
            checked(SOUGHT, format!("{}{odd}{}", &body[..value], &body[end..]).as_bytes());
        }
    }
}

/// The second row is of the form of the first, and then it is not quite.
#[test]
fn a_row_can_have_one_byte_changed_left_out_or_added() {
    let body = small_bodies().remove("two-rows.json").expect("a file of that name");
    let row = body.iter().rposition(|byte| *byte == b'{').expect("a second row");
    for at in row..body.trim_ascii_end().len() {
        let with = |bytes: &[u8], rest: usize| [&body[..at], bytes, &body[rest..]].concat();
        checked(SOUGHT, &with(b"", at + 1));
        for byte in b"01235679 \t\n,:.-+_/Tne\"\\{}[]\0\x7f\xff" {
            checked(SOUGHT, &with(&[*byte], at + 1));
            checked(SOUGHT, &with(&[*byte], at));
        }
    }
}

#[test]
fn an_answer_that_ends_early_is_no_answer_wherever_it_ends() {
    for (name, body) in small_bodies() {
        println!("{name}");
        if matches!(Expected::of(ip(SOUGHT), &body), Expected::Exactly(_)) {
            let body = body.trim_ascii_end();
            (0..body.len()).for_each(|end| check_cut_off(body, end));
        }
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

#[test]
fn a_day_of_zero_bytes_is_no_day_after_a_row_of_the_same_form() {
    let mut body = small_bodies().remove("two-rows.json").expect("a file of that name");
    let key = br#""firstSeen":""#;
    let day = body.windows(key.len()).rposition(|window| window == key).expect("a second row") + key.len();
    body[day..day + 10].fill(0);
    checked(SOUGHT, &body);
}

#[test]
fn a_row_that_repeats_what_stood_in_a_text_of_the_one_before_is_no_json() {
    let end = format!(
        r#""k":"2016-07-08 00:46:00","srcIp":"{SOUGHT}","dstIp":"1.1.1.1","srcPort":1,"dstPort":2,"connections":3,"maxPkts":4,"avgPkts":5,"maxBytes":6,"avgBytes":7}}"#
    );
    let json = format!(r#"{{"firstSeen":"x\"y\"lastSeen",{end}"#);
    let no_json = format!(r#"{{"firstSeen":"2016-07-08 00:31:00"y\"lastSeen",{end}"#);
    for second in [&json, &no_json] {
        let answer = format!(r#"{{"data":{{"flow":{{"threat":{{"details":[{json},{second}]}}}}}}}}{:32}"#, "");
        checked(SOUGHT, answer.as_bytes());
    }
}
