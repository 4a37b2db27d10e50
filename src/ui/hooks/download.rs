//! Files that the browser keeps.

use std::time::Duration;

use js_sys::Array;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Blob, BlobPropertyBag, HtmlAnchorElement, Url};

/// How long the browser has to take the file over.
const PATIENCE: Duration = Duration::from_secs(60);

/// The browser does not let the page make a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NoFile;

/// Hands a text over to the browser as a file of this name. It never leaves the machine.
pub fn download(name: &str, text: &str) -> Result<(), NoFile> {
    let options = BlobPropertyBag::new();
    // What the browser would show is kept instead, whatever its name.
    options.set_type("application/octet-stream");
    let blob = Blob::new_with_str_sequence_and_options(&Array::of1(&text.into()), &options).map_err(|_| NoFile)?;
    let url = Url::create_object_url_with_blob(&blob).map_err(|_| NoFile)?;
    let anchor = document().create_element("a").ok().and_then(|element| element.dyn_into::<HtmlAnchorElement>().ok());
    let Some(anchor) = anchor else { return Err(NoFile) };
    anchor.set_href(&url);
    anchor.set_download(name);
    anchor.click();
    // Its content is kept until it is given up.
    let give_up = move || drop(Url::revoke_object_url(&url));
    set_timeout(give_up, PATIENCE);
    Ok(())
}
