//! A dialog in front of the page. Esc closes it, and the focus goes back to where it was.

use leptos::ev;
use leptos::html::Dialog;
use leptos::prelude::*;
use web_sys::HtmlDialogElement;

/// What kind of dialog it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// It tells or asks something: its own buttons close it.
    Question,
    /// It offers something to work with, and has a button in its head that closes it. The text is its style.
    Window(&'static str),
}

/// The dialog; it is open as long as it is in the page.
#[component]
pub fn ModalDialog(
    /// The id of its title, by which it is named.
    id: &'static str,
    /// Its title.
    title: String,
    /// What kind it is.
    #[prop(default = Kind::Question)]
    kind: Kind,
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
    let title = view! { <h2 id=id>{title}</h2> };
    let (class, head) = match kind {
        Kind::Question => ("modal".to_owned(), title.into_any()),
        Kind::Window(style) => {
            let head = view! {
                <div class="window-head">
                    {title}
                    <button type="button" class="plain" aria-label="Close" on:click=move |_| close.run(())>
                        "\u{2715}"
                    </button>
                </div>
            };
            (format!("window {style}"), head.into_any())
        }
    };
    view! {
        <dialog
            node_ref=dialog
            class=class
            aria-labelledby=id
            on:cancel=move |event: ev::Event| {
                event.prevent_default();
                close.run(());
            }
        >
            {head}
            {children()}
        </dialog>
    }
}
