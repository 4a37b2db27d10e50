//! The context files in the worker: where each comes from, and what was read of them.
//!
//! A file that the analyst dropped in goes before the site's. It stays in the browser's store and is read from there,
//! piece by piece, whenever a source is opened.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use js_sys::{ArrayBuffer, Uint8Array};
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::Blob;

use super::api::{ContextOrigin, ContextRead, Progress, SiteContext};
use super::chunks::each_chunk;
use crate::domain::context::file::ContextFile;
use crate::domain::context::{Context, NetworkNames};
use crate::domain::csv::{SkippedLines, shown};
use crate::domain::geo::{Places, PlacesReader};
use crate::domain::network::InternalNetwork;
use crate::failure::Failure;
use crate::http::{self, Answer};
use crate::local::store;
use crate::spot::wire;

/// The largest of the files that are read as a whole; real ones have some hundred kilobytes.
const LARGEST_WHOLE_BYTES: u64 = 64 << 20;
/// As much of a dropped file is looked at to tell which it is.
const HEAD_BYTES: f64 = 65_536.0;

/// What of the context is open.
#[derive(Default)]
pub struct ContextFiles {
    site: RefCell<SiteContext>,
    /// The internal network that belongs to the source itself.
    of_source: RefCell<Option<InternalNetwork>>,
    /// What was dropped in and the store would not keep.
    not_kept: RefCell<[Option<NotKept>; 3]>,
    /// What is in use of each file.
    held: RefCell<[Option<ContextRead>; 3]>,
    /// Why ranges could not be read when the source was opened, until somebody asks.
    ranges_failure: RefCell<Option<Failure>>,
    context: RefCell<Rc<Context>>,
    network: RefCell<InternalNetwork>,
    revisions: Cell<u32>,
}

#[derive(Clone)]
struct NotKept {
    name: String,
    file: Blob,
    reason: String,
}

/// What was read of a file.
enum Content {
    Network(InternalNetwork),
    Names(NetworkNames),
    Places(Option<Places>),
}

impl ContextFiles {
    /// What is known of addresses, as far as it is read.
    pub fn get(&self) -> Rc<Context> {
        Rc::clone(&self.context.borrow())
    }

    /// The internal network.
    pub fn network(&self) -> InternalNetwork {
        self.network.borrow().clone()
    }

    /// Another source is opened: `site` has its files, `of_source` is its own internal network. The ranges are read right
    /// away, since a search needs them; the rest when it is asked for.
    pub async fn open(&self, site: SiteContext, of_source: Option<InternalNetwork>) {
        self.site.replace(site);
        self.of_source.replace(of_source);
        let read = self.read_now(ContextFile::IpRanges, |_| {}).await;
        self.ranges_failure.replace(read.err());
    }

    /// Reads a file, unless it is in use already.
    pub async fn read(&self, file: ContextFile, on_progress: impl FnMut(Progress)) -> Result<ContextRead, Failure> {
        if let (ContextFile::IpRanges, Some(failure)) = (file, self.ranges_failure.take()) {
            return Err(failure);
        }
        self.read_now(file, on_progress).await
    }

    async fn read_now(&self, file: ContextFile, on_progress: impl FnMut(Progress)) -> Result<ContextRead, Failure> {
        let (origin, dropped) = self.origin(file).await;
        if let Some(held) = slot(&self.held, file).filter(|held| held.origin == origin) {
            return Ok(held);
        }
        let what = format!("{} ({})", file.subject(), file.name());
        let limit = self.site.borrow().silence_limit_seconds;
        let answer = match (&origin, dropped) {
            (_, Some(dropped)) => Ok(Some(Answer::of_file(&dropped, &what, limit))),
            (ContextOrigin::Site { url }, None) => http::get(url, &what, limit).await.map(Some),
            _ => Ok(None),
        };
        let read = match answer {
            Ok(Some(answer)) => read_content(file, answer, &what, on_progress).await,
            Ok(None) => {
                let none = self.none(file);
                let entries = if let Content::Network(network) = &none { network.len() } else { 0 };
                Ok((none, SkippedLines::default(), entries))
            }
            Err(failure) => Err(failure),
        };
        match read {
            Ok((content, skipped, entries)) => {
                self.put(content);
                self.revisions.set(self.revisions.get().wrapping_add(1));
                let entries = u64::try_from(entries).unwrap_or(u64::MAX);
                let read = ContextRead { origin, entries, skipped, revision: self.revisions.get() };
                set_slot(&self.held, file, Some(read.clone()));
                Ok(read)
            }
            Err(failure) => {
                // What another source had is not this one's.
                self.put(self.none(file));
                set_slot(&self.held, file, None);
                Err(match (&origin, failure) {
                    (ContextOrigin::Dropped { name, .. }, Failure::CutOff { .. }) => Failure::NotPossible(format!(
                        "{name} cannot be read any more: it was changed, moved or deleted. Choose it again."
                    )),
                    (_, failure) => failure,
                })
            }
        }
    }

    /// Takes over a file of that name from the analyst, and tells which it is. It is read when it is asked for.
    pub async fn add(&self, name: String, blob: Blob) -> Result<ContextFile, Failure> {
        let head = head(&blob).await.map_err(|()| {
            Failure::NotPossible(format!(
                "{name} could not be read. Check that the file is still there, then try again."
            ))
        })?;
        let file = ContextFile::recognise(&head).ok_or_else(|| unknown(&name, &head))?;
        let kept = store::put_dropped(&key(file), &name, &blob).await;
        let not_kept = kept.err().map(|failure| NotKept { name, file: blob, reason: failure.to_string() });
        set_slot(&self.not_kept, file, not_kept);
        // It may have the name of the one before.
        set_slot(&self.held, file, None);
        self.ranges_failure.take();
        Ok(file)
    }

    /// Forgets a file from the analyst.
    pub async fn remove(&self, file: ContextFile) -> Result<(), Failure> {
        set_slot(&self.not_kept, file, None);
        store::delete_file(&key(file)).await
    }

    async fn origin(&self, file: ContextFile) -> (ContextOrigin, Option<Blob>) {
        if let Some(NotKept { name, file, reason }) = slot(&self.not_kept, file) {
            return (ContextOrigin::Dropped { name, not_kept: Some(reason) }, Some(file));
        }
        // Without a store nothing was kept in it: drafts tell of that.
        if let Ok(Some((name, file))) = store::get_dropped(&key(file)).await {
            return (ContextOrigin::Dropped { name, not_kept: None }, Some(file));
        }
        let site = self.site.borrow();
        let url = match file {
            ContextFile::IpRanges if self.of_source.borrow().is_some() => return (ContextOrigin::Demo, None),
            ContextFile::IpRanges => &site.ip_ranges,
            ContextFile::NetworkContext => &site.network_context,
            ContextFile::Places => &site.geo,
        };
        (url.clone().map_or(ContextOrigin::Nowhere, |url| ContextOrigin::Site { url }), None)
    }

    /// What there is without the file.
    fn none(&self, file: ContextFile) -> Content {
        match file {
            ContextFile::IpRanges => Content::Network(self.of_source.borrow().clone().unwrap_or_default()),
            ContextFile::NetworkContext => Content::Names(NetworkNames::default()),
            ContextFile::Places => Content::Places(None),
        }
    }

    fn put(&self, content: Content) {
        let mut known = self.context.borrow_mut();
        match content {
            Content::Network(network) => drop(self.network.replace(network)),
            // Who looks at it now keeps what is there.
            Content::Names(names) => Rc::make_mut(&mut known).names = names,
            Content::Places(places) => Rc::make_mut(&mut known).places = places,
        }
    }
}

fn slot<T: Clone>(slots: &RefCell<[Option<T>; 3]>, file: ContextFile) -> Option<T> {
    slots.borrow().get(file as usize).cloned().flatten()
}

fn set_slot<T>(slots: &RefCell<[Option<T>; 3]>, file: ContextFile, value: Option<T>) {
    if let Some(slot) = slots.borrow_mut().get_mut(file as usize) {
        *slot = value;
    }
}

/// What the store keeps a file under.
fn key(file: ContextFile) -> String {
    format!("context/{}", file.name())
}

async fn head(file: &Blob) -> Result<Vec<u8>, ()> {
    let head = file.slice_with_f64_and_f64(0.0, HEAD_BYTES).map_err(drop)?;
    let buffer = JsFuture::from(head.array_buffer()).await.map_err(drop)?;
    Ok(Uint8Array::new(buffer.unchecked_ref::<ArrayBuffer>()).to_vec())
}

fn unknown(name: &str, head: &[u8]) -> Failure {
    let first = String::from_utf8_lossy(head);
    let first = first.lines().map(str::trim).find(|line| !line.is_empty());
    let why = match (head, first) {
        ([0x1f, 0x8b, ..], _) => "It is packed with gzip; unpack it first.".to_owned(),
        (_, None) => "It is empty.".to_owned(),
        (_, Some(line)) => format!("It begins with {}.", shown(&line.replace(char::is_control, "\u{fffd}"))),
    };
    let forms = ContextFile::ALL.map(|file| format!("{}: {}", file.name(), file.form())).join(". ");
    Failure::NotPossible(format!("{name} is none of the three context files. {why} Lines are expected as in {forms}."))
}

async fn read_content(
    file: ContextFile,
    answer: Answer,
    what: &str,
    on_progress: impl FnMut(Progress),
) -> Result<(Content, SkippedLines, usize), Failure> {
    match file {
        ContextFile::IpRanges => {
            let (network, skipped) = InternalNetwork::from_csv(&whole(answer, what, on_progress).await?);
            let entries = network.len();
            Ok((Content::Network(network), skipped, entries))
        }
        ContextFile::NetworkContext => {
            let (names, skipped) = NetworkNames::from_csv(&whole(answer, what, on_progress).await?);
            let entries = names.len();
            Ok((Content::Names(names), skipped, entries))
        }
        ContextFile::Places => {
            let mut reader = PlacesReader::default();
            let mut check = refuse_web_page(what);
            each_chunk::<Failure>(answer, on_progress, |chunk| {
                check(chunk)?;
                reader.push(chunk);
                Ok(u64::try_from(reader.entries()).unwrap_or(u64::MAX))
            })
            .await?;
            // The last line may have no end, and counts too.
            reader.push(b"\n");
            let entries = reader.entries();
            let (places, skipped) = reader.finish();
            Ok((Content::Places(Some(places)), skipped, entries))
        }
    }
}

async fn whole(answer: Answer, what: &str, on_progress: impl FnMut(Progress)) -> Result<String, Failure> {
    let mut text = Vec::new();
    let mut check = refuse_web_page(what);
    each_chunk(answer, on_progress, |chunk| {
        check(chunk)?;
        text.extend_from_slice(chunk);
        if text.len() as u64 > LARGEST_WHOLE_BYTES {
            let megabytes = LARGEST_WHOLE_BYTES >> 20;
            return Err(Failure::NotPossible(format!("{what} is not read: it is larger than {megabytes} MiB.")));
        }
        Ok(0)
    })
    .await?;
    Ok(String::from_utf8_lossy(&text).into_owned())
}

/// Refuses what begins as a web page does: a site whose session has ended, or that answers every address with its start
/// page.
fn refuse_web_page(what: &str) -> impl FnMut(&[u8]) -> Result<(), Failure> {
    let mut is_first = true;
    move |chunk| match std::mem::take(&mut is_first).then(|| wire::web_page(chunk)).flatten() {
        Some(words) => Err(Failure::LoginPage { what: what.to_owned(), words }),
        None => Ok(()),
    }
}
