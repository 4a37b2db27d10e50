//! The timeline in words: for those who do not see it, and for what it leaves out.

use std::net::IpAddr;

use super::answered::{Answered, bucket_span, bucket_window};
use super::scale::Span;
use crate::domain::details::Untold;
use crate::domain::time::{self, Moment, Window};
use crate::domain::view::{Counted, Fact, Lane};

/// How numbers are written.
#[derive(Clone, Copy, Debug)]
pub struct Words {
    /// A count, grouped.
    pub count: fn(u64) -> String,
    /// Bytes, in IEC units.
    pub bytes: fn(u64) -> String,
}

/// `text`, its middle replaced by `…` where it has more than `characters`. Both ends stay: addresses of one network
/// differ at their end.
#[must_use]
pub fn shorten(text: &str, characters: usize) -> String {
    let all: Vec<char> = text.chars().collect();
    if all.len() <= characters {
        return text.to_owned();
    }
    let kept = characters.saturating_sub(1);
    let head = all.iter().take(kept.div_ceil(2));
    let tail = all.iter().skip(all.len() - kept / 2);
    head.chain(['…'].iter()).chain(tail).collect()
}

/// `text`, its end replaced by `…` where it has more than `characters`: names begin with what tells them apart.
#[must_use]
pub fn cut(text: &str, characters: usize) -> String {
    match text.char_indices().nth(characters) {
        None => text.to_owned(),
        Some(_) => text.chars().take(characters.saturating_sub(1)).chain(['…']).collect(),
    }
}

/// What is counted, in the plural or not.
#[must_use]
pub fn noun(counted: Counted, count: u64) -> &'static str {
    match (counted, count) {
        (Counted::RowsActive, 1) => "row",
        (Counted::RowsActive, _) => "rows",
        (Counted::ConnectionsBegun, 1) => "connection",
        (Counted::ConnectionsBegun, _) => "connections",
    }
}

/// A length of time: its two largest units.
#[must_use]
pub fn duration(seconds: u32) -> String {
    time::duration(seconds.into())
}

/// A length of time after "per": `minute`, `5 minutes`, `hour`.
#[must_use]
pub fn each(seconds: u32) -> String {
    let (count, unit) = match seconds {
        86_400.. if seconds.is_multiple_of(86_400) => (seconds / 86_400, "day"),
        3_600.. if seconds.is_multiple_of(3_600) => (seconds / 3_600, "hour"),
        60.. if seconds.is_multiple_of(60) => (seconds / 60, "minute"),
        _ => (seconds, "second"),
    };
    if count == 1 { unit.to_owned() } else { format!("{count} {unit}s") }
}

/// From when to when, both ends inclusive: the day is named where `several_days` asks for it, and once where it is one.
#[must_use]
pub fn period(start: Moment, end: Moment, several_days: bool) -> String {
    let beginning = if several_days { start.to_string() } else { start.clock() };
    if start == end {
        beginning
    } else if start.day() == end.day() {
        format!("{beginning} to {}", end.clock())
    } else {
        format!("{start} to {end}")
    }
}

/// Bytes of a row that may not tell them.
#[must_use]
pub fn bytes(bytes: Option<u64>, untold: Untold, words: Words) -> String {
    match (bytes, untold) {
        (Some(bytes), _) => (words.bytes)(bytes),
        (None, Untold::Over32Bit) => "over 2 GiB (cut at 32 bits)".to_owned(),
        (None, Untold::Missing) => "unknown".to_owned(),
    }
}

/// A count that a row may not tell.
#[must_use]
pub fn count(count: Option<u64>, words: Words) -> String {
    count.map_or_else(|| "unknown".to_owned(), words.count)
}

/// An address and a port, as one writes them.
#[must_use]
pub fn endpoint(ip: IpAddr, port: Option<u16>) -> String {
    match (ip, port) {
        (ip, None) => ip.to_string(),
        (IpAddr::V4(ip), Some(port)) => format!("{ip}:{port}"),
        (IpAddr::V6(ip), Some(port)) => format!("[{ip}]:{port}"),
    }
}

/// A row, to be read aloud.
#[must_use]
pub fn fact(fact: &Fact, several_days: bool, untold: Untold, words: Words) -> String {
    let end = |ip: IpAddr, port: Option<u16>| match port {
        Some(port) => format!("{ip} port {port}"),
        None => format!("{ip} port unknown"),
    };
    let protocol = fact.protocol.map(|protocol| format!("{protocol}, ")).unwrap_or_default();
    format!(
        "{}: {} to {}, {protocol}connections {}, bytes of the largest {}",
        period(fact.start, fact.end, several_days),
        end(fact.source, fact.source_port),
        end(fact.destination, fact.destination_port),
        count(fact.connections, words),
        bytes(fact.max_bytes, untold, words),
    )
}

/// Which of the rows at a spot is told, if there are more.
#[must_use]
pub fn which_of(shown: usize, total: u64, counted: Counted, words: Words) -> String {
    let total_text = (words.count)(total);
    match (shown, total) {
        (_, 0) => format!("No {} here", noun(counted, 0)),
        (_, 1) => format!("The only {} here", noun(counted, 1)),
        (1, _) => format!("1 of {total_text} {} here, the one with most bytes", noun(counted, total)),
        (shown, _) if shown as u64 == total => format!("All {total_text} {} here", noun(counted, total)),
        (shown, _) => format!("{shown} of {total_text} {} here, those with most bytes", noun(counted, total)),
    }
}

/// What a bucket of the strip counts.
#[must_use]
pub fn counted(counted: Counted) -> &'static str {
    match counted {
        Counted::RowsActive => "rows active",
        Counted::ConnectionsBegun => "connections begun",
    }
}

/// From when to when, the end exclusive.
#[must_use]
pub fn half_open(window: Window, several_days: bool) -> String {
    period(window.start, window.end, several_days)
}

/// The whole picture.
#[must_use]
pub fn summary(answered: &Answered, span: Span, lanes: &[&Lane], peers: [u32; 3], words: Words) -> String {
    let timeline = &answered.timeline;
    let extent = answered.extent();
    let shown = half_open(span.window(), true);
    let part = if super::zoom::is_whole(span, extent) {
        String::new()
    } else {
        format!(", a part of {}", half_open(timeline.extent, true))
    };
    let busiest = lanes.iter().max_by_key(|lane| (lane.connections.is_none(), lane.connections, lane.rows));
    let busiest = busiest.map(|lane| {
        format!(
            " Busiest of the lanes in sight: {}, {}, connections {}.",
            lane.peer,
            lane.direction.name().to_lowercase(),
            count(lane.connections, words)
        )
    });
    format!(
        "{shown}{part}. {} {}{}",
        peak(answered, span, words),
        left_out(answered, peers, words),
        busiest.unwrap_or_default()
    )
}

fn peak(answered: &Answered, span: Span, words: Words) -> String {
    let activity = &answered.timeline.activity;
    let sum = |counts: &[u32; 3]| counts.iter().map(|&count| u64::from(count)).sum::<u64>();
    let in_sight =
        activity.buckets.iter().enumerate().filter(|(index, _)| bucket_span(activity, *index).overlaps(span));
    // Of equals the first: `max_by_key` would take the last.
    let most = in_sight.map(|(index, counts)| (sum(counts), index)).rev().max_by_key(|(count, _)| *count);
    let counted = answered.timeline.counted;
    match most {
        None | Some((0, _)) => format!("No {} in sight.", noun(counted, 0)),
        Some((count, index)) => {
            let window = bucket_window(activity, index);
            let done = match counted {
                Counted::RowsActive => "active",
                Counted::ConnectionsBegun => "begun",
            };
            format!(
                "Busiest: {} {} {done} within {} from {}.",
                (words.count)(count),
                noun(counted, count),
                duration(activity.bucket_seconds),
                window.start
            )
        }
    }
}

/// What has no lane.
#[must_use]
pub fn left_out(answered: &Answered, peers: [u32; 3], words: Words) -> String {
    let timeline = &answered.timeline;
    let all_peers: u64 = peers.iter().map(|&count| u64::from(count)).sum();
    let (in_lanes, all) = timeline.in_lanes;
    let missing = all.saturating_sub(in_lanes);
    if u64::from(timeline.lanes_total) >= all_peers && missing == 0 {
        return format!("Every peer has a lane ({}).", (words.count)(all_peers));
    }
    let verb = if missing == 1 { "is" } else { "are" };
    format!(
        "{} of {} peers have a lane; {} of {} {} {verb} in no lane.",
        (words.count)(u64::from(timeline.lanes_total)),
        (words.count)(all_peers),
        (words.count)(missing),
        (words.count)(all),
        noun(timeline.counted, all),
    )
}
