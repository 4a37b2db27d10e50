//! One row of a `details` answer, read leniently: what is missing or of another type is not told, what cannot be placed
//! is skipped.

use std::borrow::Cow;
use std::fmt;
use std::net::IpAddr;

use serde::Deserialize;
use serde::de::{self, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};

use crate::domain::details::Row;
use crate::domain::table_builder::TableBuilder;
use crate::domain::time::Moment;

/// A row as it came. Fields in any order; unknown ones are passed over.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct WireRow<'a> {
    #[serde(borrow)]
    first_seen: Loose<'a>,
    #[serde(borrow)]
    last_seen: Loose<'a>,
    #[serde(borrow)]
    src_ip: Loose<'a>,
    #[serde(borrow)]
    dst_ip: Loose<'a>,
    #[serde(borrow)]
    src_port: Loose<'a>,
    #[serde(borrow)]
    dst_port: Loose<'a>,
    #[serde(borrow)]
    connections: Loose<'a>,
    #[serde(borrow)]
    max_pkts: Loose<'a>,
    #[serde(borrow)]
    avg_pkts: Loose<'a>,
    #[serde(borrow)]
    max_bytes: Loose<'a>,
    #[serde(borrow)]
    avg_bytes: Loose<'a>,
}

/// What stands in the list in place of a row: null, for instance.
#[derive(Debug, Deserialize)]
pub struct OddRow<'a>(#[serde(borrow)] Loose<'a>);

/// A value of whatever type the server sent.
#[derive(Debug, Default)]
enum Loose<'a> {
    #[default]
    Null,
    Text(Cow<'a, str>),
    /// A whole number; a fraction was cut.
    Number(u64),
    /// Negative, too large, a list, an object or a boolean: nothing that a row can hold.
    Other,
}

impl WireRow<'_> {
    /// Adds the row to `table`, or counts there why it cannot be.
    pub fn push_to(&self, table: &mut TableBuilder) {
        let (Some(source), Some(destination)) = (self.src_ip.address(), self.dst_ip.address()) else {
            table.skipped_mut().address += 1;
            let words = || format!("addresses {} and {}", self.src_ip, self.dst_ip);
            table.skipped_mut().first.get_or_insert_with(words);
            return;
        };
        // A row with one of its times can be placed by that one.
        let (first_seen, last_seen) = match (self.first_seen.moment(), self.last_seen.moment()) {
            (Ok(Some(first)), Ok(Some(last))) => (first, last),
            (Ok(Some(only)), Ok(None)) | (Ok(None), Ok(Some(only))) => (only, only),
            _ => {
                table.skipped_mut().time += 1;
                let words = || format!("times {} and {}", self.first_seen, self.last_seen);
                table.skipped_mut().first.get_or_insert_with(words);
                return;
            }
        };
        table.push(&Row {
            source,
            destination,
            source_port: self.src_port.number().and_then(|port| port.try_into().ok()),
            destination_port: self.dst_port.number().and_then(|port| port.try_into().ok()),
            first_seen,
            last_seen,
            connections: self.connections.number().and_then(|number| number.try_into().ok()),
            max_packets: self.max_pkts.number().and_then(|number| number.try_into().ok()),
            avg_packets: self.avg_pkts.number().and_then(|number| number.try_into().ok()),
            max_bytes: self.max_bytes.number(),
            avg_bytes: self.avg_bytes.number(),
        });
    }
}

impl OddRow<'_> {
    /// Counts it in `table`.
    pub fn push_to(&self, table: &mut TableBuilder) {
        let skipped = table.skipped_mut();
        skipped.shape += 1;
        skipped.first.get_or_insert_with(|| self.0.to_string());
    }
}

impl Loose<'_> {
    fn address(&self) -> Option<IpAddr> {
        match self {
            Self::Text(text) => text.trim().parse().ok(),
            _ => None,
        }
    }

    /// `Ok(None)` where there is none, `Err` where there is something that is no time.
    fn moment(&self) -> Result<Option<Moment>, ()> {
        match self {
            Self::Null => Ok(None),
            Self::Text(text) => Moment::from_ascii(text.trim().as_bytes()).map(Some).ok_or(()),
            Self::Number(_) | Self::Other => Err(()),
        }
    }

    fn number(&self) -> Option<u64> {
        match self {
            Self::Number(number) => Some(*number),
            Self::Text(text) => text.trim().parse().ok(),
            Self::Null | Self::Other => None,
        }
    }
}

impl fmt::Display for Loose<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Null => f.write_str("null"),
            // A hostile value may be long.
            Self::Text(text) => write!(f, "`{}`", text.chars().take(40).collect::<String>()),
            Self::Number(number) => write!(f, "{number}"),
            Self::Other => f.write_str("of no known form"),
        }
    }
}

impl<'de: 'a, 'a> Deserialize<'de> for Loose<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(LooseVisitor)
    }
}

struct LooseVisitor;

impl<'de> Visitor<'de> for LooseVisitor {
    type Value = Loose<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any value")
    }

    fn visit_unit<E: de::Error>(self) -> Result<Self::Value, E> {
        Ok(Loose::Null)
    }

    fn visit_bool<E: de::Error>(self, _: bool) -> Result<Self::Value, E> {
        Ok(Loose::Other)
    }

    fn visit_u64<E: de::Error>(self, number: u64) -> Result<Self::Value, E> {
        Ok(Loose::Number(number))
    }

    fn visit_i64<E: de::Error>(self, number: i64) -> Result<Self::Value, E> {
        Ok(u64::try_from(number).map_or(Loose::Other, Loose::Number))
    }

    fn visit_f64<E: de::Error>(self, number: f64) -> Result<Self::Value, E> {
        // Averages may come with a fraction; what is no count is none.
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
        Ok(if (0.0..1e18).contains(&number) { Loose::Number(number as u64) } else { Loose::Other })
    }

    fn visit_borrowed_str<E: de::Error>(self, text: &'de str) -> Result<Self::Value, E> {
        Ok(Loose::Text(Cow::Borrowed(text)))
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<Self::Value, E> {
        Ok(Loose::Text(Cow::Owned(text.to_owned())))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Self::Value, A::Error> {
        while list.next_element::<IgnoredAny>()?.is_some() {}
        Ok(Loose::Other)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut object: A) -> Result<Self::Value, A::Error> {
        while object.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(Loose::Other)
    }
}
