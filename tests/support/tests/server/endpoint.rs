//! The endpoint's manners.

use serde_json::json;
use spot_server::{Db, Outcome};

use crate::client::{COMMENTS, agent, ask, receive, save, serve};

#[test]
fn an_invalid_query_gets_400_and_only_errors() {
    let server = serve(&Db::in_memory().unwrap());
    let cases = [
        ("{nope}", json!(null)),
        ("{flow", json!(null)),
        (crate::client::DETAILS, json!({"date": "2016-07-08"})),
        (crate::client::DETAILS, json!({"date": "garbage", "ip": "10.0.0.1"})),
        (crate::client::SAVE, json!({"input": {"ip": "10.0.0.1", "title": null, "text": "", "threatDetails": []}})),
        ("query A{__typename} query B{__typename}", json!(null)),
    ];
    for (query, variables) in cases {
        let answer = ask(&server, query, &variables);
        let json = answer.json();
        assert_eq!(answer.status, 400, "{query}: {json}");
        assert!(json.get("data").is_none() && !answer.messages().is_empty(), "{json}");
    }
}

#[test]
fn json_has_spaces_errors_before_data_and_no_cors() {
    let db = Db::in_memory().unwrap();
    let server = serve(&db);
    save(&server, "10.0.0.1", "text");
    assert_eq!(
        ask(&server, COMMENTS, &json!(null)).text,
        r#"{"data": {"flow": {"threats": {"comments": [{"ip": "10.0.0.1", "title": "a title", "text": "text"}]}}}}"#
    );
    let failed = save(&server, "10.0.0.1", "it's");
    assert!(failed.text.starts_with(r#"{"errors": [{"message": "AnalysisException: Syntax error"#), "{}", failed.text);
    assert!(
        failed
            .text
            .ends_with(r#""path": ["flow", "createStoryboard"]}], "data": {"flow": {"createStoryboard": null}}}"#)
    );

    let response = agent().post(server.graphql_url()).header("Origin", "http://elsewhere").send("{}").unwrap();
    assert!(response.headers().keys().all(|name| !name.as_str().starts_with("access-control")));
}

#[test]
fn what_is_no_operation_is_told_so() {
    let server = serve(&Db::in_memory().unwrap());
    let url = server.graphql_url();
    let post = |body: &str| {
        receive(agent().post(&url).header("Content-Type", "application/json").send(body).unwrap()).unwrap()
    };
    let get = |query: &str| receive(agent().get(format!("{url}{query}")).call().unwrap()).unwrap();
    for (answer, status, message) in [
        (post("{"), 400, "POST body sent invalid JSON."),
        (post("[]"), 400, "POST body sent invalid JSON."),
        (post(r#"{"query":"{__typename}","variables":"{"}"#), 400, "Variables are invalid JSON."),
        (get(""), 400, "Must provide query string."),
        (
            get("?query=mutation%7Bflow%7B__typename%7D%7D"),
            405,
            "Can only perform a mutation operation from a POST request.",
        ),
    ] {
        assert_eq!((answer.status, answer.messages()), (status, vec![message.to_owned()]));
    }
    assert_eq!(get("?query=%7B__typename%7D").data(), json!({"__typename": "SpotQueryType"}));
}

#[test]
fn requests_are_recorded_in_their_order() {
    let server = serve(&Db::in_memory().unwrap());
    ask(&server, "{__typename}", &json!(null));
    save(&server, "10.0.0.1", "text");
    let requests = server.requests();
    assert_eq!(requests.len(), 2);
    assert!(requests.iter().all(|request| request.outcome == Outcome::Answered));
    let saves = server.requests_for("createStoryboard");
    assert_eq!(saves.len(), 1);
    assert_eq!(saves[0].variables["input"]["first"], 20);
}

#[test]
fn a_day_is_today_when_none_is_given() {
    let server = serve(&Db::in_memory().unwrap());
    let answer = ask(&server, "{flow{threats{list{srcIp}} threat{timeline(ip:\"10.0.0.1\"){bytes}}}}", &json!(null));
    assert_eq!(answer.data(), json!({"flow": {"threats": {"list": []}, "threat": {"timeline": []}}}));
}
