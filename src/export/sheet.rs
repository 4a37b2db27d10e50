//! Lists as columns of typed cells: what a spreadsheet, a ticket and a report make tables of.

use std::net::IpAddr;

use serde::{Deserialize, Serialize};

use super::dossier::{Clock, Dossier};
use crate::domain::community_id::{FlowTuple, community_id};
use crate::domain::direction::Side;
use crate::domain::time::Moment;
use crate::domain::view::{Grouping, Lane, Measure, Pair, TopRow, TopTable};

/// A list that can be exported.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum List {
    /// A top table.
    Top(Side, Measure),
    /// The peers that have a lane in the timeline.
    Lanes,
    /// The (source, destination) pairs of these peers.
    Pairs,
}

/// A table of typed cells.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sheet {
    /// Headings, left to right.
    pub columns: Vec<Column>,
    /// Rows, as many cells in each as there are columns.
    pub rows: Vec<Vec<Cell>>,
}

/// A column of a sheet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Column {
    /// Its name with its unit, to be understood by itself.
    pub name: &'static str,
    /// The short name in a document; `None` where a document does without the column.
    pub heading: Option<&'static str>,
    /// What is in its cells.
    pub holds: Holds,
}

/// What is in the cells of a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Holds {
    /// [`Cell::Address`], of which context files may know more.
    Addresses,
    /// Anything else.
    Others,
}

/// A value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cell {
    /// An address.
    Address(IpAddr),
    /// A number of things; `None` where it is not told.
    Count(Option<u64>),
    /// Bytes, likewise.
    Bytes(Option<u64>),
    /// Packets, likewise.
    Packets(Option<u64>),
    /// A port; `None` where it is not known.
    Port(Option<u16>),
    /// A second of the source's clock.
    Time(Moment),
    /// A word of the app's own.
    Word(&'static str),
    /// The Community ID of flows; `None` where it is not known what it is made of.
    CommunityId(Option<FlowTuple>),
}

/// Which of the columns a reader sees.
const fn both(name: &'static str, heading: &'static str) -> Column {
    Column { name, heading: Some(heading), holds: Holds::Others }
}

const fn file_only(name: &'static str) -> Column {
    Column { name, heading: None, holds: Holds::Others }
}

const fn addresses(name: &'static str, heading: &'static str) -> Column {
    Column { name, heading: Some(heading), holds: Holds::Addresses }
}

const CONNECTIONS: Column = both("Connections", "Connections");
const MAX_BYTES: Column = both("Bytes of the largest connection", "Max bytes");
const APPROX_BYTES: &str = "Approximate total bytes";
const ROWS: Column = both("Rows", "Rows");

/// First and last sight.
const fn seen(clock: Clock) -> [Column; 2] {
    match clock {
        Clock::Collector => {
            [both("First seen (collector's clock)", "First seen"), both("Last seen (collector's clock)", "Last seen")]
        }
        Clock::Utc => [both("First seen (UTC)", "First seen"), both("Last seen (UTC)", "Last seen")],
    }
}

impl Cell {
    /// Whether it stands on the right of its column.
    #[must_use]
    pub fn is_number(self) -> bool {
        matches!(self, Self::Count(_) | Self::Bytes(_) | Self::Packets(_) | Self::Port(_))
    }
}

impl List {
    /// All of them, as the screen has them.
    pub const ALL: [Self; 6] = [
        Self::Top(Side::Destination, Measure::Connections),
        Self::Top(Side::Source, Measure::Connections),
        Self::Top(Side::Destination, Measure::Bytes),
        Self::Top(Side::Source, Measure::Bytes),
        Self::Lanes,
        Self::Pairs,
    ];

    /// What it is called.
    #[must_use]
    pub fn caption(self) -> &'static str {
        match self {
            Self::Top(side, by) => TopTable::caption(side, by),
            Self::Lanes => "Top peers in the timeline",
            Self::Pairs => "Pairs of the top peers",
        }
    }

    /// The list, of `dossier`.
    #[must_use]
    pub fn sheet(self, dossier: &Dossier) -> Sheet {
        match self {
            Self::Top(side, by) => {
                let table = dossier.tables.iter().find(|table| (table.side, table.by) == (side, by));
                let rows = table.map_or(&[][..], |table| &table.rows);
                with_community_ids(top(rows, side, by, dossier), dossier.tuples(side, by))
            }
            Self::Lanes => lanes(&dossier.lanes.lanes, dossier.source.clock()),
            Self::Pairs => pairs(&dossier.pairs, dossier.source.clock()),
        }
    }
}

fn top(rows: &[TopRow], side: Side, by: Measure, dossier: &Dossier) -> Sheet {
    let grouping = dossier.grouping;
    let [first_seen, last_seen] = seen(dossier.source.clock());
    let peer = match side {
        Side::Destination => addresses("Source IP", "Source IP"),
        Side::Source => addresses("Destination IP", "Destination IP"),
    };
    let ports = match grouping {
        Grouping::Row => [both("Source port", "Src port"), both("Destination port", "Dst port")],
        // Of a peer's many rows those of one are in a file for who looks closer.
        Grouping::Peer => [
            file_only("Source port of the row with most bytes"),
            file_only("Destination port of the row with most bytes"),
        ],
    };
    let [source_port, destination_port] = ports;
    let (connections, max_bytes, approx_bytes, rows_column) = match (grouping, by) {
        (Grouping::Row, Measure::Connections) => {
            (CONNECTIONS, file_only(MAX_BYTES.name), file_only(APPROX_BYTES), file_only(ROWS.name))
        }
        (Grouping::Row, Measure::Bytes) => {
            (file_only(CONNECTIONS.name), MAX_BYTES, file_only(APPROX_BYTES), file_only(ROWS.name))
        }
        (Grouping::Peer, _) => (CONNECTIONS, MAX_BYTES, both(APPROX_BYTES, "\u{2248} Total bytes"), ROWS),
    };
    let rows = rows.iter().map(|row| {
        vec![
            Cell::Address(row.peer),
            Cell::Count(row.connections),
            Cell::Bytes(row.max_bytes),
            Cell::Bytes(row.approx_bytes),
            Cell::Count(Some(u64::from(row.rows))),
            Cell::Port(row.source_port),
            Cell::Port(row.destination_port),
            Cell::Time(row.first_seen),
            Cell::Time(row.last_seen),
        ]
    });
    Sheet {
        columns: vec![
            peer,
            connections,
            max_bytes,
            approx_bytes,
            rows_column,
            source_port,
            destination_port,
            first_seen,
            last_seen,
        ],
        rows: rows.collect(),
    }
}

/// One column more where the Community ID of any row is known.
fn with_community_ids(sheet: Sheet, tuples: Vec<Option<FlowTuple>>) -> Sheet {
    let known = |tuple: &FlowTuple| community_id(tuple, 0).is_some();
    if !tuples.iter().flatten().any(known) {
        return sheet;
    }
    let Sheet { mut columns, mut rows } = sheet;
    columns.push(file_only("Community ID"));
    for (row, tuple) in rows.iter_mut().zip(tuples) {
        row.push(Cell::CommunityId(tuple));
    }
    Sheet { columns, rows }
}

fn lanes(lanes: &[Lane], clock: Clock) -> Sheet {
    let [first_seen, last_seen] = seen(clock);
    let rows = lanes.iter().map(|lane| {
        vec![
            Cell::Address(lane.peer),
            Cell::Word(lane.direction.name()),
            Cell::Count(Some(u64::from(lane.rows))),
            Cell::Count(lane.connections),
            Cell::Bytes(lane.max_bytes),
            Cell::Time(lane.first_seen),
            Cell::Time(lane.last_seen),
        ]
    });
    Sheet {
        columns: vec![
            addresses("Peer IP", "Peer"),
            both("Direction", "Direction"),
            ROWS,
            CONNECTIONS,
            MAX_BYTES,
            first_seen,
            last_seen,
        ],
        rows: rows.collect(),
    }
}

fn pairs(pairs: &[Pair], clock: Clock) -> Sheet {
    let [first_seen, last_seen] = seen(clock);
    let rows = pairs.iter().map(|pair| {
        vec![
            Cell::Address(pair.source),
            Cell::Address(pair.destination),
            Cell::Count(pair.connections),
            Cell::Bytes(pair.max_bytes),
            Cell::Bytes(pair.avg_bytes),
            Cell::Packets(pair.max_packets),
            Cell::Packets(pair.avg_packets),
            Cell::Port(pair.source_port),
            Cell::Port(pair.destination_port),
            Cell::Time(pair.first_seen),
            Cell::Time(pair.last_seen),
        ]
    });
    Sheet {
        columns: vec![
            addresses("Source IP", "Source IP"),
            addresses("Destination IP", "Destination IP"),
            CONNECTIONS,
            MAX_BYTES,
            both("Mean bytes of a connection", "Mean bytes"),
            both("Packets of the connection with most packets", "Max packets"),
            both("Mean packets of a connection", "Mean packets"),
            both("Source port of the row with most bytes", "Src port"),
            both("Destination port of the row with most bytes", "Dst port"),
            first_seen,
            last_seen,
        ],
        rows: rows.collect(),
    }
}
