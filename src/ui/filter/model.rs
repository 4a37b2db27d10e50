//! The state of the filter's field: what is written, what is offered, and when it is taken.

use std::time::Duration;

use leptos::html::Input;
use leptos::prelude::*;
use web_sys::{HtmlInputElement, KeyboardEvent};

use super::addresses::{Data, addresses_of};
use super::typed::{byte_of, completed, offered, offers, utf16_of};
use crate::domain::filter::{Completion, Filter, complete};
use crate::ui::find_field::focus;
use crate::ui::hooks::pause::{Pause, use_pause};
use crate::ui::route::Route;
use crate::ui::state::App;

/// How long the keyboard has to rest before what was typed is taken.
const REST: Duration = Duration::from_millis(400);

/// The field's state. Copies are the same.
#[derive(Clone, Copy)]
pub struct Model {
    app: App,
    /// The field.
    pub field: NodeRef<Input>,
    /// What is in it.
    pub text: RwSignal<String>,
    /// Where the caret is, in bytes.
    pub caret: RwSignal<usize>,
    /// Whether what could be written is offered.
    pub is_offering: RwSignal<bool>,
    /// Which of it the keyboard is at.
    pub at: RwSignal<Option<usize>>,
    /// What could be written, where that is offered.
    pub offered: Memo<Option<Completion>>,
    /// Whether the keyboard rests: what is half written is not wrong yet.
    pub is_settled: RwSignal<bool>,
    /// Whether the address has been changed by what is being typed: Back leads to before it.
    has_pushed: StoredValue<bool>,
    pause: Pause,
}

impl Model {
    /// The field of `app`, which offers addresses of `data`.
    pub fn new(app: App, data: Data) -> Self {
        let filter = app.filter();
        let text = RwSignal::new(filter.with_untracked(Filter::to_string));
        let (caret, is_offering) = (RwSignal::new(0), RwSignal::new(false));
        let at = RwSignal::new(None);
        let begun = Memo::new(move |_| {
            let completion = is_offering.get().then(|| complete(&text.read(), caret.get()))?;
            completion.addresses
        });
        let answered = addresses_of(app, data, begun);
        let offered = Memo::new(move |_| {
            let answered = answered.ready();
            let completion = is_offering.get().then(|| offered(&text.read(), caret.get(), answered.as_deref()))?;
            offers(&text.read(), &completion).then_some(completion)
        });
        let model = Self {
            app,
            field: NodeRef::new(),
            text,
            caret,
            is_offering,
            at,
            offered,
            is_settled: RwSignal::new(true),
            has_pushed: StoredValue::new(false),
            pause: use_pause(),
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
        // Other addresses stand at other places of the list.
        Effect::new(move |_| {
            answered.ready();
            at.set(None);
        });
        model
    }

    /// Takes what the field holds now.
    pub fn typed(self, input: &HtmlInputElement) {
        self.text.set(input.value());
        self.follow_caret(input);
        self.at.set(None);
        self.is_offering.set(true);
        self.wait();
    }

    fn wait(self) {
        self.is_settled.set(false);
        self.pause.then(REST, move || self.take());
    }

    /// Takes where the caret is now.
    pub fn follow_caret(self, input: &HtmlInputElement) {
        // A text field always has a caret.
        let utf16 = input.selection_start().ok().flatten().unwrap_or_default() as usize;
        let caret = byte_of(&input.value(), utf16);
        if caret != self.caret.get_untracked() {
            self.caret.set(caret);
        }
    }

    /// Takes what is written, where it is right.
    fn take(self) {
        self.pause.give_up();
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
    pub fn finish(self) {
        self.is_offering.set(false);
        self.at.set(None);
        self.take();
        self.has_pushed.set_value(false);
    }

    /// Wants everything again.
    pub fn clear(self) {
        self.text.set(String::new());
        self.finish();
        focus(self.field);
    }

    /// Writes the offered text of that number.
    pub fn accept(self, index: usize) {
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

    /// Steps through what is offered, takes it, or is done with the field.
    pub fn key(self, event: &KeyboardEvent) {
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
