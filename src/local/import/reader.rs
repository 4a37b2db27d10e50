//! The reader of a format: lines to flows.

use super::record::{Reading, Wrong};
use super::table::Table;
use super::zeek_tsv::ZeekTsv;
use super::{eve, zeek_json};
use crate::domain::lines::WholeLines;
use crate::local::flows::FlowTable;

/// Reads lines of one format.
pub enum Reader {
    /// Zeek in columns.
    ZeekTsv(Box<ZeekTsv>),
    /// Zeek in JSON.
    ZeekJson,
    /// Suricata.
    Eve,
    /// Any table.
    Table(Box<Table>),
}

impl Reader {
    /// What there is to say of what was read, beside what could not be.
    pub fn notice(&self) -> Option<String> {
        match self {
            Self::Table(table) => table.notice(),
            Self::ZeekTsv(_) | Self::ZeekJson | Self::Eve => None,
        }
    }

    /// Reads a line that is not empty, and adds it to the table if it is a flow.
    #[inline]
    pub fn line<'a>(&mut self, line: &'a [u8], table: &mut FlowTable) -> Result<Reading, Wrong<'a>> {
        match self {
            Self::ZeekTsv(reader) => reader.line(line, table),
            Self::ZeekJson => zeek_json::line(line, table),
            Self::Eve => eve::line(line, table),
            Self::Table(reader) => reader.line(line, table),
        }
    }

    /// Reads whole lines at the beginning of `bytes`, all of which are flows, where the format has a quick way for many at once.
    pub fn whole_lines(&mut self, bytes: &[u8], table: &mut FlowTable) -> WholeLines {
        match self {
            Self::ZeekTsv(reader) => reader.usual_lines(bytes, table),
            Self::ZeekJson | Self::Eve | Self::Table(_) => WholeLines::default(),
        }
    }
}
