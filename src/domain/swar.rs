//! Digits read eight at a time.
//!
//! A loop over digits ends after a number of turns that no processor foresees, and each time it guesses wrong costs more
//! than all the digits. So a word of bytes is looked at as a whole: where its first byte that is no digit stands, and what
//! the digits before it make. Words are little-endian: the first byte is the lowest.

/// In each byte: its highest bit.
const HIGH_BITS: u64 = 0x8080_8080_8080_8080;
/// In each byte: `0`.
const ZEROS: u64 = 0x3030_3030_3030_3030;

/// The eight bytes at the beginning of `bytes`.
#[inline]
pub fn word(bytes: &[u8]) -> Option<u64> {
    bytes.first_chunk().copied().map(u64::from_le_bytes)
}

/// How many digits are at the beginning of eight bytes, and what they make. Eight digits may be the beginning of more.
#[inline]
pub fn digits(word: u64) -> (usize, u32) {
    let values = word ^ ZEROS;
    let count = run(values);
    // Moved to the end, with zeros before them.
    let values = if count == 0 { 0 } else { values << (64 - 8 * count) };
    (count, number(values))
}

/// What the first `count` bytes of a word make, if they are one to eight digits.
#[inline]
pub fn all_digits(word: u64, count: usize) -> Option<u32> {
    if !(1..=8).contains(&count) {
        return None;
    }
    // Moved to the end, with zeros before them.
    let values = (word ^ ZEROS) << (64 - 8 * count);
    (others(values) == 0).then(|| number(values))
}

/// What eight digits make, of which the last byte has the ones.
#[inline]
fn number(values: u64) -> u32 {
    // Eight digits fit.
    #[allow(clippy::cast_possible_truncation)]
    {
        (fours(values).wrapping_mul(42_949_672_960_001) >> 32) as u32
    }
}

/// How many bytes from the first on are below ten.
#[inline]
fn run(values: u64) -> usize {
    // One above 127 may carry into later ones, which are of no interest.
    others(values).trailing_zeros() as usize / 8
}

/// The highest bit of each byte that is above nine. Behind the first such byte others may have theirs, too.
#[inline]
fn others(values: u64) -> u64 {
    (values.wrapping_add(0x7676_7676_7676_7676) | values) & HIGH_BITS
}

/// In each byte of `word` that is `byte`: its highest bit; nothing else.
#[inline]
pub fn places(word: u64, byte: u8) -> u64 {
    let others = word ^ (u64::from(byte) * 0x0101_0101_0101_0101);
    // Without its highest bit a byte gets to 128 unless it is 0, and no sum leaves its byte.
    !(((others & !HIGH_BITS) + !HIGH_BITS) | others) & HIGH_BITS
}

/// Which of 64 bytes are `byte`: a bit each, the first byte's the lowest.
#[cfg(target_arch = "wasm32")]
#[inline]
#[target_feature(enable = "simd128")]
pub fn which(bytes: &[u8; 64], byte: u8) -> u64 {
    use std::arch::wasm32::{u8x16_bitmask, u8x16_eq, u8x16_splat, u64x2};

    let wanted = u8x16_splat(byte);
    let mut which = 0;
    for (place, [lower, upper]) in bytes.as_chunks::<8>().0.as_chunks::<2>().0.iter().enumerate() {
        let part = u64x2(u64::from_le_bytes(*lower), u64::from_le_bytes(*upper));
        which |= u64::from(u8x16_bitmask(u8x16_eq(part, wanted))) << (16 * place);
    }
    which
}

/// Which of 64 bytes are `byte`: a bit each, the first byte's the lowest.
#[cfg(not(target_arch = "wasm32"))]
#[inline]
pub fn which(bytes: &[u8; 64], byte: u8) -> u64 {
    let words = bytes.as_chunks::<8>().0.iter().enumerate();
    words
        .fold(0, |which, (place, word)| which | u64::from(bits(places(u64::from_le_bytes(*word), byte))) << (8 * place))
}

/// Where the first `byte` of `bytes` is.
#[inline]
pub fn find(bytes: &[u8], byte: u8) -> Option<usize> {
    // A field is short: it is not worth the call of a function that has SIMD.
    if bytes.len() < 64 { find_in_short(bytes, byte) } else { find_in_long(bytes, byte) }
}

#[cfg_attr(target_arch = "wasm32", target_feature(enable = "simd128"))]
fn find_in_long(bytes: &[u8], byte: u8) -> Option<usize> {
    let (blocks, rest) = bytes.as_chunks::<64>();
    for (index, block) in blocks.iter().enumerate() {
        let which = which(block, byte);
        if which != 0 {
            return Some(index * 64 + which.trailing_zeros() as usize);
        }
    }
    find_in_short(rest, byte).map(|place| blocks.len() * 64 + place)
}

#[inline]
fn find_in_short(bytes: &[u8], byte: u8) -> Option<usize> {
    let (words, rest) = bytes.as_chunks::<8>();
    for (index, word) in words.iter().enumerate() {
        let places = places(u64::from_le_bytes(*word), byte);
        if places != 0 {
            return Some(index * 8 + places.trailing_zeros() as usize / 8);
        }
    }
    rest.iter().position(|&other| other == byte).map(|place| words.len() * 8 + place)
}

/// `hh:mm:ss` as seconds of the day.
#[inline]
pub fn clock(word: u64) -> Option<u32> {
    // What is left of a digit is its value, of a colon nothing.
    let values = word ^ u64::from_le_bytes(*b"00:00:00");
    // What a byte may be at most gets it to 127: 2, 9, colon, 5, 9, colon, 5, 9.
    let room = u64::from_le_bytes([0x7d, 0x76, 0x7f, 0x7a, 0x76, 0x7f, 0x7a, 0x76]);
    if (values.wrapping_add(room) | values) & HIGH_BITS != 0 {
        return None;
    }
    // Tens times ten and ones, in the place of the tens; no sum leaves its byte.
    let [hours, _, _, minutes, _, _, seconds, _] = (values * 10 + (values >> 8)).to_le_bytes().map(u32::from);
    (hours < 24).then_some(hours * 3_600 + minutes * 60 + seconds)
}

/// A dotted quad at the beginning of `bytes`, and its length. What follows it is not looked at.
#[inline]
pub fn ipv4(bytes: &[u8]) -> Option<(u32, usize)> {
    let mut address = 0;
    let mut at = 0;
    for octet in 0..4 {
        let word = u32::from_le_bytes(*bytes.get(at..)?.first_chunk()?);
        let values = u64::from(word) ^ ZEROS;
        let count = run(values);
        // An octet with a leading zero might be octal.
        let has_leading_zero = count > 1 && word.to_le_bytes()[0] == b'0';
        if !(1..=3).contains(&count) || has_leading_zero {
            return None;
        }
        let [_, hundreds, tens, ones] = ((word ^ 0x3030_3030) << (32 - 8 * count)).to_le_bytes().map(u32::from);
        let value = hundreds * 100 + tens * 10 + ones;
        let is_parted = octet == 3 || (word >> (8 * count)) & 0xff == u32::from(b'.');
        if value > 255 || !is_parted {
            return None;
        }
        address = address << 8 | value;
        at += count + 1;
    }
    Some((address, at - 1))
}

/// A dotted quad that is the first `length` of these bytes. Where its dots are is told first: then the four numbers are read
/// side by side, none waits for the one before.
#[inline]
#[cfg_attr(target_arch = "wasm32", target_feature(enable = "simd128"))]
pub fn whole_ipv4(bytes: &[u8; 20], length: usize) -> Option<u32> {
    if !(7..=15).contains(&length) {
        return None;
    }
    let dots = dots(bytes) & ((1 << length) - 1);
    let behind_first = dots & dots.wrapping_sub(1);
    let behind_second = behind_first & behind_first.wrapping_sub(1);
    if behind_second == 0 || behind_second & (behind_second - 1) != 0 {
        return None;
    }
    let [one, two, three] = [dots, behind_first, behind_second].map(|dots| dots.trailing_zeros() as usize);
    let mut is_wrong = false;
    // The digits of an octet at the end of four bytes, with zeros before them.
    let mut octet = |start: usize, end: usize| {
        let count = end.wrapping_sub(start);
        let word = bytes.get(start % 16..).and_then(<[u8]>::first_chunk).copied().map_or(0, u32::from_le_bytes);
        // A number with a leading zero might be octal.
        is_wrong |= (count > 1) & (word & 0xff == u32::from(b'0')) | (count.wrapping_sub(1) > 2);
        u64::from((word ^ 0x3030_3030) << (32 - 8 * (count & 3)).min(31))
    };
    let upper = octet(two + 1, three) | octet(three + 1, length) << 32;
    let lower = octet(0, one) | octet(one + 1, two) << 32;
    let [lower_octets, upper_octets] = [lower, upper].map(fours);
    // 256 and more get the highest bit of their half.
    let too_large = (lower_octets + 0x7fff_ff00_7fff_ff00) | (upper_octets + 0x7fff_ff00_7fff_ff00);
    if is_wrong | ((others(lower) | others(upper) | too_large & 0x8000_0000_8000_0000) != 0) {
        return None;
    }
    let two_octets = |octets: u64| (octets << 8 | octets >> 32) & 0xffff;
    // Thirty-two bits are left.
    #[allow(clippy::cast_possible_truncation)]
    Some((two_octets(lower_octets) << 16 | two_octets(upper_octets)) as u32)
}

/// Which of the first 16 bytes are dots: a bit each, the first byte's the lowest.
#[cfg(target_arch = "wasm32")]
#[inline]
#[target_feature(enable = "simd128")]
fn dots(bytes: &[u8; 20]) -> u32 {
    use std::arch::wasm32::{u8x16_bitmask, u8x16_eq, u8x16_splat, u64x2};

    let ([lower, upper], _) = bytes.as_chunks::<8>() else { return 0 };
    let part = u64x2(u64::from_le_bytes(*lower), u64::from_le_bytes(*upper));
    u32::from(u8x16_bitmask(u8x16_eq(part, u8x16_splat(b'.'))))
}

/// Which of the first 16 bytes are dots: a bit each, the first byte's the lowest.
#[cfg(not(target_arch = "wasm32"))]
#[inline]
fn dots(bytes: &[u8; 20]) -> u32 {
    let words = bytes.as_chunks::<8>().0.iter().enumerate();
    words.fold(0, |dots, (place, word)| dots | bits(places(u64::from_le_bytes(*word), b'.')) << (8 * place))
}

/// What each four of eight digits make.
#[inline]
fn fours(values: u64) -> u64 {
    // Neighbours put together: tens and ones, then hundreds and ones.
    let pairs = (values.wrapping_mul(2_561) >> 8) & 0x00ff_00ff_00ff_00ff;
    (pairs.wrapping_mul(6_553_601) >> 16) & 0x0000_ffff_0000_ffff
}

/// The highest bits of the bytes, put together: the first byte's is the lowest.
#[cfg(not(target_arch = "wasm32"))]
#[inline]
fn bits(places: u64) -> u32 {
    // Eight bits are left.
    #[allow(clippy::cast_possible_truncation)]
    {
        ((places >> 7).wrapping_mul(0x0102_0408_1020_4080) >> 56) as u32
    }
}

#[cfg(test)]
mod tests {
    use std::net::Ipv4Addr;

    use proptest::prelude::*;

    use super::{all_digits, clock, digits, find, ipv4, which, whole_ipv4, word};

    /// Mostly what can be read.
    fn any_text() -> impl Strategy<Value = String> {
        prop_oneof!["[0-9]{0,8}.{8}", "[0-9./:]{8,20}", ".{8,12}"]
    }

    proptest! {
        #[test]
        fn digits_end_at_the_first_byte_that_is_none(text in any_text()) {
            let text = text.as_bytes();
            let count = text.iter().take(8).take_while(|byte| byte.is_ascii_digit()).count();
            let value = text[..count].iter().fold(0, |value, digit| value * 10 + u32::from(digit - b'0'));
            prop_assert_eq!(word(text).map(digits), Some((count, value)));
            for length in 0..=9 {
                let all = text.get(..length).filter(|text| text.iter().all(u8::is_ascii_digit));
                let expected = all.filter(|_| (1..=8).contains(&length)).map(|all| {
                    all.iter().fold(0, |value, digit| value * 10 + u32::from(digit - b'0'))
                });
                prop_assert_eq!(word(text).and_then(|word| all_digits(word, length)), expected);
            }
        }

        #[test]
        fn a_byte_is_found_where_it_first_is(bytes in prop::collection::vec(prop_oneof![any::<u8>(), Just(9), Just(8), Just(137)], 0..200)) {
            prop_assert_eq!(find(&bytes, 9), bytes.iter().position(|&byte| byte == 9));
        }

        #[test]
        fn each_of_64_bytes_has_its_bit(bytes in prop::collection::vec(prop_oneof![any::<u8>(), Just(9), Just(8), Just(137)], 64)) {
            let expected = (0..64).filter(|&place| bytes[place] == 9).fold(0, |bits, place| bits | 1 << place);
            prop_assert_eq!(which(bytes.first_chunk().unwrap(), 9), expected);
        }

        #[test]
        fn a_clock_has_24_hours(hours in 0u32..100, minutes in 0u32..100, seconds in 0u32..100) {
            let text = format!("{hours:02}:{minutes:02}:{seconds:02}");
            let is_clock = hours < 24 && minutes < 60 && seconds < 60;
            let expected = is_clock.then_some(hours * 3_600 + minutes * 60 + seconds);
            prop_assert_eq!(word(text.as_bytes()).and_then(clock), expected);
        }

        #[test]
        fn a_clock_has_digits_and_colons_only(place in 0usize..8, byte in any::<u8>()) {
            let mut text = *b"12:34:56";
            text[place] = byte;
            let is_clock = match place {
                2 | 5 => byte == b':',
                0 => (b'0'..=b'1').contains(&byte) || byte == b'2',
                3 | 6 => (b'0'..=b'5').contains(&byte),
                _ => byte.is_ascii_digit(),
            };
            prop_assert_eq!(word(&text).and_then(clock).is_some(), is_clock);
        }

        #[test]
        fn a_quad_is_read_as_the_standard_library_does(text in prop_oneof![
            any::<[u8; 4]>().prop_map(|octets| Ipv4Addr::from(octets).to_string()),
            "[0-9]{1,4}(\\.[0-9]{1,4}){2,4}",
            "[0-9.]{0,16}",
        ]) {
            let with_quote = format!("{text}\"---");
            let read = ipv4(with_quote.as_bytes()).filter(|(_, length)| *length == text.len());
            let expected = text.parse::<Ipv4Addr>().ok();
            prop_assert_eq!(read.map(|(bits, _)| Ipv4Addr::from_bits(bits)), expected);
            for behind in [b'\t', b'.', b'7', 255] {
                let mut bytes = [behind; 20];
                if let Some(start) = bytes.get_mut(..text.len()) {
                    start.copy_from_slice(text.as_bytes());
                    prop_assert_eq!(whole_ipv4(&bytes, text.len()).map(Ipv4Addr::from_bits), expected);
                }
            }
        }
    }
}
