//! What became of the day's comments after a save, and the way back.

use leptos::prelude::*;

use super::comment_text::CommentText;
use super::copy_file::hand_over;
use super::day_copy::DayCopy;
use super::lost::{Fate, Lost, back_at_once, lost};
use super::modal_dialog::ModalDialog;
use super::save_words;
use super::saves::{SaveId, Unconfirmed, Work};
use super::state::App;
use crate::engine::api::Report;

/// The dialog.
#[component]
pub fn Aftermath(
    /// The app.
    app: App,
    /// The save that it is about.
    id: SaveId,
) -> impl IntoView {
    let saves = app.saves;
    let save = Memo::new(move |_| saves.all.with(|all| all.iter().find(|save| save.id == id).cloned()));
    let report = Memo::new(move |_| save.get().and_then(|save| save.report));
    let is_busy = move || save.with(|save| save.as_ref().is_some_and(|save| save.work.is_under_way()));
    let close = move || saves.open.set(None);
    let get_copy = move |_| {
        if let Some(Report { save, day, .. }) = report.get_untracked() {
            hand_over(app, &DayCopy::of(day, &save.before, save.ip, &save.comment));
        }
    };
    view! {
        <ModalDialog id="aftermath-title" title=save_words::which(id.ip, id.day) close=move |()| close()>
            {move || report.get().map(|report| view! { <Findings app id report busy=Signal::derive(is_busy) /> })}
            <p class="outcome" role="status">
                {move || save.get().map(|save| progress(&save)).unwrap_or_default()}
            </p>
            {move || match save.get().map(|save| save.work) {
                Some(Work::Failed(failure)) => Some(view! {
                    <p class="note bad" role="alert">
                        {failure.to_string()}
                    </p>
                }),
                _ => None,
            }}
            <div class="buttons">
                <button
                    type="button"
                    aria-disabled=move || is_busy().then_some("true")
                    on:click=move |_| saves.look(app, id)
                >
                    "Check again"
                </button>
                <button type="button" on:click=get_copy>
                    "Download the copy"
                </button>
                <button
                    type="button"
                    title="Deletes the copy that this browser keeps"
                    aria-disabled=move || is_busy().then_some("true")
                    on:click=move |_| saves.forget(app, id)
                >
                    "Leave all as it is"
                </button>
                <button type="button" autofocus on:click=move |_| close()>
                    "Decide later"
                </button>
            </div>
        </ModalDialog>
    }
}

/// What is not as it should be, each with its text.
#[component]
fn Findings(app: App, id: SaveId, report: Report, busy: Signal<bool>) -> impl IntoView {
    let lost = lost(&report);
    let at_once = back_at_once(&lost);
    let count = at_once.len();
    let put_back = move |lost: Vec<Lost>| app.saves.put_back(app, id, lost);
    let all = StoredValue::new(at_once);
    view! {
        <p>{save_words::summary(&report.aftermath)}</p>
        {(count > 0)
            .then(|| {
                view! {
                    <button
                        type="button"
                        class="primary"
                        aria-disabled=move || busy.get().then_some("true")
                        on:click=move |_| put_back(all.get_value())
                    >
                        {if count == 1 { "Put it back".to_owned() } else { format!("Put all {count} back") }}
                    </button>
                }
            })}
        <p class="muted">{save_words::PUTTING_BACK}</p>
        <ul class="comments">
            {lost
                .into_iter()
                .map(|lost| view! { <LostComment lost busy put_back=move |lost| put_back(vec![lost]) /> })
                .collect_view()}
        </ul>
    }
}

#[component]
fn LostComment(lost: Lost, busy: Signal<bool>, put_back: impl Fn(Lost) + Send + Sync + 'static) -> impl IntoView {
    let about = lost.about.clone();
    let label = match &lost.fate {
        Fate::Missing | Fate::Yours { instead: None } => format!("Put back {about}"),
        Fate::Altered { .. } => format!("Put back {about} as it was"),
        Fate::Yours { instead: Some(_) } => format!("Put yours on {about}"),
    };
    let was = lost.was.clone();
    let is = lost.instead().cloned();
    let (can, limit) = (lost.ip.is_some(), lost.limit());
    let kept = StoredValue::new(lost.clone());
    view! {
        <li class="comment">
            <p class="comment-about">
                <span class="mono">{about}</span>
                <span class="muted">{save_words::fate(&lost)}</span>
                {can
                    .then(|| {
                        view! {
                            <button
                                type="button"
                                class="small"
                                aria-disabled=move || busy.get().then_some("true")
                                on:click=move |_| put_back(kept.get_value())
                            >
                                {label}
                            </button>
                        }
                    })}
            </p>
            {match is {
                None => view! { <CommentText comment=was /> }.into_any(),
                Some(is) => {
                    let [former, present] = match &lost.fate {
                        Fate::Yours { .. } => ["Yours", "Stored now"],
                        _ => ["It was", "Stored now"],
                    };
                    view! {
                        <div class="side-by-side">
                            <div>
                                <h3>{present}</h3>
                                <CommentText comment=is />
                            </div>
                            <div>
                                <h3>{former}</h3>
                                <CommentText comment=was />
                            </div>
                        </div>
                    }
                        .into_any()
                }
            }}
            {limit.map(|words| view! { <p class="muted">{words}</p> })}
        </li>
    }
}

fn progress(save: &Unconfirmed) -> String {
    match &save.work {
        Work::Idle | Work::Failed(_) => String::new(),
        Work::Looking => "Reading the day\u{2019}s comments again\u{2026}".to_owned(),
        Work::PuttingBack { number, of, ip } => format!("Putting back {number} of {of}: {ip}\u{2026}"),
    }
}
