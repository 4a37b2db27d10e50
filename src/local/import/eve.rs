//! Suricata's EVE: lines of JSON, one for each event. Those of type `flow` are flows; their time is `flow.start`, since
//! `timestamp` is when Suricata wrote them. Source: <https://docs.suricata.io/en/latest/output/eve/eve-json-format.html>

use serde_json::value::RawValue;

use super::columns::Role;
use super::json_fields;
use super::notation::Notation;
use super::record::{self, Reading, Wrong};
use super::states;
use crate::domain::outcome::Outcome;
use crate::domain::protocol::Protocol;
use crate::local::flows::{Flow, FlowTable};

const NAMES: [(Role, &str); 13] = [
    (Role::Start, "flow.start"),
    (Role::End, "flow.end"),
    (Role::Source, "src_ip"),
    (Role::Destination, "dest_ip"),
    (Role::SourcePort, "src_port"),
    (Role::DestinationPort, "dest_port"),
    (Role::Protocol, "proto"),
    (Role::BytesSent, "flow.bytes_toserver"),
    (Role::BytesReceived, "flow.bytes_toclient"),
    (Role::PacketsSent, "flow.pkts_toserver"),
    (Role::PacketsReceived, "flow.pkts_toclient"),
    (Role::State, "flow.state"),
    (Role::FlagsReceived, "tcp.tcp_flags_tc"),
];

/// The place of the event's type, behind those of the roles.
const EVENT_TYPE: usize = NAMES.len();
const PLACES: usize = NAMES.len() + 1;

fn place(name: &str) -> Option<usize> {
    if name == "event_type" { Some(EVENT_TYPE) } else { NAMES.iter().position(|(_, of)| *of == name) }
}

/// Whether the line is an event of EVE.
#[must_use]
pub fn is_event(line: &[u8]) -> bool {
    let mut found = [None; PLACES];
    json_fields::read(line, place, &mut found).is_ok() && found.last().is_some_and(Option::is_some)
}

/// Reads a line that is not empty. Events of other types are left out.
pub fn line<'a>(line: &'a [u8], table: &mut FlowTable) -> Result<Reading, Wrong<'a>> {
    let mut found: [Option<&'a RawValue>; PLACES] = [None; PLACES];
    json_fields::read(line, place, &mut found).map_err(|error| Wrong::Json(error.to_string()))?;
    let texts = found.map(|value| value.and_then(json_fields::text));
    if texts.get(EVENT_TYPE).and_then(Option::as_deref) != Some(b"flow") {
        return Ok(Reading::LeftOut);
    }
    let cell = |role: Role| {
        let place = NAMES.iter().position(|(of, _)| *of == role)?;
        texts.get(place)?.as_deref().filter(|text| !record::is_nothing(text))
    };
    let mut flow = record::flow(cell, Notation::default()).map_err(Wrong::into_owned)?;
    flow.outcome = outcome(&flow, cell(Role::State), cell(Role::FlagsReceived));
    record::push(table, &flow, cell, Notation::default()).map_err(Wrong::into_owned)?;
    Ok(Reading::Flow)
}

/// `closed` says nothing of how it went: what the responder sent does.
fn outcome(flow: &Flow, state: Option<&[u8]>, flags: Option<&[u8]>) -> Outcome {
    if let Some(flags) = flags.and_then(states::hexadecimal).filter(|&flags| flags != 0) {
        return states::answered(flags);
    }
    match state {
        _ if flow.packets.received == 0 && flow.packets.sent > 0 => Outcome::Unanswered,
        Some(b"established") => Outcome::Established,
        Some(b"closed") if flow.protocol != Some(Protocol::TCP) => Outcome::Established,
        Some(b"new") => Outcome::Unanswered,
        _ => Outcome::Unknown,
    }
}
