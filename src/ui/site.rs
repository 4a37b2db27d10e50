//! What this site offers: its `config.json`, and whether a Spot answers.

use leptos::prelude::*;
use serde_json::Value;
use wasm_bindgen::JsCast;
use web_sys::HtmlAnchorElement;

use super::config::{Config, Endpoint};
use super::route::SourceName;
use crate::engine::api::{SiteContext, SourceSpec};
use crate::failure::Failure;
use crate::http;

/// Where Spot's own GraphQL server is, on the host that serves its pages.
const USUAL_ENDPOINT: &str = "/graphql";
/// A file of the site itself.
const CONFIG_LIMIT_SECONDS: u32 = 10;
/// Long enough for a server on the same host, short enough to wait for at each start.
const PROBE_LIMIT_SECONDS: u32 = 4;

/// What this site offers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Site {
    /// What its file says.
    pub config: Config,
    /// The absolute URL at which Spot answers, or should.
    endpoint: Option<String>,
    /// Whether it could be asked if Spot is there.
    reach: Reach,
}

/// Whether a server was there to be asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// It answered, or there was nothing to ask.
    Reached,
    /// No connection, or nothing but silence.
    Unreached,
}

/// What was found where Spot usually is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Found {
    /// A GraphQL server.
    GraphQl,
    /// Something else.
    Other,
    /// Nobody answered.
    Nobody,
}

impl Site {
    /// Reads `config.json` and, where that leaves the endpoint open, asks `/graphql` once. What cannot be had is told
    /// in the config's problems.
    pub async fn discover() -> Self {
        let config = read_config().await;
        let (endpoint, reach) = match &config.endpoint {
            Endpoint::Demo => (None, Reach::Reached),
            Endpoint::At(url) => (Some(absolute(url)), Reach::Reached),
            Endpoint::Unsaid => match find_graphql(USUAL_ENDPOINT).await {
                Found::GraphQl => (Some(absolute(USUAL_ENDPOINT)), Reach::Reached),
                Found::Other => (None, Reach::Reached),
                Found::Nobody => (None, Reach::Unreached),
            },
        };
        Self { config, endpoint, reach }
    }

    /// Whether Spot may be there all the same, as nobody could be asked.
    pub fn reach(&self) -> Reach {
        self.reach
    }

    /// The sources to choose from; the first one is taken where nothing is chosen.
    pub fn sources(&self) -> Vec<SourceName> {
        let spot = self.endpoint.is_some().then_some(SourceName::Spot);
        spot.into_iter().chain([SourceName::Demo, SourceName::Files]).collect()
    }

    /// How the engine opens a source, the analyst's files as they are at `revision`; `None` for Spot where there is none.
    pub fn spec(&self, name: SourceName, revision: impl FnOnce() -> u32) -> Option<SourceSpec> {
        match name {
            SourceName::Files => Some(SourceSpec::Files { context: self.context(), revision: revision() }),
            SourceName::Demo => Some(SourceSpec::Demo { folder: absolute("demo/"), context: self.context() }),
            SourceName::Spot => self.endpoint.clone().map(|endpoint| SourceSpec::Spot {
                endpoint,
                silence_limit_seconds: self.config.silence_limit_seconds,
                context: self.context(),
            }),
        }
    }

    fn context(&self) -> SiteContext {
        let urls = &self.config.context;
        let [ip_ranges, network_context, geo] =
            [&urls.ip_ranges, &urls.network_context, &urls.geo].map(|url| url.as_deref().map(absolute));
        let silence_limit_seconds = self.config.silence_limit_seconds;
        SiteContext { ip_ranges, network_context, geo, silence_limit_seconds }
    }
}

/// `url` as seen from the page.
fn absolute(url: &str) -> String {
    let anchor = document().create_element("a").ok().and_then(|element| element.dyn_into::<HtmlAnchorElement>().ok());
    anchor.map_or_else(
        || url.to_owned(),
        |anchor| {
            anchor.set_href(url);
            anchor.href()
        },
    )
}

async fn read_config() -> Config {
    const WHAT: &str = "config.json";
    let read = async {
        // A site's change should be seen at the next start.
        http::get_fresh(WHAT, WHAT, CONFIG_LIMIT_SECONDS).await?.whole().await
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
async fn find_graphql(url: &str) -> Found {
    const WHAT: &str = "GraphQL";
    let ask = async { http::post(url, r#"{"query":"{__typename}"}"#, WHAT, PROBE_LIMIT_SECONDS).await?.whole().await };
    match http::within(PROBE_LIMIT_SECONDS, WHAT, ask).await.and_then(|read| read) {
        Ok(answer) => {
            let is_graphql = serde_json::from_slice::<Value>(&answer).is_ok_and(|answer| {
                answer.pointer("/data/__typename").is_some_and(Value::is_string) || answer["errors"].is_array()
            });
            if is_graphql { Found::GraphQl } else { Found::Other }
        }
        // It says what is wrong with the question, as GraphQL does.
        Err(Failure::Refused { .. }) => Found::GraphQl,
        Err(Failure::Network { .. } | Failure::Silence { .. }) => Found::Nobody,
        Err(_) => Found::Other,
    }
}
