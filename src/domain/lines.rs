//! Lines of a file that arrives in chunks, as bytes.

use super::swar;

/// Cuts what arrives into lines. It keeps at most one line, and never more of it than it may.
#[derive(Debug)]
pub struct ByteLines {
    /// The beginning of a line whose end has not arrived.
    begun: Vec<u8>,
    is_too_long: bool,
    /// Lines that have ended.
    ended: usize,
    longest_bytes: usize,
}

/// A line, or what is told of one that is too long to be kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ByteLine<'a> {
    /// Its bytes, without its end (`\n` or `\r\n`); the first line of a file without its byte order mark.
    Bytes(&'a [u8]),
    /// It is longer than is read.
    TooLong,
}

impl ByteLines {
    /// Lines of up to `longest_bytes`, counted with a `\r` at the end.
    #[must_use]
    pub fn new(longest_bytes: usize) -> Self {
        Self { begun: Vec::new(), is_too_long: false, ended: 0, longest_bytes }
    }

    /// Takes the next bytes of the file; `read` gets number (from 1) and bytes of each line that ends in them.
    pub fn push(&mut self, chunk: &[u8], mut read: impl FnMut(usize, ByteLine<'_>)) {
        let mut rest = chunk;
        while let Some(length) = swar::find(rest, b'\n') {
            let (line, after) = rest.split_at(length);
            self.end_line(line, &mut read);
            rest = after.get(1..).unwrap_or_default();
        }
        self.keep(rest);
    }

    /// The file has ended, and with it its last line. After a final `\n` that line is empty.
    pub fn finish(mut self, mut read: impl FnMut(usize, ByteLine<'_>)) {
        self.end_line(&[], &mut read);
    }

    /// How many lines have ended.
    #[must_use]
    pub fn ended(&self) -> usize {
        self.ended
    }

    /// Whether a line has begun that has not ended.
    #[must_use]
    pub fn is_inside(&self) -> bool {
        self.is_too_long || !self.begun.is_empty()
    }

    fn keep(&mut self, bytes: &[u8]) {
        if self.begun.len() + bytes.len() > self.longest_bytes {
            self.is_too_long = true;
            self.begun = Vec::new();
        }
        if !self.is_too_long {
            self.begun.extend_from_slice(bytes);
        }
    }

    #[inline]
    fn end_line(&mut self, end: &[u8], read: &mut impl FnMut(usize, ByteLine<'_>)) {
        self.ended += 1;
        // Nearly all lines lie in their chunk as a whole, and are read there.
        if self.begun.is_empty() && !self.is_too_long && end.len() <= self.longest_bytes {
            return read(self.ended, ByteLine::Bytes(bare(self.ended, end)));
        }
        self.keep(end);
        if std::mem::take(&mut self.is_too_long) {
            read(self.ended, ByteLine::TooLong);
        } else {
            read(self.ended, ByteLine::Bytes(bare(self.ended, &self.begun)));
        }
        self.begun.clear();
    }
}

#[inline]
fn bare(number: usize, line: &[u8]) -> &[u8] {
    let line = line.strip_suffix(b"\r").unwrap_or(line);
    match number {
        1 => line.strip_prefix("\u{feff}".as_bytes()).unwrap_or(line),
        _ => line,
    }
}
