//! The address bar's hash, which holds what is on screen.

use leptos::ev;
use leptos::prelude::*;
use wasm_bindgen::JsValue;

use crate::ui::route::{Ignored, Route};

/// The present route, and ways to another.
#[derive(Clone, Copy)]
pub struct Hash {
    route: RwSignal<Route>,
    ignored: RwSignal<Vec<Ignored>>,
}

impl Hash {
    /// Reads the hash and follows it: back, forward, links and what is typed into the address bar.
    pub fn follow() -> Self {
        let (route, ignored) = Route::parse(&present());
        let hash = Self { route: RwSignal::new(route), ignored: RwSignal::new(ignored) };
        // `hashchange` comes for every change but the app's own.
        let listener = window_event_listener(ev::hashchange, move |_| {
            let (route, ignored) = Route::parse(&present());
            hash.ignored.set(ignored);
            hash.set(route);
        });
        on_cleanup(move || listener.remove());
        hash
    }

    /// What is on screen.
    pub fn route(self) -> Route {
        self.route.get()
    }

    /// What is on screen, without following it.
    pub fn route_untracked(self) -> Route {
        self.route.get_untracked()
    }

    /// What of the link could not be used.
    pub fn ignored(self) -> Vec<Ignored> {
        self.ignored.get()
    }

    /// Goes to another screen; Back leads to this one.
    pub fn push(self, route: Route) {
        if route != self.route.get_untracked() {
            if let Ok(history) = window().history() {
                // It fails when called hundreds of times in seconds; then the address lags, and the screen is right.
                let _ = history.push_state_with_url(&JsValue::NULL, "", Some(&route.to_string()));
            }
            self.ignored.set(Vec::new());
            self.set(route);
        }
    }

    /// Makes this screen's address more exact; Back leads to where it led before.
    pub fn replace(self, route: Route) {
        if route != self.route.get_untracked() {
            if let Ok(history) = window().history() {
                let _ = history.replace_state_with_url(&JsValue::NULL, "", Some(&route.to_string()));
            }
            self.set(route);
        }
    }

    fn set(self, route: Route) {
        if route != self.route.get_untracked() {
            self.route.set(route);
        }
    }
}

fn present() -> String {
    window().location().hash().unwrap_or_default()
}
