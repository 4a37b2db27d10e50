//! One line that says which flows are wanted, for tables, timeline and hosts alike.
//!
//! ```text
//! filter  = term { blank term }                  all of them hold
//! term    = [ "-" ] key ":" value { "," value }  one of the values holds; "-": none of them does
//!         | [ "-" ] address { "," address }      the same as with the key `ip`
//! value   may stand in double quotes, where blanks and commas are its own
//!
//! key     value                                            holds for a flow
//! src     10.0.0.1  10.0.0.0/8  2001:db8::/32              whose source is in it
//! dst     likewise                                         whose destination is in it
//! ip      likewise                                         with either side in it
//! sport   443  1-1023  >1023  <=1023                       with that source port
//! dport   likewise                                         with that destination port
//! port    likewise                                         with that port on either side
//! proto   tcp  udp  47                                     of that protocol
//! bytes   1500  >1M  1.5k-2G  <=4KiB                       with as many bytes, both ways; k, M, G, T are powers of 1024
//! packets 1  >100  10-20                                   with as many packets, both ways
//! time    02:00-03:00  22:00-06:00  02:00  02:00:30        active then, on any day; the end is not included
//! dir     inbound  outbound  two-way                       of a peer of that group
//! any key of numbers, and proto:  unknown                  of which that is not known
//!
//! connections  1  >100                                     of a row with as many connections
//! pair.connections  pair.bytes  pair.rows                  whose source and destination have as many together
//! peer.connections  peer.bytes  peer.rows                  whose peer has as many, both ways
//! host.opened  host.taken                                  whose source opened, whose destination took as many
//! host.outside                                             of a host that sent as many bytes to outside
//! ```
//!
//! What a flow is a part of is looked at as a whole, whatever else the filter says: `dir`, `connections`, `pair` and `peer` go
//! by all rows of the search, `host` by all flows of the day. A search knows `host` where its source has every flow; the
//! list of hosts knows nobody's peers, and `dir` is there the way across the border of the network.
//!
//! Addresses may be defanged (`10[.]0[.]0[.]1`), and be the host of a URL (`hxxp://10[.]0[.]0[.]1/a`). What is not known of a
//! flow holds for no value but `unknown`: `dport:443` leaves a flow without port out, `dport:443,unknown` lets it through. A
//! number that Spot cut is known to be large, and is not unknown. A term with `-` is the plain negation of the term without:
//! it keeps all that the other leaves out, what is not known included, so that each flow is in exactly one of the two.

mod complete;
mod defang;
mod edit;
mod error;
mod facts;
mod key;
mod number;
mod parse;
mod scan;
mod total;
mod value;
mod window;

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

pub use complete::{Begun, Candidate, Completion, End, Wanted, complete};
pub use defang::host_of_url;
pub use error::{Explained, FilterError, Problem};
pub use facts::{Amount, Facts};
pub use key::{Key, Kind, Units};
pub use number::NumberSpan;
pub use total::{HostTotals, Sums, Total, Totals};
pub use value::Value;
pub use window::DayWindow;

/// Which flows are wanted. Written out and read again it is the same; as JSON and in the channel it is its text.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Filter {
    terms: Vec<Term>,
}

/// A key and what it may be, or may not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Term {
    sense: Sense,
    key: Key,
    /// At least one, each of the key's kind and in its normal form.
    values: Vec<Value>,
}

/// Whether a term wants what holds, or what does not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Sense {
    /// One of the values has to hold.
    Wanted,
    /// None of the values may hold.
    Unwanted,
}

impl Term {
    /// A term; `None` without values, or where a value is not of the key's kind.
    #[must_use]
    pub fn new(sense: Sense, key: Key, values: Vec<Value>) -> Option<Self> {
        let values: Vec<Value> = values.into_iter().map(|value| value.normal(key)).collect::<Option<_>>()?;
        (!values.is_empty()).then_some(Self { sense, key, values })
    }

    /// Whether it wants its values or not.
    #[must_use]
    pub fn sense(&self) -> Sense {
        self.sense
    }

    /// What it is about.
    #[must_use]
    pub fn key(&self) -> Key {
        self.key
    }

    /// Its values; at least one.
    #[must_use]
    pub fn values(&self) -> &[Value] {
        &self.values
    }

    /// Whether it lets a flow through.
    #[must_use]
    pub fn matches(&self, facts: &Facts) -> bool {
        let holds = self.values.iter().any(|value| facts.hold(self.key, value));
        holds == (self.sense == Sense::Wanted)
    }
}

impl Filter {
    /// All of `terms` have to hold. Without any, everything is wanted.
    #[must_use]
    pub fn new(terms: Vec<Term>) -> Self {
        Self { terms }
    }

    /// Its terms, in the order in which they are written.
    #[must_use]
    pub fn terms(&self) -> &[Term] {
        &self.terms
    }

    /// Whether one of its terms is about `key`.
    #[must_use]
    pub fn asks(&self, key: Key) -> bool {
        self.terms.iter().any(|term| term.key == key)
    }

    /// Whether one of its terms is about a key that `is_meant` names.
    #[must_use]
    pub fn asks_any(&self, is_meant: impl Fn(Key) -> bool) -> bool {
        self.terms.iter().any(|term| is_meant(term.key))
    }

    /// The terms of the keys that `is_wanted` names: of two such parts that make up the whole, both have to hold.
    #[must_use]
    pub fn of_keys(&self, is_wanted: impl Fn(Key) -> bool) -> Self {
        Self { terms: self.terms.iter().filter(|term| is_wanted(term.key)).cloned().collect() }
    }

    /// Whether it wants everything.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.terms.is_empty()
    }

    /// Whether it lets a flow through.
    ///
    /// ```
    /// use investigation::domain::filter::{Facts, Filter};
    ///
    /// let filter: Filter = "src:10[.]0[.]0[.]0/8 -dport:443".parse()?;
    /// assert_eq!(filter.to_string(), "src:10.0.0.0/8 -dport:443");
    /// let web = Facts { source: "10.0.0.7".parse().ok(), destination_port: Some(443), ..Facts::default() };
    /// assert!(!filter.matches(&web));
    /// # Ok::<(), investigation::domain::filter::FilterError>(())
    /// ```
    #[must_use]
    pub fn matches(&self, facts: &Facts) -> bool {
        self.terms.iter().all(|term| term.matches(facts))
    }
}

impl FromStr for Filter {
    type Err = FilterError;

    fn from_str(text: &str) -> Result<Self, FilterError> {
        parse::filter(text)
    }
}

impl TryFrom<String> for Filter {
    type Error = FilterError;

    fn try_from(text: String) -> Result<Self, FilterError> {
        text.parse()
    }
}

impl From<Filter> for String {
    fn from(filter: Filter) -> Self {
        filter.to_string()
    }
}

impl fmt::Display for Filter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, term) in self.terms.iter().enumerate() {
            let blank = if index == 0 { "" } else { " " };
            write!(f, "{blank}{term}")?;
        }
        Ok(())
    }
}

impl fmt::Display for Term {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let minus = if self.sense == Sense::Unwanted { "-" } else { "" };
        write!(f, "{minus}{}:", self.key.name())?;
        for (index, value) in self.values.iter().enumerate() {
            let comma = if index == 0 { "" } else { "," };
            write!(f, "{comma}{}", value.text(self.key))?;
        }
        Ok(())
    }
}
