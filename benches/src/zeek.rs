//! Zeek's conn.log of any length, the same at every run: a day of a network with one host that is busier than all others.

use std::fmt::Write;
use std::io;
use std::path::Path;

use crate::generated::Numbers;

/// The busiest host: a fifth of all connections are its own, most of them opened by it.
pub const BUSIEST: &str = "10.0.0.7";
/// The day on which all of them begin.
pub const DAY: &str = "2024-03-05";
const MIDNIGHT: u64 = 1_709_596_800;
const DAY_SECONDS: u64 = 86_400;
/// Hosts inside.
const INSIDE: u64 = 2_000;
/// Hosts outside.
const OUTSIDE: u64 = 50_000;
const HEAD: &str = "#separator \\x09\n#set_separator\t,\n#empty_field\t(empty)\n#unset_field\t-\n#path\tconn\n\
    #open\t2024-03-05-00-00-00\n\
    #fields\tts\tuid\tid.orig_h\tid.orig_p\tid.resp_h\tid.resp_p\tproto\tservice\tduration\torig_bytes\tresp_bytes\tconn_state\
    \tlocal_orig\tlocal_resp\tmissed_bytes\thistory\torig_pkts\torig_ip_bytes\tresp_pkts\tresp_ip_bytes\ttunnel_parents\n\
    #types\ttime\tstring\taddr\tport\taddr\tport\tenum\tstring\tinterval\tcount\tcount\tstring\tbool\tbool\tcount\tstring\tcount\
    \tcount\tcount\tcount\tset[string]\n";
/// What is written at once.
const CHUNK_BYTES: usize = 256 * 1024;

/// A log of so many connections, in chunks.
pub fn log(rows: u64) -> impl Iterator<Item = String> {
    let mut numbers = Numbers::seeded(11);
    let mut next = 0;
    std::iter::from_fn(move || {
        if next == rows {
            return None;
        }
        let mut chunk = String::with_capacity(CHUNK_BYTES + 512);
        if next == 0 {
            chunk.push_str(HEAD);
        }
        while next < rows && chunk.len() < CHUNK_BYTES {
            // In order, spread over the day.
            let begun_us = DAY_SECONDS * 1_000_000 / rows * next;
            line(&mut chunk, &mut numbers, begun_us);
            next += 1;
        }
        Some(chunk)
    })
}

/// Writes such a log to `path`.
pub fn write(path: &Path, rows: u64) -> io::Result<()> {
    let mut file = std::fs::File::create(path)?;
    log(rows).try_for_each(|chunk| io::Write::write_all(&mut file, chunk.as_bytes()))
}

fn line(text: &mut String, numbers: &mut Numbers, begun_us: u64) {
    let inside = |host: u64| format!("10.0.{}.{}", 1 + host / 250, 1 + host % 250);
    let outside = |host: u64| format!("{}.{}.{}.{}", 20 + host % 150, host / 256 % 256, host % 256, 1 + host / 300);
    let (source, destination) = match numbers.below(100) {
        0..16 => (BUSIEST.to_owned(), outside(numbers.below(OUTSIDE))),
        16..20 => (inside(numbers.below(INSIDE)), BUSIEST.to_owned()),
        20..40 => (inside(numbers.below(INSIDE)), inside(numbers.below(INSIDE))),
        40..50 => (outside(numbers.below(OUTSIDE)), inside(numbers.below(INSIDE))),
        _ => (inside(numbers.below(INSIDE)), outside(numbers.below(OUTSIDE))),
    };
    let (protocol, service, port) = match numbers.below(10) {
        0..4 => ("tcp", "ssl", 443),
        4..6 => ("tcp", "http", 80),
        6..8 => ("udp", "dns", 53),
        8 => ("tcp", "-", 1 + numbers.below(65_000)),
        _ => ("udp", "-", 123),
    };
    // Writing to a string does not fail.
    let _ = write!(text, "{}.{:06}\tC", MIDNIGHT + begun_us / 1_000_000, begun_us % 1_000_000);
    for _ in 0..17 {
        text.push(char::from(
            b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
                [usize::try_from(numbers.below(62)).unwrap_or(0)],
        ));
    }
    let _ = write!(text, "\t{source}\t{}\t{destination}\t{port}\t{protocol}\t{service}", 1_024 + numbers.below(64_000));
    // A seventh of them got no answer.
    if numbers.below(7) == 0 {
        let packets = 1 + numbers.below(3);
        let _ = writeln!(text, "\t-\t-\t-\tS0\t-\t-\t0\tS\t{packets}\t{}\t0\t0\t(empty)", packets * 60);
        return;
    }
    let (up, down) = (6 + numbers.below(12), 6 + numbers.below(18));
    let (sent, received) = (numbers.below(1 << up), numbers.below(1 << down));
    let (sent_packets, received_packets) = (2 + sent / 900, 2 + received / 1_300);
    let _ = writeln!(
        text,
        "\t{}.{:06}\t{sent}\t{received}\tSF\t-\t-\t0\tShAaDdadTFf\t{sent_packets}\t{}\t{received_packets}\t{}\t(empty)",
        numbers.below(120),
        numbers.below(1_000_000),
        sent + 40 * sent_packets,
        received + 40 * received_packets,
    );
}
