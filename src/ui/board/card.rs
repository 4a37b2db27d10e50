//! The card that tells what is pointed at, beside the pointer; and the same for those who listen.

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, MouseEvent};

use super::picture::Room;
use crate::chart::scale::CssPx;

/// Between the pointer and the card.
const GAP: CssPx = CssPx(14.0);
/// The card is no wider.
const WIDTH: CssPx = CssPx(260.0);

/// What is told of something, and where that is: in the box around the picture.
#[derive(Clone, Debug, PartialEq)]
pub struct Told {
    /// Lines; the first is what it is.
    pub lines: Vec<String>,
    /// Where.
    pub at: (CssPx, CssPx),
}

/// The card.
#[component]
pub fn HoverCard(
    /// What it tells.
    #[prop(into)]
    told: Signal<Option<Told>>,
    /// Where the picture is.
    room: Room,
) -> impl IntoView {
    move || {
        told.get().map(|Told { lines, at: (x, y) }| {
            let width = room.size.get().map_or(WIDTH, |size| size.width);
            // On the side where there is more room.
            let (left, right) = if x <= width * 0.5 {
                (Some(format!("{}px", (x + GAP).0)), None)
            } else {
                (None, Some(format!("{}px", (width - x + GAP).0)))
            };
            let lines = lines.into_iter().map(|line| view! { <p>{line}</p> }).collect_view();
            view! {
                <div
                    class="board-card"
                    style:left=left
                    style:right=right
                    style:top=format!("{}px", (y + GAP).max(CssPx(0.0)).0)
                >
                    {lines}
                </div>
            }
        })
    }
}

/// Where a pointer is in the picture: the canvas may be scrolled in its box.
pub fn at(event: &MouseEvent) -> (CssPx, CssPx) {
    (CssPx(f64::from(event.offset_x())), CssPx(f64::from(event.offset_y())))
}

/// Whether a pointer is on the picture, and not on something that lies on it.
pub fn is_on_picture(event: &MouseEvent) -> bool {
    event
        .target()
        .and_then(|target| target.dyn_into::<Element>().ok())
        .is_some_and(|target| target.tag_name() == "CANVAS")
}
