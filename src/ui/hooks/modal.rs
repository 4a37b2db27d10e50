//! A dialog in front of the page: it has the keyboard, and Esc closes it.

use leptos::html::Dialog;
use leptos::prelude::*;

/// A dialog and whether it is open. Copies are the same.
#[derive(Clone, Copy)]
pub struct Modal {
    /// Its element. `on:close` has to call [`Modal::closed`].
    pub node: NodeRef<Dialog>,
    is_open: RwSignal<bool>,
}

impl Modal {
    /// A closed one.
    pub fn new() -> Self {
        Self { node: NodeRef::new(), is_open: RwSignal::new(false) }
    }

    /// Whether it is open: what is only seen then need not be made before.
    pub fn is_open(self) -> bool {
        self.is_open.get()
    }

    /// Opens it.
    pub fn open(self) {
        if let Some(dialog) = self.node.get_untracked().filter(|dialog| !dialog.open()) {
            self.is_open.set(true);
            // It fails on a dialog that is not in the page; this one is.
            let _ = dialog.show_modal();
        }
    }

    /// Closes it.
    pub fn close(self) {
        if let Some(dialog) = self.node.get_untracked() {
            dialog.close();
        }
    }

    /// It was closed: by Esc, by a button, or by [`Modal::close`].
    pub fn closed(self) {
        self.is_open.set(false);
    }
}
