//! The service worker (`src/web/service-worker.js`), which keeps the app for when there is no network, and tells of a new
//! version. Browsers have it on pages from https and localhost only: elsewhere nothing of this happens.

use std::cell::Cell;
use std::time::Duration;

use js_sys::{Function, Reflect};
use leptos::ev;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{ServiceWorkerContainer, ServiceWorkerRegistration};

const SCRIPT: &str = "./service-worker.js";
/// What the script takes as the word to take over.
const USE: &str = "use";
/// The page has something to do when it has started; this has time.
const REST: Duration = Duration::from_secs(1);
/// Longer than any service worker needs to take over, on a busy machine too: whoever loads the page before that gets the
/// former version again.
const TAKES_OVER: Duration = Duration::from_secs(20);

/// What is known of another version of the app. Copies are the same.
#[derive(Clone, Copy)]
pub struct NewVersion {
    is_here: RwSignal<bool>,
    /// Whether the page is to be loaded again as soon as the new version has taken over.
    is_wanted: RwSignal<bool>,
    watch: StoredValue<Option<Watch>, LocalStorage>,
}

/// What is listened to; until this goes.
struct Watch {
    container: ServiceWorkerContainer,
    registration: ServiceWorkerRegistration,
    _listeners: [Closure<dyn Fn()>; 3],
}

impl Drop for Watch {
    fn drop(&mut self) {
        self.registration.set_onupdatefound(None);
        self.container.set_oncontrollerchange(None);
        if let Some(installing) = self.registration.installing() {
            installing.set_onstatechange(None);
        }
    }
}

/// Starts the service worker once `may_start`, and follows it.
pub fn use_service_worker(may_start: impl Fn() -> bool + 'static) -> NewVersion {
    let version = NewVersion {
        is_here: RwSignal::new(false),
        is_wanted: RwSignal::new(false),
        watch: StoredValue::new_local(None),
    };
    let Some(container) = container() else { return version };
    Effect::new(move |was_started: Option<bool>| {
        if was_started == Some(true) {
            return true;
        }
        let starts = may_start();
        if starts {
            let container = container.clone();
            set_timeout(move || spawn_local(version.follow(container)), REST);
        }
        starts
    });
    // A page may be open for days: whoever comes back to it hears of what was new meanwhile.
    let back = window_event_listener(ev::visibilitychange, move |_| {
        if !document().hidden() {
            version.look_for_newer();
        }
    });
    on_cleanup(move || {
        back.remove();
        version.watch.try_update_value(Option::take);
    });
    version
}

/// Where the browser has service workers; the binding does not say that they may be missing.
fn container() -> Option<ServiceWorkerContainer> {
    let navigator = window().navigator();
    let is_there = Reflect::get(&navigator, &"serviceWorker".into()).is_ok_and(|it| !it.is_undefined());
    is_there.then(|| navigator.service_worker())
}

impl NewVersion {
    /// Whether another version is here than the one on screen.
    pub fn is_here(self) -> bool {
        self.is_here.get()
    }

    /// Whether it takes over, after which the page is loaded again.
    pub fn is_wanted(self) -> bool {
        self.is_wanted.get()
    }

    /// Lets the new version take over, and loads the page again.
    pub fn reload_to_use(self) {
        let waiting = self.watch.with_value(|watch| watch.as_ref().and_then(|watch| watch.registration.waiting()));
        self.is_wanted.set(true);
        // Where it does not wait any more, it took over already: at the wish of another tab.
        if waiting.is_none_or(|waiting| waiting.post_message(&USE.into()).is_err()) {
            reload();
        }
        set_timeout(reload, TAKES_OVER);
    }

    async fn follow(self, container: ServiceWorkerContainer) {
        // Where it cannot be had, the app needs the network as any page does; the browser's console says why.
        let Ok(registration) = JsFuture::from(container.register(SCRIPT)).await else { return };
        let Ok(registration) = registration.dyn_into::<ServiceWorkerRegistration>() else { return };
        let installed = Closure::<dyn Fn()>::new({
            let registration = registration.clone();
            move || self.look_at(&registration)
        });
        let found = Closure::<dyn Fn()>::new({
            let (registration, installed) = (registration.clone(), function(&installed));
            move || {
                match registration.installing() {
                    Some(installing) => installing.set_onstatechange(Some(&installed)),
                    // A busy page hears late of what it found: it may be installed by then.
                    None => self.look_at(&registration),
                }
            }
        });
        // The first one takes over a page that it did not bring, but which is of the same version.
        let is_of_a_former_visit = container.controller().is_some();
        let had_one = Cell::new(is_of_a_former_visit);
        let taken_over = Closure::<dyn Fn()>::new(move || {
            if self.is_wanted.try_get_untracked() == Some(true) {
                reload();
            } else if had_one.replace(true) {
                let _ = self.is_here.try_set(true);
            }
        });
        registration.set_onupdatefound(Some(&function(&found)));
        container.set_oncontrollerchange(Some(&function(&taken_over)));
        if let Some(installing) = registration.installing() {
            installing.set_onstatechange(Some(&function(&installed)));
        }
        self.look_at(&registration);
        let watch = Watch { container, registration, _listeners: [installed, found, taken_over] };
        // It fails when the page is gone.
        let _ = self.watch.try_update_value(|kept| *kept = Some(watch));
        // The browser looks by itself after each visit, but on a busy machine puts it off for half a minute.
        if is_of_a_former_visit {
            self.look_for_newer();
        }
    }

    /// A version that waits for another one's pages to be closed is a new one.
    fn look_at(self, registration: &ServiceWorkerRegistration) {
        if registration.waiting().is_some() && registration.active().is_some() {
            let _ = self.is_here.try_set(true);
        }
    }

    fn look_for_newer(self) {
        let update = self.watch.try_with_value(|watch| watch.as_ref().and_then(|it| it.registration.update().ok()));
        if let Some(update) = update.flatten() {
            // Without a network there is nothing newer.
            spawn_local(async move { drop(JsFuture::from(update).await) });
        }
    }
}

fn function(closure: &Closure<dyn Fn()>) -> Function {
    closure.as_ref().unchecked_ref::<Function>().clone()
}

fn reload() {
    // It fails only in a window that is gone.
    let _ = window().location().reload();
}
