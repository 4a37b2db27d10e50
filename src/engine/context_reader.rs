//! Reads a context file as it arrives: plain, gzip or zstd, in chunks of any size.
//!
//! No more is held than what becomes of the file: places are read line by line. The two others are of some hundred
//! kilobytes, and are read as a whole, up to a limit that counts what is unpacked.

use crate::domain::context::NetworkNames;
use crate::domain::context::file::ContextFile;
use crate::domain::csv::{SkippedLines, shown};
use crate::domain::geo::{Places, PlacesReader};
use crate::domain::network::InternalNetwork;
use crate::failure::Failure;
use crate::local::import::Unpack;
use crate::spot::wire;

/// The largest of the files that are read as a whole, unpacked.
const LARGEST_WHOLE_BYTES: usize = 64 << 20;
/// As much of a file, unpacked, is looked at to tell which it is.
pub const HEAD_BYTES: i32 = 65_536;

/// What was read of a file.
#[derive(Debug)]
pub enum Content {
    /// Of ipranges.csv.
    Network(InternalNetwork),
    /// Of `networkcontext_1.csv`.
    Names(NetworkNames),
    /// Of iploc.csv; `None` where there is none.
    Places(Option<Places>),
}

/// A file that is read to its end.
#[derive(Debug)]
pub struct Whole {
    /// What it says.
    pub content: Content,
    /// Lines that are in use.
    pub entries: u64,
    /// Lines that are left out.
    pub skipped: SkippedLines,
}

/// Reads one file.
///
/// ```
/// use investigation::domain::context::file::ContextFile;
/// use investigation::engine::context_reader::ContextReader;
/// let mut reader = ContextReader::new(ContextFile::IpRanges, "ipranges.csv");
/// reader.push(b"10.0.0.0,10.0.0.")?;
/// reader.push(b"255,office")?;
/// assert_eq!(reader.finish()?.entries, 1);
/// # Ok::<(), investigation::failure::Failure>(())
/// ```
pub struct ContextReader {
    file: ContextFile,
    what: String,
    is_begun: bool,
    unpack: Unpack,
    lines: Lines,
}

/// Reads one file as it arrives, whichever program that is part of.
pub trait ReadsContext {
    /// Takes the next bytes. An error is final.
    fn push(&mut self, chunk: &[u8]) -> Result<(), Failure>;
    /// Lines that are in use so far, where they are read as they come.
    fn entries(&self) -> u64;
    /// The file has ended.
    fn finish(self: Box<Self>) -> Result<Whole, Failure>;
}

impl ReadsContext for ContextReader {
    fn push(&mut self, chunk: &[u8]) -> Result<(), Failure> {
        Self::push(self, chunk)
    }

    fn entries(&self) -> u64 {
        Self::entries(self)
    }

    fn finish(self: Box<Self>) -> Result<Whole, Failure> {
        Self::finish(*self)
    }
}

/// A reader of `file`, which messages call `what`.
#[must_use]
pub fn boxed(file: ContextFile, what: &str) -> Box<dyn ReadsContext> {
    Box::new(ContextReader::new(file, what))
}

enum Lines {
    Whole { text: Vec<u8>, is_too_large: bool },
    Places(Box<PlacesReader>),
}

impl Lines {
    fn push(&mut self, bytes: &[u8]) {
        match self {
            Self::Places(reader) => reader.push(bytes),
            Self::Whole { text, is_too_large } => {
                *is_too_large |= text.len() + bytes.len() > LARGEST_WHOLE_BYTES;
                if !*is_too_large {
                    text.extend_from_slice(bytes);
                }
            }
        }
    }
}

impl ContextReader {
    /// Of `file`, which messages call `what`.
    #[must_use]
    pub fn new(file: ContextFile, what: &str) -> Self {
        let lines = match file {
            ContextFile::Places => Lines::Places(Box::default()),
            ContextFile::IpRanges | ContextFile::NetworkContext => {
                Lines::Whole { text: Vec::new(), is_too_large: false }
            }
        };
        Self { file, what: what.to_owned(), is_begun: false, unpack: Unpack::default(), lines }
    }

    /// Takes the next bytes. An error is final.
    pub fn push(&mut self, chunk: &[u8]) -> Result<(), Failure> {
        // A site whose session has ended, or that answers every address with its start page.
        if !std::mem::replace(&mut self.is_begun, true)
            && let Some(words) = wire::web_page(chunk)
        {
            return Err(Failure::LoginPage { what: self.what.clone(), words });
        }
        self.unpack.push(chunk, |bytes| self.lines.push(bytes));
        self.check_size()
    }

    /// Lines that are in use so far, where they are read as they come.
    #[must_use]
    pub fn entries(&self) -> u64 {
        match &self.lines {
            Lines::Whole { .. } => 0,
            Lines::Places(reader) => long(reader.entries()),
        }
    }

    /// The file has ended. One that cannot be unpacked to its end is refused: half of the ranges would pass for all.
    pub fn finish(mut self) -> Result<Whole, Failure> {
        let Self { unpack, lines, .. } = &mut self;
        let is_broken = std::mem::take(unpack).finish(|bytes| lines.push(bytes)).is_some();
        self.check_size()?;
        if is_broken {
            return Err(Failure::NotPossible(format!(
                "{} is not read: it is cut off or damaged, and cannot be unpacked to its end. Get it once more, then try again.",
                self.what
            )));
        }
        let (content, entries, skipped) = match (self.lines, self.file) {
            (Lines::Places(mut reader), _) => {
                // The last line may have no end, and counts too.
                reader.push(b"\n");
                let entries = reader.entries();
                let (places, skipped) = reader.finish();
                (Content::Places(Some(places)), entries, skipped)
            }
            (Lines::Whole { text, .. }, ContextFile::NetworkContext) => {
                let (names, skipped) = NetworkNames::from_csv(&String::from_utf8_lossy(&text));
                let entries = names.len();
                (Content::Names(names), entries, skipped)
            }
            (Lines::Whole { text, .. }, ContextFile::IpRanges | ContextFile::Places) => {
                let (network, skipped) = InternalNetwork::from_csv(&String::from_utf8_lossy(&text));
                let entries = network.len();
                (Content::Network(network), entries, skipped)
            }
        };
        Ok(Whole { content, entries: long(entries), skipped })
    }

    fn check_size(&self) -> Result<(), Failure> {
        match self.lines {
            Lines::Whole { is_too_large: true, .. } => Err(Failure::NotPossible(format!(
                "{} is not read: it is larger than {} MiB.",
                self.what,
                LARGEST_WHOLE_BYTES >> 20
            ))),
            _ => Ok(()),
        }
    }
}

/// Which file is called `name` and begins with `head`, packed or not; else words that say what was expected.
pub fn recognise(name: &str, head: &[u8]) -> Result<ContextFile, Failure> {
    let head = unpacked(head);
    ContextFile::recognise(&head).ok_or_else(|| unknown(name, &head))
}

/// The first bytes behind `head`.
fn unpacked(head: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut take = |unpacked: &[u8]| {
        let room = usize::try_from(HEAD_BYTES).unwrap_or(0).saturating_sub(bytes.len());
        bytes.extend_from_slice(unpacked.get(..room.min(unpacked.len())).unwrap_or_default());
    };
    let mut unpack = Unpack::default();
    unpack.push(head, &mut take);
    // That it is cut off says nothing: this is its beginning.
    let _ = unpack.finish(take);
    bytes
}

fn unknown(name: &str, head: &[u8]) -> Failure {
    let first = String::from_utf8_lossy(head);
    let why = match first.lines().map(str::trim).find(|line| !line.is_empty()) {
        None => "It is empty, or cannot be unpacked.".to_owned(),
        Some(line) => format!("It begins with {}.", shown(&line.replace(char::is_control, "\u{fffd}"))),
    };
    let forms = ContextFile::ALL.map(|file| format!("{}: {}", file.name(), file.form())).join(". ");
    Failure::NotPossible(format!("{name} is none of the three context files. {why} Lines are expected as in {forms}."))
}

fn long(count: usize) -> u64 {
    u64::try_from(count).unwrap_or(u64::MAX)
}
