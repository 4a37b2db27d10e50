//! Spot's endpoint, asked.

use std::net::IpAddr;

use graphql_client::GraphQLQuery;
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::ingest::{Ingest, Ingested};
use super::operations::{
    Comments, CreateStoryboard, Details, Storyboard, Threats as ThreatsQuery, comments, create_storyboard, details,
    storyboard as stored_storyboard, threats,
};
use super::{storyboard, wire};
use crate::domain::day_comments::StoredComment;
use crate::domain::storyboard::StoredDocuments;
use crate::domain::threats::Threats;
use crate::domain::time::Day;
use crate::failure::{Failure, SAVING};
use crate::http;

/// Asks the endpoint at an absolute URL.
#[derive(Clone, Debug)]
pub struct Client {
    endpoint: String,
    silence_limit_seconds: u32,
}

impl Client {
    /// A client of `endpoint`, which may be silent for at most `silence_limit_seconds`.
    #[must_use]
    pub fn new(endpoint: String, silence_limit_seconds: u32) -> Self {
        Self { endpoint, silence_limit_seconds }
    }

    /// The day's scored connections and comments.
    pub async fn threats(&self, day: Day) -> Result<Threats, Failure> {
        const WHAT: &str = "The list of threats";
        let variables = threats::Variables { date: Some(day.to_string()) };
        let (answer, warnings) = self.ask::<ThreatsQuery>(WHAT, variables).await?;
        Ok(super::threats::from_answer(&answer, warnings))
    }

    /// The day's comments as they are stored.
    pub async fn comments(&self, day: Day) -> Result<Vec<StoredComment>, Failure> {
        const WHAT: &str = "The day\u{2019}s comments";
        let variables = comments::Variables { date: Some(day.to_string()) };
        let (answer, _) = self.ask::<Comments>(WHAT, variables).await?;
        super::threats::stored_comments(&answer).ok_or_else(|| Failure::Malformed {
            what: WHAT.to_owned(),
            reason: "Spot sent nothing (null) in place of some or all of them".to_owned(),
        })
    }

    /// Where it asks.
    #[must_use]
    pub fn endpoint(&self) -> &str {
        &self.endpoint
    }

    /// The expanded search. `on_chunk` sees how far it is after each chunk.
    pub async fn details(
        &self,
        day: Day,
        ip: IpAddr,
        mut on_chunk: impl FnMut(&mut Ingest),
    ) -> Result<Ingested, Failure> {
        const WHAT: &str = "The expanded search";
        let variables = details::Variables { date: Some(day.to_string()), ip: ip.to_string() };
        let body = body::<Details>(WHAT, variables)?;
        let mut answer = http::post(&self.endpoint, &body, WHAT, self.silence_limit_seconds).await?;
        let mut ingest = Ingest::new(ip);
        while let Some(chunk) = answer.chunk().await? {
            ingest.push(chunk)?;
            on_chunk(&mut ingest);
        }
        ingest.finish()
    }

    /// Saves a storyboard.
    pub async fn create_storyboard(&self, variables: create_storyboard::Variables) -> Result<(), Failure> {
        let body = storyboard::body(variables, storyboard::Layout::Compact)?;
        let (answer, mut warnings) = self.post::<CreateStoryboard>(SAVING, &body).await?;
        let done = answer.flow.and_then(|flow| flow.create_storyboard).is_some_and(|outcome| outcome.success);
        if done && warnings.is_empty() {
            return Ok(());
        }
        if warnings.is_empty() {
            warnings.push("it was not saved, and no error says why".to_owned());
        }
        Err(Failure::Refused { what: SAVING.to_owned(), words: warnings })
    }

    /// What Spot stored of the storyboard of `ip`, and what else it said.
    pub async fn storyboard(&self, day: Day, ip: IpAddr) -> Result<(StoredDocuments, Vec<String>), Failure> {
        const WHAT: &str = "The stored storyboard";
        let variables = stored_storyboard::Variables { date: Some(day.to_string()), ip: ip.to_string() };
        let body = body::<Storyboard>(WHAT, variables)?;
        let answer = http::post(&self.endpoint, &body, WHAT, self.silence_limit_seconds).await?.whole().await?;
        super::stored::from_answer(WHAT, &answer)
    }

    async fn ask<Q>(&self, what: &str, variables: Q::Variables) -> Result<(Q::ResponseData, Vec<String>), Failure>
    where
        Q: GraphQLQuery,
        Q::Variables: Serialize,
        Q::ResponseData: DeserializeOwned,
    {
        self.post::<Q>(what, &body::<Q>(what, variables)?).await
    }

    async fn post<Q: GraphQLQuery>(&self, what: &str, body: &str) -> Result<(Q::ResponseData, Vec<String>), Failure>
    where
        Q::ResponseData: DeserializeOwned,
    {
        let answer = http::post(&self.endpoint, body, what, self.silence_limit_seconds).await?.whole().await?;
        wire::data(what, wire::read(what, &answer)?)
    }
}

fn body<Q: GraphQLQuery>(what: &str, variables: Q::Variables) -> Result<String, Failure> {
    serde_json::to_string(&Q::build_query(variables))
        .map_err(|error| Failure::Malformed { what: what.to_owned(), reason: error.to_string() })
}
