//! Saving to a Spot with its quirk 5 loses no comment: what may happen is asked first, and what did can be put back.

// A helper may fail its test, as the test itself may.
#![allow(clippy::expect_used)]

mod common;
mod saving_scenario;

use common::ip;
use investigation::domain::comment::encode;
use investigation::domain::day_comments::{SavedOutcome, StoredComment};
use investigation::domain::threats::Comment;
use investigation::engine::api::{Asks, Caution, Obstacle, PutBack, Repair, Report, Saved, Sent};
use investigation::failure::Failure;
use investigation::ui::lost::{Fate, back_at_once, lost};
use proptest::prelude::*;
use saving_scenario::{Browser, DAY, Death, MINE, Spot, comment, now, stored, wait_for};

fn asks(saved: Result<Saved, Failure>) -> Asks {
    match saved {
        Ok(Saved::Asks(asks)) => asks,
        other => panic!("it asks nothing: {other:?}"),
    }
}

fn report(saved: Result<Saved, Failure>) -> Report {
    match saved {
        Ok(Saved::Sent(Sent { report: Ok(report), .. })) => report,
        other => panic!("nothing is reported: {other:?}"),
    }
}

/// Puts back all that can be put back at once, as the page does, and looks again.
fn put_all_back(spot: &Spot, browser: &Browser, report: &Report) -> Option<Report> {
    for lost in back_at_once(&lost(report)) {
        let order = PutBack {
            day: now(),
            lost_by: ip(MINE),
            ip: lost.ip.expect("it can be put back"),
            comment: lost.was.clone(),
            found: lost.instead().cloned(),
            top: investigation::domain::view::TopResults::default(),
        };
        wait_for(browser.saving(spot).put_back(&order)).expect("it is put back");
    }
    wait_for(browser.saving(spot).confirm(ip(MINE), None)).expect("it is looked at")
}

#[test]
fn a_save_beside_safe_comments_is_sent_and_confirmed_and_leaves_no_copy() {
    let spot = Spot::with(&[stored("10.0.0.2", "t", "fine"), stored(MINE, "old", "old")]);
    let browser = Browser::default();
    let saved = browser.save(&spot, &comment("new", "it's"), Some(&comment("old", "old")), Caution::AskFirst);

    assert!(report(saved).aftermath.is_harmless());
    assert_eq!(spot.comments(), [stored("10.0.0.2", "t", "fine"), stored(MINE, "new", "it&#39;s")]);
    assert_eq!(browser.copies(), []);
}

#[test]
fn a_comment_that_changed_since_it_was_loaded_is_not_overwritten_unasked() {
    let spot = Spot::with(&[stored(MINE, "theirs", "theirs")]);
    let browser = Browser::default();
    for caution in [Caution::AskFirst, Caution::RepairFirst, Caution::Anyway] {
        let Asks::Conflict(conflict) = asks(browser.save(&spot, &comment("mine", ""), None, caution)) else {
            panic!("no conflict")
        };
        assert_eq!((conflict.loaded, conflict.now), (None, Some(comment("theirs", "theirs"))));
    }
    assert_eq!(spot.sent(), 0);

    let saved = browser.save(&spot, &comment("mine", ""), Some(&comment("theirs", "theirs")), Caution::AskFirst);
    assert!(report(saved).aftermath.is_harmless(), "what was seen may be overwritten");
}

#[test]
fn comments_that_would_break_the_save_are_named_and_nothing_is_sent() {
    let comments = [stored("10.0.0.2", "t", "it's"), stored("10.0.0.3", "t", "fine"), stored("10.0.0.4", "é", "")];
    let spot = Spot::with(&comments);
    let browser = Browser::default();
    let Asks::Risk(risk) = asks(browser.save(&spot, &comment("mine", ""), None, Caution::AskFirst)) else {
        panic!("no risk")
    };
    let named: Vec<_> = risk.endangered.iter().map(|endangered| endangered.comment.ip.as_str()).collect();

    assert_eq!(named, ["10.0.0.2", "10.0.0.4"]);
    assert_eq!((risk.repair, risk.no_copy), (Repair::Impossible(Obstacle::SeveralBreak(2)), None));
    assert_eq!(risk.comments, comments, "for the analyst to download");
    assert_eq!((spot.sent(), browser.copies().len()), (0, 0));
}

#[test]
fn saved_anyway_what_is_lost_is_named_and_put_back_in_the_safe_form() {
    let comments = [stored("10.0.0.2", "t", "it's"), stored("10.0.0.3", "<b>", "fine"), stored("10.0.0.4", "é", "\\")];
    let spot = Spot::with(&comments);
    let browser = Browser::default();
    let report = report(browser.save(&spot, &comment("mine", "it's"), None, Caution::Anyway));

    assert_eq!(report.aftermath.missing, comments);
    assert_eq!(report.aftermath.saved, SavedOutcome::NotThere(vec![]));
    assert_eq!(browser.copies().len(), 1, "the copy stays until all is back");

    let after = put_all_back(&spot, &browser, &report).expect("a report");
    assert!(after.aftermath.is_harmless(), "{after:?}");
    let safe = |comment: &StoredComment| StoredComment {
        title: encode(&comment.plain().title),
        text: encode(&comment.plain().text),
        ..comment.clone()
    };
    let expected: Vec<_> = comments.iter().map(safe).chain([stored(MINE, "mine", "it&#39;s")]).collect();
    assert_eq!(spot.comments(), expected);
    assert_eq!(browser.copies(), []);
}

#[test]
fn the_only_comment_that_does_harm_is_made_safe_first_and_nothing_is_lost_at_any_time() {
    let spot =
        Spot::with(&[stored("10.0.0.3", "t", "fine"), stored("10.0.0.2", "t", "it's"), stored("10.0.0.4", "t", "")]);
    let browser = Browser::default();
    let Asks::Risk(risk) = asks(browser.save(&spot, &comment("mine", ""), None, Caution::AskFirst)) else {
        panic!("no risk")
    };
    assert_eq!(risk.repair, Repair::InOrder(vec![ip("10.0.0.2")]));

    let report = report(browser.save(&spot, &comment("mine", ""), None, Caution::RepairFirst));
    assert!(report.aftermath.is_harmless());
    assert_eq!(spot.fewest_comments_after_a_save(), 3);
    assert_eq!(spot.comments()[1], stored("10.0.0.2", "t", "it&#39;s"));
}

#[test]
fn several_that_do_harm_are_made_safe_one_after_the_other_and_none_is_missing_at_any_time() {
    let comments = [
        stored("10.0.0.2", "t", r"C:\dir"),
        stored("10.0.0.3", "t", r"D:\047s"),
        stored("10.0.0.4", "t", "fine"),
        stored("10.0.0.5", "it's", ""),
    ];
    let spot = Spot::with(&comments);
    let browser = Browser::default();
    let report = report(browser.save(&spot, &comment("mine", ""), None, Caution::RepairFirst));

    assert!(report.aftermath.is_harmless(), "{report:?}");
    assert_eq!(spot.fewest_comments_after_a_save(), 4);
    let plain = |comments: &[StoredComment]| comments.iter().map(StoredComment::plain).collect::<Vec<_>>();
    assert_eq!(plain(&spot.comments()[..4]), plain(&comments), "with what they said");
    assert_eq!(browser.copies(), []);
}

/// Whichever comment is saved first, in whatever place the two stand: Spot inserts the other one as it is.
#[test]
fn no_save_at_all_leaves_two_that_break_it_whole() {
    let texts = ["fine", "it's", "fine", "é", "fine"];
    for (first, second) in [(0, 1), (0, 4), (1, 3), (3, 4)] {
        let comments: Vec<_> = (0..5)
            .map(|place| {
                let text = if place == first {
                    texts[1]
                } else if place == second {
                    texts[3]
                } else {
                    texts[0]
                };
                stored(&format!("10.0.0.{}", place + 2), "t", text)
            })
            .collect();
        let everyone = comments.iter().map(|comment| comment.ip.clone()).chain([MINE.to_owned()]);
        for saved_first in everyone {
            let spot = Spot::with(&comments);
            let of_it = comments.iter().find(|comment| comment.ip == saved_first).map(StoredComment::plain);
            let text = of_it.clone().unwrap_or_else(|| comment("mine", ""));
            let saved = Browser::default().save_about(&saved_first, &spot, &text, of_it.as_ref(), Caution::Anyway);
            assert!(!report(saved).aftermath.is_harmless(), "{saved_first} of {comments:?}");
            assert!(spot.comments().len() < comments.len());
        }
    }
}

#[test]
fn a_second_comment_that_breaks_the_save_is_asked_about_though_the_first_was_to_be_made_safe() {
    let spot = Spot::with(&[stored("10.0.0.2", "t", "it's"), stored("10.0.0.3", "t", "é")]);
    let asked = asks(Browser::default().save(&spot, &comment("mine", ""), None, Caution::RepairFirst));

    assert!(matches!(asked, Asks::Risk(risk) if risk.endangered.len() == 2));
    assert_eq!(spot.sent(), 0);
}

#[test]
fn a_server_that_dies_after_it_deleted_loses_all_and_all_are_put_back() {
    let comments = [stored("10.0.0.2", "t", "one"), stored("10.0.0.3", "t", "two"), stored(MINE, "old", "old")];
    let spot = Spot::with(&comments);
    let browser = Browser::default();
    spot.dies(Death::BetweenDeleteAndInsert);
    let saved = browser.save(&spot, &comment("mine", ""), Some(&comment("old", "old")), Caution::AskFirst);
    let report = report(saved);
    assert_eq!(report.aftermath.missing, comments[..2]);

    let after = put_all_back(&spot, &browser, &report).expect("a report");
    assert!(after.aftermath.is_harmless());
    assert_eq!(spot.comments(), [&comments[..2], &[stored(MINE, "mine", "")]].concat());
}

#[test]
fn a_save_that_spot_refused_and_that_changed_nothing_is_a_failure_without_a_copy() {
    let spot = Spot::with(&[stored("10.0.0.2", "t", "one")]);
    let browser = Browser::default();
    spot.dies(Death::BeforeAnything);

    assert!(matches!(browser.save(&spot, &comment("mine", ""), None, Caution::AskFirst), Err(Failure::Refused { .. })));
    assert_eq!(browser.copies(), []);
}

#[test]
fn what_cannot_be_read_before_is_not_risked() {
    let spot = Spot::with(&[stored("10.0.0.2", "t", "one")]);
    spot.hides_comments();

    assert!(Browser::default().save(&spot, &comment("mine", ""), None, Caution::Anyway).is_err());
    assert_eq!(spot.sent(), 0);
}

#[test]
fn without_a_place_for_copies_it_asks_and_saves_on_demand() {
    let spot = Spot::with(&[stored("10.0.0.2", "t", "one")]);
    let browser = Browser::without_store();
    for caution in [Caution::AskFirst, Caution::RepairFirst] {
        let Asks::Risk(risk) = asks(browser.save(&spot, &comment("mine", ""), None, caution)) else {
            panic!("no risk")
        };
        assert!(risk.no_copy.is_some());
    }
    assert_eq!(spot.sent(), 0);
    assert!(report(browser.save(&spot, &comment("mine", ""), None, Caution::Anyway)).aftermath.is_harmless());
}

#[test]
fn an_ipv6_storyboard_is_refused_before_anything_is_asked_or_sent() {
    let spot = Spot::with(&[]);
    let browser = Browser::default();
    let refused = browser.save_about("2001:db8::1", &spot, &comment("mine", ""), None, Caution::Anyway);

    assert!(matches!(refused, Err(Failure::NotPossible(_))));
    assert_eq!(spot.sent(), 0);
}

#[test]
fn a_crash_in_the_middle_is_found_at_the_next_start() {
    let comments = [stored("10.0.0.2", "t", "it's"), stored("10.0.0.3", "t", "two")];
    let spot = Spot::with(&comments);
    let browser = Browser::default();
    // The page goes away while Spot is at work: the save is never looked at.
    spot.dies(Death::WithoutAnAnswer);
    assert!(browser.begin_saving(&spot, &comment("mine", "")), "it was under way");

    let report = wait_for(browser.saving(&spot).confirm(ip(MINE), None)).expect("it is looked at").expect("a save");
    assert_eq!(report.aftermath.missing, comments);
    assert!(put_all_back(&spot, &browser, &report).is_some_and(|after| after.aftermath.is_harmless()));
    assert_eq!(
        wait_for(browser.saving(&spot).confirm(ip(MINE), None)).expect("it is looked at"),
        None,
        "it is confirmed"
    );
}

#[test]
fn a_second_save_keeps_what_the_first_has_lost() {
    let spot = Spot::with(&[stored("10.0.0.2", "t", "one")]);
    let browser = Browser::default();
    spot.dies(Death::BetweenDeleteAndInsert);
    report(browser.save(&spot, &comment("mine", ""), None, Caution::AskFirst));
    spot.insert(stored("10.0.0.3", "t", "since"));

    let report = report(browser.save(&spot, &comment("mine", "again"), None, Caution::AskFirst));
    assert_eq!(report.aftermath.saved, SavedOutcome::There);
    assert_eq!(report.aftermath.missing, [stored("10.0.0.2", "t", "one")]);
}

#[test]
fn what_someone_wrote_in_place_of_a_lost_comment_is_not_overwritten() {
    let spot = Spot::with(&[stored("10.0.0.2", "t", "one")]);
    let browser = Browser::default();
    spot.dies(Death::BetweenDeleteAndInsert);
    let report = report(browser.save(&spot, &comment("mine", ""), None, Caution::AskFirst));
    spot.insert(stored("10.0.0.2", "t", "written since"));
    let order = PutBack {
        day: now(),
        lost_by: ip(MINE),
        ip: ip("10.0.0.2"),
        comment: report.aftermath.missing[0].plain(),
        found: None,
        top: investigation::domain::view::TopResults::default(),
    };

    assert!(matches!(wait_for(browser.saving(&spot).put_back(&order)), Err(Failure::NotPossible(_))));
    assert_eq!(spot.comments(), [stored("10.0.0.2", "t", "written since")]);
}

#[test]
fn putting_back_survives_comments_that_others_stored_meanwhile_and_that_break_it() {
    let spot = Spot::with(&[stored("10.0.0.2", "t", "one")]);
    let browser = Browser::default();
    spot.dies(Death::BetweenDeleteAndInsert);
    let first = report(browser.save(&spot, &comment("mine", ""), None, Caution::AskFirst));
    for broken in [stored("10.0.0.5", "t", "it's"), stored("10.0.0.6", "t", "é"), stored("10.0.0.7", "t", "fine")] {
        spot.insert(broken);
    }

    // What broke is named by the look after it, and goes back too.
    let mut after = put_all_back(&spot, &browser, &first).expect("a report");
    if !after.aftermath.is_harmless() {
        after = put_all_back(&spot, &browser, &after).expect("a report");
    }
    assert!(after.aftermath.is_harmless(), "{after:?}");
    assert_eq!(spot.comments().len(), 5);
}

#[test]
fn what_was_altered_is_put_back_in_place_of_what_it_became_whatever_went_back_before() {
    let comments = [stored("10.0.0.2", "t", "C:\\dir"), stored("10.0.0.3", "t", "it's")];
    let spot = Spot::with(&comments);
    let browser = Browser::default();
    let first = report(browser.save(&spot, &comment("mine", ""), None, Caution::Anyway));
    assert_eq!(first.aftermath.altered, [(comments[0].clone(), stored("10.0.0.2", "t", "C:dir"))]);

    let after = put_all_back(&spot, &browser, &first).expect("a report");
    assert_eq!(after.aftermath.missing, []);
    assert_eq!(after.aftermath.altered.len(), 1, "it is still named, with both texts");
    let order = PutBack {
        day: now(),
        lost_by: ip(MINE),
        ip: ip("10.0.0.2"),
        comment: comments[0].plain(),
        found: Some(comment("t", "C:dir")),
        top: investigation::domain::view::TopResults::default(),
    };
    wait_for(browser.saving(&spot).put_back(&order)).expect("it is put back");
    let after = wait_for(browser.saving(&spot).confirm(ip(MINE), None)).expect("it is looked at");
    assert!(after.is_some_and(|after| after.aftermath.is_harmless()));
    assert_eq!(browser.copies(), []);
}

#[test]
fn a_comment_that_spot_would_not_overwrite_is_named_with_the_reason_and_cannot_be_put_back() {
    let spot = Spot::with(&[stored("o'brien", "t", "text"), stored("2001:db8::1", "t", "text")]);
    let report = report(Browser::default().save(&spot, &comment("mine", ""), None, Caution::Anyway));
    let named = lost(&report);

    assert_eq!(
        named.iter().map(|lost| (lost.about.as_str(), lost.ip)).collect::<Vec<_>>(),
        [("o'brien", None), ("2001:db8::1", None), (MINE, Some(ip(MINE))),]
    );
    assert!(named[0].limit().is_some_and(|why| why.starts_with("Spot would store it under another name")));
    assert!(named[1].limit().is_some_and(|why| why.starts_with("Spot saves storyboards of IPv4 addresses only")));
    assert_eq!(named[2].limit(), None);
    assert_eq!(named[2].fate, Fate::Yours { instead: None });
    assert_eq!(back_at_once(&named).len(), 1);
}

#[test]
fn several_lost_comments_about_an_ip_go_back_as_one_with_all_texts_since_spot_keeps_one() {
    let comments = [
        stored("10.0.0.2", "scan", "first"),
        stored("10.0.0.3", "t", "other"),
        stored("10.0.0.2", "bot", "last"),
        stored("10.0.0.2", "bot", "last"),
    ];
    let spot = Spot::with(&comments);
    let browser = Browser::default();
    spot.dies(Death::BetweenDeleteAndInsert);
    let report = report(browser.save(&spot, &comment("mine", ""), None, Caution::AskFirst));
    let named = lost(&report);
    assert_eq!(named.iter().map(|lost| lost.joined).collect::<Vec<_>>(), [2, 1, 1]);
    assert!(named[0].limit().is_some_and(|why| why.starts_with("2 comments about this IP were stored.")));

    let after = put_all_back(&spot, &browser, &report).expect("a report");
    assert!(after.aftermath.is_harmless(), "{after:?}");
    let back: Vec<_> = spot.comments().iter().map(StoredComment::plain).collect();
    assert_eq!(
        back,
        [comment("bot", "last\n\nAlso stored about this IP:\nscan\nfirst"), comment("t", "other"), comment("mine", "")]
    );
    assert_eq!(browser.copies(), []);
}

fn any_comments() -> impl Strategy<Value = Vec<StoredComment>> {
    let text = || {
        let odd = prop::sample::select(vec!["it's", "a\\", "a\\\\", "\\047", "\\u0027", "\\\\047", "C:\\dir"]);
        prop_oneof![3 => "[a-z]{0,4}", 1 => "[ -~]{0,12}", 1 => any::<String>(), 2 => odd.prop_map(str::to_owned)]
    };
    // Each IP once: of several Spot keeps one text.
    prop::collection::btree_map(2u8..12, (text(), text()), 0..8).prop_map(|comments| {
        comments.into_iter().map(|(last, (title, text))| stored(&format!("10.0.0.{last}"), &title, &text)).collect()
    })
}

proptest! {
    /// Where it is promised that nothing is risked, nothing is: whatever the comments are.
    #[test]
    fn made_safe_first_nothing_is_missing_at_any_time(comments in any_comments()) {
        let spot = Spot::with(&comments);
        let browser = Browser::default();
        match browser.save(&spot, &comment("mine", ""), None, Caution::RepairFirst).expect("an answer") {
            Saved::Asks(_) => prop_assert_eq!(spot.sent(), 0),
            saved => {
                prop_assert!(report(Ok(saved)).aftermath.is_harmless());
                prop_assert!(spot.fewest_comments_after_a_save() >= comments.len());
                let said: Vec<_> = spot.comments().iter().map(StoredComment::plain).collect();
                let before: Vec<_> = comments.iter().map(StoredComment::plain).collect();
                prop_assert_eq!(&said[..before.len()], &before[..]);
            }
        }
    }

    /// Whatever is stored, and wherever Spot dies: after one click, or some more where others fell or were altered with it, all is back.
    #[test]
    fn nothing_is_lost_for_good(
        comments in any_comments(),
        mine in (any::<String>(), any::<String>()),
        dies: bool,
    ) {
        let spot = Spot::with(&comments);
        let browser = Browser::default();
        if dies {
            spot.dies(Death::BetweenDeleteAndInsert);
        }
        let mine = Comment { title: mine.0, text: mine.1 };
        let mut report = Some(report(browser.save(&spot, &mine, None, Caution::Anyway)));
        for _ in 0..8 {
            report = report.filter(|report| !report.aftermath.is_harmless());
            // What was altered lies beside what is there; putting it back is one click each.
            if let Some(open) = report.take() {
                for lost in lost(&open).iter().filter(|lost| lost.instead().is_some()) {
                    let order = PutBack {
                        day: now(),
                        lost_by: ip(MINE),
                        ip: lost.ip.expect("an IP"),
                        comment: lost.was.clone(),
                        found: lost.instead().cloned(),
                        top: investigation::domain::view::TopResults::default(),
                    };
                    // One that the last put back altered once more is refused, and named by the next look as it is then.
                    let _ = wait_for(browser.saving(&spot).put_back(&order));
                }
                report = put_all_back(&spot, &browser, &open);
            }
        }
        let sorted = |mut comments: Vec<(String, String, String)>| { comments.sort(); comments };
        let plain = |comments: &[StoredComment]| {
            comments.iter().map(|it| (it.ip.clone(), it.plain().title, it.plain().text)).collect::<Vec<_>>()
        };
        let mut expected = plain(&comments);
        expected.push((MINE.to_owned(), mine.title.clone(), mine.text.clone()));
        prop_assert_eq!(sorted(plain(&spot.comments())), sorted(expected));
        prop_assert_eq!(browser.copies(), vec![]);
        prop_assert_eq!(DAY, now().to_string());
    }
}
