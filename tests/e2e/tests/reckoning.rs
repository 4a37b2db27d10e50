//! A plain reckoning of Spot's own sample: everything sorted, nothing shared with the app.

use std::cmp::Reverse;
use std::collections::BTreeSet;
use std::io::Read;
use std::net::Ipv4Addr;

use flate2::read::GzDecoder;

/// The IP whose expanded search the sample is.
pub const SOUGHT: &str = "10.199.250.2";

/// A row of the sample.
#[derive(Clone, Debug)]
pub struct SampleRow {
    pub source: Ipv4Addr,
    pub destination: Ipv4Addr,
    pub source_port: u16,
    pub destination_port: u16,
    pub connections: u64,
    pub max_bytes: u64,
}

/// All of them.
pub fn sample() -> Result<Vec<SampleRow>, Box<dyn std::error::Error + Send + Sync>> {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../data/spot-demo/ir-10_199_250_2.tsv.gz");
    let mut text = String::new();
    GzDecoder::new(std::fs::File::open(path)?).read_to_string(&mut text)?;
    let row = |line: &str| {
        // firstseen, lastseen, srcip, dstip, sport, dport, conns, maxpkts, avgpkts, maxbytes, avgbytes
        let cells: Vec<&str> = line.split('\t').collect();
        Some(SampleRow {
            source: cells.get(2)?.parse().ok()?,
            destination: cells.get(3)?.parse().ok()?,
            source_port: cells.get(4)?.parse().ok()?,
            destination_port: cells.get(5)?.parse().ok()?,
            connections: cells.get(6)?.parse().ok()?,
            max_bytes: cells.get(9)?.parse().ok()?,
        })
    };
    text.lines().skip(1).map(|line| row(line).ok_or_else(|| format!("not a row: {line}").into())).collect()
}

/// Peers that only opened connections to the IP, only were opened to, or both.
pub fn peers(rows: &[SampleRow]) -> [usize; 3] {
    let from: BTreeSet<_> =
        rows.iter().filter(|row| row.destination.to_string() == SOUGHT).map(|row| row.source).collect();
    let to: BTreeSet<_> =
        rows.iter().filter(|row| row.source.to_string() == SOUGHT).map(|row| row.destination).collect();
    [from.difference(&to).count(), to.difference(&from).count(), from.intersection(&to).count()]
}

/// The first `count` rows of the table of this caption: peer, number, source port, destination port.
pub fn table(rows: &[SampleRow], caption: &str, count: usize) -> Vec<(Ipv4Addr, u64, u16, u16)> {
    let of_sources = caption.contains("source");
    let of_bytes = caption.contains("bytes");
    let mut rows: Vec<_> = rows
        .iter()
        .filter(|row| SOUGHT == if of_sources { row.destination } else { row.source }.to_string())
        .map(|row| {
            let (number, other) =
                if of_bytes { (row.max_bytes, row.connections) } else { (row.connections, row.max_bytes) };
            let peer = if of_sources { row.source } else { row.destination };
            (Reverse((number, other)), peer, row.source_port, row.destination_port)
        })
        .collect();
    rows.sort_unstable();
    rows.truncate(count);
    rows.into_iter()
        .map(|(Reverse((number, _)), peer, source, destination)| (peer, number, source, destination))
        .collect()
}

/// A number with its thousands apart, as the screen shows it.
pub fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut grouped = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

/// Bytes in IEC units with one decimal, as the screen shows them.
pub fn iec(bytes: u64) -> String {
    const UNITS: [&str; 4] = ["KiB", "MiB", "GiB", "TiB"];
    if bytes < 1024 {
        return format!("{bytes} B");
    }
    #[allow(clippy::cast_precision_loss)]
    let mut value = bytes as f64 / 1024.0;
    let mut unit = 0;
    while value >= 1024.0 && unit + 1 < UNITS.len() {
        value /= 1024.0;
        unit += 1;
    }
    format!("{value:.1} {}", UNITS[unit])
}
