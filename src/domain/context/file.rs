//! The three context files, and which of them a text is (`spot.md`, "Context files").

use std::borrow::Cow;
use std::net::IpAddr;

use serde::{Deserialize, Serialize};

use super::named_range;
use crate::domain::csv::{Fields, Line, Lines};
use crate::domain::geo::is_place;
use crate::domain::network::range_of;

/// A context file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum ContextFile {
    /// `ipranges.csv`: the internal network.
    IpRanges,
    /// `networkcontext_1.csv`: names of networks.
    NetworkContext,
    /// `iploc.csv`: places of addresses.
    Places,
}

impl ContextFile {
    /// All, in the order of the screen.
    pub const ALL: [Self; 3] = [Self::IpRanges, Self::NetworkContext, Self::Places];

    /// What Spot calls it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::IpRanges => "ipranges.csv",
            Self::NetworkContext => "networkcontext_1.csv",
            Self::Places => "iploc.csv",
        }
    }

    /// What it is about.
    #[must_use]
    pub fn subject(self) -> &'static str {
        match self {
            Self::IpRanges => "Internal network",
            Self::NetworkContext => "Names of networks",
            Self::Places => "Places of addresses",
        }
    }

    /// What its lines look like.
    #[must_use]
    pub fn form(self) -> &'static str {
        match self {
            Self::IpRanges => "first IP, last IP, name; or subnet, nothing, name",
            Self::NetworkContext => "a header line; then IP, subnet or range, and its name",
            Self::Places => {
                "range start, range end (as numbers, or IPs), country code, country, state, city, latitude, longitude, owner, domain"
            }
        }
    }

    /// Which file begins with `head`: the one that most of its lines have the form of; `None` where no line has any. The
    /// last line may be cut.
    ///
    /// ```
    /// use investigation::domain::context::file::ContextFile;
    /// assert_eq!(ContextFile::recognise(b"10.0.0.0,10.0.0.255,office"), Some(ContextFile::IpRanges));
    /// assert_eq!(ContextFile::recognise(b"srcIP,name\n10.0.0.0/24,office"), Some(ContextFile::NetworkContext));
    /// assert_eq!(ContextFile::recognise(b"ts,src,dst"), None);
    /// ```
    #[must_use]
    pub fn recognise(head: &[u8]) -> Option<Self> {
        let mut lines_of = [0_usize; 3];
        let mut count = |_, line: Line<'_>| {
            let of = line.text().ok().and_then(|text| Self::of_line(&text));
            if let Some(lines) = of.and_then(|file| lines_of.get_mut(file as usize)) {
                *lines += 1;
            }
        };
        let mut lines = Lines::default();
        lines.push(head, &mut count);
        lines.finish(&mut count);
        // Of equals the first: `max_by_key` would take the last.
        let (file, lines) = Self::ALL.into_iter().zip(lines_of).rev().max_by_key(|(_, lines)| *lines)?;
        (lines > 0).then_some(file)
    }

    /// Each line has the form of one file at most.
    fn of_line(line: &str) -> Option<Self> {
        let is_address = |field: Cow<'_, str>| field.parse::<IpAddr>().is_ok();
        if is_place(line) {
            Some(Self::Places)
        } else if range_of(line).is_ok() {
            Some(Self::IpRanges)
        } else if named_range(line).is_ok() && !Fields::of(line).nth(1)?.is_ok_and(is_address) {
            // Two addresses are a range, even one that runs backwards, and no network with a name.
            Some(Self::NetworkContext)
        } else {
            None
        }
    }
}
