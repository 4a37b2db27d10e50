//! One context file: where it comes from, how many lines are in use, and which are not.

use leptos::prelude::*;

use super::context::Read;
use super::failure::FailureNote;
use super::format::{bytes, count, counted};
use super::load::{Load, Remote};
use super::words;
use crate::domain::context::file::ContextFile;
use crate::domain::csv::SkippedLine;
use crate::engine::api::{ContextOrigin, ContextRead};

/// The file.
#[component]
pub fn ContextFileCard(
    /// Which.
    file: ContextFile,
    /// What was read of it.
    read: Load<Read>,
    /// Forgets the one that was dropped in.
    remove: impl Fn(ContextFile) + Copy + Send + Sync + 'static,
) -> impl IntoView {
    view! {
        <section class="context-file" aria-label=file.name()>
            <h3>
                <span class="mono">{file.name()}</span>
                <span class="muted">{file.subject()}</span>
            </h3>
            {move || match read.get() {
                Remote::Loading => view! { <Reading read /> }.into_any(),
                Remote::Failed(failure) => {
                    view! { <FailureNote failure retry=move |()| read.retry() /> }.into_any()
                }
                Remote::Ready(Read { file: read, .. }) => view! { <InUse file read remove /> }.into_any(),
            }}
        </section>
    }
}

/// How far the reading is.
#[component]
fn Reading(read: Load<Read>) -> impl IntoView {
    let far = move || {
        let progress = read.progress();
        let lines = if progress.rows == 0 { String::new() } else { format!("{}, ", counted(progress.rows, "line")) };
        if progress.bytes == 0 { String::new() } else { format!("{lines}{} so far", bytes(progress.bytes)) }
    };
    view! {
        <p class="muted" role="status">
            "Reading\u{2026} " <span class="figures">{far}</span>
        </p>
        <progress aria-label="Reading under way"></progress>
    }
}

#[component]
fn InUse(
    file: ContextFile,
    read: ContextRead,
    remove: impl Fn(ContextFile) + Copy + Send + Sync + 'static,
) -> impl IntoView {
    let ContextRead { origin, entries, skipped, .. } = read;
    let is_dropped = matches!(origin, ContextOrigin::Dropped { .. });
    let has_lines = origin != ContextOrigin::Nowhere;
    let comes_from = words::origin(file, &origin);
    view! {
        <div class="context-origin">
            <p>
                <span class="from">{comes_from}</span>
                {has_lines
                    .then(|| {
                        let entries = if entries == 1 { "1 entry".to_owned() } else { format!("{} entries", count(entries)) };
                        view! { <span class="figures entries">{entries}</span> }
                    })}
            </p>
            {is_dropped
                .then(|| {
                    view! {
                        <button type="button" class="small" on:click=move |_| remove(file)>
                            "Remove"
                            <span class="visually-hidden">{format!(" {}", file.name())}</span>
                        </button>
                    }
                })}
        </div>
        {(skipped.total > 0).then(|| view! { <LeftOut total=skipped.total first=skipped.first /> })}
    }
}

/// Lines that are not in use, the first of them with what is wrong.
#[component]
pub fn LeftOut(
    /// How many.
    total: u64,
    /// The first of them.
    first: Vec<SkippedLine>,
) -> impl IntoView {
    let more = total.saturating_sub(first.len() as u64);
    let lines = first.into_iter().map(|skipped| {
        view! {
            <li>
                <span class="figures">{format!("Line {}: ", count(skipped.line as u64))}</span>
                <bdi>{skipped.reason}</bdi>
            </li>
        }
    });
    view! {
        <details class="left-out">
            <summary>{format!("{} left out", counted(total, "line"))}</summary>
            <ol>{lines.collect_view()}</ol>
            {(more > 0).then(|| view! { <p class="muted">{format!("and {} more", counted(more, "line"))}</p> })}
        </details>
    }
}
