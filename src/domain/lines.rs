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

/// Takes in the lines of a file. A closure that takes each is one.
pub trait ReadLines {
    /// The next line, with its number (from 1).
    fn line(&mut self, number: usize, line: ByteLine<'_>);

    /// The next bytes, where a line begins: who can read whole lines of them more quickly than one by one does it, and tells
    /// how many.
    #[inline]
    fn whole_lines(&mut self, _bytes: &[u8]) -> WholeLines {
        WholeLines::default()
    }
}

impl<F: FnMut(usize, ByteLine<'_>)> ReadLines for F {
    #[inline]
    fn line(&mut self, number: usize, line: ByteLine<'_>) {
        self(number, line);
    }
}

/// Lines that were read at the beginning of some bytes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct WholeLines {
    /// How many.
    pub lines: usize,
    /// How many bytes they have, each with its `\n`.
    pub bytes: usize,
}

impl ByteLines {
    /// Lines of up to `longest_bytes`, counted with a `\r` at the end.
    #[must_use]
    pub fn new(longest_bytes: usize) -> Self {
        Self { begun: Vec::new(), is_too_long: false, ended: 0, longest_bytes }
    }

    /// Takes the next bytes of the file; `read` gets each line that ends in them.
    pub fn push(&mut self, chunk: &[u8], mut read: impl ReadLines) {
        let mut rest = chunk;
        loop {
            if !self.is_inside() {
                let WholeLines { lines, bytes } = read.whole_lines(rest);
                self.ended += lines;
                rest = rest.get(bytes..).unwrap_or_default();
            }
            let Some(length) = swar::find(rest, b'\n') else { break };
            let (line, after) = rest.split_at(length);
            self.end_line(line, &mut read);
            rest = after.get(1..).unwrap_or_default();
        }
        self.keep(rest);
    }

    /// The file has ended, and with it its last line. After a final `\n` that line is empty.
    pub fn finish(mut self, mut read: impl ReadLines) {
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
    fn end_line(&mut self, end: &[u8], read: &mut impl ReadLines) {
        self.ended += 1;
        // Nearly all lines lie in their chunk as a whole, and are read there.
        if self.begun.is_empty() && !self.is_too_long && end.len() <= self.longest_bytes {
            return read.line(self.ended, ByteLine::Bytes(bare(self.ended, end)));
        }
        self.keep(end);
        if std::mem::take(&mut self.is_too_long) {
            read.line(self.ended, ByteLine::TooLong);
        } else {
            read.line(self.ended, ByteLine::Bytes(bare(self.ended, &self.begun)));
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

#[cfg(test)]
mod tests {
    use super::{ByteLine, ByteLines, ReadLines, WholeLines};

    /// Reads lines that begin with `a` as whole ones, and notes the numbers of the others.
    #[derive(Default)]
    struct Reader {
        whole: usize,
        others: Vec<(usize, String)>,
    }

    impl ReadLines for &mut Reader {
        fn line(&mut self, number: usize, line: ByteLine<'_>) {
            let ByteLine::Bytes(line) = line else { return };
            self.others.push((number, String::from_utf8_lossy(line).into_owned()));
        }

        fn whole_lines(&mut self, bytes: &[u8]) -> WholeLines {
            let lines = bytes.split_inclusive(|&byte| byte == b'\n');
            let whole = lines.take_while(|line| line.starts_with(b"a") && line.ends_with(b"\n"));
            let read = whole.fold(WholeLines::default(), |read, line| WholeLines {
                lines: read.lines + 1,
                bytes: read.bytes + line.len(),
            });
            self.whole += read.lines;
            read
        }
    }

    #[test]
    fn lines_that_are_read_together_count_as_if_one_by_one() {
        let text = b"x\na1\na2\ny\na3\nz";
        for chunk_bytes in 1..=text.len() {
            let (mut reader, mut lines) = (Reader::default(), ByteLines::new(100));
            text.chunks(chunk_bytes).for_each(|chunk| lines.push(chunk, &mut reader));
            assert!(lines.is_inside());
            lines.finish(&mut reader);
            let others = reader.others.iter().filter(|(_, line)| !line.starts_with('a'));
            let expected = [(1, "x".to_owned()), (4, "y".to_owned()), (6, "z".to_owned())];
            assert!(others.eq(&expected), "in pieces of {chunk_bytes}: {:?}", reader.others);
            assert_eq!(reader.whole + reader.others.len(), 6, "in pieces of {chunk_bytes}");
        }
    }
}
