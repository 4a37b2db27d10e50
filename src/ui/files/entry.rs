//! One flow log: what was read of it, or how far the reading is.

use leptos::prelude::*;

use super::state::{Files, UnderWay};
use crate::engine::api::FlowFile;
use crate::local::import::{Report, Skipped};
use crate::ui::context_file::LeftOut;
use crate::ui::format::{bytes, counted};

/// A file of the list.
#[component]
pub fn FileEntry(
    /// All of them.
    files: Files,
    /// This one.
    file: FlowFile,
) -> impl IntoView {
    let FlowFile { id, name, bytes: size, read, not_kept } = file.clone();
    let remove = view! {
        <button type="button" class="small" on:click=move |_| files.remove(id)>
            "Remove"
            <span class="visually-hidden">{format!(" {name}")}</span>
        </button>
    };
    let about = match read {
        Some(report) => view! { <Read report size /> }.into_any(),
        None => view! {
            <p class="muted">
                {format!("{}, kept in this browser; not read yet. ", bytes(size))}
                <button type="button" class="plain" on:click=move |_| files.read(file.clone())>
                    "Read it"
                </button>
            </p>
        }
        .into_any(),
    };
    view! {
        <li class="file">
            <div class="file-head">
                <span class="file-name" title=name.clone()>
                    {name.clone()}
                </span>
                {remove}
            </div>
            {about}
            {not_kept.map(|reason| view! { <p class="muted">{format!("Not kept for the next visit: {reason}")}</p> })}
        </li>
    }
}

#[component]
fn Read(report: Report, size: u64) -> impl IntoView {
    let Report { format, flows, left_out, skipped: Skipped { total, first }, notices } = report;
    let beside = (left_out > 0).then(|| format!(", {} of other kinds", counted(left_out, "line")));
    view! {
        <p class="muted">
            {format!("{format}: ")} <span class="figures">{counted(flows, "flow")}</span>
            {format!(" in {}{}", bytes(size), beside.unwrap_or_default())}
        </p>
        {notices.into_iter().map(|notice| view! { <p class="file-notice">{notice}</p> }).collect_view()}
        {(total > 0).then(|| view! { <LeftOut total first /> })}
    }
}

/// How far the reading of a file is, and a way out.
#[component]
pub fn Progressing(
    /// All of them.
    files: Files,
    /// The one that is being read.
    under_way: UnderWay,
) -> impl IntoView {
    let UnderWay { name, bytes: size, progress, waiting } = under_way;
    let far = format!("{}, {} of {}", counted(progress.rows, "flow"), bytes(progress.bytes), bytes(size));
    view! {
        <div class="file">
            <p role="status">
                "Reading " <span class="file-name">{name}</span> "\u{2026}"
            </p>
            <progress aria-label="Reading under way" max=size.to_string() value=progress.bytes.to_string()></progress>
            <p class="muted figures">{far}</p>
            {(waiting > 0).then(|| view! { <p class="muted">{format!("{} waiting", counted(waiting as u64, "file"))}</p> })}
            <button type="button" class="small" on:click=move |_| files.cancel()>
                "Cancel"
            </button>
        </div>
    }
}
