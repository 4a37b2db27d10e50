//! A number beside its bar.

use leptos::prelude::*;

/// The number, and a bar before it that is `percent` of the longest. The bar is drawn by the style sheet: tables have hundreds.
pub fn measured(percent: f64, title: Option<String>, number: impl IntoView + 'static) -> impl IntoView {
    view! {
        <span class="measured" style=("--share", format!("{percent:.1}%")) title=title>
            {number}
        </span>
    }
}
