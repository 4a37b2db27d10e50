//! Answers that were recorded from Spot's own code: its API under Python 2.7 with graphql-core 1.1 and Flask-GraphQL 1.4.1,
//! Impala and HDFS replaced by stand-ins that hold the same rows as the database here. Byte for byte, in that dialect.

use serde::Deserialize;
use serde_json::Value;
use spot_server::{Comment, Db, Dialect, Flow, Options, SpotServer};

use crate::client::{DAY, ask};

#[derive(Deserialize)]
struct Recorded {
    name: String,
    query: String,
    variables: Value,
    status: u16,
    body: String,
}

#[test]
fn answers_are_those_of_spots_own_code() {
    let db = Db::in_memory().unwrap();
    let flow = |at| Flow::new(at, ("10.0.0.1", 1), ("10.0.0.2", 2)).packets(5);
    db.insert_flows(DAY, [flow("2016-07-08 00:00:00").bytes(3_000_000_000), flow("2016-07-08 00:00:01").bytes(5)])
        .unwrap();
    db.insert_comments(DAY, [Comment::new("1.1.1.1", "\u{e9}", "a\nb")]).unwrap();
    let server = SpotServer::start(db, Options::default().dialect(Dialect::Python27)).unwrap();

    let cases: Vec<Recorded> = serde_json::from_str(include_str!("../../../data/spot-recorded.json")).unwrap();
    assert_eq!(cases.len(), 19);
    for Recorded { name, query, variables, status, body } in cases {
        let answer = ask(&server, &query, &variables);
        assert_eq!((answer.status, answer.text), (status, body), "{name}");
    }
}
