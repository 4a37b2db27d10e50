//! The hosts of a day, by what makes them suspicious. They are judged once, and looked at often.

use std::cell::{Cell, RefCell};
use std::cmp::Reverse;
use std::net::IpAddr;
use std::rc::Rc;

use super::api::Progress;
use super::chunks::{Turns, next_turn};
use super::host_list::{AskHosts, HostOrder, Hosts};
use crate::domain::filter::{Filter, HostTotals};
use crate::domain::network::{InternalNetwork, Place, StandingChoice};
use crate::domain::suspicion::Host;
use crate::domain::time::Day;
use crate::local::SharedFlows;
use crate::local::flows::FlowTable;
use crate::local::host_judging::{HostJudging, Step};

/// Flows between two looks at the clock: some milliseconds.
const FLOWS_A_STEP: usize = 1 << 15;

/// The hosts that were judged last, or are being judged.
#[derive(Default)]
pub struct Judged {
    last: RefCell<Option<(Of, Rc<[Host]>)>>,
    /// What was begun and is nobody's at the moment: the analyst looks at the list in another order before it is there.
    begun: RefCell<Option<(Of, Begun)>>,
    /// How often all was forgotten.
    forgotten: Cell<u64>,
    /// What the hosts of a day did, as long as the table is the same.
    totals: RefCell<Option<(OfTable, Rc<[HostTotals]>)>>,
}

/// A day, and what tells that the table is the same: how often flows were taken out, and how many there are.
type OfTable = (Day, u64, usize);

/// All hosts of a day, judged by the flows that pass a filter.
#[derive(Clone, PartialEq)]
struct Of {
    day: Day,
    filter: Filter,
}

type Begun = HostJudging<Box<dyn Fn(IpAddr) -> Place>>;

/// Judging that is gone on with. Whoever does is cancelled at any turn: what was begun is then kept for the next.
struct UnderWay<'a> {
    judged: &'a Judged,
    forgotten: u64,
    begun: Option<(Of, Begun)>,
}

impl Drop for UnderWay<'_> {
    fn drop(&mut self) {
        if self.judged.forgotten.get() == self.forgotten {
            self.judged.begun.replace(self.begun.take());
        }
    }
}

impl Judged {
    /// Forgets them: flows or networks are others now.
    pub fn forget(&self) {
        self.forgotten.set(self.forgotten.get() + 1);
        self.last.take();
        self.begun.take();
        self.totals.take();
    }

    /// The hosts of a day. `on_progress` hears of hundredths as rows.
    pub async fn hosts(
        &self,
        flows: &SharedFlows,
        network: InternalNetwork,
        question: &AskHosts,
        on_progress: impl FnMut(Progress),
    ) -> Hosts {
        let of = Of { day: question.day, filter: question.filter.clone() };
        let known = self.last.borrow().as_ref().filter(|(last, _)| *last == of).map(|(_, hosts)| Rc::clone(hosts));
        let all = match known {
            Some(known) => known,
            None => self.judge(of, flows, network, on_progress).await,
        };
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

    /// What the hosts of a day did, by the number of the address; bytes are left out.
    pub fn totals(&self, table: &FlowTable, day: Day) -> Rc<[HostTotals]> {
        let of = (day, table.removals(), table.len());
        let known = self.totals.borrow().as_ref().filter(|(last, _)| *last == of).map(|(_, totals)| Rc::clone(totals));
        known.unwrap_or_else(|| {
            // Where all stand outside, nothing goes there from inside.
            let totals: Rc<[HostTotals]> = table.host_totals(day, |_| Place::External).into();
            self.totals.replace(Some((of, Rc::clone(&totals))));
            totals
        })
    }

    /// Judges some flows at a time, and lets other questions in between.
    async fn judge(
        &self,
        of: Of,
        flows: &SharedFlows,
        network: InternalNetwork,
        mut on_progress: impl FnMut(Progress),
    ) -> Rc<[Host]> {
        // A question that is overtaken by now is cancelled here.
        next_turn().await;
        let network = Rc::new(network);
        let from_the_start = || {
            let network = Rc::clone(&network);
            let place = move |ip| network.standing(ip, StandingChoice::ByRanges).place;
            flows.look(|table| {
                HostJudging::new(table, of.day, of.filter.clone(), Box::new(place) as Box<dyn Fn(_) -> _>)
            })
        };
        let begun = self.begun.take().filter(|(begun, _)| *begun == of).map_or_else(from_the_start, |(_, begun)| begun);
        let forgotten = self.forgotten.get();
        let mut under_way = UnderWay { judged: self, forgotten, begun: Some((of.clone(), begun)) };
        let mut turns = Turns::begin();
        let hosts = loop {
            let Some((_, judging)) = &mut under_way.begun else { break Vec::new() };
            match flows.look(|table| judging.advance(table, FLOWS_A_STEP)) {
                Step::Todo { percent } => on_progress(Progress { bytes: 0, rows: percent.into() }),
                // A file was taken out.
                Step::Changed => *judging = from_the_start(),
                Step::Done => {
                    let begun = under_way.begun.take();
                    break begun.map(|(_, judging)| flows.look(|table| judging.finish(table))).unwrap_or_default();
                }
            }
            turns.pass().await;
        };
        let hosts: Rc<[Host]> = hosts.into();
        if self.forgotten.get() == forgotten {
            self.last.replace(Some((of, Rc::clone(&hosts))));
        }
        hosts
    }
}
