//! Which of the three context files a text is, and what is shown beside an address.

use investigation::domain::context::file::ContextFile;
use investigation::domain::context::label::Label;
use investigation::domain::context::{Context, NetworkNames};
use investigation::domain::geo::PlacesReader;
use proptest::prelude::*;
use rstest::rstest;

#[rstest]
#[case("10.0.0.0,10.255.255.255,office", Some(ContextFile::IpRanges))]
#[case("\u{feff}\"10.0.0.0\" , \"10.0.0.9\"", Some(ContextFile::IpRanges))]
#[case("# ours\n10.0.0.0,10.0.0.9,a\n2001:db8::,2001:db8::ff,b\nbroken", Some(ContextFile::IpRanges))]
#[case("srcIP,name\n10.0.0.0/24,office", Some(ContextFile::NetworkContext))]
#[case("srcIP,name\r\n192.0.54.0-192.0.54.254,dmz.example\r\n", Some(ContextFile::NetworkContext))]
#[case("srcIP,name\n10.1.2.3,host", Some(ContextFile::NetworkContext))]
#[case(
    "\"134744064\",\"134744319\",\"US\",\"United States\",\"CA\",\"\",\"37.4\",\"-122.0\",\"Google LLC\",\"google.com\"",
    Some(ContextFile::Places)
)]
#[case(
    "134744064,134744319,US,United States,CA,,37.4,-122.0,Google LLC,google.com\n134744320,1347",
    Some(ContextFile::Places)
)]
#[case("", None)]
#[case("srcIP,name\n", None)]
#[case("ts,src,dst\n2016-07-08 10:00:00,10.0.0.1,10.0.0.2", None)]
#[case("<!doctype html><title>Log in</title>", None)]
#[case("10.0.0.9,10.0.0.1,backwards", None)]
fn a_file_is_told_by_its_lines(#[case] head: &str, #[case] file: Option<ContextFile>) {
    assert_eq!(ContextFile::recognise(head.as_bytes()), file);
}

#[test]
fn most_lines_tell() {
    let mixed = "10.0.0.0,10.0.0.9,a\nsrcIP,name\n10.0.0.0/24,b\n10.0.1.0/24,c\n";
    assert_eq!(ContextFile::recognise(mixed.as_bytes()), Some(ContextFile::NetworkContext));
}

#[test]
fn lines_of_any_length_and_bytes_of_any_kind_are_no_file() {
    assert_eq!(ContextFile::recognise(&vec![b'7'; 300_000]), None);
    assert_eq!(ContextFile::recognise(&[0x1f, 0x8b, 0, 255, b'\n', 254]), None);
}

proptest! {
    #[test]
    fn no_bytes_make_it_fail(head in proptest::collection::vec(any::<u8>(), 0..400)) {
        let _ = ContextFile::recognise(&head);
    }

    #[test]
    fn each_file_is_recognised_by_the_lines_that_its_reader_takes(first: [u8; 4], wide in 0_u8..20, name in "[a-z]{1,8}") {
        let ip = std::net::Ipv4Addr::from(first);
        let number = ip.to_bits();
        let last = number.saturating_add(u32::from(wide));
        let lines = [
            (ContextFile::IpRanges, format!("{ip},{},{name}", std::net::Ipv4Addr::from_bits(last))),
            (ContextFile::NetworkContext, format!("srcIP,name\n{ip},{name}")),
            (ContextFile::Places, format!("\"{number}\",\"{last}\",\"US\",\"\",\"\",\"\",\"1\",\"2\",\"{name}\",\"\"")),
        ];
        for (file, text) in lines {
            prop_assert_eq!(ContextFile::recognise(text.as_bytes()), Some(file), "{}", text);
        }
    }
}

fn context(names: &str, places: &str) -> Context {
    let mut reader = PlacesReader::default();
    reader.push(places.as_bytes());
    Context { names: NetworkNames::from_csv(names).0, places: Some(reader.finish().0) }
}

const PLACES: &str = "\"134744064\",\"134744319\",\"US\",\"United States\",\"CA\",\"Mountain View\",\"37.4\",\"-122\",\"Google LLC\",\"google.com\"
\"134744320\",\"134744575\",\"SG\",\"Singapore\",\"Singapore\",\"Singapore\",\"1.3\",\"103.8\",\"\",\"\"
\"134744576\",\"134744831\",\"\",\"\",\"\",\"\",\"0\",\"0\",\"\",\"example.net\"
\"134744832\",\"134745087\",\"\",\"\",\"\",\"\",\"0\",\"0\",\"\",\"\"
";

#[rstest]
#[case(
    "8.8.8.8",
    "dns \u{b7} US, Mountain View",
    "Network: dns. Place: Mountain View, CA, United States. Owner: Google LLC (google.com)."
)]
#[case("8.8.9.1", "SG, Singapore", "Place: Singapore.")]
#[case("8.8.10.1", "example.net", "Owner: example.net.")]
#[case("10.0.0.1", "office", "Network: office.")]
fn an_address_has_a_short_and_a_full_label(#[case] ip: &str, #[case] short: &str, #[case] full: &str) {
    let context = context("srcIP,name\n8.8.8.8,dns\n10.0.0.0/8,office", PLACES);
    let label = context.label(ip.parse().unwrap()).unwrap();
    assert_eq!(label.short(), short);
    assert_eq!(label.in_full(), full);
    assert_eq!(label.shortest(), short.split(" \u{b7} ").next().unwrap());
}

#[test]
fn an_address_of_which_nothing_is_known_has_no_label() {
    let context = context("srcIP,name\n10.0.0.0/8,office", PLACES);
    for ip in ["8.8.11.1", "192.0.2.1", "2001:db8::1"] {
        assert_eq!(context.label(ip.parse().unwrap()), None, "{ip}");
    }
    assert!(Context::default().is_empty());
    assert!(!context.is_empty());
}

#[test]
fn a_long_or_hostile_name_is_cut_and_stays_on_one_line() {
    let name = format!("a\u{7}\t<script>{}", "x".repeat(500));
    let context = context(&format!("srcIP,name\n10.0.0.0/8,{name}"), "");
    let Label { name, .. } = context.label("10.0.0.1".parse().unwrap()).unwrap();
    assert_eq!(name.chars().count(), 81);
    assert!(name.starts_with("a  <script>x") && name.ends_with("x\u{2026}"), "{name}");
}
