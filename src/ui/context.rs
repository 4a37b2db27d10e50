//! The context files of the open source: one load each, so that none waits for another.

use futures::FutureExt;
use leptos::prelude::*;

use super::format::bytes;
use super::load::{Load, Meanwhile, Remote};
use super::session::{Session, Worker};
use super::state::News;
use super::subject::{Searched, Source};
use super::words;
use crate::domain::context::file::ContextFile;
use crate::engine::api::{ContextRead, Opened, ReadContext};

/// The three files. Copies are the same.
#[derive(Clone, Copy)]
pub struct ContextState {
    files: StoredValue<[Load<Read>; 3]>,
}

/// A file that the engine has read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Read {
    /// What it read.
    pub file: ContextRead,
    /// Which worker holds it.
    worker: Worker,
}

impl ContextState {
    /// The files of `source`, read once it is open.
    pub fn new(session: Session, source: Memo<Option<Source>>, opened: Load<Opened>, search: Load<Searched>) -> Self {
        let files = ContextFile::ALL.map(|file| {
            let key = move || {
                let is_open = opened.with_ready(|_| ()).is_some();
                source.get().filter(|_| is_open)?.spec
            };
            Load::new(Meanwhile::Blank, key, move |spec, meter| {
                async move {
                    let (file, worker) = session.ask(spec, ReadContext { file }, Some(meter)).await?;
                    Ok(Read { file, worker })
                }
                .boxed_local()
            })
        });
        // A worker that was started anew has read nothing.
        Effect::new(move |_| {
            let Some(worker) = search.with_ready(|searched| searched.worker) else { return };
            for file in files {
                if untrack(|| file.with_ready(|read| read.worker != worker)) == Some(true) {
                    file.refresh();
                }
            }
        });
        Self { files: StoredValue::new(files) }
    }

    /// One of the files.
    pub fn file(self, file: ContextFile) -> Load<Read> {
        let [ip_ranges, network_context, places] = self.files.get_value();
        match file {
            ContextFile::IpRanges => ip_ranges,
            ContextFile::NetworkContext => network_context,
            ContextFile::Places => places,
        }
    }

    /// Another number for each time that a file was read; `None` as long as it is not.
    pub fn revision(self, file: ContextFile) -> Option<u32> {
        self.file(file).with_ready(|read| read.file.revision)
    }

    /// The same of all three: what is made of them is made again when one of these changes.
    pub fn revisions(self) -> [Option<u32>; 3] {
        ContextFile::ALL.map(|file| self.revision(file))
    }

    /// Whether the file is in use, and with what number.
    pub fn in_use(self, file: ContextFile) -> Option<u32> {
        self.file(file).with_ready(|read| (read.file.entries > 0).then_some(read.file.revision)).flatten()
    }

    /// The file that is being read, and how far it is: `iploc.csv (12 MiB so far)`.
    pub fn under_way(self) -> Option<String> {
        let file = ContextFile::ALL.into_iter().find(|file| self.file(*file).get() == Remote::Loading)?;
        let far = match self.file(file).progress().bytes {
            0 => String::new(),
            far => format!(" ({} so far)", bytes(far)),
        };
        Some(format!("{}{far}", file.name()))
    }

    /// What the analyst should know of them.
    pub fn news(self) -> Vec<News> {
        let of_file = |file| match self.file(file).get() {
            Remote::Loading => Vec::new(),
            Remote::Failed(failure) => vec![News::Good(words::without_context(file, &failure))],
            Remote::Ready(read) => words::context_remarks(file, &read.file).into_iter().map(News::Good).collect(),
        };
        ContextFile::ALL.into_iter().flat_map(of_file).collect()
    }
}
