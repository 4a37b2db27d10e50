//! The demo's files on their way into the worker: from the browser's store or the network, and out of their gzip.

use std::io::Read;

use flate2::read::GzDecoder;

use super::demo::{NAME, PLACES_VERSION, VERSION, decode};
use super::flows::FlowTable;
use super::store;
use crate::failure::Failure;
use crate::http;
use crate::spot::wire;

/// They are files of the site, of a few hundred kilobytes.
const SILENCE_LIMIT_SECONDS: u32 = 60;
/// More is in none of them.
const LARGEST_BYTES: u64 = 64 << 20;

/// The demo's flows. After the first time they come from the browser's store, without any network.
pub(super) async fn demo_flows(folder: &str) -> Result<FlowTable, Failure> {
    file(folder, "flows.bin", VERSION, |packed| decode(&unpacked(packed)?)).await
}

/// What `read` makes of the demo's iploc.csv, gzipped or not. It comes from where the flows do.
pub async fn demo_places<T>(folder: &str, read: impl Fn(&[u8]) -> Result<T, Failure>) -> Result<T, Failure> {
    file(folder, "iploc.bin", PLACES_VERSION, read).await
}

/// What `read` makes of a file of the demo.
async fn file<T>(
    folder: &str,
    name: &str,
    version: u8,
    read: impl Fn(&[u8]) -> Result<T, Failure>,
) -> Result<T, Failure> {
    let (kept_as, version) = (format!("demo/{name}"), version.to_string());
    // What is not kept, or not readable any more, is fetched: neither concerns the analyst.
    if let Ok(Some(packed)) = store::get_file(&kept_as, &version).await
        && let Ok(content) = read(&packed)
    {
        return Ok(content);
    }
    let packed = fetch(&format!("{}/{name}?v={version}", folder.trim_end_matches('/'))).await?;
    let content = read(&packed)?;
    // Without a store the demo works all the same; it only has to be fetched again.
    let _ = store::put_file(&kept_as, &version, &packed).await;
    Ok(content)
}

async fn fetch(url: &str) -> Result<Vec<u8>, Failure> {
    let file = http::get(url, NAME, SILENCE_LIMIT_SECONDS).await?.whole().await?;
    match wire::web_page(&file) {
        Some(words) => Err(Failure::LoginPage { what: NAME.to_owned(), words }),
        None => Ok(file),
    }
}

fn unpacked(packed: &[u8]) -> Result<Vec<u8>, Failure> {
    const GZIP: [u8; 2] = [0x1f, 0x8b];
    // Some servers say of such a file that it is "encoded", and the browser has unpacked it already.
    if !packed.starts_with(&GZIP) {
        return Ok(packed.to_vec());
    }
    let mut bytes = Vec::new();
    GzDecoder::new(packed)
        .take(LARGEST_BYTES)
        .read_to_end(&mut bytes)
        .map_err(|_| Failure::Malformed { what: NAME.to_owned(), reason: "its file is damaged".to_owned() })?;
    Ok(bytes)
}
