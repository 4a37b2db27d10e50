//! Mounts the page, and cuts its program: each function marked `wasm_split` is the seam to a part that is fetched when it is
//! wanted. They stand here and not in the library since both programs have that, and each shall have its own parts only.

fn main() {}

#[cfg(target_arch = "wasm32")]
mod parts {
    // The macro links the parts by hand; that one may not arrive is what the results are for.
    #![allow(unsafe_code, clippy::unnecessary_wraps)]

    use futures::future::LocalBoxFuture;
    use investigation::failure::Failure;
    use investigation::ui::parts::{BoardPart, FilesPart, HostsPart, Part, Programs, ReadFiles, WindowPart};
    use leptos::prelude::AnyView;
    use wasm_split_helpers::wasm_split;

    /// Where they are.
    pub const PROGRAMS: Programs = Programs {
        view: fetch,
        read_files: |files| {
            Box::pin(async move {
                read_files(files).await?.await;
                Ok(())
            })
        },
    };

    /// Fetches the program of a part, and makes it.
    fn fetch(part: Part) -> LocalBoxFuture<'static, Result<AnyView, Failure>> {
        match part {
            Part::Board(part) => Box::pin(board(part)),
            Part::Files(part) => Box::pin(files(part)),
            Part::Hosts(part) => Box::pin(hosts(part)),
            Part::Window(part) => Box::pin(window(part)),
        }
    }

    #[wasm_split(board, fallible)]
    fn board(part: BoardPart) -> Result<AnyView, Failure> {
        Ok(part.view())
    }

    #[wasm_split(files, fallible)]
    fn files(part: FilesPart) -> Result<AnyView, Failure> {
        Ok(part.view())
    }

    #[wasm_split(files, fallible)]
    fn read_files(files: ReadFiles) -> Result<LocalBoxFuture<'static, ()>, Failure> {
        Ok(files.carry_out())
    }

    #[wasm_split(hosts, fallible)]
    fn hosts(part: HostsPart) -> Result<AnyView, Failure> {
        Ok(part.view())
    }

    #[wasm_split(window, fallible)]
    fn window(part: WindowPart) -> Result<AnyView, Failure> {
        Ok(part.view())
    }
}

/// Puts the page on the screen. `src/web/boot.js` calls it in a task of its own: what the browser does to load the
/// program, and what the program does then, are long enough each.
#[cfg(target_arch = "wasm32")]
#[wasm_bindgen::prelude::wasm_bindgen]
pub fn start() {
    investigation::ui::start(parts::PROGRAMS);
}
