//! What the tests share: a server, a client that takes any answer as it is, a storyboard to save.

use std::time::Duration;

use serde_json::{Value, json};
use spot_server::{Day, Db, Options, SpotServer};

pub const DAY: Day = Day { year: 2016, month: 7, day: 8 };

/// The expanded search, as the app asks for it.
pub const DETAILS: &str = "query($date:SpotDateType,$ip:SpotIpType!){flow{threat{details(date:$date,ip:$ip){firstSeen lastSeen \
                           srcIp dstIp srcPort dstPort connections maxPkts avgPkts maxBytes avgBytes}}}}";

pub const COMMENTS: &str = "{flow{threats{comments(date:\"2016-07-08\"){ip title text}}}}";

pub const SAVE: &str =
    "mutation($input:NetflowCreateStoryboardInputType!){flow{createStoryboard(input:$input){success}}}";

pub fn serve(db: &Db) -> SpotServer {
    SpotServer::start(db.clone(), Options::default()).expect("a free port")
}

#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    pub content_type: String,
    pub text: String,
}

impl Answer {
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.text).expect("JSON")
    }

    pub fn data(&self) -> Value {
        self.json()["data"].clone()
    }

    pub fn messages(&self) -> Vec<String> {
        let json = self.json();
        let errors = json["errors"].as_array().cloned().unwrap_or_default();
        errors.iter().map(|error| error["message"].as_str().unwrap_or_default().to_owned()).collect()
    }
}

pub fn agent() -> ureq::Agent {
    let config =
        ureq::Agent::config_builder().http_status_as_error(false).timeout_global(Some(Duration::from_secs(60)));
    config.build().into()
}

/// Posts an operation; fails only if no whole answer comes.
pub fn try_ask(server: &SpotServer, query: &str, variables: &Value) -> Result<Answer, ureq::Error> {
    let body = json!({"query": query, "variables": variables}).to_string();
    receive(agent().post(server.graphql_url()).header("Content-Type", "application/json").send(&body)?)
}

pub fn receive(mut response: ureq::http::Response<ureq::Body>) -> Result<Answer, ureq::Error> {
    let content_type =
        response.headers().get("content-type").map(|value| value.to_str().unwrap_or_default().to_owned());
    let status = response.status().as_u16();
    let text = response.body_mut().with_config().limit(u64::MAX).read_to_string()?;
    Ok(Answer { status, content_type: content_type.unwrap_or_default(), text })
}

pub fn ask(server: &SpotServer, query: &str, variables: &Value) -> Answer {
    try_ask(server, query, variables).expect("an answer")
}

pub fn details(server: &SpotServer, ip: &str) -> Answer {
    ask(server, DETAILS, &json!({"date": "2016-07-08", "ip": ip}))
}

/// A row to send with a storyboard.
pub fn row(source: &str, destination: &str, connections: i64, max_bytes: i64) -> Value {
    json!({
        "firstSeen": "2016-07-08 10:00:00", "lastSeen": "2016-07-08 10:00:00", "srcIp": source, "dstIp": destination, "srcPort": 1,
        "dstPort": 2, "connections": connections, "maxPkts": 1, "avgPkts": 1, "maxBytes": max_bytes, "avgBytes": 1,
    })
}

pub fn save(server: &SpotServer, ip: &str, text: &str) -> Answer {
    save_rows(server, ip, text, &json!([row("10.0.0.1", "10.0.0.2", 3, 5)]))
}

pub fn save_rows(server: &SpotServer, ip: &str, text: &str, rows: &Value) -> Answer {
    let input =
        json!({"date": "2016-07-08", "ip": ip, "title": "a title", "text": text, "threatDetails": rows, "first": 20});
    ask(server, SAVE, &json!({"input": input}))
}
