//! What analysts saved: comments, and the documents and timelines of their storyboards.

use rusqlite::{OptionalExtension, params};

use super::Db;
use crate::{Day, Error, schema::TimelineRow};

/// A stored comment, with its text as the table holds it: newlines are newlines here, and `\n` only over GraphQL.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Comment {
    /// The IP that was investigated.
    pub ip: String,
    /// The threat's title.
    pub title: String,
    /// What the analyst wrote.
    pub text: String,
}

impl Comment {
    /// A comment on `ip`.
    #[must_use]
    pub fn new(ip: &str, title: &str, text: &str) -> Self {
        Self { ip: ip.to_owned(), title: title.to_owned(), text: text.to_owned() }
    }
}

/// A document of a storyboard: in Spot a file of this name, `-<ip>.json` behind it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Document {
    Stats,
    ThreatDendro,
    Globe,
}

impl Document {
    fn name(self) -> &'static str {
        match self {
            Self::Stats => "stats",
            Self::ThreatDendro => "threat-dendro",
            Self::Globe => "globe",
        }
    }
}

impl Db {
    /// The comments of a day, in the order they were stored.
    pub fn comments(&self, day: Day) -> Result<Vec<Comment>, Error> {
        Ok(self.stored_comments(day)?)
    }

    /// Adds comments to a day as they are: what other clients, or other days, may have left there.
    pub fn insert_comments(&self, day: Day, comments: impl IntoIterator<Item = Comment>) -> Result<(), Error> {
        comments.into_iter().try_for_each(|comment| Ok(self.store_comment(day, &comment)?))
    }

    /// Deletes a day's comments.
    pub fn delete_comments(&self, day: Day) -> Result<(), Error> {
        Ok(self.drop_comments(day)?)
    }

    pub(crate) fn stored_comments(&self, day: Day) -> rusqlite::Result<Vec<Comment>> {
        self.rows(
            "SELECT ip_threat, title, text FROM flow_storyboard WHERE y = ?1 AND m = ?2 AND d = ?3 ORDER BY rowid",
            params![day.year, day.month, day.day],
            |row| Ok(Comment { ip: row.get(0)?, title: row.get(1)?, text: row.get(2)? }),
        )
    }

    pub(crate) fn store_comment(&self, day: Day, comment: &Comment) -> rusqlite::Result<()> {
        self.run(
            "INSERT INTO flow_storyboard VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
            params![comment.ip, comment.title, comment.text, day.year, day.month, day.day],
        )?;
        Ok(())
    }

    pub(crate) fn drop_comments(&self, day: Day) -> rusqlite::Result<()> {
        self.run(
            "DELETE FROM flow_storyboard WHERE y = ?1 AND m = ?2 AND d = ?3",
            params![day.year, day.month, day.day],
        )?;
        Ok(())
    }

    pub(crate) fn put_document(&self, day: Day, ip: &str, kind: Document, json: &str) -> rusqlite::Result<()> {
        self.run(
            "INSERT OR REPLACE INTO storyboard_document VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
            params![ip, kind.name(), json, day.year, day.month, day.day],
        )?;
        Ok(())
    }

    /// A document's JSON text; `None` until a storyboard was saved.
    pub(crate) fn document(&self, day: Day, ip: &str, kind: Document) -> rusqlite::Result<Option<String>> {
        self.lock()
            .query_row(
                "SELECT json FROM storyboard_document WHERE y = ?1 AND m = ?2 AND d = ?3 AND ip = ?4 AND kind = ?5",
                params![day.year, day.month, day.day, ip, kind.name()],
                |row| row.get(0),
            )
            .optional()
    }

    pub(crate) fn timeline(&self, day: Day, ip: &str) -> rusqlite::Result<Vec<TimelineRow>> {
        self.rows(
            "SELECT tstart, tend, srcip, dstip, proto, sport, dport, ipkt, ibyt FROM flow_timeline
             WHERE y = ?1 AND m = ?2 AND d = ?3 AND ip_threat = ?4 ORDER BY rowid",
            params![day.year, day.month, day.day, ip],
            TimelineRow::read,
        )
    }

    /// Adds a row to a saved timeline: time, source, destination, protocol, ports, packets, bytes.
    pub(crate) fn insert_timeline(&self, day: Day, ip: &str, rows: &[TimelineRecord]) -> Result<(), Error> {
        self.fill(|to| {
            rows.iter().try_for_each(|(start, end, source, destination, protocol, sport, dport, packets, bytes)| {
                to.prepare_cached(
                    "INSERT INTO flow_timeline VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)",
                )?
                .execute(params![
                    ip,
                    start,
                    end,
                    source,
                    destination,
                    protocol,
                    sport,
                    dport,
                    packets,
                    bytes,
                    day.year,
                    day.month,
                    day.day,
                ])
                .map(drop)
            })
        })
    }
}

/// A row of Spot's saved timelines, in the order of its columns.
pub(crate) type TimelineRecord = (String, String, String, String, String, u16, u16, i64, i64);
