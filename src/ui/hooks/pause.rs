//! What is done once nothing has happened for a while: a timer that each new event starts anew.

use std::time::Duration;

use leptos::prelude::*;

/// The timer. Copies are the same.
#[derive(Clone, Copy)]
pub struct Pause(StoredValue<Option<TimeoutHandle>, LocalStorage>);

/// A timer that does not run yet, and stops with its owner.
pub fn use_pause() -> Pause {
    let pause = Pause(StoredValue::new_local(None));
    on_cleanup(move || pause.give_up());
    pause
}

impl Pause {
    /// Does `act` after a `rest` in which neither this nor [`Pause::give_up`] is called.
    pub fn then(self, rest: Duration, act: impl FnOnce() + 'static) {
        self.give_up();
        self.0.set_value(set_timeout_with_handle(act, rest).ok());
    }

    /// Waits no longer, and does nothing.
    pub fn give_up(self) {
        if let Some(timer) = self.0.try_update_value(Option::take).flatten() {
            timer.clear();
        }
    }
}
