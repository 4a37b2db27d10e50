//! The contract's quirks, by their numbers.

use serde_json::json;
use spot_server::{Comment, Db, Flow, Scored};

use crate::client::{COMMENTS, DAY, SAVE, ask, details, row, save, save_rows, serve};

const HUGE: i64 = 3_000_000_000;

fn with_a_huge_flow() -> Db {
    let db = Db::in_memory().unwrap();
    let flow = |port| Flow::new("2016-07-08 10:00:00", ("10.0.0.1", port), ("10.0.0.2", 80));
    db.insert_flows(DAY, [flow(1).bytes(5), flow(2).bytes(HUGE), flow(2).bytes(7), flow(3).bytes(HUGE)]).unwrap();
    db
}

#[test]
fn quirk_1_a_value_above_32_bits_is_null_in_its_row_with_an_error_each() {
    let answer = details(&serve(&with_a_huge_flow()), "10.0.0.1");
    assert_eq!(answer.status, 200);
    let data = answer.data();
    let rows = data["flow"]["threat"]["details"].as_array().unwrap();
    let row = |port: i64| rows.iter().find(|row| row["srcPort"] == port).unwrap();
    assert_eq!((&row(1)["maxBytes"], &row(1)["avgBytes"]), (&json!(5), &json!(5)));
    assert_eq!((&row(2)["maxBytes"], &row(2)["avgBytes"]), (&json!(null), &json!(1_500_000_003)));
    assert_eq!((&row(3)["maxBytes"], &row(3)["avgBytes"]), (&json!(null), &json!(null)));

    let mut messages = answer.messages();
    messages.sort();
    let words = "Int cannot represent non 32-bit signed integer value: 3000000000";
    assert_eq!(messages, [words, words, &format!("{words}.0")]);
    let errors = answer.json()["errors"].clone();
    for error in errors.as_array().unwrap() {
        let path = error["path"].as_array().unwrap();
        assert_eq!(path[..3], [json!("flow"), json!("threat"), json!("details")]);
        assert!(path[3].is_u64() && path[4].as_str().is_some_and(|field| field.ends_with("Bytes")), "{path:?}");
    }
}

#[test]
fn quirk_1_in_the_timeline_its_element_is_null() {
    let server = serve(&with_a_huge_flow());
    save(&server, "10.0.0.1", "text");
    let query = "{flow{threat{timeline(date:\"2016-07-08\",ip:\"10.0.0.1\"){srcPort bytes}}}}";
    let answer = ask(&server, query, &json!(null));
    let expected = json!([{"srcPort": 1, "bytes": 5}, {"srcPort": 2, "bytes": 7}, null, null]);
    assert_eq!(answer.data()["flow"]["threat"]["timeline"], expected);
    assert_eq!(answer.messages().len(), 2);
}

#[test]
fn quirk_2_a_storyboard_that_fails_is_null_with_errors() {
    let server = serve(&Db::in_memory().unwrap());
    let mut without_bytes = row("10.0.0.1", "10.0.0.2", 1, 1);
    without_bytes["maxBytes"] = json!(null);
    let cases = [
        (without_bytes, "'maxBytes'"),
        (row("2001:db8::1", "10.0.0.2", 1, 1), "illegal IP address string passed to inet_aton"),
        (json!(null), "'NoneType' object has no attribute '__getitem__'"),
    ];
    for (row, words) in cases {
        let answer = save_rows(&server, "10.0.0.1", "text", &json!([row]));
        assert_eq!((answer.status, answer.data()), (200, json!({"flow": {"createStoryboard": null}})));
        assert_eq!(answer.messages(), [words]);
    }
    let whole = save_rows(&server, "10.0.0.1", "text", &json!([row("10.0.0.1", "10.0.0.2", 1, 2_147_483_647)]));
    assert_eq!(whole.data(), json!({"flow": {"createStoryboard": {"success": true}}}));
    let beyond = save_rows(&server, "10.0.0.1", "text", &json!([row("10.0.0.1", "10.0.0.2", 1, HUGE)]));
    assert_eq!((beyond.status, beyond.data()), (400, json!(null)));
}

#[test]
fn quirk_3_without_first_every_peer_is_used() {
    let server = serve(&Db::in_memory().unwrap());
    let rows: Vec<_> = (1..=30).map(|host| row(&format!("10.0.1.{host}"), "10.0.0.1", host, host)).collect();
    let size = |first: Option<i64>| {
        let input = json!({"date": "2016-07-08", "ip": "10.0.0.1", "title": "t", "text": "t", "threatDetails": rows, "first": first});
        ask(&server, SAVE, &json!({"input": input}));
        let query = "{flow{threat{impactAnalysis(date:\"2016-07-08\",ip:\"10.0.0.1\"){size}}}}";
        ask(&server, query, &json!(null)).data()["flow"]["threat"]["impactAnalysis"]["size"].clone()
    };
    // The sought IP is a peer of its own.
    assert_eq!([size(Some(20)), size(None)], [json!(21), json!(31)]);
}

#[test]
fn quirk_5_what_breaks_an_insert_destroys_the_days_comments() {
    let cases = [
        ("plain text", true),
        ("it&#39;s encoded", true),
        ("it's not", false),
        ("ends in a backslash \\", false),
        ("caf\u{e9}", false),
    ];
    for (text, survives) in cases {
        let db = Db::in_memory().unwrap();
        let other = Comment::new("10.0.0.9", "other", "stays");
        db.insert_comments(DAY, [other.clone()]).unwrap();
        db.insert_comments(spot_server::Day { day: 9, ..DAY }, [other.clone()]).unwrap();
        let server = serve(&db);
        let answer = save(&server, "10.0.0.1", text);
        let left = server.comments(DAY).unwrap();
        if survives {
            assert_eq!(answer.messages(), [""; 0], "{text}");
            assert_eq!(left, [other, Comment::new("10.0.0.1", "a title", text)]);
        } else {
            assert_eq!(answer.data(), json!({"flow": {"createStoryboard": null}}), "{text}");
            assert_eq!(left, [other], "the new one is lost: {text}");
        }
        assert_eq!(db.comments(spot_server::Day { day: 9, ..DAY }).unwrap().len(), 1, "another day is left alone");
    }
}

#[test]
fn quirk_5_a_stored_comment_that_breaks_the_insert_takes_all_that_follow_with_it() {
    for broken in ["it's", "caf\u{e9}", "\\"] {
        let db = Db::in_memory().unwrap();
        let comments = [("10.0.0.7", "kept"), ("10.0.0.8", broken), ("10.0.0.9", "lost")];
        db.insert_comments(DAY, comments.map(|(ip, text)| Comment::new(ip, "t", text))).unwrap();
        let server = serve(&db);
        save(&server, "10.0.0.1", "a good text");
        assert_eq!(server.comments(DAY).unwrap(), [Comment::new("10.0.0.7", "t", "kept")]);
    }
}

#[test]
fn quirk_5_a_comment_is_replaced_in_its_place() {
    let db = Db::in_memory().unwrap();
    db.insert_comments(DAY, ["10.0.0.1", "10.0.0.9"].map(|ip| Comment::new(ip, "t", "old"))).unwrap();
    let server = serve(&db);
    save(&server, "10.0.0.1", "new");
    let texts: Vec<_> = server.comments(DAY).unwrap().into_iter().map(|comment| comment.text).collect();
    assert_eq!(texts, ["new", "old"]);
}

#[test]
fn quirk_6_a_newline_is_returned_as_two_characters() {
    let server = serve(&Db::in_memory().unwrap());
    save(&server, "10.0.0.1", "two\\nlines");
    save(&server, "10.0.0.2", "a real\nnewline");
    assert_eq!(server.comments(DAY).unwrap()[0].text, "two\nlines");
    let comments = ask(&server, COMMENTS, &json!(null)).data()["flow"]["threats"]["comments"].clone();
    let texts: Vec<_> = comments.as_array().unwrap().iter().map(|comment| comment["text"].as_str().unwrap()).collect();
    assert_eq!(texts, ["two\\nlines", "a real\\nnewline"]);
}

#[test]
fn scoring_adds_to_the_list_and_takes_from_the_suspicious() {
    let db = Db::in_memory().unwrap();
    let suspicious = |rank: u16| spot_server::Suspicious {
        tstart: "2016-07-08 10:00:00".to_owned(),
        source: (format!("10.0.0.{rank}"), 1000 + rank),
        destination: (format!("10.0.1.{rank}"), 80),
        rank: rank.into(),
        ..Default::default()
    };
    db.insert_suspicious(DAY, (0..3).map(suspicious)).unwrap();
    db.insert_scored(DAY, [Scored::with_score(3, "2016-07-08 09:00:00", ("10.0.9.1", 1), ("10.0.9.2", 2))]).unwrap();
    let server = serve(&db);
    let score = "mutation($input:[NetflowScoreInputType!]!){flow{score(input:$input){success}}}";
    let answer = ask(
        &server,
        score,
        &json!({"input": [
            {"date": "2016-07-08", "score": 1, "srcIp": "10.0.0.1"}, {"date": "2016-07-08", "score": 1},
        ]}),
    );
    assert_eq!(answer.data(), json!({"flow": {"score": [{"success": true}, {"success": false}]}}));
    let query = "{flow{threats{list(date:\"2016-07-08\"){srcIp dstIp srcPort dstPort score}} suspicious(date:\"2016-07-08\"){rank}}}";
    let expected = json!({"flow": {
        "threats": {"list": [
            {"srcIp": "10.0.9.1", "dstIp": "10.0.9.2", "srcPort": 1, "dstPort": 2, "score": 3},
            {"srcIp": "10.0.0.1", "dstIp": "10.0.1.1", "srcPort": 1001, "dstPort": 80, "score": 1},
        ]},
        "suspicious": [{"rank": 0}, {"rank": 2}],
    }});
    assert_eq!(ask(&server, query, &json!(null)).data(), expected);

    save(&server, "10.0.0.1", "text");
    ask(&server, "mutation{flow{resetScoredConnections(date:\"2016-07-08\"){success}}}", &json!(null));
    let data = ask(&server, query, &json!(null)).data();
    assert_eq!(data["flow"]["threats"]["list"], json!([]));
    assert!(server.comments(DAY).unwrap().is_empty());
}
