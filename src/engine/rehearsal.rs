//! What is made of a large search is made once or twice of its first rows, while the others are on their way, and thrown
//! away.
//!
//! A browser compiles a function in haste when it first runs, and well once it has run for a while. So what the analyst waits
//! for when the last byte is in runs well by then.

use std::hint::black_box;

use crate::chart::layout::{MOST_LANES, SPARE_LANES};
use crate::domain::investigation::Investigation;
use crate::domain::network::InternalNetwork;
use crate::domain::view::{Grouping, View};
use crate::spot::ingest::Ingest;

/// Lanes of the timeline that are made with it, before anybody scrolls.
pub const FIRST_LANES: u32 = MOST_LANES + SPARE_LANES;
/// Rows of the first rehearsal. A search of less is fast whoever compiled it.
const FIRST_ROWS: u64 = 1 << 16;
/// How often there is one: each of two times the rows of the former.
const REHEARSALS: u32 = 3;
/// As wide as a timeline may be.
const WIDTH_PX: u16 = 1_000;

/// The rehearsals of one search.
#[derive(Debug)]
pub struct Rehearsal {
    view: View,
    network: InternalNetwork,
    next_rows: u64,
}

impl Rehearsal {
    /// Of a search that is looked at so.
    #[must_use]
    pub fn new(view: View, network: InternalNetwork) -> Self {
        Self { view, network, next_rows: FIRST_ROWS }
    }

    /// Rehearses, where the search is so far.
    pub fn follow(&mut self, search: &mut Ingest) {
        if search.rows() < self.next_rows || self.next_rows >> REHEARSALS >= FIRST_ROWS {
            return;
        }
        self.next_rows *= 2;
        search.lend(|table| {
            let investigation = Investigation::new(table, None, self.network.clone());
            black_box(investigation.overview(self.view));
            black_box(investigation.tables(self.view, Grouping::Row));
            investigation.look_ahead(self.view, FIRST_LANES);
            black_box(investigation.timeline(self.view, None, WIDTH_PX, 0, FIRST_LANES));
            investigation.into_table()
        });
    }
}
