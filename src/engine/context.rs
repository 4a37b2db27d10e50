//! The context files in the worker: where each comes from, and what was read of them.
//!
//! A file that the analyst dropped in goes before the site's. It stays in the browser's store and is read from there,
//! piece by piece, whenever a source is opened.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use futures::future::LocalBoxFuture;
use futures::lock::Mutex;
use js_sys::{ArrayBuffer, Uint8Array};
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::Blob;

use super::api::{ContextOrigin, ContextRead, Progress, SiteContext};
use super::chunks::each_chunk;
use super::context_reader::{Content, HEAD_BYTES, ReadsContext, Whole, recognise};
use crate::domain::context::file::ContextFile;
use crate::domain::context::{Context, NetworkNames};
use crate::domain::csv::SkippedLines;
use crate::domain::geo::PlacesReader;
use crate::domain::network::InternalNetwork;
use crate::failure::Failure;
use crate::http::{self, Answer};
use crate::local::demo::PLACES_NOTICE;
use crate::local::package::demo_places;
use crate::local::store;

/// Makes a reader of a file, which messages call as they are told.
pub type NewReader = fn(ContextFile, &str) -> Box<dyn ReadsContext>;
/// Fetches the program of the readers: most sites have no such files, and none that are packed.
pub type FetchReaders = fn() -> LocalBoxFuture<'static, Result<NewReader, Failure>>;

/// What of the context is open.
pub struct ContextFiles {
    readers: FetchReaders,
    site: RefCell<SiteContext>,
    /// What belongs to the source itself.
    of_source: RefCell<Option<OwnContext>>,
    /// What was dropped in and the store would not keep.
    not_kept: RefCell<[Option<NotKept>; 3]>,
    /// What is in use of each file.
    held: RefCell<[Option<ContextRead>; 3]>,
    /// Why ranges could not be read when the source was opened, until somebody asks.
    ranges_failure: RefCell<Option<Failure>>,
    context: RefCell<Rc<Context>>,
    network: RefCell<InternalNetwork>,
    revisions: Cell<u32>,
    /// Held for each file while it is read.
    reading: [Mutex<()>; 3],
}

/// What a source knows of addresses by itself.
#[derive(Clone, Debug)]
pub struct OwnContext {
    /// Its internal network.
    pub network: InternalNetwork,
    /// The absolute URL of the folder with its places.
    pub folder: String,
}

#[derive(Clone)]
struct NotKept {
    name: String,
    file: Blob,
    reason: String,
}

impl ContextFiles {
    /// Nothing is open yet.
    pub fn new(readers: FetchReaders) -> Self {
        Self {
            readers,
            site: RefCell::default(),
            of_source: RefCell::default(),
            not_kept: RefCell::default(),
            held: RefCell::default(),
            ranges_failure: RefCell::default(),
            context: RefCell::default(),
            network: RefCell::default(),
            revisions: Cell::default(),
            reading: Default::default(),
        }
    }

    /// What is known of addresses, as far as it is read.
    pub fn get(&self) -> Rc<Context> {
        Rc::clone(&self.context.borrow())
    }

    /// The internal network.
    pub fn network(&self) -> InternalNetwork {
        self.network.borrow().clone()
    }

    /// Another source is opened: `site` has its files, `of_source` is what it knows itself. The ranges are read right
    /// away, since a search needs them; the rest when it is asked for.
    pub async fn open(&self, site: SiteContext, of_source: Option<OwnContext>) {
        self.site.replace(site);
        self.of_source.replace(of_source);
        let read = self.read_now(ContextFile::IpRanges, |_| {}).await;
        self.ranges_failure.replace(read.err());
    }

    /// Reads a file, unless it is in use already.
    pub async fn read(&self, file: ContextFile, on_progress: impl FnMut(Progress)) -> Result<ContextRead, Failure> {
        let [ranges, names, places] = &self.reading;
        let _reading = match file {
            ContextFile::IpRanges => ranges.lock().await,
            ContextFile::NetworkContext => names.lock().await,
            ContextFile::Places => places.lock().await,
        };
        if let (ContextFile::IpRanges, Some(failure)) = (file, self.ranges_failure.take()) {
            return Err(failure);
        }
        self.read_now(file, on_progress).await
    }

    /// Waits until no file is being read any more: what is stored for good is to have all that will be known in a moment.
    /// A file that fails, or whose server is silent for too long, is not waited for longer.
    pub async fn settled(&self) {
        for reading in &self.reading {
            drop(reading.lock().await);
        }
    }

    async fn read_now(&self, file: ContextFile, on_progress: impl FnMut(Progress)) -> Result<ContextRead, Failure> {
        let (origin, dropped) = self.origin(file).await;
        if let Some(held) = slot(&self.held, file).filter(|held| held.origin == origin) {
            return Ok(held);
        }
        let what = format!("{} ({})", file.subject(), file.name());
        let limit = self.site.borrow().silence_limit_seconds;
        let read = match (&origin, dropped, file) {
            (_, Some(dropped), _) => {
                let answer = Answer::of_file(&dropped, &what, limit);
                self.read_to_its_end(file, answer, &what, on_progress).await
            }
            (ContextOrigin::Site { url }, None, _) => match http::get(url, &what, limit).await {
                Ok(answer) => self.read_to_its_end(file, answer, &what, on_progress).await,
                Err(failure) => Err(failure),
            },
            (ContextOrigin::Demo, None, ContextFile::Places) => self.demo_places().await,
            _ => Ok(self.none(file)),
        };
        match read {
            Ok(Whole { content, entries, skipped }) => {
                self.put(content);
                self.revisions.set(self.revisions.get().wrapping_add(1));
                let read = ContextRead { origin, entries, skipped, revision: self.revisions.get() };
                set_slot(&self.held, file, Some(read.clone()));
                Ok(read)
            }
            Err(failure) => {
                // What another source had is not this one's.
                self.put(self.none(file).content);
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
        let file = recognise(&name, &head)?;
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
        let has_own = self.of_source.borrow().is_some();
        let url = match file {
            // Where the flows were captured is a fact about them.
            ContextFile::IpRanges if has_own => return (ContextOrigin::Demo, None),
            ContextFile::IpRanges => &site.ip_ranges,
            ContextFile::NetworkContext => &site.network_context,
            // Countries are a makeshift: a site's own places know more.
            ContextFile::Places if has_own && site.geo.is_none() => return (ContextOrigin::Demo, None),
            ContextFile::Places => &site.geo,
        };
        (url.clone().map_or(ContextOrigin::Nowhere, |url| ContextOrigin::Site { url }), None)
    }

    async fn read_to_its_end(
        &self,
        file: ContextFile,
        answer: Answer,
        what: &str,
        on_progress: impl FnMut(Progress),
    ) -> Result<Whole, Failure> {
        let new_reader = (self.readers)().await?;
        let mut reader = new_reader(file, what);
        each_chunk::<Failure>(answer, on_progress, |chunk| {
            reader.push(chunk)?;
            Ok(reader.entries())
        })
        .await?;
        reader.finish()
    }

    /// The demo's own places.
    async fn demo_places(&self) -> Result<Whole, Failure> {
        let Some(folder) = self.of_source.borrow().as_ref().map(|own| own.folder.clone()) else {
            return Ok(self.none(ContextFile::Places));
        };
        let mut reader = PlacesReader::default();
        reader.push(&demo_places(&folder).await?);
        let entries = u64::try_from(reader.entries()).unwrap_or(u64::MAX);
        let (places, skipped) = reader.finish();
        Ok(Whole { content: Content::Places(Some(places.with_notice(PLACES_NOTICE))), entries, skipped })
    }

    /// What there is without the file.
    fn none(&self, file: ContextFile) -> Whole {
        let (content, entries) = match file {
            ContextFile::IpRanges => {
                let network = self.of_source.borrow().as_ref().map(|own| own.network.clone()).unwrap_or_default();
                let entries = u64::try_from(network.len()).unwrap_or(u64::MAX);
                (Content::Network(network), entries)
            }
            ContextFile::NetworkContext => (Content::Names(NetworkNames::default()), 0),
            ContextFile::Places => (Content::Places(None), 0),
        };
        Whole { content, entries, skipped: SkippedLines::default() }
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
    let head = file.slice_with_i32_and_i32(0, HEAD_BYTES).map_err(drop)?;
    let buffer = JsFuture::from(head.array_buffer()).await.map_err(drop)?;
    Ok(Uint8Array::new(buffer.unchecked_ref::<ArrayBuffer>()).to_vec())
}
