//! All that the analyst wrote about a local source: comments with their storyboards, drafts, marks and techniques.

use idb::{Error, KeyRange, ObjectStore, Query};
use js_sys::Array;

use super::connection::{Reason, read, write_together};
use super::{COMMENTS, DRAFTS, FILES, STORYBOARDS, failure};
use crate::failure::Failure;

/// What of it has records of its own.
const ABOUT_IPS: [&str; 3] = [COMMENTS, DRAFTS, STORYBOARDS];
/// What of it is among the files.
const AMONG_FILES: [&str; 2] = ["marks", "techniques"];

/// Whether there is some, of any day.
pub async fn is_there(source: &str) -> Result<bool, Failure> {
    any(source).await.map_err(|reason| failure("Looking for what you wrote", reason))
}

async fn any(source: &str) -> Result<bool, Reason> {
    for store in ABOUT_IPS {
        let source = source.to_owned();
        if read(store, move |records| records.count(Some(Query::from(about_ips(&source)?)))).await? > 0 {
            return Ok(true);
        }
    }
    for about in AMONG_FILES {
        let source = source.to_owned();
        let lists = read(FILES, move |files| files.get_all(Some(Query::from(among_files(about, &source)?)), None));
        // A mark that was taken back leaves an empty list.
        if lists.await?.iter().any(|list| list.as_string().as_deref() != Some("[]")) {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Forgets it, of all days: all of it or nothing.
pub async fn forget(source: &str) -> Result<(), Failure> {
    let source = source.to_owned();
    let [comments, drafts, storyboards] = ABOUT_IPS;
    let forgotten = write_together([comments, drafts, storyboards, FILES], move |[records @ .., files]| {
        for records in records {
            delete(records, about_ips(&source)?)?;
        }
        for about in AMONG_FILES {
            delete(files, among_files(about, &source)?)?;
        }
        Ok(())
    });
    forgotten.await.map_err(|reason| failure("Forgetting what you wrote", reason))
}

fn about_ips(source: &str) -> Result<KeyRange, Error> {
    // In IndexedDB's order an array comes after every string, and so behind all days.
    let first = Array::of1(&source.into());
    let after_last = Array::of2(&source.into(), &Array::new());
    KeyRange::bound(&first, &after_last, None, Some(true))
}

fn among_files(about: &str, source: &str) -> Result<KeyRange, Error> {
    // `0` comes after `/`.
    let (first, after_last) = (format!("{about}/{source}/"), format!("{about}/{source}0"));
    KeyRange::bound(&first.into(), &after_last.into(), None, Some(true))
}

fn delete(records: &ObjectStore, which: KeyRange) -> Result<(), Error> {
    records.delete(Query::from(which)).map(drop)
}
