//! Looking addresses up in a large iploc.csv.

use std::hint::black_box;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use investigation::domain::geo::{Places, PlacesReader};
use wasm_bindgen::prelude::wasm_bindgen;

/// Neighbouring ranges that cover nearly all of a family's addresses, and addresses from everywhere.
#[wasm_bindgen]
pub struct LookUps {
    places: Places,
    addresses: Vec<IpAddr>,
}

#[wasm_bindgen]
impl LookUps {
    /// `ranges` lines of iploc.csv of IPv4, read as they are from a file, and `addresses` without a pattern.
    #[must_use]
    pub fn v4(ranges: u32, addresses: u32) -> LookUps {
        let width = u32::MAX / ranges.max(1);
        LookUps {
            places: places(
                ranges,
                |number| (number * width).to_string(),
                |number| (number * width + width - 1).to_string(),
            ),
            addresses: mixed().take(addresses as usize).map(|bits| IpAddr::V4(Ipv4Addr::from_bits(bits))).collect(),
        }
    }

    /// The same of IPv6, in text, within 2000::/3, where all addresses of the Internet are.
    #[must_use]
    pub fn v6(ranges: u32, addresses: u32) -> LookUps {
        // Of the upper 64 bits; each range ends where the lower ones do.
        let (first, width) = (0x2000 << 48, (1 << 61) / u64::from(ranges.max(1)));
        let text =
            |upper: u64, lower: u64| Ipv6Addr::from_bits(u128::from(upper) << 64 | u128::from(lower)).to_string();
        let start = |number: u32| first + u64::from(number) * width;
        let addresses = mixed().zip(mixed().skip(1)).take(addresses as usize).map(|(upper, lower)| {
            let upper = first | u64::from(upper) << 29 | u64::from(lower) >> 3;
            IpAddr::V6(Ipv6Addr::from_bits(u128::from(upper) << 64 | u128::from(lower)))
        });
        LookUps {
            places: places(ranges, |number| text(start(number), 0), |number| text(start(number) + width - 1, u64::MAX)),
            addresses: addresses.collect(),
        }
    }

    /// Looks all of them up; tells how many were found.
    #[must_use]
    pub fn run(&self) -> u32 {
        let found = self.addresses.iter().filter(|ip| black_box(self.places.location(**ip)).is_some()).count();
        u32::try_from(found).unwrap_or(u32::MAX)
    }
}

/// The places of that many ranges with these ends.
fn places(ranges: u32, first: impl Fn(u32) -> String, last: impl Fn(u32) -> String) -> Places {
    let mut reader = PlacesReader::default();
    for number in 0..ranges {
        let country = number % 251;
        let line = format!(
            "{},{},C{country},Country {country},,City {},50.0,10.5,Owner {},\n",
            first(number),
            last(number),
            number % 40_009,
            number % 90_001
        );
        reader.push(line.as_bytes());
    }
    reader.finish().0
}

/// The numbers of a linear congruential generator (Numerical Recipes).
fn mixed() -> impl Iterator<Item = u32> {
    std::iter::successors(Some(7_u32), |mixed| Some(mixed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223))).skip(1)
}
