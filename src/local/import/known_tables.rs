//! Tables whose columns are known by their names: of nfdump, of Argus, and of Spot.

use super::columns::Columns;
use super::report::Format;
use super::role::Role;

/// Names of columns, in the form of `columns::plain_name`.
type Names = &'static [(Role, &'static [&'static str])];

/// `nfdump -o csv`: the header of 1.6 and of the first 1.7, then that of 1.7.4. Summary lines follow the flows. Source:
/// nfdump's `output_csv.c`.
pub const NFDUMP: Names = &[
    (Role::Start, &["ts", "firstseen"]),
    (Role::End, &["te", "lastseen"]),
    (Role::Duration, &["td", "duration"]),
    (Role::Source, &["sa", "srcaddr"]),
    (Role::Destination, &["da", "dstaddr"]),
    (Role::SourcePort, &["sp", "srcport"]),
    (Role::DestinationPort, &["dp", "dstport"]),
    (Role::Protocol, &["pr", "proto"]),
    (Role::State, &["flg", "flags"]),
    (Role::PacketsSent, &["ipkt", "packets", "inpackets"]),
    (Role::BytesSent, &["ibyt", "bytes", "inbytes"]),
    (Role::PacketsReceived, &["opkt", "outpackets"]),
    (Role::BytesReceived, &["obyt", "outbytes"]),
];

/// Argus' `ra`, with names as it prints them by default, and as CTU's binetflow files have them.
pub const ARGUS: Names = &[
    (Role::Start, &["starttime", "stime"]),
    (Role::End, &["lasttime", "ltime"]),
    (Role::Duration, &["dur"]),
    (Role::Source, &["srcaddr", "saddr"]),
    (Role::Destination, &["dstaddr", "daddr"]),
    (Role::SourcePort, &["sport"]),
    (Role::DestinationPort, &["dport"]),
    (Role::Protocol, &["proto"]),
    (Role::Direction, &["dir"]),
    (Role::State, &["state"]),
    (Role::BytesTotal, &["totbytes", "bytes"]),
    (Role::BytesSent, &["srcbytes", "sbytes"]),
    (Role::BytesReceived, &["dstbytes", "dbytes"]),
    (Role::PacketsTotal, &["totpkts", "pkts"]),
    (Role::PacketsSent, &["srcpkts", "spkts"]),
    (Role::PacketsReceived, &["dstpkts", "dpkts"]),
];

/// Spot's raw flows: as its pages have them (`edges`), and as the table `flow` has them.
pub const SPOT_FLOWS: Names = &[
    (Role::Start, &["tstart", "treceived"]),
    (Role::Duration, &["tdur"]),
    (Role::Source, &["srcip", "sip"]),
    (Role::Destination, &["dstip", "dip"]),
    (Role::SourcePort, &["sport"]),
    (Role::DestinationPort, &["dport"]),
    (Role::Protocol, &["proto"]),
    (Role::State, &["flags", "flag"]),
    (Role::BytesSent, &["bytes", "ibyt", "ibytes"]),
    (Role::PacketsSent, &["pkts", "ipkt", "ipkts"]),
    (Role::BytesReceived, &["obyt", "obytes"]),
    (Role::PacketsReceived, &["opkt", "opkts"]),
];

/// Spot's `details` rows (`ir-*.tsv`).
pub const SPOT_DETAILS: Names = &[
    (Role::Start, &["firstseen"]),
    (Role::End, &["lastseen"]),
    (Role::Source, &["srcip"]),
    (Role::Destination, &["dstip"]),
    (Role::SourcePort, &["sport", "srcport"]),
    (Role::DestinationPort, &["dport", "dstport"]),
    (Role::Connections, &["conns", "connections"]),
    (Role::PacketsSent, &["maxpkts"]),
    (Role::MeanPackets, &["avgpkts"]),
    (Role::BytesSent, &["maxbytes"]),
    (Role::MeanBytes, &["avgbytes"]),
];

/// The `flow_timeline` rows of a storyboard (`sbdet-*.tsv`).
pub const SPOT_TIMELINE: Names = &[
    (Role::Start, &["tstart"]),
    (Role::End, &["tend"]),
    (Role::Source, &["srcip"]),
    (Role::Destination, &["dstip"]),
    (Role::Protocol, &["proto"]),
    (Role::SourcePort, &["sport"]),
    (Role::DestinationPort, &["dport"]),
    (Role::PacketsSent, &["pkts", "ipkt"]),
    (Role::BytesSent, &["bytes", "ibyt"]),
];

/// What shows a format: columns that it has, and that no other has together.
const SIGNS: [(Format, &[&str], Names); 8] = [
    (Format::Nfdump, &["ts", "sa", "da", "ipkt"], NFDUMP),
    (Format::Nfdump, &["firstseen", "srcaddr", "dstaddr"], NFDUMP),
    (Format::Argus, &["starttime", "srcaddr", "dstaddr"], ARGUS),
    (Format::Argus, &["stime", "saddr", "daddr"], ARGUS),
    (Format::SpotDetails, &["firstseen", "srcip", "dstip", "maxbytes"], SPOT_DETAILS),
    (Format::SpotTimeline, &["tstart", "tend", "srcip", "dstip"], SPOT_TIMELINE),
    (Format::SpotFlows, &["tstart", "srcip", "dstip"], SPOT_FLOWS),
    (Format::SpotFlows, &["treceived", "sip", "dip"], SPOT_FLOWS),
];

/// The format whose header has these names, and what its columns mean.
#[must_use]
pub fn of_header(header: &[&[u8]]) -> Option<(Format, Columns)> {
    let names: Vec<String> = header.iter().map(|name| super::columns::plain_name(name)).collect();
    let has_all = |signs: &[&str]| signs.iter().all(|sign| names.iter().any(|name| name == sign));
    let (format, _, of) = SIGNS.iter().find(|(_, signs, _)| has_all(signs))?;
    let columns = Columns::by_names(header.iter().copied(), of);
    columns.missing().is_empty().then_some((*format, columns))
}

/// The columns of CTU-13 as the VAST challenge wrote them, without a header: label, Unix time, two texts of the time,
/// protocol as a number, protocol, source, destination, their ports, fragments of two kinds, duration, payload each way,
/// bytes each way, packets each way, and whether the record was forced out.
#[must_use]
pub fn vast() -> Columns {
    Columns::default()
        .with(Role::Start, 1)
        .with(Role::Protocol, 5)
        .with(Role::Source, 6)
        .with(Role::Destination, 7)
        .with(Role::SourcePort, 8)
        .with(Role::DestinationPort, 9)
        .with(Role::Duration, 12)
        .with(Role::PayloadSent, 13)
        .with(Role::PayloadReceived, 14)
        .with(Role::BytesSent, 15)
        .with(Role::BytesReceived, 16)
        .with(Role::PacketsSent, 17)
        .with(Role::PacketsReceived, 18)
}

/// How many columns that table has.
pub const VAST_COLUMNS: usize = 20;
