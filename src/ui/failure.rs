//! A failure, where what it prevented would be.

use leptos::prelude::*;

use crate::failure::Failure;

/// What failed, and a way to try again.
#[component]
pub fn FailureNote(
    /// What failed.
    failure: Failure,
    /// Tries again.
    #[prop(into)]
    retry: Callback<()>,
) -> impl IntoView {
    let words = failure.to_string();
    let (role, class, action) = match failure {
        // What the analyst stopped is no error.
        Failure::Cancelled => ("status", "note", "Start again"),
        _other => ("alert", "note bad", "Retry"),
    };
    view! {
        <div class=class role=role>
            <p>{words}</p>
            <button type="button" class="small" on:click=move |_| retry.run(())>
                {action}
            </button>
        </div>
    }
}
