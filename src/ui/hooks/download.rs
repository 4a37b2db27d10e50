//! A file for the analyst to keep.

use std::time::Duration;

use js_sys::Array;
use leptos::prelude::*;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Blob, BlobPropertyBag, HtmlAnchorElement, Url};

/// Long enough for any browser to have taken the file.
const KEPT: Duration = Duration::from_secs(60);

/// `text` as the content of a file of that media type.
pub fn file_of(text: &str, media_type: &str) -> Result<Blob, JsValue> {
    let options = BlobPropertyBag::new();
    options.set_type(media_type);
    Blob::new_with_str_sequence_and_options(&Array::of1(&text.into()), &options)
}

/// Lets the browser download `file` under that name.
pub fn download(file: &Blob, name: &str) -> Result<(), JsValue> {
    let url = Url::create_object_url_with_blob(file)?;
    let link: HtmlAnchorElement = document().create_element("a")?.unchecked_into();
    link.set_href(&url);
    link.set_download(name);
    link.click();
    set_timeout(
        move || {
            // It fails only on what is no URL.
            let _ = Url::revoke_object_url(&url);
        },
        KEPT,
    );
    Ok(())
}
