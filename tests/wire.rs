//! Recorded answers of Spot's server, good and bad, become what the analyst sees.

mod common;

use common::ip;
use investigation::domain::details::Untold;
use investigation::domain::threats::Comment;
use investigation::failure::Failure;
use investigation::spot::ingest::{Ingest, Ingested};
use investigation::spot::operations::threats;
use investigation::spot::{threats as answer, wire};

const SOUGHT: &str = "172.30.0.46";

fn recorded(name: &str) -> Vec<u8> {
    let path = format!("{}/tests/data/responses/{name}", env!("CARGO_MANIFEST_DIR"));
    std::fs::read(&path).unwrap_or_else(|error| panic!("{path}: {error}"))
}

fn ingest(body: &[u8]) -> Result<Ingested, Failure> {
    let mut ingest = Ingest::new(ip(SOUGHT));
    ingest.push(body)?;
    ingest.finish()
}

fn threats_of(name: &str) -> Result<investigation::domain::threats::Threats, Failure> {
    let (data, warnings) = wire::data("The list", wire::read::<threats::ResponseData>("The list", &recorded(name))?)?;
    Ok(answer::from_answer(&data, warnings))
}

#[test]
fn rows_are_read_as_they_are() {
    let Ingested { table, warnings } = ingest(&recorded("details.json")).expect("a good answer");
    let row = table.row(0);

    assert_eq!((table.len(), warnings.len(), table.skipped.total()), (2, 0, 0));
    assert_eq!((row.source, row.destination), (ip("172.30.0.46"), ip("10.0.0.183")));
    assert_eq!((row.source_port, row.destination_port), (Some(52234), Some(119)));
    assert_eq!(
        (row.first_seen.to_string(), row.last_seen.to_string()),
        ("2016-07-08 00:31:00".into(), "2016-07-08 00:46:00".into())
    );
    assert_eq!((row.connections, row.max_packets, row.avg_packets), (Some(2), Some(13452), Some(13382)));
    assert_eq!((row.max_bytes, row.avg_bytes), (Some(284_561), Some(249_007)));
    assert_eq!(table.row(1).destination, ip(SOUGHT));
}

#[test]
fn values_that_spot_cut_keep_their_row_and_are_counted() {
    let Ingested { table, warnings } = ingest(&recorded("details-cut-values.json")).expect("errors beside data");

    assert_eq!((table.len(), table.cut_values, table.untold), (2, 2, Untold::Over32Bit));
    assert_eq!((table.max_bytes(0), table.max_bytes(1)), (None, Some(284_561)));
    assert_eq!(warnings, Vec::<String>::new());
}

#[test]
fn a_null_list_is_a_failure_in_the_servers_words() {
    let failure = ingest(&recorded("details-null-list.json")).expect_err("no list");

    assert_eq!(
        failure.to_string(),
        "The expanded search failed. The server says: AnalysisException: Could not resolve table reference: 'flow'"
    );
}

#[test]
fn rows_that_cannot_be_placed_are_skipped_counted_and_shown_and_null_fields_are_not_told() {
    let Ingested { table, .. } = ingest(&recorded("details-odd-rows.json")).expect("the rest is good");
    let skipped = &table.skipped;

    assert_eq!((skipped.shape, skipped.address, skipped.time, skipped.foreign), (1, 3, 2, 1));
    assert_eq!(skipped.first.as_deref(), Some("null"));
    assert_eq!(table.len(), 4);
    assert_eq!(table.row(1).last_seen, table.row(1).first_seen, "one of the times is enough");
    assert_eq!((table.source_port(2), table.destination_port(2)), (None, None), "100000 is no port");
    assert_eq!(table.connections(3), None);
    assert_eq!(table.untold, Untold::Missing);
}

#[test]
fn both_ips_of_a_high_risk_row_are_listed_once_in_numeric_order_unless_commented() {
    let threats = threats_of("threats.json").expect("a good answer");
    let to_do: Vec<_> = threats.to_do.iter().map(|risk| (risk.ip.to_string(), risk.scored)).collect();

    let expected = [("10.199.250.2", 1), ("172.10.0.3", 1), ("172.20.0.6", 1), ("172.30.0.3", 1)];
    assert_eq!(to_do, expected.map(|(ip, scored)| (ip.to_owned(), scored)));
    let investigated: Vec<_> = threats.investigated.iter().map(|done| (done.ip.to_string(), done.scored)).collect();
    assert_eq!(investigated, [("1.1.1.1".to_owned(), 0), ("10.13.77.49".to_owned(), 3)]);
    let comment = Comment { title: "Port 80 & more".into(), text: "one\ntwo <b>".into() };
    assert_eq!(threats.investigated[1].comment, comment);
    assert_eq!(threats.skipped, 4, "a malformed source, a row without IPs, a null row, a comment without IP");
}

#[test]
fn null_lists_are_named() {
    let threats = threats_of("threats-null.json").expect("nulls are an answer");

    assert_eq!(threats.null_lists, ["scored connections", "comments"]);
    assert_eq!(threats.warnings, ["HiveServer2Error"]);
}

#[test]
fn a_refused_query_is_told_in_the_servers_words() {
    let failure = wire::refused("The list", 400, &recorded("bad-request.json"));
    assert_eq!(
        failure,
        Failure::Refused {
            what: "The list".into(),
            words: vec!["Cannot query field \"topResults\" on type \"NetflowThreatInformation\".".into()]
        }
    );
}

#[test]
fn a_servers_error_page_is_told_by_its_status_and_title() {
    let failure = wire::refused("The list", 500, &recorded("server-error.html"));
    assert_eq!(
        failure.to_string(),
        "The list could not be loaded: the server answered with HTTP status 500. It says: 500 Internal Server Error"
    );
}

#[test]
fn a_login_page_in_place_of_data_asks_to_log_in() {
    let login = Failure::LoginPage { what: "The list".into(), words: "Jupyter Notebook".into() };
    let read = wire::read::<threats::ResponseData>("The list", &recorded("login.html")).map(|_| ());

    assert_eq!(read, Err(login));
    assert!(matches!(ingest(&recorded("login.html")), Err(Failure::LoginPage { .. })));
}

#[test]
fn a_failed_save_tells_the_servers_words() {
    let envelope = wire::read::<serde_json::Value>("Saving", &recorded("save-failed.json")).expect("JSON");
    let (_, words) = wire::data("Saving", envelope).expect("data beside errors");
    assert_eq!(words, ["unsupported operand type(s) for /: 'NoneType' and 'int'"]);
}

#[test]
fn an_answer_that_ends_early_is_cut_off_wherever_it_ends() {
    let body = recorded("details-cut-values.json");
    let body = body.trim_ascii_end();
    for end in 0..body.len() {
        let failure = ingest(&body[..end]).map(|_| ()).expect_err("not whole");
        assert!(matches!(failure, Failure::CutOff { bytes, .. } if bytes == end as u64), "cut at {end}: {failure:?}");
    }
}

#[test]
fn what_is_neither_json_nor_a_page_is_malformed() {
    for body in [
        "nonsense",
        "[1, 2]",
        "{\"data\": {\"flow\": 7}}",
        "{\"data\": {\"flow\": {\"threat\": {\"details\": [{\"srcIp\": }]}}}}",
    ] {
        assert!(matches!(ingest(body.as_bytes()), Err(Failure::Malformed { .. })), "{body}");
    }
    assert!(matches!(ingest(b"{}"), Err(Failure::Refused { .. })));
}

/// Answers that Spot's own code gave, byte for byte, by what was asked.
fn of_spot(name: &str) -> (u16, Vec<u8>) {
    let path = format!("{}/tests/data/spot-recorded.json", env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{path}: {error}"));
    let answers: Vec<serde_json::Value> = serde_json::from_str(&text).unwrap_or_else(|error| panic!("{path}: {error}"));
    let answer = answers.iter().find(|answer| answer["name"] == name).unwrap_or_else(|| panic!("no answer `{name}`"));
    let status = answer["status"].as_u64().and_then(|status| status.try_into().ok()).unwrap_or(0);
    (status, answer["body"].as_str().unwrap_or_default().as_bytes().to_vec())
}

#[test]
fn spots_own_answer_with_a_cut_value_is_read_though_its_errors_come_first_and_name_no_field() {
    let mut ingest = Ingest::new(ip("10.0.0.1"));
    ingest.push(&of_spot("a value above 32 bits, and a day without zeros").1).expect("good bytes");
    let Ingested { table, warnings } = ingest.finish().expect("a good answer");

    assert_eq!((table.cut_values, table.untold, warnings.len()), (1, Untold::Over32Bit, 0));
    assert_eq!((table.len(), table.max_bytes(0), table.avg_bytes(0)), (1, None, Some(1_500_000_002)));
}

#[test]
fn spots_own_comments_are_decoded() {
    let envelope = wire::read::<threats::ResponseData>("The list", &of_spot("comments").1).expect("JSON");
    let (data, warnings) = wire::data("The list", envelope).expect("data");
    let threats = answer::from_answer(&data, warnings);

    let comment = Comment { title: "\u{e9}".into(), text: "a\nb".into() };
    assert_eq!(threats.investigated[0].comment, comment);
    assert_eq!(threats.null_lists, ["scored connections"]);
}

#[test]
fn spots_own_refusals_are_told_in_its_words() {
    for (name, words) in [
        ("a day that is none", "time data 'garbage' does not match format '%Y-%m-%d'"),
        ("no query", "Must provide query string."),
    ] {
        let (status, body) = of_spot(name);
        let refused = wire::refused("The list", status, &body);
        assert_eq!(refused, Failure::Refused { what: "The list".into(), words: vec![words.into()] });
    }
    let envelope = wire::read::<serde_json::Value>("Saving", &of_spot("an IPv6 address").1).expect("JSON");
    assert_eq!(wire::words(&envelope.errors.unwrap_or_default()), ["illegal IP address string passed to inet_aton"]);
}
