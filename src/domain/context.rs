//! What is known of the peers beside the flows: their network's name and their place (`spot.md`, "Context files").

pub mod file;
pub mod label;

use std::net::IpAddr;

use super::csv::{Fields, SkippedLines, read_lines, shown};
use super::geo::{Location, Places};
use super::ranges::{AddressRange, NamedRanges};

/// The context files of a site; each is optional.
#[derive(Clone, Debug, Default)]
pub struct Context {
    /// Names of networks; none without `networkcontext_1.csv`.
    pub names: NetworkNames,
    /// Places of addresses; `None` without iploc.csv.
    pub places: Option<Places>,
}

impl Context {
    /// The name of the network of `ip`.
    #[must_use]
    pub fn name(&self, ip: IpAddr) -> Option<&str> {
        self.names.name(ip)
    }

    /// Whether nothing is known of any address.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.names.is_empty() && self.places.as_ref().is_none_or(Places::is_empty)
    }

    /// The place of `ip`.
    #[must_use]
    pub fn location(&self, ip: IpAddr) -> Option<Location<'_>> {
        self.places.as_ref()?.location(ip)
    }
}

/// The names of networks, from `networkcontext_1.csv`. Of several lines that cover an address the narrowest counts, of
/// equally wide ones the last. (Spot takes a line for the very IP, else any of those that cover it.)
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NetworkNames {
    ranges: NamedRanges,
}

impl NetworkNames {
    /// Reads `networkcontext_1.csv`: a header line, then `srcIP,name`; srcIP is an IP, a subnet or a range. A line that
    /// cannot be read is left out and told, and so is a header that looks like a network: Spot does not read it either.
    #[must_use]
    pub fn from_csv(text: &str) -> (Self, SkippedLines) {
        let mut ranges = Vec::new();
        let mut is_header = true;
        let skipped = read_lines(text, |_, line| {
            let read = named_range(line);
            if std::mem::take(&mut is_header) {
                return match read {
                    Ok((range, _)) => {
                        Err(format!("it is the file's first line, which has to be a header, and names {range}"))
                    }
                    Err(_) => Ok(()),
                };
            }
            ranges.push(read?);
            Ok(())
        });
        (Self { ranges: NamedRanges::new(ranges) }, skipped)
    }

    /// How many lines there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.ranges.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.ranges.is_empty()
    }

    /// The name of the network of `ip`.
    #[must_use]
    pub fn name(&self, ip: IpAddr) -> Option<&str> {
        self.ranges.find(ip).map(|(_, name)| name)
    }
}

fn named_range(line: &str) -> Result<(AddressRange, String), String> {
    let mut fields = Fields::of(line);
    let addresses = fields.next_or_empty()?;
    let range = addresses.parse()?;
    let name = fields.next_or_empty()?;
    if name.is_empty() {
        return Err(format!("{} has no name", shown(&addresses)));
    }
    Ok((range, name.into_owned()))
}
