//! What can go wrong outside of an answer: everything a client sees is in [`crate::http`].

/// A failure to set up or fill the server.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The database refused a statement.
    #[error("the database failed: {0}")]
    Database(#[from] rusqlite::Error),
    /// A port, a file or the runtime could not be had.
    #[error("{what}: {source}")]
    Io {
        /// What was tried.
        what: String,
        /// Why it failed.
        source: std::io::Error,
    },
    /// A file of Spot's sample does not read as expected.
    #[error("Spot's sample, {file}: {why}")]
    Sample {
        /// The file's name.
        file: &'static str,
        /// What is wrong with it.
        why: String,
    },
    /// Not a day; the text is Python's, as Spot would put it.
    #[error("{0}")]
    Day(String),
}
