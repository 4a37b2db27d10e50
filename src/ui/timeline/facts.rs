//! What lies behind the spot that is pointed at, asked for once the pointer rests.

use std::time::Duration;

use futures::FutureExt;
use gloo_timers::future::sleep;
use leptos::prelude::*;

use super::model::Model;
use crate::domain::time::Window;
use crate::domain::view::{Facts, Lane};
use crate::engine::api::AskFacts;
use crate::failure::Failure;
use crate::ui::load::{Load, Meanwhile};

/// How long the pointer rests before the engine is asked.
const REST: Duration = Duration::from_millis(60);
/// Rows that are told in passing.
const AT_A_GLANCE: u16 = 1;
/// Rows that are told of a spot whose facts stay open.
const PINNED: u16 = 50;

/// A stretch of a lane, as the engine is asked about it.
#[derive(Clone, Debug, PartialEq)]
pub struct Behind {
    /// The lane.
    pub lane: Lane,
    /// When.
    pub window: Window,
}

/// The stretch that is pointed at.
pub fn behind(model: Model) -> Memo<Option<Behind>> {
    Memo::new(move |_| {
        let spot = model.pointed.get().spot?;
        // Runs change with every answer; of them nothing is told.
        let lane = Lane { runs: Vec::new(), ..model.lane(spot.lane)? };
        Some(Behind { lane, window: spot.span.window() })
    })
}

/// What is behind it.
pub fn facts(model: Model, behind: Memo<Option<Behind>>) -> Load<Facts> {
    let key = move || {
        let behind = behind.get()?;
        let at_most = if model.is_pinned.get() { PINNED } else { AT_A_GLANCE };
        Some((behind.lane.peer, behind.window, at_most, model.filter.get()))
    };
    Load::new(Meanwhile::Blank, key, move |(peer, window, at_most, filter), _| {
        async move {
            // Overtaken before the time is up, this is dropped, and the engine never hears of it.
            sleep(REST).await;
            let view = model.view.get_untracked();
            let question = AskFacts { view, filter, peer, window, at_most };
            let asked = model.engine.try_with_value(|engine| engine.ask(&question));
            asked.ok_or(Failure::Cancelled)?.await
        }
        .boxed_local()
    })
}
