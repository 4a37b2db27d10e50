//! A flow log, read and searched as the worker does it.

use investigation::domain::investigation::Investigation;
use investigation::domain::network::{InternalNetwork, StandingChoice};
use investigation::domain::view::{Grouping, TopResults, View};
use investigation::engine::chunks::each_chunk;
use investigation::failure::Failure;
use investigation::http::{self, Answer};
use investigation::local::SharedFlows;
use investigation::local::import::Importer;
use wasm_bindgen::prelude::wasm_bindgen;
use web_sys::Blob;

use crate::{number, top_numbers};

const SILENCE_LIMIT_SECONDS: u32 = 60;

/// A flow log that was read; it holds its memory until it is freed.
#[wasm_bindgen]
pub struct FlowLog {
    flows: SharedFlows,
}

#[wasm_bindgen]
impl FlowLog {
    /// A file, as one from the analyst.
    pub async fn of_file(file: Blob) -> Result<FlowLog, String> {
        Self::read(Answer::of_file(&file, "the log", SILENCE_LIMIT_SECONDS)).await
    }

    /// What is at `url`, which may be longer than a browser keeps.
    pub async fn of_url(url: String) -> Result<FlowLog, String> {
        let answer = http::get(&url, "the log", SILENCE_LIMIT_SECONDS).await;
        Self::read(answer.map_err(|failure| failure.to_string())?).await
    }

    async fn read(answer: Answer) -> Result<FlowLog, String> {
        let flows = SharedFlows::default();
        let mut importer = Importer::default();
        let wrong = |error: &dyn ToString| Failure::NotPossible(error.to_string());
        let read = each_chunk(
            answer,
            |_| (),
            |chunk| {
                flows.update(|table| importer.push(chunk, table)).map_err(|error| wrong(&error))?;
                Ok(importer.flows())
            },
        );
        read.await.map_err(|failure: Failure| failure.to_string())?;
        let report = flows.update(|table| importer.finish(table)).map_err(|error| error.to_string())?;
        if report.skipped.total > 0 {
            return Err(format!("{} lines were not read", report.skipped.total));
        }
        Ok(Self { flows })
    }

    /// How many flows there are.
    pub fn flows(&self) -> f64 {
        number(self.flows.look(|table| table.len() as u64))
    }

    /// The expanded search of `ip` on `day` and the four tables: how many rows and connections there are, and what the
    /// rows of the tables are ordered by.
    pub fn search(&self, day: &str, ip: &str) -> Result<Vec<f64>, String> {
        let day = day.parse().map_err(|_| format!("`{day}` is no day"))?;
        let ip = ip.parse().map_err(|_| format!("`{ip}` is no IP"))?;
        let (rows, flows) = self.flows.look(|table| table.search(day, ip));
        let investigation = Investigation::new(rows, Some(flows), InternalNetwork::default());
        let view = View { top: TopResults::default(), standing: StandingChoice::ByRanges };
        let overview = investigation.overview(view);
        let tables = investigation.tables(view, Grouping::Row);
        let mut numbers = vec![number(overview.rows), number(overview.connections.known)];
        numbers.extend(top_numbers(&tables));
        Ok(numbers)
    }
}
