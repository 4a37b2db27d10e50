//! Spot's own sample: the expanded search of 10.199.250.2, as its `details`.

// A helper may fail its test, as the test itself may.
#![allow(clippy::expect_used)]

mod common;

use std::io::Read;

use common::{ip, view};
use flate2::read::GzDecoder;
use investigation::domain::investigation::Investigation;
use investigation::domain::network::{InternalNetwork, Place, StandingChoice};
use investigation::spot::ingest::Ingest;
use serde_json::json;

const SOUGHT: &str = "10.199.250.2";

/// The sample's columns: firstseen, lastseen, srcip, dstip, sport, dport, conns, maxpkts, avgpkts, maxbytes, avgbytes.
fn sample() -> Vec<Vec<String>> {
    let path = format!("{}/tests/data/spot-demo/ir-10_199_250_2.tsv.gz", env!("CARGO_MANIFEST_DIR"));
    let mut text = String::new();
    let file = std::fs::File::open(&path).unwrap_or_else(|error| panic!("{path}: {error}"));
    GzDecoder::new(file).read_to_string(&mut text).expect("gzip");
    text.lines().skip(1).map(|line| line.split('\t').map(str::to_owned).collect()).collect()
}

/// The sample as Spot's server sends it.
fn answer(rows: &[Vec<String>]) -> String {
    let whole = |text: &str| text.split('.').next().and_then(|digits| digits.parse::<u64>().ok());
    let rows: Vec<_> = rows
        .iter()
        .map(|row| {
            json!({"firstSeen": row[0], "lastSeen": row[1], "srcIp": row[2], "dstIp": row[3],
                "srcPort": whole(&row[4]), "dstPort": whole(&row[5]), "connections": whole(&row[6]),
                "maxPkts": whole(&row[7]), "avgPkts": whole(&row[8]), "maxBytes": whole(&row[9]), "avgBytes": whole(&row[10])})
        })
        .collect();
    json!({"data": {"flow": {"threat": {"details": rows}}}}).to_string()
}

#[test]
fn the_whole_sample_is_read_and_summed() {
    let rows = sample();
    let mut ingest = Ingest::new(ip(SOUGHT));
    for chunk in answer(&rows).as_bytes().chunks(65_536) {
        ingest.push(chunk).expect("good bytes");
    }
    let ingested = ingest.finish().expect("a good answer");
    let investigation = Investigation::new(ingested.table, None, InternalNetwork::default());
    let overview = investigation.overview(view(20, StandingChoice::ByRanges));
    let number = |row: &[String], column: usize| row[column].parse::<f64>().expect("a number");
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    let sum = |part: &dyn Fn(&[String]) -> f64| rows.iter().map(|row| part(row) as u64).sum::<u64>();

    assert_eq!((overview.rows, rows.len()), (38_115, 38_115));
    assert_eq!(overview.standing.place, Place::Internal);
    assert_eq!(overview.peers, [0, 0, 101], "every peer of the sample is seen both ways");
    assert_eq!(overview.connections.known, sum(&|row| number(row, 6)));
    assert_eq!(overview.approx_bytes.known, sum(&|row| number(row, 10).trunc() * number(row, 6)));
    assert_eq!((overview.self_rows, overview.skipped.total(), overview.cut_values), (0, 0, 0));
    let (first, last) = overview.seen.expect("rows");
    assert_eq!(Some(first.to_string()), rows.iter().map(|row| row[0].clone()).min());
    assert_eq!(Some(last.to_string()), rows.iter().map(|row| row[1].clone()).max());
}
