//! Answers of any size, the same at every run: an IP's busy day as Spot's server writes it.

use std::fmt::Write;

/// The sought IP of every answer.
pub const SOUGHT: &str = "10.0.0.7";
/// Rows for each peer, on average.
const ROWS_PER_PEER: u64 = 20;
const HEAD: &str = r#"{"data": {"flow": {"threat": {"details": ["#;
const TAIL: &str = "]}}}}";
/// About as much as a server hands to a network at once.
const CHUNK_BYTES: usize = 64 * 1024;

/// Numbers without a pattern, from a seed (`SplitMix64`).
pub struct Numbers(u64);

impl Numbers {
    /// The same numbers for the same seed.
    pub fn seeded(seed: u64) -> Self {
        Self(seed)
    }

    /// The next number, below `limit`.
    pub fn below(&mut self, limit: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (mixed ^ (mixed >> 31)) % limit.max(1)
    }
}

/// The body of an answer with so many rows, in chunks.
pub fn body(rows: u64) -> impl Iterator<Item = String> {
    let mut numbers = Numbers::seeded(7);
    let peers = (rows / ROWS_PER_PEER).max(1);
    let mut next = 0;
    std::iter::from_fn(move || {
        if next > rows {
            return None;
        }
        let mut chunk = String::with_capacity(CHUNK_BYTES + 512);
        if next == 0 {
            chunk.push_str(HEAD);
        }
        while next < rows && chunk.len() < CHUNK_BYTES {
            if next > 0 {
                chunk.push_str(", ");
            }
            row(&mut chunk, &mut numbers, peers);
            next += 1;
        }
        if next == rows {
            chunk.push_str(TAIL);
            next += 1;
        }
        Some(chunk)
    })
}

fn row(text: &mut String, numbers: &mut Numbers, peers: u64) {
    let peer = numbers.below(peers);
    let peer = format!("{}.{}.{}.{}", 20 + peer / 16_777_216, peer / 65_536 % 256, peer / 256 % 256, peer % 256);
    let (source, destination) = if numbers.below(3) == 0 { (peer.as_str(), SOUGHT) } else { (SOUGHT, peer.as_str()) };
    let first = numbers.below(86_000);
    let last = first + numbers.below(300);
    let clock = |second: u64| format!("{:02}:{:02}:{:02}", second / 3600, second / 60 % 60, second % 60);
    let magnitude = 6 + numbers.below(20);
    let bytes = 60 + numbers.below(1 << magnitude);
    let packets = 1 + bytes / 900;
    // Writing to a string does not fail.
    let _ = write!(
        text,
        "{{\"firstSeen\": \"2016-07-08 {}\", \"lastSeen\": \"2016-07-08 {}\", \"srcIp\": \"{source}\", \"dstIp\": \
         \"{destination}\", \"srcPort\": {}, \"dstPort\": {}, \"connections\": {}, \"maxPkts\": {packets}, \"avgPkts\": {}, \
         \"maxBytes\": {bytes}, \"avgBytes\": {}}}",
        clock(first),
        clock(last),
        1024 + numbers.below(64_000),
        [53, 80, 443, 22, 25][usize::try_from(numbers.below(5)).unwrap_or(0)],
        1 + numbers.below(40),
        packets.div_ceil(2),
        bytes / 2,
    );
}
