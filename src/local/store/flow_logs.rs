//! The analyst's flow logs, as they were dropped in. Each is `[id, name on disk, Blob, JSON of its layout or null]` in the
//! object store of files, under `flows/` and its ID.

use idb::{KeyRange, Query};
use js_sys::Array;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::Blob;

use super::connection::{Reason, read, write};
use super::{FILES, failure};
use crate::failure::Failure;
use crate::local::import::Layout;

/// A flow log that is kept.
pub struct KeptLog {
    /// By which it is known; those that came later have higher ones.
    pub id: u64,
    /// Its name on disk.
    pub name: String,
    /// What is in it.
    pub file: Blob,
    /// What its columns mean, where the analyst said so.
    pub layout: Option<Layout>,
}

/// Keeps a flow log. The browser copies it: it stays as it is now.
pub async fn put(id: u64, name: &str, file: &Blob, layout: Option<&Layout>) -> Result<(), Failure> {
    let layout = layout.and_then(|layout| serde_json::to_string(layout).ok());
    let layout = layout.map_or(JsValue::NULL, JsValue::from);
    // Milliseconds since 1970 are exact in a JavaScript number.
    #[allow(clippy::cast_precision_loss)]
    let value = Array::of4(&(id as f64).into(), &name.into(), file, &layout);
    write(FILES, move |files| files.put(&value, Some(&key(id))).map(drop))
        .await
        .map_err(|reason| failure(&format!("Keeping the file {name}"), reason))
}

/// A flow log, if it is kept.
pub async fn get(id: u64) -> Result<Option<KeptLog>, Failure> {
    let value = read(FILES, move |files| files.get(key(id))).await;
    value.map(|value| value.as_ref().and_then(parse)).map_err(|reason| failure("Reading a kept file", reason))
}

/// All that are kept, in the order in which they came.
pub async fn all() -> Result<Vec<KeptLog>, Failure> {
    let all = read(FILES, move |files| files.get_all(Some(Query::from(range()?)), None)).await;
    all.map(|all| all.iter().filter_map(parse).collect())
        .map_err(|reason| failure("Reading which files are kept", reason))
}

/// Removes a flow log, where it is there.
pub async fn delete(id: u64) -> Result<(), Failure> {
    remove(move || Ok(Query::from(key(id)))).await
}

/// Removes all of them.
pub async fn delete_all() -> Result<(), Failure> {
    remove(|| Ok(Query::from(range()?))).await
}

async fn remove(which: impl FnOnce() -> Result<Query, idb::Error> + 'static) -> Result<(), Failure> {
    let removed: Result<(), Reason> = write(FILES, move |files| files.delete(which()?).map(drop)).await;
    removed.map_err(|reason| failure("Removing kept files", reason))
}

fn key(id: u64) -> JsValue {
    // Of one width, so that they are in order.
    format!("flows/{id:020}").into()
}

fn range() -> Result<KeyRange, idb::Error> {
    // `0` comes after `/`.
    KeyRange::bound(&"flows/".into(), &"flows0".into(), None, Some(true))
}

fn parse(value: &JsValue) -> Option<KeptLog> {
    let parts = value.dyn_ref::<Array>()?;
    // A whole number below 2^53.
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    let id = parts.get(0).as_f64()? as u64;
    let layout = parts.get(3).as_string().and_then(|json| serde_json::from_str(&json).ok());
    Some(KeptLog { id, name: parts.get(1).as_string()?, file: parts.get(2).dyn_into().ok()?, layout })
}
