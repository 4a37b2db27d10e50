//! The raw flows of a day, and what Spot derives from them alone.

use rusqlite::{Transaction, params};

use super::Db;
use crate::{
    Day, Error,
    schema::{EdgeDetails, IngestSummary, IpConnectionDetails, ThreatDetails},
};

/// An address and a port.
pub type Endpoint<'a> = (&'a str, u16);

/// One flow as a collector reported it. It is filed under the day given to [`Db::insert_flows`], whatever its time says.
#[derive(Debug, Clone)]
pub struct Flow {
    received: String,
    source: (String, u16),
    destination: (String, u16),
    protocol: String,
    flags: String,
    packets: i64,
    bytes: i64,
    interfaces: (i64, i64),
    router: String,
}

impl Flow {
    /// A TCP flow of one packet with 40 bytes; `received` is `yyyy-mm-dd hh:mm:ss`.
    #[must_use]
    pub fn new(received: &str, source: Endpoint<'_>, destination: Endpoint<'_>) -> Self {
        Self {
            received: received.to_owned(),
            source: (source.0.to_owned(), source.1),
            destination: (destination.0.to_owned(), destination.1),
            protocol: "TCP".to_owned(),
            flags: "......".to_owned(),
            packets: 1,
            bytes: 40,
            interfaces: (1, 2),
            router: "10.1.1.1".to_owned(),
        }
    }

    /// Its bytes; may be more than the 32 bits that the API can say.
    #[must_use]
    pub fn bytes(self, bytes: i64) -> Self {
        Self { bytes, ..self }
    }

    /// Its packets.
    #[must_use]
    pub fn packets(self, packets: i64) -> Self {
        Self { packets, ..self }
    }

    /// Its protocol's name as nfdump writes it.
    #[must_use]
    pub fn protocol(self, protocol: &str) -> Self {
        Self { protocol: protocol.to_owned(), ..self }
    }

    /// Its TCP flags as nfdump writes them.
    #[must_use]
    pub fn flags(self, flags: &str) -> Self {
        Self { flags: flags.to_owned(), ..self }
    }

    /// The router that reported it and its interfaces, in and out.
    #[must_use]
    pub fn router(self, router: &str, input: i64, output: i64) -> Self {
        Self { router: router.to_owned(), interfaces: (input, output), ..self }
    }

    pub(crate) fn involves(&self, ip: &str) -> bool {
        self.source.0 == ip || self.destination.0 == ip
    }

    fn hour(&self) -> u8 {
        self.received.get(11..13).and_then(|hour| hour.parse().ok()).unwrap_or(0)
    }
}

impl Db {
    /// Adds flows to the partition of `day`. Takes an iterator, so that a million need not be held at once.
    pub fn insert_flows(&self, day: Day, flows: impl IntoIterator<Item = Flow>) -> Result<(), Error> {
        self.fill(|to| flows.into_iter().try_for_each(|flow| insert_flow(to, day, &flow)))
    }

    /// Adds flows to the table that `edgeDetails` reads, without their being part of the day's flows.
    pub(crate) fn insert_edges(&self, day: Day, flows: &[Flow]) -> Result<(), Error> {
        self.fill(|to| flows.iter().try_for_each(|flow| insert_edge(to, day, flow)))
    }

    /// What Spot prepares overnight for `edgeDetails`: the flows between two suspicious IPs in the connection's minute.
    pub fn prepare_edges(&self, day: Day) -> Result<(), Error> {
        self.run(
            "INSERT INTO flow_edge
             SELECT treceived, sip, dip, sport, dport, proto, flag, stos, ibyt, ipkt, input, output, rip, obyt, opkt, h,
                    CAST(substr(treceived, 15, 2) AS INTEGER), y, m, d
             FROM flow WHERE y = ?1 AND m = ?2 AND d = ?3 AND EXISTS (
                 SELECT 1 FROM flow_scores s WHERE s.y = ?1 AND s.m = ?2 AND s.d = ?3
                 AND substr(s.tstart, 1, 16) = substr(treceived, 1, 16)
                 AND ((sip = s.srcip AND dip = s.dstip) OR (sip = s.dstip AND dip = s.srcip)))",
            params![day.year, day.month, day.day],
        )?;
        Ok(())
    }

    /// What Spot prepares overnight for `ipDetails`: the traffic of suspicious IPs that appear more than once and with more
    /// than one peer, with these peers.
    pub fn prepare_chords(&self, day: Day) -> Result<(), Error> {
        self.run(
            "INSERT INTO flow_chords
             WITH pair (ip, peer) AS (
                 SELECT srcip, dstip FROM flow_scores WHERE y = ?1 AND m = ?2 AND d = ?3
                 UNION ALL SELECT dstip, srcip FROM flow_scores WHERE y = ?1 AND m = ?2 AND d = ?3),
             chosen (ip, peer) AS (
                 SELECT DISTINCT ip, peer FROM pair
                 WHERE ip IN (SELECT ip FROM pair GROUP BY ip HAVING count(DISTINCT peer) > 1))
             SELECT ip, sip, dip, sum(ibyt), sum(ipkt), ?1, ?2, ?3 FROM (
                 SELECT chosen.ip, sip, dip, ibyt, ipkt FROM chosen CROSS JOIN flow
                 WHERE y = ?1 AND m = ?2 AND d = ?3 AND sip = chosen.ip AND dip = peer
                 UNION ALL SELECT chosen.ip, sip, dip, ibyt, ipkt FROM chosen CROSS JOIN flow
                 WHERE y = ?1 AND m = ?2 AND d = ?3 AND sip = peer AND dip = chosen.ip AND peer <> chosen.ip)
             GROUP BY ip, sip, dip",
            params![day.year, day.month, day.day],
        )?;
        Ok(())
    }

    /// The expanded search: one row per (source IP, destination IP, source port, destination port) over the day's flows.
    ///
    /// Impala gives its groups in no order; `SQLite` would give them sorted, and hide a client that relies on it. So they are
    /// dealt out by a fixed arithmetic on the ports.
    pub(crate) fn details(&self, day: Day, ip: &str) -> rusqlite::Result<Vec<ThreatDetails>> {
        self.rows(
            "SELECT min(treceived), max(treceived), sip, dip, sport, dport, count(sip), max(ipkt), avg(ipkt), max(ibyt), avg(ibyt)
             FROM flow WHERE y = ?1 AND m = ?2 AND d = ?3 AND (sip = ?4 OR dip = ?4) GROUP BY sip, dip, sport, dport
             ORDER BY (dport * 48271 + sport * 69621) % 65521, dip, sip, sport, dport",
            params![day.year, day.month, day.day, ip],
            ThreatDetails::read,
        )
    }

    /// Appends to `flow_timeline`: flows between `anchor` and `peers`, the first 1,000 by time. Spot appends on every save, so
    /// a second one doubles the timeline.
    pub(crate) fn append_timeline(&self, day: Day, anchor: &str, peers: &[&str]) -> rusqlite::Result<usize> {
        let peers = serde_json::Value::from(peers).to_string();
        self.run(
            "INSERT INTO flow_timeline
             SELECT ?4, min(treceived) AS tstart, max(treceived), sip, dip, proto, sport, dport, ipkt, ibyt, y, m, d
             FROM flow WHERE y = ?1 AND m = ?2 AND d = ?3
             AND ((sip = ?4 AND dip IN (SELECT value FROM json_each(?5))) OR (dip = ?4 AND sip IN (SELECT value FROM json_each(?5))))
             GROUP BY sip, dip, proto, sport, dport, ipkt, ibyt ORDER BY tstart, sip, dip, sport, dport LIMIT 1000",
            params![day.year, day.month, day.day, anchor, peers],
        )
    }

    /// The flows between two IPs, both ways, in one minute. `tstart` is `yyyy-mm-dd hh:mm:ss`.
    pub(crate) fn edges(&self, day: Day, tstart: &str, ips: [&str; 2]) -> rusqlite::Result<Vec<EdgeDetails>> {
        self.rows(
            "SELECT tstart, srcip, dstip, sport, dport, proto, flags, tos, ibyt, ipkt, input, output, rip, obyt, opkt
             FROM flow_edge WHERE y = ?1 AND m = ?2 AND d = ?3
             AND hh = CAST(substr(?4, 12, 2) AS INTEGER) AND mn = CAST(substr(?4, 15, 2) AS INTEGER)
             AND ((srcip = ?5 AND dstip = ?6) OR (srcip = ?6 AND dstip = ?5)) ORDER BY tstart",
            params![day.year, day.month, day.day, tstart, ips[0], ips[1]],
            EdgeDetails::read,
        )
    }

    /// Traffic between `ip` and other suspicious IPs.
    pub(crate) fn chords(&self, day: Day, ip: &str) -> rusqlite::Result<Vec<IpConnectionDetails>> {
        self.rows(
            "SELECT srcip, dstip, ibyt, ipkt FROM flow_chords WHERE y = ?1 AND m = ?2 AND d = ?3 AND ip_threat = ?4",
            params![day.year, day.month, day.day, ip],
            IpConnectionDetails::read,
        )
    }

    /// Flows per minute from `start` to `end`. Like Spot's nightly count it leaves out flows whose year is not the partition's.
    pub(crate) fn ingest_summary(&self, start: Day, end: Day) -> rusqlite::Result<Vec<IngestSummary>> {
        let number = |day: Day| day.year * 10_000 + day.month * 100 + day.day;
        self.rows(
            "SELECT substr(treceived, 1, 16) || ':00' AS minute, count(*) FROM flow
             WHERE y * 10000 + m * 100 + d BETWEEN ?1 AND ?2 AND CAST(substr(treceived, 1, 4) AS INTEGER) = y
             AND sip IS NOT NULL AND dip IS NOT NULL AND sport IS NOT NULL AND dport IS NOT NULL
             AND ibyt IS NOT NULL AND ipkt IS NOT NULL GROUP BY minute ORDER BY minute",
            params![number(start), number(end)],
            IngestSummary::read,
        )
    }
}

fn insert_flow(to: &Transaction<'_>, day: Day, flow: &Flow) -> rusqlite::Result<()> {
    to.prepare_cached(
        "INSERT INTO flow VALUES (?1, CAST(strftime('%s', ?1) AS INTEGER), 0, ?2, ?3, ?4, ?5, ?6, ?7, 0, ?8, ?9, 0, 0, ?10, ?11, ?12,
                                  ?13, ?14, ?15, ?16)",
    )?
    .execute(params![
        flow.received,
        flow.source.0,
        flow.destination.0,
        flow.source.1,
        flow.destination.1,
        flow.protocol,
        flow.flags,
        flow.packets,
        flow.bytes,
        flow.interfaces.0,
        flow.interfaces.1,
        flow.router,
        day.year,
        day.month,
        day.day,
        flow.hour(),
    ])?;
    Ok(())
}

fn insert_edge(to: &Transaction<'_>, day: Day, flow: &Flow) -> rusqlite::Result<()> {
    to.prepare_cached(
        "INSERT INTO flow_edge VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, 0, ?8, ?9, ?10, ?11, ?12, 0, 0, ?13,
                                       CAST(substr(?1, 15, 2) AS INTEGER), ?14, ?15, ?16)",
    )?
    .execute(params![
        flow.received,
        flow.source.0,
        flow.destination.0,
        flow.source.1,
        flow.destination.1,
        flow.protocol,
        flow.flags,
        flow.bytes,
        flow.packets,
        flow.interfaces.0,
        flow.interfaces.1,
        flow.router,
        flow.hour(),
        day.year,
        day.month,
        day.day,
    ])?;
    Ok(())
}
