//! The parts of the page whose program comes later: what is not on the screen until the analyst wants it.
//!
//! ```text
//!   a panel: later(Part::Storyboard(..))  -->  the program (src/main.rs) fetches the chunk of that part
//!                                              `-- Part::view makes it  -->  the panel shows it
//! ```

use futures::future::LocalBoxFuture;
use leptos::prelude::*;

use super::aftermath::Aftermath;
use super::beacons::BeaconsFound;
use super::board::Storyboard;
use super::comment_form::Form;
use super::context_dialog::ContextDialog;
use super::export_dialog::ExportDialog;
use super::exporting::Exporter;
use super::files::{AssignDialog, Files, FilesPanel};
use super::help::Keys;
use super::hosts::HostsPanel;
use super::marked::Marked;
use super::preview::PreviewDialog;
use super::save_dialogs::SaveDialog;
use super::saves::SaveId;
use super::session::Worker;
use super::state::App;
use super::subject::Subject;
use super::timeline::{Model, TablePages};
use crate::domain::time::Window;
use crate::domain::view::Overview;
use crate::engine::api::{Asks, Written};
use crate::failure::Failure;

/// A part, and what it needs. What is in one of them comes in one piece.
#[derive(Clone)]
pub enum Part {
    /// The storyboard.
    Board(BoardPart),
    /// What there is to do with flow logs.
    Files(FilesPart),
    /// The hosts of the day: with the demo, they are on the first screen.
    Hosts(HostsPart),
    /// What opens on a click.
    Window(WindowPart),
}

/// The storyboard.
#[derive(Clone)]
pub struct BoardPart {
    /// The app.
    pub app: App,
    /// Whom it is about.
    pub subject: Subject,
    /// Who holds the search.
    pub worker: Worker,
    /// Its head.
    pub overview: Memo<Overview>,
    /// What the timeline shows.
    pub window: RwSignal<Option<Window>>,
}

/// The hosts of the day.
#[derive(Clone, Copy)]
pub struct HostsPart(pub App);

/// What there is to do with flow logs.
#[derive(Clone, Copy)]
pub enum FilesPart {
    /// The files in the sidebar.
    Panel(App),
    /// What the columns of a file mean.
    Assign(App),
}

/// What opens on a click. A callback closes it.
#[derive(Clone)]
pub enum WindowPart {
    /// The list of keys.
    Keys(Callback<()>),
    /// The context files.
    Context(App, Callback<()>),
    /// The peers that call by the clock, while the signal says that they are seen.
    Beacons(App, Worker, Marked, RwSignal<bool>),
    /// The timeline as a table, while the signal says that it is seen.
    Table(Model, RwSignal<bool>),
    /// What can be taken along.
    Export(Exporter, Callback<()>),
    /// What is asked before anything is saved.
    Asks(Form, Asks),
    /// What saving would send.
    Preview(Form, Written, Callback<()>),
    /// What became of the day's comments after saving.
    Aftermath(App, SaveId),
}

/// Reads the flow logs that wait; its program is that of the files.
pub struct ReadFiles(pub Files);

impl ReadFiles {
    /// Does it.
    #[must_use]
    pub fn carry_out(self) -> LocalBoxFuture<'static, ()> {
        let Self(files) = self;
        Box::pin(files.work())
    }
}

/// How what comes later is fetched.
#[derive(Clone, Copy)]
pub struct Programs {
    /// What is seen.
    pub view: Fetch,
    /// What reads flow logs.
    pub read_files: FetchReading,
}

/// Fetches the program that reads flow logs, and lets it.
pub type FetchReading = fn(ReadFiles) -> LocalBoxFuture<'static, Result<(), Failure>>;

/// Fetches the program of a part, and makes it.
pub type Fetch = fn(Part) -> LocalBoxFuture<'static, Result<AnyView, Failure>>;

impl BoardPart {
    /// Makes it.
    #[must_use]
    pub fn view(self) -> AnyView {
        let Self { app, subject, worker, overview, window } = self;
        view! { <Storyboard app subject worker overview window /> }.into_any()
    }
}

impl HostsPart {
    /// Makes it.
    #[must_use]
    pub fn view(self) -> AnyView {
        let Self(app) = self;
        view! { <HostsPanel app /> }.into_any()
    }
}

impl FilesPart {
    /// Makes it.
    #[must_use]
    pub fn view(self) -> AnyView {
        match self {
            Self::Panel(app) => view! { <FilesPanel app /> }.into_any(),
            Self::Assign(app) => view! { <AssignDialog files=app.files /> }.into_any(),
        }
    }
}

impl WindowPart {
    /// Makes it.
    #[must_use]
    pub fn view(self) -> AnyView {
        match self {
            Self::Keys(close) => view! { <Keys close /> }.into_any(),
            Self::Context(app, close) => view! { <ContextDialog app close /> }.into_any(),
            Self::Beacons(app, worker, marked, is_open) => {
                view! { <BeaconsFound app worker marked is_open /> }.into_any()
            }
            Self::Table(model, is_open) => view! { <TablePages model is_open /> }.into_any(),
            Self::Export(exporter, close) => view! { <ExportDialog exporter close /> }.into_any(),
            Self::Asks(form, asks) => view! { <SaveDialog form asks /> }.into_any(),
            Self::Preview(form, written, close) => view! { <PreviewDialog form written close /> }.into_any(),
            Self::Aftermath(app, id) => view! { <Aftermath app id /> }.into_any(),
        }
    }
}
