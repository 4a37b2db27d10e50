//! What an analyst should know before trusting what is shown.

use leptos::prelude::*;

/// The remarks, where there are any.
#[component]
pub fn Remarks(
    /// A sentence each.
    remarks: Vec<String>,
) -> impl IntoView {
    (!remarks.is_empty()).then(|| {
        view! {
            <div class="note remarks" role="status">
                {remarks.into_iter().map(|remark| view! { <p>{remark}</p> }).collect_view()}
            </div>
        }
    })
}
