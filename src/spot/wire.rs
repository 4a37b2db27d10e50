//! GraphQL over HTTP as Spot speaks it: what an answer's status and body mean (`spot.md`, "Endpoint").

use serde::Deserialize;
use serde::de::DeserializeOwned;

use crate::failure::Failure;

/// What GraphQL wraps around an answer.
#[derive(Debug, Deserialize)]
pub struct Envelope<T> {
    /// The answer itself; null where the server failed.
    #[serde(default = "none")]
    pub data: Option<T>,
    /// What went wrong, beside the data or in place of it.
    #[serde(default)]
    pub errors: Option<Vec<ServerError>>,
}

fn none<T>() -> Option<T> {
    None
}

/// An error in the server's words.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
pub struct ServerError {
    /// The words.
    #[serde(default)]
    pub message: Option<String>,
    /// Which field, where it tells: names, and numbers of list elements.
    #[serde(default)]
    pub path: Option<Vec<serde_json::Value>>,
}

/// The most of an error page that is looked at.
pub const ERROR_PAGE_BYTES: usize = 64 * 1024;
/// The most of a server's words that is shown.
const WORDS_SHOWN: usize = 400;

/// Reads an answer of HTTP status 200: `what` was asked for.
pub fn read<T: DeserializeOwned>(what: &str, body: &[u8]) -> Result<Envelope<T>, Failure> {
    serde_json::from_slice(body).map_err(|error| not_json(what, body, &error))
}

/// Why a body that should be JSON is none.
#[must_use]
pub fn not_json(what: &str, body: &[u8], error: &serde_json::Error) -> Failure {
    let what = what.to_owned();
    if let Some(words) = web_page(body) {
        Failure::LoginPage { what, words }
    } else if error.is_eof() {
        Failure::CutOff { what, bytes: body.len() as u64 }
    } else {
        Failure::Malformed { what, reason: format!("its JSON is wrong ({error})") }
    }
}

/// What a status other than 2xx means, given the beginning of its body.
#[must_use]
pub fn refused(what: &str, status: u16, body: &[u8]) -> Failure {
    let what = what.to_owned();
    if let Ok(Envelope { errors: Some(errors), .. }) = serde_json::from_slice::<Envelope<serde_json::Value>>(body)
        && !errors.is_empty()
    {
        return Failure::Refused { what, words: words(&errors) };
    }
    let words = web_page(body).unwrap_or_else(|| shorten(&String::from_utf8_lossy(body)));
    Failure::Http { what, status, words }
}

/// The errors' words, each once.
#[must_use]
pub fn words(errors: &[ServerError]) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    for error in errors {
        let message = error.message.as_deref().map_or_else(|| "an error without words".to_owned(), shorten);
        if !words.contains(&message) {
            words.push(message);
        }
    }
    words
}

/// Data of an answer, or the failure that its errors tell. Errors beside data are handed back as warnings.
pub fn data<T>(what: &str, envelope: Envelope<T>) -> Result<(T, Vec<String>), Failure> {
    let errors = envelope.errors.unwrap_or_default();
    match envelope.data {
        Some(data) => Ok((data, words(&errors))),
        None if errors.is_empty() => {
            Err(Failure::Malformed { what: what.to_owned(), reason: "it has neither data nor errors".to_owned() })
        }
        None => Err(Failure::Refused { what: what.to_owned(), words: words(&errors) }),
    }
}

/// The title of a web page, or its text where it has none; `None` if the body is none.
#[must_use]
pub fn web_page(body: &[u8]) -> Option<String> {
    let text = String::from_utf8_lossy(&body[..body.len().min(ERROR_PAGE_BYTES)]);
    let text = text.trim_start_matches('\u{feff}').trim_start();
    if !text.starts_with('<') {
        return None;
    }
    // ASCII only changes case, so that places in one are places in the other.
    let lower = text.to_ascii_lowercase();
    let title = lower.find("<title").and_then(|at| {
        let start = at + lower[at..].find('>')? + 1;
        let end = start + lower[start..].find("</title")?;
        Some(text[start..end].trim().to_owned())
    });
    Some(shorten(&title.filter(|title| !title.is_empty()).unwrap_or_else(|| without_tags(text))))
}

fn without_tags(html: &str) -> String {
    let mut text = String::new();
    let mut inside = false;
    for character in html.chars() {
        match character {
            '<' => {
                inside = true;
                text.push(' ');
            }
            '>' => inside = false,
            _ if !inside => text.push(character),
            _ => {}
        }
    }
    text
}

/// White space folded, and cut to what can be read.
fn shorten(text: &str) -> String {
    let folded = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match folded.char_indices().nth(WORDS_SHOWN) {
        Some((end, _)) => format!("{}\u{2026}", &folded[..end]),
        None => folded,
    }
}
