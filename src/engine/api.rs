//! What the page asks the engine, and what it gets: typed questions, answers of the size of a screen.
//!
//! A question travels to the worker as a [`Request`], its answer comes back as the bytes of a
//! `Result<Question::Answer, Failure>`; [`Progress`] may come in between.

use std::net::IpAddr;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use crate::domain::csv::SkippedLines;
pub use crate::domain::storyboard::{BoardFile, Coordinates, FlowTimeline, Peer, StoredDocuments};
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
#[derive(Clone, Debug, Serialize, Deserialize)]
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
    /// The peers that are shown; `None` for all of the merged top.
    pub only: Option<Vec<IpAddr>>,
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

/// The storyboard of the open search, as the details have it.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct AskStoryboard {
    /// How the search is looked at: its top peers are what the storyboard is about.
    pub view: View,
}

/// A storyboard, as the details have it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Board {
    /// Whom it is about.
    pub ip: IpAddr,
    /// Where that is; `None` where it is not known.
    pub home: Option<Coordinates>,
    /// The merged top peers.
    pub peers: Vec<Peer>,
    /// Whether places of addresses are known at all.
    pub places: Atlas,
    /// The rows of the timeline.
    pub timeline: FlowTimeline,
}

/// Whether the site has an iploc.csv.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Atlas {
    /// It has one.
    There,
    /// It has none: nobody's place is known.
    Missing,
}

/// What the source stored of the storyboard of the open search.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct AskStored {
    /// How the search is looked at: what is stored is compared with that.
    pub view: View,
}

/// What a source stored, and how the details differ.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Stored {
    /// The documents.
    pub documents: StoredDocuments,
    /// Whether its groups are those of the details.
    pub sides: Sides,
    /// A sentence for each difference of the impact analysis to the details.
    pub impact_differences: Vec<String>,
    /// The same of the incident progression.
    pub progression_differences: Vec<String>,
    /// The same of the map.
    pub globe_differences: Vec<String>,
    /// Errors that the server put beside the documents.
    pub remarks: Vec<String>,
}

/// How the groups of stored documents are to be read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Sides {
    /// As those of the details.
    #[default]
    AsDetails,
    /// Spot took the IP as external: inbound in them is outbound in the details, and the other way round.
    Swapped,
}

/// A file of the storyboard of the open search.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct AskBoardFile {
    /// How the search is looked at.
    pub view: View,
    /// Which file.
    pub file: BoardFile,
    /// Whose.
    pub origin: Origin,
}

/// Who made a storyboard.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Origin {
    /// The source, when it was saved.
    Stored,
    /// This app, from the details.
    Details,
}

/// A file to be kept by the browser.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NamedFile {
    /// Its name.
    pub name: String,
    /// Its content.
    pub text: String,
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
    /// Its storyboard.
    AskStoryboard => Board,
    /// What the source stored of it.
    AskStored => Stored,
    /// A file of it.
    AskBoardFile => NamedFile,
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
