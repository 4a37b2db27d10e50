//! The connections that Spot's model found suspicious, and those that an analyst scored.

use rusqlite::params;

use super::{Db, Endpoint};
use crate::{
    Day, Error,
    schema::{ScoreInput, ScoredConnection, SuspiciousConnection},
};

/// A connection that an analyst scored.
#[derive(Debug, Clone)]
pub struct Scored {
    /// `yyyy-mm-dd hh:mm:ss`.
    pub tstart: String,
    /// Source address and port.
    pub source: (String, u16),
    /// Destination address and port.
    pub destination: (String, u16),
    /// 1 high, 2 medium, 3 low.
    pub score: i64,
}

impl Scored {
    /// A connection scored as high risk: both its IPs enter the list of threats.
    #[must_use]
    pub fn high(tstart: &str, source: Endpoint<'_>, destination: Endpoint<'_>) -> Self {
        Self::with_score(1, tstart, source, destination)
    }

    /// A connection with any score.
    #[must_use]
    pub fn with_score(score: i64, tstart: &str, source: Endpoint<'_>, destination: Endpoint<'_>) -> Self {
        Self {
            tstart: tstart.to_owned(),
            source: (source.0.to_owned(), source.1),
            destination: (destination.0.to_owned(), destination.1),
            score,
        }
    }
}

/// A connection that Spot's model found suspicious: what `suspicious` lists and `score` can score.
#[derive(Debug, Clone, Default)]
pub struct Suspicious {
    /// `yyyy-mm-dd hh:mm:ss`.
    pub tstart: String,
    /// Source address and port.
    pub source: (String, u16),
    /// Destination address and port.
    pub destination: (String, u16),
    /// The protocol's name.
    pub protocol: String,
    /// Packets and bytes.
    pub volume: (i64, i64),
    /// The model's probability: the lower, the more suspicious.
    pub ml_score: f64,
    /// Place in the model's order, from 0.
    pub rank: i64,
    /// Whether source and destination are internal, 1 or 0.
    pub internal: (i64, i64),
    /// Place names of source and destination.
    pub geolocation: (String, String),
    /// Domains of source and destination.
    pub domain: (String, String),
    /// Reputations of source and destination, as `gti:High:3`.
    pub reputation: (String, String),
}

impl Db {
    /// Adds suspicious connections to a day.
    pub fn insert_suspicious(&self, day: Day, rows: impl IntoIterator<Item = Suspicious>) -> Result<(), Error> {
        self.fill(|to| {
            rows.into_iter().try_for_each(|row| {
                to.prepare_cached(
                    "INSERT INTO flow_scores VALUES
                     (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, 0, 0, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21)",
                )?
                .execute(params![
                    row.tstart,
                    row.source.0,
                    row.destination.0,
                    row.source.1,
                    row.destination.1,
                    row.protocol,
                    row.volume.0,
                    row.volume.1,
                    row.ml_score,
                    row.rank,
                    row.internal.0,
                    row.internal.1,
                    row.geolocation.0,
                    row.geolocation.1,
                    row.domain.0,
                    row.domain.1,
                    row.reputation.0,
                    row.reputation.1,
                    day.year,
                    day.month,
                    day.day,
                ])
                .map(drop)
            })
        })
    }

    /// Adds scored connections to a day.
    pub fn insert_scored(&self, day: Day, rows: impl IntoIterator<Item = Scored>) -> Result<(), Error> {
        self.fill(|to| {
            rows.into_iter().try_for_each(|row| {
                to.prepare_cached("INSERT INTO flow_threat_investigation VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)")?
                    .execute(params![
                        row.tstart,
                        row.source.0,
                        row.destination.0,
                        row.source.1,
                        row.destination.1,
                        row.score,
                        day.year,
                        day.month,
                        day.day,
                    ])
                    .map(drop)
            })
        })
    }

    /// The day's scored connections.
    pub(crate) fn scored(&self, day: Day) -> rusqlite::Result<Vec<ScoredConnection>> {
        self.rows(
            "SELECT tstart, srcip, dstip, srcport, dstport, score FROM flow_threat_investigation WHERE y = ?1 AND m = ?2 AND d = ?3",
            params![day.year, day.month, day.day],
            ScoredConnection::read,
        )
    }

    /// The first 250 suspicious connections by rank. One that shares its source or its destination with a scored connection, of
    /// whatever day, is left out: Spot joins the two tables so.
    pub(crate) fn suspicious(&self, day: Day, ip: Option<&str>) -> rusqlite::Result<Vec<SuspiciousConnection>> {
        self.rows(
            "SELECT fs.tstart, fs.srcip, fs.dstip, fs.sport, fs.dport, proto, ipkt, ibyt, opkt, obyt, ml_score, rank, srcip_internal,
                    dstip_internal, src_geoloc, dst_geoloc, src_domain, dst_domain, src_rep, dst_rep
             FROM flow_scores fs LEFT JOIN flow_threat_investigation ft ON fs.srcip = ft.srcip OR fs.dstip = ft.dstip
             WHERE fs.y = ?1 AND fs.m = ?2 AND fs.d = ?3 AND ft.srcip IS NULL AND ft.dstip IS NULL
             AND (?4 IS NULL OR fs.srcip = ?4 OR fs.dstip = ?4) ORDER BY rank LIMIT 250",
            params![day.year, day.month, day.day, ip],
            SuspiciousConnection::read,
        )
    }

    /// Scores the day's suspicious connections that match. Spot adds rows and never replaces one.
    pub(crate) fn score(&self, day: Day, input: &ScoreInput) -> rusqlite::Result<usize> {
        self.run(
            "INSERT INTO flow_threat_investigation
             SELECT tstart, srcip, dstip, sport, dport, ?4, y, m, d FROM flow_scores WHERE y = ?1 AND m = ?2 AND d = ?3
             AND (?5 IS NULL OR srcip = ?5) AND (?6 IS NULL OR dstip = ?6) AND (?7 IS NULL OR sport = ?7) AND (?8 IS NULL OR dport = ?8)",
            params![
                day.year,
                day.month,
                day.day,
                input.score.whole(),
                input.source(),
                input.destination(),
                input.source_port(),
                input.destination_port(),
            ],
        )
    }

    /// Forgets the day's comments, scored connections and timelines. The storyboards' documents stay, as with Spot.
    pub(crate) fn reset_scored(&self, day: Day) -> rusqlite::Result<()> {
        for table in ["flow_storyboard", "flow_threat_investigation", "flow_timeline"] {
            self.run(
                &format!("DELETE FROM {table} WHERE y = ?1 AND m = ?2 AND d = ?3"),
                params![day.year, day.month, day.day],
            )?;
        }
        Ok(())
    }
}
