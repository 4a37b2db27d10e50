//! What a field of a record tells.

use serde::{Deserialize, Serialize};

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
    pub(super) const HALVED: [(Self, [Self; 2]); 2] =
        [(Self::Start, [Self::StartDate, Self::StartClock]), (Self::End, [Self::EndDate, Self::EndClock])];

    /// The roles of columns that hold dates.
    pub(super) const OF_DATES: [Self; 4] = [Self::Start, Self::StartDate, Self::End, Self::EndDate];

    /// The roles of columns that hold numbers.
    pub(super) const OF_NUMBERS: [Self; 16] = [
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
