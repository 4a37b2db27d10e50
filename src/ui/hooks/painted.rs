//! Whether what was just put on the page has been painted.

use std::time::Duration;

use leptos::leptos_dom::helpers::request_animation_frame_with_handle;
use leptos::prelude::*;

/// Becomes true after the browser's next picture: what is out of sight has time until then, and what is awaited is there
/// sooner.
pub fn use_painted() -> ReadSignal<bool> {
    let (painted, set_painted) = signal(false);
    // A frame begins with this call and ends with its picture; a task comes after.
    let after = move || {
        set_timeout(
            move || {
                // Nobody may be left to see it.
                let _ = set_painted.try_set(true);
            },
            Duration::ZERO,
        );
    };
    let frame = request_animation_frame_with_handle(after).ok();
    on_cleanup(move || {
        if let Some(frame) = frame {
            frame.cancel();
        }
    });
    painted
}
