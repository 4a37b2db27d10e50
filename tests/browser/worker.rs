//! What needs a browser, in a Web Worker, where the engine runs.
#![cfg(target_arch = "wasm32")]

mod store;

wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_dedicated_worker);
