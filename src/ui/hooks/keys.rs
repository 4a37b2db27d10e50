//! The keyboard, where no control of the page wants it.

use leptos::ev;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, KeyboardEvent};

/// What a key asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Command {
    /// To find an IP.
    Find,
    /// To filter what is shown.
    Filter,
    /// The next IP of the list.
    Next,
    /// The IP before.
    Previous,
    /// The search of the IP at hand.
    Search,
    /// The other screen about the IP.
    OtherScreen,
    /// The list of keys.
    Help,
}

/// Where letters are text, and in a dialog, which has the keyboard to itself.
const TYPING: &str = "input, textarea, select, [contenteditable], dialog";
/// What does something of its own on Enter.
const ENTER_TAKERS: &str = "a, button, summary, [role=img]";

/// Calls `obey` for each of these commands. Each command has one who obeys it.
pub fn on_commands(commands: &'static [Command], obey: impl Fn(Command) + 'static) {
    let listener = window_event_listener(ev::keydown, move |event| {
        if let Some(command) = command(&event).filter(|command| commands.contains(command)) {
            event.prevent_default();
            obey(command);
        }
    });
    on_cleanup(move || listener.remove());
}

fn command(event: &KeyboardEvent) -> Option<Command> {
    if event.default_prevented() || event.is_composing() || event.ctrl_key() || event.meta_key() || event.alt_key() {
        return None;
    }
    let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
    let is_in = |selector: &str| {
        target.as_ref().is_some_and(|target| target.closest(selector).is_ok_and(|ancestor| ancestor.is_some()))
    };
    if is_in(TYPING) {
        return None;
    }
    match event.key().as_str() {
        "/" => Some(Command::Find),
        "f" => Some(Command::Filter),
        "j" => Some(Command::Next),
        "k" => Some(Command::Previous),
        "v" => Some(Command::OtherScreen),
        "?" => Some(Command::Help),
        "Enter" if !is_in(ENTER_TAKERS) => Some(Command::Search),
        _ => None,
    }
}
