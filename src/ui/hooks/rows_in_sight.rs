//! Which rows of a long table are in sight: the others need not be in the document.

use std::ops::Range;

use leptos::ev;
use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{AddEventListenerOptions, Element};

use super::frame::{Frame, use_frame};
use super::pause::use_pause;
use super::turn::REST;

/// A table of no more rows is in the document as a whole, where the browser's own search finds everything.
const FEW: usize = 60;
/// Rows above and below those in sight, so that scrolling and the Tab key find them there.
const SPARE: usize = 16;
/// Rows of a longer one that are in the document before anything was measured: a card's.
const AT_FIRST: usize = 12;
/// Rows come and go that many at a time.
const STEP: usize = 8;
/// Taken for a row's height until one can be measured.
const USUAL_ROW_PX: f64 = 27.0;

/// The part of a table that is in the document. Copies are the same.
#[derive(Clone, Copy)]
pub struct RowsInSight {
    part: Part,
    frame: Frame,
}

#[derive(Clone, Copy)]
struct Part {
    range: RwSignal<(usize, usize)>,
    row_px: RwSignal<f64>,
    of: Signal<usize>,
}

/// Follows what is seen of the table body `rows`, whose rows in sight are in it, of `of` in all; `scroller` clips it.
pub fn use_rows_in_sight(rows: NodeRef<html::Tbody>, scroller: NodeRef<html::Div>, of: Signal<usize>) -> RowsInSight {
    let part = Part { range: RwSignal::new((0, AT_FIRST)), row_px: RwSignal::new(USUAL_ROW_PX), of };
    let frame = use_frame(move || {
        if let (Some(rows), Some(scroller)) = (rows.get_untracked(), scroller.get_untracked()) {
            part.look(&rows, &scroller);
        }
    });
    let seen = RowsInSight { part, frame };
    // Scrolling does not bubble, but can be heard of on its way down: of the page's and of the card's.
    let on_scroll = Closure::<dyn Fn()>::new(move || seen.look_again());
    let listener: &js_sys::Function = on_scroll.as_ref().unchecked_ref();
    let options = AddEventListenerOptions::new();
    options.set_capture(true);
    options.set_passive(true);
    // It fails only in a document that is gone.
    let _ = document().add_event_listener_with_callback_and_add_event_listener_options("scroll", listener, &options);
    let kept = StoredValue::new_local(on_scroll);
    let on_resize = window_event_listener(ev::resize, move |_| seen.look_again());
    // Paper shows all.
    let before_print = window_event_listener_untyped("beforeprint", move |_| part.range.set((0, of.get_untracked())));
    let after_print = window_event_listener_untyped("afterprint", move |_| seen.look_again());
    on_cleanup(move || {
        kept.try_with_value(|on_scroll| {
            let listener = on_scroll.as_ref().unchecked_ref();
            let _ = document().remove_event_listener_with_callback_and_bool("scroll", listener, true);
        });
        on_resize.remove();
        before_print.remove();
        after_print.remove();
    });
    let pause = use_pause();
    Effect::new(move |_| {
        rows.track();
        of.track();
        pause.then(REST, move || seen.look_again());
    });
    seen
}

impl RowsInSight {
    /// Whether some rows are not in the document.
    pub fn is_part(self) -> bool {
        self.part.of.get() > FEW
    }

    /// The rows that are in the document.
    pub fn range(self) -> Range<usize> {
        let of = self.part.of.get();
        if of <= FEW {
            return 0..of;
        }
        // The table may have become shorter.
        let (first, end) = self.part.range.get();
        first.min(of)..end.min(of)
    }

    /// The height of the rows above those in the document, and of those below.
    pub fn gaps_px(self) -> (f64, f64) {
        let (range, row_px) = (self.range(), self.part.row_px.get());
        // A thousand rows at most.
        #[allow(clippy::cast_precision_loss)]
        let height = |rows: usize| rows as f64 * row_px;
        (height(range.start), height(self.part.of.get() - range.end))
    }

    /// Something else than scrolling has changed what is in sight.
    pub fn look_again(self) {
        if self.part.of.try_get_untracked().is_some_and(|of| of > FEW) {
            self.frame.request();
        }
    }
}

impl Part {
    fn look(self, rows: &Element, scroller: &Element) {
        let (body, clip) = (rows.get_bounding_client_rect(), scroller.get_bounding_client_rect());
        let of = self.of.get_untracked();
        // A thousand rows at most.
        #[allow(clippy::cast_precision_loss)]
        let above = self.range.get_untracked().0.min(of) as f64;
        let row_px = rows.first_element_child().map_or(0.0, |row| row.get_bounding_client_rect().height());
        if row_px > 0.0 && (row_px - self.row_px.get_untracked()).abs() > 0.1 {
            self.row_px.set(row_px);
        }
        let row_px = self.row_px.get_untracked();
        let top = body.top() - above * row_px;
        let screen_px = window().inner_height().ok().and_then(|height| height.as_f64()).unwrap_or(f64::MAX);
        let row_at = |y: f64| {
            // Clamped: neither negative nor larger than the table.
            #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
            let row = ((y - top) / row_px).clamp(0.0, 65_535.0) as usize;
            row.min(of)
        };
        let first = row_at(clip.top().max(0.0)).saturating_sub(SPARE) / STEP * STEP;
        let end = (row_at(clip.bottom().min(screen_px)) + SPARE).next_multiple_of(STEP).clamp(first, of);
        if (first, end) != self.range.get_untracked() {
            self.range.set((first, end));
        }
    }
}
