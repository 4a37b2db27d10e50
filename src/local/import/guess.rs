//! What the columns of an unknown table may mean.

use super::clock::{instant, on_day};
use super::columns::{Columns, Role};
use super::dates::{DateOrder, day};
use super::notation::{Notation, Way};
use super::numbers::Numbers;
use super::values::address;
use crate::domain::time::Moment;

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

/// Names of columns that hold a date alone, and a time of day alone.
const HALVES: [(Role, &[&str]); 4] = [
    (Role::StartDate, &["startdate", "date", "day", "logdate", "eventdate", "datefirstseen"]),
    (
        Role::StartClock,
        &["starttime", "time", "clock", "timeofday", "logtime", "eventtime", "start", "firstseen", "begin"],
    ),
    (Role::EndDate, &["enddate", "stopdate", "lastdate", "datelastseen"]),
    (Role::EndClock, &["endtime", "endclock", "end", "stoptime", "stop", "lasttime", "lastseen"]),
];

/// What the columns may mean, by their names and by what is in them, and the order of their dates where that is told.
/// `None` where none holds addresses or none times.
pub fn guess(names: &[Vec<u8>], rows: &[Vec<Vec<u8>>], width: usize) -> Option<Columns> {
    let mostly = |place: usize, is: &dyn Fn(&[u8]) -> bool| {
        let filled: Vec<&[u8]> =
            rows.iter().filter_map(|row| row.get(place)).map(Vec::as_slice).filter(|c| !c.is_empty()).collect();
        !filled.is_empty() && filled.iter().filter(|cell| is(cell)).count() * 10 >= filled.len() * 8
    };
    let is_address = |place| mostly(place, &|cell| address(cell).is_some());
    let is_time = |place| mostly(place, &is_time);
    let is_date = |place| mostly(place, &is_date);
    let is_clock = |place| mostly(place, &is_clock);
    let any = |is: &dyn Fn(usize) -> bool| (0..width).any(is);
    let addresses: Vec<usize> = (0..width).filter(|&place| is_address(place)).collect();
    if addresses.is_empty() || !(any(&is_time) || any(&is_date) && any(&is_clock)) {
        return None;
    }
    let mut columns = Columns::by_names(names.iter().map(Vec::as_slice), &NAMES);
    // A name that fits what is not in the column misleads.
    for role in [Role::Source, Role::Destination] {
        if columns.place(role).is_some_and(|place| !is_address(place)) {
            columns.assign(role, None);
        }
    }
    if columns.place(Role::Start).is_some_and(|place| !is_time(place)) {
        columns.assign(Role::Start, None);
    }
    if columns.place(Role::End).is_some_and(|place| !is_time(place) && !is_clock(place)) {
        columns.assign(Role::End, None);
    }
    for role in [Role::Source, Role::Destination] {
        if columns.place(role).is_none() {
            let free = addresses.iter().copied().find(|&place| columns.role(place).is_none());
            columns.assign(role, free);
        }
    }
    let halves = Columns::by_names(names.iter().map(Vec::as_slice), &HALVES);
    let end_half = |role, is: &dyn Fn(usize) -> bool| halves.place(role).filter(|&place| is(place));
    if let (Some(date), Some(clock)) = (end_half(Role::EndDate, &is_date), end_half(Role::EndClock, &is_clock)) {
        columns.choose(date, Some(Role::EndDate));
        columns.choose(clock, Some(Role::EndClock));
    }
    if columns.place(Role::Start).is_none() {
        let free = |is: &dyn Fn(usize) -> bool| {
            (0..width).find(|&place| columns.role(place).is_none() && !is_address(place) && is(place))
        };
        let half = |role, is: &dyn Fn(usize) -> bool| {
            halves.place(role).filter(|&place| columns.role(place).is_none() && is(place)).or_else(|| free(is))
        };
        match (free(&is_time), half(Role::StartDate, &is_date), half(Role::StartClock, &is_clock)) {
            (None, Some(date), Some(clock)) => {
                columns.assign(Role::StartDate, Some(date));
                columns.assign(Role::StartClock, Some(clock));
            }
            (time, ..) => columns.assign(Role::Start, time),
        }
    }
    Some(columns)
}

/// Whether a cell holds a time, whatever the order of its date. A bare small number is one, too, of 1970.
fn is_time(cell: &[u8]) -> bool {
    let read = |order| instant(cell, Notation { dates: Some(order), numbers: Numbers::Untold });
    in_any_order(read).is_some_and(|(moment, _)| moment.0 > 86_400 * 365)
}

/// Whether it holds a date and no more.
fn is_date(cell: &[u8]) -> bool {
    in_any_order(|order| day(cell, Some(order))).is_some()
}

/// Whether it holds a time of day and no more.
fn is_clock(cell: &[u8]) -> bool {
    // Of a day whose neighbours are days too, for zones.
    let any_day = Moment(86_400).day();
    on_day(any_day, cell).is_some()
}

/// Whether a cell holds what tells when, or a part of that.
pub fn tells_when(cell: &[u8]) -> bool {
    is_time(cell) || is_date(cell) || is_clock(cell)
}

fn in_any_order<T>(read: impl Fn(DateOrder) -> Option<T>) -> Option<T> {
    DateOrder::ALL.iter().find_map(|&order| read(order))
}
