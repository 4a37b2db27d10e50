//! How exports are written, as the analyst last chose.

use leptos::prelude::*;

use crate::export::dossier::Handling;
use crate::ui::export_options::{from_text, to_text};

/// Where the choice is kept.
const STORED_AS: &str = "export";

/// The choice, kept for the next export.
pub fn use_handling() -> RwSignal<Handling> {
    let stored = window().local_storage().ok().flatten().and_then(|storage| storage.get_item(STORED_AS).ok().flatten());
    let handling = RwSignal::new(stored.map(|text| from_text(&text)).unwrap_or_default());
    Effect::new(move |former: Option<()>| {
        let text = to_text(handling.get());
        // A browser that keeps nothing has the choice until the page is closed.
        if let (Some(()), Ok(Some(storage))) = (former, window().local_storage()) {
            let _ = storage.set_item(STORED_AS, &text);
        }
    });
    handling
}
