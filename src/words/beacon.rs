//! A beacon's score in plain words.

use super::duration;
use super::format::{bytes, count};
use crate::domain::beacon::{Beacon, Explanation, HOURS, Presence, Regularity, Steadiness};

/// Why it has its score: one sentence for each part of it, the explanation first where there is one.
#[must_use]
pub fn reasons(beacon: &Beacon) -> Vec<String> {
    let mut reasons: Vec<String> = beacon.explanation.map(explanation).map(str::to_owned).into_iter().collect();
    reasons.push(intervals(&beacon.intervals));
    reasons.push(beacon.sizes.as_ref().map_or_else(|| "Bytes sent are not known.".to_owned(), sizes));
    reasons.push(presence(&beacon.presence));
    reasons.push(steadiness(&beacon.steadiness, beacon.contacts));
    reasons
}

/// Why it may be harmless.
#[must_use]
pub fn explanation(explanation: Explanation) -> &'static str {
    match explanation {
        Explanation::Ntp => "NTP client: regular by design.",
        Explanation::Names => "Asks for names (DNS, NetBIOS, mDNS or LLMNR): regular by design.",
        Explanation::Addresses => "Renews its address (DHCP): regular by design.",
        Explanation::Discovery => "Announces services (SSDP or WS-Discovery): regular by design.",
        Explanation::Monitoring => "Monitoring (ping, SNMP or syslog): regular by design.",
        Explanation::Mail => "Mail client: looks for mail regularly.",
        Explanation::Chat => "Chat or push service: keeps in touch regularly.",
        Explanation::Irc => "IRC: a chat, and a way in which bots get their orders.",
    }
}

fn intervals(intervals: &Regularity) -> String {
    format!(
        "{} intervals: {} in the middle, half of them within {} of it{}.",
        evenness(intervals),
        duration::milliseconds(intervals.median),
        duration::milliseconds(intervals.deviation),
        lean(intervals, "shorter", "longer"),
    )
}

fn sizes(sizes: &Regularity) -> String {
    if sizes.bounds.0 == sizes.bounds.1 {
        return format!("Constant size: {} sent each time.", bytes(sizes.median));
    }
    format!(
        "{} sizes: {} sent in the middle, half of them within {} of it{}.",
        evenness(sizes),
        bytes(sizes.median),
        bytes(sizes.deviation),
        lean(sizes, "smaller", "larger"),
    )
}

fn presence(presence: &Presence) -> String {
    let part = percent(presence.coverage);
    let Presence { hours_seen, longest_run, .. } = presence;
    format!("Goes on for {part} of the data: seen in {hours_seen} of {HOURS} parts, {longest_run} of them in a row.")
}

fn steadiness(steadiness: &Steadiness, contacts: usize) -> String {
    let least = steadiness.counts.iter().min().copied().unwrap_or(0);
    let most = steadiness.counts.iter().max().copied().unwrap_or(0);
    let word = match steadiness.score {
        score if score >= 0.8 => "Steady",
        score if score >= 0.5 => "Fairly steady",
        _ => "Unsteady",
    };
    let contacts = count(contacts as u64);
    format!("{word}: {contacts} contacts, {} to {} in each of {HOURS} parts.", count(least.into()), count(most.into()))
}

fn evenness(regularity: &Regularity) -> &'static str {
    match regularity.score {
        score if score >= 0.9 => "Regular",
        score if score >= 0.7 => "Fairly regular",
        _ => "Irregular",
    }
}

fn lean(regularity: &Regularity, low: &str, high: &str) -> String {
    match regularity.skewness {
        skewness if skewness > 0.3 => format!(", the others mostly {high}"),
        skewness if skewness < -0.3 => format!(", the others mostly {low}"),
        _ => String::new(),
    }
}

/// A part of a whole, 0 to 1, in percent: `97%`.
#[must_use]
pub fn percent(part: f64) -> String {
    format!("{:.0}%", part.clamp(0.0, 1.0) * 100.0)
}
