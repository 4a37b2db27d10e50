//! However a file is packed, cut off, damaged or written: what can be read of it is read, and nothing crashes.
#![allow(clippy::unwrap_used, reason = "a test ends at what it did not expect")]

use std::fmt::Write as _;
use std::fs;
use std::io::Write as _;
use std::path::PathBuf;

use flate2::Compression;
use flate2::write::GzEncoder;
use investigation::local::flows::{Flow, FlowTable};
use investigation::local::import::{Format, ImportError, Importer, Report};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use ruzstd::encoding::{CompressionLevel, compress_to_vec};

const FIXTURES: [&str; 13] = [
    "zeek.log",
    "zeek.json",
    "eve.json",
    "nfdump-1.6.csv",
    "nfdump-1.7.csv",
    "argus.binetflow",
    "argus.tsv",
    "vast.csv",
    "spot-flows.tsv",
    "spot-details.tsv",
    "spot-timeline.tsv",
    "unknown.csv",
    "zeek.log.zst",
];

fn fixture(name: &str) -> Vec<u8> {
    fs::read(PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/data/import").join(name)).unwrap()
}

fn import(bytes: &[u8], chunk: usize) -> (Vec<Flow>, Result<Report, ImportError>) {
    let mut table = FlowTable::default();
    let mut importer = Importer::default();
    let pushed = bytes.chunks(chunk).try_for_each(|chunk| importer.push(chunk, &mut table));
    let report = pushed.and_then(|()| importer.finish(&mut table));
    ((0..table.len()).map(|index| table.flow(index)).collect(), report)
}

/// A log of `count` flows, of as many seconds.
fn log(count: u32) -> String {
    let mut log = "#fields\tts\tid.orig_h\tid.orig_p\tid.resp_h\tid.resp_p\tproto\torig_bytes\n".to_owned();
    for second in 0..count {
        writeln!(log, "{second}.5\t10.0.0.{}\t{second}\t192.0.2.7\t443\ttcp\t{}", second % 250, second * 7).unwrap();
    }
    log
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn zstd(bytes: &[u8]) -> Vec<u8> {
    compress_to_vec(bytes, CompressionLevel::Fastest)
}

#[test]
fn packed_files_are_read_as_plain_ones() {
    let text = log(5_000);
    let plain = import(text.as_bytes(), 1 << 20);
    assert_eq!(plain.0.len(), 5_000);
    for packed in [gzip(text.as_bytes()), zstd(text.as_bytes())] {
        for chunk in [1, 7, 4096, 1 << 20] {
            assert_eq!(import(&packed, chunk), plain, "in chunks of {chunk}");
        }
    }
}

#[test]
fn members_and_frames_that_follow_one_another_are_one_file() {
    let text = log(3_000);
    let plain = import(text.as_bytes(), 1 << 20);
    // In the middle of a line.
    let (first, second) = text.as_bytes().split_at(text.len() / 2 + 3);
    let skipped_frame = b"\x53\x2a\x4d\x18\x05\0\0\0hello";
    let gzipped = [gzip(first), gzip(b""), gzip(second)].concat();
    let zstandard = [skipped_frame.to_vec(), zstd(first), skipped_frame.to_vec(), zstd(second)].concat();
    for packed in [gzipped, zstandard] {
        for chunk in [1, 1000, 1 << 20] {
            assert_eq!(import(&packed, chunk), plain, "in chunks of {chunk}");
        }
    }
}

/// Two frames by zstd's own tool, one with a checksum.
#[test]
fn a_file_of_zstds_own_is_read() {
    assert_eq!(import(&fixture("zeek.log.zst"), 5), import(&fixture("zeek.log"), 5));
}

#[test]
fn a_file_that_is_cut_off_gives_what_was_before_and_says_so() {
    let text = log(20_000);
    let plain = import(text.as_bytes(), 1 << 20).0;
    for packed in [gzip(text.as_bytes()), zstd(text.as_bytes())] {
        for kept in [packed.len() / 2, packed.len() - 1] {
            let (flows, report) = import(&packed[..kept], 10_000);
            let report = report.unwrap();
            assert!(flows.len() > 1_000 && flows.len() <= plain.len());
            assert_eq!(flows, plain[..flows.len()], "no half of a line is a flow");
            assert_eq!(report.notices.len(), 1);
            assert!(report.notices[0].contains(&format!("cut off: after its {kept} bytes")), "{:?}", report.notices);
        }
    }
}

#[test]
fn a_damaged_file_gives_what_was_before_and_says_so() {
    let text = log(60_000);
    let plain = import(text.as_bytes(), 1 << 20).0;
    for mut packed in [gzip(text.as_bytes()), zstd(text.as_bytes())] {
        let middle = packed.len() / 2;
        packed[middle..middle + 64].fill(0xff);
        let (flows, report) = import(&packed, 10_000);
        // What is behind a damage may be garbage until it is noticed; what is before it is not.
        assert!(flows.len() > 1_000 && flows[..1_000] == plain[..1_000]);
        assert!(report.unwrap().notices[0].contains("damaged"));
    }
}

#[test]
fn what_follows_a_gzip_member_and_is_none_is_told() {
    let text = log(100);
    let (flows, report) = import(&[gzip(text.as_bytes()), b"garbage behind it".to_vec()].concat(), 4096);
    assert_eq!((flows.len(), report.unwrap().notices.len()), (100, 1));
}

#[test]
fn a_line_of_100_megabytes_is_skipped_wherever_it_stands() {
    let megabyte = vec![b'x'; 1 << 20];
    let text = log(10);
    let (header, rows) = text.split_at(text.find('\n').unwrap() + 1);
    for (before, number) in [("", 1), (header, 2)] {
        let mut table = FlowTable::default();
        let mut importer = Importer::default();
        importer.push(before.as_bytes(), &mut table).unwrap();
        for _ in 0..100 {
            importer.push(&megabyte, &mut table).unwrap();
        }
        let rest = if before.is_empty() { format!("\n{text}") } else { format!("\n{rows}") };
        importer.push(rest.as_bytes(), &mut table).unwrap();
        let report = importer.finish(&mut table).unwrap();
        assert_eq!((report.flows, report.skipped.total), (10, 1));
        assert_eq!(report.skipped.first[0].line, number);
        assert_eq!(report.skipped.first[0].reason, "it is longer than 1024 KiB");
    }
}

#[test]
fn wrong_lines_are_all_counted_and_the_first_ones_told() {
    let mut text = log(1);
    for _ in 0..1_000 {
        text += "nonsense\n";
    }
    let report = import(text.as_bytes(), 100).1.unwrap();
    assert_eq!((report.flows, report.skipped.total, report.skipped.first.len()), (1, 1_000, 100));
    assert_eq!(report.skipped.first[0].line, 3);
}

#[test]
fn ends_of_lines_and_marks_make_no_difference() {
    for name in FIXTURES.into_iter().filter(|name| *name != "zeek.log.zst") {
        let text = String::from_utf8(fixture(name)).unwrap();
        let plain = import(text.as_bytes(), 64);
        let with_returns = text.replace('\n', "\r\n");
        assert_eq!(import(with_returns.as_bytes(), 3).0, plain.0, "{name}");
        assert_eq!(import(format!("\u{feff}{text}").as_bytes(), 1), plain, "{name}");
        assert_eq!(import(text.trim_end().as_bytes(), 1).0, plain.0, "{name}");
    }
}

#[test]
fn the_last_line_needs_no_end() {
    let text = log(5);
    assert_eq!(import(text.trim_end().as_bytes(), 9).0.len(), 5);
}

#[test]
fn a_table_behind_a_line_of_a_tools_is_found() {
    let text = format!("$ nfdump -r x -o csv\n{}", String::from_utf8(fixture("nfdump-1.6.csv")).unwrap());
    let (flows, report) = import(text.as_bytes(), 50);
    assert_eq!((flows.len(), report.unwrap().format), (3, Format::Nfdump));
}

/// Some bytes of a fixture replaced, taken out or put in twice.
fn mutated() -> impl Strategy<Value = Vec<u8>> {
    let change = (any::<prop::sample::Index>(), any::<u8>(), 0..3_u8);
    (select(FIXTURES.to_vec()), vec(change, 1..12), any::<bool>()).prop_map(|(name, changes, is_packed)| {
        let mut bytes = fixture(name);
        for (at, byte, how) in changes {
            let at = at.index(bytes.len());
            match how {
                0 => bytes[at] = byte,
                1 => drop(bytes.remove(at)),
                _ => bytes.insert(at, b"\t,;\n\"{}[]0-.:"[usize::from(byte) % 13]),
            }
        }
        if is_packed { gzip(&bytes) } else { bytes }
    })
}

proptest! {
    #[test]
    fn whatever_the_bytes_nothing_crashes_and_chunks_make_no_difference(
        bytes in prop_oneof![
            4 => mutated(),
            1 => vec(any::<u8>(), 0..400),
            1 => vec(any::<u8>(), 0..400).prop_map(|bytes| [b"\x1f\x8b\x08\0".to_vec(), bytes].concat()),
            1 => vec(any::<u8>(), 0..400).prop_map(|bytes| [b"\x28\xb5\x2f\xfd".to_vec(), bytes].concat()),
        ],
        chunk in 1..50_usize,
    ) {
        let (flows, report) = import(&bytes, 1 << 20);
        if let Ok(report) = &report {
            prop_assert_eq!(report.flows, flows.len() as u64);
        }
        let (again, report_again) = import(&bytes, chunk);
        if let Ok(report) = &report_again {
            prop_assert_eq!(report.flows, again.len() as u64);
        }
        // How much can be unpacked of what is damaged is a matter of luck, and so of chunks.
        let is_damaged = [&report, &report_again].into_iter().flatten().any(|report| !report.notices.is_empty());
        // An error ends the reading, sooner or later.
        if !is_damaged && (report.is_ok() || report_again.is_ok()) {
            prop_assert_eq!((again, report_again), (flows, report));
        }
    }
}
