//! Saving destroys no comment unnoticed.

mod common;

use common::ip;
use investigation::domain::comment::encode;
use investigation::domain::day_comments::{
    Conflict, Endangered, Harm, Part, SavedOutcome, StoredComment, aftermath, comment_on, conflict, endangered,
};
use investigation::domain::repair::{Obstacle, Repair, repair};
use investigation::domain::threats::Comment;
use investigation::spot::operations::comments::ResponseData;
use investigation::spot::threats::stored_comments;
use proptest::prelude::*;
use rstest::rstest;

const SAVED: &str = "10.0.0.1";

fn stored(ip: &str, title: &str, text: &str) -> StoredComment {
    StoredComment { ip: ip.into(), title: title.into(), text: text.into() }
}

fn comment(title: &str, text: &str) -> Comment {
    Comment { title: title.into(), text: text.into() }
}

/// As Spot tells what was sent as `comment`.
fn kept(ip: &str, comment: &Comment) -> StoredComment {
    stored(ip, &encode(&comment.title), &encode(&comment.text))
}

#[rstest]
#[case::nobody_wrote(&[], &[], None)]
#[case::nothing_changed(&["a"], &["a"], None)]
#[case::changed(&["a"], &["b"], Some((Some("a"), Some("b"))))]
#[case::written_since(&[], &["b"], Some((None, Some("b"))))]
#[case::removed_since(&["a"], &[], Some((Some("a"), None)))]
#[case::already_saved(&["a"], &["mine"], None)]
#[case::the_last_of_several_counts(&["x", "a"], &["a"], None)]
#[case::another_form_of_the_same_text(&["it's\ne"], &["it&#39;s\\n&#101;"], None)]
fn a_comment_that_changed_since_it_was_loaded_is_a_conflict_of_two_texts(
    #[case] loaded: &[&str],
    #[case] now: &[&str],
    #[case] expected: Option<(Option<&str>, Option<&str>)>,
) {
    let list = |texts: &[&str]| -> Vec<_> {
        let others = [stored("10.0.0.2", "t", "other")];
        texts.iter().map(|text| stored(SAVED, "t", text)).chain(others).collect()
    };
    let loaded = comment_on(ip(SAVED), &list(loaded));
    let found = conflict(ip(SAVED), loaded.as_ref(), &list(now), &comment("t", "mine"));

    let told = |text: Option<&str>| text.map(|text| comment("t", text));
    assert_eq!(found, expected.map(|(loaded, now)| Conflict { loaded: told(loaded), now: told(now) }));
}

#[test]
fn a_change_of_another_ips_comment_is_no_conflict() {
    assert_eq!(conflict(ip(SAVED), None, &[stored("10.0.0.2", "t", "b")], &comment("t", "mine")), None);
}

#[rstest]
#[case::plain("fine &#39; \\nagain", &[])]
#[case::apostrophe("it's", &[Harm::Apostrophe])]
#[case::trailing_backslash("C:\\", &[Harm::TrailingBackslash])]
#[case::a_pair_of_them_is_an_escape("C:\\\\", &[Harm::Backslash])]
#[case::three_of_them("C:\\\\\\", &[Harm::TrailingBackslash])]
#[case::not_ascii("naïve", &[Harm::OutsideAscii])]
#[case::backslash_within("a\\b", &[Harm::Backslash])]
#[case::all("é'\\", &[Harm::Apostrophe, Harm::TrailingBackslash, Harm::OutsideAscii])]
#[case::empty("", &[])]
fn stored_comments_that_break_the_insert_are_named_with_what_does_it(#[case] text: &str, #[case] harms: &[Harm]) {
    let comments = [stored("10.0.0.2", "t", text), stored("10.0.0.3", text, "x"), stored(SAVED, text, text)];
    let found = endangered(ip(SAVED), &comments);

    let why = |part| harms.iter().map(|harm| (part, *harm)).collect::<Vec<_>>();
    let expected = [(0, Part::Text), (1, Part::Title)]
        .map(|(at, part): (usize, _)| Endangered { comment: comments[at].clone(), why: why(part) });
    let expected = if harms.is_empty() { Vec::new() } else { expected.to_vec() };
    assert_eq!(found, expected, "the comment that is overwritten does no harm");
    let breaks = harms.iter().any(|harm| *harm != Harm::Backslash);
    assert!(found.iter().all(|endangered| endangered.breaks_the_insert() == breaks));
}

#[test]
fn comments_are_read_as_they_are_stored_with_nothing_decoded() {
    let answer = |comments: &str| -> ResponseData {
        serde_json::from_str(&format!(r#"{{"flow":{{"threats":{{"comments":{comments}}}}}}}"#)).expect("an answer")
    };
    let comments =
        r#"[{"ip":"10.0.0.1","title":"It&#39;s","text":"a\\nb"},{"ip":"o'brien","title":null,"text":"\u00e9"}]"#;

    let expected = vec![stored("10.0.0.1", "It&#39;s", "a\\nb"), stored("o'brien", "", "é")];
    assert_eq!(stored_comments(&answer(comments)), Some(expected));
    for untold in ["null", "[null]"] {
        assert_eq!(stored_comments(&answer(untold)), None, "what is not told cannot be kept");
    }
}

#[rstest]
#[case::none(&[("10.0.0.2", "fine")], &[])]
#[case::alone(&[("10.0.0.2", "it's"), ("10.0.0.3", "fine")], &["10.0.0.2"])]
#[case::what_breaks_goes_before_what_is_altered(&[("10.0.0.2", r"C:\dir"), ("10.0.0.3", "it's")], &["10.0.0.3", "10.0.0.2"])]
#[case::any_number_is_altered(
    &[("10.0.0.2", r"a\b"), ("10.0.0.3", r"c\d"), ("10.0.0.4", r"e\f")],
    &["10.0.0.2", "10.0.0.3", "10.0.0.4"]
)]
#[case::what_may_turn_goes_before_what_may_not(
    &[("10.0.0.2", r"a\b"), ("10.0.0.3", r"a\\"), ("10.0.0.4", "é")],
    &["10.0.0.4", "10.0.0.3", "10.0.0.2"]
)]
fn comments_that_do_harm_are_made_safe_in_the_order_that_harms_none(
    #[case] comments: &[(&str, &str)],
    #[case] order: &[&str],
) {
    let comments: Vec<_> = comments.iter().map(|(ip, text)| stored(ip, "t", text)).collect();
    let expected = Repair::InOrder(order.iter().copied().map(ip).collect());

    assert_eq!(repair(&endangered(ip(SAVED), &comments), &comments), expected);
}

#[rstest]
#[case::two_would_break_each_other(&[("10.0.0.2", "it's"), ("10.0.0.3", "é")], Obstacle::SeveralBreak(2))]
#[case::three_would_by_the_third_insert(
    &[("10.0.0.2", r"a\\"), ("10.0.0.3", r"b\047"), ("10.0.0.4", r"c\u0027")],
    Obstacle::SeveralBreak(3)
)]
#[case::a_second_one_about_the_ip_would_be_overwritten(
    &[("10.0.0.2", "it's"), ("10.0.0.2", "fine")],
    Obstacle::Several { about: "10.0.0.2".into() }
)]
#[case::spot_would_not_overwrite_it(&[(" 10.0.0.2", "it's")], Obstacle::NotSaved { about: " 10.0.0.2".into() })]
#[case::no_ip(&[("o'brien", "fine")], Obstacle::NotSaved { about: "o'brien".into() })]
#[case::spot_stores_ipv4_only(&[("2001:db8::1", "it's")], Obstacle::NotSaved { about: "2001:db8::1".into() })]
fn why_comments_cannot_be_made_safe_is_told(#[case] comments: &[(&str, &str)], #[case] obstacle: Obstacle) {
    let comments: Vec<_> = comments.iter().map(|(ip, text)| stored(ip, "t", text)).collect();

    assert_eq!(repair(&endangered(ip(SAVED), &comments), &comments), Repair::Impossible(obstacle));
}

#[test]
fn what_was_put_back_in_the_safe_form_is_as_it_was() {
    let mine = comment("mine", "text");
    let before = [stored("10.0.0.2", "it's <b>", "C:\\ é\\n")];
    let after = [kept("10.0.0.2", &before[0].plain()), kept(SAVED, &mine)];

    assert!(aftermath(ip(SAVED), &mine, &before, &after).is_harmless());
}

#[test]
fn what_is_no_ip_is_pasted_too() {
    let found = endangered(ip(SAVED), &[stored("o'brien", "t", "x")]);

    assert_eq!(found[0].why, [(Part::Ip, Harm::Apostrophe)]);
}

#[test]
fn what_was_lost_is_named_with_the_text_to_put_back() {
    let lost = stored("10.0.0.2", "It&#39;s", "one\\ntwo");
    let before = [lost.clone(), stored("10.0.0.3", "t", "C:\\dir"), stored(SAVED, "old", "old")];
    let mine = comment("mine", "it's\n\\n");
    let after = [stored("10.0.0.3", "t", "C:dir"), stored("10.0.0.4", "new", "by another"), kept(SAVED, &mine)];
    let found = aftermath(ip(SAVED), &mine, &before, &after);

    assert_eq!(found.saved, SavedOutcome::There);
    assert_eq!(found.missing, [lost]);
    assert_eq!(found.missing[0].plain(), comment("It's", "one\ntwo"));
    assert_eq!(found.altered, [(before[1].clone(), after[0].clone())]);
    assert_eq!(found.added, [after[1].clone()]);
    assert!(!found.is_harmless());
}

#[test]
fn a_newline_comes_back_in_either_form() {
    let mine = comment("two\nlines", "and\nthree");
    // The database makes newlines of `\n`, and Spot makes `\n` of those in a text again, not of those in a title.
    let before = [stored("10.0.0.2", "a\\nb", "a\\nb")];
    let after = [stored("10.0.0.2", "a\nb", "a\\nb"), stored(SAVED, "two\nlines", "and\\nthree")];

    assert!(aftermath(ip(SAVED), &mine, &before, &after).is_harmless());
}

#[rstest]
#[case::once(1, SavedOutcome::There, true)]
#[case::twice(2, SavedOutcome::Repeated(2), true)]
#[case::not_at_all(0, SavedOutcome::NotThere(vec![]), false)]
fn the_new_comment_is_expected_once(#[case] times: usize, #[case] outcome: SavedOutcome, #[case] is_harmless: bool) {
    let mine = comment("mine", "text");
    let found = aftermath(ip(SAVED), &mine, &[], &vec![kept(SAVED, &mine); times]);

    assert_eq!(found.saved, outcome);
    assert_eq!(found.is_harmless(), is_harmless);
}

#[test]
fn another_text_in_place_of_the_new_one_is_told() {
    let found = aftermath(ip(SAVED), &comment("mine", "text"), &[], &[stored(SAVED, "t", "theirs")]);

    assert_eq!(found.saved, SavedOutcome::NotThere(vec![stored(SAVED, "t", "theirs")]));
}

/// Spot compares the texts of IPs: this one it inserts again.
#[test]
fn a_comment_under_another_spelling_of_the_ip_is_not_overwritten_and_not_forgotten() {
    let mine = comment("mine", "text");
    let spaced = stored(" 10.0.0.1", "t", "it's");

    assert_eq!(endangered(ip(SAVED), std::slice::from_ref(&spaced))[0].why, [(Part::Text, Harm::Apostrophe)]);
    assert_eq!(aftermath(ip(SAVED), &mine, std::slice::from_ref(&spaced), &[kept(SAVED, &mine)]).missing, [spaced]);
}

/// Few IPs and texts, so that comments repeat.
fn any_stored() -> impl Strategy<Value = StoredComment> {
    let text = || prop_oneof![Just(""), Just("a"), Just("it's"), Just("é"), Just("x\\n"), Just("b\\")];
    ((1u8..5), text(), text()).prop_map(|(last, title, text)| stored(&format!("10.0.0.{last}"), title, text))
}

proptest! {
    /// Any of the others may get lost, and any of them be altered to what nobody had before.
    #[test]
    fn exactly_what_was_lost_is_named(
        before in prop::collection::vec((any_stored(), 0u8..3), 0..20),
        mine in any::<(String, String)>(),
        is_saved: bool,
        order in any::<prop::sample::Index>(),
    ) {
        let mine = comment(&mine.0, &mine.1);
        let is_mine = |comment: &StoredComment| comment.ip == SAVED;
        let (mut after, mut lost, mut altered) = (Vec::new(), Vec::new(), Vec::new());
        for (at, (comment, fate)) in before.iter().enumerate().filter(|(_, (comment, _))| !is_mine(comment)) {
            match fate {
                0 => after.push(comment.clone()),
                1 => lost.push(comment.clone()),
                _ => {
                    let other = StoredComment { text: format!("altered {at}"), ..comment.clone() };
                    after.push(other.clone());
                    altered.push((comment.clone(), other));
                }
            }
        }
        if is_saved {
            after.push(kept(SAVED, &mine));
        }
        let count = after.len();
        if count > 0 {
            after.rotate_left(order.index(count));
        }
        let before: Vec<_> = before.into_iter().map(|(comment, _)| comment).collect();
        let found = aftermath(ip(SAVED), &mine, &before, &after);

        prop_assert_eq!(found.saved == SavedOutcome::There, is_saved);
        prop_assert!(found.added.is_empty());
        // Of two comments about an IP, one lost and one altered, nobody can tell which is which: together they are the same.
        let sorted = |mut comments: Vec<StoredComment>| { comments.sort(); comments };
        let named = found.missing.iter().chain(found.altered.iter().map(|(was, _)| was)).cloned().collect();
        let were = lost.iter().chain(altered.iter().map(|(was, _)| was)).cloned().collect();
        prop_assert_eq!(sorted(named), sorted(were));
        let are = |altered: &[(StoredComment, StoredComment)]| sorted(altered.iter().map(|(_, is)| is.clone()).collect());
        prop_assert_eq!(are(&found.altered), are(&altered));
        prop_assert_eq!(found.missing.len(), lost.len());
        prop_assert_eq!(found.is_harmless(), is_saved && lost.is_empty() && altered.is_empty());
    }

    #[test]
    fn what_is_sent_in_the_safe_form_is_never_in_danger(title in any::<String>(), text in any::<String>()) {
        let safe = kept("10.0.0.9", &comment(&title, &text));
        prop_assert_eq!(endangered(ip(SAVED), &[safe]), vec![]);
    }
}
