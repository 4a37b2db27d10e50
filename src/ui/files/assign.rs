//! What the columns of a table of an unknown kind mean: the analyst says so.

use leptos::prelude::*;

use super::state::{Files, Unassigned};
use crate::local::import::{Columns, DateOrder, DatesSeen, Layout, OrderSeen, Preview, Role};
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
    let Preview { layout, names, rows, dates } = preview;
    let width = layout.width as usize;
    let known = remembered(&names).filter(|columns| (0..width).any(|place| columns.role(place).is_some()));
    let columns = RwSignal::new(known.unwrap_or_else(|| layout.columns.clone()));
    let dates = StoredValue::new(dates);
    let missing = Memo::new(move |_| columns.with(|columns| dates.with_value(|dates| missing(columns, dates))));
    let read = {
        let names = names.clone();
        let file = file.clone();
        move |_| {
            if !missing.with_untracked(Vec::is_empty) {
                return;
            }
            let columns = columns.get_untracked();
            // What the rows tell counts more than what was said of another file's.
            let order = match dates.with_value(|dates| columns.order_seen(dates)) {
                OrderSeen::Told(order) => Some(order),
                OrderSeen::Open | OrderSeen::NotNeeded => columns.dates(),
            };
            let columns = columns.with_dates(order);
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
            <DatesOrder columns dates />
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
fn missing(columns: &Columns, dates: &[DatesSeen]) -> Vec<&'static str> {
    let is_order_missing = columns.order_seen(dates) == OrderSeen::Open && columns.dates().is_none();
    let roles = columns.missing().into_iter().map(Role::name);
    roles.chain(is_order_missing.then_some("order of dates")).collect()
}

/// Whether day or month comes first in the dates: told where the rows tell it, else asked.
#[component]
fn DatesOrder(columns: RwSignal<Columns>, dates: StoredValue<Vec<DatesSeen>>) -> impl IntoView {
    let seen = Memo::new(move |_| columns.with(|columns| dates.with_value(|dates| columns.order_seen(dates))));
    let chosen = move |event: leptos::ev::Event| {
        let name = event_target_value(&event);
        let order = DateOrder::ALL.into_iter().find(|order| order.name() == name);
        columns.update(|columns| *columns = std::mem::take(columns).with_dates(order));
    };
    let options = move || {
        DateOrder::ALL.map(|order| {
            view! {
                <option value=order.name() prop:selected=move || columns.with(Columns::dates) == Some(order)>
                    {format!("{}, as {}", order.name(), order.example())}
                </option>
            }
        })
    };
    move || match seen.get() {
        OrderSeen::NotNeeded => ().into_any(),
        OrderSeen::Told(order) => {
            view! { <p class="muted">{format!("Dates are {}: some can be read in no other way.", order.name())}</p> }
                .into_any()
        }
        OrderSeen::Open => view! {
            <p>
                <label class="order">
                    "The first rows do not tell whether day or month comes first. Dates are"
                    <select aria-label="Order of dates" on:change=chosen>
                        <option value="" prop:selected=move || columns.with(|columns| columns.dates().is_none())>
                            "\u{2013}"
                        </option>
                        {options().collect_view()}
                    </select>
                </label>
            </p>
        }
        .into_any(),
    }
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
