//! The site's `config.json` (`product.md`, "Three sources"): every field optional, unknown ones tolerated.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::domain::view::TopResults;

/// How long Spot may be silent where the site does not say.
const SILENCE_LIMIT_SECONDS: u32 = 60;

/// What the site wants.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Config {
    /// Where Spot answers.
    pub endpoint: Endpoint,
    /// Top results of a fresh screen.
    pub top_results: TopResults,
    /// How long Spot may be silent.
    pub silence_limit_seconds: u32,
    /// The URLs of the context files, as written.
    pub context: ContextUrls,
    /// What of the file is not used and why, for the analyst to pass on.
    pub problems: Vec<String>,
}

/// The URLs of the context files, each where the site has the file.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ContextUrls {
    /// Of ipranges.csv.
    pub ip_ranges: Option<String>,
    /// Of `networkcontext_1.csv`.
    pub network_context: Option<String>,
    /// Of iploc.csv.
    pub geo: Option<String>,
}

/// Where Spot answers.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Endpoint {
    /// Not said: `/graphql` is asked once.
    #[default]
    Unsaid,
    /// Nowhere: the demo is what this site is for.
    Demo,
    /// At this URL, as written.
    At(String),
}

impl Default for Config {
    fn default() -> Self {
        Self {
            endpoint: Endpoint::Unsaid,
            top_results: TopResults::default(),
            silence_limit_seconds: SILENCE_LIMIT_SECONDS,
            context: ContextUrls::default(),
            problems: Vec::new(),
        }
    }
}

impl Config {
    /// The defaults, since the file could not be had.
    #[must_use]
    pub fn without_file(reason: &str) -> Self {
        let problem = format!("config.json is not used: {reason}. The defaults are in use.");
        Self { problems: vec![problem], ..Self::default() }
    }

    /// Reads the file. A field of the wrong kind is told and left at its default.
    #[must_use]
    pub fn parse(text: &str) -> Self {
        let fields = match serde_json::from_str(text.trim_start_matches('\u{feff}')) {
            Ok(Value::Object(fields)) => fields,
            Ok(_) => return Self::without_file("it holds no JSON object"),
            Err(error) => return Self::without_file(&format!("it is not valid JSON ({error})")),
        };
        let mut reader = Reader { problems: Vec::new() };
        let defaults = Self::default();
        let endpoint = match reader.text(&fields, "endpoint") {
            None => Endpoint::Unsaid,
            Some(text) if text.eq_ignore_ascii_case("demo") => Endpoint::Demo,
            Some(url) => Endpoint::At(url),
        };
        let top_results = reader
            .number(&fields, "topResults", 1..=u64::from(*TopResults::RANGE.end()))
            .and_then(|top| u16::try_from(top).ok())
            .map_or(defaults.top_results, TopResults::new);
        let silence_limit_seconds = reader
            .number(&fields, "timeLimitSeconds", 1..=86_400)
            .and_then(|seconds| u32::try_from(seconds).ok())
            .unwrap_or(defaults.silence_limit_seconds);
        let context = match fields.get("context") {
            None | Some(Value::Null) => ContextUrls::default(),
            Some(Value::Object(context)) => ContextUrls {
                ip_ranges: reader.text(context, "ipRanges"),
                network_context: reader.text(context, "networkContext"),
                geo: reader.text(context, "geo"),
            },
            Some(_) => {
                reader.refuse("context", "an object");
                ContextUrls::default()
            }
        };
        Self { endpoint, top_results, silence_limit_seconds, context, problems: reader.problems }
    }
}

struct Reader {
    problems: Vec<String>,
}

impl Reader {
    fn text(&mut self, fields: &Map<String, Value>, name: &str) -> Option<String> {
        match fields.get(name)? {
            Value::Null => None,
            Value::String(text) if text.trim().is_empty() => None,
            Value::String(text) => Some(text.trim().to_owned()),
            _ => {
                self.refuse(name, "text");
                None
            }
        }
    }

    fn number(&mut self, fields: &Map<String, Value>, name: &str, range: std::ops::RangeInclusive<u64>) -> Option<u64> {
        match fields.get(name)? {
            Value::Null => None,
            value => {
                let number = value.as_u64().filter(|number| range.contains(number));
                if number.is_none() {
                    self.refuse(name, &format!("a whole number from {} to {}", range.start(), range.end()));
                }
                number
            }
        }
    }

    fn refuse(&mut self, name: &str, expected: &str) {
        self.problems.push(format!("config.json: \u{201c}{name}\u{201d} is not {expected}; its default is in use."));
    }
}
