//! Numbers, protocols and addresses from the bytes of a field.
//!
//! Millions of fields are read: short ones are read as one word, without a loop whose end no processor foresees.

use std::net::{IpAddr, Ipv4Addr};

use crate::domain::protocol::Protocol;
use crate::domain::swar;

/// Names of protocols that logs use beside those that are shown.
const OTHER_NAMES: [(&str, u8); 4] = [("icmp6", 58), ("ipv6-icmp", 58), ("ipip", 4), ("ipv4", 4)];

/// Up to eight digits as a number.
#[inline]
fn short_number(text: &[u8]) -> Option<u32> {
    let word = match text.len() {
        1..=3 => {
            return text
                .iter()
                .try_fold(0, |sum, digit| digit.is_ascii_digit().then(|| sum * 10 + u32::from(digit - b'0')));
        }
        // The two ends of it, which overlap.
        length @ 4..=8 => {
            let (first, last) = (text.first_chunk::<4>()?, text.last_chunk::<4>()?);
            u64::from(u32::from_le_bytes(*first)) | u64::from(u32::from_le_bytes(*last)) << (8 * (length - 4))
        }
        _ => return None,
    };
    // The bytes beyond it are 0 and no digits.
    let (count, number) = swar::digits(word);
    (count == text.len()).then_some(number)
}

/// A whole number, of digits alone.
#[inline]
pub fn whole(text: &[u8]) -> Option<u64> {
    if text.len() <= 8 {
        return short_number(text).map(u64::from);
    }
    text.iter().try_fold(0_u64, |sum, digit| {
        let digit = digit.is_ascii_digit().then(|| u64::from(digit - b'0'))?;
        sum.checked_mul(10)?.checked_add(digit)
    })
}

/// A number that is not negative, as whole part and millionths, of which more digits are cut. `1.5e-05` is one, too.
#[inline]
pub fn decimal(text: &[u8]) -> Option<(u64, u32)> {
    // As Zeek writes all its times: six digits behind the point. The eight last bytes are one of before, the point, and
    // they; the first two are made zeros.
    if let Some((start, b".")) = text.len().checked_sub(7).and_then(|at| Some((text.get(..at)?, text.get(at..=at)?)))
        && let Some(last) = text.last_chunk::<8>()
    {
        let word = u64::from_le_bytes(*last) & !0xffff | 0x3030;
        if let (8, millionths) = swar::digits(word) {
            return Some((whole(start)?, millionths));
        }
    }
    any_decimal(text)
}

fn any_decimal(text: &[u8]) -> Option<(u64, u32)> {
    if text.iter().any(|byte| matches!(byte, b'e' | b'E')) {
        return scientific(text);
    }
    at_mark(text, b'.')
}

/// A number whose fraction is behind that mark.
pub fn at_mark(text: &[u8], mark: u8) -> Option<(u64, u32)> {
    let (start, fraction) = match swar::find(text, mark) {
        Some(point) => (text.get(..point)?, text.get(point + 1..)?),
        None => (text, &[][..]),
    };
    if start.is_empty() && fraction.is_empty() {
        return None;
    }
    if !fraction.iter().all(u8::is_ascii_digit) {
        return None;
    }
    let millionths = (0..6).fold(0, |sum, at| sum * 10 + fraction.get(at).map_or(0, |digit| u32::from(digit - b'0')));
    let whole = if start.is_empty() { 0 } else { whole(start)? };
    Some((whole, millionths))
}

fn scientific(text: &[u8]) -> Option<(u64, u32)> {
    let number: f64 = std::str::from_utf8(text).ok()?.parse().ok()?;
    // 2^53 millionths are as many as such a number tells apart.
    if !(0.0..9e9).contains(&number) {
        return None;
    }
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    let millionths = (number * 1e6) as u64;
    #[allow(clippy::cast_possible_truncation)]
    Some((millionths / 1_000_000, (millionths % 1_000_000) as u32))
}

/// The seconds of a clock: their fraction is behind a point or, as ISO 8601 has it too, a comma.
#[inline]
pub fn clock_seconds(text: &[u8]) -> Option<(u64, u32)> {
    decimal(text).or_else(|| at_mark(text, b','))
}

/// Seconds as microseconds.
#[inline]
pub fn in_us((seconds, us): (u64, u32)) -> Option<u64> {
    seconds.checked_mul(1_000_000)?.checked_add(u64::from(us))
}

/// A duration as a clock writes it, `hh:mm:ss.fff`, as microseconds: nfdump does so since 1.7.4.
pub fn clock_us(text: &[u8]) -> Option<u64> {
    let colon = text.iter().rposition(|&byte| byte == b':')?;
    let mut sum = in_us(clock_seconds(text.get(colon + 1..)?)?)?;
    let mut unit: u64 = 60_000_000;
    for part in text.get(..colon)?.rsplit(|&byte| byte == b':') {
        sum = sum.checked_add(whole(part)?.checked_mul(unit)?)?;
        unit = unit.checked_mul(60)?;
    }
    (unit <= 216_000_000_000).then_some(sum)
}

/// A protocol of IP by its name or number; `None` where it is none, such as ARP.
#[inline]
pub fn protocol(text: &[u8]) -> Option<Protocol> {
    match text {
        b"tcp" | b"TCP" => Some(Protocol::TCP),
        b"udp" | b"UDP" => Some(Protocol::UDP),
        b"icmp" | b"ICMP" => Some(Protocol(1)),
        _ => {
            let text = std::str::from_utf8(text).ok()?.trim();
            let other = OTHER_NAMES.iter().find(|(name, _)| name.eq_ignore_ascii_case(text));
            other.map(|(_, number)| Protocol(*number)).or_else(|| Protocol::from_text(text))
        }
    }
}

/// An address. What stands behind a `%` in one of IPv6 tells an interface of some machine, and is left out. IPv4 that is
/// written as IPv6 (`::ffff:10.0.0.1`) is IPv4: a host has one address, whichever socket it was seen at.
#[inline]
pub fn address(text: &[u8]) -> Option<IpAddr> {
    match ipv4(text) {
        Some(address) => Some(IpAddr::V4(address)),
        None => other_address(text),
    }
}

#[inline]
fn ipv4(text: &[u8]) -> Option<Ipv4Addr> {
    let length = text.len();
    let bytes = match length {
        // The two ends of it, which overlap.
        8..=15 => {
            let (first, last) = (text.first_chunk()?, text.last_chunk()?);
            u128::from(u64::from_le_bytes(*first)) | u128::from(u64::from_le_bytes(*last)) << (8 * (length - 8))
        }
        7 => {
            let (first, last) = (text.first_chunk()?, text.last_chunk()?);
            u128::from(u32::from_le_bytes(*first)) | u128::from(u32::from_le_bytes(*last)) << 24
        }
        _ => return None,
    };
    let (bits, read) = swar::ipv4(&bytes.to_le_bytes())?;
    (read == length).then(|| Ipv4Addr::from_bits(bits))
}

fn other_address(text: &[u8]) -> Option<IpAddr> {
    let text = std::str::from_utf8(text).ok()?.trim();
    let address = text.split_once('%').map_or(text, |(address, _)| address);
    address.parse().ok().map(|address: IpAddr| address.to_canonical())
}

#[cfg(test)]
mod tests {
    use std::net::IpAddr;

    use proptest::prelude::*;

    use super::{address, decimal, whole};

    proptest! {
        #[test]
        fn whole_numbers_are_read_as_the_standard_library_does(text in prop_oneof!["[0-9]{0,21}", "[0-9a:/.]{0,9}"]) {
            let is_digits = text.bytes().all(|byte| byte.is_ascii_digit());
            prop_assert_eq!(whole(text.as_bytes()), text.parse().ok().filter(|_| is_digits));
        }

        #[test]
        fn millionths_are_cut_not_rounded(whole in any::<u32>(), fraction in "[0-9]{0,12}") {
            let text = format!("{whole}.{fraction}");
            let millionths = format!("{fraction:0<6}")[..6].parse().unwrap();
            prop_assert_eq!(decimal(text.as_bytes()), Some((u64::from(whole), millionths)));
        }

        #[test]
        fn addresses_are_read_as_the_standard_library_does(text in prop_oneof![
            any::<[u8; 4]>().prop_map(|octets| IpAddr::from(octets).to_string()),
            any::<[u8; 16]>().prop_map(|octets| IpAddr::from(octets).to_string()),
            any::<[u8; 4]>().prop_map(|octets| format!("::ffff:{}", IpAddr::from(octets))),
            "[0-9]{1,3}(\\.[0-9]{1,3}){3}", "[0-9.]{0,16}", "[0-9a-f:.]{0,20}",
        ]) {
            prop_assert_eq!(address(text.as_bytes()), text.parse::<IpAddr>().ok().map(|ip| ip.to_canonical()));
        }
    }

    #[test]
    fn numbers_as_logs_write_them() {
        assert_eq!(decimal(b"1.5e-05"), Some((0, 15)));
        assert_eq!(decimal(b".5"), Some((0, 500_000)));
        assert_eq!(decimal(b"7"), Some((7, 0)));
        for wrong in ["", ".", "-1", "1.2.3", "1.5e", "1e400", "nan", "1.-23456"] {
            assert_eq!(decimal(wrong.as_bytes()), None, "{wrong}");
        }
        assert_eq!(address(b"fe80::1%eth0"), Some("fe80::1".parse().unwrap()));
        assert_eq!(address(b"::ffff:10.0.0.1"), Some("10.0.0.1".parse().unwrap()));
    }
}
