//! The root of mutations, and `flow`.

use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering},
};

use async_graphql::{Context, Error, Object, SimpleObject};

use super::{
    Fallible,
    input::{ScoreInput, StoryboardInput},
    scalar::SpotDate,
};
use crate::{
    Db,
    context::ContextFiles,
    storyboard::{self, Failure},
};

/// Lets the server die, for one request, between the deletion of a day's comments and their insertion
/// ([`crate::Fault::DieBetweenDeleteAndInsert`]). By default it never does.
#[derive(Clone, Default)]
pub(crate) struct CutOff(Option<Arc<AtomicBool>>);

impl CutOff {
    pub(crate) fn wanted() -> Self {
        Self(Some(Arc::default()))
    }

    /// Asked at the moment in question.
    pub(crate) fn strikes(&self) -> bool {
        self.0.as_ref().inspect(|happened| happened.store(true, Ordering::SeqCst)).is_some()
    }

    pub(crate) fn has_struck(&self) -> bool {
        self.0.as_ref().is_some_and(|happened| happened.load(Ordering::SeqCst))
    }
}

/// The root of mutations.
pub(crate) struct SpotMutation {
    pub(crate) db: Db,
    pub(crate) context: Arc<ContextFiles>,
}

#[Object(name = "SpotMutationType")]
impl SpotMutation {
    async fn flow(&self) -> Option<FlowMutation> {
        Some(FlowMutation { db: self.db.clone(), context: Arc::clone(&self.context) })
    }
}

/// Whether an operation succeeded.
#[derive(SimpleObject)]
#[graphql(name = "SpotOperationOutputType")]
pub(crate) struct OperationOutput {
    success: bool,
}

pub(crate) struct FlowMutation {
    db: Db,
    context: Arc<ContextFiles>,
}

#[Object(name = "NetflowMutationType")]
impl FlowMutation {
    async fn score(&self, input: Vec<ScoreInput>) -> Fallible<Vec<Option<OperationOutput>>> {
        Some(input.iter().map(|input| self.score_one(input).map(Some)).collect())
    }

    async fn create_storyboard(&self, ctx: &Context<'_>, input: StoryboardInput) -> Fallible<OperationOutput> {
        let cut_off = ctx.data_opt::<CutOff>().cloned().unwrap_or_default();
        let made = storyboard::create(&self.db, &self.context, &input, &cut_off);
        Some(made.map(|()| OperationOutput { success: true }).map_err(|Failure(message)| Error::new(message)))
    }

    async fn reset_scored_connections(&self, date: SpotDate) -> Fallible<OperationOutput> {
        let success = self.db.reset_scored(date.0).map_err(|error| Error::new(error.to_string()));
        Some(success.map(|()| OperationOutput { success: true }))
    }
}

impl FlowMutation {
    /// Spot answers `success: false` to a score without criteria, and fails on one without a date (`KeyError: 'date'`).
    fn score_one(&self, input: &ScoreInput) -> Result<OperationOutput, Error> {
        let date = input.date.ok_or_else(|| Error::new("'date'"))?;
        if input.is_unrestricted() {
            return Ok(OperationOutput { success: false });
        }
        self.db.score(date.0, input).map_err(|error| Error::new(error.to_string()))?;
        Ok(OperationOutput { success: true })
    }
}
