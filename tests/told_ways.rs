//! Which logs tell which way bytes and packets went.
#![allow(clippy::unwrap_used, reason = "a test ends at what it did not expect")]

use std::net::IpAddr;

use investigation::domain::filter::Filter;
use investigation::domain::investigation::Investigation;
use investigation::domain::network::{InternalNetwork, StandingChoice};
use investigation::domain::search_facts::SearchFacts;
use investigation::domain::time::Day;
use investigation::domain::view::{TopResults, View};
use investigation::domain::ways::Ways;
use investigation::local::flows::FlowTable;
use investigation::local::import::Importer;
use rstest::rstest;

/// What went from 10.0.0.1 to 10.0.0.2, and back in the same flows.
fn ways_of(log: &str) -> Ways {
    let mut table = FlowTable::default();
    let mut importer = Importer::default();
    importer.push(log.as_bytes(), &mut table).unwrap();
    importer.finish(&mut table).unwrap();
    let (day, ip): (Day, IpAddr) = ("2016-07-08".parse().unwrap(), "10.0.0.1".parse().unwrap());
    let (rows, flows) = table.search(day, ip);
    let view = View { top: TopResults::new(20), standing: StandingChoice::ByRanges };
    let whole = Investigation::new(rows, Some(flows), InternalNetwork::default());
    let pairs: Vec<_> = whole.pairs(view).into_iter().filter(|pair| pair.source == ip).collect();
    assert_eq!(pairs.len(), 1, "{log}");
    table.pair_ways((day, ip), &pairs, &SearchFacts::new(&whole, &Filter::default(), view))[0]
}

fn told(sent_bytes: u64, received_bytes: u64, sent_packets: u64, received_packets: u64) -> Ways {
    let told = |number| Some(number);
    Ways {
        sent_bytes: told(sent_bytes),
        received_bytes: told(received_bytes),
        sent_packets: told(sent_packets),
        received_packets: told(received_packets),
    }
}

const ARGUS: &str = "StartTime,Dur,Proto,SrcAddr,Sport,Dir,DstAddr,Dport,State";
const FLOW: &str = "2016/07/08 10:00:00.000000,1.0,tcp,10.0.0.1,5000,   ->,10.0.0.2,443,CON";

#[rstest]
#[case::each_way("SrcBytes,DstBytes,SrcPkts,DstPkts", "100,40,3,2", told(100, 40, 3, 2))]
#[case::a_sum_and_one_way("TotBytes,SrcBytes,TotPkts,SrcPkts", "140,100,5,3", told(100, 40, 3, 2))]
#[case::packets_as_a_sum("TotPkts,TotBytes,SrcBytes", "5,140,100", Ways { sent_packets: None, received_packets: None, ..told(100, 40, 0, 0) })]
#[case::sums_alone("TotPkts,TotBytes", "5,140", Ways::default())]
#[case::nothing("sTos,dTos", "0,0", Ways::default())]
#[case::one_way_alone("SrcBytes,SrcPkts", "100,3", Ways { received_bytes: None, received_packets: None, ..told(100, 0, 3, 0) })]
fn argus_tells_it_by_its_columns(#[case] names: &str, #[case] values: &str, #[case] expected: Ways) {
    assert_eq!(ways_of(&format!("{ARGUS},{names}\n{FLOW},{values}\n")), expected);
}

#[test]
fn one_flow_that_does_not_tell_leaves_the_sum_unknown() {
    let names = "SrcBytes,DstBytes,SrcPkts,DstPkts";
    let log = format!("{ARGUS},{names}\n{FLOW},100,40,3,2\n{FLOW},1,1,1,1\n");
    assert_eq!(ways_of(&log), told(101, 41, 4, 3));
    let log = format!("{ARGUS},{names}\n{FLOW},100,40,3,2\n{FLOW},100,,3,2\n");
    assert_eq!(ways_of(&log), Ways::default(), "of the second, bytes were told one way and nothing of the other");
}

#[test]
fn zeek_tells_each_way_and_its_unset_fields_nothing() {
    let log = |bytes: &str| {
        format!(
            "#separator \\x09\n#set_separator\t,\n#empty_field\t(empty)\n#unset_field\t-\n#path\tconn\n\
             #fields\tts\tuid\tid.orig_h\tid.orig_p\tid.resp_h\tid.resp_p\tproto\tservice\tduration\torig_bytes\t\
             resp_bytes\tconn_state\tlocal_orig\tlocal_resp\tmissed_bytes\thistory\torig_pkts\torig_ip_bytes\tresp_pkts\t\
             resp_ip_bytes\ttunnel_parents\n\
             1467972000.000000\tC1\t10.0.0.1\t5000\t10.0.0.2\t443\ttcp\tssl\t1.000000\t60\t20\tSF\t-\t-\t0\tShAD\t{bytes}\t(empty)\n"
        )
    };
    assert_eq!(ways_of(&log("3\t100\t2\t40")), told(100, 40, 3, 2));
    let payload = Ways { sent_packets: None, received_packets: None, ..told(60, 20, 0, 0) };
    assert_eq!(ways_of(&log("-\t-\t-\t-")), payload);
}

#[test]
fn rows_of_spots_details_tell_no_way() {
    let log = "firstSeen,lastSeen,srcIp,dstIp,sport,dport,conns,maxPkts,avgPkts,maxBytes,avgBytes\n\
               2016-07-08 10:00:00,2016-07-08 10:00:00,10.0.0.1,10.0.0.2,5000,443,1,3,3,100,100\n";
    assert_eq!(ways_of(log), Ways::default());
}
