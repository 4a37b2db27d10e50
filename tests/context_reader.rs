//! Context files as they arrive: plain or packed, whole or broken.

#![allow(clippy::unwrap_used, reason = "a test ends at what it did not expect")]

use std::io::Write;

use flate2::Compression;
use flate2::write::GzEncoder;
use investigation::domain::context::file::ContextFile;
use investigation::engine::context_reader::{Content, ContextReader, Whole, recognise};
use investigation::failure::Failure;
use rstest::rstest;

/// `n` ranges of 256 addresses from 1.0.0.0 on, none like the one before.
fn places(n: u32) -> String {
    let line = |number: u32| {
        let first = (1 << 24) + number * 256;
        let last = first + 255;
        format!("\"{first}\",\"{last}\",\"DE\",\"Germany\",\"\",\"City {}\",\"52.5\",\"13.4\",\"\",\"\"\n", number % 97)
    };
    (0..n).map(line).collect()
}

fn gzip(text: &str) -> Vec<u8> {
    let mut packed = GzEncoder::new(Vec::new(), Compression::default());
    packed.write_all(text.as_bytes()).unwrap();
    packed.finish().unwrap()
}

fn zstd(text: &str) -> Vec<u8> {
    ruzstd::encoding::compress_to_vec(text.as_bytes(), ruzstd::encoding::CompressionLevel::Fastest)
}

fn read(file: ContextFile, bytes: &[u8], chunk_bytes: usize) -> Result<Whole, Failure> {
    let mut reader = ContextReader::new(file, "The file");
    for chunk in bytes.chunks(chunk_bytes) {
        reader.push(chunk)?;
    }
    reader.finish()
}

#[rstest]
fn a_packed_file_says_the_same_as_a_plain_one(#[values(1, 7, 4_096, 1 << 20)] chunk_bytes: usize) {
    let text = places(5_000);
    for bytes in [text.clone().into_bytes(), gzip(&text), zstd(&text)] {
        let read = read(ContextFile::Places, &bytes, chunk_bytes).unwrap();
        assert_eq!((read.entries, read.skipped.total), (5_000, 0));
        let Content::Places(Some(places)) = read.content else { panic!("no places") };
        // 1.0.38.9 is in the range number 38.
        assert_eq!(places.location("1.0.38.9".parse().unwrap()).unwrap().city, "City 38");
        assert!(places.location("0.255.255.255".parse().unwrap()).is_none());
    }
}

#[rstest]
#[case(ContextFile::IpRanges, "10.0.0.0,10.0.0.255,office")]
#[case(ContextFile::NetworkContext, "srcIP,name\n10.0.0.0/24,office")]
#[case(ContextFile::Places, "\"1\",\"2\",\"DE\",\"\",\"\",\"\",\"\",\"\",\"\",\"\"")]
fn each_file_is_told_by_its_lines_packed_or_not(#[case] file: ContextFile, #[case] text: &str) {
    for bytes in [text.as_bytes().to_vec(), gzip(text), zstd(text)] {
        assert_eq!(recognise("x", &bytes).unwrap(), file);
        assert_eq!(read(file, &bytes, 5).unwrap().entries, 1);
    }
}

#[test]
fn the_beginning_of_a_large_packed_file_tells_which_it_is() {
    let packed = gzip(&places(100_000));
    assert_eq!(recognise("iploc.csv.gz", &packed[..65_536]).unwrap(), ContextFile::Places);
}

#[test]
fn what_is_packed_and_no_context_file_is_told_by_its_lines() {
    let Err(failure) = recognise("log.gz", &gzip("ts,src,dst\n1,2,3")) else { panic!("it is none") };
    let words = failure.to_string();
    assert!(words.contains("log.gz is none of the three context files. It begins with `ts,src,dst`."), "{words}");
}

#[test]
fn half_of_a_packed_file_is_not_taken_for_all() {
    let text = places(5_000);
    let mut wrong_checksum = gzip(&text);
    let end = wrong_checksum.len() - 8;
    wrong_checksum[end] ^= 0xff;
    let half = |packed: Vec<u8>| packed[..packed.len() / 2].to_vec();
    for bytes in [half(gzip(&text)), half(zstd(&text)), wrong_checksum] {
        let words = read(ContextFile::Places, &bytes, 1_000).unwrap_err().to_string();
        assert!(words.starts_with("The file is not read: it is cut off or damaged"), "{words}");
    }
}

#[test]
fn a_little_file_that_unpacks_to_more_than_is_read_is_refused() {
    // 65 MiB in a few ten kilobytes.
    let mut packed = GzEncoder::new(Vec::new(), Compression::fast());
    let blanks = vec![b'\n'; 1 << 20];
    for _ in 0..65 {
        packed.write_all(&blanks).unwrap();
    }
    let words = read(ContextFile::IpRanges, &packed.finish().unwrap(), 1 << 16).unwrap_err().to_string();
    assert_eq!(words, "The file is not read: it is larger than 64 MiB.");
}

#[test]
fn a_web_page_is_no_context_file() {
    let failure = read(ContextFile::Places, b"<!doctype html><title>Sign in</title>", 1_000).unwrap_err();
    assert!(matches!(failure, Failure::LoginPage { .. }), "{failure:?}");
}

#[test]
fn the_demo_has_the_country_of_its_external_addresses() {
    let Content::Places(Some(places)) =
        read(ContextFile::Places, include_bytes!("../src/local/demo/iploc.bin"), 1 << 20).unwrap().content
    else {
        panic!("no places")
    };
    // Its command and control server, a name server abroad, the house: as whois has them.
    for (ip, country) in [("212.117.171.138", "LU"), ("194.85.105.17", "RU"), ("147.32.84.165", "CZ")] {
        let place = places.location(ip.parse().unwrap()).unwrap();
        assert_eq!((place.country_code, place.city, place.at.is_some()), (country, "", true), "{ip}");
    }
    let russia = places.location("194.85.105.17".parse().unwrap()).unwrap().at.unwrap();
    assert!((60.0..150.0).contains(&russia.longitude), "{russia:?} is in Asia, where the most of it is");
    assert!(places.location("192.168.0.1".parse().unwrap()).is_none());
}
