//! Reads what arrives piece by piece, and lets other questions in between.

use js_sys::{Date, Promise};
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;
use web_sys::MessageChannel;

use super::api::Progress;
use crate::failure::Failure;
use crate::http::Answer;

/// The worker lets other questions in that often while it reads.
const TURN_MS: f64 = 24.0;

/// Hands on what arrives; `take` tells how many lines that made in all.
pub async fn each_chunk<E: From<Failure>>(
    mut answer: Answer,
    mut on_progress: impl FnMut(Progress),
    mut take: impl FnMut(&[u8]) -> Result<u64, E>,
) -> Result<(), E> {
    let mut turn = Date::now();
    while let Some(chunk) = answer.chunk().await? {
        let rows = take(chunk)?;
        on_progress(Progress { bytes: answer.bytes(), rows });
        // What is here already arrives without a pause, and questions would wait for the end of it.
        if Date::now() - turn > TURN_MS {
            next_turn().await;
            turn = Date::now();
        }
    }
    Ok(())
}

/// Waits until what was asked before is dealt with. Timers that follow one another are held up by the browser for
/// milliseconds each; a message is not.
async fn next_turn() {
    let Ok(channel) = MessageChannel::new() else { return };
    let arrived = Promise::new(&mut |resolve, _| channel.port1().set_onmessage(Some(&resolve)));
    if channel.port2().post_message(&JsValue::NULL).is_ok() {
        // It is never refused.
        let _ = JsFuture::from(arrived).await;
    }
    channel.port1().close();
}
