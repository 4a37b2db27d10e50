//! The browser's next frame.

use leptos::leptos_dom::helpers::{AnimationFrameRequestHandle, request_animation_frame_with_handle};
use leptos::prelude::*;

/// Paints at most once a frame. Copies are the same.
#[derive(Clone, Copy)]
pub struct Frame {
    pending: StoredValue<Option<AnimationFrameRequestHandle>, LocalStorage>,
    paint: StoredValue<Box<dyn Fn()>, LocalStorage>,
}

/// The one owner of when `paint` is called: in the frame after [`Frame::request`], however often that was called.
pub fn use_frame(paint: impl Fn() + 'static) -> Frame {
    let frame = Frame { pending: StoredValue::new_local(None), paint: StoredValue::new_local(Box::new(paint)) };
    on_cleanup(move || {
        if let Some(pending) = frame.pending.try_update_value(Option::take).flatten() {
            pending.cancel();
        }
    });
    frame
}

impl Frame {
    /// Asks for a frame, unless one is already on its way.
    pub fn request(self) {
        if self.pending.try_with_value(Option::is_some) != Some(false) {
            return;
        }
        let run = move || {
            self.pending.try_update_value(Option::take);
            self.paint.try_with_value(|paint| paint());
        };
        // It fails only in a window that is gone.
        self.pending.set_value(request_animation_frame_with_handle(run).ok());
    }
}
