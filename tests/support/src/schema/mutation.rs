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

/// Whether this request's server is to die between the deletion of a day's comments and their insertion, and whether it has.
/// One per request, for [`crate::Fault::DieBetweenDeleteAndInsert`].
#[derive(Clone, Default)]
pub(crate) struct CutOff {
    pub(crate) wanted: bool,
    happened: Arc<AtomicBool>,
}

impl CutOff {
    pub(crate) fn wanted() -> Self {
        Self { wanted: true, ..Self::default() }
    }

    pub(crate) fn has_happened(&self) -> bool {
        self.happened.load(Ordering::SeqCst)
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
        Some(match storyboard::create(&self.db, &self.context, &input, cut_off.wanted) {
            Ok(()) => Ok(OperationOutput { success: true }),
            Err(Failure::Raised(message)) => Err(Error::new(message)),
            Err(Failure::CutOff) => {
                cut_off.happened.store(true, Ordering::SeqCst);
                Err(Error::new("the server died"))
            }
        })
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
