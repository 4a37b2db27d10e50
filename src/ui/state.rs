//! What the page knows: signals for what changes, memos for what follows from it.

use std::net::IpAddr;
use std::sync::Arc;

use futures::FutureExt;
use leptos::prelude::*;

use super::context::ContextState;
use super::files::Files;
use super::hooks::hash::Hash;
use super::labels::Labels;
use super::load::{Load, Meanwhile, Remote};
use super::parts::Programs;
use super::route::{Route, Screen, SourceName};
use super::saves::Saves;
use super::session::Session;
use super::site::Site;
use super::subject::{Searched, Source, Subject};
use super::toast::Undo;
use crate::domain::filter::Filter;
use crate::domain::network::StandingChoice;
use crate::domain::threats::{Comment, Threats};
use crate::domain::time::Day;
use crate::domain::view::{Grouping, TopResults, View};
use crate::engine::api::{AskThreats, Opened, Search, SourceSpec};
use crate::engine::client::Engine;
use crate::failure::Failure;
use crate::local::store::Draft;

/// The app. Copies are the same app.
#[derive(Clone, Copy)]
pub struct App {
    /// The line to the engine.
    pub session: Session,
    /// What is on screen.
    pub hash: Hash,
    /// What this site offers.
    pub site: Load<Site>,
    /// Which data is looked at.
    pub source: Memo<Option<Source>>,
    /// That data, opened.
    pub opened: Load<Opened>,
    /// The day that is looked at.
    pub day: Memo<Option<Day>>,
    /// That day's high-risk IPs and comments.
    pub threats: Load<Threats>,
    /// What is investigated.
    pub subject: Memo<Option<Subject>>,
    /// How it is looked at.
    pub view: Memo<View>,
    /// The search of it.
    pub search: Load<Searched>,
    /// The context files.
    pub context: ContextState,
    /// What they know of the addresses on screen.
    pub labels: Labels,
    /// The analyst's flow logs.
    pub files: Files,
    /// What happened that has no panel of its own.
    pub news: RwSignal<Vec<News>>,
    /// Saves that are not confirmed.
    pub saves: Saves,
    /// What was taken away last, and can be had back.
    pub undo: RwSignal<Option<Undo>>,
    /// The draft that was had back.
    pub undone: RwSignal<Option<(Subject, Draft)>>,
    /// Whether the next investigation gets the keyboard's focus.
    focus_follows: StoredValue<bool>,
}

/// Something that happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum News {
    /// As it should.
    Good(String),
    /// Not as it should.
    Bad(String),
}

impl App {
    /// Starts: the engine's worker, and what the address bar asks for.
    pub fn start(engine: Engine, programs: Programs) -> Self {
        let session = Session::new(engine);
        let hash = Hash::follow();
        let site = Load::new(
            Meanwhile::Blank,
            || Some(()),
            move |(), _| async move { Ok(Site::discover(session.engine()).await) }.boxed_local(),
        );
        let files = Files::new(session, programs.read_files);
        let source = Memo::new(move |_| {
            let named = hash.route().source;
            site.with_ready(|site| {
                let name = named.or_else(|| site.sources().first().copied()).unwrap_or(SourceName::Demo);
                Source { name, spec: site.spec(name, || files.revision()) }
            })
        });
        let opened = Load::new(
            Meanwhile::Blank,
            move || source.get(),
            move |source, _| async move { session.open(source.spec.ok_or_else(no_such_source)?).await }.boxed_local(),
        );
        let day = Memo::new(move |_| hash.route().day.or_else(|| opened.with_ready(newest_day)));
        let threats = Load::new(
            Meanwhile::Blank,
            move || Some((source.get()?.spec?, day.get()?)),
            move |(spec, day), _| {
                async move { session.ask(spec, AskThreats { day }, None).await.map(|(threats, _)| threats) }
                    .boxed_local()
            },
        );
        let subject = Memo::new(move |_| {
            let (source, day, ip) = (source.get()?, day.get()?, hash.route().ip?);
            source.spec.is_some().then_some(Subject { source: source.name, day, ip })
        });
        let view = Memo::new(move |_| {
            let default_top = site.with_ready(|site| site.config.top_results).unwrap_or_default();
            hash.route().view(default_top)
        });
        let search = Load::new(
            Meanwhile::Blank,
            move || Some((source.get()?.spec?, subject.get()?)),
            move |(spec, Subject { day, ip, .. }), meter| {
                // Another view of the same rows is no other search.
                let view = view.get_untracked();
                let route = hash.route_untracked();
                let grouping = route.grouping;
                let tables = route.filter.is_empty().then_some(grouping);
                async move {
                    let question = Search { day, ip, view, tables };
                    let ((found, tables), worker) = session.ask(spec, question, Some(meter)).await?;
                    let tables = tables.map(|tables| (grouping, Arc::new(tables)));
                    Ok(Searched { found, view, tables, worker })
                }
                .boxed_local()
            },
        );
        // A link that is copied should say what was looked at, not what would be looked at some other day.
        Effect::new(move |_| {
            let (Some(source), Some(day)) = (source.get(), day.get()) else { return };
            let route = hash.route();
            // Before there is a file, no day is worth to be held on to.
            if source.name == SourceName::Files && opened.with_ready(|opened| opened.days.is_empty()) != Some(false) {
                return;
            }
            hash.replace(Route { source: Some(source.name), day: Some(day), ..route });
        });
        let context = ContextState::new(session, source, opened, search);
        let labels = Labels::new(session, source, context);
        let news = RwSignal::new(Vec::new());
        let focus_follows = StoredValue::new(false);
        let (saves, undo, undone) = (Saves::new(), RwSignal::new(None), RwSignal::new(None));
        let app = Self {
            session,
            hash,
            site,
            source,
            opened,
            day,
            threats,
            subject,
            view,
            search,
            context,
            labels,
            files,
            news,
            saves,
            undo,
            undone,
            focus_follows,
        };
        saves.follow(app);
        app
    }

    /// How the engine opens the source that is looked at.
    pub fn spec(self) -> Option<SourceSpec> {
        self.source.with_untracked(|source| source.as_ref().and_then(|source| source.spec.clone()))
    }

    /// Whether that source is looked at.
    pub fn source_is(self, name: SourceName) -> bool {
        self.source.with(|source| source.as_ref().is_some_and(|source| source.name == name))
    }

    /// Goes to the analyst's files, where they are not looked at.
    pub fn choose_files(self) {
        if !untrack(|| self.source_is(SourceName::Files)) {
            self.choose_source(SourceName::Files);
        }
    }

    /// Investigates `ip`; one that is on screen is searched anew, unless that is under way.
    pub fn investigate(self, ip: IpAddr) {
        let route = self.hash.route_untracked();
        if route.ip != Some(ip) {
            self.hash.push(route.about(ip));
        } else if self.search.get_untracked() != Remote::Loading {
            self.search_again();
        }
    }

    /// Searches what is on screen anew, and loads what else failed.
    pub fn search_again(self) {
        self.search.retry();
        self.retry_failed();
    }

    /// Loads once more what failed beside the search: the source, the list.
    pub fn retry_failed(self) {
        if self.source.get_untracked().is_some_and(|source| source.spec.is_none()) {
            self.site.retry();
        }
        if matches!(self.opened.get_untracked(), Remote::Failed(_)) {
            self.opened.retry();
        }
        if matches!(self.threats.get_untracked(), Remote::Failed(_)) {
            self.threats.retry();
        }
    }

    /// The control that is used now will be gone: the focus is to move to the next investigation.
    pub fn let_focus_follow(self) {
        self.focus_follows.set_value(true);
    }

    /// Whether the present investigation takes the focus; it does so once.
    pub fn takes_focus(self) -> bool {
        let takes = self.focus_follows.get_value();
        self.focus_follows.set_value(false);
        takes
    }

    /// Shows all hosts of the day in place of one.
    pub fn show_hosts(self) {
        let Route { day, source, top, grouping, filter, .. } = self.hash.route_untracked();
        self.hash.push(Route { day, source, top, grouping, filter, ..Route::default() });
    }

    /// Goes to another day, with the same IP.
    pub fn go_to(self, day: Day) {
        self.hash.push(self.hash.route_untracked().on(day));
    }

    /// Goes to another source, and there to its newest day.
    pub fn choose_source(self, source: SourceName) {
        let route = self.hash.route_untracked();
        self.hash.push(Route {
            source: Some(source),
            screen: route.screen,
            top: route.top,
            grouping: route.grouping,
            ..Route::default()
        });
    }

    /// What is made of the search.
    pub fn screen(self) -> Screen {
        self.hash.route().screen
    }

    /// Makes something else of the search. What the timeline shows stays.
    pub fn choose_screen(self, screen: Screen) {
        self.hash.push(Route { screen, ..self.hash.route_untracked() });
    }

    /// Which flows are wanted.
    pub fn filter(self) -> Memo<Filter> {
        Memo::new(move |_| self.hash.route().filter)
    }

    /// Whether it is not all of them.
    pub fn is_filtered(self) -> Memo<bool> {
        Memo::new(move |_| !self.hash.route().filter.is_empty())
    }

    /// Shows this many top results.
    pub fn choose_top(self, top: TopResults) {
        let default_top = untrack(|| self.site.with_ready(|site| site.config.top_results)).unwrap_or_default();
        let top = (top != default_top).then_some(top);
        self.hash.push(Route { top, ..self.hash.route_untracked() });
    }

    /// Lets a table's row stand for something else.
    pub fn choose_grouping(self, grouping: Grouping) {
        self.hash.push(Route { grouping, ..self.hash.route_untracked() });
    }

    /// Looks at the flows alone that `filter` lets through.
    pub fn choose_filter(self, filter: Filter) {
        self.hash.push(Route { filter, ..self.hash.route_untracked() });
    }

    /// Takes the sought IP as internal or external.
    pub fn choose_standing(self, standing: StandingChoice) {
        self.hash.push(Route { standing, ..self.hash.route_untracked() });
    }

    /// The address of the present screen about `ip`. What it holds changes only when a table is shown anew.
    pub fn address_of(self, ip: IpAddr) -> String {
        self.hash.route_untracked().about(ip).to_string()
    }

    /// What was written about `ip`, where the day's comments are known.
    pub fn comment_on(self, ip: IpAddr) -> Option<Comment> {
        self.threats
            .with_ready(|threats| {
                threats.investigated.iter().find(|done| done.ip == ip).map(|done| done.comment.clone())
            })
            .flatten()
    }

    /// Tells something that happened.
    pub fn tell(self, news: News) {
        self.news.update(|all| {
            // Told once more it is news again: it moves to the end.
            all.retain(|told| *told != news);
            all.push(news);
        });
    }
}

fn newest_day(opened: &Opened) -> Day {
    opened.days.last().copied().unwrap_or_else(today)
}

/// Today, where the browser is.
fn today() -> Day {
    let now = js_sys::Date::new_0();
    let number = |value: u32| u8::try_from(value).unwrap_or_default();
    u16::try_from(now.get_full_year())
        .ok()
        .and_then(|year| Day::from_civil(year, number(now.get_month() + 1), number(now.get_date())))
        .unwrap_or_else(|| crate::domain::time::Moment(0).day())
}

fn no_such_source() -> Failure {
    Failure::NotPossible(
        "This link is about Spot, but no Spot answers at /graphql of this site, and config.json names no other place. \
         Open the link where Spot is, or choose another source."
            .to_owned(),
    )
}
