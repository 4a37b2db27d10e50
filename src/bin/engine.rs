//! The Web Worker in which the engine runs.

fn main() {
    #[cfg(target_arch = "wasm32")]
    {
        console_error_panic_hook::set_once();
        investigation::engine::worker::run();
    }
}
