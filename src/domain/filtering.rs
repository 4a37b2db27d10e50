//! The rows of a search that a filter lets through, put into a table of their own: then everything that is asked of a
//! search can be asked of the part, and the whole one knows nothing of filters.
//!
//! What a term about addresses or groups says is the same for all rows of a peer on one side. It is told once for each
//! peer, and the terms that are left are held against the rows of those that pass:
//!
//! ```text
//!   src:10.0.0.0/8 dir:inbound  --> peers:  side, side      rows: peer? --> ports, bytes, times? --> TableBuilder
//!   -dport:443 bytes:>1M        -----------------------------------------------^
//! ```
//!
//! A row stands for all connections between two addresses and two ports. `bytes` and `packets` are those of the largest
//! one, as the tables have them, `time` is met by what lies between first and last sight, and what is asked of a peer goes by
//! all its rows in the search. Which protocol a row has, Spot does not tell.

use super::block::{Block, PackedRow, mark};
use super::details::{DetailTable, told};
use super::direction::Side;
use super::filter::{Amount, Facts, Filter, Key};
use super::investigation::Investigation;
use super::search_facts::SearchFacts;
use super::table_builder::TableBuilder;
use super::time::Moment;
use super::view::View;

/// Rows that are being let through, a block at a time.
#[derive(Debug)]
pub struct Filtering<'a> {
    whole: &'a DetailTable,
    /// By peer, whether its rows on each [`Side`] can pass.
    peers: Vec<[bool; 2]>,
    /// What is left to be asked of a row.
    of_rows: Filter,
    /// The block that comes next.
    next: usize,
    passed: TableBuilder,
}

/// How far it has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Progress {
    /// There is more to do.
    Todo,
    /// All rows were looked at.
    Done,
}

impl<'a> Filtering<'a> {
    /// Begins: one pass over the peers. Groups of peers are those of `view`.
    #[must_use]
    pub fn new(whole: &'a Investigation, filter: &Filter, view: View) -> Self {
        let is_of_peers = |key: Key| match key {
            Key::Source | Key::Destination | Key::Ip => true,
            // A row tells its own.
            Key::Connections => false,
            key => key.is_of_search(),
        };
        let of_peers = filter.of_keys(is_of_peers);
        let table = whole.table();
        let known = SearchFacts::new(whole, &of_peers, view);
        let peer_passes = |(id, &peer)| {
            let passes = |side| {
                let (source, destination) = match side {
                    Side::Source => (table.ip(), peer),
                    Side::Destination => (peer, table.ip()),
                };
                let facts = Facts { source: Some(source), destination: Some(destination), ..Facts::default() };
                of_peers.matches(&known.of_peer(facts, id, side))
            };
            // In the order of the sides.
            [passes(Side::Destination), passes(Side::Source)]
        };
        let mut passed = TableBuilder::new(table.ip());
        *passed.skipped_mut() = table.skipped.clone();
        Self {
            whole: table,
            peers: (0..).zip(table.peers().addresses()).map(peer_passes).collect(),
            of_rows: filter.of_keys(|key| !is_of_peers(key)),
            next: 0,
            passed,
        }
    }

    /// Looks at the rows of one more block.
    pub fn advance(&mut self) -> Progress {
        if let Some(block) = self.whole.blocks().get(self.next) {
            self.add_block(block, self.next * Block::ROWS);
            self.next += 1;
        }
        if self.next < self.whole.blocks().len() { Progress::Todo } else { Progress::Done }
    }

    /// Looks at what is left, and gives the table of what passed.
    #[must_use]
    pub fn finish(mut self) -> DetailTable {
        while self.advance() == Progress::Todo {}
        self.passed.finish(self.whole.untold, self.whole.cut_values)
    }

    #[inline(never)]
    fn add_block(&mut self, block: &Block, first: usize) {
        for (at, (&peer, marks)) in block.peer().iter().zip(block.marks()).enumerate() {
            // In a row of the IP with itself both sides say the same.
            let side = if marks & mark::AS_SOURCE == 0 { Side::Destination } else { Side::Source };
            if self.peers[peer as usize][side as usize] {
                let (index, row) = (first + at, block.row(at));
                if self.of_rows.is_empty() || self.of_rows.matches(&facts(self.whole, index, &row)) {
                    self.passed.push_from(self.whole, index, row);
                }
            }
        }
    }
}

/// What is known of a row besides its peer.
fn facts(table: &DetailTable, index: usize, row: &PackedRow) -> Facts {
    let amount = |told| Amount::told(told, table.untold);
    let port = |port: u16, missing: u8| (row.marks & missing == 0).then_some(port);
    let max_bytes =
        if row.marks & mark::WIDE_BYTES == 0 { told(row.max_bytes).map(u64::from) } else { table.max_bytes(index) };
    Facts {
        source_port: port(row.source_port, mark::NO_SOURCE_PORT),
        destination_port: port(row.destination_port, mark::NO_DESTINATION_PORT),
        bytes: amount(max_bytes),
        packets: amount(told(row.max_packets).map(u64::from)),
        connections: amount(told(row.connections).map(u64::from)),
        seen: Some((Moment(row.first_seen), Moment(row.last_seen))),
        ..Facts::default()
    }
}
