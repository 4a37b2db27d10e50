//! The coastlines: `land-110m.bin`, made by `scripts/make-coastlines`, which describes its form.

use std::sync::OnceLock;

use super::sphere::{LonLat, Unit, wrap};

static FILE: &[u8] = include_bytes!("land-110m.bin");
/// Steps a degree.
const STEPS: f64 = 20.0;

/// What a ring encloses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ground {
    /// Land.
    Land,
    /// Water within land: painted after the land.
    Water,
}

/// A closed line with its inside on the left, as seen from above. Its last point joins the first.
#[derive(Clone, Debug, PartialEq)]
pub struct Shore {
    /// What is inside.
    pub ground: Ground,
    /// Its points.
    pub ring: Vec<Unit>,
}

/// The coasts of the earth, Natural Earth 1:110 million.
#[must_use]
pub fn shores() -> &'static [Shore] {
    static SHORES: OnceLock<Vec<Shore>> = OnceLock::new();
    SHORES.get_or_init(|| decode(FILE))
}

/// Reads the file; what cannot be read, and all behind it, is left out.
#[must_use]
pub fn decode(mut file: &[u8]) -> Vec<Shore> {
    let mut shores = Vec::new();
    while let Some(shore) = shore(&mut file) {
        shores.push(shore);
    }
    shores
}

fn shore(file: &mut &[u8]) -> Option<Shore> {
    let ground = match varint(file)? {
        0 => Ground::Land,
        1 => Ground::Water,
        _ => return None,
    };
    let count = varint(file)?;
    let (mut lon, mut lat) = (0_i64, 0_i64);
    let mut ring = Vec::new();
    for _ in 0..count {
        lon = lon.saturating_add(signed(file)?);
        lat = lat.saturating_add(signed(file)?);
        // Longitudes run on over the antimeridian.
        ring.push(LonLat::new(wrap(degrees(lon)), degrees(lat))?.unit());
    }
    Some(Shore { ground, ring })
}

fn degrees(steps: i64) -> f64 {
    // Some thousands.
    #[allow(clippy::cast_precision_loss)]
    let steps = steps as f64;
    steps / STEPS
}

fn signed(file: &mut &[u8]) -> Option<i64> {
    let folded = varint(file)?;
    let half = i64::from(folded >> 1);
    Some(if folded & 1 == 0 { half } else { -half - 1 })
}

fn varint(file: &mut &[u8]) -> Option<u32> {
    let mut number = 0_u32;
    for shift in [0, 7, 14, 21] {
        let (&byte, rest) = file.split_first()?;
        *file = rest;
        number |= u32::from(byte & 0x7f) << shift;
        if byte & 0x80 == 0 {
            return Some(number);
        }
    }
    None
}
