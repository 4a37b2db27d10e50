//! When the page's colours change: by the system, or by the page's own switch.

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{MutationObserver, MutationObserverInit};

/// A trigger that is pulled whenever colours have to be looked up again.
pub fn use_appearance() -> Trigger {
    let changed = Trigger::new();
    let on_change = Closure::<dyn Fn()>::new(move || changed.notify());
    let function = on_change.as_ref().unchecked_ref::<js_sys::Function>();
    let system = window().match_media("(prefers-color-scheme: dark)").ok().flatten();
    if let Some(system) = &system {
        // A browser without it follows the page's own switch only.
        let _ = system.add_event_listener_with_callback("change", function);
    }
    let observer = MutationObserver::new(function).ok();
    if let (Some(observer), Some(root)) = (&observer, document().document_element()) {
        let options = MutationObserverInit::new();
        options.set_attributes(true);
        options.set_attribute_filter(&js_sys::Array::of1(&"data-theme".into()));
        // It fails on options that contradict each other.
        let _ = observer.observe_with_options(&root, &options);
    }
    let kept = StoredValue::new_local((system, observer, on_change));
    on_cleanup(move || {
        kept.try_with_value(|(system, observer, on_change)| {
            if let Some(system) = system {
                let _ = system.remove_event_listener_with_callback("change", on_change.as_ref().unchecked_ref());
            }
            if let Some(observer) = observer {
                observer.disconnect();
            }
        });
    });
    changed
}
