//! What the context files know of the addresses in an export (`spot.md`, "Context files"): in full for data, in short for
//! those who read.

use std::collections::{BTreeMap, BTreeSet};
use std::net::IpAddr;

use serde::{Deserialize, Serialize};

use super::dossier::Addresses;
use crate::domain::context::Context;
use crate::domain::context::file::ContextFile;
use crate::domain::context::label::cut;
use crate::domain::geo::{At, Location, Places};
use crate::domain::network::InternalNetwork;
use crate::domain::ranges::AddressRange;

/// What is known beside the flows. Nothing by default.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Known {
    /// The context files in use.
    files: Vec<ContextFile>,
    addresses: BTreeMap<IpAddr, KnownAddress>,
    /// What is to be said of the places wherever they are shown: whose they are, how exact.
    pub places_notice: Option<String>,
}

/// What is known of an address. Texts are as the files have them; any may be empty.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct KnownAddress {
    /// The name of its network, of `networkcontext_1.csv`.
    pub network_name: String,
    /// The name of its range in ipranges.csv; the range where it has no name.
    pub internal_range: String,
    /// ISO 3166 code.
    pub country_code: String,
    /// Country.
    pub country: String,
    /// State or region.
    pub state: String,
    /// City.
    pub city: String,
    /// Where on the earth.
    pub at: Option<At>,
    /// Who holds its range.
    pub owner: String,
    /// The holder's domain.
    pub domain: String,
    /// Name and place, as the screen has them beside it; the internal range where neither is known.
    short: String,
}

/// A part of it, as a spreadsheet has a column for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// [`KnownAddress::network_name`].
    NetworkName,
    /// [`KnownAddress::internal_range`].
    InternalRange,
    /// [`KnownAddress::country_code`].
    CountryCode,
    /// [`KnownAddress::country`].
    Country,
    /// [`KnownAddress::state`].
    State,
    /// [`KnownAddress::city`].
    City,
    /// Degrees north.
    Latitude,
    /// Degrees east.
    Longitude,
    /// [`KnownAddress::owner`].
    Owner,
    /// [`KnownAddress::domain`].
    Domain,
}

/// The value of a part.
#[derive(Clone, Debug, PartialEq)]
pub enum Value<'a> {
    /// Text from outside.
    Text(&'a str),
    /// Degrees.
    Degrees(Option<f64>),
}

impl Known {
    /// What `context` and the internal `network` know of `addresses`.
    #[must_use]
    pub fn of(addresses: &BTreeSet<IpAddr>, context: &Context, network: &InternalNetwork) -> Self {
        let in_use = |file: &ContextFile| match file {
            ContextFile::IpRanges => !network.is_empty(),
            ContextFile::NetworkContext => !context.names.is_empty(),
            ContextFile::Places => context.places.as_ref().is_some_and(|places| !places.is_empty()),
        };
        let known = |&ip: &IpAddr| Some((ip, KnownAddress::of(ip, context, network)?));
        Self {
            files: ContextFile::ALL.into_iter().filter(in_use).collect(),
            addresses: addresses.iter().filter_map(known).collect(),
            places_notice: context.places.as_ref().and_then(Places::notice).map(str::to_owned),
        }
    }

    /// What is known of `ip`; `None` where nothing is.
    #[must_use]
    pub fn get(&self, ip: IpAddr) -> Option<&KnownAddress> {
        self.addresses.get(&ip)
    }

    /// Name and place of `ip`, as they stand beside it.
    #[must_use]
    pub fn beside(&self, ip: IpAddr, addresses: Addresses) -> Option<String> {
        self.get(ip).map(|known| addresses.text(&known.short)).filter(|short| !short.is_empty())
    }

    /// The parts that the files in use can tell, in the order of their columns.
    pub fn parts(&self) -> impl Iterator<Item = Part> {
        Part::ALL.into_iter().filter(|part| self.files.contains(&part.file()))
    }
}

impl KnownAddress {
    fn of(ip: IpAddr, context: &Context, network: &InternalNetwork) -> Option<Self> {
        let of_range =
            |(range, name): (AddressRange, &str)| if name.is_empty() { range.to_string() } else { name.to_owned() };
        let internal_range = network.range(ip).map(of_range).unwrap_or_default();
        let place = context.location(ip);
        let of_place = |part: fn(&Location) -> String| place.as_ref().map(part).unwrap_or_default();
        let known = Self {
            network_name: context.name(ip).unwrap_or_default().to_owned(),
            short: context.label(ip).map_or_else(|| cut(&internal_range), |label| label.short()),
            internal_range,
            country_code: of_place(|place| place.country_code.to_owned()),
            country: of_place(|place| place.country.to_owned()),
            state: of_place(|place| place.state.to_owned()),
            city: of_place(|place| place.city.to_owned()),
            at: place.and_then(|place| place.at),
            owner: of_place(|place| place.owner.to_owned()),
            domain: of_place(|place| place.domain.to_owned()),
        };
        (known != Self::default()).then_some(known)
    }

    /// One of its parts.
    #[must_use]
    pub fn value(&self, part: Part) -> Value<'_> {
        match part {
            Part::NetworkName => Value::Text(&self.network_name),
            Part::InternalRange => Value::Text(&self.internal_range),
            Part::CountryCode => Value::Text(&self.country_code),
            Part::Country => Value::Text(&self.country),
            Part::State => Value::Text(&self.state),
            Part::City => Value::Text(&self.city),
            Part::Latitude => Value::Degrees(self.at.map(|at| at.latitude)),
            Part::Longitude => Value::Degrees(self.at.map(|at| at.longitude)),
            Part::Owner => Value::Text(&self.owner),
            Part::Domain => Value::Text(&self.domain),
        }
    }
}

impl Part {
    /// All, in the order of their columns.
    pub const ALL: [Self; 10] = [
        Self::NetworkName,
        Self::InternalRange,
        Self::CountryCode,
        Self::Country,
        Self::State,
        Self::City,
        Self::Latitude,
        Self::Longitude,
        Self::Owner,
        Self::Domain,
    ];

    /// What its column is called, behind the name of the address's.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::NetworkName => "network name",
            Self::InternalRange => "internal range",
            Self::CountryCode => "country code",
            Self::Country => "country",
            Self::State => "state",
            Self::City => "city",
            Self::Latitude => "latitude",
            Self::Longitude => "longitude",
            Self::Owner => "owner of the range",
            Self::Domain => "domain of the owner",
        }
    }

    /// Which file tells it.
    #[must_use]
    pub fn file(self) -> ContextFile {
        match self {
            Self::NetworkName => ContextFile::NetworkContext,
            Self::InternalRange => ContextFile::IpRanges,
            _ => ContextFile::Places,
        }
    }
}
