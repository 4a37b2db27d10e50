//! The flow part of Spot's schema, field by field. A test compares what it exports with the contract's `spot.graphql`.

mod input;
mod mutation;
mod query;
mod scalar;
mod story;
mod suspicious;
mod threats;

use std::sync::Arc;

use async_graphql::{EmptySubscription, Schema};

pub(crate) use input::{ScoreInput, StoryboardInput, ThreatDetailsInput};
pub(crate) use mutation::CutOff;
pub(crate) use scalar::{Coercion, Int, read_scalar};
pub(crate) use story::TimelineRow;
pub(crate) use suspicious::{EdgeDetails, IngestSummary, IpConnectionDetails, SuspiciousConnection};
pub(crate) use threats::{ScoredConnection, ThreatDetails};

use crate::{Db, context::ContextFiles};

/// Spot's schema over a database.
pub(crate) type SpotSchema = Schema<query::SpotQuery, mutation::SpotMutation, EmptySubscription>;

pub(crate) fn build(db: &Db, context: ContextFiles) -> SpotSchema {
    let mutation = mutation::SpotMutation { db: db.clone(), context: Arc::new(context) };
    Schema::new(query::SpotQuery { db: db.clone() }, mutation, EmptySubscription)
}

/// The schema in GraphQL's own language.
pub fn sdl() -> Result<String, crate::Error> {
    Ok(build(&Db::in_memory()?, ContextFiles::default()).sdl())
}

/// A nullable field whose failure makes it null and adds an entry to `errors`. (A plain `Result` would null its parent.)
pub(crate) type Fallible<T> = Option<async_graphql::Result<T>>;

/// A failing database is an error of the field, as any exception in one of Spot's resolvers is.
#[expect(clippy::unnecessary_wraps, reason = "the option is what keeps the failure to this field")]
pub(crate) fn fallible<T>(result: rusqlite::Result<T>) -> Fallible<T> {
    Some(result.map_err(|error| async_graphql::Error::new(error.to_string())))
}

/// A list of rows; each may be null by itself.
pub(crate) fn rows<T>(result: rusqlite::Result<Vec<T>>) -> Fallible<Vec<Option<T>>> {
    fallible(result.map(|rows| rows.into_iter().map(Some).collect()))
}
