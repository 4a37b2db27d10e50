//! The Web Worker in which the engine runs, and the cuts of its program: what is asked after the first search, what a local source needs,
//! and what reads context files, are parts of their own, which are fetched when they are wanted.

fn main() {
    #[cfg(target_arch = "wasm32")]
    {
        console_error_panic_hook::set_once();
        investigation::engine::worker::run(parts::PARTS);
    }
}

#[cfg(target_arch = "wasm32")]
mod parts {
    // The macro links the part by hand; that one may not arrive is what the results are for.
    #![allow(unsafe_code, clippy::unnecessary_wraps)]

    use futures::future::LocalBoxFuture;
    use investigation::engine::context::NewReader;
    use investigation::engine::context_reader;
    use investigation::engine::worker::{Later, Parts};
    use investigation::failure::Failure;
    use wasm_split_helpers::wasm_split;

    /// Fetches the program of each, and hands it over.
    pub const PARTS: Parts = Parts {
        later: |question| Box::pin(async move { Ok(later(question).await?.await) }),
        local: |question| Box::pin(async move { Ok(local(question).await?.await) }),
        context: || Box::pin(context()),
    };

    #[wasm_split(later, fallible)]
    fn later(question: Later) -> Result<LocalBoxFuture<'static, Vec<u8>>, Failure> {
        Ok(question.answer())
    }

    #[wasm_split(local, fallible)]
    fn local(question: Later) -> Result<LocalBoxFuture<'static, Vec<u8>>, Failure> {
        Ok(question.answer_of_local())
    }

    #[wasm_split(context, fallible)]
    fn context() -> Result<NewReader, Failure> {
        Ok(context_reader::boxed)
    }
}
