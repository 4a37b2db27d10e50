//! Questions about the analyst's flow logs.

use serde::{Deserialize, Serialize};

use crate::local::import::{Layout, Preview, Report};

/// A flow log of the analyst's.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FlowFile {
    /// By which it is known; those that came later have higher ones.
    pub id: u64,
    /// Its name on disk.
    pub name: String,
    /// How long it is, packed as it is.
    pub bytes: u64,
    /// What was read of it; `None` if it is kept, but was not read since the engine was started.
    pub read: Option<Report>,
    /// Why the browser does not keep it for the next visit, where that is so.
    pub not_kept: Option<String>,
}

/// The flow logs that were read, and those that are kept.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct AskFiles;

/// What there is of the analyst's.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum MyFiles {
    /// Flow logs.
    Some(Vec<FlowFile>),
    /// None, but what was written about some that were forgotten.
    NotesAlone,
    /// Nothing.
    None,
}

/// Reads a flow log, which comes beside the question, and keeps it. Sends [`Progress`](super::api::Progress): bytes, and
/// flows as rows. Dropped before it is answered, it leaves nothing.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct AddFile {
    /// Its name.
    pub name: String,
    /// What its columns mean, if the analyst said so.
    pub layout: Option<Box<Layout>>,
}

/// What became of that.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Added {
    /// It was read.
    Read(Box<FlowFile>),
    /// It is a table of an unknown kind: the analyst has to say what its columns mean.
    NeedsColumns(Box<Preview>),
}

/// Reads a flow log that is kept. Sends progress likewise.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct ReadFile {
    /// Which.
    pub id: u64,
}

/// Forgets a flow log and its flows.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct RemoveFile {
    /// Which.
    pub id: u64,
}

/// Forgets all flow logs.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct ForgetFiles {
    /// What becomes of what the analyst wrote about them.
    pub notes: Notes,
}

/// What the analyst wrote: comments, drafts, storyboards, marks and techniques, of all days.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Notes {
    /// They stay, for the day that the flow logs come back.
    Kept,
    /// They go, too.
    Forgotten,
}
