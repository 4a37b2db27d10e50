//! The page is made piece by piece, so that no piece keeps the browser from painting and listening for long.

use std::time::Duration;

use leptos::prelude::*;

/// Shows what `make` makes, in a task of its own: after what is made now, and after what was put off before.
pub fn in_turn<V: IntoView + 'static>(make: impl Fn() -> V + Send + Sync + 'static) -> impl IntoView {
    let is_on = RwSignal::new(false);
    let begin = move || {
        // What this belongs to may be gone by now.
        let _ = is_on.try_set(true);
    };
    set_timeout(begin, Duration::ZERO);
    move || is_on.get().then(|| make().into_any())
}
