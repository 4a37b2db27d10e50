//! The Web Worker in which the engine runs, and the cut of its program: what is asked after the first search is a part of its
//! own, which is fetched when it is wanted.

fn main() {
    #[cfg(target_arch = "wasm32")]
    {
        console_error_panic_hook::set_once();
        investigation::engine::worker::run(parts::fetch);
    }
}

#[cfg(target_arch = "wasm32")]
mod parts {
    // The macro links the part by hand; that one may not arrive is what the results are for.
    #![allow(unsafe_code, clippy::unnecessary_wraps)]

    use futures::future::LocalBoxFuture;
    use investigation::engine::worker::Later;
    use investigation::failure::Failure;
    use wasm_split_helpers::wasm_split;

    /// Fetches the program of what comes later, and asks it.
    pub fn fetch(question: Later) -> LocalBoxFuture<'static, Result<Vec<u8>, Failure>> {
        Box::pin(async move { Ok(later(question).await?.await) })
    }

    #[wasm_split(later, fallible)]
    fn later(question: Later) -> Result<LocalBoxFuture<'static, Vec<u8>>, Failure> {
        Ok(question.answer())
    }
}
