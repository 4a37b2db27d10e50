//! The page is made piece by piece, so that no piece keeps the browser from painting and listening for long.

use std::time::Duration;

use leptos::prelude::*;

/// By then what was made before is painted, and can be measured.
pub const REST: Duration = Duration::from_millis(40);

/// Shows what `make` makes, in a task of its own: after what is made now, and after what was put off before.
pub fn in_turn<V: IntoView + 'static>(make: impl Fn() -> V + Send + Sync + 'static) -> impl IntoView {
    after(Duration::ZERO, make)
}

/// Shows what `make` makes when what is made now was painted: for what depends on where that is.
pub fn after_paint<V: IntoView + 'static>(make: impl Fn() -> V + Send + Sync + 'static) -> impl IntoView {
    let is_on = RwSignal::new(false);
    request_animation_frame(move || switch_on_after(Duration::ZERO, is_on));
    once_on(is_on, make)
}

/// Shows what `make` makes when all else has been painted for a moment: for what most screens have to be scrolled to.
pub fn at_rest<V: IntoView + 'static>(make: impl Fn() -> V + Send + Sync + 'static) -> impl IntoView {
    after(REST, make)
}

fn after<V: IntoView + 'static>(time: Duration, make: impl Fn() -> V + Send + Sync + 'static) -> impl IntoView {
    let is_on = RwSignal::new(false);
    switch_on_after(time, is_on);
    once_on(is_on, make)
}

fn once_on<V: IntoView + 'static>(
    is_on: RwSignal<bool>,
    make: impl Fn() -> V + Send + Sync + 'static,
) -> impl IntoView {
    move || is_on.get().then(|| make().into_any())
}

fn switch_on_after(time: Duration, is_on: RwSignal<bool>) {
    let begin = move || {
        // What this belongs to may be gone by then.
        let _ = is_on.try_set(true);
    };
    set_timeout(begin, time);
}
