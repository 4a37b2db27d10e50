//! Hosts are judged some flows at a time, and whatever happens to the flows in between, what comes of it is right or not told.
#![allow(clippy::unwrap_used, reason = "a test ends at what it did not expect")]

mod common;

use std::net::IpAddr;

use common::ip;
use investigation::domain::filter::Filter;
use investigation::domain::network::Place;
use investigation::domain::protocol::Protocol;
use investigation::domain::time::Moment;
use investigation::local::SharedFlows;
use investigation::local::flows::{BothWays, Flow, FlowTable};
use investigation::local::host_judging::{HostJudging, Step};

const MIDNIGHT: Moment = Moment(1_700_006_400);

fn inside(ip: IpAddr) -> Place {
    if ip.to_string().starts_with("10.") { Place::Internal } else { Place::External }
}

fn flow(number: u32) -> Flow {
    Flow {
        destination_port: Some(443),
        protocol: Some(Protocol::TCP),
        bytes: BothWays { sent: 100, received: 40 },
        ..Flow::between(
            ip(&format!("10.0.0.{}", number % 7)),
            ip(&format!("198.51.100.{}", number % 11)),
            Moment(MIDNIGHT.0 + number),
        )
    }
}

fn day_of(flows: u32) -> FlowTable {
    let mut table = FlowTable::default();
    (0..flows).for_each(|number| table.push(&flow(number)));
    table
}

fn judging(flows: &SharedFlows, filter: &str) -> HostJudging<fn(IpAddr) -> Place> {
    let filter: Filter = filter.parse().unwrap();
    flows.look(|table| HostJudging::new(table, MIDNIGHT.day(), filter, inside as fn(IpAddr) -> Place))
}

/// Steps until it is over; `between` may do with the flows what it likes, and is told how many steps there were.
fn steps(
    judging: &mut HostJudging<fn(IpAddr) -> Place>,
    flows: &SharedFlows,
    mut between: impl FnMut(usize, &SharedFlows),
) -> (Step, Vec<u8>) {
    let mut told = Vec::new();
    loop {
        // The table is borrowed for a step alone: in between it can be changed.
        match flows.look(|table| judging.advance(table, 50)) {
            Step::Todo { percent } => told.push(percent),
            over => return (over, told),
        }
        between(told.len(), flows);
    }
}

#[test]
fn it_can_be_left_and_gone_on_with_at_each_step() {
    for filter in ["", "src:10.0.0.1,10.0.0.2", "host.opened:>50 dir:outbound"] {
        let flows = SharedFlows::from(day_of(500));
        let mut judging = judging(&flows, filter);
        let (over, told) = steps(&mut judging, &flows, |_, flows| assert_eq!(flows.look(FlowTable::len), 500));
        assert_eq!(over, Step::Done);
        assert!(told.len() > 5 && told.is_sorted() && told.iter().all(|percent| *percent <= 100), "{told:?}");
        let hosts = flows.look(|table| judging.finish(table));
        let at_once = flows.look(|table| table.hosts_filtered(MIDNIGHT.day(), &filter.parse().unwrap(), inside));
        assert!(!hosts.is_empty());
        assert_eq!(hosts, at_once, "{filter}");
    }
}

#[test]
fn flows_that_come_meanwhile_are_not_judged_and_do_no_harm() {
    for filter in ["", "host.taken:>10"] {
        let expected = day_of(500).hosts_filtered(MIDNIGHT.day(), &filter.parse().unwrap(), inside);
        let flows = SharedFlows::from(day_of(500));
        let mut judging = judging(&flows, filter);
        let (over, _) = steps(&mut judging, &flows, |step, flows| {
            // Known hosts, and one that was not known before.
            let new = Flow::between(ip("10.0.0.99"), ip("10.0.0.1"), Moment(MIDNIGHT.0 + 1));
            flows.update(|table| [new, flow(u32::try_from(step).unwrap())].iter().for_each(|flow| table.push(flow)));
        });
        assert_eq!(over, Step::Done);
        assert_eq!(flows.look(|table| judging.finish(table)), expected, "{filter}");
    }
}

#[test]
fn where_flows_are_taken_out_it_says_that_it_has_to_begin_again() {
    let all = day_of(500);
    let (_, whole) = steps(&mut judging(&all.clone().into(), ""), &all.clone().into(), |_, _| {});
    for at in 1..=whole.len() {
        for change in [|table: &mut FlowTable| table.remove(100..200), FlowTable::clear] {
            let flows = SharedFlows::from(all.clone());
            let mut judging = judging(&flows, "");
            let (over, told) = steps(&mut judging, &flows, |step, flows| {
                if step == at {
                    flows.update(change);
                    // As many as before: their number tells nothing.
                    flows.update(|table| (0..500).for_each(|number| table.push(&flow(number))));
                }
            });
            assert_eq!((over, told.len()), (Step::Changed, at));
            assert_eq!(flows.look(|table| judging.finish(table)), [], "nothing is told of what is no longer there");
        }
    }
}

#[test]
fn a_day_without_flows_has_no_hosts() {
    let flows = SharedFlows::default();
    let mut judging = judging(&flows, "host.outside:>1M");
    assert_eq!(steps(&mut judging, &flows, |_, _| {}).0, Step::Done);
    assert_eq!(flows.look(|table| judging.finish(table)), []);
}
