//! The demo's file on its way into the worker: from the browser's store or the network, and out of its gzip.

use js_sys::{Array, ArrayBuffer, Function, Reflect, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{ReadableWritablePair, Response};

use super::demo::{NAME, VERSION, decode};
use super::flows::FlowTable;
use super::store;
use crate::failure::Failure;
use crate::http;
use crate::spot::wire;

/// It is a file of the site, of a few hundred kilobytes.
const SILENCE_LIMIT_SECONDS: u32 = 60;

/// The demo's flows. After the first time they come from the browser's store, without any network.
pub(super) async fn demo_flows(folder: &str) -> Result<FlowTable, Failure> {
    const KEPT_AS: &str = "demo/flows.bin";
    let version = VERSION.to_string();
    // What is not kept, or not readable any more, is fetched: neither concerns the analyst.
    if let Ok(Some(packed)) = store::get_file(KEPT_AS, &version).await
        && let Ok(flows) = unpack(&packed).await
    {
        return Ok(flows);
    }
    let packed = fetch(&format!("{}/flows.bin?v={version}", folder.trim_end_matches('/'))).await?;
    let flows = unpack(&packed).await?;
    // Without a store the demo works all the same; it only has to be fetched again.
    let _ = store::put_file(KEPT_AS, &version, &packed).await;
    Ok(flows)
}

async fn fetch(url: &str) -> Result<Vec<u8>, Failure> {
    let file = http::get(url, NAME, SILENCE_LIMIT_SECONDS).await?.whole().await?;
    match wire::web_page(&file) {
        Some(words) => Err(Failure::LoginPage { what: NAME.to_owned(), words }),
        None => Ok(file),
    }
}

async fn unpack(packed: &[u8]) -> Result<FlowTable, Failure> {
    const GZIP: [u8; 2] = [0x1f, 0x8b];
    // Some servers say of such a file that it is "encoded", and the browser has unpacked it already.
    if !packed.starts_with(&GZIP) {
        return decode(packed);
    }
    let unpacked = gunzip(packed, decompressor()?)
        .await
        .map_err(|_| Failure::Malformed { what: NAME.to_owned(), reason: "its file is damaged".to_owned() })?;
    decode(&unpacked)
}

/// A `DecompressionStream`: the bindings of web-sys to it count as unstable.
fn decompressor() -> Result<ReadableWritablePair, Failure> {
    Reflect::get(&js_sys::global(), &"DecompressionStream".into())
        .and_then(JsCast::dyn_into::<Function>)
        .and_then(|class| Reflect::construct(&class, &Array::of1(&"gzip".into())))
        .map(JsCast::unchecked_into)
        .map_err(|_| {
            Failure::NotPossible(
                "The demo day cannot be unpacked: this browser has no DecompressionStream. Use one from 2023 or later."
                    .to_owned(),
            )
        })
}

async fn gunzip(packed: &[u8], decompressor: ReadableWritablePair) -> Result<Vec<u8>, JsValue> {
    let body = Response::new_with_opt_js_u8_array(Some(&Uint8Array::from(packed)))?.body();
    let stream = body.ok_or(JsValue::UNDEFINED)?.pipe_through(&decompressor);
    let unpacked = JsFuture::from(Response::new_with_opt_readable_stream(Some(&stream))?.array_buffer()?).await?;
    Ok(Uint8Array::new(unpacked.unchecked_ref::<ArrayBuffer>()).to_vec())
}
