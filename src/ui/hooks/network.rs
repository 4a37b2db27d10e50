//! Whether the browser has a network. That it has one does not mean that a server answers.

use leptos::ev;
use leptos::prelude::*;

/// Whether there is a network, followed.
pub fn use_network() -> ReadSignal<bool> {
    let (is_online, set_online) = signal(window().navigator().on_line());
    let went = window_event_listener(ev::offline, move |_| set_online.set(false));
    let came = window_event_listener(ev::online, move |_| set_online.set(true));
    on_cleanup(move || {
        went.remove();
        came.remove();
    });
    is_online
}
