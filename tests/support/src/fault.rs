//! What a test wants to go wrong: per operation, set and lifted while the server runs.

mod spoil;

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

pub(crate) use spoil::spoil;

/// A way in which Spot, or what lies between it and the browser, fails.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Fault {
    /// All is well.
    #[default]
    None,
    /// The server itself fails: status 500 and a page of HTML.
    Html500,
    /// The session has ended: status 200 and Jupyter's login page.
    LoginPage,
    /// The query is refused: status 400, `errors` alone.
    BadRequest400,
    /// The true data, and an entry in `errors` beside it.
    ErrorsBesideData,
    /// Every list of the answer is null in place of its rows.
    NullLists,
    /// The second of every three rows of each list is null.
    NullRows,
    /// In the second of every three rows one field is null: the first field in the first such row, the second in the next.
    NullFields,
    /// In the second of every three rows the addresses or the times cannot be read: in turn an octet of 999, a time that no
    /// clock shows, an address with markup in it.
    MalformedRows,
    /// The answer ends in the middle of its JSON, though the response is complete.
    TruncatedJson,
    /// The answer never comes to an end.
    Endless(Silence),
    /// The true answer, in pieces.
    Slow {
        /// Bytes of each piece.
        chunk_bytes: usize,
        /// The wait before each piece.
        delay: Duration,
    },
    /// The connection is closed without an answer.
    Drop,
    /// The connection is closed in the middle of the body.
    DropMidway,
    /// `createStoryboard` deletes the day's comments, then the server dies: no comments, and the connection closed (quirk 5).
    DieBetweenDeleteAndInsert,
}

/// When the server falls silent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Silence {
    /// At once: not even headers.
    NoAnswer,
    /// After the headers.
    HeadersOnly,
}

/// Which operations a fault befalls.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Scope {
    /// Every one.
    All,
    /// Those whose query contains this name, as `details`. Goes before [`Scope::All`].
    Field(String),
}

impl From<&str> for Scope {
    fn from(field: &str) -> Self {
        Self::Field(field.to_owned())
    }
}

/// The faults in force, shared by a server and those who hold its handle.
#[derive(Debug, Clone, Default)]
pub(crate) struct Faults(Arc<Mutex<BTreeMap<Scope, Fault>>>);

impl Faults {
    pub(crate) fn set(&self, scope: Scope, fault: Fault) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(scope, fault);
    }

    pub(crate) fn clear(&self) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clear();
    }

    /// What befalls this query.
    pub(crate) fn of(&self, query: &str) -> Fault {
        let rules = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let named = rules.iter().find(|(scope, _)| match scope {
            Scope::All => false,
            Scope::Field(name) => names(query).any(|other| other == name),
        });
        named.map(|(_, fault)| *fault).or_else(|| rules.get(&Scope::All).copied()).unwrap_or_default()
    }
}

/// The names in a query: of fields, but also of variables and types, which is near enough for a test.
pub(crate) fn names(query: &str) -> impl Iterator<Item = &str> {
    query.split(|c: char| !c.is_ascii_alphanumeric() && c != '_').filter(|name| !name.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fault_of_a_field_goes_before_one_of_all() {
        let faults = Faults::default();
        faults.set(Scope::All, Fault::Html500);
        faults.set("list".into(), Fault::None);
        assert_eq!(faults.of("{flow{threats{list{srcIp}}}}"), Fault::None);
        assert_eq!(faults.of("{flow{threats{playlist}}}"), Fault::Html500);
        faults.clear();
        assert_eq!(faults.of("{__typename}"), Fault::None);
    }
}
