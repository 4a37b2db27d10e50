//! The page is made piece by piece, so that no piece keeps the browser from painting and listening for long.

use std::time::Duration;

use leptos::prelude::*;

/// Shows what `make` makes, in a task of its own: after what is made now, and after what was put off before.
pub fn in_turn<V: IntoView + 'static>(make: impl Fn() -> V + Send + Sync + 'static) -> impl IntoView {
    let is_on = RwSignal::new(false);
    next_task(is_on);
    move || is_on.get().then(|| make().into_any())
}

/// Shows what `make` makes when what is made now was painted: for what depends on where that is, or has to be scrolled to.
pub fn after_paint<V: IntoView + 'static>(make: impl Fn() -> V + Send + Sync + 'static) -> impl IntoView {
    let is_on = RwSignal::new(false);
    request_animation_frame(move || next_task(is_on));
    move || is_on.get().then(|| make().into_any())
}

fn next_task(is_on: RwSignal<bool>) {
    let begin = move || {
        // What this belongs to may be gone by then.
        let _ = is_on.try_set(true);
    };
    set_timeout(begin, Duration::ZERO);
}
