//! The list itself: who is to do, who is investigated.

use std::net::IpAddr;

use leptos::html::Div;
use leptos::prelude::*;

use super::format::counted;
use super::labels::IpLabel;
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
    /// In how many connections it was scored high.
    pub scored: u32,
}

impl Group {
    fn name(self) -> &'static str {
        match self {
            Self::ToDo => "To do",
            Self::Investigated => "Investigated",
        }
    }
}

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
            (Group::ToDo, _) => format!("scored high in {}", counted(u64::from(self.scored), "connection")),
        }
    }

    fn element_id(ip: IpAddr) -> String {
        format!("threat-{ip}")
    }
}

/// The IPs of a day's list, in its order.
pub fn entries(threats: &Threats) -> Vec<Entry> {
    let to_do = threats.to_do.iter().map(|high| Entry {
        ip: high.ip,
        group: Group::ToDo,
        title: String::new(),
        scored: high.scored,
    });
    let investigated = threats.investigated.iter().map(|done| Entry {
        ip: done.ip,
        group: Group::Investigated,
        title: done.comment.title.clone(),
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
            aria-label="Threats"
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
    let heading = format!("{} \u{b7} {}", group.name(), entries.len());
    let name = heading.clone();
    let options = entries.into_iter().map(|entry| {
        let ip = entry.ip;
        let id = Entry::element_id(ip);
        let about_id = format!("about-{id}");
        let label_id = format!("label-{id}");
        let described_by = format!("{about_id} {label_id}");
        view! {
            <div
                id=id
                role="option"
                class="threat"
                aria-label=ip.to_string()
                aria-describedby=described_by
                aria-selected=move || if at.get() == Some(ip) { "true" } else { "false" }
                aria-current=move || (app.hash.route().ip == Some(ip)).then_some("true")
                on:click=move |_| choose(ip)
            >
                <span class="with-label">
                    <span class="mono">{ip.to_string()}</span>
                    {(group == Group::Investigated).then(|| view! { <span class="done">"\u{2713}"</span> })}
                    <span id=label_id class="label">
                        <IpLabel labels=app.labels ip />
                    </span>
                </span>
                <span id=about_id class="about">
                    {entry.description()}
                </span>
            </div>
        }
    });
    view! {
        <div role="group" aria-label=name>
            <div class="group-title" role="presentation">
                {heading}
            </div>
            {options.collect_view()}
        </div>
    }
}

/// Scrolls the list, and not the page, until the entry is in sight.
fn bring_into_sight(list: NodeRef<Div>, ip: IpAddr) {
    let option = document().get_element_by_id(&Entry::element_id(ip));
    let (Some(list), Some(option)) = (list.get_untracked(), option) else { return };
    let (list_box, option_box) = (list.get_bounding_client_rect(), option.get_bounding_client_rect());
    let above_px = list_box.top() - option_box.top();
    let below_px = option_box.bottom() - list_box.bottom();
    let by_px = if above_px > 0.0 { -above_px } else { below_px.max(0.0) };
    // Whole pixels, and far fewer than 2^31.
    #[allow(clippy::cast_possible_truncation)]
    list.set_scroll_top(list.scroll_top() + by_px.round() as i32);
}
