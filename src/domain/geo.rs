//! Where addresses are, from iploc.csv (`spot.md`, "Context files").

mod columns;
mod distinct;

use std::borrow::Cow;
use std::net::{IpAddr, Ipv4Addr};

use serde::{Deserialize, Serialize};

use super::csv::{Fields, Line, Lines, SkippedLines, shown};
use columns::{Columns, Range};
use distinct::{Distinct, Texts, TextsBuilder, Together};

/// Where an address is, and whose it is. Texts are as the file has them; any may be empty.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Location<'a> {
    /// ISO 3166 code.
    pub country_code: &'a str,
    /// Country.
    pub country: &'a str,
    /// State or region.
    pub state: &'a str,
    /// City.
    pub city: &'a str,
    /// Where on the earth; `None` where the file does not say.
    pub at: Option<At>,
    /// Who holds the range.
    pub owner: &'a str,
    /// The holder's domain.
    pub domain: &'a str,
}

/// A point on the earth.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct At {
    /// Degrees north, -90 to 90.
    pub latitude: f64,
    /// Degrees east, -180 to 180.
    pub longitude: f64,
}

/// The places of IPv4 addresses. Of several lines that cover an address the narrowest counts, of equally wide ones the
/// last.
///
/// A range takes 20 bytes; what many ranges share is kept once: an area (24 bytes), and the texts. An address is found by
/// bisection among the ranges that share its upper bits: a table tells where those begin, and has as many upper bits as
/// leave about ten ranges to each.
#[derive(Clone, Debug, Default)]
pub struct Places {
    ranges: Columns,
    areas: Vec<Area>,
    texts: Texts,
    notice: Option<&'static str>,
}

/// Country code, country, state and city; latitude and longitude.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
struct Area {
    names: Together<4>,
    at: Option<[Degrees; 2]>,
}

/// Degrees in steps of a ten-millionth, about a centimetre: the number that a file has comes back as it was, where it
/// has no more than seven decimals.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
struct Degrees(i32);

impl Degrees {
    const STEPS: f64 = 1e7;

    fn latitude(text: &str) -> Result<Self, String> {
        let degrees = number(text, "latitude")?;
        if !(-90.0..=90.0).contains(&degrees) {
            return Err(format!("the latitude, {}, is not between -90 and 90", shown(text)));
        }
        Ok(Self::nearest(degrees))
    }

    /// Files that count eastwards only, from 0 to 360, or across the date line, mean the same as a negative longitude.
    fn longitude(text: &str) -> Result<Self, String> {
        let degrees = number(text, "longitude")?;
        if !(-180.0..=360.0).contains(&degrees) {
            return Err(format!("the longitude, {}, is not between -180 and 360", shown(text)));
        }
        Ok(Self::nearest(if degrees > 180.0 { degrees - 360.0 } else { degrees }))
    }

    fn nearest(degrees: f64) -> Self {
        // At most 180 degrees: 1.8 billion steps, which fit.
        #[allow(clippy::cast_possible_truncation)]
        Self((degrees * Self::STEPS).round() as i32)
    }

    fn degrees(self) -> f64 {
        f64::from(self.0) / Self::STEPS
    }
}

impl Places {
    /// How many ranges there are; one that others cover in part counts once for each part that is left.
    #[must_use]
    pub fn len(&self) -> usize {
        self.ranges.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The same, with what is to be said wherever they are shown: whose they are, how exact.
    #[must_use]
    pub fn with_notice(self, notice: &'static str) -> Self {
        Self { notice: Some(notice), ..self }
    }

    /// What is to be said wherever they are shown.
    #[must_use]
    pub fn notice(&self) -> Option<&'static str> {
        self.notice
    }

    /// The place of `ip`; the file knows none of IPv6.
    #[must_use]
    pub fn location(&self, ip: IpAddr) -> Option<Location<'_>> {
        let IpAddr::V4(ip) = ip.to_canonical() else { return None };
        let range = self.ranges.find(ip.to_bits())?;
        let area = self.areas.get(range.area as usize)?;
        let [country_code, country, state, city] = self.texts.get(area.names);
        let at =
            area.at.map(|[latitude, longitude]| At { latitude: latitude.degrees(), longitude: longitude.degrees() });
        let [owner, domain] = self.texts.get(range.holder);
        Some(Location { country_code, country, state, city, at, owner, domain })
    }
}

/// Reads iploc.csv as it arrives: no header, on each line range start, range end (both as numbers), country code,
/// country, state, city, latitude, longitude, owner, domain. It keeps no more text than a line and what is new in it.
///
/// ```
/// use investigation::domain::geo::PlacesReader;
/// let mut reader = PlacesReader::default();
/// reader.push(br#""134744064","134744319","US","United States","CA","Mountain"#);
/// reader.push(br#" View","37.4056","-122.0775","Google LLC","google.com""#);
/// let (places, skipped) = reader.finish();
/// let place = places.location("8.8.8.8".parse()?).ok_or("a place")?;
/// assert_eq!((place.city, place.at.map(|at| at.longitude), skipped.total), ("Mountain View", Some(-122.0775), 0));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Default)]
pub struct PlacesReader {
    lines: Lines,
    read: Read,
    skipped: SkippedLines,
}

/// What was read so far.
#[derive(Debug, Default)]
struct Read {
    ranges: Columns,
    areas: Distinct<Area>,
    texts: TextsBuilder,
}

impl PlacesReader {
    /// Takes the next bytes of the file.
    pub fn push(&mut self, chunk: &[u8]) {
        let Self { lines, read, skipped } = self;
        lines.push(chunk, |number, line| read.line(number, line, skipped));
    }

    /// Lines that were read so far, without those that were left out.
    #[must_use]
    pub fn entries(&self) -> usize {
        self.read.ranges.len()
    }

    /// The file has ended: its places, and the lines that were left out.
    #[must_use]
    pub fn finish(self) -> (Places, SkippedLines) {
        let Self { lines, mut read, mut skipped } = self;
        lines.finish(|number, line| read.line(number, line, &mut skipped));
        let Read { ranges, areas, texts } = read;
        let places = Places { ranges: ranges.ready(), areas: areas.finish(), texts: texts.finish(), notice: None };
        (places, skipped)
    }
}

impl Read {
    fn line(&mut self, number: usize, line: Line<'_>, skipped: &mut SkippedLines) {
        if let Err(reason) = line.text().and_then(|text| self.add(&text)) {
            skipped.add(number, reason);
        }
    }

    fn add(&mut self, line: &str) -> Result<(), String> {
        let (first, last, about) = range_and_about(line)?;
        let [country_code, country, state, city, latitude, longitude, owner, domain] = about;
        // Without either the line still tells whose the range is.
        let at = match (&*latitude, &*longitude) {
            ("", "") => None,
            (latitude, longitude) => Some([Degrees::latitude(latitude)?, Degrees::longitude(longitude)?]),
        };
        let no_more = || "the file's texts are more than can be kept".to_owned();
        let names = self.texts.keep([&country_code, &country, &state, &city]).ok_or_else(no_more)?;
        let holder = self.texts.keep([&owner, &domain]).ok_or_else(no_more)?;
        let area = self.areas.number(Area { names, at });
        self.ranges.push(Range { first, last, area, holder });
        Ok(())
    }
}

/// A line's range, and what it says of it.
fn range_and_about(line: &str) -> Result<(u32, u32, [Cow<'_, str>; 8]), String> {
    const FIELDS: usize = 10;
    let mut fields: [Cow<'_, str>; FIELDS] = Default::default();
    let mut count = 0;
    for field in Fields::of(line) {
        if let Some(place) = fields.get_mut(count) {
            *place = field?;
        }
        count += 1;
    }
    if count != FIELDS {
        return Err(format!("it has {count} fields, not {FIELDS}"));
    }
    let [first, last, about @ ..] = fields;
    let (first, last) = (address(&first)?, address(&last)?);
    if first > last {
        let [first, last] = [first, last].map(Ipv4Addr::from_bits);
        return Err(format!("the range runs backwards, from {first} to {last}"));
    }
    Ok((first, last, about))
}

/// Whether a line has the form that iploc.csv has.
pub(super) fn is_place(line: &str) -> bool {
    range_and_about(line).is_ok()
}

fn address(text: &str) -> Result<u32, String> {
    text.parse().map_err(|_| format!("{} is no IPv4 address as a number", shown(text)))
}

fn number(text: &str, what: &str) -> Result<f64, String> {
    if text.is_empty() {
        return Err(format!("the {what} is missing"));
    }
    text.parse().map_err(|_| format!("the {what}, {}, is no number", shown(text)))
}
