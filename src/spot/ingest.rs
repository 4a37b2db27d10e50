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

use super::row::{OddRow, WireRow};
use super::template::Template;
use super::wire::{self, Envelope, ServerError};
use crate::domain::details::{DetailTable, Untold};
use crate::domain::table_builder::TableBuilder;
use crate::failure::Failure;

/// What is asked for, in messages.
const WHAT: &str = "The expanded search";
/// Where the rows are in the answer.
const ROWS_PATH: [&[u8]; 4] = [b"data", b"flow", b"threat", b"details"];
/// Where an error is.
const ERROR_PATH: [&[u8]; 2] = [b"errors", b""];
/// The most that an envelope may hold: one entry of `errors` is about 200 bytes.
const ENVELOPE_BYTES: usize = 256 << 20;
/// How deep it may be nested: as deep as `serde_json` reads.
const ENVELOPE_DEPTH: usize = 128;
/// Rows that are read in one go.
const ROWS_AT_ONCE: usize = 512;
/// The most that one row may take; one of Spot's takes 250.
const ROW_BYTES: usize = 16 << 20;

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
    BetweenRows(Next),
    InRow(RowScan),
}

/// What may come between two rows, white space aside.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Next {
    /// At the beginning of the list.
    RowOrEnd,
    /// After a comma.
    Row,
    /// After a row.
    CommaOrEnd,
}

/// How far into a row, or into what stands in place of one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct RowScan {
    /// Open objects and lists.
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

    /// Lends the rows of all full blocks so far; the same have to come back.
    pub fn lend(&mut self, look: impl FnOnce(DetailTable) -> DetailTable) {
        self.table.lend(look);
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
                        self.place = Place::BetweenRows(Next::RowOrEnd);
                    }
                    if self.envelope.text.len() > ENVELOPE_BYTES {
                        return Err(malformed("what surrounds the rows is longer than 256 MiB".to_owned()));
                    }
                    if self.envelope.path.len() > ENVELOPE_DEPTH {
                        return Err(malformed("what surrounds the rows is nested too deep".to_owned()));
                    }
                }
                Place::BetweenRows(next) => match (chunk[at], next) {
                    (b' ' | b'\n' | b'\r' | b'\t', _) => at += 1,
                    (b',', Next::CommaOrEnd) => {
                        self.place = Place::BetweenRows(Next::Row);
                        at += 1;
                    }
                    (b']', Next::CommaOrEnd | Next::RowOrEnd) => {
                        self.envelope.push(b']');
                        self.place = Place::Envelope;
                        at += 1;
                    }
                    (b'{', Next::Row | Next::RowOrEnd) => {
                        let length = self.read_expected(&chunk[at..]);
                        at += length;
                        if length == 0 {
                            self.place = Place::InRow(RowScan::default());
                        }
                    }
                    (b',' | b']', _) | (_, Next::CommaOrEnd) => {
                        let offset = before + at as u64;
                        let reason =
                            format!("row {} is not followed by a comma and a row (byte {offset})", self.rows());
                        return Err(malformed(reason));
                    }
                    _ => self.place = Place::InRow(RowScan::default()),
                },
                Place::InRow(mut scan) => {
                    let rest = &chunk[at..];
                    let end = scan.find_end(rest);
                    let taken = end.unwrap_or(rest.len());
                    if end.is_none() || !self.pending.is_empty() {
                        self.pending.extend_from_slice(&rest[..taken]);
                    }
                    if self.pending.len() > ROW_BYTES {
                        let reason = format!("row {} is longer than 16 MiB", self.rows() + 1);
                        return Err(malformed(reason));
                    }
                    self.place = Place::InRow(scan);
                    if end.is_some() {
                        self.place = Place::BetweenRows(Next::CommaOrEnd);
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

    /// Reads rows that look as the template says, as long as there are some, and tells how many bytes they take.
    ///
    /// It returns now and then: a browser starts with a program that it has compiled in haste, and can put a better one in its
    /// place only where a function is called anew.
    #[inline(never)]
    fn read_expected(&mut self, bytes: &[u8]) -> usize {
        let Some(template) = &mut self.template else { return 0 };
        let mut at = 0;
        for _ in 0..ROWS_AT_ONCE {
            let Some((row, length)) = template.read(&bytes[at..]) else { break };
            self.table.push(&row);
            at += length;
            if !bytes[at..].starts_with(b", {") {
                self.place = Place::BetweenRows(Next::CommaOrEnd);
                return at;
            }
            at += 2;
            self.place = Place::BetweenRows(Next::Row);
        }
        at
    }

    /// Reads a row the slow way, which any row can go, and so can what is no row.
    fn read_row(&mut self, row: &[u8], offset: u64) -> Result<(), Failure> {
        let number = self.rows() + 1;
        let wrong = |error| malformed(format!("row {number} (near byte {offset}) is wrong: {error}"));
        if row.first() == Some(&b'{') {
            serde_json::from_slice::<WireRow>(row).map_err(wrong)?.push_to(&mut self.table);
            if let Some(template) = Template::of(row, self.table.ip()) {
                self.template = Some(template);
            }
        } else {
            serde_json::from_slice::<OddRow>(row).map_err(wrong)?.push_to(&mut self.table);
        }
        Ok(())
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
        if self.envelope.has_list_for_object {
            return Err(malformed("it has a list in place of an object".to_owned()));
        }
        let errors = envelope.errors.unwrap_or_default();
        if envelope.data.and_then(|data| data.flow?.threat?.details).is_none() {
            let mut words = wire::words(&errors);
            if words.is_empty() {
                words.push("the list of rows is null, and no error says why".to_owned());
            }
            return Err(Failure::Refused { what: WHAT.to_owned(), words });
        }
        let (cut, other): (Vec<_>, Vec<_>) = errors.into_iter().partition(is_cut_value);
        let untold = if cut.is_empty() { Untold::Missing } else { Untold::Over32Bit };
        let table = self.table.finish(untold, cut.len() as u64);
        Ok(Ingested { table, warnings: wire::words(&other) })
    }
}

impl RowScan {
    /// The place after the row's last byte, if it is in `bytes`. A number, a word and what is wrong end before the next
    /// comma, bracket or blank.
    fn find_end(&mut self, bytes: &[u8]) -> Option<usize> {
        for (index, byte) in bytes.iter().enumerate() {
            if self.in_string {
                match byte {
                    _ if self.escaped => self.escaped = false,
                    b'\\' => self.escaped = true,
                    b'"' => {
                        self.in_string = false;
                        if self.depth == 0 {
                            return Some(index + 1);
                        }
                    }
                    _ => {}
                }
                continue;
            }
            match (byte, self.depth) {
                (b'"', _) => self.in_string = true,
                (b'{' | b'[', _) => self.depth += 1,
                (b'}' | b']' | b',' | b' ' | b'\n' | b'\r' | b'\t', 0) => return Some(index),
                (b'}' | b']', 1) => return Some(index + 1),
                (b'}' | b']', _) => self.depth -= 1,
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
    /// A list stands where an object has to be. `serde_json` would take it for one, and pass over what is in it.
    has_list_for_object: bool,
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
                    self.key = unescaped(self.string.take().unwrap_or_default());
                    return false;
                }
                _ => {}
            }
            // Longer than any key that matters, all its letters escaped: messages need not be kept twice.
            if string.len() < 48 {
                string.push(byte);
            }
            return false;
        }
        match byte {
            b'"' => self.string = Some(Vec::new()),
            b'{' | b'[' => {
                self.path.push(std::mem::take(&mut self.key));
                if byte == b'[' {
                    return self.opened_list();
                }
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

    /// Whether the list that was just opened is the one of the rows.
    fn opened_list(&mut self) -> bool {
        // The outermost object has no key, nor has an element of a list.
        let path = || self.path.iter().skip(1).map(Vec::as_slice);
        let depth = path().count();
        let is_on_way = path().eq(ROWS_PATH.into_iter().take(depth));
        self.has_list_for_object |= path().eq(ERROR_PATH) || (is_on_way && depth < ROWS_PATH.len());
        is_on_way && depth == ROWS_PATH.len()
    }
}

/// What a key with escapes in it says.
fn unescaped(key: Vec<u8>) -> Vec<u8> {
    if !key.contains(&b'\\') {
        return key;
    }
    let quoted = [b"\"", key.as_slice(), b"\""].concat();
    serde_json::from_slice(&quoted).map_or(key, String::into_bytes)
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
    /// Empty: its rows were taken out.
    details: Option<[Value; 0]>,
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
