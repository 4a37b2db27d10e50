//! What can go wrong, told so that an analyst knows what to do.

use serde::{Deserialize, Serialize};
use thiserror::Error;

/// A question that could not be answered. Its text says what happened, to what, and what to do.
#[derive(Clone, Debug, PartialEq, Eq, Error, Serialize, Deserialize)]
pub enum Failure {
    /// No connection to the server, or it broke.
    #[error("{} no connection to the server. Check the network and that the server runs, then retry.", failed(.what))]
    Network {
        /// What was asked for.
        what: String,
    },
    /// The connection broke in the middle of the answer.
    #[error("{} Retry; if it happens again, a proxy may cut long answers.", broke_off(.what, *.bytes))]
    CutOff {
        /// What was asked for.
        what: String,
        /// What arrived.
        bytes: u64,
    },
    /// Nothing came for too long.
    #[error("{} the server was silent for {seconds} s. Retry, or look at the cluster's load.", did_not_come(.what))]
    Silence {
        /// What was asked for.
        what: String,
        /// The limit.
        seconds: u32,
    },
    /// The server answered with an HTTP error.
    #[error("{} the server answered with HTTP status {status}.{}", failed(.what), said(.words))]
    Http {
        /// What was asked for.
        what: String,
        /// The status.
        status: u16,
        /// What the server said, as text; may be empty.
        words: String,
    },
    /// The answer is a web page.
    #[error("{} the server sent a web page{} instead of data. If the server wants a login, your session has probably ended: log in again in another tab, then retry.", failed(.what), said_in(.words))]
    LoginPage {
        /// What was asked for.
        what: String,
        /// Its title, where it has one.
        words: String,
    },
    /// The answer is not what the contract says.
    #[error("{} could not be read: {reason}. What answers there may be another version than this app expects, or something else.", answer(.what))]
    Malformed {
        /// What was asked for.
        what: String,
        /// Where and how.
        reason: String,
    },
    /// The server refused or failed, and said so in its answer.
    #[error("{what} failed. The server says: {}", .words.join("; "))]
    Refused {
        /// What was asked for.
        what: String,
        /// Its words.
        words: Vec<String>,
    },
    /// What was asked for cannot be done as it stands.
    #[error("{0}")]
    NotPossible(String),
    /// The browser's store failed.
    #[error(
        "{what} failed in the browser's store: {reason}. Private windows and full disks cause this; your text is still here."
    )]
    Store {
        /// What was being done.
        what: String,
        /// The browser's words.
        reason: String,
    },
    /// The program of a part of the app did not arrive.
    #[error(
        "This part of the app could not be loaded. Check the network, then retry. If the app on the server is a newer one by now, reload the page: what you wrote is kept."
    )]
    Unloaded,
    /// Nobody wants the answer any more.
    #[error("Cancelled.")]
    Cancelled,
    /// The engine stopped.
    #[error("The engine stopped: {reason}. It starts anew with the next search; what you wrote is kept.")]
    Crashed {
        /// The browser's words.
        reason: String,
    },
}

#[cfg(target_arch = "wasm32")]
impl From<wasm_split_helpers::SplitLoaderError> for Failure {
    fn from(_: wasm_split_helpers::SplitLoaderError) -> Self {
        // The browser's console has why.
        Self::Unloaded
    }
}

/// How failures name saving: it is done, where everything else that is asked of a server is loaded.
pub const SAVING: &str = "Saving";

fn failed(what: &str) -> String {
    if what == SAVING { format!("{what} failed:") } else { format!("{what} could not be loaded:") }
}

fn did_not_come(what: &str) -> String {
    if what == SAVING { format!("{what} was not answered:") } else { format!("{what} did not come:") }
}

fn broke_off(what: &str, bytes: u64) -> String {
    if what == SAVING {
        return format!("The answer to saving broke off after {bytes} bytes: it may have been saved all the same.");
    }
    format!("{what} broke off after {bytes} bytes. What arrived is not shown, since it is not whole.")
}

fn answer(what: &str) -> &str {
    if what == SAVING { "The answer to saving" } else { what }
}

fn said(words: &str) -> String {
    if words.is_empty() { String::new() } else { format!(" It says: {words}") }
}

fn said_in(title: &str) -> String {
    if title.is_empty() { String::new() } else { format!(" (\u{201c}{title}\u{201d})") }
}
