//! Names of the files: `10.0.0.1-2016-07-08-top-source-ip-per-connections.csv`.
//!
//! They say of which IP and day they are, and `demo` where the flows are; the colons of an IPv6 address become `_`, since
//! Windows does not allow them. Never defanged: a name is no link.

use serde::{Deserialize, Serialize};

use super::dossier::{Dossier, Source};
use super::figure::Figure;
use super::sheet::List;

/// What is in a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Content {
    /// A list as CSV.
    Csv(List),
    /// The investigation as data.
    Json,
    /// The investigation as a bundle of STIX.
    Stix,
    /// The text of a ticket.
    Markdown,
    /// The report.
    Html,
    /// A chart as a drawing.
    Svg(Figure),
    /// A chart as pixels.
    Png(Figure),
}

/// The name of a file with `content` of `dossier`: letters, digits, `.`, `-` and `_`.
#[must_use]
pub fn file_name(content: Content, dossier: &Dossier) -> String {
    let ip = dossier.overview.ip.to_string().replace(':', "_");
    let demo = match dossier.source {
        Source::Demo => "-demo",
        Source::Spot { .. } | Source::Files => "",
    };
    let (what, ending) = match content {
        Content::Csv(list) => (slug(list), "csv"),
        Content::Json => ("investigation".to_owned(), "json"),
        Content::Stix => ("investigation".to_owned(), "stix.json"),
        Content::Markdown => ("ticket".to_owned(), "md"),
        Content::Html => ("report".to_owned(), "html"),
        Content::Svg(figure) => (figure.slug(), "svg"),
        Content::Png(figure) => (figure.slug(), "png"),
    };
    format!("{ip}-{}{demo}-{what}.{ending}", dossier.day)
}

/// A list's name in file names and data: `top-source-ip-per-connections`.
#[must_use]
pub fn slug(list: List) -> String {
    list.caption().to_ascii_lowercase().replace(' ', "-")
}

impl Content {
    /// Its media type, for a download.
    #[must_use]
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Csv(_) => "text/csv; charset=utf-8; header=present",
            Self::Json => "application/json",
            Self::Stix => "application/stix+json;version=2.1",
            Self::Markdown => "text/markdown; charset=utf-8; variant=GFM",
            Self::Html => "text/html; charset=utf-8",
            Self::Svg(_) => "image/svg+xml",
            Self::Png(_) => "image/png",
        }
    }
}
