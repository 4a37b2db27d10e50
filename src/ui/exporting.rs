//! Makes a file of the investigation, and hands it over.

use leptos::prelude::*;
use web_sys::Url;

use super::hooks::clipboard::copy;
use super::hooks::download::{download, file_of};
use super::hooks::png::png_of;
use super::patience::Patience;
use super::route::Screen;
use super::state::{App, News};
use super::subject::{Searched, Subject};
use crate::domain::attack::TechniqueId;
use crate::domain::filter::Filter;
use crate::domain::threats::Comment;
use crate::engine::api::{AskExport, Export, SourceSpec};
use crate::export::dossier::{Handling, Source, Told};
use crate::export::file_name::Content;
use crate::failure::Failure;
use crate::local::store::techniques;

/// What becomes of the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wanted {
    /// It is downloaded.
    File(Content),
    /// Its text goes to the clipboard.
    Copy(Content),
}

/// What is exported. Copies are the same.
#[derive(Clone, Copy)]
pub struct Exporter {
    /// The app.
    pub app: App,
    /// What is investigated.
    pub subject: Subject,
    /// The search of it.
    pub searched: StoredValue<Searched>,
    /// It waits for context files.
    pub patience: Patience,
    /// How the last one went.
    pub outcome: RwSignal<Option<News>>,
    /// Whether one is being made.
    pub is_busy: RwSignal<bool>,
}

impl Exporter {
    /// Makes what is wanted, and tells how that went.
    pub async fn hand_over(self, wanted: Wanted, handling: Handling) -> News {
        match self.try_to(wanted, handling).await {
            Ok(done) => News::Good(done),
            Err(failure) => News::Bad(failure.to_string()),
        }
    }

    async fn try_to(self, wanted: Wanted, handling: Handling) -> Result<String, Failure> {
        let content = match wanted {
            Wanted::File(content) | Wanted::Copy(content) => content,
        };
        let Export { file_name, media_type, text } = self.make(content, handling).await?;
        if let Wanted::Copy(_) = wanted {
            let refused = "This browser lets no page copy. Download the file instead.";
            return match copy(&text).await {
                Ok(()) => Ok("The text is on the clipboard.".to_owned()),
                Err(_) => Err(Failure::NotPossible(refused.to_owned())),
            };
        }
        let file = match content {
            Content::Png(_) => png_of(&text).await,
            _ => file_of(&text, &media_type),
        };
        let refused = |_| Failure::NotPossible(format!("This browser could not make {file_name}. Try another format."));
        download(&file.map_err(refused)?, &file_name).map_err(refused)?;
        Ok(format!("{file_name} is downloaded."))
    }

    async fn make(self, content: Content, handling: Handling) -> Result<Export, Failure> {
        let Self { app, subject, .. } = self;
        let Searched { found, worker, .. } = self.searched.try_get_value().ok_or(Failure::Cancelled)?;
        let route = app.hash.route_untracked();
        let told = Told {
            day: subject.day,
            comment: self.written().await,
            techniques: self.techniques().await,
            warnings: found.warnings,
            source: self.source(),
            made_at: now(),
        };
        let question = |unread| AskExport {
            content,
            ip: subject.ip,
            view: app.view.get_untracked(),
            grouping: route.grouping,
            // A storyboard is of the whole: what is taken along from there is too.
            filter: if route.screen == Screen::Investigation { route.filter.clone() } else { Filter::default() },
            window: route.window,
            handling,
            told: told.clone(),
            unread,
        };
        self.patience.ask(|unread| app.session.ask_about(worker, question(unread))).await
    }

    /// What is in the form: the draft where there is one, else what is stored.
    async fn written(self) -> Comment {
        // A draft that cannot be read is told by the form.
        let draft = self.subject.draft_key().get().await.ok().flatten();
        let stored = || untrack(|| self.app.comment_on(self.subject.ip));
        draft.map(|draft| draft.comment).or_else(stored).unwrap_or_default()
    }

    /// What the threat is taken for.
    async fn techniques(self) -> Vec<TechniqueId> {
        let Subject { source, day, ip } = self.subject;
        // Those that cannot be read are told beside the comment.
        techniques::get(source.key(), day, ip).await.unwrap_or_default()
    }

    fn source(self) -> Source {
        match self.app.source.get_untracked().and_then(|source| source.spec) {
            Some(SourceSpec::Spot { endpoint, .. }) => {
                Source::Spot { host: Url::new(&endpoint).map_or(endpoint, |url| url.host()) }
            }
            Some(SourceSpec::Files { .. }) => Source::Files,
            Some(SourceSpec::Demo { .. }) | None => Source::Demo,
        }
    }
}

/// Now, on the browser's clock, with its zone: `2016-07-09 08:15 UTC+02:00`.
fn now() -> String {
    let now = js_sys::Date::new_0();
    // Minutes that UTC is ahead; the cast saturates, and no zone has half a day more.
    #[allow(clippy::cast_possible_truncation)]
    let behind = now.get_timezone_offset() as i32;
    let zone = if behind == 0 {
        String::new()
    } else {
        let sign = if behind > 0 { '-' } else { '+' };
        format!("{sign}{:02}:{:02}", behind.abs() / 60, behind.abs() % 60)
    };
    format!(
        "{}-{:02}-{:02} {:02}:{:02} UTC{zone}",
        now.get_full_year(),
        now.get_month() + 1,
        now.get_date(),
        now.get_hours(),
        now.get_minutes()
    )
}
