//! What the columns of an unknown table may mean.

use super::clock::instant;
use super::columns::{Columns, Role};
use super::values::address;

/// Names under which a role is looked for in any table, the usual ones first, in the form of `columns::plain_name`.
const NAMES: [(Role, &[&str]); 17] = [
    (
        Role::Start,
        &[
            "start",
            "starttime",
            "tstart",
            "ts",
            "timestamp",
            "time",
            "firstseen",
            "first",
            "date",
            "datetime",
            "flowstart",
            "begin",
            "eventtime",
            "receivetime",
            "unixtime",
            "stime",
        ],
    ),
    (Role::End, &["end", "endtime", "tend", "te", "lastseen", "last", "flowend", "stop", "ltime"]),
    (Role::Duration, &["duration", "dur", "td", "tdur", "durationseconds", "elapsed", "elapsedtime"]),
    (
        Role::Source,
        &[
            "sourceip",
            "srcip",
            "sourceaddress",
            "srcaddr",
            "sip",
            "sa",
            "source",
            "src",
            "saddr",
            "idorigh",
            "clientip",
            "ipsrc",
        ],
    ),
    (
        Role::Destination,
        &[
            "destinationip",
            "dstip",
            "destip",
            "destinationaddress",
            "dstaddr",
            "destaddr",
            "dip",
            "da",
            "destination",
            "dst",
            "dest",
            "daddr",
            "idresph",
            "serverip",
            "ipdst",
        ],
    ),
    (Role::SourcePort, &["sourceport", "srcport", "sport", "sp", "idorigp", "clientport"]),
    (Role::DestinationPort, &["destinationport", "dstport", "destport", "dport", "dp", "idrespp", "serverport"]),
    (Role::Protocol, &["protocol", "proto", "pr", "prot", "ipprotocol", "transport"]),
    (
        Role::BytesSent,
        &[
            "bytessent",
            "sentbytes",
            "bytesout",
            "srcbytes",
            "sourcebytes",
            "sbytes",
            "ibyt",
            "inbytes",
            "origipbytes",
            "origbytes",
            "bytestoserver",
        ],
    ),
    (
        Role::BytesReceived,
        &[
            "bytesreceived",
            "receivedbytes",
            "rcvdbytes",
            "bytesin",
            "dstbytes",
            "destinationbytes",
            "dbytes",
            "obyt",
            "outbytes",
            "respipbytes",
            "respbytes",
            "bytestoclient",
        ],
    ),
    (Role::BytesTotal, &["bytes", "totalbytes", "totbytes", "octets", "numbytes", "networkbytes"]),
    (
        Role::PacketsSent,
        &[
            "packetssent",
            "sentpackets",
            "pktssent",
            "srcpkts",
            "sourcepackets",
            "spkts",
            "ipkt",
            "origpkts",
            "pktstoserver",
        ],
    ),
    (
        Role::PacketsReceived,
        &[
            "packetsreceived",
            "receivedpackets",
            "pktsreceived",
            "dstpkts",
            "destinationpackets",
            "dpkts",
            "opkt",
            "resppkts",
            "pktstoclient",
        ],
    ),
    (Role::PacketsTotal, &["packets", "pkts", "totalpackets", "totpkts", "numpackets", "networkpackets"]),
    (Role::State, &["connstate", "state", "flags", "tcpflags", "flag", "flg"]),
    (Role::Direction, &["dir", "direction"]),
    (Role::Connections, &["connections", "conns"]),
];

/// What the columns may mean, by their names and by what is in them. `None` where none holds addresses or
/// none times.
pub fn guess(names: &[Vec<u8>], rows: &[Vec<Vec<u8>>], width: usize) -> Option<Columns> {
    let mostly = |place: usize, is: &dyn Fn(&[u8]) -> bool| {
        let filled: Vec<&[u8]> =
            rows.iter().filter_map(|row| row.get(place)).map(Vec::as_slice).filter(|c| !c.is_empty()).collect();
        !filled.is_empty() && filled.iter().filter(|cell| is(cell)).count() * 10 >= filled.len() * 8
    };
    let is_address = |place| mostly(place, &|cell| address(cell).is_some());
    // A bare small number is a time, too, of 1970.
    let is_time = |place| mostly(place, &|cell| instant(cell).is_some_and(|(moment, _)| moment.0 > 86_400 * 365));
    let addresses: Vec<usize> = (0..width).filter(|&place| is_address(place)).collect();
    if addresses.is_empty() || !(0..width).any(is_time) {
        return None;
    }
    let mut columns = Columns::by_names(names.iter().map(Vec::as_slice), &NAMES);
    // A name that fits what is not in the column misleads.
    for role in [Role::Source, Role::Destination] {
        if columns.place(role).is_some_and(|place| !is_address(place)) {
            columns.assign(role, None);
        }
    }
    for role in [Role::Start, Role::End] {
        if columns.place(role).is_some_and(|place| !is_time(place)) {
            columns.assign(role, None);
        }
    }
    for role in [Role::Source, Role::Destination] {
        if columns.place(role).is_none() {
            let free = addresses.iter().copied().find(|&place| columns.role(place).is_none());
            columns.assign(role, free);
        }
    }
    if columns.place(Role::Start).is_none() {
        let free = (0..width).find(|&place| columns.role(place).is_none() && is_time(place) && !is_address(place));
        columns.assign(Role::Start, free);
    }
    Some(columns)
}
