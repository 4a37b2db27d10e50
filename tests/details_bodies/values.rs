//! Values as an answer may write them, each as JSON text.

use investigation::domain::time::Moment;
use proptest::prelude::*;
use proptest::sample::select;

use super::SOUGHT;

/// Numbers at the bounds of what the columns hold.
pub const BOUNDS: &[&str] = &[
    "0",
    "65535",
    "65536",
    "100000",
    "2147483647",
    "2147483648",
    "4294967294",
    "4294967295",
    "4294967296",
    "9007199254740993",
    "999999999999999999",
    "1000000000000000000",
    "9999999999999999999",
    "10000000000000000000",
    "18446744073709551615",
    "18446744073709551616",
    "123456789012345678901234567890",
];

/// What may stand in place of a port or a count.
pub const ODD_NUMBERS: &[&str] = &[
    "-1",
    "-0",
    "-9223372036854775809",
    "1.5",
    "0.999",
    "-0.5",
    "65535.9",
    "4294967295.0",
    "1e3",
    "1E+2",
    "25e-1",
    "1e18",
    "9.99e17",
    "1e300",
    "1e-400",
    "\"12\"",
    "\" 12\\n\"",
    "\"+5\"",
    "\"-5\"",
    "\"007\"",
    "\"1e3\"",
    "\"0x10\"",
    "\"\"",
    "\"\\u0031\\u0032\"",
    "\"18446744073709551616\"",
    "true",
    "[1]",
    "{\"a\":1}",
];

/// What may stand in place of an address, and addresses in other spellings.
pub const ODD_ADDRESSES: &[&str] = &[
    // IPv6, one address in several spellings; IPv4 inside; with a zone, which belongs to a machine.
    "\"2001:db8::1\"",
    "\"2001:DB8:0:0:0:0:0:1\"",
    "\"2001:0db8:0000:0000:0000:0000:0000:0001\"",
    "\"::\"",
    "\"0000:0000:0000:0000:0000:ffff:172.030.000.046\"",
    "\"::ffff:172.30.0.46\"",
    "\"::ffff:ac1e:2e\"",
    "\"fe80::1%eth0\"",
    "\"[2001:db8::1]\"",
    "\"2001:db8::1/64\"",
    "\"2001:db8:::1\"",
    // IPv4.
    "\"172.030.0.46\"",
    "\"172.30.0.046\"",
    "\"0.0.0.0\"",
    "\"255.255.255.255\"",
    "\"10.0.0.256\"",
    "\"10.0.0.999\"",
    "\"10.0.0\"",
    "\"10.0.0.1.2\"",
    "\"10.0.0.1:80\"",
    "\"10..0.1\"",
    "\"1234.0.0.1\"",
    "\" 172.30.0.46\"",
    "\"172.30.0.46\\t\"",
    "\"172.30\\u002e0.46\"",
    "\"172.30.0.46\\\"\"",
    "\"\u{661}.0.0.1\"",
    "\"172.30.0.46\u{a0}\"",
    // No address at all.
    "\"\"",
    "null",
    "7",
    "2886664238",
    "false",
    "[\"172.30.0.46\"]",
    "{\"ip\":\"172.30.0.46\"}",
];

/// What may stand in place of a time, and times at the bounds.
pub const ODD_TIMES: &[&str] = &[
    "\"1970-01-01 00:00:00\"",
    "\"2106-02-06 23:59:59\"",
    "\"2106-02-07 00:00:00\"",
    "\"1969-12-31 23:59:59\"",
    "\"2016-02-29 12:00:00\"",
    "\"2015-02-29 12:00:00\"",
    "\"2100-02-29 12:00:00\"",
    "\"2016-04-31 00:00:00\"",
    "\"2016-13-01 00:00:00\"",
    "\"2016-00-01 00:00:00\"",
    "\"2016-07-00 00:00:00\"",
    "\"2016-07-08 24:00:00\"",
    "\"2016-07-08 23:60:00\"",
    "\"2016-07-08 23:59:60\"",
    "\"2016-07-08T23:59:59\"",
    "\"2016-07-08 23:59:59.000001\"",
    "\"2016-07-08 23:59:59.\"",
    "\"2016-07-08 23:59:59Z\"",
    "\"2016-7-8 1:02:03\"",
    "\"2016-07-08\"",
    "\" 2016-07-08 23:59:59 \"",
    "\"2016-07-08\\u002023:59:59\"",
    "\"2016-07-08 23:59:59\\n\"",
    "\"2016/07/08 23:59:59\"",
    "\"2016-07-08 2:3:59:5\"",
    "\"+016-07-08 23:59:59\"",
    "\"2016-07-08 +3:59:59\"",
    "\"yesterday, at midnight\"",
    "\"\"",
    "null",
    "1467936000",
    "true",
    "[]",
];

/// What nobody asked for, with whatever may confuse a reader that counts braces and quotes.
const UNKNOWN: &[&str] = &[
    "null",
    "true",
    "false",
    "0",
    "-1.5e-7",
    "12345678901234567890",
    "\"\"",
    "\"a b\"",
    "\"]\"",
    "\"},{\"",
    "\"\\\"]}\\\\\"",
    "\"\\\\\"",
    "\"\\\\\\\"[\"",
    "\"\\u005d\\u007D\\/\\b\\f\\n\\r\\t\"",
    "\"\\ud83d\\ude00 \u{1f600} \u{2028}\"",
    "[]",
    "{}",
    "[ ]",
    "[[[[]]]]",
    "[{\"srcIp\":\"172.30.0.46\"}]",
    "{\"details\":[{\"]\":\"}\"}]}",
    "{\"flow\":{\"threat\":{\"details\":[1,{}]}}}",
    "[null , \"[\" ,{\"\\\"\":[\"{\"]}]",
    "{\"a\":{\"a\":{\"b\":[{}],\"a\":\"x\",\"a\":0}}}",
];

/// `text`, which needs no escapes, in quotes: every `every`-th letter escaped; none where that is 0.
pub fn escaped(text: &str, every: usize) -> String {
    let letters = text.chars().enumerate().map(|(index, letter)| match every {
        0 => letter.to_string(),
        every if index % every == 0 => format!("\\u{:04x}", u32::from(letter)),
        _ => letter.to_string(),
    });
    format!("\"{}\"", letters.collect::<String>())
}

fn one_of(texts: &'static [&'static str]) -> impl Strategy<Value = String> + use<> {
    select(texts.to_vec()).prop_map(str::to_owned)
}

/// A port, a count, or what may stand in its place.
pub fn any_number() -> impl Strategy<Value = String> {
    prop_oneof![
        20 => (0u64..70_000).prop_map(|number| number.to_string()),
        4 => any::<u64>().prop_map(|number| number.to_string()),
        3 => Just("null".to_owned()),
        3 => one_of(BOUNDS),
        3 => one_of(ODD_NUMBERS),
    ]
}

pub fn any_address() -> impl Strategy<Value = String> {
    prop_oneof![
        16 => Just(escaped(SOUGHT, 0)),
        16 => any::<[u8; 4]>().prop_map(|bytes| format!("\"{}\"", std::net::Ipv4Addr::from(bytes))),
        2 => any::<[u16; 8]>().prop_map(|parts| format!("\"{}\"", std::net::Ipv6Addr::from(parts))),
        5 => one_of(ODD_ADDRESSES),
    ]
}

pub fn any_time() -> impl Strategy<Value = String> {
    let one_day = (1_467_936_000u32..1_468_022_400).prop_map(|second| format!("\"{}\"", Moment(second)));
    prop_oneof![
        30 => one_day,
        4 => any::<u32>().prop_map(|second| format!("\"{}\"", Moment(second))),
        3 => one_of(ODD_TIMES),
    ]
}

/// A value that nobody asked for.
pub fn any_unknown() -> impl Strategy<Value = String> {
    let long = (1usize..4_000).prop_map(|length| format!("\"{}\"", "x\\\"]} ".repeat(length / 7)));
    prop_oneof![20 => one_of(UNKNOWN), 1 => long]
}
