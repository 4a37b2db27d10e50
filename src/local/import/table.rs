//! Tables: lines of fields between commas, tabs, semicolons or bars, by what their columns mean.

use serde::{Deserialize, Serialize};

use super::cells::Cells;
use super::columns::{Columns, Role};
use super::notation::Notation;
use super::numbers::Numbers;
use super::record::{self, Reading, Wrong};
use crate::local::flows::FlowTable;

/// How a table is written, and what its columns mean.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Layout {
    /// What parts the fields of a line.
    pub delimiter: u8,
    /// How many columns there are: a line of another number of fields is cut off or of something else.
    pub width: u32,
    /// Whether the first line names the columns.
    pub header: Header,
    /// What they mean.
    pub columns: Columns,
}

/// Whether a table has a header.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Header {
    /// Its first line names the columns.
    Named,
    /// All lines are rows.
    None,
}

/// What may follow the rows of a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending {
    /// Nothing.
    None,
    /// The sums that nfdump adds.
    Summary,
}

/// Reads the lines of a table.
#[derive(Debug)]
pub struct Table {
    layout: Layout,
    notation: Notation,
    /// The header as it stands, which may come again where files were put together.
    header: Option<Vec<u8>>,
    /// How many lines stand before it.
    preamble: usize,
    ending: Ending,
    /// From here on there are sums, not flows.
    is_over: bool,
    put_together: Option<PutTogether>,
    cells: Cells,
}

/// Records that nfdump made of several flows. They are one connection each all the same: which of the several had how much,
/// and when, is not told.
#[derive(Debug)]
struct PutTogether {
    /// The column that tells of how many.
    place: usize,
    records: u64,
    flows: u64,
}

impl Table {
    /// A table of that layout, as a tool writes it.
    #[must_use]
    pub fn new(layout: Layout) -> Self {
        Self {
            layout,
            notation: Notation::default(),
            header: None,
            preamble: 0,
            ending: Ending::None,
            is_over: false,
            put_together: None,
            cells: Cells::default(),
        }
    }

    /// A table of anyone's, written as its layout says.
    #[must_use]
    pub fn assigned(layout: Layout) -> Self {
        Self { notation: layout.columns.notation(), ..Self::new(layout) }
    }

    /// The same, with a column, where there is one, that tells of how many flows a record was put together.
    #[must_use]
    pub fn put_together_by(self, place: Option<usize>) -> Self {
        Self { put_together: place.map(|place| PutTogether { place, records: 0, flows: 0 }), ..self }
    }

    /// What there is to say of what was read.
    #[must_use]
    pub fn notice(&self) -> Option<String> {
        let PutTogether { records, flows, .. } = self.put_together.as_ref().filter(|all| all.records > 0)?;
        Some(format!(
            "Records that nfdump put together of several flows (its column \u{201c}flows\u{201d}): {records}, of {flows} flows. Each counts as one connection."
        ))
    }

    /// The same, with so many lines before the header.
    #[must_use]
    pub fn behind(self, preamble: usize) -> Self {
        Self { preamble, ..self }
    }

    /// The same, with that behind its rows.
    #[must_use]
    pub fn before(self, ending: Ending) -> Self {
        Self { ending, ..self }
    }

    /// Reads a line that is not empty.
    pub fn line<'a>(&mut self, line: &'a [u8], table: &mut FlowTable) -> Result<Reading, Wrong<'a>> {
        if let Some(left) = self.preamble.checked_sub(1) {
            self.preamble = left;
            return Ok(Reading::LeftOut);
        }
        if self.layout.header == Header::Named {
            match &self.header {
                None => {
                    self.header = Some(line.to_vec());
                    return Ok(Reading::LeftOut);
                }
                Some(header) if header == line => {
                    self.is_over = false;
                    return Ok(Reading::LeftOut);
                }
                Some(_) => {}
            }
        }
        self.is_over = self.is_over || (self.ending == Ending::Summary && is_summary(line));
        if self.is_over {
            return Ok(Reading::LeftOut);
        }
        if !self.cells.cut_quoted(line, self.layout.delimiter) {
            return Err(Wrong::Quotes);
        }
        let width = self.layout.width as usize;
        if self.cells.len() < width {
            return Err(Wrong::TooFew(self.cells.len(), width));
        }
        let cell = |role: Role| {
            let text = self.cells.get(line, self.layout.columns.place(role)?)?.trim_ascii();
            (!is_nothing(text)).then_some(text)
        };
        let flow = record::flow(cell, self.notation).map_err(Wrong::into_owned)?;
        record::push(table, &flow, cell, self.notation).map_err(Wrong::into_owned)?;
        if let Some(all) = &mut self.put_together {
            let flows =
                self.cells.get(line, all.place).and_then(|cell| Numbers::OfTools.count(cell.trim_ascii())).unwrap_or(1);
            if flows > 1 {
                all.records += 1;
                all.flows = all.flows.saturating_add(flows);
            }
        }
        Ok(Reading::Flow)
    }
}

/// nfdump's lines behind its flows. An empty result has one that begins otherwise.
fn is_summary(line: &[u8]) -> bool {
    line == b"Summary" || line.starts_with(b"Summary:") || line.starts_with(b"No matching flows")
}

fn is_nothing(text: &[u8]) -> bool {
    record::is_nothing(text)
        || matches!(text, b"?" | b"*")
        || text.eq_ignore_ascii_case(b"null")
        || text.eq_ignore_ascii_case(b"nan")
}
