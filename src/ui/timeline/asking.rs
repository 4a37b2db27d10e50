//! Asks the engine for what is seen: one question at a time, and then the newest.

use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;

use futures::future::{AbortHandle, abortable};
use gloo_timers::future::sleep;
use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use super::model::Model;
use crate::chart::answered::Answered;
use crate::chart::layout::{MOST_LANES, SPARE_LANES};
use crate::domain::filter::Filter;
use crate::domain::time::Window;
use crate::domain::view::View;
use crate::engine::api::AskTimeline;
use crate::failure::Failure;

/// What the next answer should be about.
#[derive(Clone, Debug, PartialEq)]
struct Wanted {
    view: View,
    window: Option<Window>,
    width_px: u16,
    first_lane: u32,
    only: Option<Arc<[IpAddr]>>,
    filter: Filter,
}

impl Wanted {
    fn question(&self) -> AskTimeline {
        let first_lane = self.first_lane.saturating_sub(SPARE_LANES);
        AskTimeline {
            view: self.view,
            window: self.window,
            width_px: self.width_px,
            first_lane,
            lanes: self.first_lane - first_lane + MOST_LANES + SPARE_LANES,
            only: self.only.as_deref().map(<[IpAddr]>::to_vec),
            filter: self.filter.clone(),
        }
    }
}

/// The questions that wait, of which only the newest is of use.
#[derive(Default)]
pub struct Line {
    next: Option<Wanted>,
    under_way: Option<AbortHandle>,
    /// How the search was looked at when it was asked last.
    view: Option<View>,
}

impl Line {
    /// Whether an answer is on its way.
    pub fn is_under_way(&self) -> bool {
        self.under_way.is_some()
    }

    /// Whether the search is looked at in another way than when it was asked last.
    fn turns_to(&mut self, view: View) -> bool {
        self.view.replace(view).is_some_and(|former| former != view)
    }
}

/// Asks whenever what is seen has changed.
pub fn keep_asking(model: Model) {
    let line = model.line;
    let wanted = Memo::new(move |_| {
        Some(Wanted {
            view: model.view.get(),
            window: model.wanted_window(),
            width_px: model.layout.get()?.plot_width(),
            first_lane: model.first_lane.get(),
            only: model.only.get(),
            filter: model.filter.get(),
        })
    });
    Effect::new(move |_| {
        // The same question about another search, or after a failure, is another question.
        model.overview.track();
        let has_failed = model.failure.with(Option::is_some);
        if let Some(wanted) = wanted.get().filter(|_| !has_failed) {
            line.update_value(|line| line.next = Some(wanted));
            ask(model);
        }
    });
    on_cleanup(move || {
        line.try_update_value(|line| line.under_way.take().inspect(AbortHandle::abort));
    });
}

fn ask(model: Model) {
    let line = model.line;
    let is_busy = line.try_with_value(Line::is_under_way);
    if is_busy != Some(false) {
        return;
    }
    let (work, handle) = abortable(async move {
        while let Some(wanted) = line.try_update_value(|line| line.next.take()).flatten() {
            if line.try_update_value(|line| line.turns_to(wanted.view)) == Some(true) {
                // Tables change, too, and take longer to paint: they are asked for first.
                sleep(Duration::ZERO).await;
            }
            let question = wanted.question();
            let (first_lane, width_px) = (question.first_lane, question.width_px);
            let Some(asked) = model.engine.try_with_value(|engine| engine.ask(&question)) else { return };
            let outcome = asked.await.map(|timeline| Arc::new(Answered { first_lane, width_px, timeline }));
            match outcome {
                Ok(answered) => drop(model.answered.try_set(Some(answered))),
                Err(Failure::Cancelled) => {}
                Err(failure) => {
                    drop(model.failure.try_set(Some(failure)));
                    break;
                }
            }
        }
        line.try_update_value(|line| line.under_way = None);
    });
    line.update_value(|line| line.under_way = Some(handle));
    spawn_local(async move {
        // It is aborted with the panel.
        let _ = work.await;
    });
}
