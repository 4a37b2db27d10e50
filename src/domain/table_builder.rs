//! Takes in the rows of an expanded search, one by one, and puts them into columns block by block.
//!
//! What looks something up in memory, the peer's ID and its totals, waits until a block is full: then many looks go out at
//! once, while between two rows that are read each would be waited for.

use std::net::IpAddr;

use super::block::{Block, PackedRow, UNTOLD, mark};
use super::details::{DetailTable, Row, Skipped, Untold, row_number};

/// A table that is being made.
#[derive(Clone, Debug)]
pub struct TableBuilder {
    table: DetailTable,
    /// The block that is being filled. Its IPv4 peers are addresses, not IDs yet.
    block: Block,
}

impl TableBuilder {
    /// Of the expanded search of `ip`.
    #[must_use]
    pub fn new(ip: IpAddr) -> Self {
        Self { table: DetailTable::empty(ip), block: Block::default() }
    }

    /// The sought IP.
    #[must_use]
    pub fn ip(&self) -> IpAddr {
        self.table.ip
    }

    /// How many rows are in.
    #[must_use]
    pub fn len(&self) -> usize {
        self.table.blocks.len() * Block::ROWS + self.block.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Rows that were left out.
    #[must_use]
    pub fn skipped(&self) -> &Skipped {
        &self.table.skipped
    }

    /// The same, to count one more.
    pub fn skipped_mut(&mut self) -> &mut Skipped {
        &mut self.table.skipped
    }

    /// Adds a row. One in which the sought IP does not occur is counted as skipped instead.
    #[inline]
    pub fn push(&mut self, row: &Row) {
        let (peer, side) = match (row.source == self.table.ip, row.destination == self.table.ip) {
            (true, true) => (row.source, mark::AS_SOURCE | mark::AS_DESTINATION),
            (true, false) => (row.destination, mark::AS_SOURCE),
            (false, true) => (row.source, mark::AS_DESTINATION),
            (false, false) => return self.skip_foreign(row),
        };
        let untold = |port: Option<u16>, mark| if port.is_none() { mark } else { 0 };
        let mut marks = side
            | untold(row.source_port, mark::NO_SOURCE_PORT)
            | untold(row.destination_port, mark::NO_DESTINATION_PORT);
        let peer = match peer {
            IpAddr::V4(peer) => peer.to_bits(),
            IpAddr::V6(_) => {
                marks |= mark::PEER_IS_ID;
                self.table.peers.intern(peer)
            }
        };
        let narrow = |bytes: Option<u64>| match bytes {
            None => Some(UNTOLD),
            Some(bytes) => u32::try_from(bytes).ok().filter(|bytes| *bytes != UNTOLD),
        };
        let (max_bytes, avg_bytes) = narrow(row.max_bytes).zip(narrow(row.avg_bytes)).unwrap_or_else(|| {
            marks |= mark::WIDE_BYTES;
            self.table.wide_bytes.insert(row_number(self.len()), (row.max_bytes, row.avg_bytes));
            (UNTOLD, UNTOLD)
        });
        let is_full = self.block.push(&PackedRow {
            peer,
            marks,
            first_seen: row.first_seen.min(row.last_seen).0,
            last_seen: row.first_seen.max(row.last_seen).0,
            source_port: row.source_port.unwrap_or(0),
            destination_port: row.destination_port.unwrap_or(0),
            connections: row.connections.unwrap_or(UNTOLD),
            max_packets: row.max_packets.unwrap_or(UNTOLD),
            avg_packets: row.avg_packets.unwrap_or(UNTOLD),
            max_bytes,
            avg_bytes,
        });
        if is_full {
            close(std::mem::take(&mut self.block), &mut self.table);
        }
    }

    /// Adds a row as `table`, of the same IP, has it in its columns; `index` is its number there.
    pub(super) fn push_from(&mut self, table: &DetailTable, index: usize, row: PackedRow) {
        let (peer, kind) = match table.peers.address(row.peer) {
            IpAddr::V4(peer) => (peer.to_bits(), 0),
            peer @ IpAddr::V6(_) => (self.table.peers.intern(peer), mark::PEER_IS_ID),
        };
        let wide = if row.marks & mark::WIDE_BYTES == 0 { None } else { table.wide_bytes.get(&row_number(index)) };
        if let Some(wide) = wide {
            self.table.wide_bytes.insert(row_number(self.len()), *wide);
        }
        let marks = row.marks & !mark::PEER_IS_ID | kind;
        if self.block.push(&PackedRow { peer, marks, ..row }) {
            close(std::mem::take(&mut self.block), &mut self.table);
        }
    }

    #[cold]
    fn skip_foreign(&mut self, row: &Row) {
        let skipped = self.skipped_mut();
        skipped.foreign += 1;
        skipped.first.get_or_insert_with(|| format!("{} to {}", row.source, row.destination));
    }

    /// Lends the rows of all full blocks so far; the same have to come back.
    pub fn lend(&mut self, look: impl FnOnce(DetailTable) -> DetailTable) {
        let none = DetailTable::empty(self.table.ip);
        self.table = look(std::mem::replace(&mut self.table, none));
    }

    /// All rows are in; `untold` tells why numbers are missing, of which `cut_values` did not fit 32 bits.
    #[must_use]
    pub fn finish(self, untold: Untold, cut_values: u64) -> DetailTable {
        let Self { mut table, block } = self;
        if !block.is_empty() {
            close(block, &mut table);
        }
        DetailTable { untold, cut_values, ..table }
    }
}

/// Gives the peers of `block` their IDs, and adds it to `table`.
fn close(mut block: Block, table: &mut DetailTable) {
    block.name_peers(&mut table.peers);
    table.blocks.push(block);
    let mut totals = std::mem::take(&mut table.totals);
    totals.add_last_block(table);
    table.totals = totals;
}
