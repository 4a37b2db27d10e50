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
    let mut turns = Turns::begin();
    while let Some(chunk) = answer.chunk().await? {
        let rows = take(chunk)?;
        on_progress(Progress { bytes: answer.bytes(), rows });
        // What is here already arrives without a pause, and questions would wait for the end of it.
        turns.pass().await;
    }
    Ok(())
}

/// How long the worker has been at work on one thing.
pub struct Turns {
    since_ms: f64,
}

impl Turns {
    /// It begins now.
    #[must_use]
    pub fn begin() -> Self {
        Self { since_ms: Date::now() }
    }

    /// Lets other questions in between, where it is time.
    pub async fn pass(&mut self) {
        if Date::now() - self.since_ms > TURN_MS {
            next_turn().await;
            self.since_ms = Date::now();
        }
    }
}

/// Waits until what was asked before is dealt with. Timers that follow one another are held up by the browser for
/// milliseconds each; a message is not.
pub async fn next_turn() {
    let Ok(channel) = MessageChannel::new() else { return };
    let arrived = Promise::new(&mut |resolve, _| channel.port1().set_onmessage(Some(&resolve)));
    if channel.port2().post_message(&JsValue::NULL).is_ok() {
        // It is never refused.
        let _ = JsFuture::from(arrived).await;
    }
    channel.port1().close();
}
