//! What the analyst takes a threat for (MITRE ATT&CK): a JSON list of IDs for each source, day and IP, in the object store of
//! files, under `techniques/`, the source, the day and the IP. It stays when the comment is saved: Spot has no place for it.

use std::net::IpAddr;

use wasm_bindgen::JsValue;

use super::connection::{read, write};
use super::{FILES, browser_json, failure};
use crate::domain::attack::TechniqueId;
use crate::domain::time::Day;
use crate::failure::Failure;

/// The techniques of a threat.
pub async fn get(source: &str, day: Day, ip: IpAddr) -> Result<Vec<TechniqueId>, Failure> {
    let key = key(source, day, ip);
    let record = read(FILES, move |files| files.get(key)).await;
    record
        .and_then(|record| record.as_ref().map_or_else(|| Ok(Vec::new()), browser_json::techniques))
        .map_err(|reason| failure("Reading the techniques", reason))
}

/// Keeps them, in place of those before.
pub async fn put(source: &str, day: Day, ip: IpAddr, techniques: &[TechniqueId]) -> Result<(), Failure> {
    let key = key(source, day, ip);
    let put = async {
        let record = browser_json::of_techniques(techniques)?;
        write(FILES, move |files| files.put(&record, Some(&key)).map(drop)).await
    };
    put.await.map_err(|reason| failure("Keeping the techniques", reason))
}

fn key(source: &str, day: Day, ip: IpAddr) -> JsValue {
    format!("techniques/{source}/{day}/{ip}").into()
}
