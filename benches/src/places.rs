//! Looking addresses up in a large iploc.csv.

use std::hint::black_box;
use std::net::{IpAddr, Ipv4Addr};

use investigation::domain::geo::{Places, PlacesReader};
use wasm_bindgen::prelude::wasm_bindgen;

/// Neighbouring ranges that cover nearly all of IPv4, and addresses from everywhere.
#[wasm_bindgen]
pub struct LookUps {
    places: Places,
    addresses: Vec<IpAddr>,
}

#[wasm_bindgen]
impl LookUps {
    /// `ranges` lines of iploc.csv, read as they are from a file, and `addresses` without a pattern.
    #[wasm_bindgen(constructor)]
    pub fn new(ranges: u32, addresses: u32) -> LookUps {
        let width = u32::MAX / ranges.max(1);
        let mut reader = PlacesReader::default();
        for number in 0..ranges {
            let (first, country) = (number * width, number % 251);
            let line = format!(
                "{first},{},C{country},Country {country},,City {},50.0,10.5,Owner {},\n",
                first + width - 1,
                number % 40_009,
                number % 90_001
            );
            reader.push(line.as_bytes());
        }
        let mut mixed = 7_u32;
        let addresses = (0..addresses).map(|_| {
            // The numbers of a linear congruential generator (Numerical Recipes).
            mixed = mixed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            IpAddr::V4(Ipv4Addr::from_bits(mixed))
        });
        LookUps { addresses: addresses.collect(), places: reader.finish().0 }
    }

    /// Looks all of them up; tells how many were found.
    #[must_use]
    pub fn run(&self) -> u32 {
        let found = self.addresses.iter().filter(|ip| black_box(self.places.location(**ip)).is_some()).count();
        u32::try_from(found).unwrap_or(u32::MAX)
    }
}
