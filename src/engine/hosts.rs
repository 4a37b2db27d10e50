//! The hosts of a day, by what makes them suspicious. They are judged once, and looked at often.

use std::cell::RefCell;
use std::cmp::Reverse;
use std::rc::Rc;

use super::host_list::{AskHosts, HostOrder, Hosts};
use crate::domain::filter::Filter;
use crate::domain::network::{InternalNetwork, StandingChoice};
use crate::domain::suspicion::Host;
use crate::domain::time::Day;
use crate::local::LocalSpot;

/// The hosts that were judged last.
#[derive(Default)]
pub struct Judged(RefCell<Option<Last>>);

/// All hosts of a day, judged by the flows that pass a filter.
struct Last {
    day: Day,
    filter: Filter,
    hosts: Rc<[Host]>,
}

impl Judged {
    /// Forgets them: flows or networks are others now.
    pub fn forget(&self) {
        self.0.take();
    }

    /// The hosts of a day.
    pub fn hosts(&self, local: &LocalSpot, network: &InternalNetwork, question: &AskHosts) -> Hosts {
        let all = self.of(local, network, question.day, &question.filter);
        let containing = question.containing.trim();
        let mut matching: Vec<&Host> =
            all.iter().filter(|host| containing.is_empty() || host.ip.to_string().contains(containing)).collect();
        // Stable: of equals the more suspicious one stays before the other.
        match question.order {
            HostOrder::Suspicion => {}
            HostOrder::Connections => matching.sort_by_key(|host| Reverse(host.connections_out + host.connections_in)),
            HostOrder::Peers => matching.sort_by_key(|host| Reverse(host.peers_out.max(host.peers_in))),
            HostOrder::BytesOut => matching.sort_by_key(|host| Reverse(host.bytes_to_external)),
            HostOrder::Address => matching.sort_by_key(|host| host.ip),
        }
        Hosts {
            matching: matching.len() as u64,
            of: all.len() as u64,
            hosts: matching.into_iter().take(usize::from(question.at_most)).cloned().collect(),
        }
    }

    fn of(&self, local: &LocalSpot, network: &InternalNetwork, day: Day, filter: &Filter) -> Rc<[Host]> {
        let is_it = |last: &&Last| (last.day, &last.filter) == (day, filter);
        let known = self.0.borrow().as_ref().filter(is_it).map(|last| Rc::clone(&last.hosts));
        known.unwrap_or_else(|| {
            let place = |ip| network.standing(ip, StandingChoice::ByRanges).place;
            let hosts: Rc<[Host]> = local.flows().look(|flows| flows.hosts_filtered(day, filter, place)).into();
            self.0.replace(Some(Last { day, filter: filter.clone(), hosts: Rc::clone(&hosts) }));
            hosts
        })
    }
}
