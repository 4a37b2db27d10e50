//! The engine's pipelines, as the worker runs them: for a body that is in memory already, and for a flow log.
#![cfg(target_arch = "wasm32")]

mod flow_log;
mod places;

use investigation::domain::investigation::Investigation;
use investigation::domain::network::{InternalNetwork, StandingChoice};
use investigation::domain::view::{Grouping, Measure, TopResults, TopRow, TopTables, View};
use investigation::spot::ingest::Ingest;
use js_sys::Uint8Array;
use wasm_bindgen::prelude::wasm_bindgen;

/// As a network hands it over.
const CHUNK_BYTES: u32 = 64 * 1024;
/// A timeline of the usual size.
const PLOT_PX: u16 = 1_000;
const LANES: u32 = 14;

/// A search that was read; it holds its memory until it is freed.
#[wasm_bindgen]
pub struct Pipeline {
    investigation: Investigation,
}

#[wasm_bindgen]
impl Pipeline {
    /// From the body of a `details` answer to groups, four tables and timeline.
    #[wasm_bindgen(constructor)]
    pub fn new(body: &Uint8Array, ip: &str) -> Result<Pipeline, String> {
        let mut ingest = Ingest::new(ip.parse().map_err(|_| format!("`{ip}` is no IP"))?);
        let mut chunk = Vec::new();
        for begin in (0..body.length()).step_by(CHUNK_BYTES as usize) {
            let part = body.subarray(begin, body.length().min(begin + CHUNK_BYTES));
            chunk.resize(part.length() as usize, 0);
            part.copy_to(&mut chunk);
            ingest.push(&chunk).map_err(|failure| failure.to_string())?;
        }
        let ingested = ingest.finish().map_err(|failure| failure.to_string())?;
        let pipeline = Self { investigation: Investigation::new(ingested.table, None, InternalNetwork::default()) };
        pipeline.look();
        Ok(pipeline)
    }

    /// All that the first screen asks; some numbers of it, to be compared with another reckoning.
    pub fn look(&self) -> Vec<f64> {
        let view = View { top: TopResults::default(), standing: StandingChoice::ByRanges };
        let overview = self.investigation.overview(view);
        let tables = self.investigation.tables(view, Grouping::Row);
        let timeline = self.investigation.timeline(view, None, PLOT_PX, 0, LANES);
        let mut numbers = vec![number(overview.rows), number(overview.connections.known)];
        numbers.extend(overview.peers.map(f64::from));
        numbers.extend(top_numbers(&tables));
        assert_eq!(timeline.lanes.len(), LANES as usize, "a timeline with all its lanes in sight");
        numbers
    }
}

/// What the tables are ordered by, row by row.
fn top_numbers(tables: &TopTables) -> Vec<f64> {
    let of_row = |by: Measure, row: &TopRow| match by {
        Measure::Connections => number(row.connections.unwrap_or(0)),
        Measure::Bytes => number(row.max_bytes.unwrap_or(0)),
    };
    tables.iter().flat_map(|table| table.rows.iter().map(|row| of_row(table.by, row))).collect()
}

/// A number of a benchmark: far below 2^53.
#[allow(clippy::cast_precision_loss)]
fn number(number: u64) -> f64 {
    number as f64
}
