//! The menu of a cell: it lies over the page where its cell is, and goes when anything else is wanted.

use leptos::ev;
use leptos::html::Div;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, KeyboardEvent};

use super::cell::{Edit, edited};
use crate::ui::state::App;

/// The field of the filter: where the focus goes from a cell that may be gone.
const FIELD: &str = "filter";
/// The menu's width, and about its height.
const SIZE_PX: (f64, f64) = (190.0, 136.0);

/// What has opened the menu.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum By {
    /// The keyboard.
    Keys,
    /// A mouse or a finger.
    Pointer,
}

/// Where the menu is open.
#[derive(Clone, Debug)]
pub struct Opened {
    /// What the cell says to the filter.
    says: String,
    /// Left edge and upper edge, in the window.
    at_px: (f64, f64),
    /// What has opened it.
    pub by: By,
    /// What had the focus.
    origin: Option<HtmlElement>,
}

impl Opened {
    /// At `cell`; `None` where that says nothing.
    pub fn at(cell: &Element, by: By) -> Option<Self> {
        let says = cell.get_attribute("data-filter")?;
        let around = cell.get_bounding_client_rect();
        let size = |size: Result<wasm_bindgen::JsValue, _>| size.ok().and_then(|px| px.as_f64()).unwrap_or(f64::MAX);
        let (width, height) = (size(window().inner_width()), size(window().inner_height()));
        let left = around.left().min(width - SIZE_PX.0).max(0.0);
        // Above the cell, where there is no room below it.
        let fits = around.bottom() + SIZE_PX.1 <= height;
        let top = if fits { around.bottom() } else { (around.top() - SIZE_PX.1).max(0.0) };
        let origin = document().active_element().and_then(|element| element.dyn_into().ok());
        Some(Self { says, at_px: (left, top), by, origin })
    }
}

/// The menu. It is open as long as it is in the page.
#[component]
pub fn Menu(
    /// The app.
    app: App,
    /// Where.
    at: Opened,
    /// Takes it out of the page.
    #[prop(into)]
    close: Callback<()>,
) -> impl IntoView {
    let menu = NodeRef::<Div>::new();
    let Opened { says, at_px: (left, top), by, origin } = at;
    let origin = StoredValue::new_local(origin);
    Effect::new(move |_| {
        if let Some(menu) = menu.get() {
            focus_item(&menu, 0);
        }
    });
    let go_back = move || {
        let origin = origin.try_get_value().flatten();
        close.run(());
        if let Some(origin) = origin {
            // It fails to take the focus where it is gone by now.
            let _ = origin.focus();
        }
    };
    let choose = {
        let says = says.clone();
        move |edit: Edit| {
            let filter = edited(app.hash.route_untracked().filter, edit, &says);
            go_back();
            let field = document().get_element_by_id(FIELD).and_then(|field| field.dyn_into::<HtmlElement>().ok());
            // The cell may be gone with the next answer, and the keyboard's place with it.
            if let Some(field) = field.filter(|_| by == By::Keys) {
                let _ = field.focus();
            }
            app.choose_filter(filter);
        }
    };
    let choose = StoredValue::new_local(choose);
    let key = move |event: &KeyboardEvent| {
        let Some(menu) = menu.get_untracked() else { return };
        let last = Edit::ALL.len() - 1;
        let now = event.target().and_then(|target| place_of(&menu, target.unchecked_ref())).unwrap_or_default();
        match event.key().as_str() {
            "ArrowDown" => focus_item(&menu, if now == last { 0 } else { now + 1 }),
            "ArrowUp" => focus_item(&menu, if now == 0 { last } else { now - 1 }),
            "Home" => focus_item(&menu, 0),
            "End" => focus_item(&menu, last),
            "Escape" | "Tab" => go_back(),
            _ => return,
        }
        event.prevent_default();
        event.stop_propagation();
    };
    // What it lies over moves away under it.
    let scrolled = window_event_listener(ev::scroll, move |_| close.run(()));
    let wheeled = window_event_listener(ev::wheel, move |_| close.run(()));
    on_cleanup(move || {
        scrolled.remove();
        wheeled.remove();
    });
    let items = Edit::ALL.map(|edit| {
        view! {
            <button
                type="button"
                role="menuitem"
                tabindex="-1"
                on:click=move |_| {
                    choose.try_with_value(|choose| choose(edit));
                }
            >
                {edit.label()}
                <span class="visually-hidden">{format!(" {says}")}</span>
            </button>
        }
    });
    view! {
        <div
            node_ref=menu
            class="cell-menu"
            role="menu"
            aria-label=format!("Filter by {says}")
            style:left=format!("{left}px")
            style:top=format!("{top}px")
            on:keydown=move |event| key(&event)
            on:focusout=move |event| {
                let stays = event
                    .related_target()
                    .and_then(|next| next.dyn_into::<Element>().ok())
                    .is_some_and(|next| next.closest(".cell-menu").is_ok_and(|menu| menu.is_some()));
                if !stays {
                    close.run(());
                }
            }
        >
            <p class="mono" aria-hidden="true">{says.clone()}</p>
            {items.into_iter().collect_view()}
        </div>
    }
}

fn items(menu: &Element) -> impl Iterator<Item = HtmlElement> {
    let children = menu.children();
    let children = (0..children.length()).filter_map(move |place| children.item(place));
    children.filter(|child| child.tag_name() == "BUTTON").filter_map(|item| item.dyn_into().ok())
}

fn place_of(menu: &Element, item: &HtmlElement) -> Option<usize> {
    items(menu).position(|other| other == *item)
}

fn focus_item(menu: &Element, place: usize) {
    if let Some(item) = items(menu).nth(place) {
        // What is in the page can be focused.
        let _ = item.focus();
    }
}
