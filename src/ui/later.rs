//! What is shown as soon as its part of the program is here.

use futures::future::{AbortHandle, LocalBoxFuture, abortable};
use leptos::prelude::*;
use leptos::reactive::computed::ScopedFuture;
use wasm_bindgen_futures::spawn_local;

use super::failure::FailureNote;
use super::parts::{Fetch, Part};
use crate::failure::Failure;

/// Shows a part: nothing until its program is here, and a note where that does not come.
///
/// The part belongs to where this is called. Where that is gone before the program is here, nothing is made.
pub fn later(part: Part) -> AnyView {
    let made = RwSignal::new_local(None::<Result<AnyView, Failure>>);
    let under_way = StoredValue::new_local(None::<AbortHandle>);
    let owner = Owner::current().unwrap_or_default();
    let fetch = use_context::<Fetch>();
    let part = StoredValue::new_local(part);
    let load = move || {
        let of_part = part.with_value(Clone::clone);
        let work: LocalBoxFuture<_> = match fetch {
            Some(fetch) => fetch(of_part),
            None => Box::pin(async { Err(Failure::Unloaded) }),
        };
        let (work, handle) = abortable(owner.with(|| ScopedFuture::new_untracked(work)));
        under_way.set_value(Some(handle));
        spawn_local(async move {
            if let Ok(outcome) = work.await {
                let _ = made.try_set(Some(outcome));
            }
        });
    };
    on_cleanup(move || {
        if let Some(Some(handle)) = under_way.try_update_value(Option::take) {
            handle.abort();
        }
    });
    load();
    let load = StoredValue::new_local(load);
    let shown = move || {
        made.track();
        // A view is shown once.
        match made.write_untracked().take() {
            None => ().into_any(),
            Some(Ok(view)) => view,
            Some(Err(failure)) => {
                let retry = move |()| load.with_value(|load| load());
                view! { <FailureNote failure retry /> }.into_any()
            }
        }
    };
    shown.into_any()
}
