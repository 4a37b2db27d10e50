//! What the columns of a table mean.

use serde::{Deserialize, Serialize};

use super::dates::DateOrder;
use super::notation::{Notation, Seen, Way};
use super::numbers::{DecimalMark, Numbers};

/// What a field of a record tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Role {
    /// When the flow began. A flow needs one, here or in [`Role::StartDate`] and [`Role::StartClock`].
    Start,
    /// When it ended, here or in [`Role::EndDate`] and [`Role::EndClock`]; a time of day alone is the next one after the start.
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
    /// The day on which it ended, likewise.
    EndDate,
    /// The time of that day.
    EndClock,
}

impl Role {
    /// All roles, in the order in which a person would assign them.
    pub const ALL: [Self; 26] = [
        Self::Start,
        Self::StartDate,
        Self::StartClock,
        Self::End,
        Self::EndDate,
        Self::EndClock,
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

    /// What may stand in one column or in two.
    const HALVED: [(Self, [Self; 2]); 2] =
        [(Self::Start, [Self::StartDate, Self::StartClock]), (Self::End, [Self::EndDate, Self::EndClock])];

    /// The roles of columns that hold dates.
    const OF_DATES: [Self; 4] = [Self::Start, Self::StartDate, Self::End, Self::EndDate];

    /// The roles of columns that hold numbers.
    const OF_NUMBERS: [Self; 16] = [
        Self::Start,
        Self::End,
        Self::Duration,
        Self::SourcePort,
        Self::DestinationPort,
        Self::BytesSent,
        Self::BytesReceived,
        Self::BytesTotal,
        Self::PayloadSent,
        Self::PayloadReceived,
        Self::PacketsSent,
        Self::PacketsReceived,
        Self::PacketsTotal,
        Self::Connections,
        Self::MeanBytes,
        Self::MeanPackets,
    ];

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
            Self::EndDate => "end date",
            Self::EndClock => "end clock",
        }
    }
}

/// Which column has which role, and how what they hold is written; columns count from 0.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "Kept", into = "Kept")]
pub struct Columns {
    places: [Option<u32>; Role::ALL.len()],
    dates: Option<DateOrder>,
    decimal: Option<DecimalMark>,
}

/// How they are kept: what an earlier version remembers has fewer roles, and says less of how things are written.
#[derive(Serialize, Deserialize)]
struct Kept {
    /// In the order in which roles are declared: new ones come last.
    places: Vec<Option<u32>>,
    #[serde(default)]
    dates: Option<DateOrder>,
    #[serde(default)]
    decimal: Option<DecimalMark>,
}

impl From<Kept> for Columns {
    fn from(Kept { places, dates, decimal }: Kept) -> Self {
        let mut columns = Self { dates, decimal, ..Self::default() };
        for (slot, place) in columns.places.iter_mut().zip(places) {
            *slot = place;
        }
        columns
    }
}

impl From<Columns> for Kept {
    fn from(Columns { places, dates, decimal }: Columns) -> Self {
        Self { places: places.to_vec(), dates, decimal }
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
    /// start or an end is in one column or in two.
    pub fn choose(&mut self, place: usize, role: Option<Role>) {
        if let Some(former) = self.role(place) {
            self.assign(former, None);
        }
        let Some(role) = role else { return };
        for (whole, halves) in Role::HALVED {
            if role == whole {
                for half in halves {
                    self.assign(half, None);
                }
            } else if halves.contains(&role) {
                self.assign(whole, None);
            }
        }
        self.assign(role, Some(place));
    }

    /// The order of dates; where it is not known, those that need one cannot be read.
    #[must_use]
    pub fn dates(&self) -> Option<DateOrder> {
        self.dates
    }

    /// What stands before the fraction of a number; where it is not known, a number that can be read both ways is not.
    #[must_use]
    pub fn decimal(&self) -> Option<DecimalMark> {
        self.decimal
    }

    /// How all that is written.
    pub(super) fn notation(&self) -> Notation {
        Notation { dates: self.dates, numbers: Numbers::said(self.decimal) }
    }

    /// In which orders the columns of dates can be read; `seen` has what is in each column.
    #[must_use]
    pub fn dates_seen(&self, seen: &[Seen<DateOrder>]) -> Seen<DateOrder> {
        self.seen_in(&Role::OF_DATES, seen)
    }

    /// With which marks the columns of numbers can be read, likewise.
    #[must_use]
    pub fn numbers_seen(&self, seen: &[Seen<DecimalMark>]) -> Seen<DecimalMark> {
        self.seen_in(&Role::OF_NUMBERS, seen)
    }

    /// The columns that hold dates.
    pub fn of_dates(&self) -> impl Iterator<Item = usize> {
        Role::OF_DATES.into_iter().filter_map(|role| self.place(role))
    }

    fn seen_in<W: Way>(&self, roles: &[Role], seen: &[Seen<W>]) -> Seen<W> {
        let columns = roles.iter().filter_map(|&role| seen.get(self.place(role)?));
        columns.fold(Seen::default(), Seen::and)
    }

    /// The same with that order of dates.
    #[must_use]
    pub fn with_dates(self, dates: Option<DateOrder>) -> Self {
        Self { dates, ..self }
    }

    /// The same with that mark in numbers.
    #[must_use]
    pub fn with_decimal(self, decimal: Option<DecimalMark>) -> Self {
        Self { decimal, ..self }
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

    /// The roles that are still to be given to a column: without which there is no flow, and halves whose other half is there.
    #[must_use]
    pub fn missing(&self) -> Vec<Role> {
        let is_there = |role: &Role| self.place(*role).is_some();
        let are_halved = |role: Role| {
            let halves = Role::HALVED.into_iter().find(|(whole, _)| *whole == role).map(|(_, halves)| halves);
            halves.filter(|halves| halves.iter().any(is_there))
        };
        let needed = Role::NEEDED.into_iter().flat_map(|role| are_halved(role).map_or(vec![role], Vec::from));
        let missing = needed.chain(are_halved(Role::End).into_iter().flatten());
        missing.filter(|role| !is_there(role)).collect()
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
