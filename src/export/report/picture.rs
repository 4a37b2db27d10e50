//! Charts as addresses of pictures that are part of the page.

use std::fmt::Write;

use serde::{Deserialize, Serialize};

/// A chart, drawn elsewhere.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Chart {
    /// What it is, below it.
    pub caption: String,
    /// What it shows, for those who do not see it.
    pub description: String,
    /// The picture. Addresses in it are written as [`Handling`](super::super::dossier::Handling) asks by who draws it.
    pub picture: Picture,
}

/// A finished picture, for light ground.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Picture {
    /// The text of an SVG document, with its `xmlns` and, for its size, `width` and `height` or a `viewBox`. Styled by
    /// attributes such as `fill`, not by `style`: some browsers hold it to the page's content security policy.
    Svg(String),
    /// A PNG as a canvas gives it: `data:image/png;base64,...`.
    Png(String),
}

const PNG: &str = "data:image/png;base64,";

impl Picture {
    /// Where the page finds it; `None` where it is no picture.
    #[must_use]
    pub fn address(&self) -> Option<String> {
        match self {
            Self::Svg(text) if text.contains("<svg") => Some(format!("data:image/svg+xml,{}", percent_encoded(text))),
            Self::Svg(_) => None,
            Self::Png(address) => {
                let base64 = address.strip_prefix(PNG)?;
                let is_base64 =
                    base64.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'='));
                (is_base64 && !base64.is_empty()).then(|| address.clone())
            }
        }
    }
}

/// `text` as it may stand in a `data:` URL within quotes (RFC 3986; of ASCII what is not reserved and what is harmless).
fn percent_encoded(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len() + text.len() / 4);
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b" -_.~!*();:@,/?=".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            // Writing to a string does not fail.
            let _ = write!(encoded, "%{byte:02X}");
        }
    }
    encoded
}
