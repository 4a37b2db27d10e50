//! The day's comments as a file, for the analyst to keep.

use std::net::IpAddr;

use serde::Serialize;

use crate::domain::comment::encode;
use crate::domain::day_comments::StoredComment;
use crate::domain::threats::Comment;
use crate::domain::time::Day;

/// A file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DayCopy {
    /// Its name.
    pub name: String,
    /// What is in it.
    pub json: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Written<'a> {
    about: &'static str,
    day: String,
    comments: &'a [StoredComment],
    not_confirmed: StoredComment,
}

impl DayCopy {
    /// The day's comments as they are, or were, stored, and the one about `ip` that is to be saved.
    #[must_use]
    pub fn of(day: Day, comments: &[StoredComment], ip: IpAddr, comment: &Comment) -> Self {
        let not_confirmed =
            StoredComment { ip: ip.to_string(), title: encode(&comment.title), text: encode(&comment.text) };
        let written = Written {
            about: "The comments of a day in Apache Spot as they are stored there, and one that was to be saved",
            day: day.to_string(),
            comments,
            not_confirmed,
        };
        // Texts and lists of them always can be written.
        Self { name: format!("comments-{day}.json"), json: serde_json::to_string_pretty(&written).unwrap_or_default() }
    }
}
