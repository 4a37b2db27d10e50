//! A `<details>` element: what is inside is made only when somebody looks.

use wasm_bindgen::JsCast;
use web_sys::{Element, Event};

/// Whether the element whose `toggle` event this is stands open.
pub fn stands_open(event: &Event) -> bool {
    let details = event.target().and_then(|target| target.dyn_into::<Element>().ok());
    details.is_some_and(|details| details.has_attribute("open"))
}
