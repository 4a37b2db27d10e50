//! The fields of a line of a table.

use crate::domain::swar;

/// Where the fields of a line are. It is used again for each line, so that a line costs no memory.
#[derive(Clone, Debug, Default)]
pub struct Cells {
    /// Where each field ends.
    ends: Vec<u32>,
    /// The line without its quotes, if it has some; its fields are parted by `\n`, which no line holds.
    unquoted: Vec<u8>,
    is_unquoted: bool,
}

impl Cells {
    /// Cuts a line at each `delimiter`.
    #[inline]
    pub fn cut(&mut self, line: &[u8], delimiter: u8) {
        self.is_unquoted = false;
        self.ends.clear();
        let (words, rest) = line.as_chunks::<8>();
        let mut base = 0;
        for word in words {
            let mut places = swar::places(u64::from_le_bytes(*word), delimiter);
            while places != 0 {
                self.ends.push(base + (places.trailing_zeros() >> 3));
                places &= places - 1;
            }
            base += 8;
        }
        for &byte in rest {
            if byte == delimiter {
                self.ends.push(base);
            }
            base += 1;
        }
        self.ends.push(base);
    }

    /// The same; fields may be in quotes, in which the delimiter is part of a field and `""` is a quote. `false` where
    /// quotes do not match.
    #[must_use]
    pub fn cut_quoted(&mut self, line: &[u8], delimiter: u8) -> bool {
        if swar::find(line, b'"').is_none() {
            self.cut(line, delimiter);
            return true;
        }
        let mut unquoted = std::mem::take(&mut self.unquoted);
        let are_matched = unquote(line, delimiter, &mut unquoted);
        self.cut(&unquoted, b'\n');
        self.unquoted = unquoted;
        self.is_unquoted = true;
        are_matched
    }

    /// How many fields there are.
    #[inline]
    #[must_use]
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Field `place` of `line`, a line that was cut without regard to quotes.
    #[inline]
    #[must_use]
    pub fn part<'a>(&self, line: &'a [u8], place: usize) -> Option<&'a [u8]> {
        let end = *self.ends.get(place)? as usize;
        let start = match place.checked_sub(1) {
            Some(before) => *self.ends.get(before)? as usize + 1,
            None => 0,
        };
        line.get(start..end)
    }

    /// Field `place` of `line`, the line that was cut.
    #[inline]
    #[must_use]
    pub fn get<'a>(&'a self, line: &'a [u8], place: usize) -> Option<&'a [u8]> {
        self.part(if self.is_unquoted { &self.unquoted } else { line }, place)
    }

    /// All fields of `line`, the line that was cut.
    pub fn all<'a>(&'a self, line: &'a [u8]) -> impl Iterator<Item = &'a [u8]> {
        (0..self.len()).filter_map(move |place| self.get(line, place))
    }
}

/// Writes the fields of `line` without their quotes.
fn unquote(line: &[u8], delimiter: u8, fields: &mut Vec<u8>) -> bool {
    fields.clear();
    let mut bytes = line.iter().copied().peekable();
    let mut is_field_start = true;
    while let Some(byte) = bytes.next() {
        if byte == b'"' && is_field_start {
            loop {
                match bytes.next() {
                    Some(b'"') if bytes.peek() == Some(&b'"') => {
                        bytes.next();
                        fields.push(b'"');
                    }
                    Some(b'"') => break,
                    Some(byte) => fields.push(byte),
                    None => return false,
                }
            }
            is_field_start = false;
        } else if byte == delimiter {
            fields.push(b'\n');
            is_field_start = true;
        } else {
            fields.push(byte);
            // Space before a quote is none of the field.
            is_field_start = is_field_start && byte == b' ';
        }
    }
    true
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::Cells;

    fn fields(cells: &Cells, line: &str) -> Vec<String> {
        cells.all(line.as_bytes()).map(|cell| String::from_utf8_lossy(cell).into_owned()).collect()
    }

    proptest! {
        #[test]
        fn a_line_is_cut_as_the_standard_library_does(line in "[a-c\t ,é]{0,60}") {
            let mut cells = Cells::default();
            cells.cut(line.as_bytes(), b'\t');
            prop_assert_eq!(fields(&cells, &line), line.split('\t').collect::<Vec<_>>());
        }

        #[test]
        fn quoted_fields_come_back(texts in prop::collection::vec("[a\", ;é]{0,12}", 1..6)) {
            let line = texts.iter().map(|text| format!("\"{}\"", text.replace('"', "\"\""))).collect::<Vec<_>>().join(",");
            let mut cells = Cells::default();
            prop_assert!(cells.cut_quoted(line.as_bytes(), b','));
            prop_assert_eq!(fields(&cells, &line), texts);
        }
    }

    #[test]
    fn a_quote_that_is_never_closed_is_told() {
        assert!(!Cells::default().cut_quoted(b"a,\"b,c", b','));
    }
}
