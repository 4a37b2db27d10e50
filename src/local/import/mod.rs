//! Flow logs of the analyst's own, read as they arrive: chunks of any size in, flows in a [`FlowTable`] out.
//!
//! ```text
//! chunk --> unpack (gzip, zstd) --> lines --> sniff: which format? --> its reader --> record --> FlowTable
//!                                   up to 1 MiB   the first lines       a line a flow
//! ```
//!
//! Nothing is held but a line, the first few lines until the format is told, and what is unpacked of a chunk. A line that
//! cannot be read is counted and told with its reason; nothing that a file holds makes reading fail as a whole but what its
//! first lines are.
//!
//! A format is a file of this module, or a list of column names in `known_tables`: all make a record the same way
//! (`record`), from what its fields tell (`role::Role`).

mod cells;
mod clock;
mod columns;
mod dates;
mod eve;
mod guess;
mod json_fields;
mod known_tables;
mod notation;
mod numbers;
mod preview;
mod reader;
mod record;
mod report;
mod role;
mod sniff;
mod states;
mod table;
mod unpack;
mod values;
mod zeek_json;
mod zeek_tsv;
mod zeek_usual;
mod zstd;

pub use columns::Columns;
pub use dates::DateOrder;
pub use notation::{Seen, Told, Way};
pub use numbers::DecimalMark;
pub use preview::Preview;
pub use report::{EXPECTED, Format, ImportError, Report, Skipped};
pub use role::Role;
pub use table::{Header, Layout};
pub use unpack::Unpack;

use reader::Reader;
use record::Reading;
use table::Table;

use super::flows::FlowTable;
use crate::domain::lines::{ByteLine, ByteLines, ReadLines, WholeLines};

/// Reads one file into a table.
///
/// ```
/// use investigation::local::flows::FlowTable;
/// use investigation::local::import::{Format, Importer};
/// let log = b"#fields\tts\tid.orig_h\tid.resp_h\torig_bytes\n1.5\t10.0.0.1\t192.0.2.7\t60\n";
/// let mut table = FlowTable::default();
/// let mut importer = Importer::default();
/// for chunk in log.chunks(7) {
///     importer.push(chunk, &mut table)?;
/// }
/// let report = importer.finish(&mut table)?;
/// assert_eq!((report.format, report.flows, table.len()), (Format::ZeekTsv, 1, 1));
/// # Ok::<(), investigation::local::import::ImportError>(())
/// ```
#[derive(Default)]
pub struct Importer {
    unpack: Unpack,
    lines: Option<ByteLines>,
    content: Content,
}

/// What is made of the lines.
#[derive(Default)]
struct Content {
    stage: Stage,
    flows: u64,
    left_out: u64,
    skipped: Skipped,
}

enum Stage {
    /// The first lines, with their numbers, which tell the format.
    First(Vec<(usize, Vec<u8>)>),
    Reading(Format, Reader),
    Failed(ImportError),
}

impl Default for Stage {
    fn default() -> Self {
        Self::First(Vec::new())
    }
}

/// How many lines, and of how many bytes together, the format is told by at most.
const FIRST_LINES: usize = 64;
const FIRST_BYTES: usize = 256 * 1024;

impl Importer {
    /// The longest line that is read, in bytes.
    pub const LONGEST_LINE_BYTES: usize = 1024 * 1024;

    /// For a table whose columns the analyst assigned.
    #[must_use]
    pub fn assigned(layout: Layout) -> Self {
        let reader = Reader::Table(Box::new(Table::assigned(layout)));
        let content = Content { stage: Stage::Reading(Format::Assigned, reader), ..Content::default() };
        Self { content, ..Self::default() }
    }

    /// Takes the next bytes of the file. An error is final: the file is not read. Flows that are in the table by then, or
    /// when the analyst cancels, are taken out by [`FlowTable::remove`].
    pub fn push(&mut self, chunk: &[u8], table: &mut FlowTable) -> Result<(), ImportError> {
        let Self { unpack, lines, content } = self;
        let lines = lines.get_or_insert_with(|| ByteLines::new(Self::LONGEST_LINE_BYTES));
        unpack.push(chunk, |bytes| lines.push(bytes, Filling { content, table }));
        match &content.stage {
            Stage::Failed(error) => Err(error.clone()),
            _ => Ok(()),
        }
    }

    /// How many lines became flows so far.
    #[must_use]
    pub fn flows(&self) -> u64 {
        self.content.flows
    }

    /// The file has ended.
    pub fn finish(self, table: &mut FlowTable) -> Result<Report, ImportError> {
        let Self { unpack, lines, mut content } = self;
        let mut lines = lines.unwrap_or_else(|| ByteLines::new(Self::LONGEST_LINE_BYTES));
        let notice = unpack.finish(|bytes| lines.push(bytes, Filling { content: &mut content, table }));
        match &notice {
            None => lines.finish(Filling { content: &mut content, table }),
            // Half a line may look like a whole one, with half a number.
            Some(_) if lines.is_inside() => content.skipped.add(lines.ended() + 1, "it is cut off"),
            Some(_) => {}
        }
        content.tell_format(table);
        let (format, reader) = match content.stage {
            Stage::Reading(format, reader) => (format, reader),
            Stage::Failed(error) => return Err(error),
            Stage::First(_) => return Err(ImportError::Empty),
        };
        let Content { flows, left_out, skipped, .. } = content;
        Ok(Report { format, flows, left_out, skipped, notices: notice.into_iter().chain(reader.notice()).collect() })
    }
}

/// The content that goes into a table.
struct Filling<'a> {
    content: &'a mut Content,
    table: &'a mut FlowTable,
}

impl ReadLines for Filling<'_> {
    #[inline]
    fn line(&mut self, number: usize, line: ByteLine<'_>) {
        self.content.line(number, line, self.table);
    }

    fn whole_lines(&mut self, bytes: &[u8]) -> WholeLines {
        self.content.whole_lines(bytes, self.table)
    }
}

impl Content {
    #[inline]
    fn line(&mut self, number: usize, line: ByteLine<'_>, table: &mut FlowTable) {
        match (line, &mut self.stage) {
            (_, Stage::Failed(_)) => {}
            (ByteLine::TooLong, _) => {
                self.skipped.add(number, format_args!("it is longer than {} KiB", Importer::LONGEST_LINE_BYTES / 1024));
            }
            (ByteLine::Bytes(line), _) if line.trim_ascii().is_empty() => {}
            (ByteLine::Bytes(line), Stage::Reading(_, reader)) => match reader.line(line, table) {
                Ok(Reading::Flow) => self.flows += 1,
                Ok(Reading::LeftOut) => self.left_out += 1,
                Err(wrong) => self.skipped.add(number, wrong),
            },
            (ByteLine::Bytes(line), Stage::First(lines)) => {
                lines.push((number, line.to_vec()));
                if lines.len() >= FIRST_LINES || lines.iter().map(|(_, line)| line.len()).sum::<usize>() > FIRST_BYTES {
                    self.tell_format(table);
                }
            }
        }
    }

    /// Reads whole lines at the beginning of `bytes`, where there is a quick way to do so.
    fn whole_lines(&mut self, bytes: &[u8], table: &mut FlowTable) -> WholeLines {
        let Stage::Reading(_, reader) = &mut self.stage else { return WholeLines::default() };
        let read = reader.whole_lines(bytes, table);
        self.flows += read.lines as u64;
        read
    }

    /// Tells the format by the first lines, if that is not done, and reads them.
    fn tell_format(&mut self, table: &mut FlowTable) {
        let Stage::First(lines) = &mut self.stage else {
            return;
        };
        let lines = std::mem::take(lines);
        if lines.is_empty() {
            // All that there is are lines that are too long.
            if self.skipped.total > 0 {
                self.stage = Stage::Failed(sniff::unknown(b""));
            }
            return;
        }
        let texts: Vec<&[u8]> = lines.iter().map(|(_, line)| line.as_slice()).collect();
        self.stage = match sniff::reader(&texts) {
            Ok((format, reader)) => Stage::Reading(format, reader),
            Err(error) => Stage::Failed(error),
        };
        // They are read as those that follow.
        let mut together = texts.join(&b'\n');
        together.push(b'\n');
        let (mut rest, mut lines) = (together.as_slice(), lines.iter());
        loop {
            let read = self.whole_lines(rest, table);
            let Some((number, line)) = lines.nth(read.lines) else { break };
            self.line(*number, ByteLine::Bytes(line), table);
            rest = rest.get(read.bytes + line.len() + 1..).unwrap_or_default();
        }
    }
}
