//! A `<details>` element: what is inside is made only when somebody looks.

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, Event};

/// Whether the element whose `toggle` event this is stands open.
pub fn stands_open(event: &Event) -> bool {
    let details = event.target().and_then(|target| target.dyn_into::<Element>().ok());
    details.is_some_and(|details| details.has_attribute("open"))
}

/// Whether a `<details>` stands open, for its `toggle`; and whether it ever did: what is in it is made then, and stays.
pub fn use_disclosure() -> (RwSignal<bool>, Memo<bool>) {
    let is_open = RwSignal::new(false);
    let was_opened = Memo::new(move |former| former == Some(&true) || is_open.get());
    (is_open, was_opened)
}
