//! The list of keys.

use leptos::prelude::*;

use super::hooks::keys::{Command, on_commands};
use super::modal_dialog::ModalDialog;

const KEYS: [(&str, &[&str], &str); 17] = [
    ("Anywhere", &["/"], "find or type an IP"),
    ("Anywhere", &["j", "k"], "next, previous IP of the list"),
    ("Anywhere", &["Enter"], "search the IP at hand"),
    ("Anywhere", &["v"], "investigation or storyboard of the IP"),
    ("Anywhere", &["?"], "this list"),
    ("Anywhere", &["Esc"], "close, or leave a field"),
    ("Timeline", &["+", "\u{2212}", "0"], "zoom in, out, show all"),
    ("Timeline", &["\u{2191}", "\u{2193}"], "previous, next peer"),
    ("Timeline", &["\u{2190}", "\u{2192}"], "step through what the peer did"),
    ("Timeline", &["Shift", "\u{2190}", "\u{2192}"], "move earlier, later"),
    ("Timeline", &["Enter"], "keep the facts open"),
    ("Tree and bars", &["\u{2191}", "\u{2193}", "\u{2192}", "\u{2190}"], "step, unfold, fold"),
    ("Globe", &["\u{2190}", "\u{2191}", "+", "\u{2212}", "0"], "turn, look closer, step back, as at first"),
    ("Globe", &[",", "."], "previous, next place"),
    ("Storyboard", &["Enter"], "filter the other panels; Esc shows all"),
    ("Threat summary", &["Enter"], "save, from the title"),
    ("Threat summary", &["Ctrl", "Enter"], "save, from the comments"),
];

/// Opens the list.
#[component]
pub fn HelpButton() -> impl IntoView {
    let is_open = RwSignal::new(false);
    on_commands(&[Command::Help], move |_| is_open.set(true));
    view! {
        <button
            type="button"
            class="square"
            aria-label="Help: keys"
            title="Keys (?)"
            aria-haspopup="dialog"
            on:click=move |_| is_open.set(true)
        >
            "?"
        </button>
        {move || is_open.get().then(|| view! { <Keys close=move |()| is_open.set(false) /> })}
    }
}

#[component]
fn Keys(#[prop(into)] close: Callback<()>) -> impl IntoView {
    view! {
        <ModalDialog id="help-title" title="Keys".to_owned() close>
            <table class="keys" aria-labelledby="help-title">
                <tbody>{KEYS.iter().map(|(place, keys, does)| key_row(place, keys, does)).collect_view()}</tbody>
            </table>
            <p class="muted">
                "Links hold all that is on screen: date, IP, source and view. Copy the address to share it."
            </p>
            <button type="button" class="primary" autofocus on:click=move |_| close.run(())>
                "Close"
            </button>
        </ModalDialog>
    }
}

fn key_row(place: &'static str, keys: &'static [&'static str], does: &'static str) -> impl IntoView {
    view! {
        <tr>
            <td class="muted">{place}</td>
            <th scope="row">{keys.iter().map(|key| view! { <kbd>{*key}</kbd> " " }).collect_view()}</th>
            <td>{does}</td>
        </tr>
    }
}
