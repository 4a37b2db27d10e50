//! What the screen says around a save, and the file that it offers.

mod common;

use common::{SOUGHT, investigation, ip, row, view};
use investigation::domain::day_comments::{
    Aftermath, Conflict, Endangered, Harm, Part, SavedOutcome, StoredComment, endangered,
};
use investigation::domain::network::StandingChoice;
use investigation::domain::repair::repair;
use investigation::domain::threats::Comment;
use investigation::engine::api::{Asks, Risk, Sent};
use investigation::failure::Failure;
use investigation::spot::preview::Preview;
use investigation::spot::storyboard::{Layout, body, input};
use investigation::ui::day_copy::DayCopy;
use investigation::ui::save_words::{asks, conflict, repair as repair_words, risk, sent, summary, unconfirmed, why};
use rstest::rstest;
use serde_json::{Value, json};

fn stored(ip: &str, text: &str) -> StoredComment {
    StoredComment { ip: ip.into(), title: "t".into(), text: text.into() }
}

fn comment(title: &str) -> Comment {
    Comment { title: title.into(), text: String::new() }
}

fn sent_with(pairs: u32, ipv6_pairs: u32, trouble: Option<Failure>) -> Sent {
    Sent { pairs, ipv6_pairs, trouble, report: Err(Failure::Cancelled) }
}

#[test]
fn a_saved_storyboard_says_what_was_sent() {
    assert_eq!(sent(&sent_with(13, 0, None)), "Saved. 13 pairs sent.");
    let left_out = "Saved. 1 pair sent. 2 IPv6 pairs left out: Spot stores IPv4 only.";
    assert_eq!(sent(&sent_with(1, 2, None)), left_out);
}

#[test]
fn a_save_that_is_not_confirmed_says_why_and_where_to_look() {
    assert!(unconfirmed(&sent_with(1, 0, None)).starts_with("The save is not confirmed"));
    let trouble = Failure::Network { what: "Saving".into() };
    let words = unconfirmed(&sent_with(1, 0, Some(trouble.clone())));
    assert!(words.starts_with(&format!("{trouble} The save is not confirmed")), "{words}");
}

#[rstest]
#[case::fine(SavedOutcome::There, 0, 0, "Your comment is saved. The day\u{2019}s other comments are as they were.")]
#[case::all_lost(SavedOutcome::NotThere(vec![]), 2, 0, "Your comment is not there. 2 other comments are missing.")]
#[case::overtaken(
    SavedOutcome::NotThere(vec![stored("10.0.0.1", "x")]), 1, 1,
    "Your comment is not there; another one is. 1 other comment is missing. 1 other comment is not as before."
)]
fn what_became_of_the_comments_is_counted(
    #[case] saved: SavedOutcome,
    #[case] missing: usize,
    #[case] altered: usize,
    #[case] words: &str,
) {
    let one = stored("10.0.0.2", "x");
    let missing = vec![one.clone(); missing];
    let altered = vec![(one.clone(), one); altered];
    assert_eq!(summary(&Aftermath { saved, missing, altered, added: vec![] }), words);
}

#[test]
fn what_does_harm_is_said_in_a_sentence() {
    let why_of = |text: &str| endangered(ip(SOUGHT), &[stored("10.0.0.2", text)]).iter().map(why).collect::<String>();
    assert_eq!(why_of("it's"), "The text has an apostrophe.");
    assert_eq!(why_of("é\\"), "The text ends in a backslash; the text has characters outside ASCII.");
    let both = Endangered {
        comment: stored("o'brien", "a\\b"),
        why: vec![(Part::Ip, Harm::Apostrophe), (Part::Text, Harm::Backslash)],
    };
    assert_eq!(why(&both), "The IP has an apostrophe; the text has a backslash, which would be taken away.");
}

#[test]
fn a_risk_says_what_spot_will_do_and_that_nothing_was_sent() {
    let comments = vec![stored("10.0.0.2", "it's"), stored("10.0.0.3", "fine")];
    let breaking = Risk { endangered: endangered(ip(SOUGHT), &comments), comments, ..Risk::default() };
    let altering = Risk { endangered: endangered(ip(SOUGHT), &[stored("10.0.0.2", "a\\b")]), ..Risk::default() };
    assert!(risk(&breaking).contains("very likely fail, and lose the day\u{2019}s 2 comments"));
    assert!(risk(&altering).contains("alter the ones below"));
    for words in [risk(&breaking), risk(&altering), risk(&Risk::default())] {
        assert!(words.ends_with("Nothing was sent yet."), "{words}");
    }
    assert!(asks(&Asks::Risk(breaking)).ends_with("your text is kept."));
}

#[test]
fn a_way_without_risk_is_said_or_why_there_is_none() {
    let said = |texts: &[&str]| {
        let stored: Vec<_> = (2..).zip(texts).map(|(last, text)| stored(&format!("10.0.0.{last}"), text)).collect();
        let endangered = endangered(ip(SOUGHT), &stored);
        repair_words(&repair(&endangered, &stored), endangered.len())
    };
    assert!(
        said(&["it's"]).starts_with("Without that risk: save the comment on 10.0.0.2 once more first, word for word")
    );
    assert!(
        said(&["it's", "a\\b"]).starts_with("Without that risk: save these 2 comments, one after the other, once more")
    );
    let impossible = said(&["it's", "fine", "\u{e9}"]);
    assert!(impossible.starts_with("They cannot be made safe first. 2 of them would break a save:"), "{impossible}");
    assert!(impossible.ends_with("What gets lost can be put back afterwards."), "{impossible}");
}

#[test]
fn a_conflict_says_what_the_other_did() {
    let told = |loaded: Option<&str>, now: Option<&str>| {
        conflict(&Conflict { loaded: loaded.map(comment), now: now.map(comment) })
    };
    assert!(told(None, Some("b")).starts_with("Someone else wrote"));
    assert!(told(Some("a"), Some("b")).starts_with("Someone else changed"));
    assert!(told(Some("a"), None).starts_with("Someone removed"));
}

#[test]
fn the_file_holds_the_comments_as_they_are_stored_and_the_new_one_in_the_safe_form() {
    let day = "2016-07-08".parse().expect("a day");
    let mine = Comment { title: "it's".into(), text: "a\nb".into() };
    let copy = DayCopy::of(day, &[stored("10.0.0.2", "it's \\n")], ip(SOUGHT), &mine);
    let read: Value = serde_json::from_str(&copy.json).expect("JSON");

    assert_eq!(copy.name, "comments-2016-07-08.json");
    assert_eq!(read["day"], "2016-07-08");
    assert_eq!(read["comments"], json!([{"ip": "10.0.0.2", "title": "t", "text": "it's \\n"}]));
    assert_eq!(read["notConfirmed"], json!({"ip": SOUGHT, "title": "it&#39;s", "text": "a\\nb"}));
}

#[test]
fn a_preview_is_what_is_sent() {
    let rows: Vec<_> = (1..=30).map(|peer| row(&format!("203.0.113.{peer}"), SOUGHT, peer, u64::from(peer))).collect();
    let view = view(20, StandingChoice::ByRanges);
    let pairs = investigation(SOUGHT, &rows).pairs(view);
    let day = "2016-07-08".parse().expect("a day");
    let mine = Comment { title: "it's".into(), text: "a\nb".into() };
    let (variables, ipv6_pairs) = input(day, ip(SOUGHT), &mine, &pairs, view.top).expect("IPv4");
    let preview = Preview::of(&variables, ipv6_pairs, 10);
    let [sent, shown] = [Layout::Compact, Layout::Indented]
        .map(|layout| serde_json::from_str::<Value>(&body(variables.clone(), layout).expect("JSON")).expect("JSON"));

    assert_eq!(sent, shown, "indenting changes nothing");
    let input = &sent["variables"]["input"];
    assert_eq!((&input["title"], &input["text"]), (&json!(preview.title), &json!(preview.text)));
    assert_eq!((preview.pairs, preview.ipv6_pairs, preview.rows.len()), (20, 0, 10));
    for (row, detail) in preview.rows.iter().zip(input["threatDetails"].as_array().expect("pairs")) {
        assert_eq!((&json!(row.source), &json!(row.destination)), (&detail["srcIp"], &detail["dstIp"]));
        assert_eq!((&json!(row.source_port), &json!(row.destination_port)), (&detail["srcPort"], &detail["dstPort"]));
        assert_eq!((&json!(row.first_seen), &json!(row.last_seen)), (&detail["firstSeen"], &detail["lastSeen"]));
        assert_eq!((&json!(row.connections), &json!(row.max_bytes)), (&detail["connections"], &detail["maxBytes"]));
        assert_eq!((&json!(row.avg_bytes), &json!(row.max_packets)), (&detail["avgBytes"], &detail["maxPkts"]));
        assert_eq!(json!(row.avg_packets), detail["avgPkts"]);
    }
}
