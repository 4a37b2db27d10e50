//! Answers that were recorded from Spot's own code: its API under Python 2.7 with graphql-core 1.1 and Flask-GraphQL 1.4.1,
//! Impala and HDFS replaced by stand-ins. Bytes for bytes, in that dialect.

use serde_json::{Value, json};
use spot_server::{Comment, Db, Dialect, Flow, Options, SpotServer};

use crate::client::{COMMENTS, DAY, DETAILS, SAVE, ask, row};

fn spot(db: Db) -> SpotServer {
    SpotServer::start(db, Options::default().dialect(Dialect::Python27)).unwrap()
}

fn storyboard(title: &str, row: &Value) -> Value {
    json!({"input": {
        "date": "2016-07-08", "ip": "10.0.0.1", "title": title, "text": "x", "threatDetails": [row], "first": 20,
    }})
}

#[test]
fn answers_are_those_of_spots_own_code() {
    let db = Db::in_memory().unwrap();
    let flow = |at| Flow::new(at, ("10.0.0.1", 1), ("10.0.0.2", 2)).packets(5);
    db.insert_flows(DAY, [flow("2016-07-08 00:00:00").bytes(3_000_000_000), flow("2016-07-08 00:00:01").bytes(5)])
        .unwrap();
    db.insert_comments(DAY, [Comment::new("1.1.1.1", "\u{e9}", "a\nb")]).unwrap();
    let server = spot(db);
    let nothing = json!(null);
    let without_bytes = {
        let mut row = row("10.0.0.1", "10.0.0.2", 3, 5);
        row["maxBytes"] = json!(null);
        row
    };
    let cases = [
        ("{__typename}", &nothing, 200, r#"{"data":{"__typename":"SpotQueryType"}}"#),
        (
            DETAILS,
            &json!({"date": "2016-7-8", "ip": "10.0.0.1"}),
            200,
            concat!(
                r#"{"errors":[{"message":"Int cannot represent non 32-bit signed integer value: 3000000000"}],"data":{"flow":{"threat":"#,
                r#"{"details":[{"firstSeen":"2016-07-08 00:00:00","lastSeen":"2016-07-08 00:00:01","srcIp":"10.0.0.1","dstIp":"#,
                r#""10.0.0.2","srcPort":1,"dstPort":2,"connections":2,"maxPkts":5,"avgPkts":5,"maxBytes":null,"avgBytes":1500000002}"#,
                r#"]}}}}"#
            ),
        ),
        (
            COMMENTS,
            &nothing,
            200,
            r#"{"data":{"flow":{"threats":{"comments":[{"ip":"1.1.1.1","title":"\u00e9","text":"a\\nb"}]}}}}"#,
        ),
        (
            "{flow{threat{incidentProgression(date:\"2016-07-08\",ip:\"1.1.1.1\"){name} impactAnalysis(date:\"2016-07-08\",\
             ip:\"1.1.1.1\"){name size} geoLocalization(date:\"2016-07-08\",ip:\"1.1.1.1\"){srcIps{geometry{coordinates}}} }}}",
            &nothing,
            200,
            concat!(
                r#"{"errors":[{"message":"Cannot return null for non-nullable field NetflowIncidentProgressionNodeType.name.","#,
                r#""locations":[{"column":66,"line":1}]},{"message":"Cannot return null for non-nullable field "#,
                r#"NetflowImpactAnalysisNodeType.name.","locations":[{"column":119,"line":1}]}],"data":{"flow":{"threat":"#,
                r#"{"incidentProgression":null,"impactAnalysis":null,"geoLocalization":{"srcIps":[]}}}}}"#
            ),
        ),
        (
            SAVE,
            &storyboard("t", &without_bytes),
            200,
            r#"{"errors":[{"message":"'maxBytes'","locations":[{"column":57,"line":1}]}],"data":{"flow":{"createStoryboard":null}}}"#,
        ),
        (
            SAVE,
            &storyboard("t", &row("2001:db8::1", "10.0.0.2", 3, 5)),
            200,
            concat!(
                r#"{"errors":[{"message":"illegal IP address string passed to inet_aton","locations":[{"column":57,"line":1}]}],"#,
                r#""data":{"flow":{"createStoryboard":null}}}"#
            ),
        ),
        (
            "mutation{flow{score(input:[{score:1,srcIp:\"1.1.1.1\"}]){success}}}",
            &nothing,
            200,
            r#"{"errors":[{"message":"'date'","locations":[{"column":15,"line":1}]}],"data":{"flow":{"score":null}}}"#,
        ),
        (
            "mutation{flow{score(input:[{score:1,date:\"2016-07-08\"}]){success}}}",
            &nothing,
            200,
            r#"{"data":{"flow":{"score":[{"success":false}]}}}"#,
        ),
        (
            DETAILS,
            &json!({"date": "garbage", "ip": "10.0.0.1"}),
            400,
            r#"{"errors":[{"message":"time data 'garbage' does not match format '%Y-%m-%d'"}]}"#,
        ),
        (
            DETAILS,
            &json!({"date": "2016-07-08"}),
            400,
            concat!(
                r#"{"errors":[{"message":"Variable \"$ip\" of required type \"SpotIpType!\" was not provided.","#,
                r#""locations":[{"column":26,"line":1}]}]}"#
            ),
        ),
        (
            SAVE,
            &storyboard("t", &row("10.0.0.1", "10.0.0.2", 3, 3_000_000_000)),
            400,
            r#"{"errors":[{"message":"Int cannot represent non 32-bit signed integer value: 3000000000"}]}"#,
        ),
        (
            SAVE,
            &json!({"input": {"date": "2016-07-08", "ip": "10.0.0.1", "title": "t", "text": "x", "first": 20}}),
            400,
            concat!(
                r#"{"errors":[{"message":"Variable \"$input\" got invalid value {\"date\": \"2016-07-08\", \"first\": 20, "#,
                r#"\"ip\": \"10.0.0.1\", \"text\": \"x\", \"title\": \"t\"}.\nIn field \"threatDetails\": Expected "#,
                r#"\"[NetflowThreatDetailsInputType]!\", found null.","locations":[{"column":10,"line":1}]}]}"#
            ),
        ),
        ("", &nothing, 400, r#"{"errors":[{"message":"Must provide query string."}]}"#),
    ];
    for (query, variables, status, text) in cases {
        let answer = ask(&server, query, variables);
        assert_eq!((answer.status, answer.text.as_str()), (status, text), "{query}");
    }
    server.db().delete_comments(DAY).unwrap();
    let answer = ask(&server, SAVE, &storyboard("\u{e9}", &row("10.0.0.1", "10.0.0.2", 3, 5)));
    let words = concat!(
        r#"{"errors":[{"message":"'ascii' codec can't encode character u'\\xe9' in position 0: ordinal not in range(128)","#,
        r#""locations":[{"column":57,"line":1}]}],"data":{"flow":{"createStoryboard":null}}}"#
    );
    assert_eq!(answer.text, words);
}
