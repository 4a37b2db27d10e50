//! The engine's pipeline, as the worker runs it, for a body that is in memory already.
#![cfg(target_arch = "wasm32")]

use investigation::domain::investigation::Investigation;
use investigation::domain::network::{InternalNetwork, StandingChoice};
use investigation::domain::view::{Grouping, TopResults, View};
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
        // Numbers of a benchmark: far below 2^53.
        #[allow(clippy::cast_precision_loss)]
        let mut numbers = vec![overview.rows as f64, overview.connections.known as f64];
        numbers.extend(overview.peers.map(f64::from));
        #[allow(clippy::cast_precision_loss)]
        numbers.extend(tables.iter().flat_map(|table| {
            let number = |row: &investigation::domain::view::TopRow| match table.by {
                investigation::domain::view::Measure::Connections => row.connections.unwrap_or(0) as f64,
                investigation::domain::view::Measure::Bytes => row.max_bytes.unwrap_or(0) as f64,
            };
            table.rows.iter().map(number).collect::<Vec<_>>()
        }));
        assert_eq!(timeline.lanes.len(), LANES as usize, "a timeline with all its lanes in sight");
        numbers
    }
}
