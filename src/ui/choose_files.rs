//! A button that lets the analyst choose files.

use leptos::html::Input;
use leptos::prelude::*;
use web_sys::File;

use super::hooks::drop::listed;

/// The button, and the field behind it.
#[component]
pub fn ChooseFiles(
    /// What the files are.
    label: &'static str,
    /// Which ones the browser offers; all, where it is empty.
    #[prop(optional)]
    accept: &'static str,
    /// Whether it is what to do next.
    #[prop(into, default = Signal::stored(false))]
    is_primary: Signal<bool>,
    /// Takes what was chosen.
    take: impl Fn(Vec<File>) + 'static,
) -> impl IntoView {
    let field = NodeRef::<Input>::new();
    let choose = move |_| {
        if let Some(field) = field.get_untracked() {
            field.click();
        }
    };
    let chosen = move |_| {
        let Some(field) = field.get_untracked() else { return };
        take(field.files().as_ref().map(listed).unwrap_or_default());
        // The same file can be chosen once more, after it was changed.
        field.set_value("");
    };
    view! {
        <button type="button" class:primary=move || is_primary.get() on:click=choose>
            "Choose files\u{2026}"
        </button>
        <input node_ref=field type="file" multiple accept=accept aria-label=label hidden on:change=chosen />
    }
}
