//! Zeek's conn.log as lines of JSON: `{"ts":1659869201.481371,"id.orig_h":"192.168.1.112",...}`. Names are also written
//! with `_` in place of the dot, or as an object `id`; the time may be ISO 8601.

use serde_json::value::RawValue;

use super::columns::Role;
use super::json_fields;
use super::notation::Notation;
use super::record::{self, Reading, Wrong};
use super::zeek_tsv::{NAMES, OF_CONNECTIONS};
use crate::local::flows::FlowTable;

fn place(name: &str) -> Option<usize> {
    let is_name =
        |of: &str| of == name || (of.starts_with("id.") && name.strip_prefix("id_") == of.strip_prefix("id."));
    NAMES.iter().position(|(_, of)| is_name(of))
}

/// Whether the line is a record of a connection.
#[must_use]
pub fn is_connection(line: &[u8]) -> bool {
    let mut found = [None; NAMES.len()];
    json_fields::read(line, place, &mut found).is_ok() && is_of_connections(&found)
}

/// Other logs of Zeek have addresses and a time, too.
fn is_of_connections(found: &[Option<&RawValue>; NAMES.len()]) -> bool {
    let has = |wanted: &dyn Fn(Role, &str) -> bool| {
        NAMES.iter().zip(found).any(|(&(role, name), value)| value.is_some() && wanted(role, name))
    };
    has(&|role, _| role == Role::Source)
        && has(&|role, _| role == Role::Destination)
        && has(&|_, name| OF_CONNECTIONS.contains(&name))
}

/// Reads a line that is not empty. A record of another log, as in a stream of all, is left out.
pub fn line<'a>(line: &'a [u8], table: &mut FlowTable) -> Result<Reading, Wrong<'a>> {
    let mut found: [Option<&'a RawValue>; NAMES.len()] = [None; NAMES.len()];
    json_fields::read(line, place, &mut found).map_err(|error| Wrong::Json(error.to_string()))?;
    if !is_of_connections(&found) {
        return Ok(Reading::LeftOut);
    }
    let texts = found.map(|value| value.and_then(json_fields::text));
    let cell = |role: Role| {
        let place = NAMES.iter().position(|(of, _)| *of == role)?;
        texts.get(place)?.as_deref().filter(|text| !record::is_nothing(text))
    };
    let flow = record::flow(cell, Notation::default()).map_err(Wrong::into_owned)?;
    record::push(table, &flow, cell, Notation::default()).map_err(Wrong::into_owned)?;
    Ok(Reading::Flow)
}
