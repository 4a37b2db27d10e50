//! A dialog in front of the page. Esc closes it, and the focus goes back to where it was.

use leptos::ev;
use leptos::html::Dialog;
use leptos::prelude::*;
use web_sys::HtmlDialogElement;

/// The dialog; it is open as long as it is in the page.
#[component]
pub fn ModalDialog(
    /// The id of its title, by which it is named.
    id: &'static str,
    /// Its title.
    title: String,
    /// Takes it out of the page.
    #[prop(into)]
    close: Callback<()>,
    children: Children,
) -> impl IntoView {
    let dialog = NodeRef::<Dialog>::new();
    let opened = StoredValue::new_local(None::<HtmlDialogElement>);
    Effect::new(move |_| {
        if let Some(dialog) = dialog.get() {
            // It fails on a dialog that is not in the page; this one is.
            let _ = dialog.show_modal();
            opened.set_value(Some(HtmlDialogElement::clone(&dialog)));
        }
    });
    // Closed, and not only taken away: the browser then gives the focus back.
    on_cleanup(move || {
        opened.try_with_value(|opened| opened.iter().for_each(HtmlDialogElement::close));
    });
    view! {
        <dialog
            node_ref=dialog
            class="modal"
            aria-labelledby=id
            on:cancel=move |event: ev::Event| {
                event.prevent_default();
                close.run(());
            }
        >
            <h2 id=id>{title}</h2>
            {children()}
        </dialog>
    }
}
