//! A comment to be read: always text, never markup.

use leptos::prelude::*;

use crate::domain::threats::Comment;

/// Title and text, as they were written.
#[component]
pub fn CommentText(
    /// The comment.
    comment: Comment,
) -> impl IntoView {
    let Comment { title, text } = comment;
    let title = if title.trim().is_empty() { "(no title)".to_owned() } else { title };
    let has_text = !text.is_empty();
    view! {
        <div class="comment-text">
            <p class="comment-title">{title}</p>
            {has_text.then(|| view! { <p class="comment-body">{text}</p> })}
        </div>
    }
}
