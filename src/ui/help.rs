//! The list of keys.

use leptos::prelude::*;

use super::hooks::keys::{Command, on_commands};
use super::later::later;
use super::modal_dialog::{Kind, ModalDialog};
use super::parts::{Part, WindowPart};
use crate::domain::filter::{Key, Total};

const KEYS: [(&str, &[&str], &str); 21] = [
    ("Anywhere", &["/"], "find or type an IP"),
    ("Anywhere", &["f"], "filter what is shown"),
    ("Anywhere", &["j", "k"], "next, previous IP of the list"),
    ("Anywhere", &["Enter"], "search the IP at hand"),
    ("Anywhere", &["v"], "investigation or storyboard of the IP"),
    ("Anywhere", &["?"], "this list"),
    ("Anywhere", &["Esc"], "close, or leave a field"),
    ("Tables", &["\u{2190}", "\u{2191}", "\u{2192}", "\u{2193}"], "from cell to cell"),
    ("Tables", &["Shift", "F10"], "include, exclude, or only what is in the cell"),
    ("Timeline", &["+", "\u{2212}", "0"], "zoom in, out, show all"),
    ("Timeline", &["\u{2191}", "\u{2193}"], "previous, next peer"),
    ("Timeline", &["\u{2190}", "\u{2192}"], "step through what the peer did"),
    ("Timeline", &["Shift", "\u{2190}", "\u{2192}"], "move earlier, later"),
    ("Timeline", &["Enter"], "keep the facts open"),
    ("Tree and bars", &["\u{2191}", "\u{2193}", "\u{2192}", "\u{2190}"], "step, unfold, fold"),
    ("Intervals", &["\u{2190}", "\u{2192}"], "from bar to bar"),
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
        {move || is_open.get().then(|| later(Part::Window(WindowPart::Keys(Callback::new(move |()| is_open.set(false))))))}
    }
}

/// The list.
#[component]
pub fn Keys(
    /// Closes it.
    close: Callback<()>,
) -> impl IntoView {
    view! {
        <ModalDialog id="help-title" title="Keys".to_owned() kind=Kind::Window("help") close>
            <table class="keys" aria-labelledby="help-title">
                <tbody>{KEYS.iter().map(|(place, keys, does)| key_row(place, keys, does)).collect_view()}</tbody>
            </table>
            <FilterLanguage />
            <p class="muted">
                "Links hold all that is on screen: date, IP, source, view and filter. Copy the address to share it."
            </p>
        </ModalDialog>
    }
}

/// What can be written into the filter.
const FILTER_VALUES: [(Key, &str); 21] = [
    (Key::Source, "10.0.0.0/8"),
    (Key::Destination, "192.0.2.1,192.0.2.2"),
    (Key::Ip, "2001:db8::/32"),
    (Key::Port, "53"),
    (Key::SourcePort, ">1023"),
    (Key::DestinationPort, "80,443"),
    (Key::Protocol, "udp"),
    (Key::Bytes, ">1M"),
    (Key::Packets, "1-3"),
    (Key::Time, "22:00-06:00"),
    (Key::Direction, "inbound"),
    (Key::Connections, ">100"),
    (Key::Total(Total::PairConnections), ">100"),
    (Key::Total(Total::PairBytes), ">1G"),
    (Key::Total(Total::PairRows), "1"),
    (Key::Total(Total::PeerConnections), ">1000"),
    (Key::Total(Total::PeerBytes), "100M-1G"),
    (Key::Total(Total::PeerRows), ">10"),
    (Key::Total(Total::HostOpened), ">1000"),
    (Key::Total(Total::HostTaken), "0"),
    (Key::Total(Total::HostOutside), ">1G"),
];

#[component]
fn FilterLanguage() -> impl IntoView {
    let rows = FILTER_VALUES.map(|(key, value)| {
        view! {
            <tr>
                <th scope="row" class="mono">{format!("{}:{value}", key.name())}</th>
                <td>{key.about()}</td>
            </tr>
        }
    });
    view! {
        <h3 id="filter-help">"Filter"</h3>
        <p class="muted">
            "Terms stand side by side, and all of them have to hold; of values between commas one has. A minus leaves out: "
            <span class="mono">"-dport:443"</span>
            ". What is not known of a flow holds for no value but "
            <span class="mono">"unknown"</span> ", which ports, protocols and numbers may be: "
            <span class="mono">"dport:443,unknown"</span>". Where a row stands for several connections, bytes and packets are those of the largest, and its time is all from first to last sight."
        </p>
        <p class="muted">
            "What is said of the whole search, or the whole day, goes by all its rows or flows: no other term changes who is inbound, or what a peer has in total. Spot's rows tell nothing of a host's day; in the list of hosts nobody's peers are known, and "
            <span class="mono">"dir"</span> " is the way across the border of the network."
        </p>
        <table class="keys" aria-labelledby="filter-help">
            <tbody>{rows.into_iter().collect_view()}</tbody>
        </table>
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
