//! In place of the earth: what it takes to know where anybody is.

use leptos::prelude::*;

use super::model::Model;
use crate::domain::context::file::ContextFile;
use crate::engine::api::{Atlas, ContextOrigin};
use crate::local::demo::PLACES_NOTICE;
use crate::ui::load::Remote;

/// Why nobody's place is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lack {
    /// Places are being read.
    OnTheWay,
    /// There are none.
    NoPlaces,
    /// They could not be read.
    NotRead,
    /// None were there when the storyboard was saved.
    NoneStored,
}

/// Why it is not known; `None` where it is.
pub fn lack(model: Model) -> Option<Lack> {
    if let Some(stored) = model.shown_documents() {
        return stored.documents.globe.is_none().then_some(Lack::NoneStored);
    }
    if model.board.read().places == Atlas::There {
        return None;
    }
    let context = model.app().context;
    Some(match context.file(ContextFile::Places).get() {
        Remote::Loading => Lack::OnTheWay,
        // What was read just now is not looked at yet.
        Remote::Ready(_) if context.in_use(ContextFile::Places).is_some() => Lack::OnTheWay,
        Remote::Ready(_) => Lack::NoPlaces,
        Remote::Failed(_) => Lack::NotRead,
    })
}

/// What it takes to know where anybody is.
#[component]
pub fn Nowhere(lack: Lack) -> impl IntoView {
    let (why, what_to_do) = match lack {
        Lack::OnTheWay => ("Places are being read\u{2026}", None),
        Lack::NoPlaces => (
            "Nobody\u{2019}s place is known: there is no iploc.csv.",
            Some(
                "To see where peers are, drop one in under Context at the top of the page, or name the site\u{2019}s in config.json.",
            ),
        ),
        Lack::NotRead => (
            "Nobody\u{2019}s place is known: iploc.csv could not be read.",
            Some("Context at the top of the page tells why, and reads it again."),
        ),
        Lack::NoneStored => (
            "No map was stored with this storyboard: no places were known when it was saved.",
            Some("Choose \u{201c}from the details\u{201d} above to see where its peers are, or save it again."),
        ),
    };
    view! {
        <div class="board-nothing muted" role="status">
            <p>{why}</p>
            {what_to_do.map(|words| view! { <p>{words}</p> })}
        </div>
    }
}

/// Whose the places are, and how exact, where they are the demo's own.
#[component]
pub fn PlacesNotice(model: Model) -> impl IntoView {
    let places = model.app().context.file(ContextFile::Places);
    let is_demo = move || places.with_ready(|read| read.file.origin == ContextOrigin::Demo) == Some(true);
    move || is_demo().then(|| view! { <p class="board-note muted">{PLACES_NOTICE}</p> })
}
