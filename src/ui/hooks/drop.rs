//! Files that are dropped anywhere on the page.

use leptos::ev;
use leptos::prelude::*;
use web_sys::{DragEvent, File, FileList};

/// Hands on what is dropped where nothing else takes it. Tells whether files are held over the page.
pub fn use_drop(take: impl Fn(Vec<File>) + 'static) -> ReadSignal<bool> {
    let (is_over, set_over) = signal(false);
    // Without this the browser would open the file in place of the app.
    let over = window_event_listener(ev::dragover, move |event: DragEvent| {
        if !event.default_prevented() && has_files(&event) {
            event.prevent_default();
            set_over.set(true);
        }
    });
    // Out of the window; not from one element to the next.
    let leave = window_event_listener(ev::dragleave, move |event: DragEvent| {
        if event.related_target().is_none() {
            set_over.set(false);
        }
    });
    let dropped = window_event_listener(ev::drop, move |event: DragEvent| {
        set_over.set(false);
        if event.default_prevented() || !has_files(&event) {
            return;
        }
        event.prevent_default();
        let files = event.data_transfer().and_then(|data| data.files());
        take(files.as_ref().map(listed).unwrap_or_default());
    });
    on_cleanup(move || {
        over.remove();
        leave.remove();
        dropped.remove();
    });
    is_over
}

/// The files of a list.
pub fn listed(files: &FileList) -> Vec<File> {
    (0..files.length()).filter_map(|index| files.get(index)).collect()
}

fn has_files(event: &DragEvent) -> bool {
    event.data_transfer().is_some_and(|data| data.types().includes(&"Files".into(), 0))
}
