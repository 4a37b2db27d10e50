//! The address bar's hash, which holds what is on screen.

use leptos::ev;
use leptos::prelude::*;
use wasm_bindgen::JsValue;

use crate::ui::route::{Ignored, Route};

/// The present route, and ways to another.
#[derive(Clone, Copy)]
pub struct Hash {
    read: RwSignal<Read>,
}

/// What was read.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Read {
    route: Route,
    ignored: Vec<Ignored>,
}

impl Hash {
    /// Reads the hash and follows it: back, forward, links and what is typed into the address bar.
    pub fn follow() -> Self {
        let hash = Self { read: RwSignal::new(Read::present()) };
        // `hashchange` comes for every change but the app's own.
        let listener = window_event_listener(ev::hashchange, move |_| hash.set(Read::present()));
        on_cleanup(move || listener.remove());
        hash
    }

    /// What is on screen.
    pub fn route(self) -> Route {
        self.read.with(|read| read.route.clone())
    }

    /// What is on screen, without following it.
    pub fn route_untracked(self) -> Route {
        self.read.with_untracked(|read| read.route.clone())
    }

    /// What of the link could not be used.
    pub fn ignored(self) -> Vec<Ignored> {
        self.read.with(|read| read.ignored.clone())
    }

    /// Goes to another screen; Back leads to this one.
    pub fn push(self, route: Route) {
        if route != self.route_untracked() {
            if let Ok(history) = window().history() {
                // It fails when called hundreds of times in seconds; then the address lags, and the screen is right.
                let _ = history.push_state_with_url(&JsValue::NULL, "", Some(&route.to_string()));
            }
            self.set(Read { route, ignored: Vec::new() });
        }
    }

    /// Makes this screen's address more exact; Back leads to where it led before.
    pub fn replace(self, route: Route) {
        if route != self.route_untracked() {
            if let Ok(history) = window().history() {
                let _ = history.replace_state_with_url(&JsValue::NULL, "", Some(&route.to_string()));
            }
            let ignored = self.read.with_untracked(|read| read.ignored.clone());
            self.set(Read { route, ignored });
        }
    }

    fn set(self, read: Read) {
        if self.read.with_untracked(|present| *present != read) {
            self.read.set(read);
        }
    }
}

impl Read {
    fn present() -> Self {
        let (route, ignored) = Route::parse(&window().location().hash().unwrap_or_default());
        Self { route, ignored }
    }
}
