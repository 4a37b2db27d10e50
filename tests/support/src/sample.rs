//! Spot's own sample: a day of its demonstration data (tests/data/spot-demo, Apache-2.0).
//!
//! What it consists of, and what was added to make a day of it:
//!
//! - The expanded search of 10.199.250.2, 38,115 rows. Each row becomes as many flows as it counts, such that grouping them
//!   gives exactly that row again. Their times are of April 2013 and stay so; they are filed under the sample's day.
//! - Raw flows around the suspicious connections. They join the day's flows, except those of 10.199.250.2, which would change the
//!   rows above.
//! - 282 suspicious connections. Nobody had scored any yet (`sev` is 0 throughout), so the most suspicious connection of each of
//!   the two IPs with a storyboard is scored as high here, and two others as medium and low.
//! - Two saved storyboards, where wanted.

mod files;

pub use files::{Row, expanded_search};

use crate::{Day, Db, Error, Flow, Scored};

/// The day of the sample.
pub const DAY: Day = Day { year: 2016, month: 7, day: 8 };

/// The IP whose expanded search the sample has.
pub const SEARCHED_IP: &str = "10.199.250.2";

/// The sample's high-risk IPs, in numeric order: both ends of both connections that are scored as high.
pub const HIGH_RISK_IPS: [&str; 3] = ["10.13.77.49", "10.199.250.2", "172.10.0.40"];

/// Scores by rank of the suspicious connection: 10.13.77.49 to 172.10.0.40, and 172.10.0.40 to 10.199.250.2, are high.
const SCORES: [(i64, i64); 4] = [(0, 2), (1, 1), (2, 3), (136, 1)];

/// How far the analysts are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Progress {
    /// Scored, nothing investigated.
    Scored,
    /// With the storyboards of 10.13.77.49 and 10.199.250.2: comments, documents, timelines. 172.10.0.40 is left to do.
    Investigated,
}

/// A database with the sample in it, in memory.
pub fn database(progress: Progress) -> Result<Db, Error> {
    let db = Db::in_memory()?;
    load(&db, progress)?;
    Ok(db)
}

/// Adds the sample to a database.
pub fn load(db: &Db, progress: Progress) -> Result<(), Error> {
    let searched: Vec<Flow> = expanded_search()?.iter().flat_map(Row::flows).collect();
    db.insert_flows(DAY, searched)?;
    let edges = files::edges()?;
    db.insert_edges(DAY, &edges)?;
    db.insert_flows(DAY, edges.into_iter().filter(|flow| !flow.involves(SEARCHED_IP)))?;

    let suspicious = files::suspicious()?;
    db.insert_scored(
        DAY,
        SCORES.iter().filter_map(|(rank, score)| {
            let row = suspicious.iter().find(|row| row.rank == *rank)?;
            let [source, destination] = [&row.source, &row.destination].map(|(ip, port)| (ip.as_str(), *port));
            Some(Scored::with_score(*score, &row.tstart, source, destination))
        }),
    )?;
    db.insert_suspicious(DAY, suspicious)?;
    db.prepare_chords(DAY)?;

    if progress == Progress::Investigated {
        db.insert_comments(DAY, files::comments()?)?;
        for (ip, kind, json) in files::DOCUMENTS {
            db.put_document(DAY, ip, kind, json)?;
        }
        for (ip, rows) in files::timelines()? {
            db.insert_timeline(DAY, ip, &rows)?;
        }
    }
    Ok(())
}
