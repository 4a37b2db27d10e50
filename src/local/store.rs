//! What the browser keeps: comments on local sources, drafts of comments, files. One database of `IndexedDB`, used by the
//! page (drafts) and by the worker (the rest) with the same code.
//!
//! | object store | key | value |
//! | --- | --- | --- |
//! | `comments` | `[source, day, IP]` | JSON of the IP and the [`Comment`] |
//! | `drafts` | `[source, day, IP]` | JSON of the IP and the [`Draft`] |
//! | `storyboards` | `[source, day, IP]` | JSON of the IP and the [`StoredDocuments`] |
//! | `saves` | `[source, day, IP]` | JSON of the IP, the day and the [`BegunSave`] |
//! | `files` | name | `[version, bytes]`, or `[name on disk, Blob]` of a context file that the analyst dropped in, or a [flow log](flow_logs), or [marks], or [techniques] |
//!
//! Every operation runs to its end, even when nobody waits for it any more.

mod browser_json;
mod connection;
pub mod flow_logs;
pub mod marks;
pub mod techniques;
pub mod written;

use std::net::IpAddr;

use idb::{KeyRange, Query};
use js_sys::{Array, Uint8Array};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::Blob;

use self::connection::{Reason, read, write, write_together};
use crate::domain::begun_save::BegunSave;
use crate::domain::storyboard::StoredDocuments;
use crate::domain::threats::Comment;
use crate::domain::time::Day;
use crate::failure::Failure;

const COMMENTS: &str = "comments";
const DRAFTS: &str = "drafts";
const SAVES: &str = "saves";
const FILES: &str = "files";
const STORYBOARDS: &str = "storyboards";

/// A comment that is not saved yet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Draft {
    /// What was typed.
    pub comment: Comment,
    /// When, in milliseconds since 1970, UTC.
    pub written_ms: u64,
    /// What was stored when it was begun.
    #[serde(default)]
    pub based_on: Option<Comment>,
}

/// A record about an IP. Its key has the IP too, but reading many records gives no keys.
#[derive(Serialize, Deserialize)]
struct AboutIp<T> {
    ip: IpAddr,
    value: T,
}

/// Keeps what was written about `ip` on a day of a local source, with the documents of its storyboard: both or neither.
pub async fn put_storyboard(
    source: &str,
    day: Day,
    ip: IpAddr,
    comment: &Comment,
    documents: &StoredDocuments,
) -> Result<(), Failure> {
    let put = async {
        let (comment, documents) = (record(ip, comment)?, record(ip, documents)?);
        let key = key(source, day, Some(ip));
        write_together([COMMENTS, STORYBOARDS], move |[comments, storyboards]| {
            comments.put(&comment, Some(&key))?;
            storyboards.put(&documents, Some(&key)).map(drop)
        })
        .await
    };
    put.await.map_err(|reason| failure("Saving the storyboard", reason))
}

/// All that was written about IPs on a day of a local source.
pub async fn comments(source: &str, day: Day) -> Result<Vec<(IpAddr, Comment)>, Failure> {
    of_day(COMMENTS, source, day).await.map_err(|reason| failure("Reading the day's comments", reason))
}

/// Removes what was written about `ip` on a day of a local source, and the documents: both or neither.
pub async fn delete_storyboard(source: &str, day: Day, ip: IpAddr) -> Result<(), Failure> {
    let key = key(source, day, Some(ip));
    let deleted = write_together([COMMENTS, STORYBOARDS], move |[comments, storyboards]| {
        comments.delete(key.clone())?;
        storyboards.delete(key).map(drop)
    });
    deleted.await.map_err(|reason| failure("Removing the storyboard", reason))
}

/// The documents of the storyboard of `ip`, if it was saved.
pub async fn documents(source: &str, day: Day, ip: IpAddr) -> Result<Option<StoredDocuments>, Failure> {
    get(STORYBOARDS, source, day, ip).await.map_err(|reason| failure("Reading the storyboard", reason))
}

/// Keeps a draft. The source is any name that tells sources apart.
pub async fn put_draft(source: &str, day: Day, ip: IpAddr, draft: &Draft) -> Result<(), Failure> {
    let put = async {
        let (record, key) = (browser_json::of_draft(ip, draft)?, key(source, day, Some(ip)));
        write(DRAFTS, move |drafts| drafts.put(&record, Some(&key)).map(drop)).await
    };
    put.await.map_err(|reason| failure("Keeping the draft", reason))
}

/// Now, in milliseconds since 1970, UTC.
#[must_use]
pub fn now_ms() -> u64 {
    // Whole milliseconds since 1970, for some 285,000 years.
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    let now = js_sys::Date::now() as u64;
    now
}

/// The draft about `ip`, if there is one.
pub async fn get_draft(source: &str, day: Day, ip: IpAddr) -> Result<Option<Draft>, Failure> {
    let key = key(source, day, Some(ip));
    let record = read(DRAFTS, move |drafts| drafts.get(key)).await;
    record
        .and_then(|record| record.as_ref().map(browser_json::draft).transpose())
        .map_err(|reason| failure("Reading the draft", reason))
}

/// The drafts of a day.
pub async fn drafts(source: &str, day: Day) -> Result<Vec<(IpAddr, Draft)>, Failure> {
    of_day(DRAFTS, source, day).await.map_err(|reason| failure("Reading the day's drafts", reason))
}

/// Removes a draft, where there is one.
pub async fn delete_draft(source: &str, day: Day, ip: IpAddr) -> Result<(), Failure> {
    delete(DRAFTS, source, day, ip).await.map_err(|reason| failure("Removing the draft", reason))
}

/// Keeps what is known of a save before it is sent.
pub async fn put_save(source: &str, day: Day, save: &BegunSave) -> Result<(), Failure> {
    let kept = put(SAVES, source, day, save.ip, &(day, save)).await;
    kept.map_err(|reason| failure("Keeping a copy of the day\u{2019}s comments", reason))
}

/// What is kept of a save about `ip`, if it is not confirmed.
pub async fn get_save(source: &str, day: Day, ip: IpAddr) -> Result<Option<BegunSave>, Failure> {
    let save = get::<(Day, BegunSave)>(SAVES, source, day, ip).await;
    save.map(|save| save.map(|(_, save)| save))
        .map_err(|reason| failure("Reading the copy of the day\u{2019}s comments", reason))
}

/// The saves of all days that are not confirmed.
pub async fn saves(source: &str) -> Result<Vec<(Day, BegunSave)>, Failure> {
    let saves = all_under::<(Day, BegunSave)>(SAVES, Array::of1(&source.into())).await;
    saves
        .map(|saves| saves.into_iter().map(|(_, save)| save).collect())
        .map_err(|reason| failure("Reading which saves are not confirmed", reason))
}

/// Removes what is kept of a save.
pub async fn delete_save(source: &str, day: Day, ip: IpAddr) -> Result<(), Failure> {
    let deleted = delete(SAVES, source, day, ip).await;
    deleted.map_err(|reason| failure("Removing the copy of the day\u{2019}s comments", reason))
}

/// Keeps a file in place of its earlier versions.
pub async fn put_file(name: &str, version: &str, bytes: &[u8]) -> Result<(), Failure> {
    let key = JsValue::from_str(name);
    let value = Array::of2(&version.into(), &Uint8Array::from(bytes)).into();
    write(FILES, move |files| files.put(&value, Some(&key)).map(drop))
        .await
        .map_err(|reason| failure(&format!("Keeping the file {name}"), reason))
}

/// A file, if it is there in this version.
pub async fn get_file(name: &str, version: &str) -> Result<Option<Vec<u8>>, Failure> {
    let key = JsValue::from_str(name);
    let value = read(FILES, move |files| files.get(key))
        .await
        .map_err(|reason| failure(&format!("Reading the file {name}"), reason))?;
    let Some(parts) = value.and_then(|value| value.dyn_into::<Array>().ok()) else {
        return Ok(None);
    };
    let is_right = parts.get(0).as_string().as_deref() == Some(version);
    Ok(parts.get(1).dyn_into::<Uint8Array>().ok().filter(|_| is_right).map(|bytes| bytes.to_vec()))
}

/// Keeps a file that the analyst dropped in, in place of a former one; `file_name` is its name on disk. The browser copies
/// it: it stays as it is now.
pub async fn put_dropped(name: &str, file_name: &str, file: &Blob) -> Result<(), Failure> {
    let key = JsValue::from_str(name);
    let value = Array::of2(&file_name.into(), file).into();
    write(FILES, move |files| files.put(&value, Some(&key)).map(drop))
        .await
        .map_err(|reason| failure(&format!("Keeping the file {file_name}"), reason))
}

/// A file that the analyst dropped in, with its name on disk.
pub async fn get_dropped(name: &str) -> Result<Option<(String, Blob)>, Failure> {
    let key = JsValue::from_str(name);
    let value = read(FILES, move |files| files.get(key))
        .await
        .map_err(|reason| failure(&format!("Reading the file {name}"), reason))?;
    let parts = value.and_then(|value| value.dyn_into::<Array>().ok());
    Ok(parts.and_then(|parts| Some((parts.get(0).as_string()?, parts.get(1).dyn_into().ok()?))))
}

/// Removes a file, where it is there.
pub async fn delete_file(name: &str) -> Result<(), Failure> {
    let key = JsValue::from_str(name);
    write(FILES, move |files| files.delete(key).map(drop))
        .await
        .map_err(|reason| failure(&format!("Removing the file {name}"), reason))
}

async fn put<T: Serialize>(store: &'static str, source: &str, day: Day, ip: IpAddr, value: &T) -> Result<(), Reason> {
    let (record, key) = (record(ip, value)?, key(source, day, Some(ip)));
    write(store, move |records| records.put(&record, Some(&key)).map(drop)).await
}

/// A value as it is stored.
fn record<T: Serialize>(ip: IpAddr, value: &T) -> Result<JsValue, Reason> {
    let json = serde_json::to_string(&AboutIp { ip, value }).map_err(|error| error.to_string())?;
    Ok(json.into())
}

async fn delete(store: &'static str, source: &str, day: Day, ip: IpAddr) -> Result<(), Reason> {
    let key = key(source, day, Some(ip));
    write(store, move |records| records.delete(key).map(drop)).await
}

async fn get<T: DeserializeOwned>(
    store: &'static str,
    source: &str,
    day: Day,
    ip: IpAddr,
) -> Result<Option<T>, Reason> {
    let key = key(source, day, Some(ip));
    let record = read(store, move |records| records.get(key)).await?;
    let record = record.as_ref().map(parse::<AboutIp<T>>).transpose()?;
    Ok(record.map(|AboutIp { value, .. }| value))
}

async fn of_day<T: DeserializeOwned>(store: &'static str, source: &str, day: Day) -> Result<Vec<(IpAddr, T)>, Reason> {
    all_under(store, key(source, day, None).unchecked_into()).await
}

/// All records whose keys begin with `first`.
async fn all_under<T: DeserializeOwned>(store: &'static str, first: Array) -> Result<Vec<(IpAddr, T)>, Reason> {
    let after_last = first.slice(0, first.length());
    // In IndexedDB's order an array comes after every string.
    after_last.push(&Array::new());
    let records = read(store, move |records| {
        let range = KeyRange::bound(&first, &after_last, None, Some(true))?;
        records.get_all(Some(Query::from(range)), None)
    });
    let records = records.await?.iter().map(parse::<AboutIp<T>>).collect::<Result<Vec<_>, _>>()?;
    Ok(records.into_iter().map(|AboutIp { ip, value }| (ip, value)).collect())
}

/// The key of what is about an IP or, without one, the beginning of a day's keys.
fn key(source: &str, day: Day, ip: Option<IpAddr>) -> JsValue {
    let parts = Array::of2(&source.into(), &day.to_string().into());
    if let Some(ip) = ip {
        parts.push(&ip.to_string().into());
    }
    parts.into()
}

fn parse<T: DeserializeOwned>(value: &JsValue) -> Result<T, Reason> {
    let json = value.as_string().unwrap_or_default();
    serde_json::from_str(&json).map_err(|error| format!("a record there is not readable ({error})"))
}

fn failure(what: &str, reason: Reason) -> Failure {
    Failure::Store { what: what.to_owned(), reason }
}
