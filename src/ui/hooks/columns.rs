//! What the analyst said of a table's columns, for the next table with the same ones.

use leptos::prelude::window;

use crate::local::import::Columns;

/// What was said of columns with these names.
pub fn remembered(names: &[String]) -> Option<Columns> {
    let kept = window().local_storage().ok().flatten()?.get_item(&key(names)?).ok().flatten()?;
    serde_json::from_str(&kept).ok()
}

/// Remembers it. A browser that keeps nothing asks again.
pub fn remember(names: &[String], columns: &Columns) {
    let storage = window().local_storage().ok().flatten();
    if let (Some(storage), Some(key), Ok(json)) = (storage, key(names), serde_json::to_string(columns)) {
        let _ = storage.set_item(&key, &json);
    }
}

/// Columns without names are known by nothing.
fn key(names: &[String]) -> Option<String> {
    (!names.is_empty()).then(|| format!("columns:{}", names.join("\u{1f}")))
}
