//! The hosts of a flow table: those of the day alone, and none that is no host.

mod common;

use common::ip;
use investigation::domain::network::Place;
use investigation::domain::outcome::Outcome;
use investigation::domain::protocol::Protocol;
use investigation::domain::suspicion::Reason;
use investigation::domain::time::Moment;
use investigation::local::flows::{BothWays, Flow, FlowTable};

const MIDNIGHT: Moment = Moment(1_700_006_400);

fn inside(ip: std::net::IpAddr) -> Place {
    if ip.to_string().starts_with("10.") { Place::Internal } else { Place::External }
}

fn flow(source: &str, destination: &str, port: u16, second: u32) -> Flow {
    Flow {
        destination_port: Some(port),
        protocol: Some(Protocol::TCP),
        bytes: BothWays { sent: 100, received: 40 },
        ..Flow::between(ip(source), ip(destination), Moment(MIDNIGHT.0 + second))
    }
}

#[test]
fn a_scanner_is_the_first_of_the_day_and_the_other_days_hosts_are_not_there() {
    let mut table = FlowTable::default();
    for host in 1..=200_u32 {
        let outcome = Outcome::Unanswered;
        table.push(&Flow { outcome, ..flow("10.0.0.66", &format!("198.51.100.{host}"), 445, host) });
    }
    table.push(&flow("10.0.0.5", "198.51.100.7", 443, 50));
    table.push(&flow("10.0.0.5", "239.255.255.250", 1900, 50));
    table.push(&flow("10.0.0.77", "198.51.100.7", 443, 86_400 + 50));

    let hosts = table.hosts(MIDNIGHT.day(), inside);

    assert_eq!(hosts[0].ip, ip("10.0.0.66"));
    let reasons: Vec<Reason> = hosts[0].reasons.iter().map(|share| share.reason).collect();
    assert!(reasons.iter().any(|reason| matches!(reason, Reason::Sweep(most) if most.peers == 200)), "{reasons:?}");
    assert!(reasons.iter().any(|reason| matches!(reason, Reason::Failures(all) if all.failed == 200)), "{reasons:?}");
    let of_day = |address: &str| hosts.iter().any(|host| host.ip == ip(address));
    assert!(of_day("10.0.0.5") && of_day("198.51.100.7"));
    assert!(!of_day("10.0.0.77"), "it did nothing on that day");
    assert!(!of_day("239.255.255.250"), "what is sent to all is sent to no host");
    assert_eq!(hosts.len(), 202);
    assert_eq!(table.hosts(MIDNIGHT.day().next(), inside).len(), 2);
}

#[test]
fn no_answer_is_a_failure_only_where_one_has_to_come() {
    let mut table = FlowTable::default();
    for second in 0..100 {
        let protocol = Some(Protocol::UDP);
        table.push(&Flow { protocol, outcome: Outcome::Unanswered, ..flow("10.0.0.5", "10.0.0.255", 137, second) });
        table.push(&Flow { protocol, outcome: Outcome::Refused, ..flow("10.0.0.6", "10.0.0.1", 137, second) });
    }
    let hosts = table.hosts(MIDNIGHT.day(), inside);
    let failures = |address: &str| hosts.iter().find(|host| host.ip == ip(address)).map(|host| host.failures.failed);
    assert_eq!((failures("10.0.0.5"), failures("10.0.0.6")), (Some(0), Some(100)));
}
