//! The expanded search against a plain reckoning over the same flows.

use std::collections::BTreeMap;

use serde_json::{Value, json};
use spot_server::{Db, Flow};

use crate::client::{DAY, details, serve};

/// A flow in plain numbers: time of day, source, destination (host number and port), packets, bytes.
type Plain = (u32, (u32, u16), (u32, u16), i64, i64);

/// Flows with many collisions, from a fixed generator.
fn flows(count: usize) -> Vec<Plain> {
    let mut state = 20_160_708_u64;
    let mut below = move |limit: u32| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        u32::try_from((state >> 33) % u64::from(limit)).expect("below u32")
    };
    let mut port = {
        let mut below = below;
        move || u16::try_from(below(3)).expect("small")
    };
    (0..count)
        .map(|_| {
            let (source, destination) = ((below(4), port()), (below(4), port()));
            (below(86_400), source, destination, i64::from(below(50)), i64::from(below(100_000)))
        })
        .collect()
}

fn ip(host: u32) -> String {
    format!("10.0.0.{host}")
}

fn time(second: u32) -> String {
    format!("2016-07-08 {:02}:{:02}:{:02}", second / 3600, second / 60 % 60, second % 60)
}

#[test]
fn details_are_one_row_per_address_and_port_pair_of_the_day() {
    let flows = flows(2_000);
    let db = Db::in_memory().unwrap();
    let served = flows.iter().map(|(at, (source, sport), (destination, dport), packets, bytes)| {
        Flow::new(&time(*at), (&ip(*source), *sport), (&ip(*destination), *dport)).packets(*packets).bytes(*bytes)
    });
    db.insert_flows(DAY, served).unwrap();
    let other_day = spot_server::Day { day: 9, ..DAY };
    db.insert_flows(other_day, [Flow::new("2016-07-09 10:00:00", ("10.0.0.1", 1), ("10.0.0.9", 1))]).unwrap();

    let mut groups: BTreeMap<_, Vec<&Plain>> = BTreeMap::new();
    for flow in flows.iter().filter(|flow| flow.1.0 == 1 || flow.2.0 == 1) {
        groups.entry((flow.1, flow.2)).or_default().push(flow);
    }
    let mut expected: Vec<String> = groups
        .iter()
        .map(|(((source, sport), (destination, dport)), flows)| {
            let count = i64::try_from(flows.len()).unwrap();
            let sum = |value: fn(&Plain) -> i64| flows.iter().map(|flow| value(flow)).sum::<i64>();
            json!({
                "firstSeen": time(flows.iter().map(|flow| flow.0).min().unwrap()),
                "lastSeen": time(flows.iter().map(|flow| flow.0).max().unwrap()),
                "srcIp": ip(*source), "dstIp": ip(*destination), "srcPort": sport, "dstPort": dport, "connections": count,
                "maxPkts": flows.iter().map(|flow| flow.3).max().unwrap(), "avgPkts": sum(|flow| flow.3) / count,
                "maxBytes": flows.iter().map(|flow| flow.4).max().unwrap(), "avgBytes": sum(|flow| flow.4) / count,
            })
            .to_string()
        })
        .collect();
    expected.sort();

    let answer = details(&serve(&db), "10.0.0.1");
    let rows = answer.data()["flow"]["threat"]["details"].as_array().cloned().expect("rows");
    let mut found: Vec<String> = rows.iter().map(Value::to_string).collect();
    assert!(!found.is_sorted(), "rows come in no order");
    found.sort();
    assert_eq!(found, expected);
    assert!(answer.messages().is_empty());
}
