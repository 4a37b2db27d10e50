//! Where addresses are, from iploc.csv (`spot.md`, "Context files").

mod columns;
mod distinct;

use std::borrow::Cow;
use std::net::IpAddr;

use serde::{Deserialize, Serialize};

use super::csv::{Fields, Line, Lines, SkippedLines, shown};
use super::ranges::{AddressRange, Numbers};
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

/// The places of addresses. Of several lines that cover an address the narrowest counts, of equally wide ones the last.
///
/// A range takes 20 bytes, and one of IPv6 44; what many ranges share is kept once: an area (24 bytes), and the texts. An address is found by
/// bisection among the ranges that share its upper bits: a table tells where those begin, and has as many upper bits as
/// leave about ten ranges to each.
#[derive(Clone, Debug, Default)]
pub struct Places {
    v4: Columns<u32>,
    v6: Columns<u128>,
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
        self.v4.len() + self.v6.len()
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

    /// The place of `ip`. IPv4 that is written as IPv6 is where the IPv4 address is.
    #[must_use]
    pub fn location(&self, ip: IpAddr) -> Option<Location<'_>> {
        let (area, holder) = match ip.to_canonical() {
            IpAddr::V4(ip) => self.v4.find(ip.to_bits()).map(|range| (range.area, range.holder)),
            IpAddr::V6(ip) => self.v6.find(ip.to_bits()).map(|range| (range.area, range.holder)),
        }?;
        let area = self.areas.get(area as usize)?;
        let [country_code, country, state, city] = self.texts.get(area.names);
        let at =
            area.at.map(|[latitude, longitude]| At { latitude: latitude.degrees(), longitude: longitude.degrees() });
        let [owner, domain] = self.texts.get(holder);
        Some(Location { country_code, country, state, city, at, owner, domain })
    }
}

/// Reads iploc.csv as it arrives: no header, on each line range start, range end, country code, country, state, city,
/// latitude, longitude, owner, domain. Both ends are numbers, of 32 bits or, of IPv6, of up to 128, or addresses in text; or
/// the first is a subnet and the second empty. It keeps no more text than a line and what is new in it.
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
    v4: Columns<u32>,
    v6: Columns<u128>,
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
        self.read.v4.len() + self.read.v6.len()
    }

    /// The file has ended: its places, and the lines that were left out.
    #[must_use]
    pub fn finish(self) -> (Places, SkippedLines) {
        let Self { lines, mut read, mut skipped } = self;
        lines.finish(|number, line| read.line(number, line, &mut skipped));
        let Read { v4, v6, areas, texts } = read;
        let (v4, v6) = (v4.ready(), v6.ready());
        let places = Places { v4, v6, areas: areas.finish(), texts: texts.finish(), notice: None };
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
        let (range, about) = range_and_about(line)?;
        let at = place(&about)?;
        let [country_code, country, state, city, _, _, owner, domain] = about;
        let no_more = || "the file's texts are more than can be kept".to_owned();
        let names = self.texts.keep([&country_code, &country, &state, &city]).ok_or_else(no_more)?;
        let holder = self.texts.keep([&owner, &domain]).ok_or_else(no_more)?;
        let area = self.areas.number(Area { names, at });
        match range.ends() {
            (IpAddr::V4(first), IpAddr::V4(last)) => {
                self.v4.push(Range { first: first.to_bits(), last: last.to_bits(), area, holder });
            }
            (IpAddr::V6(first), IpAddr::V6(last)) => {
                self.v6.push(Range { first: first.to_bits(), last: last.to_bits(), area, holder });
            }
            // A range is of one family.
            _ => {}
        }
        Ok(())
    }
}

/// What a line says of its range.
type About<'a> = [Cow<'a, str>; 8];

/// A line's range, and what it says of it.
fn range_and_about(line: &str) -> Result<(AddressRange, About<'_>), String> {
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
    Ok((AddressRange::of_fields(&first, &last, Numbers::OfBoth)?, about))
}

/// Where the range is. Without that the line still tells whose it is.
fn place([.., latitude, longitude, _, _]: &About<'_>) -> Result<Option<[Degrees; 2]>, String> {
    match (&**latitude, &**longitude) {
        ("", "") => Ok(None),
        (latitude, longitude) => Ok(Some([Degrees::latitude(latitude)?, Degrees::longitude(longitude)?])),
    }
}

/// Whether a line has the form that iploc.csv has.
pub(super) fn is_place(line: &str) -> bool {
    range_and_about(line).is_ok_and(|(_, about)| place(&about).is_ok())
}

fn number(text: &str, what: &str) -> Result<f64, String> {
    if text.is_empty() {
        return Err(format!("the {what} is missing"));
    }
    text.parse().map_err(|_| format!("the {what}, {}, is no number", shown(text)))
}
