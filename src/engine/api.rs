//! What the page asks the engine, and what it gets: typed questions, answers of the size of a screen.
//!
//! A question travels to the worker as its [`Kind`] and its bytes, its answer comes back as the bytes of a
//! `Result<Question::Answer, Failure>`; [`Progress`] may come in between. So each end writes and reads the questions that it
//! has to do with, and those that come later are no part of what is loaded first.

use std::net::IpAddr;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

pub use super::active::{ActiveAddress, ActiveOf, AskActive};
pub use super::beacons::{AskBeacons, Beacons, PeerBeacon, Times};
use super::config::Config;
pub use super::flow_log::{AddFile, Added, AskFiles, FlowFile, ForgetFiles, MyFiles, Notes, ReadFile, RemoveFile};
pub use super::host_list::{AskHosts, HostOrder, Hosts, MarkHost};
use crate::domain::attack::Technique;
use crate::domain::begun_save::BegunSave;
use crate::domain::context::file::ContextFile;
use crate::domain::context::label::Label;
use crate::domain::csv::SkippedLines;
use crate::domain::day_comments::{Aftermath, Conflict, Endangered, StoredComment};
use crate::domain::filter::Filter;
pub use crate::domain::repair::{Obstacle, Repair};
pub use crate::domain::storyboard::{BoardFile, Coordinates, FlowTimeline, Peer, StoredDocuments};
pub use crate::domain::threats::{Comment, HighRisk, Investigated, Threats};
use crate::domain::time::{Day, Window};
use crate::domain::view::{Facts, Grouping, Overview, Timeline, TopResults, TopTables, View};
use crate::export::dossier::{Handling, Told};
use crate::export::file_name::Content;
use crate::failure::Failure;
pub use crate::spot::preview::{Preview, SentPair};

/// Something that can be asked.
pub trait Question: Serialize + DeserializeOwned {
    /// What tells it from the others.
    const KIND: Kind;
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
        /// The site's context files.
        context: SiteContext,
    },
    /// The day of real flows that ships with the app.
    Demo {
        /// The absolute URL of the folder with its files.
        folder: String,
        /// The site's context files. The demo has an internal network of its own.
        context: SiteContext,
    },
    /// The analyst's own flow logs.
    Files {
        /// The site's context files.
        context: SiteContext,
        /// Another number for each change to the files: what was found in them before may be different now.
        revision: u32,
    },
}

/// Where a site's context files are: absolute URLs, each where the site has the file.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SiteContext {
    /// Of ipranges.csv.
    pub ip_ranges: Option<String>,
    /// Of `networkcontext_1.csv`.
    pub network_context: Option<String>,
    /// Of iploc.csv.
    pub geo: Option<String>,
    /// How long the server may be silent.
    pub silence_limit_seconds: u32,
}

/// What this site offers. Where it is, only the page knows.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct AskSite {
    /// The absolute URL of its `config.json`.
    pub config: String,
    /// That of its Spot, where the file does not say.
    pub endpoint: String,
}

/// What was found of that.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SiteFound {
    /// What the file says.
    pub config: Config,
    /// What is where Spot usually is.
    pub usual: Usual,
}

/// What was found where Spot usually is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Usual {
    /// Nothing was asked, since the file says where Spot is, or that there is none.
    Unasked,
    /// A GraphQL server.
    GraphQl,
    /// Something else.
    Other,
    /// Nobody answered.
    Nobody,
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
}

/// Reads a context file: the one that was dropped in, else the site's. What is read already is not read again. Sends
/// [`Progress`]: bytes, and lines as rows.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct ReadContext {
    /// Which.
    pub file: ContextFile,
}

/// A context file is read and in use.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ContextRead {
    /// Where it comes from.
    pub origin: ContextOrigin,
    /// Lines that are in use.
    pub entries: u64,
    /// Lines that were left out.
    pub skipped: SkippedLines,
    /// Another number for each time that something was read.
    pub revision: u32,
}

/// Where a context file comes from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ContextOrigin {
    /// There is none.
    Nowhere,
    /// It belongs to the demo.
    Demo,
    /// The site has it.
    Site {
        /// At this URL.
        url: String,
    },
    /// The analyst dropped it in.
    Dropped {
        /// Its name there.
        name: String,
        /// Why the browser does not keep it for the next visit, where that is so.
        not_kept: Option<String>,
    },
}

/// Takes over a context file from the analyst, in place of the site's. The file itself comes beside the question. Which of
/// the three it is, its lines tell.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct AddContext {
    /// Its name.
    pub name: String,
}

/// Forgets a context file that the analyst dropped in.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct RemoveContext {
    /// Which.
    pub file: ContextFile,
}

/// What the context files know of some addresses: a label for each, in their order.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct AskLabels {
    /// The addresses, those on screen.
    pub ips: Vec<IpAddr>,
}

/// The techniques of MITRE ATT&CK that the app knows by name.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct AskTechniques;

/// Makes a file of the open search.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct AskExport {
    /// What of it.
    pub content: Content,
    /// The IP.
    pub ip: IpAddr,
    /// How the search is looked at.
    pub view: View,
    /// What a row of the tables stands for.
    pub grouping: Grouping,
    /// What of it is wanted.
    pub filter: Filter,
    /// The part of the timeline that is seen; `None` for all.
    pub window: Option<Window>,
    /// To whom it may go.
    pub handling: Handling,
    /// What the rows do not tell.
    pub told: Told,
    /// What to do about context files that are being read.
    pub unread: Unread,
}

/// What to do about context files that are still being read, when something is made that is to last.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Unread {
    /// Wait for them.
    Await,
    /// Do without what they will tell: the analyst is in a hurry.
    LeaveOut,
}

/// A file to be downloaded.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Export {
    /// Its name.
    pub file_name: String,
    /// Its media type.
    pub media_type: String,
    /// Its text. Of a PNG it is the SVG that the page has to paint.
    pub text: String,
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
    /// What a row of its tables stands for, where they are wanted with it: they are in the first picture, so that the page
    /// need not come back for them.
    pub tables: Option<Grouping>,
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
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct AskOverview {
    /// How.
    pub view: View,
    /// What of it is wanted.
    pub filter: Filter,
}

/// The four top tables.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct AskTables {
    /// How the search is looked at.
    pub view: View,
    /// What a row stands for.
    pub grouping: Grouping,
    /// What of the search is wanted.
    pub filter: Filter,
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
    /// What of the search is wanted.
    pub filter: Filter,
}

/// What lies behind a spot of a lane.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct AskFacts {
    /// How the search is looked at.
    pub view: View,
    /// What of it is wanted.
    pub filter: Filter,
    /// The lane's peer.
    pub peer: IpAddr,
    /// The stretch of time under the pointer.
    pub window: Window,
    /// How many rows are wanted at most.
    pub at_most: u16,
}

/// Which lane of the timeline is a peer's.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct AskLane {
    /// How the search is looked at.
    pub view: View,
    /// What of it is wanted.
    pub filter: Filter,
    /// The peer.
    pub peer: IpAddr,
}

/// Saves the storyboard of the open search.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Save {
    /// What is saved.
    pub storyboard: Written,
    /// The comment that the analyst saw stored when writing: if there is another one now, it is asked first.
    pub loaded: Option<Comment>,
    /// What to do about comments that the save would harm.
    pub caution: Caution,
    /// What to do about context files that are being read; Spot has its own.
    pub unread: Unread,
}

/// What is written about the IP of the open search.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Written {
    /// The day.
    pub day: Day,
    /// The IP.
    pub ip: IpAddr,
    /// What was written, as plain text.
    pub comment: Comment,
    /// How the search is looked at: its top peers are what is sent.
    pub view: View,
}

/// What to do where a save may harm the day's other comments (`spot.md`, quirk 5).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Caution {
    /// Send nothing, and ask.
    AskFirst,
    /// Save the comments that do harm in the safe form first; ask where that cannot be done.
    RepairFirst,
    /// Save: the analyst knows what may happen.
    Anyway,
}

/// What came of saving.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Saved {
    /// This browser keeps it: nothing was sent anywhere.
    Kept,
    /// Nothing was sent: the analyst decides.
    Asks(Asks),
    /// It was sent.
    Sent(Sent),
}

/// Why nothing was sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Asks {
    /// Someone else changed the comment since it was loaded.
    Conflict(Conflict),
    /// The day's other comments are at risk.
    Risk(Risk),
}

/// What a save would put at risk.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Risk {
    /// Stored comments that would break the save, or come out of it altered.
    pub endangered: Vec<Endangered>,
    /// How these can be made safe first.
    pub repair: Repair,
    /// Why this browser keeps no copy of the day's comments, where it does not.
    pub no_copy: Option<Failure>,
    /// All of the day's comments.
    pub comments: Vec<StoredComment>,
}

/// What was sent, and what came of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sent {
    /// (source, destination) pairs that were sent.
    pub pairs: u32,
    /// Pairs that were left out, since Spot stores IPv4 only.
    pub ipv6_pairs: u32,
    /// How sending failed, where it did; it may have been saved all the same.
    pub trouble: Option<Failure>,
    /// The day's comments afterwards, where they could be read.
    pub report: Result<Report, Failure>,
}

/// What became of a save and of the day's other comments.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Report {
    /// The day.
    pub day: Day,
    /// What was kept before anything was sent.
    pub save: BegunSave,
    /// What there is now.
    pub aftermath: Aftermath,
}

/// The saves to Spot that this browser does not know to be confirmed, of all days.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct AskBegun;

/// Such a save.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Begun {
    /// The day.
    pub day: Day,
    /// What is kept of it.
    pub save: BegunSave,
}

/// Reads the day's comments again, and compares. A save after which nothing is missing is confirmed, and its copy deleted.
/// `None` where there is no such save (any more).
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Confirm {
    /// The day.
    pub day: Day,
    /// Whom the save was about.
    pub ip: IpAddr,
    /// What the page knows of it: serves where the browser's store keeps no copy.
    pub known: Option<BegunSave>,
}

/// Puts a comment back by saving it once more, in the safe form, with the pairs of a search of its IP.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct PutBack {
    /// The day.
    pub day: Day,
    /// Whom the save was about after which it is missing.
    pub lost_by: IpAddr,
    /// Whom it is about.
    pub ip: IpAddr,
    /// What it says.
    pub comment: Comment,
    /// What the analyst saw in its place. Anything else that is there now is not overwritten.
    pub found: Option<Comment>,
    /// How many peers of each kind are sent.
    pub top: TopResults,
}

/// Deletes the copy of a save that is not confirmed: the day's comments are as they should be.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct Forget {
    /// The day.
    pub day: Day,
    /// Whom the save was about.
    pub ip: IpAddr,
}

/// What saving would send.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct AskPreview {
    /// What would be saved.
    pub storyboard: Written,
    /// How many pairs are wanted at most.
    pub at_most: u16,
}

/// The body of the request that saving would send, indented.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct AskRequest {
    /// What would be saved.
    pub storyboard: Written,
}

/// Deletes a storyboard that this browser keeps: the comment and the documents. The answer is the documents, for
/// [`Undelete`].
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct Delete {
    /// The day.
    pub day: Day,
    /// Whom it is about.
    pub ip: IpAddr,
}

/// Undoes that.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Undelete {
    /// The day.
    pub day: Day,
    /// Whom it is about.
    pub ip: IpAddr,
    /// What it says.
    pub comment: Comment,
    /// The documents.
    pub documents: Box<StoredDocuments>,
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

/// Declares [`Kind`] and which question gives which answer.
macro_rules! questions {
    ($($(#[$doc:meta])* $question:ident => $answer:ty),+ $(,)?) => {
        /// What is asked.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
        pub enum Kind {
            $($(#[$doc])* $question),+
        }
        $(
            impl Question for $question {
                const KIND: Kind = Kind::$question;
                type Answer = $answer;
            }
        )+
    };
}

questions! {
    /// What the site offers.
    AskSite => SiteFound,
    /// Opens a source.
    Open => Opened,
    /// The day's high-risk IPs.
    AskThreats => Threats,
    /// The expanded search.
    Search => (Found, Option<TopTables>),
    /// Its head.
    AskOverview => Overview,
    /// Its tables.
    AskTables => TopTables,
    /// Its timeline.
    AskTimeline => Timeline,
    /// A spot of it.
    AskFacts => Facts,
    /// The number of a lane of it.
    AskLane => Option<u32>,
    /// Its peers that call by the clock.
    AskBeacons => Beacons,
    /// Saves its storyboard.
    Save => Saved,
    /// What that would send.
    AskPreview => Preview,
    /// The same as JSON.
    AskRequest => String,
    /// Saves that are not confirmed.
    AskBegun => Vec<Begun>,
    /// Confirms one.
    Confirm => Option<Report>,
    /// Puts a comment back.
    PutBack => (),
    /// Deletes the copy of a save.
    Forget => (),
    /// Deletes a storyboard.
    Delete => StoredDocuments,
    /// Undoes that.
    Undelete => (),
    /// A context file.
    ReadContext => ContextRead,
    /// One from the analyst.
    AddContext => ContextFile,
    /// One less.
    RemoveContext => (),
    /// What it tells of addresses.
    AskLabels => Vec<Option<Label>>,
    /// Techniques, by ID.
    AskTechniques => Vec<Technique>,
    /// A file of the search.
    AskExport => Export,
    /// Its storyboard.
    AskStoryboard => Board,
    /// What the source stored of it.
    AskStored => Stored,
    /// A file of it.
    AskBoardFile => NamedFile,
    /// The hosts of a local source.
    AskHosts => Hosts,
    /// One of high risk.
    MarkHost => (),
    /// Addresses of the search or the day.
    AskActive => Vec<ActiveAddress>,
    /// The analyst's flow logs.
    AskFiles => MyFiles,
    /// One more.
    AddFile => Added,
    /// One that is kept.
    ReadFile => FlowFile,
    /// One less.
    RemoveFile => (),
    /// None any more.
    ForgetFiles => (),
}

/// From the page to the worker.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub enum ToEngine {
    /// A question, with a number that its answer will carry.
    Ask(u32, AnyQuestion),
    /// The answer to that question is no longer wanted.
    Cancel(u32),
}

/// Any question, as it travels.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct AnyQuestion {
    /// Which it is.
    pub kind: Kind,
    /// The bytes of the [`Question`].
    pub bytes: Vec<u8>,
}

impl AnyQuestion {
    /// Of `question`. It is numbers, texts and lists, which always can be written.
    pub fn of<Q: Question>(question: &Q) -> Self {
        Self { kind: Q::KIND, bytes: postcard::to_allocvec(question).unwrap_or_default() }
    }

    /// The question. Page and worker are of one build: it is one of its kind.
    pub fn read<Q: Question>(&self) -> Result<Q, Failure> {
        postcard::from_bytes(&self.bytes)
            .map_err(|error| Failure::Crashed { reason: format!("the question could not be read ({error})") })
    }
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
