//! The list itself: who is to do, who is investigated.

use std::net::IpAddr;

use leptos::html::Div;
use leptos::prelude::*;

use super::format::counted;
use super::labels::IpLabel;
use super::route::Screen;
use super::state::App;
use crate::domain::threats::Threats;

/// A part of the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Group {
    /// Nothing is written about them yet.
    ToDo,
    /// Something is.
    Investigated,
}

/// A step in the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// Down.
    Next,
    /// Up.
    Previous,
}

/// An IP of the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The IP.
    pub ip: IpAddr,
    /// Where it belongs.
    pub group: Group,
    /// The title of what was written; empty where nothing was.
    pub title: String,
    /// The beginning of what was written below it.
    pub begins: String,
    /// In how many connections it was scored high.
    pub scored: u32,
}

impl Group {
    fn name(self, screen: Screen) -> &'static str {
        match (self, screen) {
            (Self::ToDo, _) => "To do",
            (Self::Investigated, Screen::Investigation) => "Investigated",
            (Self::Investigated, Screen::Storyboard) => "This day",
        }
    }
}

/// What the list is called: of IPs, or of what was saved about them.
pub fn list_name(screen: Screen) -> &'static str {
    match screen {
        Screen::Investigation => "Threats",
        Screen::Storyboard => "Storyboards",
    }
}

/// Characters of a comment that the list shows.
const BEGINNING: usize = 120;

impl Step {
    /// The step that an arrow key stands for.
    pub fn of_key(key: &str) -> Option<Self> {
        match key {
            "ArrowDown" => Some(Self::Next),
            "ArrowUp" => Some(Self::Previous),
            _ => None,
        }
    }
}

impl Entry {
    fn description(&self) -> String {
        match (self.group, self.title.is_empty()) {
            (Group::Investigated, false) => self.title.clone(),
            (Group::Investigated, true) => "without a title".to_owned(),
            (Group::ToDo, _) if self.scored == 0 => "marked as high risk".to_owned(),
            (Group::ToDo, _) => format!("scored high in {}", counted(u64::from(self.scored), "connection")),
        }
    }

    fn element_id(ip: IpAddr) -> String {
        format!("threat-{ip}")
    }
}

/// The first lines of a comment in one, cut to what a list has room for.
fn beginning(text: &str) -> String {
    let mut words = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if let Some((end, _)) = words.char_indices().nth(BEGINNING) {
        words.truncate(end);
        words.push('\u{2026}');
    }
    words
}

/// The IPs of a day's list, in its order.
pub fn entries(threats: &Threats) -> Vec<Entry> {
    let to_do = threats.to_do.iter().map(|high| Entry {
        ip: high.ip,
        group: Group::ToDo,
        title: String::new(),
        begins: String::new(),
        scored: high.scored,
    });
    let investigated = threats.investigated.iter().map(|done| Entry {
        ip: done.ip,
        group: Group::Investigated,
        title: done.comment.title.clone(),
        begins: beginning(&done.comment.text),
        scored: done.scored,
    });
    to_do.chain(investigated).collect()
}

/// The list. One entry is at hand; choosing one investigates it.
#[component]
pub fn ThreatList(
    /// The app.
    app: App,
    /// The list's element, to be focused.
    node_ref: NodeRef<Div>,
    /// What is shown.
    shown: Memo<Vec<Entry>>,
    /// The IP at hand.
    at: Memo<Option<IpAddr>>,
    /// Takes the next one to hand, or the one before.
    step: impl Fn(Step) + Copy + 'static,
    /// Investigates.
    choose: impl Fn(IpAddr) + Copy + Send + Sync + 'static,
) -> impl IntoView {
    // What is at hand is in sight.
    Effect::new(move |former: Option<Option<IpAddr>>| {
        let at = at.get();
        if let Some(ip) = at.filter(|_| former.is_some_and(|former| former != at)) {
            bring_into_sight(node_ref, ip);
        }
        at
    });
    let part = move |group: Group| {
        move || {
            let entries: Vec<Entry> =
                shown.with(|shown| shown.iter().filter(|entry| entry.group == group).cloned().collect());
            (!entries.is_empty()).then(|| view! { <Part app group entries at choose /> })
        }
    };
    view! {
        <div
            node_ref=node_ref
            id="threats"
            class="threat-list"
            role="listbox"
            aria-label=move || list_name(app.screen())
            tabindex=move || if shown.with(Vec::is_empty) { "-1" } else { "0" }
            aria-activedescendant=move || at.get().map(Entry::element_id)
            on:keydown=move |event| {
                if let Some(direction) = Step::of_key(&event.key()) {
                    event.prevent_default();
                    step(direction);
                }
            }
        >
            {part(Group::ToDo)}
            {part(Group::Investigated)}
        </div>
    }
}

#[component]
fn Part(
    app: App,
    group: Group,
    entries: Vec<Entry>,
    at: Memo<Option<IpAddr>>,
    choose: impl Fn(IpAddr) + Copy + Send + Sync + 'static,
) -> impl IntoView {
    let count = entries.len();
    let heading = move || format!("{} \u{b7} {count}", group.name(app.screen()));
    let options = entries.into_iter().map(|entry| {
        let ip = entry.ip;
        let id = Entry::element_id(ip);
        let about_id = format!("about-{id}");
        let begins = entry.begins.clone();
        let begins = move || (app.screen() == Screen::Storyboard && !begins.is_empty()).then(|| begins.clone());
        let label_id = format!("label-{id}");
        let described_by = format!("{about_id} {label_id}");
        view! {
            // The option is the IP alone, by which it is named; what is below is its description.
            <div
                role="presentation"
                class="threat"
                class:selected=move || at.get() == Some(ip)
                class:current=move || app.hash.route().ip == Some(ip)
                on:click=move |_| choose(ip)
            >
                <span class="with-label">
                    <span
                        id=id
                        role="option"
                        class="mono"
                        aria-describedby=described_by
                        aria-selected=move || if at.get() == Some(ip) { "true" } else { "false" }
                        aria-current=move || (app.hash.route().ip == Some(ip)).then_some("true")
                    >
                        {ip.to_string()}
                    </span>
                    {(group == Group::Investigated)
                        .then(|| view! { <span class="done" aria-hidden="true">"\u{2713}"</span> })}
                    <span id=label_id class="label">
                        <IpLabel labels=app.labels ip />
                    </span>
                </span>
                <span id=about_id class="about">
                    {entry.description()}
                    {move || begins().map(|begins| view! { <span class="begins">{begins}</span> })}
                </span>
            </div>
        }
    });
    view! {
        <div role="group" aria-label=heading>
            <div class="group-title" role="presentation">
                {heading}
            </div>
            {options.collect_view()}
        </div>
    }
}

/// Scrolls the list, and not the page, until the entry is in sight.
fn bring_into_sight(list: NodeRef<Div>, ip: IpAddr) {
    let option = document().get_element_by_id(&Entry::element_id(ip)).and_then(|option| option.parent_element());
    let (Some(list), Some(option)) = (list.get_untracked(), option) else { return };
    let (list_box, option_box) = (list.get_bounding_client_rect(), option.get_bounding_client_rect());
    let above_px = list_box.top() - option_box.top();
    let below_px = option_box.bottom() - list_box.bottom();
    let by_px = if above_px > 0.0 { -above_px } else { below_px.max(0.0) };
    // Whole pixels, and far fewer than 2^31.
    #[allow(clippy::cast_possible_truncation)]
    list.set_scroll_top(list.scroll_top() + by_px.round() as i32);
}
