//! Include, Exclude and Only for the cells of tables: one button that goes to the cell that is pointed at or has the focus,
//! and one menu. Cells that have something to say to the filter say it in an attribute (`cell`), and cost nothing else.

use leptos::ev;
use leptos::html::Button;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, KeyboardEvent};

use super::menu::{By, Menu, Opened};
use crate::ui::state::App;

/// The attribute of a cell.
const CELL: &str = "[data-filter]";
/// What in a cell takes the focus before the cell does.
const CONTROL: &str = "a, button:not(.cell-button)";

/// What is around tables. It hears what happens in all of their cells.
#[component]
pub fn CellMenu(
    /// The app.
    app: App,
    children: Children,
) -> impl IntoView {
    let button = NodeRef::<Button>::new();
    let opened = RwSignal::new_local(None::<Opened>);
    let go_to_cell = move |event: &ev::Event| {
        let Some((cell, button)) = cell_of(event, CELL).zip(button.get_untracked()) else { return };
        if button.parent_element().as_ref() != Some(&cell) {
            // A cell takes what is put into it.
            let _ = cell.append_child(&button);
        }
    };
    let open = move |cell: &Element, by: By| {
        if let Some(next) = Opened::at(cell, by) {
            opened.set(Some(next));
        }
    };
    let key = move |event: &KeyboardEvent| {
        let Some(cell) = cell_of(event, "td") else { return };
        let is_in_cell_itself = event.target().as_ref() == Some(cell.as_ref());
        let wants_menu = match event.key().as_str() {
            "ContextMenu" => true,
            "F10" => event.shift_key(),
            "Enter" | " " => is_in_cell_itself,
            _ => false,
        };
        if wants_menu && cell.matches(CELL).unwrap_or_default() {
            open(&cell, By::Keys);
        } else if let Some(next) = neighbour(&cell, event) {
            focus_cell(&next);
        } else {
            return;
        }
        event.prevent_default();
    };
    view! {
        <div
            class="filterable"
            on:mouseover=move |event| go_to_cell(&event)
            on:focusin=move |event| go_to_cell(&event)
            on:keydown=move |event| key(&event)
            // The key for menus has opened this one; a click of the right button opens the browser's.
            on:contextmenu=move |event| {
                if opened.with_untracked(|opened| opened.as_ref().is_some_and(|opened| opened.by == By::Keys)) {
                    event.prevent_default();
                }
            }
        >
            {children()}
            // Where it is until a cell is pointed at.
            <div hidden>
                <button
                    node_ref=button
                    type="button"
                    class="cell-button"
                    // No stop of the Tab key: it would double those of a table. Keys open the menu from the cell.
                    tabindex="-1"
                    aria-label="Filter by this cell"
                    aria-haspopup="menu"
                    title="Include, exclude, only"
                    on:click=move |event| {
                        event.stop_propagation();
                        // Keys press a button without a pointer.
                        let by = if event.detail() == 0 { By::Keys } else { By::Pointer };
                        if let Some(cell) = cell_of(&event, CELL) {
                            open(&cell, by);
                        }
                    }
                >
                    <svg class="icon" viewBox="0 0 16 16" aria-hidden="true">
                        <path d="M2 3h12L9.500 8.500V13l-3 1.500v-6z"></path>
                    </svg>
                </button>
            </div>
        </div>
        {move || opened.get().map(|at| view! { <Menu app at close=move |()| opened.set(None) /> })}
    }
}

/// The element around an event's that `selector` names.
fn cell_of(event: &ev::Event, selector: &str) -> Option<Element> {
    event.target()?.dyn_into::<Element>().ok()?.closest(selector).ok().flatten()
}

/// The cell that an arrow key leads to.
fn neighbour(cell: &Element, event: &KeyboardEvent) -> Option<Element> {
    if event.shift_key() || event.ctrl_key() || event.alt_key() || event.meta_key() {
        return None;
    }
    let in_row = |row: Option<Element>| {
        let place = (0..).zip(cells(&cell.parent_element()?)).find(|(_, other)| other == cell)?.0;
        cells(&row?).nth(place)
    };
    let row = cell.parent_element()?;
    match event.key().as_str() {
        "ArrowLeft" => cell.previous_element_sibling(),
        "ArrowRight" => cell.next_element_sibling(),
        "ArrowUp" => in_row(row.previous_element_sibling()),
        "ArrowDown" => in_row(row.next_element_sibling()),
        _ => None,
    }
}

fn cells(row: &Element) -> impl Iterator<Item = Element> {
    let cells = row.children();
    (0..cells.length()).filter_map(move |place| cells.item(place))
}

/// Gives the focus to what a cell holds, or to the cell.
fn focus_cell(cell: &Element) {
    let control = cell.query_selector(CONTROL).ok().flatten();
    let target = control.unwrap_or_else(|| {
        // It takes the focus by script, and is no stop of the Tab key.
        let _ = cell.set_attribute("tabindex", "-1");
        cell.clone()
    });
    if let Ok(target) = target.dyn_into::<HtmlElement>() {
        // What is in the page can be focused.
        let _ = target.focus();
    }
}
