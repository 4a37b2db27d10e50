//! What the page asks the engine, and what it gets: typed questions, answers of the size of a screen.
//!
//! A question travels to the worker as a [`Request`], its answer comes back as the bytes of a
//! `Result<Question::Answer, Failure>`; [`Progress`] may come in between.

use std::net::IpAddr;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use crate::domain::csv::SkippedLines;
pub use crate::domain::threats::{Comment, HighRisk, Investigated, Threats};
use crate::domain::time::{Day, Window};
use crate::domain::view::{Facts, Grouping, Overview, Timeline, TopTables, View};
use crate::failure::Failure;

/// Something that can be asked.
pub trait Question: Into<Request> {
    /// What comes back.
    type Answer: Serialize + DeserializeOwned;
}

/// Which data answers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum SourceSpec {
    /// Spot's GraphQL endpoint.
    Spot {
        /// Its absolute URL.
        endpoint: String,
        /// How long Spot may be silent before the app gives up.
        silence_limit_seconds: u32,
        /// The absolute URL of ipranges.csv, where the site has one.
        ip_ranges: Option<String>,
    },
    /// The day of real flows that ships with the app.
    Demo {
        /// The absolute URL of the folder with its files.
        folder: String,
    },
}

/// Opens a source; whatever was open is closed.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Open {
    /// Which.
    pub source: SourceSpec,
}

/// A source is open.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Opened {
    /// The days that the source holds data of, where that is known; ascending.
    pub days: Vec<Day>,
    /// Lines of ipranges.csv that were left out.
    pub skipped_ranges: SkippedLines,
    /// Why ipranges.csv is not in use although the site has one.
    pub ranges_failure: Option<Failure>,
}

/// The high-risk IPs of a day, and what was written about them.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct AskThreats {
    /// The day.
    pub day: Day,
}

/// The expanded search: loads every row of an IP's day and keeps them in the engine. Sends [`Progress`].
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct Search {
    /// The day.
    pub day: Day,
    /// The IP.
    pub ip: IpAddr,
    /// How it is looked at.
    pub view: View,
}

/// How far a search is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Progress {
    /// Bytes that arrived.
    pub bytes: u64,
    /// Rows that were read.
    pub rows: u64,
}

/// What was found. The same as [`Overview`], with what only the loading can tell.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Found {
    /// The head of the investigation.
    pub overview: Overview,
    /// Errors that the server put beside its data, other than cut values, in its own words.
    pub warnings: Vec<String>,
}

/// The head of the investigation again, looked at in another way.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct AskOverview {
    /// How.
    pub view: View,
}

/// The four top tables.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct AskTables {
    /// How the search is looked at.
    pub view: View,
    /// What a row stands for.
    pub grouping: Grouping,
}

/// The timeline.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct AskTimeline {
    /// How the search is looked at.
    pub view: View,
    /// What is shown; `None` for all.
    pub window: Option<Window>,
    /// Width of the plot.
    pub width_px: u16,
    /// The first lane that is in sight.
    pub first_lane: u32,
    /// How many are.
    pub lanes: u32,
}

/// What lies behind a spot of a lane.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct AskFacts {
    /// The lane's peer.
    pub peer: IpAddr,
    /// The stretch of time under the pointer.
    pub window: Window,
    /// How many rows are wanted at most.
    pub at_most: u16,
}

/// Saves the storyboard of the open search.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Save {
    /// The day.
    pub day: Day,
    /// The IP.
    pub ip: IpAddr,
    /// What was written, as plain text.
    pub comment: Comment,
    /// How the search is looked at: its top peers are what is sent.
    pub view: View,
}

/// A storyboard is saved.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Saved {
    /// Spot has it.
    Sent {
        /// (source, destination) pairs that were sent.
        pairs: u32,
        /// Pairs that were left out, since Spot stores IPv4 only.
        ipv6_pairs: u32,
    },
    /// This browser keeps it: nothing was sent anywhere.
    Kept,
}

/// Declares [`Request`] and which question gives which answer.
macro_rules! questions {
    ($($(#[$doc:meta])* $question:ident => $answer:ty),+ $(,)?) => {
        /// Any question, as it travels.
        #[derive(Clone, Debug, Serialize, Deserialize)]
        pub enum Request {
            $($(#[$doc])* $question($question)),+
        }
        $(
            impl From<$question> for Request {
                fn from(question: $question) -> Self {
                    Self::$question(question)
                }
            }
            impl Question for $question {
                type Answer = $answer;
            }
        )+
    };
}

questions! {
    /// Opens a source.
    Open => Opened,
    /// The day's high-risk IPs.
    AskThreats => Threats,
    /// The expanded search.
    Search => Found,
    /// Its head.
    AskOverview => Overview,
    /// Its tables.
    AskTables => TopTables,
    /// Its timeline.
    AskTimeline => Timeline,
    /// A spot of it.
    AskFacts => Facts,
    /// Saves its storyboard.
    Save => Saved,
}

/// From the page to the worker.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub enum ToEngine {
    /// A question, with a number that its answer will carry.
    Ask(u32, Request),
    /// The answer to that question is no longer wanted.
    Cancel(u32),
}

/// From the worker to the page.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub enum FromEngine {
    /// The worker runs.
    Ready,
    /// How far the question of that number is.
    Progress(u32, Progress),
    /// The answer to it: the bytes of a `Result<Answer, Failure>`.
    Answer(u32, Vec<u8>),
}
