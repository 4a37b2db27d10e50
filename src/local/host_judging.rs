//! The hosts of a day, judged some flows at a time: whoever holds the table can do other things in between.
//!
//! ```text
//! totals of hosts, where the filter asks --> flows of the day that pass --> Judging --> hosts
//! ```
//!
//! Each step borrows the table anew. Flows that are added in between follow those that are judged, and are left out; where
//! flows were taken out, places no longer mean what they did, and judging has to begin again.

use std::net::{IpAddr, Ipv4Addr};

use super::flow_block::FlowBlock;
use super::flows::FlowTable;
use super::host_totals::{add_block, is_of_day};
use crate::domain::details::PeerId;
use crate::domain::direction::Direction;
use crate::domain::filter::{Facts, Filter, HostTotals, Key};
use crate::domain::network::Place;
use crate::domain::suspicion::{FlowSet, Host, Judging, Observation, Progress};
use crate::domain::time::Day;

/// Hosts that are being judged by the flows of a day that pass a filter. Nobody's peers are looked at here: the group of a
/// flow is the way that it crosses the border of the internal network, and within or without it has none.
#[derive(Debug)]
pub struct HostJudging<P> {
    day: Day,
    filter: Filter,
    /// Tells where an address stands.
    place: P,
    /// What [`FlowTable::removals`] was, and how many flows there were.
    began_with: (u64, usize),
    stage: Stage,
    /// By address, where the filter asks for them.
    totals: Option<Vec<HostTotals>>,
    /// Places in the table of the flows that are judged.
    chosen: Vec<u32>,
}

/// What is being done.
#[derive(Debug)]
enum Stage {
    /// Totals of hosts are made, from that block on; by address, where each stands.
    Totals(usize, Vec<Place>),
    /// Flows are held against day and filter, from that block on.
    Choosing(usize),
    /// Those that passed are judged.
    Judging(Box<Judging>),
}

/// How far it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// There is more to do.
    Todo {
        /// How much is done, in hundredths.
        percent: u8,
    },
    /// Nothing is left to do: [`HostJudging::finish`] gives the hosts.
    Done,
    /// Flows were taken out since it began: it has to begin again.
    Changed,
}

/// The flows that are judged. A flow's number is its place in `chosen`.
struct Chosen<'a> {
    table: &'a FlowTable,
    chosen: &'a [u32],
}

impl<P: Fn(IpAddr) -> Place> HostJudging<P> {
    /// Begins with the flows that `table` has now. `place` tells where an address stands.
    pub fn new(table: &FlowTable, day: Day, filter: Filter, place: P) -> Self {
        let addresses = table.addresses().addresses();
        let totals = filter.asks_any(Key::is_of_host).then(|| vec![HostTotals::default(); addresses.len()]);
        let stage = match totals {
            Some(_) => Stage::Totals(0, addresses.iter().map(|&ip| place(ip)).collect()),
            None => Stage::Choosing(0),
        };
        Self { day, filter, place, began_with: (table.removals(), table.len()), stage, totals, chosen: Vec::new() }
    }

    /// Goes on for about `flows` flows of `table`, the same that it began with.
    pub fn advance(&mut self, table: &FlowTable, flows: usize) -> Step {
        let (removals, all) = self.began_with;
        if table.removals() != removals || table.len() < all {
            return Step::Changed;
        }
        let blocks = (flows / FlowBlock::FLOWS).max(1);
        let of_blocks = |first: usize| first..first.saturating_add(blocks).min(all.div_ceil(FlowBlock::FLOWS));
        // The last block may have grown since.
        let flows_of = |number: usize| FlowBlock::FLOWS.min(all - number * FlowBlock::FLOWS);
        match &mut self.stage {
            Stage::Totals(next, places) => {
                let these = of_blocks(*next);
                *next = these.end;
                if these.is_empty() {
                    self.stage = Stage::Choosing(0);
                } else if let Some(totals) = &mut self.totals {
                    these.for_each(|number| {
                        add_block(totals, places, self.day, &table.blocks()[number], flows_of(number));
                    });
                }
            }
            Stage::Choosing(next) => {
                let these = of_blocks(*next);
                *next = these.end;
                if these.is_empty() {
                    let set = Chosen { table, chosen: &self.chosen };
                    self.stage = Stage::Judging(Box::new(Judging::new(&set, &self.place)));
                }
                these.for_each(|number| self.choose(table, number, flows_of(number)));
            }
            Stage::Judging(judging) => {
                let set = Chosen { table, chosen: &self.chosen };
                return match judging.advance(&set, flows) {
                    Progress::Todo { flows, of } => Step::Todo { percent: percent(of - flows, of) },
                    Progress::Done => Step::Done,
                };
            }
        }
        Step::Todo { percent: 0 }
    }

    /// Does what is left, and gives all hosts, the most suspicious first; none where flows were taken out since it began.
    #[must_use]
    pub fn finish(mut self, table: &FlowTable) -> Vec<Host> {
        loop {
            match self.advance(table, usize::MAX) {
                Step::Todo { .. } => {}
                Step::Done => break,
                Step::Changed => return Vec::new(),
            }
        }
        let Stage::Judging(judging) = self.stage else { return Vec::new() };
        let mut hosts = judging.finish(&Chosen { table, chosen: &self.chosen });
        // The table's other days have hosts, too; and what is sent to all is sent to no host.
        hosts.retain(|host| host.connections_out + host.connections_in > 0 && is_host(host.ip));
        hosts
    }

    /// Takes of the first `flows` flows of a block those that are of the day and pass.
    #[inline(never)]
    fn choose(&mut self, table: &FlowTable, number: usize, flows: usize) {
        let block = &table.blocks()[number];
        let asks_direction = self.filter.asks(Key::Direction);
        for (at, &start) in block.start().iter().enumerate().take(flows) {
            if !is_of_day(self.day, start) {
                continue;
            }
            let passes = self.filter.is_empty() || {
                let facts = table.facts(&block.flow(at), self.totals.as_deref());
                let crosses = || direction((self.place)(facts.source?), (self.place)(facts.destination?));
                let direction = if asks_direction { crosses() } else { None };
                self.filter.matches(&Facts { direction, ..facts })
            };
            if passes {
                self.chosen.extend(u32::try_from(number * FlowBlock::FLOWS + at));
            }
        }
    }
}

fn percent(done: usize, of: usize) -> u8 {
    u8::try_from(100 * done as u64 / (of as u64).max(1)).unwrap_or(100)
}

/// Which way a flow crosses the border of the internal network.
fn direction(source: Place, destination: Place) -> Option<Direction> {
    match (source, destination) {
        (Place::External, Place::Internal) => Some(Direction::Inbound),
        (Place::Internal, Place::External) => Some(Direction::Outbound),
        (Place::Internal, Place::Internal) | (Place::External, Place::External) => None,
    }
}

fn is_host(ip: IpAddr) -> bool {
    !ip.is_multicast() && !ip.is_unspecified() && ip != IpAddr::V4(Ipv4Addr::BROADCAST)
}

impl FlowSet for Chosen<'_> {
    fn addresses(&self) -> &[IpAddr] {
        self.table.addresses().addresses()
    }

    fn len(&self) -> usize {
        self.chosen.len()
    }

    fn sides(&self, flow: usize) -> (PeerId, PeerId) {
        self.table.sides(self.chosen[flow] as usize)
    }

    fn flow(&self, flow: usize) -> Observation {
        self.table.observation(self.chosen[flow] as usize)
    }
}
