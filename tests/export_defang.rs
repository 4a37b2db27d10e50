//! Addresses, names and URLs that nothing turns into a link, and back.

use std::net::IpAddr;

use investigation::export::defang::{address, refang, text};
use proptest::prelude::*;
use rstest::rstest;

#[rstest]
#[case("10.0.0.1", "10[.]0[.]0[.]1")]
#[case("2001:db8::1", "2001[:]db8[:][:]1")]
#[case("::ffff:10.0.0.1", "[:][:]ffff[:]10[.]0[.]0[.]1")]
#[case("::", "[:][:]")]
fn an_address_is_defanged_as_usual(#[case] ip: IpAddr, #[case] expected: &str) {
    assert_eq!(address(ip), expected);
}

#[rstest]
#[case("seen at 10.0.0.1.", "seen at 10[.]0[.]0[.]1.")]
#[case("10.0.0.1:8080, 10.0.0.2", "10[.]0[.]0[.]1:8080, 10[.]0[.]0[.]2")]
#[case("10.0.0.0/8, RFC 1918", "10[.]0[.]0[.]0/8, RFC 1918")]
#[case("from [2001:db8::1]:443", "from [2001[:]db8[:][:]1]:443")]
#[case("the net 2001:db8::", "the net 2001[:]db8[:][:]")]
#[case("it was fe80::1%eth0: odd", "it was fe80[:][:]1%eth0: odd")]
#[case("http://c2.example/a.sh", "hxxp://c2[.]example/a[.]sh")]
#[case("HTTPS://C2.EXAMPLE:8443/?q=1", "HXXPS://C2[.]EXAMPLE:8443/?q=1")]
#[case("ftp://files", "fxp://files")]
#[case("mail to a.b@evil.example.", "mail to a.b@evil[.]example.")]
#[case("xn--bcher-kva.example", "xn--bcher-kva[.]example")]
#[case("bücher.example", "bücher[.]example")]
fn what_could_become_a_link_is_defanged(#[case] plain: &str, #[case] expected: &str) {
    assert_eq!(text(plain), expected);
    assert_eq!(refang(expected), plain);
}

#[rstest]
#[case("")]
#[case("Failed logins, e.g. at 12:30:45 on 2016-07-08.")]
#[case("version 1.2.3, 3.5 GiB... std::vector")]
#[case("10[.]0[.]0[.]1 and hxxps://c2[.]example/")]
#[case("http: see above")]
fn other_text_stays(#[case] plain: &str) {
    assert_eq!(text(plain), plain);
}

#[rstest]
#[case("10(.)0{.}0[dot]1", "10.0.0.1")]
#[case("2001(:)db8[:][:]1", "2001:db8::1")]
#[case("hXXps[://]c2[.]example", "hTTps://c2.example")]
#[case("a[at]evil[DOT]example", "a@evil.example")]
#[case("hxxp is no link", "hxxp is no link")]
#[case("xhxxp://", "xhxxp://")]
fn what_others_defang_is_understood(#[case] defanged: &str, #[case] plain: &str) {
    assert_eq!(refang(defanged), plain);
}

#[test]
fn a_long_text_without_an_end_takes_no_long_time() {
    // A search that begins anew at each character would not end today.
    for part in [".", ":", "a.", "1:", "http:", "[", "::", "-"] {
        let long = part.repeat(100_000);
        assert_eq!(refang(&text(&long)).len(), long.len());
    }
}

proptest! {
    #[test]
    fn every_address_comes_back(bits: u128, narrow: u32, mask: u128) {
        for ip in [IpAddr::V6(bits.into()), IpAddr::V6((bits & mask).into()), IpAddr::V4(narrow.into())] {
            let defanged = address(ip);
            prop_assert_eq!(refang(&defanged).parse(), Ok(ip));
            prop_assert_eq!(text(&ip.to_string()), &*defanged);
            prop_assert_eq!(text(&defanged), &*defanged);
            prop_assert!(defanged.parse::<IpAddr>().is_err());
        }
    }

    #[test]
    fn what_is_read_after_defanging_is_what_was_written(
        plain in "([a-c1-3.:/@\\[\\](){} -]|http|ftp|hxxp|://|\\[\\.\\]|10\\.0\\.0\\.1|::1|dot|at|é){0,24}"
    ) {
        prop_assert_eq!(refang(&text(&plain)), refang(&plain));
    }

    #[test]
    fn any_text_is_taken(plain in "\\PC*") {
        prop_assert_eq!(refang(&text(&plain)), refang(&plain));
    }
}
