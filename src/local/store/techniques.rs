//! What the analyst takes a threat for (MITRE ATT&CK): a JSON list of IDs for each source, day and IP, in the object store of
//! files, under `techniques/`, the source, the day and the IP. It stays when the comment is saved: Spot has no place for it.

use std::net::IpAddr;

use wasm_bindgen::JsValue;

use super::connection::{read, write};
use super::{FILES, failure};
use crate::domain::attack::TechniqueId;
use crate::domain::time::Day;
use crate::failure::Failure;

/// The techniques of a threat.
pub async fn get(source: &str, day: Day, ip: IpAddr) -> Result<Vec<TechniqueId>, Failure> {
    let key = key(source, day, ip);
    let json = read(FILES, move |files| files.get(key)).await;
    let json = json.map_err(|reason| failure("Reading the techniques", reason))?.and_then(|json| json.as_string());
    let parsed = json.map(|json| serde_json::from_str(&json)).transpose();
    parsed.map(Option::unwrap_or_default).map_err(|error| failure("Reading the techniques", error.to_string()))
}

/// Keeps them, in place of those before.
pub async fn put(source: &str, day: Day, ip: IpAddr, techniques: &[TechniqueId]) -> Result<(), Failure> {
    let key = key(source, day, ip);
    let json =
        serde_json::to_string(techniques).map_err(|error| failure("Keeping the techniques", error.to_string()))?;
    write(FILES, move |files| files.put(&json.into(), Some(&key)).map(drop))
        .await
        .map_err(|reason| failure("Keeping the techniques", reason))
}

fn key(source: &str, day: Day, ip: IpAddr) -> JsValue {
    format!("techniques/{source}/{day}/{ip}").into()
}
