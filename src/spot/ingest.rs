//! A `details` answer, read as its bytes arrive, straight into columns.
//!
//! The answer is an envelope around one long list:
//!
//! ```text
//! {"data": {"flow": {"threat": {"details": [ {row}, {row}, ... ]}}}, "errors": [...]}
//!  `------------- envelope -------------'    `----- rows -----'    `-- envelope --'
//! ```
//!
//! Rows are taken out one by one and forgotten; what is left is a small envelope with an empty list, which is read by
//! `serde_json` at the end. So nothing but the columns grows with the answer, and `errors` may come before or after.

use std::net::IpAddr;

use serde::Deserialize;
use serde_json::Value;

use super::row::WireRow;
use super::template::Template;
use super::wire::{self, Envelope, ServerError};
use crate::domain::details::{DetailTable, Untold};
use crate::domain::table_builder::TableBuilder;
use crate::failure::Failure;

/// What is asked for, in messages.
const WHAT: &str = "The expanded search";
/// Where the rows are in the answer.
const ROWS_PATH: [&[u8]; 4] = [b"data", b"flow", b"threat", b"details"];
/// The most that an envelope may hold: one entry of `errors` is about 200 bytes.
const ENVELOPE_BYTES: usize = 256 << 20;

/// Reads an answer chunk by chunk.
#[derive(Debug)]
pub struct Ingest {
    table: TableBuilder,
    envelope: Scanner,
    /// A row that has begun, and not ended in the chunks so far.
    pending: Vec<u8>,
    /// What the rows look like, once one was read.
    template: Option<Template>,
    place: Place,
    bytes: u64,
}

/// What was read, when the last byte is in.
#[derive(Debug)]
pub struct Ingested {
    /// The rows.
    pub table: DetailTable,
    /// What the server said beside its data, other than that a number does not fit.
    pub warnings: Vec<String>,
}

/// Where the reader is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    Envelope,
    /// In the list, between two rows.
    BetweenRows,
    InRow(RowScan),
}

/// How far into a row.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct RowScan {
    depth: u32,
    in_string: bool,
    escaped: bool,
}

impl Ingest {
    /// A reader of the expanded search of `ip`.
    #[must_use]
    pub fn new(ip: IpAddr) -> Self {
        Self {
            table: TableBuilder::new(ip),
            envelope: Scanner::default(),
            pending: Vec::new(),
            template: None,
            place: Place::Envelope,
            bytes: 0,
        }
    }

    /// Rows that were read so far, skipped ones included.
    #[must_use]
    pub fn rows(&self) -> u64 {
        self.table.len() as u64 + self.table.skipped().total()
    }

    /// Bytes that were read so far.
    #[must_use]
    pub fn bytes(&self) -> u64 {
        self.bytes
    }

    /// Reads the next bytes of the answer.
    pub fn push(&mut self, chunk: &[u8]) -> Result<(), Failure> {
        let before = self.bytes;
        self.bytes += chunk.len() as u64;
        let mut at = 0;
        while at < chunk.len() {
            match self.place {
                Place::Envelope => {
                    let begins_rows = self.envelope.push(chunk[at]);
                    at += 1;
                    if begins_rows {
                        self.place = Place::BetweenRows;
                    }
                    if self.envelope.text.len() > ENVELOPE_BYTES {
                        return Err(malformed("what surrounds the rows is longer than 256 MiB".to_owned()));
                    }
                }
                Place::BetweenRows => match chunk[at] {
                    b'{' => {
                        let expected = self.template.as_mut().and_then(|template| template.read(&chunk[at..]));
                        match expected {
                            Some((row, length)) => {
                                self.table.push(&row);
                                at += length;
                                // Nearly always there.
                                if chunk[at..].starts_with(b", ") {
                                    at += 2;
                                }
                            }
                            None => self.place = Place::InRow(RowScan::default()),
                        }
                    }
                    b']' => {
                        self.end_odd_row();
                        self.envelope.push(b']');
                        self.place = Place::Envelope;
                        at += 1;
                    }
                    // Commas and white space. A null or any other value in place of a row ends in one of them.
                    b',' | b' ' | b'\n' | b'\r' | b'\t' => {
                        self.end_odd_row();
                        at += 1;
                    }
                    other => {
                        self.pending.push(other);
                        at += 1;
                    }
                },
                Place::InRow(mut scan) => {
                    let rest = &chunk[at..];
                    let end = scan.find_end(rest);
                    let taken = end.unwrap_or(rest.len());
                    if end.is_none() || !self.pending.is_empty() {
                        self.pending.extend_from_slice(&rest[..taken]);
                    }
                    self.place = Place::InRow(scan);
                    if end.is_some() {
                        self.place = Place::BetweenRows;
                        let pending = std::mem::take(&mut self.pending);
                        let row = if pending.is_empty() { &rest[..taken] } else { pending.as_slice() };
                        self.read_row(row, before + at as u64)?;
                    }
                    at += taken;
                }
            }
        }
        Ok(())
    }

    /// Reads a row the slow way, which any row can go.
    fn read_row(&mut self, row: &[u8], offset: u64) -> Result<(), Failure> {
        let read: WireRow = serde_json::from_slice(row)
            .map_err(|error| malformed(format!("row {} (near byte {offset}) is wrong: {error}", self.rows() + 1)))?;
        read.push_to(&mut self.table);
        if let Some(template) = Template::of(row, self.table.ip()) {
            self.template = Some(template);
        }
        Ok(())
    }

    /// Something in the list that is no object: null, for instance.
    fn end_odd_row(&mut self) {
        if !self.pending.is_empty() {
            let text = String::from_utf8_lossy(&self.pending).into_owned();
            self.pending.clear();
            let skipped = self.table.skipped_mut();
            skipped.shape += 1;
            skipped.first.get_or_insert(text);
        }
    }

    /// The rows, when the last byte is in.
    pub fn finish(self) -> Result<Ingested, Failure> {
        if self.place != Place::Envelope {
            return Err(Failure::CutOff { what: WHAT.to_owned(), bytes: self.bytes });
        }
        let envelope: Envelope<DetailsData> =
            wire::read(WHAT, &self.envelope.text).map_err(|failure| match failure {
                Failure::CutOff { what, .. } => Failure::CutOff { what, bytes: self.bytes },
                other => other,
            })?;
        let errors = envelope.errors.unwrap_or_default();
        let (cut, other): (Vec<_>, Vec<_>) = errors.into_iter().partition(is_cut_value);
        let has_list = envelope.data.and_then(|data| data.flow?.threat?.details).is_some();
        let mut warnings = wire::words(&other);
        if !has_list {
            if warnings.is_empty() {
                warnings.push("the list of rows is null, and no error says why".to_owned());
            }
            return Err(Failure::Refused { what: WHAT.to_owned(), words: warnings });
        }
        let untold = if cut.is_empty() { Untold::Missing } else { Untold::Over32Bit };
        Ok(Ingested { table: self.table.finish(untold, cut.len() as u64), warnings })
    }
}

impl RowScan {
    /// The place after the row's closing brace, if it is in `bytes`.
    fn find_end(&mut self, bytes: &[u8]) -> Option<usize> {
        for (index, byte) in bytes.iter().enumerate() {
            if self.in_string {
                match byte {
                    _ if self.escaped => self.escaped = false,
                    b'\\' => self.escaped = true,
                    b'"' => self.in_string = false,
                    _ => {}
                }
                continue;
            }
            match byte {
                b'"' => self.in_string = true,
                b'{' => self.depth += 1,
                b'}' if self.depth <= 1 => return Some(index + 1),
                b'}' => self.depth -= 1,
                _ => {}
            }
        }
        None
    }
}

/// Copies the envelope, and sees where in it the rows begin.
#[derive(Debug, Default)]
struct Scanner {
    text: Vec<u8>,
    /// The key under which each open object or list stands; lists count as one step without a key.
    path: Vec<Vec<u8>>,
    key: Vec<u8>,
    string: Option<Vec<u8>>,
    escaped: bool,
}

impl Scanner {
    /// Takes the next byte; true where it opens the list of rows.
    fn push(&mut self, byte: u8) -> bool {
        self.text.push(byte);
        if let Some(string) = &mut self.string {
            match byte {
                _ if self.escaped => self.escaped = false,
                b'\\' => self.escaped = true,
                b'"' => {
                    self.key = self.string.take().unwrap_or_default();
                    return false;
                }
                _ => {}
            }
            // Longer than any key that matters: messages need not be kept twice.
            if string.len() < 16 {
                string.push(byte);
            }
            return false;
        }
        match byte {
            b'"' => self.string = Some(Vec::new()),
            b'{' | b'[' => {
                self.path.push(std::mem::take(&mut self.key));
                // The outermost object has no key.
                let path = self.path.get(1..).unwrap_or_default();
                return byte == b'[' && path.iter().map(Vec::as_slice).eq(ROWS_PATH);
            }
            b'}' | b']' => {
                self.path.pop();
                self.key.clear();
            }
            b',' => self.key.clear(),
            _ => {}
        }
        false
    }
}

/// The envelope, the rows taken out.
#[derive(Debug, Deserialize)]
struct DetailsData {
    flow: Option<DetailsFlow>,
}

#[derive(Debug, Deserialize)]
struct DetailsFlow {
    threat: Option<DetailsThreat>,
}

#[derive(Debug, Deserialize)]
struct DetailsThreat {
    details: Option<Vec<Value>>,
}

/// Whether an error is that one number of one row does not fit 32 bits (`spot.md`, quirk 1).
fn is_cut_value(error: &ServerError) -> bool {
    const NUMBERS: [&str; 5] = ["connections", "maxPkts", "avgPkts", "maxBytes", "avgBytes"];
    let field = error.path.as_ref().and_then(|path| path.last()).and_then(Value::as_str);
    match field {
        Some(field) => NUMBERS.contains(&field),
        None => {
            error.message.as_deref().is_some_and(|message| message.contains("32-bit") || message.contains("32 bit"))
        }
    }
}

fn malformed(reason: String) -> Failure {
    Failure::Malformed { what: WHAT.to_owned(), reason }
}
