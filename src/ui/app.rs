//! The page.

use leptos::html::{Div, Main};
use leptos::prelude::*;

use super::header::Header;
use super::hooks::drop::use_drop;
use super::hooks::title::use_title;
use super::hooks::turn::in_turn;
use super::investigation::InvestigationPanel;
use super::later::later;
use super::notices::Notices;
use super::parts::{FilesPart, Part, Programs, WindowPart};
use super::route::SourceName;
use super::state::App;
use super::threats::ThreatsPanel;
use super::toast::Toast;
use crate::engine::client::Engine;

const TITLE: &str = "Flow Threat Investigation";
/// Where the page says which script the worker runs; the build writes its name there.
const ENGINE_META: &str = "meta[name=engine]";

/// Puts the page on the screen; `programs` fetches what of it comes later.
pub fn start(programs: Programs) {
    console_error_panic_hook::set_once();
    let engine = Engine::start(engine_url());
    mount_to_body(move || {
        provide_context(programs.view);
        let app = App::start(engine, programs);
        in_turn(move || view! { <Page app /> })
    });
}

/// The whole page.
#[component]
fn Page(app: App) -> impl IntoView {
    use_title(move || match (app.hash.route().ip, app.day.get()) {
        (Some(ip), Some(day)) => format!("{ip} \u{b7} {day} \u{b7} {TITLE}"),
        (None, Some(day)) => format!("{day} \u{b7} {TITLE}"),
        _ => TITLE.to_owned(),
    });
    let is_over = use_drop(move |files| {
        app.choose_files();
        app.files.add(files, None);
    });
    // The dialog about the save that was chosen, and the one about files whose columns have no meaning yet.
    let aftermath = Memo::new(move |_| app.saves.open.get());
    let is_unassigned = Memo::new(move |_| !app.files.unassigned().is_empty());
    let results = NodeRef::<Main>::new();
    let threats = NodeRef::<Div>::new();
    let skip_to_results = move |_| {
        if let Some(results) = results.get_untracked() {
            // It has a place in the focus order, so it takes it.
            let _ = results.focus();
        }
    };
    view! {
        // A button: the hash, by which links skip, holds the state.
        <button type="button" class="skip" on:click=skip_to_results>
            "Skip to the investigation"
        </button>
        <Header app />
        {in_turn(move || view! { <Notices app /> })}
        <div class="columns">
            <div class="side" node_ref=threats>
                {move || app.source_is(SourceName::Files).then(|| later(Part::Files(FilesPart::Panel(app))))}
                {in_turn(move || view! { <ThreatsPanel app /> })}
            </div>
            <main node_ref=results tabindex="-1">
                {in_turn(move || view! { <InvestigationPanel app /> })}
            </main>
        </div>
        {in_turn(move || view! { <Toast app /> })}
        {move || aftermath.get().map(|id| later(Part::Window(WindowPart::Aftermath(app, id))))}
        {move || is_unassigned.get().then(|| later(Part::Files(FilesPart::Assign(app))))}
        {move || {
            is_over
                .get()
                .then(|| view! { <p class="drop-over" role="status">"Drop flow logs to investigate the hosts in them"</p> })
        }}
    }
}

fn engine_url() -> String {
    let meta = document().query_selector(ENGINE_META).ok().flatten();
    meta.and_then(|meta| meta.get_attribute("content")).unwrap_or_else(|| "./engine.js".to_owned())
}
