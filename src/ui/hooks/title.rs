//! The document's title, by which tabs and bookmarks are told apart.

use leptos::prelude::*;

/// Keeps the title as `title` says.
pub fn use_title(title: impl Fn() -> String + 'static) {
    Effect::new(move |_| document().set_title(&title()));
}
