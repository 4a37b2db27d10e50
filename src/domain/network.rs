//! Where an address stands: inside or outside the analyst's network, and how that is known.

use std::net::IpAddr;
use std::str::FromStr;

use ipnet::IpNet;
use serde::{Deserialize, Serialize};

use super::csv::{Fields, SkippedLines, read_lines};
use super::ranges::{AddressRange, NamedRanges, Numbers};

/// Inside or outside.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Place {
    /// Part of the analyst's network.
    Internal,
    /// Anywhere else.
    External,
}

/// How an address's [`Place`] is known.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Reason {
    /// A line of ipranges.csv covers it.
    Range {
        /// The line's range, `first - last` or in CIDR form where it is one.
        range: String,
        /// The line's name; may be empty.
        name: String,
    },
    /// No line of ipranges.csv covers it.
    NoRange,
    /// There is no ipranges.csv; the address is in a range that is private by an RFC.
    Private {
        /// The range and its RFC.
        range: String,
    },
    /// There is no ipranges.csv, and the address is in no private range.
    Public,
    /// The analyst said so.
    Chosen,
}

/// Where an address stands, and why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Standing {
    /// Inside or outside.
    pub place: Place,
    /// How that is known.
    pub reason: Reason,
}

/// What the analyst wants an address to be.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum StandingChoice {
    /// As the ranges say.
    #[default]
    ByRanges,
    /// Inside, whatever the ranges say.
    Internal,
    /// Outside, whatever the ranges say.
    External,
}

/// The internal network: the lines of ipranges.csv, or the private ranges where there are none.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct InternalNetwork {
    ranges: NamedRanges,
}

/// What counts as internal where no ranges are given: RFC 1918, 4193, 3927, 6598, loopback and link-local.
const PRIVATE: [(&str, &str); 9] = [
    ("10.0.0.0/8", "RFC 1918"),
    ("172.16.0.0/12", "RFC 1918"),
    ("192.168.0.0/16", "RFC 1918"),
    ("fc00::/7", "RFC 4193"),
    ("169.254.0.0/16", "RFC 3927"),
    ("100.64.0.0/10", "RFC 6598"),
    ("127.0.0.0/8", "loopback"),
    ("::1/128", "loopback"),
    ("fe80::/10", "link-local"),
];

impl InternalNetwork {
    /// Reads ipranges.csv: `first IP,last IP,name` on each line, or `subnet,,name`. A line that cannot be read is left out and told.
    #[must_use]
    pub fn from_csv(text: &str) -> (Self, SkippedLines) {
        let mut ranges = Vec::new();
        let skipped = read_lines(text, |_, line| {
            ranges.push(range_of(line)?);
            Ok(())
        });
        (Self { ranges: NamedRanges::new(ranges) }, skipped)
    }

    /// How many ranges there are; 0 where the private ones serve.
    #[must_use]
    pub fn len(&self) -> usize {
        self.ranges.len()
    }

    /// Whether there is none, and the private ones serve.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.ranges.is_empty()
    }

    /// The range that covers `ip`, and its name, where ranges are given.
    #[must_use]
    pub fn range(&self, ip: IpAddr) -> Option<(AddressRange, &str)> {
        self.ranges.find(ip)
    }

    /// Where `ip` stands: by the ranges, or by what the analyst chose. Of several ranges the narrowest explains it.
    #[must_use]
    pub fn standing(&self, ip: IpAddr, choice: StandingChoice) -> Standing {
        let (place, reason) = match choice {
            StandingChoice::Internal => (Place::Internal, Reason::Chosen),
            StandingChoice::External => (Place::External, Reason::Chosen),
            StandingChoice::ByRanges if self.ranges.is_empty() => match private_range(ip) {
                Some(range) => (Place::Internal, Reason::Private { range }),
                None => (Place::External, Reason::Public),
            },
            StandingChoice::ByRanges => match self.ranges.find(ip) {
                Some((range, name)) => {
                    (Place::Internal, Reason::Range { range: range.to_string(), name: name.to_owned() })
                }
                None => (Place::External, Reason::NoRange),
            },
        };
        Standing { place, reason }
    }
}

fn private_range(ip: IpAddr) -> Option<String> {
    let ip = ip.to_canonical();
    PRIVATE
        .iter()
        .find(|(range, _)| IpNet::from_str(range).is_ok_and(|net| net.contains(&ip)))
        .map(|(range, rfc)| format!("{range}, {rfc}"))
}

pub(super) fn range_of(line: &str) -> Result<(AddressRange, String), String> {
    let mut fields = Fields::of(line);
    let (first, last) = (fields.next_or_empty()?, fields.next_or_empty()?);
    let range = AddressRange::of_fields(&first, &last, Numbers::OfIpv6)?;
    Ok((range, fields.next_or_empty()?.into_owned()))
}
