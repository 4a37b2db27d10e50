//! The executive briefing: what the analyst wrote.

use leptos::prelude::*;

use super::model::Model;
use crate::ui::load::Remote;
use crate::ui::route::Screen;

/// Title and text, or that there is none yet.
#[component]
pub fn Briefing(model: Model) -> impl IntoView {
    let app = model.app();
    let ip = model.subject.ip;
    move || {
        match app.threats.get() {
        Remote::Loading => view! {
            <div class="panel briefing">
                <p class="muted" role="status">
                    "Loading what was written\u{2026}"
                </p>
            </div>
        }
        .into_any(),
        // The list tells it, with a way to try again.
        Remote::Failed(_) => ().into_any(),
        Remote::Ready(_) => match app.comment_on(ip) {
            Some(comment) => {
                let title = if comment.title.trim().is_empty() { "Without a title".to_owned() } else { comment.title };
                view! {
                    <section class="panel briefing" aria-label="Executive briefing">
                        <h3>{title}</h3>
                        <p class="briefing-text">{comment.text.trim().to_owned()}</p>
                    </section>
                }
                .into_any()
            }
            None => view! {
                <section class="panel briefing" aria-label="Executive briefing">
                    <h3>"No storyboard of this IP is saved yet"</h3>
                    <p class="muted">
                        "What is below is what a storyboard of it would tell. Write a title and save it in its investigation."
                    </p>
                    <button type="button" class="small" on:click=move |_| app.choose_screen(Screen::Investigation)>
                        "Go to the investigation"
                    </button>
                </section>
            }
            .into_any(),
        },
    }
    }
}
