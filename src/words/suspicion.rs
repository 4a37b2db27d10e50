//! Why a host is suspicious, in plain words.

use super::beacon::{explanation, percent};
use super::duration;
use super::format::{bytes, count, counted};
use crate::domain::beacon::Service;
use crate::domain::suspicion::{Call, Reason};

/// One sentence; addresses and ports stand in it as they are.
#[must_use]
pub fn reason(reason: &Reason) -> String {
    match reason {
        Reason::Calls(call) => format!("Calls {} {}", call.peer, by_the_clock(call)),
        Reason::CalledBy(call) => format!("Is called by {} {}", call.peer, by_the_clock(call)),
        Reason::PortScan { peer, ports } => format!("Tried {} of {peer}.", counted((*ports).into(), "port")),
        Reason::Sweep(most) => {
            format!("Tried {} on {}.", service(most.service), counted(most.peers.into(), "host"))
        }
        Reason::NewPeers(new) => {
            format!("Met {} in the hour from {}.", counted(new.peers.into(), "host"), new.hour)
        }
        Reason::ManyPeers { peers } => format!("Opened connections to {}.", counted((*peers).into(), "host")),
        Reason::Failures(failures) => {
            // Counts of a day are far below 2^53.
            #[allow(clippy::cast_precision_loss)]
            let part = failures.failed as f64 / failures.known.max(1) as f64;
            format!("{} of {} connections failed ({}).", count(failures.failed), count(failures.known), percent(part))
        }
        Reason::Upload { bytes: sent } => format!("Sent {} to outside.", bytes(*sent)),
    }
}

fn by_the_clock(call: &Call) -> String {
    let by_service = call.service.map(|called| format!(" on {}", service(called))).unwrap_or_default();
    let harmless = call.explanation.map(|why| format!(" {}", explanation(why))).unwrap_or_default();
    format!(
        "about every {}{by_service}: {}, beacon score {:.2}.{harmless}",
        duration::milliseconds(call.interval_ms),
        counted(call.contacts.into(), "contact"),
        call.score,
    )
}

/// `TCP port 443`, or `ICMP` where there is no port.
#[must_use]
pub fn service(service: Service) -> String {
    match service.port {
        Some(port) => format!("{} port {port}", service.protocol),
        None => service.protocol.to_string(),
    }
}
