//! Whether what was just put on the page has been painted.

use std::time::Duration;

use leptos::prelude::*;

use super::frame::use_frame;

/// Becomes true after the browser's next picture from when `is_there` on: what is out of sight has time until then, and what is
/// awaited is there sooner.
pub fn use_painted(is_there: impl Fn() -> bool + 'static) -> ReadSignal<bool> {
    let (painted, set_painted) = signal(false);
    // A frame begins with this call and ends with its picture; a task comes after.
    let frame = use_frame(move || {
        let told = move || {
            // Nobody may be left to see it.
            let _ = set_painted.try_set(true);
        };
        set_timeout(told, Duration::ZERO);
    });
    Effect::new(move |_| {
        if is_there() {
            frame.request();
        }
    });
    painted
}
