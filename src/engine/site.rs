//! What a site offers, as far as it takes asking: its `config.json`, and whether a Spot answers where it usually is.

use serde_json::Value;

use super::api::{AskSite, SiteFound, Usual};
use super::config::{Config, Endpoint};
use crate::failure::Failure;
use crate::http;

/// A file of the site itself.
const CONFIG_LIMIT_SECONDS: u32 = 10;
/// Long enough for a server on the same host, short enough to wait for at each start.
const PROBE_LIMIT_SECONDS: u32 = 4;

/// Reads `config.json` and, where that leaves the endpoint open, asks the usual one once. What cannot be had is told in the
/// config's problems.
pub async fn discover(AskSite { config, endpoint }: AskSite) -> SiteFound {
    let config = read_config(&config).await;
    let usual = match &config.endpoint {
        Endpoint::Demo | Endpoint::At(_) => Usual::Unasked,
        Endpoint::Unsaid => find_graphql(&endpoint).await,
    };
    SiteFound { config, usual }
}

async fn read_config(url: &str) -> Config {
    const WHAT: &str = "config.json";
    let read = async {
        // A site's change should be seen at the next start.
        http::get_fresh(url, WHAT, CONFIG_LIMIT_SECONDS).await?.whole().await
    };
    match http::within(CONFIG_LIMIT_SECONDS, WHAT, read).await.and_then(|read| read) {
        Ok(file) => Config::parse(&String::from_utf8_lossy(&file)),
        // Every field is optional, so the file is, too.
        Err(Failure::Http { status: 404, .. }) => Config::default(),
        Err(Failure::Http { status, .. }) => {
            Config::without_file(&format!("the server answered with HTTP status {status}"))
        }
        Err(Failure::Silence { .. }) => Config::without_file("it did not come in time"),
        Err(Failure::CutOff { .. }) => Config::without_file("the connection broke"),
        Err(_) => Config::without_file("no connection to the server"),
    }
}

/// What is there. An error page or a login page is no GraphQL server.
async fn find_graphql(url: &str) -> Usual {
    const WHAT: &str = "GraphQL";
    let ask = async { http::post(url, r#"{"query":"{__typename}"}"#, WHAT, PROBE_LIMIT_SECONDS).await?.whole().await };
    match http::within(PROBE_LIMIT_SECONDS, WHAT, ask).await.and_then(|read| read) {
        Ok(answer) => {
            let is_graphql = serde_json::from_slice::<Value>(&answer).is_ok_and(|answer| {
                answer.pointer("/data/__typename").is_some_and(Value::is_string) || answer["errors"].is_array()
            });
            if is_graphql { Usual::GraphQl } else { Usual::Other }
        }
        // It says what is wrong with the question, as GraphQL does.
        Err(Failure::Refused { .. }) => Usual::GraphQl,
        Err(Failure::Network { .. } | Failure::Silence { .. }) => Usual::Nobody,
        Err(_) => Usual::Other,
    }
}
