//! The field in which an IP is looked for in the list, or typed.

use leptos::html::Input;
use leptos::prelude::*;

use super::cursor::Cursor;
use super::threat_list::Step;

/// The field, and what is wrong with what is in it.
#[component]
pub fn FindField(
    /// Its element, to be focused.
    field: NodeRef<Input>,
    /// What is in it.
    typed: RwSignal<String>,
    /// What is wrong with that.
    complaint: RwSignal<Option<String>>,
    /// The arrow keys move it.
    cursor: Cursor,
) -> impl IntoView {
    let leave = move || {
        typed.set(String::new());
        complaint.set(None);
        if let Some(field) = field.get_untracked() {
            // What is in the page can lose the focus.
            let _ = field.blur();
        }
    };
    view! {
        <div class="find">
            <input
                node_ref=field
                type="text"
                class="mono"
                aria-label="IP address"
                placeholder="Find or type an IP address"
                autocomplete="off"
                autocapitalize="off"
                spellcheck="false"
                aria-controls="threats"
                aria-keyshortcuts="/"
                aria-invalid=move || complaint.with(Option::is_some).then_some("true")
                aria-describedby="ip-complaint"
                prop:value=move || typed.get()
                on:input=move |event| {
                    typed.set(event_target_value(&event));
                    complaint.set(None);
                }
                on:keydown=move |event| {
                    if let Some(step) = Step::of_key(&event.key()) {
                        event.prevent_default();
                        cursor.step(step);
                    } else if event.key() == "Escape" {
                        leave();
                    }
                }
            />
            <kbd aria-hidden="true">"/"</kbd>
        </div>
        <p id="ip-complaint" class="complaint" role="alert">
            {move || complaint.get()}
        </p>
    }
}

/// Puts the keyboard there, so that the next letter replaces what is in it.
pub fn focus(field: NodeRef<Input>) {
    if let Some(field) = field.get_untracked() {
        // A field in the page can be focused.
        let _ = field.focus();
        field.select();
    }
}
