//! An answer's JSON as Python writes it: `errors` before `data`, keys in the query's order, everything outside printable ASCII
//! escaped.

use std::io::{self, Write};

use async_graphql::{PathSegment, Pos, Response, ServerError, Value};
use serde::{Serialize, Serializer};
use serde_json::ser::Formatter;

use crate::{http::Dialect, schema::Coercion};

#[derive(Serialize)]
struct Body<'a> {
    #[serde(skip_serializing_if = "Vec::is_empty")]
    errors: Vec<WireError<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    data: Option<&'a Value>,
}

#[derive(Serialize)]
struct WireError<'a> {
    message: &'a str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    locations: Vec<Location>,
    #[serde(skip_serializing_if = "<[_]>::is_empty", serialize_with = "path")]
    path: &'a [PathSegment],
}

#[derive(Serialize)]
struct Location {
    column: usize,
    line: usize,
}

fn path<S: Serializer>(path: &[PathSegment], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_seq(path)
}

impl<'a> WireError<'a> {
    fn new(error: &'a ServerError, dialect: Dialect) -> Self {
        let locations = |positions: &[Pos]| {
            positions.iter().map(|position| Location { column: position.column, line: position.line }).collect()
        };
        match dialect {
            Dialect::Contract => {
                Self { message: &error.message, locations: locations(&error.locations), path: &error.path }
            }
            // graphql-core 1.1 knows no paths, and not even the place of a value that it could not write.
            Dialect::Python27 if error.source::<Coercion>().is_some() => {
                Self { message: &error.message, locations: Vec::new(), path: &[] }
            }
            Dialect::Python27 => Self { message: &error.message, locations: locations(&error.locations), path: &[] },
        }
    }
}

/// Whether the operation was refused before it ran: its fields would be there otherwise, null or not.
pub(crate) fn is_refused(response: &Response) -> bool {
    !response.errors.is_empty() && matches!(response.data, Value::Null)
}

/// The body of an answer. One that was refused has only `errors`.
pub(crate) fn body(response: &Response, dialect: Dialect) -> Vec<u8> {
    let errors = response.errors.iter().map(|error| WireError::new(error, dialect)).collect();
    let data = (!is_refused(response)).then_some(&response.data);
    encode(&Body { errors, data }, dialect)
}

/// A body with one error and nothing else.
pub(crate) fn error_body(message: &str, dialect: Dialect) -> Vec<u8> {
    encode(&Body { errors: vec![WireError { message, locations: Vec::new(), path: &[] }], data: None }, dialect)
}

/// `json.dumps(value, sort_keys=True)`, whatever order this build's JSON library keeps.
pub(crate) fn dumps(value: &serde_json::Value) -> String {
    let mut sorted = value.clone();
    sorted.sort_all_objects();
    String::from_utf8(encode(&sorted, Dialect::Contract)).unwrap_or_default()
}

fn encode(body: &impl Serialize, dialect: Dialect) -> Vec<u8> {
    let separators = match dialect {
        Dialect::Contract => Separators { item: b", ", key: b": " },
        Dialect::Python27 => Separators { item: b",", key: b":" },
    };
    let mut bytes = Vec::new();
    // Neither strings, numbers nor a Vec can fail here; an empty body would be seen at once.
    let _ = body.serialize(&mut serde_json::Serializer::with_formatter(&mut bytes, separators));
    bytes
}

/// `json.dumps` with these separators.
struct Separators {
    item: &'static [u8],
    key: &'static [u8],
}

impl Formatter for Separators {
    fn begin_array_value<W: ?Sized + Write>(&mut self, writer: &mut W, first: bool) -> io::Result<()> {
        if first { Ok(()) } else { writer.write_all(self.item) }
    }

    fn begin_object_key<W: ?Sized + Write>(&mut self, writer: &mut W, first: bool) -> io::Result<()> {
        if first { Ok(()) } else { writer.write_all(self.item) }
    }

    fn begin_object_value<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        writer.write_all(self.key)
    }

    fn write_string_fragment<W: ?Sized + Write>(&mut self, writer: &mut W, fragment: &str) -> io::Result<()> {
        if fragment.bytes().all(|byte| (b' '..=b'~').contains(&byte)) {
            return writer.write_all(fragment.as_bytes());
        }
        for c in fragment.chars() {
            if (' '..='~').contains(&c) {
                write!(writer, "{c}")?;
            } else {
                for unit in c.encode_utf16(&mut [0; 2]) {
                    write!(writer, "\\u{unit:04x}")?;
                }
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use async_graphql::value;

    use super::*;

    #[test]
    fn json_is_written_as_python_writes_it() {
        let response = Response::new(value!({"b": [1, {"a": null}], "text": "é😀\u{7f}\n\""}));
        let text = |dialect| String::from_utf8_lossy(&body(&response, dialect)).into_owned();
        assert_eq!(
            text(Dialect::Contract),
            r#"{"data": {"b": [1, {"a": null}], "text": "\u00e9\ud83d\ude00\u007f\n\""}}"#
        );
        assert_eq!(text(Dialect::Python27), r#"{"data":{"b":[1,{"a":null}],"text":"\u00e9\ud83d\ude00\u007f\n\""}}"#);
    }
}
