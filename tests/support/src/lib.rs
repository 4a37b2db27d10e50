//! A server that answers as Apache Spot's GraphQL server does, over a real `SQLite` database, quirks included (the contract's
//! "Quirks that were seen"): for the end-to-end tests, and to try the app on Spot's own sample.
//!
//! ```text
//! http     Flask-GraphQL's manners: status codes, key order, spacing        static_files  the app itself, config.json
//!   fault  what a test wants to go wrong, per operation, at run time        record        what was received
//! schema   the flow part of Spot's schema; 32-bit Int, dates and addresses as graphql-core coerces them
//!   storyboard  what createStoryboard derives and saves                     impala        how a pasted VALUES list is read
//! db       Spot's tables and its statements over them                       sample        Spot's own day
//! ```
//!
//! ```
//! use spot_server::{Db, Fault, Flow, Options, Scored, SpotServer};
//!
//! # fn main() -> Result<(), spot_server::Error> {
//! let day = "2016-07-08".parse()?;
//! let db = Db::in_memory()?;
//! db.insert_flows(day, [Flow::new("2016-07-08 10:00:00", ("10.0.0.1", 4711), ("203.0.113.5", 80)).bytes(500)])?;
//! db.insert_scored(day, [Scored::high("2016-07-08 10:00:00", ("10.0.0.1", 4711), ("203.0.113.5", 80))])?;
//! let server = SpotServer::start(db, Options::default())?;
//! server.fault("details", Fault::Html500); // only operations that ask for `details`
//! assert!(server.url().starts_with("http://127.0.0.1:"));
//! # Ok(())
//! # }
//! ```

mod context;
mod db;
mod error;
mod fault;
mod http;
mod impala;
mod python;
mod record;
pub mod sample;
mod schema;
mod server;
mod static_files;
mod storyboard;
mod time;
mod variables;
mod wire;

pub use db::{Comment, Db, Endpoint, Flow, Scored, Suspicious};
pub use error::Error;
pub use fault::{Fault, Scope, Silence};
pub use http::Dialect;
pub use record::{Outcome, RecordedRequest};
pub use schema::sdl;
pub use server::{Options, SpotServer};
pub use time::Day;
