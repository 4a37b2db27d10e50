//! Where one is in the list of threats.

use std::net::IpAddr;

use leptos::prelude::*;

use super::state::App;
use super::threat_list::{Entry, Step};

/// Where one is in the list. It stays with its IP while the list is filtered, and follows what is investigated.
#[derive(Clone, Copy)]
pub struct Cursor {
    moved: RwSignal<Option<Moved>>,
    shown: Memo<Vec<Entry>>,
    sought: Memo<Option<IpAddr>>,
    /// The IP it is at.
    pub at: Memo<Option<IpAddr>>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Moved {
    to: IpAddr,
    /// What was investigated then: after another search it is where that is.
    during: Option<IpAddr>,
}

impl Cursor {
    /// A cursor at what is investigated or, where that is not in the list, at the first.
    pub fn new(app: App, shown: Memo<Vec<Entry>>) -> Self {
        let sought = Memo::new(move |_| app.hash.route().ip);
        let moved = RwSignal::new(None::<Moved>);
        let at = Memo::new(move |_| {
            let is_shown = |ip: &IpAddr| shown.with(|shown| shown.iter().any(|entry| entry.ip == *ip));
            let sought = sought.get();
            let moved = moved.get().filter(|moved| moved.during == sought).map(|moved| moved.to);
            moved
                .filter(is_shown)
                .or_else(|| sought.filter(is_shown))
                .or_else(|| shown.with(|shown| shown.first().map(|entry| entry.ip)))
        });
        Self { moved, shown, sought, at }
    }

    /// Takes a step, as far as the list goes.
    pub fn step(self, step: Step) {
        let at = self.at.get_untracked();
        let next = self.shown.with_untracked(|shown| {
            let index = shown.iter().position(|entry| Some(entry.ip) == at)?;
            let next = match step {
                Step::Next => index + 1,
                Step::Previous => index.checked_sub(1)?,
            };
            shown.get(next).map(|entry| entry.ip)
        });
        if let Some(to) = next {
            self.moved.set(Some(Moved { to, during: self.sought.get_untracked() }));
        }
    }
}
