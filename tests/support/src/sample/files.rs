//! The files of the sample, read.

use std::io::Read;

use csv::StringRecord;
use flate2::read::GzDecoder;
use serde::{Deserialize, de::DeserializeOwned};

use crate::{
    Comment, Error, Flow, Suspicious,
    db::{Document, TimelineRecord},
    time,
};

macro_rules! data {
    ($name:literal) => {
        include_bytes!(concat!("../../../data/spot-demo/", $name)).as_slice()
    };
}

macro_rules! document {
    ($name:literal) => {
        include_str!(concat!("../../../data/spot-demo/", $name))
    };
}

/// The documents of the two storyboards.
pub(super) const DOCUMENTS: [(&str, Document, &str); 6] = [
    ("10.13.77.49", Document::Stats, document!("stats-10.13.77.49.json")),
    ("10.13.77.49", Document::ThreatDendro, document!("threat-dendro-10.13.77.49.json")),
    ("10.13.77.49", Document::Globe, document!("globe-10.13.77.49.json")),
    ("10.199.250.2", Document::Stats, document!("stats-10.199.250.2.json")),
    ("10.199.250.2", Document::ThreatDendro, document!("threat-dendro-10.199.250.2.json")),
    ("10.199.250.2", Document::Globe, document!("globe-10.199.250.2.json")),
];

/// A row of the sample's expanded search, as its file has it.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Row {
    /// First time seen.
    #[serde(rename = "firstseen")]
    pub first_seen: String,
    /// Last time seen.
    #[serde(rename = "lastseen")]
    pub last_seen: String,
    /// Source IP.
    #[serde(rename = "srcip")]
    pub src_ip: String,
    /// Destination IP.
    #[serde(rename = "dstip")]
    pub dst_ip: String,
    /// Source port.
    #[serde(rename = "sport")]
    pub src_port: u16,
    /// Destination port.
    #[serde(rename = "dport")]
    pub dst_port: u16,
    /// Number of flows.
    #[serde(rename = "conns")]
    pub connections: i64,
    /// The largest number of packets of one flow.
    #[serde(rename = "maxpkts")]
    pub max_packets: i64,
    /// The mean number of packets; 52 of them have a half.
    #[serde(rename = "avgpkts")]
    pub avg_packets: f64,
    /// The largest number of bytes of one flow.
    #[serde(rename = "maxbytes")]
    pub max_bytes: i64,
    /// The mean number of bytes, five of them with a half.
    #[serde(rename = "avgbytes")]
    pub avg_bytes: f64,
}

impl Row {
    /// Flows that group to this row: the first has both maxima, the rest share what the means leave over; the last one is
    /// seen last.
    pub(super) fn flows(&self) -> Vec<Flow> {
        let packets = shares(self.connections, self.max_packets, self.avg_packets);
        let bytes = shares(self.connections, self.max_bytes, self.avg_bytes);
        let [first, last] = [&self.first_seen, &self.last_seen];
        let count = packets.len();
        packets
            .into_iter()
            .zip(bytes)
            .enumerate()
            .map(|(index, (packets, bytes))| {
                let received = if index + 1 == count { last } else { first };
                let flow = Flow::new(received, (&self.src_ip, self.src_port), (&self.dst_ip, self.dst_port));
                flow.packets(packets).bytes(bytes)
            })
            .collect()
    }
}

/// `count` numbers with this maximum and this mean.
fn shares(count: i64, max: i64, mean: f64) -> Vec<i64> {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_precision_loss,
        reason = "sums of the sample are far below 2^53"
    )]
    let left = (mean * count as f64).round() as i64 - max;
    let others = count - 1;
    std::iter::once(max).chain((0..others).map(|n| left / others + i64::from(n < left % others))).collect()
}

/// The rows of Spot's expanded search of [`super::SEARCHED_IP`].
pub fn expanded_search() -> Result<Vec<Row>, Error> {
    let file = "ir-10_199_250_2.tsv.gz";
    table(file, GzDecoder::new(data!("ir-10_199_250_2.tsv.gz")), b'\t')
}

type EdgeRecord = (String, String, String, u16, u16, String, String, i64, i64, i64, i64, i64, String);

/// Raw flows around the suspicious connections.
pub(super) fn edges() -> Result<Vec<Flow>, Error> {
    let file = "edges.tsv.gz";
    let rows: Vec<EdgeRecord> = table(file, GzDecoder::new(data!("edges.tsv.gz")), b'\t')?;
    rows.into_iter().map(|row| edge(row).map_err(|why| broken(file, why))).collect()
}

/// Some of its times have an hour of one digit, some have no seconds.
fn edge(row: EdgeRecord) -> Result<Flow, String> {
    let (received, source, destination, sport, dport, protocol, flags, _tos, bytes, packets, input, output, router) =
        row;
    let received = if received.matches(':').count() == 1 { received + ":00" } else { received };
    let flow = Flow::new(&time::parse_datetime(&received)?, (&source, sport), (&destination, dport));
    Ok(flow.protocol(&protocol).flags(&flags).bytes(bytes).packets(packets).router(&router, input, output))
}

/// The suspicious connections.
pub(super) fn suspicious() -> Result<Vec<Suspicious>, Error> {
    let file = "flow_scores.csv";
    let rows: Vec<StringRecord> = records(file, data!("flow_scores.csv"), b',')?;
    rows.iter().map(|row| connection(row).ok_or_else(|| broken(file, format!("{row:?}")))).collect()
}

/// Columns: sev, tstart, srcIP, dstIP, sport, dport, proto, flag, ipkt, ibyt, `lda_score`, rank, internal, geo, domain and
/// reputation of both ends. Times are without seconds, and what is headed `ipkt` are the bytes (as the raw flows show).
fn connection(row: &StringRecord) -> Option<Suspicious> {
    let text = |column: usize| row.get(column).map(str::to_owned);
    Some(Suspicious {
        tstart: time::parse_datetime(&format!("{}:00", row.get(1)?)).ok()?,
        source: (text(2)?, row.get(4)?.parse().ok()?),
        destination: (text(3)?, row.get(5)?.parse().ok()?),
        protocol: text(6)?,
        volume: (row.get(9)?.parse().ok()?, row.get(8)?.parse().ok()?),
        ml_score: row.get(10)?.parse().ok()?,
        rank: row.get(11)?.parse().ok()?,
        internal: (row.get(12)?.parse().ok()?, row.get(13)?.parse().ok()?),
        geolocation: (text(14)?, text(15)?),
        domain: (text(16)?, text(17)?),
        reputation: (text(18)?, text(19)?),
    })
}

/// The comments of the two storyboards. The file writes a newline as `\n`; the table holds it as one.
pub(super) fn comments() -> Result<Vec<Comment>, Error> {
    let rows: Vec<(String, String, String)> = table("threats.csv", data!("threats.csv"), b'|')?;
    Ok(rows.into_iter().map(|(ip, title, text)| Comment::new(&ip, &title, &text.replace("\\n", "\n"))).collect())
}

/// The timelines of the two storyboards.
pub(super) fn timelines() -> Result<[(&'static str, Vec<TimelineRecord>); 2], Error> {
    let second = "sbdet-10.199.250.2-first-1000.tsv.gz";
    Ok([
        ("10.13.77.49", table("sbdet-10.13.77.49.tsv", data!("sbdet-10.13.77.49.tsv"), b'\t')?),
        ("10.199.250.2", table(second, GzDecoder::new(data!("sbdet-10.199.250.2-first-1000.tsv.gz")), b'\t')?),
    ])
}

fn table<T: DeserializeOwned>(file: &'static str, content: impl Read, delimiter: u8) -> Result<Vec<T>, Error> {
    let rows = reader(content, delimiter).into_deserialize().collect::<Result<_, _>>();
    rows.map_err(|error| broken(file, error.to_string()))
}

fn records(file: &'static str, content: impl Read, delimiter: u8) -> Result<Vec<StringRecord>, Error> {
    let rows = reader(content, delimiter).into_records().collect::<Result<_, _>>();
    rows.map_err(|error| broken(file, error.to_string()))
}

fn reader<R: Read>(content: R, delimiter: u8) -> csv::Reader<R> {
    csv::ReaderBuilder::new().delimiter(delimiter).from_reader(content)
}

fn broken(file: &'static str, why: String) -> Error {
    Error::Sample { file, why }
}
