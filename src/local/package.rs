//! The demo's files on their way into the worker: from the browser's store or the network, and out of their gzip.

use js_sys::{Array, Function, Reflect, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Blob, ReadableStream, ReadableWritablePair};

use super::demo::{NAME, PLACES_VERSION, VERSION, decode};
use super::flows::FlowTable;
use super::store;
use crate::failure::Failure;
use crate::http::{self, Answer};
use crate::spot::wire;

/// They are files of the site, of a few hundred kilobytes.
const SILENCE_LIMIT_SECONDS: u32 = 60;
/// More is in none of them.
const LARGEST_BYTES: u64 = 64 << 20;

/// The demo's flows. After the first time they come from the browser's store, without any network.
pub(super) async fn demo_flows(folder: &str) -> Result<FlowTable, Failure> {
    file(folder, "flows.bin", VERSION, decode).await
}

/// The demo's iploc.csv. It comes from where the flows do.
pub async fn demo_places(folder: &str) -> Result<Vec<u8>, Failure> {
    file(folder, "iploc.bin", PLACES_VERSION, |bytes| Ok(bytes.to_vec())).await
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
        && let Ok(bytes) = unpacked(&packed).await
        && let Ok(content) = read(&bytes)
    {
        return Ok(content);
    }
    let packed = fetch(&format!("{}/{name}?v={version}", folder.trim_end_matches('/'))).await?;
    let content = read(&unpacked(&packed).await?)?;
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

/// The browser unpacks it: of what the app reads packed by itself, nothing is needed yet.
async fn unpacked(packed: &[u8]) -> Result<Vec<u8>, Failure> {
    const GZIP: [u8; 2] = [0x1f, 0x8b];
    // Some servers say of such a file that it is "encoded", and the browser has unpacked it already.
    if !packed.starts_with(&GZIP) {
        return Ok(packed.to_vec());
    }
    let damaged = || Failure::Malformed { what: NAME.to_owned(), reason: "its file is damaged".to_owned() };
    let stream = unpacking(packed).map_err(|_| damaged())?;
    let mut answer = Answer::of_stream(&stream, NAME, SILENCE_LIMIT_SECONDS);
    let mut bytes = Vec::new();
    while let Some(chunk) = answer.chunk().await.map_err(|_| damaged())? {
        bytes.extend_from_slice(chunk);
        if answer.bytes() > LARGEST_BYTES {
            return Err(damaged());
        }
    }
    Ok(bytes)
}

fn unpacking(packed: &[u8]) -> Result<ReadableStream, JsValue> {
    let packed = Blob::new_with_u8_array_sequence(&Array::of1(&Uint8Array::from(packed)))?;
    // The bindings have it among what is not settled yet; every browser has had it since 2023.
    let kind: Function = Reflect::get(&js_sys::global(), &"DecompressionStream".into())?.dyn_into()?;
    let gzip = Reflect::construct(&kind, &Array::of1(&"gzip".into()))?;
    // It has both ends, which is all that a pair is.
    Ok(packed.stream().pipe_through(gzip.unchecked_ref::<ReadableWritablePair>()))
}
