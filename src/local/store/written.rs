//! All that the analyst wrote about a local source: comments with their storyboards, drafts, marks and techniques.

use idb::{Error, KeyRange, ObjectStore, Query};
use js_sys::Array;

use super::connection::write_together;
use super::{COMMENTS, DRAFTS, FILES, STORYBOARDS, failure};
use crate::failure::Failure;

/// Forgets it, of all days: all of it or nothing.
pub async fn forget(source: &str) -> Result<(), Failure> {
    let source = source.to_owned();
    let forgotten =
        write_together([COMMENTS, DRAFTS, STORYBOARDS, FILES], move |[comments, drafts, storyboards, files]| {
            for about_ips in [comments, drafts, storyboards] {
                // In IndexedDB's order an array comes after every string, and so behind all days.
                let first = Array::of1(&source.as_str().into());
                let after_last = Array::of2(&source.as_str().into(), &Array::new());
                delete(about_ips, KeyRange::bound(&first, &after_last, None, Some(true))?)?;
            }
            for about in ["marks", "techniques"] {
                // `0` comes after `/`.
                let (first, after_last) = (format!("{about}/{source}/"), format!("{about}/{source}0"));
                delete(files, KeyRange::bound(&first.into(), &after_last.into(), None, Some(true))?)?;
            }
            Ok(())
        });
    forgotten.await.map_err(|reason| failure("Forgetting what you wrote", reason))
}

fn delete(records: &ObjectStore, which: KeyRange) -> Result<(), Error> {
    records.delete(Query::from(which)).map(drop)
}
