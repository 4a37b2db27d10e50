//! What the columns of a table mean.

use serde::{Deserialize, Serialize};

use super::dates::{DateOrder, DatesSeen, OrderSeen};

/// What a field of a record tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Role {
    /// When the flow began. A flow needs one, here or in [`Role::StartDate`] and [`Role::StartClock`].
    Start,
    /// When it ended; a time of day alone is the next one after the start.
    End,
    /// How long it took, in seconds.
    Duration,
    /// Address of the originator. A flow needs one.
    Source,
    /// Address of the responder. A flow needs one.
    Destination,
    /// Port of the originator.
    SourcePort,
    /// Port of the responder.
    DestinationPort,
    /// Protocol, by name or number.
    Protocol,
    /// Bytes from the originator to the responder.
    BytesSent,
    /// Bytes back.
    BytesReceived,
    /// Bytes both ways together.
    BytesTotal,
    /// Bytes without headers from the originator, which stand in where [`Role::BytesSent`] is missing.
    PayloadSent,
    /// Bytes without headers back, likewise.
    PayloadReceived,
    /// Packets from the originator to the responder.
    PacketsSent,
    /// Packets back.
    PacketsReceived,
    /// Packets both ways together.
    PacketsTotal,
    /// State of the connection, or its TCP flags.
    State,
    /// TCP flags of the responder.
    FlagsReceived,
    /// An arrow from originator to responder.
    Direction,
    /// How many connections the row stands for.
    Connections,
    /// Mean bytes of one of them; [`Role::BytesSent`] has the most of one then.
    MeanBytes,
    /// Mean packets of one of them, likewise.
    MeanPackets,
    /// The day on which it began, where the time of day stands in a column of its own.
    StartDate,
    /// The time of that day.
    StartClock,
}

impl Role {
    /// All roles, in the order in which a person would assign them.
    pub const ALL: [Self; 24] = [
        Self::Start,
        Self::StartDate,
        Self::StartClock,
        Self::End,
        Self::Duration,
        Self::Source,
        Self::Destination,
        Self::SourcePort,
        Self::DestinationPort,
        Self::Protocol,
        Self::BytesSent,
        Self::BytesReceived,
        Self::BytesTotal,
        Self::PayloadSent,
        Self::PayloadReceived,
        Self::PacketsSent,
        Self::PacketsReceived,
        Self::PacketsTotal,
        Self::State,
        Self::FlagsReceived,
        Self::Direction,
        Self::Connections,
        Self::MeanBytes,
        Self::MeanPackets,
    ];

    /// The roles without which there is no flow; a start may be in two columns instead.
    pub const NEEDED: [Self; 3] = [Self::Start, Self::Source, Self::Destination];

    /// What it is called.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Start => "start time",
            Self::End => "end time",
            Self::Duration => "duration",
            Self::Source => "source address",
            Self::Destination => "destination address",
            Self::SourcePort => "source port",
            Self::DestinationPort => "destination port",
            Self::Protocol => "protocol",
            Self::BytesSent => "bytes sent",
            Self::BytesReceived => "bytes received",
            Self::BytesTotal => "bytes both ways",
            Self::PayloadSent => "payload bytes sent",
            Self::PayloadReceived => "payload bytes received",
            Self::PacketsSent => "packets sent",
            Self::PacketsReceived => "packets received",
            Self::PacketsTotal => "packets both ways",
            Self::State => "state or flags",
            Self::FlagsReceived => "flags received",
            Self::Direction => "direction",
            Self::Connections => "connections",
            Self::MeanBytes => "mean bytes",
            Self::MeanPackets => "mean packets",
            Self::StartDate => "start date",
            Self::StartClock => "start clock",
        }
    }
}

/// Which column has which role; columns count from 0.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "Kept", into = "Kept")]
pub struct Columns {
    places: [Option<u32>; Role::ALL.len()],
    dates: Option<DateOrder>,
}

/// How they are kept: what an earlier version remembers has fewer roles, and no order of dates.
#[derive(Serialize, Deserialize)]
struct Kept {
    /// In the order in which roles are declared: new ones come last.
    places: Vec<Option<u32>>,
    #[serde(default)]
    dates: Option<DateOrder>,
}

impl From<Kept> for Columns {
    fn from(Kept { places, dates }: Kept) -> Self {
        let mut columns = Self { dates, ..Self::default() };
        for (slot, place) in columns.places.iter_mut().zip(places) {
            *slot = place;
        }
        columns
    }
}

impl From<Columns> for Kept {
    fn from(Columns { places, dates }: Columns) -> Self {
        Self { places: places.to_vec(), dates }
    }
}

impl Columns {
    /// The column of a role.
    #[inline]
    #[must_use]
    pub fn place(&self, role: Role) -> Option<usize> {
        self.places.get(role as usize).copied().flatten().map(|place| place as usize)
    }

    /// Gives a role its column, or none.
    pub fn assign(&mut self, role: Role, place: Option<usize>) {
        if let Some(slot) = self.places.get_mut(role as usize) {
            *slot = place.and_then(|place| u32::try_from(place).ok());
        }
    }

    /// Gives a column its only role, or none, as an analyst would: what the column meant before stands nowhere then, and a
    /// start is in one column or in two.
    pub fn choose(&mut self, place: usize, role: Option<Role>) {
        if let Some(former) = self.role(place) {
            self.assign(former, None);
        }
        let others: &[Role] = match role {
            Some(Role::Start) => &[Role::StartDate, Role::StartClock],
            Some(Role::StartDate | Role::StartClock) => &[Role::Start],
            _ => &[],
        };
        for &other in others {
            self.assign(other, None);
        }
        if let Some(role) = role {
            self.assign(role, Some(place));
        }
    }

    /// What comes first in dates that end with the year; where it is not known, they cannot be read.
    #[must_use]
    pub fn dates(&self) -> Option<DateOrder> {
        self.dates
    }

    /// What is known of that by the columns that hold dates; `seen` has what each column tells.
    #[must_use]
    pub fn order_seen(&self, seen: &[DatesSeen]) -> OrderSeen {
        let places = [Role::Start, Role::StartDate, Role::End].into_iter().filter_map(|role| self.place(role));
        let seen = places.filter_map(|place| seen.get(place));
        seen.fold(DatesSeen::default(), |all, one| all.and(*one)).order()
    }

    /// The same with that order.
    #[must_use]
    pub fn with_dates(self, dates: Option<DateOrder>) -> Self {
        Self { dates, ..self }
    }

    /// The same with another role assigned.
    #[must_use]
    pub fn with(mut self, role: Role, place: usize) -> Self {
        self.assign(role, Some(place));
        self
    }

    /// The role of a column, if it has one.
    #[must_use]
    pub fn role(&self, place: usize) -> Option<Role> {
        Role::ALL.into_iter().find(|&role| self.place(role) == Some(place))
    }

    /// The roles without which there is no flow, and which no column has.
    #[must_use]
    pub fn missing(&self) -> Vec<Role> {
        let is_there = |role| self.place(role).is_some();
        let needed = Role::NEEDED.into_iter().flat_map(|role| match role {
            // Half of a start asks for its other half.
            Role::Start if is_there(Role::StartDate) || is_there(Role::StartClock) => {
                vec![Role::StartDate, Role::StartClock]
            }
            role => vec![role],
        });
        needed.filter(|&role| !is_there(role)).collect()
    }

    /// The columns of a header by their names: for each role the first of its names that is there. Names are compared
    /// without regard to case, space and punctuation.
    #[must_use]
    pub fn by_names<'a>(header: impl IntoIterator<Item = &'a [u8]>, names: &[(Role, &[&str])]) -> Self {
        let header: Vec<String> = header.into_iter().map(plain_name).collect();
        let mut columns = Self::default();
        for &(role, names) in names {
            let place = names.iter().find_map(|name| header.iter().position(|column| column == name));
            columns.assign(role, place);
        }
        columns
    }
}

/// A column's name, as names are compared: letters, digits and nothing else, in lower case.
#[must_use]
pub fn plain_name(name: &[u8]) -> String {
    name.iter().filter(|byte| byte.is_ascii_alphanumeric()).map(|byte| char::from(byte.to_ascii_lowercase())).collect()
}
