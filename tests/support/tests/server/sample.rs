//! Spot's own sample comes back as it went in.

use std::collections::BTreeSet;

use serde_json::{Value, json};
use spot_server::sample::{self, Progress};

use crate::client::{ask, details, serve};

#[test]
fn the_expanded_search_gives_exactly_the_rows_of_the_file() {
    let rows = sample::expanded_search().unwrap();
    assert_eq!(rows.len(), 38_115);
    assert_eq!(rows.iter().map(|row| row.connections).sum::<i64>(), 38_298);
    assert_eq!(rows.iter().filter(|row| row.avg_packets.fract() > 0.0).count(), 52);
    let mut expected: Vec<String> = rows
        .iter()
        .map(|row| {
            json!({
                "firstSeen": row.first_seen, "lastSeen": row.last_seen, "srcIp": row.src_ip, "dstIp": row.dst_ip,
                "srcPort": row.src_port, "dstPort": row.dst_port, "connections": row.connections, "maxPkts": row.max_packets,
                "avgPkts": whole(row.avg_packets), "maxBytes": row.max_bytes, "avgBytes": whole(row.avg_bytes),
            })
            .to_string()
        })
        .collect();
    expected.sort();

    let server = serve(&sample::database(Progress::Scored).unwrap());
    let answer = details(&server, sample::SEARCHED_IP);
    let data = answer.data();
    let mut found: Vec<String> =
        data["flow"]["threat"]["details"].as_array().unwrap().iter().map(Value::to_string).collect();
    found.sort();
    assert!(found == expected, "{} rows of {}", found.len(), expected.len());
    assert!(answer.messages().is_empty());
}

/// A number cut to its whole part, by its text.
fn whole(number: f64) -> i64 {
    number.trunc().to_string().parse().unwrap()
}

#[test]
fn both_ends_of_the_connections_scored_as_high_are_threats_and_two_are_investigated() {
    let server = serve(&sample::database(Progress::Investigated).unwrap());
    let query = "{flow{threats{list(date:\"2016-07-08\"){tstart srcIp dstIp score} comments(date:\"2016-07-08\"){ip title text}}}}";
    let answer = ask(&server, query, &json!(null));
    assert_eq!(answer.messages(), [""; 0]);
    let threats = answer.data()["flow"]["threats"].clone();
    let list = threats["list"].as_array().unwrap();
    let ips: BTreeSet<_> = list
        .iter()
        .filter(|row| row["score"] == 1)
        .flat_map(|row| [row["srcIp"].as_str().unwrap(), row["dstIp"].as_str().unwrap()])
        .collect();
    assert_eq!(ips, BTreeSet::from(sample::HIGH_RISK_IPS));
    assert_eq!(list.iter().filter(|row| row["score"] != 1).count(), 2);

    let comments = threats["comments"].as_array().unwrap();
    let investigated: Vec<_> = comments.iter().map(|comment| comment["ip"].as_str().unwrap()).collect();
    assert_eq!(investigated, ["10.13.77.49", "10.199.250.2"]);
    assert!(comments[0]["text"].as_str().unwrap().starts_with("\\n Port 80 Denial Of Service"));

    let nothing = serve(&sample::database(Progress::Scored).unwrap());
    assert_eq!(ask(&nothing, query, &json!(null)).data()["flow"]["threats"]["comments"], json!([]));
}

#[test]
fn everything_around_the_investigation_has_an_answer() {
    let server = serve(&sample::database(Progress::Investigated).unwrap());
    let query = "{flow{
        suspicious(date:\"2016-07-08\"){tstart srcIp rank score inBytes srcIp_isInternal dstIp_geoloc}
        edgeDetails(tstart:\"2016-07-08 00:31:00\",srcIp:\"10.0.0.183\",dstIp:\"172.30.0.46\"){tstart srcIp srcPort inBytes routerIp}
        ipDetails(date:\"2016-07-08\",ip:\"10.13.77.49\"){srcIp dstIp inBytes}
        ingestSummary(startDate:\"2016-07-07\",endDate:\"2016-07-08\"){datetime total}
        threat{
            incidentProgression(date:\"2016-07-08\",ip:\"10.13.77.49\"){name}
            impactAnalysis(date:\"2016-07-08\",ip:\"10.13.77.49\"){name size}
            geoLocalization(date:\"2016-07-08\",ip:\"10.199.250.2\"){dstIps{properties{ip}}}
            timeline(date:\"2016-07-08\",ip:\"10.13.77.49\"){tstart}
            details(date:\"2016-07-08\",ip:\"10.13.77.49\"){srcIp}
        }}}";
    let answer = ask(&server, query, &json!(null));
    assert_eq!(answer.messages(), [""; 0]);
    let flow = answer.data()["flow"].clone();
    let length = |value: &Value| value.as_array().unwrap().len();
    assert_eq!(
        flow["edgeDetails"],
        json!([{
            "tstart": "2016-07-08 00:31:00", "srcIp": "172.30.0.46", "srcPort": "52234", "inBytes": 213_454, "routerIp": "10.1.1.1",
        }])
    );
    assert_eq!(flow["threat"]["incidentProgression"], json!({"name": "10.13.77.49"}));
    assert_eq!(flow["threat"]["impactAnalysis"], json!({"name": "0411 Port 80 Denial Of Service", "size": 16}));
    assert_eq!(length(&flow["threat"]["geoLocalization"]["dstIps"]), 71);
    assert_eq!(length(&flow["threat"]["timeline"]), 236);
    for rows in [&flow["suspicious"], &flow["ipDetails"], &flow["ingestSummary"], &flow["threat"]["details"]] {
        assert!(length(rows) > 0);
    }
}
