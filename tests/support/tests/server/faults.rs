//! Every fault does what it says, to the operations it is set for and to no others.

use std::{
    io::{Read as _, Write as _},
    net::TcpStream,
    time::{Duration, Instant},
};

use serde_json::json;
use spot_server::{Comment, Db, Fault, Flow, Outcome, Scope, Silence, SpotServer};

use crate::client::{COMMENTS, DAY, DETAILS, ask, details, save, serve, try_ask};

fn server() -> SpotServer {
    let db = Db::in_memory().unwrap();
    let flow = |port| Flow::new("2016-07-08 10:00:00", ("10.0.0.1", port), ("10.0.0.2", 80));
    db.insert_flows(DAY, (1..=9).map(flow)).unwrap();
    serve(&db)
}

#[test]
fn a_fault_befalls_the_operations_it_is_set_for_until_it_is_lifted() {
    let server = server();
    server.fault("details", Fault::Html500);
    let failed = details(&server, "10.0.0.1");
    assert_eq!((failed.status, failed.content_type.as_str()), (500, "text/html; charset=UTF-8"));
    assert!(failed.text.starts_with("<!DOCTYPE HTML"));
    assert_eq!(ask(&server, COMMENTS, &json!(null)).status, 200);
    server.fault("details", Fault::None);
    assert_eq!(details(&server, "10.0.0.1").status, 200);
    server.fault(Scope::All, Fault::LoginPage);
    let login = ask(&server, COMMENTS, &json!(null));
    assert!(login.status == 200 && login.content_type.starts_with("text/html") && login.text.contains("Password"));
    server.clear_faults();
    assert_eq!(ask(&server, COMMENTS, &json!(null)).content_type, "application/json");
}

#[test]
fn answers_are_refused_or_carry_errors() {
    let server = server();
    server.fault("details", Fault::BadRequest400);
    let refused = details(&server, "10.0.0.1");
    assert_eq!((refused.status, refused.json().get("data"), refused.messages().len()), (400, None, 1));
    server.fault("details", Fault::ErrorsBesideData);
    let beside = details(&server, "10.0.0.1");
    assert_eq!((beside.status, beside.messages().len()), (200, 1));
    assert_eq!(beside.data()["flow"]["threat"]["details"].as_array().unwrap().len(), 9);
}

#[test]
fn rows_and_lists_are_spoilt() {
    let server = server();
    let count = |fault, is_spoilt: fn(&serde_json::Value) -> bool| {
        server.fault("details", fault);
        let rows = details(&server, "10.0.0.1").data()["flow"]["threat"]["details"].clone();
        rows.as_array().map(|rows| (rows.len(), rows.iter().filter(|row| is_spoilt(row)).count()))
    };
    assert_eq!(count(Fault::NullLists, |_| true), None);
    assert_eq!(count(Fault::NullRows, serde_json::Value::is_null), Some((9, 3)));
    assert_eq!(
        count(Fault::NullFields, |row| row.as_object().unwrap().values().any(serde_json::Value::is_null)),
        Some((9, 3))
    );
    let is_malformed =
        |row: &serde_json::Value| row["srcIp"] != "10.0.0.1" || row["firstSeen"] != "2016-07-08 10:00:00";
    assert_eq!(count(Fault::MalformedRows, is_malformed), Some((9, 3)));
}

#[test]
fn an_answer_is_cut_or_the_connection_is() {
    let server = server();
    let whole = details(&server, "10.0.0.1").text;
    server.fault("details", Fault::TruncatedJson);
    assert_eq!(details(&server, "10.0.0.1").text, whole[..whole.len() / 2]);
    let variables = json!({"date": "2016-07-08", "ip": "10.0.0.1"});
    for fault in [Fault::Drop, Fault::DropMidway] {
        server.fault("details", fault);
        assert!(try_ask(&server, DETAILS, &variables).is_err(), "{fault:?}");
    }
    // Cut before the first byte.
    server.fault(Scope::All, Fault::Drop);
    assert_eq!(raw(&server, Duration::from_secs(10)), "");
}

/// What comes back on a plain connection until it ends, or until the patience does.
fn raw(server: &SpotServer, patience: Duration) -> String {
    let address = server.url().trim_start_matches("http://").trim_end_matches('/').to_owned();
    let mut stream = TcpStream::connect(address).unwrap();
    stream.set_read_timeout(Some(patience)).unwrap();
    let body = r#"{"query":"{__typename}"}"#;
    let head = "POST /graphql HTTP/1.1\r\nHost: spot\r\nContent-Type: application/json\r\n";
    write!(stream, "{head}Content-Length: {}\r\n\r\n{body}", body.len()).unwrap();
    let mut received = Vec::new();
    let mut piece = [0; 1024];
    while let Ok(count @ 1..) = stream.read(&mut piece) {
        received.extend_from_slice(&piece[..count]);
    }
    String::from_utf8(received).unwrap()
}

#[test]
fn silence_is_kept_and_a_client_that_goes_away_is_noticed() {
    let server = server();
    server.fault(Scope::All, Fault::Endless(Silence::NoAnswer));
    assert_eq!(raw(&server, Duration::from_millis(200)), "");
    server.fault(Scope::All, Fault::Endless(Silence::HeadersOnly));
    let headers = raw(&server, Duration::from_millis(200));
    assert!(headers.starts_with("HTTP/1.1 200 OK\r\n") && headers.ends_with("\r\n\r\n"), "{headers}");
    let until = Instant::now() + Duration::from_secs(10);
    while server.requests().iter().any(|request| request.outcome != Outcome::Abandoned) {
        assert!(Instant::now() < until, "{:?}", server.requests());
        std::thread::sleep(Duration::from_millis(10));
    }
}

#[test]
fn a_slow_answer_is_the_true_one() {
    let server = server();
    let whole = details(&server, "10.0.0.1").text;
    let delay = Duration::from_millis(10);
    server.fault("details", Fault::Slow { chunk_bytes: whole.len() / 10, delay });
    let start = Instant::now();
    assert_eq!(details(&server, "10.0.0.1").text, whole);
    assert!(start.elapsed() >= delay * 10);
    assert_eq!(server.requests().last().unwrap().outcome, Outcome::Answered);
}

#[test]
fn a_server_that_dies_while_saving_leaves_no_comments() {
    let server = server();
    server.db().insert_comments(DAY, [Comment::new("10.0.0.9", "t", "lost")]).unwrap();
    server.fault("createStoryboard", Fault::DieBetweenDeleteAndInsert);
    let input =
        json!({"input": {"date": "2016-07-08", "ip": "10.0.0.1", "title": "t", "text": "t", "threatDetails": []}});
    assert!(try_ask(&server, crate::client::SAVE, &input).is_err());
    assert!(server.comments(DAY).unwrap().is_empty());
    server.clear_faults();
    save(&server, "10.0.0.1", "text");
    assert_eq!(server.comments(DAY).unwrap().len(), 1);
}
