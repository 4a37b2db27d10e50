//! What the columns of a table of an unknown kind mean: the analyst says so.

use leptos::prelude::*;

use super::state::{Files, Unassigned};
use crate::local::import::{Columns, Layout, Preview, Role};
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
    let Preview { layout, names, rows } = preview;
    let width = layout.width as usize;
    let known = remembered(&names).filter(|columns| (0..width).any(|place| columns.role(place).is_some()));
    let columns = RwSignal::new(known.unwrap_or_else(|| layout.columns.clone()));
    let missing = Memo::new(move |_| columns.with(Columns::missing));
    let read = {
        let names = names.clone();
        let file = file.clone();
        move |_| {
            if !missing.with_untracked(Vec::is_empty) {
                return;
            }
            let columns = columns.get_untracked();
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
            <p role="status" class="muted">
                {move || {
                    let missing = missing.get();
                    let names: Vec<&str> = missing.iter().map(|role| role.name()).collect();
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

/// A column's name, and what it means.
#[component]
fn RoleSelect(columns: RwSignal<Columns>, place: usize, name: String) -> impl IntoView {
    let chosen = move |event: leptos::ev::Event| {
        let role = event_target_value(&event);
        let role = Role::ALL.into_iter().find(|other| other.name() == role);
        columns.update(|columns| {
            // A column means one thing, and a thing stands in one column.
            if let Some(former) = columns.role(place) {
                columns.assign(former, None);
            }
            if let Some(role) = role {
                columns.assign(role, Some(place));
            }
        });
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
