//! What the server received, for tests that look at what was sent.

use std::sync::{Arc, Mutex, PoisonError};

use serde_json::Value;

use crate::fault;

/// An operation as it came in.
#[derive(Debug, Clone)]
pub struct RecordedRequest {
    /// The text of the query or mutation.
    pub query: String,
    /// Its variables, `null` if none came.
    pub variables: Value,
    /// The operation to run, if the request named one.
    pub operation_name: Option<String>,
    /// What became of it.
    pub outcome: Outcome,
}

impl RecordedRequest {
    /// Whether the query contains this name, as `details`.
    #[must_use]
    pub fn asks_for(&self, field: &str) -> bool {
        fault::names(&self.query).any(|name| name == field)
    }
}

/// What became of a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// Its answer is not out yet.
    Pending,
    /// It got the answer it was to get, be it a fault.
    Answered,
    /// The client went away first: it aborted the request.
    Abandoned,
}

/// All requests of a server, in the order they came.
#[derive(Debug, Clone, Default)]
pub(crate) struct Log(Arc<Mutex<Vec<RecordedRequest>>>);

impl Log {
    pub(crate) fn requests(&self) -> Vec<RecordedRequest> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    pub(crate) fn receive(&self, query: String, variables: Value, operation_name: Option<String>) -> Receipt {
        let mut requests = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        requests.push(RecordedRequest { query, variables, operation_name, outcome: Outcome::Pending });
        Receipt { log: self.clone(), index: requests.len() - 1 }
    }

    fn settle(&self, index: usize, outcome: Outcome) {
        let mut requests = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(request) = requests.get_mut(index).filter(|request| request.outcome == Outcome::Pending) {
            request.outcome = outcome;
        }
    }
}

/// Travels with a request; dropped before it is answered, as hyper drops the work for a client that went away, it notes that.
pub(crate) struct Receipt {
    log: Log,
    index: usize,
}

impl Receipt {
    pub(crate) fn answered(&self) {
        self.log.settle(self.index, Outcome::Answered);
    }
}

impl Drop for Receipt {
    fn drop(&mut self) {
        self.log.settle(self.index, Outcome::Abandoned);
    }
}
