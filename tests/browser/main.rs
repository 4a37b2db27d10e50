//! What needs a browser, in a page.
#![cfg(target_arch = "wasm32")]

mod store;

wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_browser);
