//! What this site offers: its `config.json`, and whether a Spot answers.

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::HtmlAnchorElement;

use super::route::SourceName;
use crate::engine::api::{AskSite, SiteContext, SiteFound, SourceSpec, Usual};
use crate::engine::client::Engine;
use crate::engine::config::{Config, Endpoint};

/// Where Spot's own GraphQL server is, on the host that serves its pages.
const USUAL_ENDPOINT: &str = "/graphql";
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

impl Site {
    /// What the engine found. One that does not run found nothing: it tells of itself where a source is opened.
    pub async fn discover(engine: Engine) -> Self {
        let asked = AskSite { config: absolute("config.json"), endpoint: absolute(USUAL_ENDPOINT) };
        let SiteFound { config, usual } = engine.ask(&asked).await.unwrap_or_else(|failure| SiteFound {
            config: Config::without_file(&failure.to_string()),
            usual: Usual::Nobody,
        });
        let endpoint = match (&config.endpoint, usual) {
            (Endpoint::At(url), _) => Some(absolute(url)),
            (Endpoint::Unsaid, Usual::GraphQl) => Some(absolute(USUAL_ENDPOINT)),
            _ => None,
        };
        let reach = if usual == Usual::Nobody { Reach::Unreached } else { Reach::Reached };
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
