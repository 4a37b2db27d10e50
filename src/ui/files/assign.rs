//! What the columns of a table of an unknown kind mean: the analyst says so.

use leptos::prelude::*;

use super::state::{Files, Unassigned};
use crate::local::import::{Columns, DateOrder, DecimalMark, Layout, Preview, Role, Told, Way};
use crate::ui::hooks::columns::{remember, remembered};
use crate::ui::modal_dialog::{Kind, ModalDialog};

/// Asks about the first of the files that wait for it.
#[component]
pub fn AssignDialog(
    /// All of them.
    files: Files,
) -> impl IntoView {
    move || {
        let first = files.unassigned().into_iter().next();
        first.map(|unassigned| view! { <Assign files unassigned /> })
    }
}

#[component]
fn Assign(files: Files, unassigned: Unassigned) -> impl IntoView {
    let Unassigned { file, preview } = unassigned;
    let Preview { layout, names, rows, .. } = preview.clone();
    let width = layout.width as usize;
    let known = remembered(&names).filter(|columns| (0..width).any(|place| columns.role(place).is_some()));
    let columns = RwSignal::new(known.unwrap_or_else(|| layout.columns.clone()));
    let preview = StoredValue::new(preview);
    let missing = Memo::new(move |_| columns.with(|columns| preview.with_value(|preview| missing(columns, preview))));
    let read = {
        let names = names.clone();
        let file = file.clone();
        move |_| {
            if !missing.with_untracked(Vec::is_empty) {
                return;
            }
            // What the rows tell counts more than what was said of another file's.
            let columns = columns.with_untracked(|columns| preview.with_value(|preview| preview.settled(columns)));
            remember(&names, &columns);
            files.assigned();
            files.add([file.clone()], Some(&Layout { columns, ..layout.clone() }));
        }
    };
    let heads: Vec<_> = (0..width)
        .map(|place| {
            let name = names.get(place).cloned().unwrap_or_else(|| format!("Column {}", place + 1));
            view! { <RoleSelect columns place name /> }
        })
        .collect();
    let body = rows.into_iter().map(|row| {
        let cells = row.into_iter().map(|cell| view! { <td>{cell}</td> });
        view! { <tr>{cells.collect_view()}</tr> }
    });
    view! {
        <ModalDialog
            id="assign-title"
            title=format!("What do the columns of {} mean?", file.name())
            kind=Kind::Window("assign")
            close=move |()| files.assigned()
        >
            <p class="muted">"Each row is one connection from its source to its destination. Times without a zone are UTC."</p>
            <div class="scroller">
                <table aria-labelledby="assign-title">
                    <thead>
                        <tr>{heads}</tr>
                    </thead>
                    <tbody class="mono">{body.collect_view()}</tbody>
                </table>
            </div>
            <DatesOrder columns preview />
            <Mark columns preview />
            <p role="status" class="muted">
                {move || {
                    let names = missing.get();
                    if names.is_empty() { String::new() } else { format!("Still to be said: {}.", names.join(", ")) }
                }}
            </p>
            <button
                type="button"
                class="primary"
                aria-disabled=move || (!missing.with(Vec::is_empty)).then_some("true")
                on:click=read
            >
                "Read the file"
            </button>
        </ModalDialog>
    }
}

/// What is still to be said.
fn missing(columns: &Columns, preview: &Preview) -> Vec<&'static str> {
    let roles = columns.missing().into_iter().map(Role::name);
    let order = preview.dates_told(columns).is_missing(columns.dates()).then_some("order of dates");
    let mark = preview.numbers_told(columns).is_missing(columns.decimal()).then_some("decimal mark");
    roles.chain(order).chain(mark).collect()
}

/// Whether day, month or year comes first in the dates: told where the rows tell it, else asked. What the first date is then
/// shows the century, too.
#[component]
fn DatesOrder(columns: RwSignal<Columns>, preview: StoredValue<Preview>) -> impl IntoView {
    let told = Memo::new(move |_| columns.with(|columns| preview.with_value(|preview| preview.dates_told(columns))));
    let date = Memo::new(move |_| {
        columns.with(|columns| preview.with_value(|preview| preview.date_to_tell(columns).map(str::to_owned)))
    });
    let example = move |order: DateOrder| {
        date.with(|date| {
            let date = date.as_deref()?;
            order.day(date).map(|day| format!("{date} is {day}"))
        })
    };
    move || match told.get() {
        Told::NotNeeded => ().into_any(),
        Told::One(order) => {
            let example = example(order).map(|example| format!(" {example}.")).unwrap_or_default();
            view! {
                <p class="muted">
                    {format!("Dates are {}: some can be read in no other way.{example}", order.name())}
                </p>
            }
            .into_any()
        }
        Told::Open(orders) => {
            let says = |order| example(order).map(|example| format!(": {example}")).unwrap_or_default();
            ask(
                ("The first rows do not tell the order of their dates. They are", "Order of dates"),
                orders.into_iter().map(|order| (order, order.name(), says(order))).collect(),
                move || columns.with(Columns::dates),
                move |order| columns.update(|columns| *columns = std::mem::take(columns).with_dates(order)),
            )
        }
    }
}

/// What points and commas mean in the numbers, likewise.
#[component]
fn Mark(columns: RwSignal<Columns>, preview: StoredValue<Preview>) -> impl IntoView {
    let told = Memo::new(move |_| columns.with(|columns| preview.with_value(|preview| preview.numbers_told(columns))));
    move || match told.get() {
        // As everywhere.
        Told::NotNeeded | Told::One(DecimalMark::Point) => ().into_any(),
        Told::One(DecimalMark::Comma) => {
            view! { <p class="muted">"Numbers have a decimal comma: some can be read in no other way."</p> }.into_any()
        }
        Told::Open(marks) => ask(
            ("The first rows do not tell what a point or a comma in their numbers means. They have a", "Decimal mark"),
            marks.into_iter().map(|mark| (mark, mark.name(), format!(", as in {}", mark.example()))).collect(),
            move || columns.with(Columns::decimal),
            move |mark| columns.update(|columns| *columns = std::mem::take(columns).with_decimal(mark)),
        ),
    }
}

/// Asks in which of some ways it is written: `options` has each with its name, and what is said beside that. `said` tells what
/// was answered, `say` takes the answer.
fn ask<W: Way + Send + Sync>(
    (question, label): (&'static str, &'static str),
    options: Vec<(W, &'static str, String)>,
    said: impl Fn() -> Option<W> + Copy + Send + 'static,
    say: impl Fn(Option<W>) + 'static,
) -> AnyView {
    let ways: Vec<(W, &str)> = options.iter().map(|&(way, name, _)| (way, name)).collect();
    let chosen = move |event: leptos::ev::Event| {
        let chosen = event_target_value(&event);
        say(ways.iter().find(|(_, name)| *name == chosen).map(|(way, _)| *way));
    };
    let options = options.into_iter().map(|(way, name, beside)| {
        view! {
            <option value=name prop:selected=move || said() == Some(way)>
                {format!("{name}{beside}")}
            </option>
        }
    });
    view! {
        <p>
            <label class="order">
                {question} <select aria-label=label on:change=chosen>
                    <option value="" prop:selected=move || said().is_none()>
                        "\u{2013}"
                    </option>
                    {options.collect_view()}
                </select>
            </label>
        </p>
    }
    .into_any()
}

/// A column's name, and what it means.
#[component]
fn RoleSelect(columns: RwSignal<Columns>, place: usize, name: String) -> impl IntoView {
    let chosen = move |event: leptos::ev::Event| {
        let role = event_target_value(&event);
        let role = Role::ALL.into_iter().find(|other| other.name() == role);
        columns.update(|columns| columns.choose(place, role));
    };
    let options = Role::ALL.map(|role| {
        view! {
            <option value=role.name() prop:selected=move || columns.with(|columns| columns.role(place)) == Some(role)>
                {role.name()}
            </option>
        }
    });
    view! {
        <th scope="col">
            <span class="column-name">{name.clone()}</span>
            <select aria-label=format!("Meaning of {name}") on:change=chosen>
                <option value="" prop:selected=move || columns.with(|columns| columns.role(place)).is_none()>
                    "\u{2013}"
                </option>
                {options.collect_view()}
            </select>
        </th>
    }
}
