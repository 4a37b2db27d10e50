//! A plain reader of flow logs: the whole text, line by line, each field a `String`. What the streaming readers do has
//! to be what it does.

use std::collections::HashMap;

use investigation::domain::outcome::Outcome;
use investigation::domain::protocol::Protocol;
use investigation::domain::time::{Day, Moment};
use investigation::local::flows::{BothWays, Flow};
use serde_json::Value;

/// What a text holds.
#[derive(Debug, Default, PartialEq)]
pub struct Expected {
    pub flows: Vec<Flow>,
    pub left_out: u64,
    /// Numbers of the lines that cannot be read.
    pub wrong: Vec<usize>,
}

/// The names of a format's fields: (what it is here, what it is called there).
pub type Names = &'static [(&'static str, &'static str)];

pub const ZEEK: Names = &[
    ("start", "ts"),
    ("duration", "duration"),
    ("source", "id.orig_h"),
    ("destination", "id.resp_h"),
    ("source port", "id.orig_p"),
    ("destination port", "id.resp_p"),
    ("protocol", "proto"),
    ("sent", "orig_ip_bytes"),
    ("received", "resp_ip_bytes"),
    ("payload sent", "orig_bytes"),
    ("payload received", "resp_bytes"),
    ("packets sent", "orig_pkts"),
    ("packets received", "resp_pkts"),
    ("state", "conn_state"),
];

pub const EVE: Names = &[
    ("start", "flow.start"),
    ("end", "flow.end"),
    ("source", "src_ip"),
    ("destination", "dest_ip"),
    ("source port", "src_port"),
    ("destination port", "dest_port"),
    ("protocol", "proto"),
    ("sent", "flow.bytes_toserver"),
    ("received", "flow.bytes_toclient"),
    ("packets sent", "flow.pkts_toserver"),
    ("packets received", "flow.pkts_toclient"),
];

pub fn zeek_tsv(text: &str) -> Expected {
    let mut fields: Vec<String> = Vec::new();
    each_line(text, |line| {
        if line.starts_with('#') {
            if let Some(names) = line.strip_prefix("#fields\t") {
                fields = names.split('\t').map(str::to_owned).collect();
            }
            return Line::LeftOut;
        }
        let cells: Vec<&str> = line.split('\t').collect();
        if cells.len() < fields.len() {
            return Line::Wrong;
        }
        let record: HashMap<String, String> =
            fields.iter().cloned().zip(cells.into_iter().map(str::to_owned)).collect();
        flow(ZEEK, &record)
    })
}

/// A table with a header in its first line.
pub fn table(text: &str, delimiter: char, names: Names) -> Expected {
    let mut header: Vec<String> = Vec::new();
    each_line(text, |line| {
        let cells: Vec<String> = line.split(delimiter).map(|cell| cell.trim().to_owned()).collect();
        if header.is_empty() {
            header = cells;
            return Line::LeftOut;
        }
        if cells.len() < header.len() {
            return Line::Wrong;
        }
        flow(names, &header.iter().cloned().zip(cells).collect())
    })
}

pub fn zeek_json(text: &str) -> Expected {
    each_line(text, |line| {
        let Ok(Value::Object(object)) = serde_json::from_str::<Value>(line) else {
            return Line::Wrong;
        };
        let dotted = |name: &String| name.replace("id_orig", "id.orig").replace("id_resp", "id.resp");
        let record = object.iter().map(|(name, value)| (dotted(name), written(value))).collect();
        flow(ZEEK, &record)
    })
}

pub fn eve(text: &str) -> Expected {
    each_line(text, |line| {
        let Ok(Value::Object(object)) = serde_json::from_str::<Value>(line) else {
            return Line::Wrong;
        };
        if object.get("event_type") != Some(&Value::from("flow")) {
            return Line::LeftOut;
        }
        let mut record = HashMap::new();
        for (name, value) in &object {
            record.insert(name.clone(), written(value));
            for (inner, value) in value.as_object().into_iter().flatten() {
                record.insert(format!("{name}.{inner}"), written(value));
            }
        }
        match flow(EVE, &record) {
            Line::Flow(mut flow) => {
                flow.outcome = match record.get("flow.state").map(String::as_str) {
                    _ if flow.packets.received == 0 && flow.packets.sent > 0 => Outcome::Unanswered,
                    Some("established") => Outcome::Established,
                    Some("closed") if flow.protocol != Some(Protocol(6)) => Outcome::Established,
                    Some("new") => Outcome::Unanswered,
                    _ => Outcome::Unknown,
                };
                Line::Flow(flow)
            }
            other => other,
        }
    })
}

enum Line {
    Flow(Box<Flow>),
    LeftOut,
    Wrong,
}

fn each_line(text: &str, mut read: impl FnMut(&str) -> Line) -> Expected {
    let mut expected = Expected::default();
    for (at, line) in text.split('\n').enumerate() {
        let line = line.strip_suffix('\r').unwrap_or(line);
        if line.trim().is_empty() {
            continue;
        }
        match read(line) {
            Line::Flow(flow) => expected.flows.push(*flow),
            Line::LeftOut => expected.left_out += 1,
            Line::Wrong => expected.wrong.push(at + 1),
        }
    }
    expected
}

fn written(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Null | Value::Array(_) | Value::Object(_) => String::new(),
        other => other.to_string(),
    }
}

fn flow(names: Names, record: &HashMap<String, String>) -> Line {
    read_flow(names, record).map_or(Line::Wrong, |flow| Line::Flow(Box::new(flow)))
}

/// `None` where a field cannot be read that has to be.
fn read_flow(names: Names, record: &HashMap<String, String>) -> Option<Flow> {
    let cell = |what: &str| {
        let (_, name) = names.iter().find(|(of, _)| *of == what)?;
        record.get(*name).map(String::as_str).filter(|cell| !matches!(*cell, "" | "-" | "(empty)"))
    };
    // The outer `None`: there is something that is no number.
    let number = |what: &str| match cell(what) {
        None => Some(None),
        Some(text) => seconds(text).map(|(whole, _)| Some(whole)),
    };
    let either = |first: &str, second: &str| match number(first)? {
        None => number(second),
        found => Some(found),
    };
    let (start, start_us) = time(cell("start")?)?;
    let ip = |what| cell(what)?.split('%').next()?.parse().ok();
    let mut flow = Flow { start_us, ..Flow::between(ip("source")?, ip("destination")?, Moment(start)) };
    if let Some(duration) = cell("duration") {
        let (whole, us) = seconds(duration)?;
        let end = u128::from(start) * 1_000_000 + u128::from(start_us) + u128::from(whole) * 1_000_000 + u128::from(us);
        flow.end = Moment(u32::try_from(end / 1_000_000).unwrap_or(u32::MAX));
        flow.end_us = u32::try_from(end % 1_000_000).unwrap();
    } else if let Some(end) = cell("end") {
        let (end, us) = time(end)?;
        (flow.end, flow.end_us) = (Moment(end), us).max((Moment(start), start_us));
    }
    // As the table keeps it.
    (flow.end, flow.end_us) = (flow.end, flow.end_us).max((flow.start, flow.start_us));
    let port = |what| seconds(cell(what)?).and_then(|(whole, _)| u16::try_from(whole).ok());
    (flow.source_port, flow.destination_port) = (port("source port"), port("destination port"));
    flow.protocol = cell("protocol").and_then(|text| match text.to_lowercase().as_str() {
        "icmp" if flow.source.is_ipv6() => Some(Protocol(58)),
        "icmp6" => Some(Protocol(58)),
        _ => Protocol::from_text(text),
    });
    let ways = |sent: Option<u64>, received: Option<u64>, total: Option<u64>| match (sent, received, total) {
        (None, None, Some(total)) => (total, 0),
        (Some(sent), None, Some(total)) => (sent, total.saturating_sub(sent)),
        (sent, received, _) => (sent.unwrap_or(0), received.unwrap_or(0)),
    };
    let (sent, received) =
        ways(either("sent", "payload sent")?, either("received", "payload received")?, number("total")?);
    flow.bytes = BothWays { sent, received };
    let (sent, received) = ways(number("packets sent")?, number("packets received")?, number("packets")?);
    let narrow = |packets: u64| u32::try_from(packets).unwrap_or(u32::MAX);
    flow.packets = BothWays { sent: narrow(sent), received: narrow(received) };
    flow.outcome = match cell("state").unwrap_or_default() {
        "SF" | "RSTO" | "CON" | "FSPA_FSPA" | "...A..S." => Outcome::Established,
        "S0" | "REQ" | "S_" | "......S." => Outcome::Unanswered,
        "REJ" | "S_RA" => Outcome::Refused,
        _ => Outcome::Unknown,
    };
    if cell("direction").is_some_and(|arrow| arrow == "<-") {
        let Flow { source, destination, source_port, destination_port, bytes, packets, .. } = flow.clone();
        (flow.source, flow.destination) = (destination, source);
        (flow.source_port, flow.destination_port) = (destination_port, source_port);
        flow.bytes = BothWays { sent: bytes.received, received: bytes.sent };
        flow.packets = BothWays { sent: packets.received, received: packets.sent };
    }
    Some(flow)
}

/// Whole part and millionths.
fn seconds(text: &str) -> Option<(u64, u32)> {
    if text.contains(['e', 'E']) {
        let millionths = (text.parse::<f64>().ok().filter(|number| (0.0..9e9).contains(number))? * 1e6).floor();
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "it is below 2^53")]
        let millionths = millionths as u64;
        return Some((millionths / 1_000_000, u32::try_from(millionths % 1_000_000).ok()?));
    }
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    let is_number = |text: &str| text.chars().all(|c| c.is_ascii_digit());
    if whole.is_empty() || !is_number(whole) || !is_number(fraction) {
        return None;
    }
    Some((whole.parse().ok()?, format!("{fraction:0<6}")[..6].parse().ok()?))
}

fn time(text: &str) -> Option<(u32, u32)> {
    if !text.contains(':') {
        let (whole, us) = seconds(text)?;
        return Some((u32::try_from(whole).ok()?, us));
    }
    let day: Day = text.get(..10)?.replace('/', "-").parse().ok()?;
    let (clock, zone_hours) = match text.get(11..)?.split_once('+') {
        Some((clock, zone)) => (clock, zone.get(..2)?.parse::<i64>().ok()?),
        None => (text.get(11..)?.trim_end_matches('Z'), 0),
    };
    let parts: Vec<&str> = clock.split(':').collect();
    let [hours, minutes, rest] = parts[..] else {
        return None;
    };
    let (whole, us) = seconds(rest)?;
    let clock = hours.parse::<i64>().ok()? * 3600 + minutes.parse::<i64>().ok()? * 60 + i64::try_from(whole).ok()?;
    Some((u32::try_from(i64::from(day.start().0) + clock - zone_hours * 3600).ok()?, us))
}
