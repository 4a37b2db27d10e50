//! `threats` and the rows of `threat.details`.

use async_graphql::{Object, SimpleObject};
use rusqlite::Row;

use super::{
    Fallible, rows,
    scalar::{Int, SpotDate, SpotDatetime, SpotIp},
};
use crate::Db;

/// Everything about a day's high-risk IPs.
pub(crate) struct Threats {
    pub(crate) db: Db,
}

#[Object(name = "NetflowThreatsType")]
impl Threats {
    async fn list(&self, date: Option<SpotDate>) -> Fallible<Vec<Option<ScoredConnection>>> {
        rows(self.db.day_or_today(date).and_then(|day| self.db.scored(day)))
    }

    async fn comments(&self, date: Option<SpotDate>) -> Fallible<Vec<Option<CommentRow>>> {
        let comments = self.db.day_or_today(date).and_then(|day| self.db.stored_comments(day));
        rows(comments.map(|comments| {
            comments
                .into_iter()
                .map(|comment| CommentRow {
                    ip: Some(SpotIp(comment.ip)),
                    title: Some(comment.title),
                    // Quirk 6: of the text, and only of it, newlines are returned as two characters.
                    text: Some(comment.text.replace('\n', "\\n")),
                })
                .collect()
        }))
    }
}

impl Db {
    /// The day an operation asks for, or Spot's default.
    pub(crate) fn day_or_today(&self, date: Option<SpotDate>) -> rusqlite::Result<crate::Day> {
        date.map_or_else(|| self.today(), |date| Ok(date.0))
    }
}

/// A stored comment.
#[derive(SimpleObject)]
#[graphql(name = "NetflowCommentType")]
pub(crate) struct CommentRow {
    ip: Option<SpotIp>,
    title: Option<String>,
    text: Option<String>,
}

/// A scored connection. Spot writes 0 where the table has null.
#[derive(SimpleObject)]
#[graphql(name = "NetflowScoredConnectionType")]
pub(crate) struct ScoredConnection {
    tstart: Option<SpotDatetime>,
    src_ip: Option<SpotIp>,
    src_port: Option<Int>,
    dst_ip: Option<SpotIp>,
    dst_port: Option<Int>,
    score: Option<Int>,
}

impl ScoredConnection {
    pub(crate) fn read(row: &Row<'_>) -> rusqlite::Result<Self> {
        Ok(Self {
            tstart: row.get(0)?,
            src_ip: row.get(1)?,
            dst_ip: row.get(2)?,
            src_port: or_zero(row, 3)?,
            dst_port: or_zero(row, 4)?,
            score: or_zero(row, 5)?,
        })
    }
}

/// One group of the expanded search. Averages stay fractions until they are written.
#[derive(SimpleObject)]
#[graphql(name = "NetflowThreatDetailsType")]
pub(crate) struct ThreatDetails {
    first_seen: Option<SpotDatetime>,
    last_seen: Option<SpotDatetime>,
    src_ip: Option<SpotIp>,
    dst_ip: Option<SpotIp>,
    src_port: Option<Int>,
    dst_port: Option<Int>,
    connections: Option<Int>,
    max_pkts: Option<Int>,
    avg_pkts: Option<Int>,
    max_bytes: Option<Int>,
    avg_bytes: Option<Int>,
}

impl ThreatDetails {
    pub(crate) fn read(row: &Row<'_>) -> rusqlite::Result<Self> {
        Ok(Self {
            first_seen: row.get(0)?,
            last_seen: row.get(1)?,
            src_ip: row.get(2)?,
            dst_ip: row.get(3)?,
            src_port: row.get(4)?,
            dst_port: row.get(5)?,
            connections: row.get(6)?,
            max_pkts: row.get(7)?,
            avg_pkts: row.get(8)?,
            max_bytes: row.get(9)?,
            avg_bytes: row.get(10)?,
        })
    }
}

/// Python's `value or 0`.
pub(super) fn or_zero(row: &Row<'_>, column: usize) -> rusqlite::Result<Option<Int>> {
    Ok(Some(row.get::<_, Option<Int>>(column)?.unwrap_or(Int::Whole(0))))
}
