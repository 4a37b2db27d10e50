//! What `createStoryboard` is sent (`spot.md`, quirks 2 to 6).

use std::net::IpAddr;

use graphql_client::GraphQLQuery;

use super::operations::CreateStoryboard;
use super::operations::create_storyboard::{
    NetflowCreateStoryboardInputType, NetflowThreatDetailsInputType, Variables,
};
use crate::domain::comment::encode;
use crate::domain::details::LARGEST_TOLD;
use crate::domain::threats::Comment;
use crate::domain::time::Day;
use crate::domain::view::{Pair, TopResults};
use crate::failure::{Failure, SAVING};

/// The input of the mutation, and how many pairs were left out since Spot stores IPv4 only.
pub fn input(
    day: Day,
    ip: IpAddr,
    comment: &Comment,
    pairs: &[Pair],
    top: TopResults,
) -> Result<(Variables, u32), Failure> {
    if ip.is_ipv6() {
        return Err(Failure::NotPossible(format!(
            "Spot stores storyboards of IPv4 addresses only, so nothing was sent for {ip}. Your text is kept in this browser."
        )));
    }
    let (sent, left_out): (Vec<&Pair>, Vec<&Pair>) =
        pairs.iter().partition(|pair| pair.source.is_ipv4() && pair.destination.is_ipv4());
    let input = NetflowCreateStoryboardInputType {
        date: Some(day.to_string()),
        // The notebook declared `topResults` but sent `first`, which is the one that counts (quirk 3).
        first: i64::try_from(top.get()).ok(),
        ip: ip.to_string(),
        title: encode(&comment.title),
        text: encode(&comment.text),
        threat_details: sent.into_iter().map(|pair| Some(detail(pair))).collect(),
    };
    Ok((Variables { input }, u32::try_from(left_out.len()).unwrap_or(u32::MAX)))
}

/// How the body of a request is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Layout {
    /// As it is sent.
    Compact,
    /// The same, to be read by people.
    Indented,
}

/// The body of the request that saves: JSON with query, variables and operation name.
pub fn body(variables: Variables, layout: Layout) -> Result<String, Failure> {
    let query = CreateStoryboard::build_query(variables);
    let written = match layout {
        Layout::Compact => serde_json::to_string(&query),
        Layout::Indented => serde_json::to_string_pretty(&query),
    };
    written.map_err(|error| Failure::Malformed { what: SAVING.to_owned(), reason: error.to_string() })
}

fn detail(pair: &Pair) -> NetflowThreatDetailsInputType {
    // What does not fit, or was cut by Spot itself, is sent as the largest that does (quirk 2).
    let largest = i64::from(LARGEST_TOLD);
    let int = |number: Option<u64>| {
        Some(number.and_then(|number| i64::try_from(number).ok()).map_or(largest, |number| number.min(largest)))
    };
    NetflowThreatDetailsInputType {
        src_ip: Some(pair.source.to_string()),
        dst_ip: Some(pair.destination.to_string()),
        // A port that is not known is 0, as Spot's own tables have it.
        src_port: Some(i64::from(pair.source_port.unwrap_or(0))),
        dst_port: Some(i64::from(pair.destination_port.unwrap_or(0))),
        first_seen: Some(pair.first_seen.to_string()),
        last_seen: Some(pair.last_seen.to_string()),
        connections: int(pair.connections),
        max_bytes: int(pair.max_bytes),
        max_pkts: int(pair.max_packets),
        avg_bytes: int(pair.avg_bytes),
        avg_pkts: int(pair.avg_packets),
    }
}
