//! The documents and the timeline that `createStoryboard` makes, deviations from the notebook's definition included.

use serde_json::{Value, json};
use spot_server::{Db, Flow, Options, SpotServer};

use crate::client::{DAY, SAVE, ask, row, save_rows, serve};

const STORY: &str = "{flow{threat{incidentProgression(date:\"2016-07-08\",ip:\"10.0.0.1\"){name children{name children{name}}} \
                     impactAnalysis(date:\"2016-07-08\",ip:\"10.0.0.1\"){name size children{name size children{name size}}} \
                     geoLocalization(date:\"2016-07-08\",ip:\"10.0.0.1\"){srcIps{properties{ip location type} geometry{coordinates}} \
                     dstIps{properties{ip location type} geometry{coordinates}}}}}}";

/// 10.0.1.1 only sends to the sought IP, 10.0.1.2 only receives, 10.0.1.3 does both.
fn rows() -> Value {
    json!([
        row("10.0.1.1", "10.0.0.1", 4, 40),
        row("10.0.0.1", "10.0.1.2", 5, 50),
        row("10.0.1.3", "10.0.0.1", 6, 60),
        row("10.0.0.1", "10.0.1.3", 7, 70),
    ])
}

fn story(server: &SpotServer) -> Value {
    ask(server, STORY, &json!(null)).data()["flow"]["threat"].clone()
}

#[test]
fn before_a_storyboard_is_saved_its_trees_are_null_with_an_error_each_and_its_map_is_empty() {
    let server = serve(&Db::in_memory().unwrap());
    let answer = ask(&server, STORY, &json!(null));
    let expected = json!({
        "incidentProgression": null, "impactAnalysis": null, "geoLocalization": {"srcIps": [], "dstIps": []},
    });
    assert_eq!(answer.data()["flow"]["threat"], expected);
    assert_eq!(
        answer.messages(),
        [
            "Cannot return null for non-nullable field NetflowIncidentProgressionNodeType.name.",
            "Cannot return null for non-nullable field NetflowImpactAnalysisNodeType.name.",
        ]
    );
}

#[test]
fn peers_take_the_external_column_and_the_sought_ip_counts_as_its_own() {
    let server = serve(&Db::in_memory().unwrap());
    save_rows(&server, "10.0.0.1", "text", &rows());
    let expected = json!({"name": "", "size": 4, "children": [
        {"name": "Inbound Only", "size": 1, "children": [{"name": "DMZ", "size": 1}]},
        {"name": "Outbound Only", "size": 1, "children": [{"name": "DMZ", "size": 1}]},
        {"name": "two way", "size": 2, "children": [{"name": "DMZ", "size": 2}]},
    ]});
    assert_eq!(story(&server)["impactAnalysis"], expected);
}

#[test]
fn quirk_4_of_a_peer_only_the_last_row_counts() {
    let db = Db::in_memory().unwrap();
    let flow = |peer| Flow::new("2016-07-08 10:00:00", (peer, 1), ("10.0.0.1", 80));
    db.insert_flows(DAY, ["10.0.1.1", "10.0.1.2"].map(flow)).unwrap();
    let server = serve(&db);
    // Of its two rows the first would put 10.0.1.1 on top.
    let rows = json!([
        row("10.0.1.1", "10.0.0.1", 900, 900),
        row("10.0.1.2", "10.0.0.1", 5, 5),
        row("10.0.1.1", "10.0.0.1", 1, 1),
    ]);
    let input =
        json!({"date": "2016-07-08", "ip": "10.0.0.1", "title": "t", "text": "t", "threatDetails": rows, "first": 1});
    ask(&server, SAVE, &json!({"input": input}));
    let timeline = ask(&server, "{flow{threat{timeline(date:\"2016-07-08\",ip:\"10.0.0.1\"){srcIp}}}}", &json!(null));
    assert_eq!(timeline.data()["flow"]["threat"]["timeline"], json!([{"srcIp": "10.0.1.2"}]));
}

#[test]
fn contexts_and_places_come_from_the_context_files() {
    let networks = "srcIP,name\n10.0.1.0/31,FW-east.example\n10.0.1.2-10.0.1.9,office.VPN\n";
    let places = "\"167772160\",\"167772415\",\"XX\",\"X\",\"\",\"\",\"50.5\",\"8.5\",\"Here Ltd\",\"\"\n\
                  \"167772416\",\"167772671\",\"XX\",\"X\",\"\",\"\",\"1.5\",\"2.5\",\"There Inc\",\"\"\n";
    let options = Options::default().network_context(networks).iploc(places);
    let server = SpotServer::start(Db::in_memory().unwrap(), options).unwrap();
    save_rows(&server, "10.0.0.1", "text", &rows());
    let story = story(&server);
    assert_eq!(
        story["incidentProgression"],
        json!({"name": "10.0.0.1", "children": [
            {"name": "Inbound Only", "children": [{"name": "office.VPN"}]},
            {"name": "Outbound Only", "children": [{"name": "FW-east.example"}]},
            {"name": "two way", "children": [{"name": "office.VPN"}]},
        ]})
    );
    let contexts: Vec<_> =
        (0..3).map(|group| &story["impactAnalysis"]["children"][group]["children"][0]["name"]).collect();
    assert_eq!(contexts, ["DMZ", "FW", "DMZ"], "only what is before the first dot counts");
    let feature = |ip: &str, location: &str, kind: i64, coordinates: [f64; 2]| json!({"properties": {"ip": ip, "location": location, "type": kind}, "geometry": {"coordinates": coordinates}});
    assert_eq!(
        story["geoLocalization"]["srcIps"],
        json!([feature("10.0.1.1", "There Inc", 3, [2.5, 1.5]), feature("10.0.1.2", "There Inc", 2, [2.5, 1.5]),])
    );
    assert_eq!(
        story["geoLocalization"]["dstIps"],
        json!([
            feature("10.0.0.1", "Here Ltd", 1, [8.5, 50.5]),
            feature("10.0.1.3", "There Inc", 1, [2.5, 1.5]),
            feature("10.0.0.1", "There Inc", 3, [8.5, 50.5]),
            feature("10.0.0.1", "There Inc", 2, [8.5, 50.5]),
        ])
    );
}

#[test]
fn the_timeline_holds_the_first_thousand_flows_with_the_peers_and_doubles_when_saved_again() {
    let db = Db::in_memory().unwrap();
    let at = |second: u16| format!("2016-07-08 10:{:02}:{:02}", second / 60, second % 60);
    let flow = |second: u16| Flow::new(&at(second), ("10.0.1.1", 2000 - second), ("10.0.0.1", 80)).bytes(second.into());
    db.insert_flows(DAY, (0..1200).map(flow)).unwrap();
    db.insert_flows(DAY, [Flow::new("2016-07-08 09:00:00", ("10.0.8.8", 1), ("10.0.0.1", 80))]).unwrap();
    let server = serve(&db);
    let timeline = || {
        let query =
            "{flow{threat{timeline(date:\"2016-07-08\",ip:\"10.0.0.1\"){tstart tend srcIp protocol pkts bytes}}}}";
        ask(&server, query, &json!(null)).data()["flow"]["threat"]["timeline"].as_array().cloned().unwrap()
    };
    save_rows(&server, "10.0.0.1", "text", &rows());
    assert_eq!(timeline().len(), 1000);
    assert_eq!(
        timeline()[999],
        json!({
            "tstart": at(999), "tend": at(999), "srcIp": "10.0.1.1", "protocol": "TCP", "pkts": 1, "bytes": 999,
        })
    );
    save_rows(&server, "10.0.0.1", "text", &rows());
    assert_eq!(timeline().len(), 2000);
}
