//! tmp
use spot_server::*;
use std::time::Instant;
fn main() {
    let rows: u32 = std::env::args().nth(1).map_or(0, |n| n.parse().unwrap());
    let db = if rows == 0 {
        let t = Instant::now();
        let db = sample::database(sample::Progress::Scored).unwrap();
        println!("load {:?}", t.elapsed());
        db
    } else {
        let db = Db::in_memory().unwrap();
        let t = Instant::now();
        db.insert_flows(
            sample::DAY,
            (0..rows).map(|n| {
                Flow::new(
                    "2016-07-08 10:00:00",
                    (&format!("10.{}.{}.{}", n >> 16 & 255, n >> 8 & 255, n & 255), (n % 60000) as u16),
                    ("10.199.250.2", 80),
                )
                .bytes(n.into())
            }),
        )
        .unwrap();
        println!("generate {:?}", t.elapsed());
        db
    };
    let server = SpotServer::start(db, Options::default()).unwrap();
    let q = r#"{"query":"{flow{threat{details(date:\"2016-07-08\",ip:\"10.199.250.2\"){firstSeen lastSeen srcIp dstIp srcPort dstPort connections maxPkts avgPkts maxBytes avgBytes}}}}"}"#;
    for _ in 0..2 {
        let t = Instant::now();
        let n = ureq::post(server.graphql_url())
            .header("Content-Type", "application/json")
            .send(q)
            .unwrap()
            .body_mut()
            .with_config()
            .limit(u64::MAX)
            .read_to_string()
            .unwrap()
            .len();
        println!("details {:?} {n}", t.elapsed());
    }
}
