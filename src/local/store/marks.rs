//! The hosts that the analyst marked as high risk: a JSON list of IPs for each source and day, in the object store of files,
//! under `marks/`, the source and the day.

use std::net::IpAddr;

use wasm_bindgen::JsValue;

use super::connection::{read, write};
use super::{FILES, failure};
use crate::domain::time::Day;
use crate::failure::Failure;

/// The marked hosts of a day.
pub async fn get(source: &str, day: Day) -> Result<Vec<IpAddr>, Failure> {
    let key = key(source, day);
    let json = read(FILES, move |files| files.get(key)).await;
    let json = json.map_err(|reason| failure("Reading the marked hosts", reason))?.and_then(|json| json.as_string());
    let parsed = json.map(|json| serde_json::from_str(&json)).transpose();
    parsed.map(Option::unwrap_or_default).map_err(|error| failure("Reading the marked hosts", error.to_string()))
}

/// Keeps them, in place of those before.
pub async fn put(source: &str, day: Day, marked: &[IpAddr]) -> Result<(), Failure> {
    let key = key(source, day);
    let json = serde_json::to_string(marked).map_err(|error| failure("Keeping the mark", error.to_string()))?;
    write(FILES, move |files| files.put(&json.into(), Some(&key)).map(drop))
        .await
        .map_err(|reason| failure("Keeping the mark", reason))
}

fn key(source: &str, day: Day) -> JsValue {
    format!("marks/{source}/{day}").into()
}
