//! What changes without the analyst's hand on the timeline: links, searches and answers.

use leptos::prelude::*;

use super::model::Model;
use super::pointed::{By, Pointed};
use crate::chart::hit::nearest;
use crate::chart::keys::{Place, in_sight};
use crate::chart::scale::Span;
use crate::domain::time::Window;

/// A link, or Back, changes what is seen.
pub fn window(model: Model) {
    Effect::new(move |_| {
        let window = model.window.get();
        if model.span.get_untracked().map(Span::window) != window {
            model.span.set(window.map(Span::from));
        }
    });
}

/// Another search is seen from the beginning; another view of the same one keeps what is seen.
pub fn search(model: Model) {
    Effect::new(move |former: Option<(_, Option<Window>)>| {
        let overview = model.overview.read();
        let search = (overview.ip, overview.seen.map(|(first, _)| first.day()));
        if let Some((former, window)) = former {
            model.pointed.set(Pointed::default());
            model.is_pinned.set(false);
            model.failure.set(None);
            if former != search {
                model.answered.set(None);
                model.first_lane.set(0);
                // A window that neither was there nor comes from the analyst's hand came with the new search.
                let now = model.window.get_untracked();
                if now == window || now == model.written.get_value() {
                    model.window.set(None);
                }
            }
        }
        (search, model.window.get_untracked())
    });
}

/// Other peers are other lanes, seen from the first.
pub fn only(model: Model) {
    Effect::new(move |former: Option<()>| {
        model.only.track();
        if former.is_some() {
            model.pointed.set(Pointed::default());
            model.is_pinned.set(false);
            model.first_lane.set(0);
        }
    });
}

/// A lane that becomes marked is brought into sight.
pub fn marked(model: Model) {
    Effect::new(move |_| {
        if let (Some(lane), Some(place)) = (model.marked.get(), model.place()) {
            model.go(Place { first_lane: in_sight(place.first_lane, lane), ..place });
        }
    });
}

/// A lane that was scrolled into sight has its runs an answer later; and another answer has other buckets.
pub fn answers(model: Model) {
    Effect::new(move |_| {
        let Some(answered) = model.answered.get() else { return };
        let pointed = model.pointed.get_untracked();
        if pointed.bucket.is_some() {
            model.is_pinned.set(false);
            model.pointed.set(Pointed::default());
        }
        if let (By::Keys, Some(lane), None, Some(span)) = (pointed.by, pointed.lane, pointed.spot, model.seen_now())
            && let Some(spot) = nearest(&answered, span, lane, span.middle())
        {
            model.pointed.set(Pointed { spot: Some(spot), ..pointed });
        }
    });
}
