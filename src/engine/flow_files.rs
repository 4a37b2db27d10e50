//! The analyst's flow logs in the worker: all in one table, which stays while another source is looked at.
//!
//! The browser's store has a copy of each, from which it is read again at the next visit.

use std::cell::{Cell, RefCell};

use web_sys::Blob;

use super::api::{AddFile, Added, FlowFile, ForgetFiles, MyFiles, Notes, Progress};
use super::chunks::each_chunk;
use crate::failure::Failure;
use crate::http::Answer;
use crate::local::flows::FlowTable;
use crate::local::import::{ImportError, Importer, Layout, Report};
use crate::local::store::{self, flow_logs, written};
use crate::local::{LocalSpot, SharedFlows};

/// A file on this machine's disk.
const SILENCE_LIMIT_SECONDS: u32 = 60;

/// What of the analyst's flow logs is open.
#[derive(Default)]
pub struct FlowFiles {
    flows: SharedFlows,
    /// What was read, in the order of the table: of each file as many flows as it has.
    read: RefCell<Vec<(FlowFile, usize)>>,
    is_reading: Cell<bool>,
    last_id: Cell<u64>,
}

/// Why a file was not read.
enum Stopped {
    Import(ImportError),
    Failure(Failure),
}

impl From<Failure> for Stopped {
    fn from(failure: Failure) -> Self {
        Self::Failure(failure)
    }
}

/// The reading of one file. Unless it is finished, the table is as before when this is dropped: the analyst may cancel.
struct Reading<'a> {
    files: &'a FlowFiles,
    first: usize,
    is_finished: bool,
}

impl Drop for Reading<'_> {
    fn drop(&mut self) {
        self.files.is_reading.set(false);
        if !self.is_finished {
            self.files.flows.update(|table| table.remove(self.first..table.len()));
        }
    }
}

impl FlowFiles {
    /// The flows of all that was read.
    pub fn flows(&self) -> SharedFlows {
        self.flows.clone()
    }

    /// The files, in the order in which they came: those that were read, and those that the store keeps beside.
    pub async fn list(&self) -> Result<MyFiles, Failure> {
        let mut files: Vec<FlowFile> = self.read.borrow().iter().map(|(file, _)| file.clone()).collect();
        let kept = flow_logs::all().await;
        // What was read is told in any case.
        let kept = if files.is_empty() { kept? } else { kept.unwrap_or_default() };
        for log in kept {
            if files.iter().all(|file| file.id != log.id) {
                files.push(FlowFile { id: log.id, name: log.name, bytes: size(&log.file), read: None, not_kept: None });
            }
        }
        files.sort_by_key(|file| file.id);
        Ok(match files.is_empty() {
            false => MyFiles::Some(files),
            true if written::is_there(LocalSpot::FILES).await? => MyFiles::NotesAlone,
            true => MyFiles::None,
        })
    }

    /// Reads a file from the analyst, and keeps it.
    pub async fn add(
        &self,
        question: AddFile,
        file: Option<Blob>,
        on_progress: impl FnMut(Progress),
    ) -> Result<Added, Failure> {
        let AddFile { name, layout } = question;
        let Some(file) = file else { return Err(cannot_be_read(&name)) };
        let read = match self.import(&name, &file, layout.as_deref().cloned(), on_progress).await {
            Ok(read) => read,
            Err(Stopped::Import(ImportError::NeedsColumns(preview))) => return Ok(Added::NeedsColumns(preview)),
            Err(Stopped::Import(error)) => return Err(Failure::NotPossible(format!("{name} is not read. {error}"))),
            Err(Stopped::Failure(failure)) => return Err(failure),
        };
        let (reading, report) = read;
        // Two files at once, in two tabs, may share a millisecond: one of them is then kept no longer than this visit.
        let id = store::now_ms().max(self.last_id.get() + 1);
        self.last_id.set(id);
        let kept = flow_logs::put(id, &name, &file, layout.as_deref()).await;
        let not_kept = kept.err().map(|failure| failure.to_string());
        let file = FlowFile { id, name, bytes: size(&file), read: Some(report), not_kept };
        self.finish(reading, file.clone());
        Ok(Added::Read(Box::new(file)))
    }

    /// Reads a file that the store keeps, unless it is read.
    pub async fn read(&self, id: u64, on_progress: impl FnMut(Progress)) -> Result<FlowFile, Failure> {
        let known = self.read.borrow().iter().find(|(file, _)| file.id == id).map(|(file, _)| file.clone());
        if let Some(file) = known {
            return Ok(file);
        }
        let Some(log) = flow_logs::get(id).await? else {
            return Err(Failure::NotPossible(
                "The file is no longer kept in this browser. Choose it again.".to_owned(),
            ));
        };
        match self.import(&log.name, &log.file, log.layout, on_progress).await {
            Ok((reading, report)) => {
                let bytes = size(&log.file);
                let file = FlowFile { id, name: log.name, bytes, read: Some(report), not_kept: None };
                self.finish(reading, file.clone());
                Ok(file)
            }
            Err(Stopped::Import(error)) => Err(Failure::NotPossible(format!("{} is not read. {error}", log.name))),
            Err(Stopped::Failure(failure)) => Err(failure),
        }
    }

    /// Forgets a file, and its flows.
    pub async fn remove(&self, id: u64) -> Result<(), Failure> {
        if self.is_reading.get() {
            return Err(busy());
        }
        let mut first = 0;
        self.read.borrow_mut().retain(|(file, flows)| {
            let stays = file.id != id;
            if stays {
                first += flows;
            } else {
                self.flows.update(|table| table.remove(first..first + flows));
            }
            stays
        });
        flow_logs::delete(id).await
    }

    /// Forgets all files and, where the analyst wants it, what was written about them.
    pub async fn forget(&self, question: ForgetFiles) -> Result<(), Failure> {
        if self.is_reading.get() {
            return Err(busy());
        }
        self.read.borrow_mut().clear();
        self.flows.update(FlowTable::clear);
        flow_logs::delete_all().await?;
        match question.notes {
            Notes::Kept => Ok(()),
            Notes::Forgotten => written::forget(LocalSpot::FILES).await,
        }
    }

    async fn import(
        &self,
        name: &str,
        file: &Blob,
        layout: Option<Layout>,
        on_progress: impl FnMut(Progress),
    ) -> Result<(Reading<'_>, Report), Stopped> {
        // Flows of two files would be mixed, and could not be told apart when one is removed.
        if self.is_reading.replace(true) {
            return Err(busy().into());
        }
        let reading = Reading { files: self, first: self.flows.look(FlowTable::len), is_finished: false };
        let mut importer = layout.map_or_else(Importer::default, Importer::assigned);
        let answer = Answer::of_file(file, name, SILENCE_LIMIT_SECONDS);
        let read = each_chunk(answer, on_progress, |chunk| {
            self.flows.update(|table| importer.push(chunk, table)).map_err(Stopped::Import)?;
            Ok(importer.flows())
        });
        match read.await {
            Err(Stopped::Failure(Failure::CutOff { bytes: 0, .. })) => return Err(cannot_be_read(name).into()),
            Err(Stopped::Failure(Failure::CutOff { .. })) => return Err(changed_meanwhile(name).into()),
            read => read?,
        }
        let report = self.flows.update(|table| importer.finish(table)).map_err(Stopped::Import)?;
        Ok((reading, report))
    }

    fn finish(&self, mut reading: Reading<'_>, file: FlowFile) {
        reading.is_finished = true;
        let flows = self.flows.look(FlowTable::len) - reading.first;
        self.read.borrow_mut().push((file, flows));
    }
}

fn size(file: &Blob) -> u64 {
    // A whole number of bytes.
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    let bytes = file.size() as u64;
    bytes
}

fn busy() -> Failure {
    Failure::NotPossible("Another file is being read. Wait until it is done, or cancel it.".to_owned())
}

fn cannot_be_read(name: &str) -> Failure {
    Failure::NotPossible(format!(
        "{name} cannot be read: it was changed, moved or deleted, or the browser may not read it. Choose it again."
    ))
}

fn changed_meanwhile(name: &str) -> Failure {
    Failure::NotPossible(format!(
        "{name} was changed, moved or deleted while it was read: nothing of it is loaded. Choose it again when nothing writes to it any more."
    ))
}
