//! Spot's tables in `SQLite`, and one connection to them.
//!
//! Tables and columns are those that Spot's setup creates in Impala, as far as its flow API reads them; the partition columns
//! (y, m, d, h) are ordinary ones. Where Spot keeps JSON files in HDFS, `storyboard_document` keeps their text.

mod flows;
mod scores;
mod storyboards;

use std::{
    path::Path,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use rusqlite::{Connection, Row, ToSql, Transaction};

pub use flows::{Endpoint, Flow};
pub use scores::{Scored, Suspicious};
pub use storyboards::Comment;
pub(crate) use storyboards::Document;
pub(crate) use storyboards::TimelineRecord;

use crate::{Day, Error};

const TABLES: &str = "
    CREATE TABLE IF NOT EXISTS flow (
        treceived TEXT, unix_tstamp INTEGER, tdur REAL, sip TEXT, dip TEXT, sport INTEGER, dport INTEGER, proto TEXT, flag TEXT,
        stos INTEGER, ipkt INTEGER, ibyt INTEGER, opkt INTEGER, obyt INTEGER, input INTEGER, output INTEGER, rip TEXT,
        y INTEGER, m INTEGER, d INTEGER, h INTEGER);
    CREATE INDEX IF NOT EXISTS flow_by_source ON flow (y, m, d, sip, dip);
    CREATE INDEX IF NOT EXISTS flow_by_destination ON flow (y, m, d, dip);
    CREATE TABLE IF NOT EXISTS flow_scores (
        tstart TEXT, srcip TEXT, dstip TEXT, sport INTEGER, dport INTEGER, proto TEXT, ipkt INTEGER, ibyt INTEGER, opkt INTEGER,
        obyt INTEGER, ml_score REAL, rank INTEGER, srcip_internal INTEGER, dstip_internal INTEGER, src_geoloc TEXT, dst_geoloc TEXT,
        src_domain TEXT, dst_domain TEXT, src_rep TEXT, dst_rep TEXT, y INTEGER, m INTEGER, d INTEGER);
    CREATE TABLE IF NOT EXISTS flow_threat_investigation (
        tstart TEXT, srcip TEXT, dstip TEXT, srcport INTEGER, dstport INTEGER, score INTEGER, y INTEGER, m INTEGER, d INTEGER);
    CREATE TABLE IF NOT EXISTS flow_storyboard (ip_threat TEXT, title TEXT, text TEXT, y INTEGER, m INTEGER, d INTEGER);
    CREATE TABLE IF NOT EXISTS flow_timeline (
        ip_threat TEXT, tstart TEXT, tend TEXT, srcip TEXT, dstip TEXT, proto TEXT, sport INTEGER, dport INTEGER, ipkt INTEGER,
        ibyt INTEGER, y INTEGER, m INTEGER, d INTEGER);
    CREATE TABLE IF NOT EXISTS flow_edge (
        tstart TEXT, srcip TEXT, dstip TEXT, sport INTEGER, dport INTEGER, proto TEXT, flags TEXT, tos INTEGER, ibyt INTEGER,
        ipkt INTEGER, input INTEGER, output INTEGER, rip TEXT, obyt INTEGER, opkt INTEGER, hh INTEGER, mn INTEGER,
        y INTEGER, m INTEGER, d INTEGER);
    CREATE TABLE IF NOT EXISTS flow_chords (
        ip_threat TEXT, srcip TEXT, dstip TEXT, ibyt INTEGER, ipkt INTEGER, y INTEGER, m INTEGER, d INTEGER);
    CREATE TABLE IF NOT EXISTS storyboard_document (
        ip TEXT, kind TEXT, json TEXT, y INTEGER, m INTEGER, d INTEGER, PRIMARY KEY (y, m, d, ip, kind));
";

/// Spot's tables. Clones share them, so a test can look and change behind the server's back.
#[derive(Debug, Clone)]
pub struct Db(Arc<Mutex<Connection>>);

impl Db {
    /// Empty tables that live as long as this value and the servers over it.
    pub fn in_memory() -> Result<Self, Error> {
        Self::over(Connection::open_in_memory()?)
    }

    /// The tables in this file, created if they are missing.
    pub fn open(path: &Path) -> Result<Self, Error> {
        Self::over(Connection::open(path)?)
    }

    fn over(connection: Connection) -> Result<Self, Error> {
        connection.execute_batch(TABLES)?;
        Ok(Self(Arc::new(Mutex::new(connection))))
    }

    /// Locked for one statement only, as Spot opens a cursor for each: two that save at once do run into one another.
    fn lock(&self) -> MutexGuard<'_, Connection> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn rows<T>(
        &self,
        sql: &str,
        parameters: &[&dyn ToSql],
        row: impl FnMut(&Row<'_>) -> rusqlite::Result<T>,
    ) -> rusqlite::Result<Vec<T>> {
        self.lock().prepare_cached(sql)?.query_map(parameters, row)?.collect()
    }

    fn run(&self, sql: &str, parameters: &[&dyn ToSql]) -> rusqlite::Result<usize> {
        self.lock().execute(sql, parameters)
    }

    /// Many inserts at once, for filling; never for what Spot's API does.
    fn fill(&self, insert: impl FnOnce(&Transaction<'_>) -> rusqlite::Result<()>) -> Result<(), Error> {
        let mut connection = self.lock();
        let transaction = connection.transaction()?;
        insert(&transaction)?;
        Ok(transaction.commit()?)
    }

    /// The day that Spot takes when an operation names none (it asks the server's clock; here the one of UTC).
    pub(crate) fn today(&self) -> rusqlite::Result<Day> {
        self.lock().query_row(
            "SELECT CAST(strftime('%Y') AS INTEGER), CAST(strftime('%m') AS INTEGER), CAST(strftime('%d') AS INTEGER)",
            [],
            |row| Ok(Day { year: row.get(0)?, month: row.get(1)?, day: row.get(2)? }),
        )
    }
}
