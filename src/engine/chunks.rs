//! Reads what arrives piece by piece, and lets other questions in between.

use gloo_timers::future::TimeoutFuture;
use js_sys::Date;

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
            TimeoutFuture::new(0).await;
            turn = Date::now();
        }
    }
    Ok(())
}
