//! What is asked before anything is sent: whose text counts, and whether the day's comments are risked.

use leptos::html::Textarea;
use leptos::prelude::*;

use super::comment_form::Form;
use super::comment_text::CommentText;
use super::copy_file::hand_over;
use super::day_copy::DayCopy;
use super::modal_dialog::ModalDialog;
use super::save_words;
use crate::domain::day_comments::{Conflict, Endangered};
use crate::engine::api::{Asks, Caution, Repair, Risk};

/// The dialog of a form that asks something.
#[component]
pub fn SaveDialog(
    /// The form.
    form: Form,
    /// What it asks.
    asks: Asks,
) -> impl IntoView {
    match asks {
        Asks::Conflict(conflict) => view! { <ConflictDialog form conflict /> }.into_any(),
        Asks::Risk(risk) => view! { <RiskDialog form risk /> }.into_any(),
    }
}

/// Theirs beside yours, which can still be edited.
#[component]
fn ConflictDialog(form: Form, conflict: Conflict) -> impl IntoView {
    let text = NodeRef::<Textarea>::new();
    let words = save_words::conflict(&conflict);
    let theirs = conflict.now.clone();
    let seen = conflict.now;
    let keep_theirs = move |_| {
        form.decide_later();
        form.discard();
        form.app.threats.refresh();
    };
    let edit = move |_| {
        if let Some(text) = text.get_untracked() {
            let _ = text.focus();
        }
    };
    let save_mine = move |_| {
        form.decide_later();
        form.save_over(seen.clone());
    };
    view! {
        <ModalDialog id="conflict-title" title=format!("Two texts about {}", form.subject.ip) close=move |()| form.decide_later()>
            <p>{words}</p>
            <div class="side-by-side">
                <section aria-labelledby="theirs-title">
                    <h3 id="theirs-title">"Theirs, stored in Spot"</h3>
                    {match theirs {
                        Some(comment) => view! { <CommentText comment /> }.into_any(),
                        None => view! { <p class="muted">"It was removed."</p> }.into_any(),
                    }}
                </section>
                <section aria-labelledby="yours-title">
                    <h3 id="yours-title">"Yours, kept as a draft"</h3>
                    <input
                        type="text"
                        autocomplete="off"
                        aria-label="Your title"
                        prop:value=move || form.shown.get().title
                        on:input=move |event| form.typed(|comment| comment.title = event_target_value(&event))
                    />
                    <textarea
                        node_ref=text
                        aria-label="Your comments"
                        rows="4"
                        prop:value=move || form.shown.get().text
                        on:input=move |event| form.typed(|comment| comment.text = event_target_value(&event))
                    ></textarea>
                </section>
            </div>
            <p class="muted">"Spot keeps one comment per IP and day: saving yours replaces theirs."</p>
            <div class="buttons">
                <button type="button" class="primary" on:click=save_mine>
                    "Save mine"
                </button>
                <button type="button" on:click=edit>
                    "Edit mine"
                </button>
                <button type="button" on:click=keep_theirs>
                    "Keep theirs"
                </button>
                <button type="button" autofocus on:click=move |_| form.decide_later()>
                    "Cancel"
                </button>
            </div>
        </ModalDialog>
    }
}

/// What may happen to the day's comments, and what can be done.
#[component]
fn RiskDialog(form: Form, risk: Risk) -> impl IntoView {
    let subject = form.subject;
    let words = save_words::risk(&risk);
    let Risk { endangered, repair, no_copy, comments } = risk;
    let (way_out, can_repair) = (save_words::repair(&repair, endangered.len()), matches!(repair, Repair::InOrder(_)));
    let count = comments.len();
    let promise = match no_copy {
        None => {
            "A copy of them is kept in this browser before anything is sent. After saving they are read again; what is \
                 missing is named, and goes back on one click."
                .to_owned()
        }
        Some(failure) => format!(
            "This browser keeps no copy of them: {failure} Download them first. After saving they are read again and \
             what is missing is named, as long as this page is open."
        ),
    };
    let get_copy = move |_| {
        hand_over(form.app, &DayCopy::of(subject.day, &comments, subject.ip, &form.shown.get_untracked()));
    };
    let send = move |caution: Caution| {
        form.decide_later();
        form.send(caution);
    };
    view! {
        <ModalDialog
            id="risk-title"
            title="Saving may destroy the day\u{2019}s comments".to_owned()
            close=move |()| form.decide_later()
        >
            <p>{words}</p>
            <ul class="comments">{endangered.iter().map(endangered_item).collect_view()}</ul>
            <p>{promise}</p>
            <p>{way_out}</p>
            <div class="buttons">
                {can_repair
                    .then(|| {
                        view! {
                            <button type="button" class="primary" on:click=move |_| send(Caution::RepairFirst)>
                                {if endangered.len() == 1 { "Make it safe, then save" } else { "Make them safe, then save" }}
                            </button>
                        }
                    })}
                <button type="button" class="danger" on:click=move |_| send(Caution::Anyway)>
                    "Save anyway"
                </button>
                <button type="button" on:click=get_copy>
                    {format!("Download the day\u{2019}s comments ({count})")}
                </button>
                <button type="button" autofocus on:click=move |_| form.decide_later()>
                    "Cancel"
                </button>
            </div>
        </ModalDialog>
    }
}

fn endangered_item(endangered: &Endangered) -> impl IntoView + use<> {
    let comment = endangered.comment.plain();
    view! {
        <li class="comment">
            <p class="comment-about">
                <span class="mono">{endangered.comment.ip.clone()}</span>
                <span class="muted">{save_words::why(endangered)}</span>
            </p>
            <CommentText comment />
        </li>
    }
}
