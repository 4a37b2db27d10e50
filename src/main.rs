//! Mounts the page.

fn main() {}

/// Puts the page on the screen. `src/web/boot.js` calls it in a task of its own: what the browser does to load the
/// program, and what the program does then, are long enough each.
#[cfg(target_arch = "wasm32")]
#[wasm_bindgen::prelude::wasm_bindgen]
pub fn start() {
    investigation::ui::start();
}
