//! How Impala reads the statement into which Spot pastes a comment (quirk 5).
//!
//! `SQLite` would read the same text differently (no escapes, `''` for an apostrophe), so the literals are read here, as Impala
//! does: a backslash escapes what follows, an apostrophe ends the literal, two literals side by side are an error.

/// The statement that Spot builds, down to its tabs: Impala shows a line of it in its error.
pub(crate) fn insert_statement(day: crate::Day, values: [&str; 3]) -> String {
    let [ip, title, text] = values;
    format!(
        "\n         \tINSERT INTO spot.flow_storyboard PARTITION(y={} , m={} ,d={})\n            \tVALUES ( '{ip}', '{title}','{text}')\n            \t",
        day.year, day.month, day.day
    )
}

/// The three values of such a statement, or Impala's complaint.
pub(crate) fn read_values(statement: &str) -> Result<[String; 3], String> {
    let values = statement.find("VALUES").map_or(0, |at| at + "VALUES".len());
    let mut reader = Reader { statement, at: values };
    reader.expect('(')?;
    let mut literals = vec![reader.literal()?];
    while reader.next_is(',') {
        reader.expect(',')?;
        literals.push(reader.literal()?);
    }
    reader.expect(')')?;
    reader.end()?;
    let count = literals.len();
    <[String; 3]>::try_from(literals).map_err(|_| {
        format!(
            "AnalysisException: Target table 'spot.flow_storyboard' has 3 columns, the VALUES clause returns {count}"
        )
    })
}

struct Reader<'a> {
    statement: &'a str,
    at: usize,
}

impl Reader<'_> {
    fn rest(&self) -> &str {
        &self.statement[self.at..]
    }

    fn skip_space(&mut self) {
        self.at = self.statement.len() - self.rest().trim_start().len();
    }

    fn next_is(&mut self, wanted: char) -> bool {
        self.skip_space();
        self.rest().starts_with(wanted)
    }

    fn expect(&mut self, wanted: char) -> Result<(), String> {
        if !self.next_is(wanted) {
            return Err(self.syntax_error(&format!("'{wanted}'")));
        }
        self.at += wanted.len_utf8();
        Ok(())
    }

    fn end(&mut self) -> Result<(), String> {
        self.skip_space();
        if self.rest().is_empty() { Ok(()) } else { Err(self.syntax_error("the end")) }
    }

    fn literal(&mut self) -> Result<String, String> {
        self.expect('\'')?;
        let end = self.closing_quote().ok_or_else(|| self.syntax_error("a closing apostrophe"))?;
        let value = unescape(&self.rest()[..end]);
        self.at += end + 1;
        Ok(value)
    }

    /// The lexer's `\'(\\.|[^\\\'])*\'`; its dot takes no newline.
    fn closing_quote(&self) -> Option<usize> {
        let mut characters = self.rest().char_indices();
        while let Some((at, c)) = characters.next() {
            match c {
                '\'' => return Some(at),
                '\\' => drop(characters.next().filter(|(_, escaped)| *escaped != '\n')?),
                _ => {}
            }
        }
        None
    }

    /// Near enough to Impala's form: the line, a caret below the place, what was expected.
    fn syntax_error(&self, expected: &str) -> String {
        let before = &self.statement[..self.at];
        let line_start = before.rfind('\n').map_or(0, |at| at + 1);
        let line = self.statement[line_start..].lines().next().unwrap_or_default();
        let number = before.matches('\n').count() + 1;
        let caret = " ".repeat(self.statement[line_start..self.at].chars().count());
        format!(
            "AnalysisException: Syntax error in line {number}:\n{line}\n{caret}^\nExpected: {expected}\n\nCAUSED BY: Exception: Syntax error"
        )
    }
}

/// Hive's `unescapeSQLString`, which Impala uses: the usual letters, three octal digits, `\uXXXX`; `\%` and `\_` keep their
/// backslash, any other character loses it.
fn unescape(literal: &str) -> String {
    let mut value = String::with_capacity(literal.len());
    let mut rest = literal.chars();
    while let Some(c) = rest.next() {
        if c != '\\' {
            value.push(c);
            continue;
        }
        if let Some((escaped, length)) = coded(rest.as_str()) {
            value.push(escaped);
            rest = rest.as_str()[length..].chars();
            continue;
        }
        match rest.next() {
            Some('0') => value.push('\0'),
            Some('b') => value.push('\u{8}'),
            Some('n') => value.push('\n'),
            Some('r') => value.push('\r'),
            Some('t') => value.push('\t'),
            Some('Z') => value.push('\u{1a}'),
            Some(wildcard @ ('%' | '_')) => value.extend(['\\', wildcard]),
            Some(other) => value.push(other),
            None => {}
        }
    }
    value
}

/// A character given by its number, after the backslash: `uXXXX` or three octal digits; with the length of that.
fn coded(text: &str) -> Option<(char, usize)> {
    let octal = text.get(..3).filter(|digits| digits.bytes().all(|b| (b'0'..=b'7').contains(&b)) && *digits < "200");
    if let Some(digits) = octal {
        return Some((char::from(u8::from_str_radix(digits, 8).ok()?), 3));
    }
    let hex = text.strip_prefix('u')?.get(..4).filter(|digits| digits.bytes().all(|b| b.is_ascii_hexdigit()))?;
    Some((char::from_u32(u32::from_str_radix(hex, 16).ok()?)?, 5))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stored(text: &str) -> Result<String, String> {
        let day = crate::Day { year: 2016, month: 7, day: 8 };
        read_values(&insert_statement(day, ["10.0.0.1", "a title", text])).map(|[_, _, text]| text)
    }

    #[test]
    fn a_backslash_escapes_what_follows() {
        for (pasted, value) in [
            ("plain", "plain"),
            (r"two\nlines", "two\nlines"),
            (r"a \'quoted\' word", "a 'quoted' word"),
            (r"back\\slash", r"back\slash"),
            (r"100\%", r"100\%"),
            (r"\101\u00e9\q", "Aéq"),
            ("a real\nnewline", "a real\nnewline"),
            ("&#39;", "&#39;"),
        ] {
            assert_eq!(stored(pasted).as_deref(), Ok(value), "{pasted}");
        }
    }

    #[test]
    fn what_does_not_end_the_literal_where_it_should_breaks_the_insert() {
        for pasted in ["it's", r"ends in \", "two '' apostrophes", "a', 'fourth", "'", "\\\nnewline"] {
            assert!(stored(pasted).is_err(), "{pasted}");
        }
        assert!(stored("it's").is_err_and(|words| words.starts_with("AnalysisException: Syntax error in line 3:\n")));
    }
}
