//! The field in which the filter is written. What is right is in force a moment after it was typed; while it is wrong, the
//! filter before it stays, and what is wrong is told under its place.

use std::time::Duration;

use leptos::html::Input;
use leptos::prelude::*;
use web_sys::{HtmlInputElement, KeyboardEvent};

use super::completions::{Completions, LIST, option_id};
use super::typed::{Complaint, byte_of, completed, offers, utf16_of};
use crate::domain::filter::{Completion, Filter, Wanted, complete};
use crate::ui::find_field::focus;
use crate::ui::hooks::keys::{Command, on_commands};
use crate::ui::route::Route;
use crate::ui::state::App;

/// How long the keyboard has to rest before what was typed is taken.
const REST: Duration = Duration::from_millis(400);
const EXAMPLE: &str = "src:10.0.0.0/8 -dport:443 bytes:>1M time:02:00-03:00";

/// The field's state. Copies are the same.
#[derive(Clone, Copy)]
struct Model {
    app: App,
    field: NodeRef<Input>,
    text: RwSignal<String>,
    /// Where the caret is, in bytes.
    caret: RwSignal<usize>,
    /// Whether what could be written is offered.
    is_offering: RwSignal<bool>,
    /// Which of it the keyboard is at.
    at: RwSignal<Option<usize>>,
    /// What could be written, where that is offered.
    offered: Memo<Option<Completion>>,
    /// Whether the keyboard rests: what is half written is not wrong yet.
    is_settled: RwSignal<bool>,
    /// Whether the address has been changed by what is being typed: Back leads to before it.
    has_pushed: StoredValue<bool>,
    rest: StoredValue<Option<TimeoutHandle>, LocalStorage>,
}

impl Model {
    fn new(app: App) -> Self {
        let filter = app.filter();
        let text = RwSignal::new(filter.with_untracked(Filter::to_string));
        let (caret, is_offering) = (RwSignal::new(0), RwSignal::new(false));
        let offered = Memo::new(move |_| {
            let completion = is_offering.get().then(|| complete(&text.read(), caret.get()))?;
            offers(&text.read(), &completion).then_some(completion)
        });
        let model = Self {
            app,
            field: NodeRef::new(),
            text,
            caret,
            is_offering,
            at: RwSignal::new(None),
            offered,
            is_settled: RwSignal::new(true),
            has_pushed: StoredValue::new(false),
            rest: StoredValue::new_local(None),
        };
        // What a link, Back or a cell's menu brings replaces what was typed; what says the same stays as it was typed.
        Effect::new(move |_| {
            let filter = filter.get();
            if text.with_untracked(|text| text.parse().ok() != Some(filter.clone())) {
                text.set(filter.to_string());
                model.is_settled.set(true);
                model.is_offering.set(false);
            }
        });
        on_cleanup(move || model.hurry());
        model
    }

    /// No longer waits for the keyboard to rest.
    fn hurry(self) {
        if let Some(rest) = self.rest.try_update_value(Option::take).flatten() {
            rest.clear();
        }
    }

    fn typed(self, input: &HtmlInputElement) {
        self.text.set(input.value());
        self.follow_caret(input);
        self.at.set(None);
        self.is_offering.set(true);
        self.wait();
    }

    fn wait(self) {
        self.is_settled.set(false);
        self.hurry();
        self.rest.set_value(set_timeout_with_handle(move || self.take(), REST).ok());
    }

    fn follow_caret(self, input: &HtmlInputElement) {
        // A text field always has a caret.
        let utf16 = input.selection_start().ok().flatten().unwrap_or_default() as usize;
        let caret = byte_of(&input.value(), utf16);
        if caret != self.caret.get_untracked() {
            self.caret.set(caret);
        }
    }

    /// Takes what is written, where it is right.
    fn take(self) {
        self.hurry();
        let Some(read) = self.text.try_with_untracked(|text| text.parse::<Filter>()) else { return };
        self.is_settled.set(true);
        if let Ok(filter) = read
            && self.app.hash.route_untracked().filter != filter
        {
            let route = Route { filter, ..self.app.hash.route_untracked() };
            if self.has_pushed.get_value() {
                self.app.hash.replace(route);
            } else {
                self.app.hash.push(route);
                self.has_pushed.set_value(true);
            }
        }
    }

    /// The same, and is done with it.
    fn finish(self) {
        self.is_offering.set(false);
        self.at.set(None);
        self.take();
        self.has_pushed.set_value(false);
    }

    fn clear(self) {
        self.text.set(String::new());
        self.finish();
        focus(self.field);
    }

    /// Writes the offered text of that number.
    fn accept(self, index: usize) {
        let Some(completion) = self.offered.get_untracked() else { return };
        let (Some(candidate), Some(input)) = (completion.candidates.get(index), self.field.get_untracked()) else {
            return;
        };
        let (text, caret) = self.text.with_untracked(|text| completed(text, &completion, candidate));
        input.set_value(&text);
        let utf16 = u32::try_from(utf16_of(&text, caret)).unwrap_or(u32::MAX);
        // A text field takes a caret.
        let _ = input.set_selection_range(utf16, utf16);
        self.text.set(text);
        self.caret.set(caret);
        self.at.set(None);
        self.wait();
    }

    fn step(self, step: isize) {
        self.is_offering.set(true);
        let count =
            self.offered.with_untracked(|offered| offered.as_ref().map_or(0, |offered| offered.candidates.len()));
        if count > 0 {
            let next = match (self.at.get_untracked(), step) {
                (None, 1..) => 0,
                (None, _) => count - 1,
                (Some(at), _) => at.wrapping_add_signed(step).wrapping_add(count) % count,
            };
            self.at.set(Some(next));
        }
    }

    fn key(self, event: &KeyboardEvent) {
        if event.is_composing() {
            return;
        }
        let is_open = self.offered.with_untracked(Option::is_some);
        let at = self.at.get_untracked().filter(|_| is_open);
        match event.key().as_str() {
            "ArrowDown" => self.step(1),
            "ArrowUp" => self.step(-1),
            "Enter" | "Tab" if at.is_some() => self.accept(at.unwrap_or_default()),
            "Enter" => self.finish(),
            "Escape" if is_open => self.is_offering.set(false),
            "Escape" => {
                self.finish();
                if let Some(field) = self.field.get_untracked() {
                    // What is in the page can lose the focus.
                    let _ = field.blur();
                }
            }
            _ => return,
        }
        event.prevent_default();
    }
}

/// The field, what could be written in it, and what is wrong with what is.
#[component]
pub fn FilterField(
    /// The app.
    app: App,
    /// What passes the filter, for who does not see it.
    #[prop(into)]
    told: Signal<Option<String>>,
) -> impl IntoView {
    let model = Model::new(app);
    on_commands(&[Command::Filter], move |_| focus(model.field));
    let Model { field, text, offered, at, .. } = model;
    let complaint = Memo::new(move |_| {
        let may_be_told = model.is_settled.get() && offered.with(Option::is_none);
        may_be_told.then(|| Complaint::about(&text.read())).flatten()
    });
    let is_open = move || offered.with(Option::is_some);
    let follow_caret = move || {
        if let Some(field) = field.get_untracked() {
            model.follow_caret(&field);
        }
    };
    view! {
        <div class="filter-bar">
            <label for="filter">"Filter"</label>
            <div class="filter-field">
                <input
                    node_ref=field
                    id="filter"
                    type="text"
                    class="mono"
                    role="combobox"
                    placeholder=EXAMPLE
                    autocomplete="off"
                    autocapitalize="off"
                    spellcheck="false"
                    aria-autocomplete="list"
                    aria-haspopup="listbox"
                    aria-keyshortcuts="f"
                    aria-expanded=move || if is_open() { "true" } else { "false" }
                    aria-controls=move || is_open().then_some(LIST)
                    aria-activedescendant=move || at.get().filter(|_| is_open()).map(option_id)
                    aria-invalid=move || complaint.with(Option::is_some).then_some("true")
                    aria-describedby="filter-complaint filter-hint"
                    prop:value=move || text.get()
                    on:input=move |event| model.typed(&event_target(&event))
                    on:keydown=move |event| model.key(&event)
                    on:keyup=move |_| follow_caret()
                    on:click=move |_| follow_caret()
                    on:blur=move |_| model.finish()
                />
                {move || {
                    let is_empty = text.with(String::is_empty);
                    if is_empty {
                        view! { <kbd aria-hidden="true">"f"</kbd> }.into_any()
                    } else {
                        view! {
                            <button type="button" class="plain" aria-label="Clear the filter" title="Clear the filter" on:click=move |_| model.clear()>
                                "\u{2715}"
                            </button>
                        }
                        .into_any()
                    }
                }}
                {move || {
                    offered.get().map(|completion| {
                        view! { <Completions completion at take=move |index| model.accept(index) /> }
                    })
                }}
            </div>
            <Complained complaint />
            <Hint model />
            <p class="visually-hidden" role="status">{move || told.get()}</p>
        </div>
    }
}

/// What is wrong, under its place.
#[component]
fn Complained(complaint: Memo<Option<Complaint>>) -> impl IntoView {
    view! {
        <div id="filter-complaint" class="filter-complaint" role="alert">
            {move || {
                complaint.get().map(|Complaint { column, width, words }| {
                    view! {
                        <p class="mono mark" aria-hidden="true">
                            <span style:margin-left=format!("{column}ch")>{"^".repeat(width.min(64))}</span>
                        </p>
                        <p class="complaint">{words}</p>
                    }
                })
            }}
        </div>
    }
}

/// What a value looks like, while one is written for which nothing can be offered.
#[component]
fn Hint(model: Model) -> impl IntoView {
    let hint = Memo::new(move |_| {
        let is_writing = model.is_offering.get() && model.offered.with(Option::is_none) && !model.is_settled.get();
        let wanted = is_writing.then(|| complete(&model.text.read(), model.caret.get()).wanted)?;
        match wanted {
            Wanted::Value(key) => Some(format!("{}: {}", key.about(), key.expected())),
            Wanted::Key | Wanted::Nothing => None,
        }
    });
    view! {
        <p id="filter-hint" class="filter-hint muted">
            {move || hint.get()}
        </p>
    }
}

/// That nothing is left, and a way back.
#[component]
pub fn NothingPasses(
    /// The app.
    app: App,
    /// What is there without the filter: `1,204 rows`.
    #[prop(into)]
    of: Signal<String>,
) -> impl IntoView {
    view! {
        <div class="panel empty" role="status">
            <p>{move || format!("Nothing passes the filter; without it there are {}.", of.get())}</p>
            <button type="button" class="small" on:click=move |_| app.choose_filter(Filter::default())>
                "Clear the filter"
            </button>
        </div>
    }
}
