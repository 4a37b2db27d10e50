//! What a `details` answer means, reckoned the plain way: the whole body at once, as a tree.
//!
//! The streaming reader has to come to the same, however the body is cut into chunks. The fuzz target shares this file.

mod json;

use std::net::IpAddr;

use investigation::domain::details::{Row, Skipped, Untold};
use investigation::domain::time::Moment;
use investigation::failure::Failure;
use investigation::spot::ingest::{Ingest, Ingested};
use investigation::spot::wire::{self, ServerError};
use json::{Json, SaidTwice};
use serde::de::IgnoredAny;
use serde_json::Value;

/// What reading a body comes to.
#[derive(Clone, Debug, PartialEq)]
pub enum Outcome {
    Rows {
        rows: Vec<Row>,
        skipped: Skipped,
        cut_values: u64,
        untold: Untold,
        warnings: Vec<String>,
    },
    Refused(Vec<String>),
    LoginPage,
    /// After so many bytes.
    CutOff(u64),
    Malformed,
}

/// What a body has to come to.
#[derive(Clone, Debug, PartialEq)]
pub enum Expected {
    Exactly(Outcome),
    /// The body is no whole JSON document, and must not be taken for one.
    NotJson,
    /// A document as far as braces and quotes go, but with bytes that no text has, a half of a surrogate pair, a number
    /// beyond all bounds or many levels. Where a reader passes over what it does not know, it may pass over these too.
    Unsettled,
}

/// What the streaming reader makes of a body that arrives in these chunks.
pub fn streamed<'a>(sought: IpAddr, chunks: impl IntoIterator<Item = &'a [u8]>) -> Outcome {
    let mut ingest = Ingest::new(sought);
    let pushed = chunks.into_iter().try_for_each(|chunk| ingest.push(chunk));
    match pushed.and_then(|()| ingest.finish()) {
        Ok(Ingested { table, warnings }) => Outcome::Rows {
            rows: (0..table.len()).map(|index| table.row(index)).collect(),
            skipped: table.skipped,
            cut_values: table.cut_values,
            untold: table.untold,
            warnings,
        },
        Err(Failure::Refused { words, .. }) => Outcome::Refused(words),
        Err(Failure::LoginPage { .. }) => Outcome::LoginPage,
        Err(Failure::CutOff { bytes, .. }) => Outcome::CutOff(bytes),
        Err(Failure::Malformed { .. }) => Outcome::Malformed,
        Err(other) => panic!("a body cannot come to {other:?}"),
    }
}

/// `body` in chunks of these sizes, over and over; of one byte where a size is 0.
pub fn chunks<'a>(body: &'a [u8], sizes: &'a [usize]) -> impl Iterator<Item = &'a [u8]> {
    let mut sizes = sizes.iter().copied().cycle();
    let mut rest = body;
    std::iter::from_fn(move || {
        let size = sizes.next().unwrap_or(usize::MAX).clamp(1, rest.len().max(1));
        let (chunk, after) = rest.split_at_checked(size)?;
        rest = after;
        Some(chunk)
    })
}

impl Expected {
    /// What `body` has to come to in the expanded search of `sought`.
    pub fn of(sought: IpAddr, body: &[u8]) -> Self {
        match serde_json::from_slice::<Json>(body) {
            Ok(answer) => Self::Exactly(read(sought, &answer).unwrap_or(Outcome::Malformed)),
            Err(_) if serde_json::from_slice::<IgnoredAny>(body).is_ok() => Self::Unsettled,
            Err(_) => Self::NotJson,
        }
    }

    /// Whether `outcome` is what was expected.
    pub fn is_met_by(&self, outcome: &Outcome) -> bool {
        match self {
            Self::Exactly(expected) => outcome == expected,
            Self::NotJson => matches!(outcome, Outcome::CutOff(_) | Outcome::Malformed | Outcome::LoginPage),
            Self::Unsettled => true,
        }
    }
}

/// The answer is not of the form that the contract says.
struct OtherForm;

impl From<SaidTwice> for OtherForm {
    fn from(_: SaidTwice) -> Self {
        Self
    }
}

fn read(sought: IpAddr, answer: &Json) -> Result<Outcome, OtherForm> {
    let Json::Object(envelope) = answer else {
        return Err(OtherForm);
    };
    let errors = match Json::field(envelope, "errors")? {
        None => Vec::new(),
        Some(Json::List(errors)) => errors.iter().map(read_error).collect::<Result<_, _>>()?,
        Some(_) => return Err(OtherForm),
    };
    let Some(list) = list_of_rows(answer)? else {
        let mut words = wire::words(&errors);
        if words.is_empty() {
            words.push("the list of rows is null, and no error says why".to_owned());
        }
        return Ok(Outcome::Refused(words));
    };
    let mut rows = Vec::new();
    let mut skipped = Skipped::default();
    for row in list {
        read_row(sought, row, &mut rows, &mut skipped)?;
    }
    let (cut, other): (Vec<_>, Vec<_>) = errors.into_iter().partition(is_cut_value);
    Ok(Outcome::Rows {
        rows,
        skipped,
        cut_values: cut.len() as u64,
        untold: if cut.is_empty() { Untold::Missing } else { Untold::Over32Bit },
        warnings: wire::words(&other),
    })
}

fn list_of_rows(answer: &Json) -> Result<Option<&[Json]>, OtherForm> {
    let mut place = answer;
    for name in ["data", "flow", "threat", "details"] {
        let Json::Object(fields) = place else {
            return Err(OtherForm);
        };
        match Json::field(fields, name)? {
            Some(inside) => place = inside,
            None => return Ok(None),
        }
    }
    if let Json::List(rows) = place { Ok(Some(rows)) } else { Err(OtherForm) }
}

fn read_error(error: &Json) -> Result<ServerError, OtherForm> {
    let Json::Object(fields) = error else {
        return Err(OtherForm);
    };
    let message = match Json::field(fields, "message")? {
        None => None,
        Some(Json::Text(message)) => Some(message.clone()),
        Some(_) => return Err(OtherForm),
    };
    let path = match Json::field(fields, "path")? {
        None => None,
        Some(Json::List(steps)) => Some(steps.iter().map(step).collect()),
        Some(_) => return Err(OtherForm),
    };
    Ok(ServerError { message, path })
}

/// Only names matter.
fn step(step: &Json) -> Value {
    if let Json::Text(name) = step { Value::String(name.clone()) } else { Value::Null }
}

/// A number that did not fit 32 bits: the path says which, or the message does where there is no name.
fn is_cut_value(error: &ServerError) -> bool {
    let field = error.path.as_ref().and_then(|path| path.last()?.as_str());
    let message = error.message.as_deref().unwrap_or_default();
    match field {
        Some(field) => ["connections", "maxPkts", "avgPkts", "maxBytes", "avgBytes"].contains(&field),
        None => message.contains("32-bit") || message.contains("32 bit"),
    }
}

/// A row as `row.rs` and `details.rs` document it: what is no number is not told, what cannot be placed is skipped.
fn read_row(sought: IpAddr, row: &Json, rows: &mut Vec<Row>, skipped: &mut Skipped) -> Result<(), OtherForm> {
    let Json::Object(fields) = row else {
        skipped.shape += 1;
        skipped.first.get_or_insert(shown(Some(row)));
        return Ok(());
    };
    let field = |name| Json::field(fields, name);
    let [first_seen, last_seen] = [field("firstSeen")?, field("lastSeen")?];
    let [source, destination] = [field("srcIp")?, field("dstIp")?];
    let [source_port, destination_port] = [count(field("srcPort")?), count(field("dstPort")?)];
    let [connections, max_packets, avg_packets] =
        [count(field("connections")?), count(field("maxPkts")?), count(field("avgPkts")?)];
    let [max_bytes, avg_bytes] = [count(field("maxBytes")?), count(field("avgBytes")?)];

    let (Some(source_ip), Some(destination_ip)) = (address(source), address(destination)) else {
        skipped.address += 1;
        skipped.first.get_or_insert(format!("addresses {} and {}", shown(source), shown(destination)));
        return Ok(());
    };
    let times = [first_seen, last_seen].into_iter().flatten().map(moment).collect::<Option<Vec<_>>>();
    let Some((first, last)) = times.and_then(|times| times.iter().min().copied().zip(times.iter().max().copied()))
    else {
        skipped.time += 1;
        skipped.first.get_or_insert(format!("times {} and {}", shown(first_seen), shown(last_seen)));
        return Ok(());
    };
    if source_ip != sought && destination_ip != sought {
        skipped.foreign += 1;
        skipped.first.get_or_insert(format!("{source_ip} to {destination_ip}"));
        return Ok(());
    }
    let port = |count: Option<u64>| count.and_then(|count| u16::try_from(count).ok());
    // The largest number of 32 bits stands for one that is not told.
    let narrow =
        |count: Option<u64>| count.and_then(|count| u32::try_from(count).ok()).filter(|count| *count < u32::MAX);
    rows.push(Row {
        source: source_ip,
        destination: destination_ip,
        source_port: port(source_port),
        destination_port: port(destination_port),
        first_seen: first,
        last_seen: last,
        connections: narrow(connections),
        max_packets: narrow(max_packets),
        avg_packets: narrow(avg_packets),
        max_bytes,
        avg_bytes,
    });
    Ok(())
}

fn address(value: Option<&Json>) -> Option<IpAddr> {
    if let Some(Json::Text(text)) = value { text.trim().parse().ok() } else { None }
}

fn moment(value: &Json) -> Option<Moment> {
    if let Json::Text(text) = value { text.trim().parse().ok() } else { None }
}

/// A whole number, its fraction cut, also one in quotes.
fn count(value: Option<&Json>) -> Option<u64> {
    match value? {
        Json::Number(number) => number.as_u64().or_else(|| {
            let number = number.as_f64().filter(|number| (0.0..1e18).contains(number))?;
            // In that range all is left but the fraction.
            #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
            Some(number as u64)
        }),
        Json::Text(text) => text.trim().parse().ok(),
        _ => None,
    }
}

/// A value in the words of what was skipped.
fn shown(value: Option<&Json>) -> String {
    match value {
        None | Some(Json::Null) => "null".to_owned(),
        Some(Json::Text(text)) => format!("`{}`", text.chars().take(40).collect::<String>()),
        Some(value) => count(Some(value)).map_or_else(|| "of no known form".to_owned(), |count| count.to_string()),
    }
}
