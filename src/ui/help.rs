//! The list of keys.

use leptos::prelude::*;

use super::hooks::keys::{Command, on_commands};
use super::hooks::modal::Modal;

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
    let modal = Modal::new();
    on_commands(&[Command::Help], move |_| modal.open());
    view! {
        <button
            type="button"
            class="square"
            aria-label="Help: keys"
            title="Keys (?)"
            aria-haspopup="dialog"
            on:click=move |_| modal.open()
        >
            "?"
        </button>
        <dialog node_ref=modal.node class="help" aria-labelledby="help-title" on:close=move |_| modal.closed()>
            <h2 id="help-title">"Keys"</h2>
            <table aria-labelledby="help-title">
                <tbody>{KEYS.iter().map(|(place, keys, does)| key_row(place, keys, does)).collect_view()}</tbody>
            </table>
            <p class="muted">
                "Links hold all that is on screen: date, IP, source and view. Copy the address to share it."
            </p>
            <button type="button" class="primary" autofocus on:click=move |_| modal.close()>
                "Close"
            </button>
        </dialog>
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
