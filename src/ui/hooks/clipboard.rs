//! The clipboard.

use js_sys::Reflect;
use leptos::prelude::*;
use wasm_bindgen_futures::JsFuture;

/// The browser does not let the page write to the clipboard.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NoClipboard;

/// Puts `text` on the clipboard.
pub async fn copy(text: &str) -> Result<(), NoClipboard> {
    let navigator = window().navigator();
    // Browsers have it on pages from https and localhost only; the binding does not say so.
    let is_there = Reflect::get(&navigator, &"clipboard".into()).is_ok_and(|clipboard| !clipboard.is_undefined());
    if !is_there {
        return Err(NoClipboard);
    }
    JsFuture::from(navigator.clipboard().write_text(text)).await.map(drop).map_err(|_| NoClipboard)
}
