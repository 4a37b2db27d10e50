//! The browser's store, and the demo that it keeps. Runs in a page and in a worker: it has to work in both.
//!
//! Every test uses a source of its own, since the database is one.
#![allow(clippy::unwrap_used, reason = "a test ends at what it did not expect")]

use std::net::IpAddr;

use futures::FutureExt;
use futures::future::join;
use idb::{DatabaseEvent, Factory, ObjectStoreParams, TransactionMode};
use investigation::domain::begun_save::BegunSave;
use investigation::domain::day_comments::StoredComment;
use investigation::domain::storyboard::{ImpactNode, StoredDocuments};
use investigation::domain::threats::{Comment, Threats};
use investigation::domain::time::Day;
use investigation::failure::Failure;
use investigation::local::demo::VERSION;
use investigation::local::flows::FlowTable;
use investigation::local::store::Draft;
use investigation::local::{LocalSpot, store};
use js_sys::{Array, Object, Reflect, global};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::Blob;

const DATABASE: &str = "flow-threat-investigation";
const FLOWS: &[u8] = include_bytes!("../../src/local/demo/flows.bin");
/// No server answers there.
const NOWHERE: &str = "http://127.0.0.1:9/demo/";

fn day() -> Day {
    "2011-08-10".parse().unwrap()
}

fn ip(text: &str) -> IpAddr {
    text.parse().unwrap()
}

fn comment(title: &str) -> Comment {
    Comment { title: title.to_owned(), text: "first line\nit's \"second\" <b>&\\ ü \u{1f600} \u{0}".to_owned() }
}

fn draft(title: &str) -> Draft {
    Draft { comment: comment(title), written_ms: store::now_ms(), based_on: Some(comment("stored")) }
}

/// Saves a storyboard that has no documents.
async fn put_comment(source: &str, day: Day, ip: IpAddr, comment: &Comment) -> Result<(), Failure> {
    store::put_storyboard(source, day, ip, comment, &StoredDocuments::default()).await
}

fn documents(size: u64) -> StoredDocuments {
    StoredDocuments {
        impact: Some(ImpactNode { name: String::new(), size: Some(size), children: Some(Vec::new()) }),
        ..StoredDocuments::default()
    }
}

/// Deletes the database: the store's open connection has to make way.
async fn forget_everything() {
    Factory::new().unwrap().delete(DATABASE).unwrap().await.unwrap();
}

#[wasm_bindgen_test]
async fn a_comment_comes_back_word_for_word() {
    put_comment("words", day(), ip("10.0.0.1"), &comment("C2")).await.unwrap();
    assert_eq!(store::comments("words", day()).await.unwrap(), [(ip("10.0.0.1"), comment("C2"))]);
}

#[wasm_bindgen_test]
async fn a_later_comment_replaces_the_earlier_one_and_can_be_removed() {
    for title in ["first", "second"] {
        put_comment("replaced", day(), ip("fe80::1"), &comment(title)).await.unwrap();
    }
    assert_eq!(store::comments("replaced", day()).await.unwrap(), [(ip("fe80::1"), comment("second"))]);
    store::delete_storyboard("replaced", day(), ip("fe80::1")).await.unwrap();
    assert_eq!(store::comments("replaced", day()).await.unwrap(), []);
}

#[wasm_bindgen_test]
async fn comments_are_those_of_one_day_of_one_source() {
    let all = [("own", day()), ("own", day().next()), ("own", day().previous()), ("own|", day()), ("ow", day())];
    for (source, on) in all {
        put_comment(source, on, ip("10.0.0.1"), &comment(&format!("{source} {on}"))).await.unwrap();
    }
    for (source, on) in all {
        let expected = [(ip("10.0.0.1"), comment(&format!("{source} {on}")))];
        assert_eq!(store::comments(source, on).await.unwrap(), expected);
    }
}

#[wasm_bindgen_test]
async fn a_draft_lasts_until_it_is_removed() {
    let (first, second) = (ip("10.0.0.1"), ip("10.0.0.2"));
    assert_eq!(store::get_draft("drafts", day(), first).await.unwrap(), None);
    store::put_draft("drafts", day(), first, &draft("half a th")).await.unwrap();
    store::put_draft("drafts", day(), first, &draft("half a thought")).await.unwrap();
    store::put_draft("drafts", day(), second, &draft("another")).await.unwrap();
    let draft = store::get_draft("drafts", day(), first).await.unwrap().unwrap();
    assert_eq!(draft.comment, comment("half a thought"));
    assert!(draft.written_ms > 1_700_000_000_000);
    assert_eq!(draft.based_on, Some(comment("stored")));
    let of_day = store::drafts("drafts", day()).await.unwrap();
    assert_eq!(of_day.iter().map(|(ip, _)| *ip).collect::<Vec<_>>(), [first, second]);
    store::delete_draft("drafts", day(), first).await.unwrap();
    assert_eq!(store::get_draft("drafts", day(), first).await.unwrap(), None);
    assert!(store::comments("drafts", day()).await.unwrap().is_empty());
}

#[wasm_bindgen_test]
async fn saves_that_are_not_confirmed_are_found_on_whatever_day() {
    let save = |about: &str| BegunSave {
        ip: ip(about),
        comment: comment("mine"),
        before: vec![StoredComment { ip: "o'brien".into(), title: "it's".into(), text: "a\\n\u{e9}".into() }],
        begun_ms: 7,
    };
    for (day, about) in [(day(), "10.0.0.1"), (day().next(), "10.0.0.2")] {
        store::put_save("https://spot/graphql", day, &save(about)).await.unwrap();
    }
    store::put_save("https://spot/graphql2", day(), &save("10.0.0.3")).await.unwrap();
    let found = store::saves("https://spot/graphql").await.unwrap();
    assert_eq!(found, [(day(), save("10.0.0.1")), (day().next(), save("10.0.0.2"))]);

    store::delete_save("https://spot/graphql", day(), ip("10.0.0.1")).await.unwrap();
    assert_eq!(store::get_save("https://spot/graphql", day(), ip("10.0.0.1")).await.unwrap(), None);
    let left = store::get_save("https://spot/graphql", day().next(), ip("10.0.0.2")).await.unwrap();
    assert_eq!(left, Some(save("10.0.0.2")));
}

#[wasm_bindgen_test]
async fn a_file_is_there_in_its_version_only() {
    let bytes: Vec<u8> = (0..=255).cycle().take(300_000).collect();
    assert_eq!(store::get_file("a file", "1").await.unwrap(), None);
    store::put_file("a file", "1", &bytes).await.unwrap();
    assert_eq!(store::get_file("a file", "1").await.unwrap(), Some(bytes));
    assert_eq!(store::get_file("a file", "2").await.unwrap(), None);
    store::put_file("a file", "2", b"new").await.unwrap();
    assert_eq!(store::get_file("a file", "1").await.unwrap(), None);
    assert_eq!(store::get_file("a file", "2").await.unwrap(), Some(b"new".to_vec()));
}

#[wasm_bindgen_test]
async fn a_dropped_in_file_is_kept_with_its_name_until_it_is_removed() {
    let blob = |text: &str| Blob::new_with_str_sequence(&Array::of1(&text.into())).unwrap();
    store::put_dropped("dropped", "first.csv", &blob("1")).await.unwrap();
    store::put_dropped("dropped", "ünd <b>.csv", &blob("10.0.0.0,10.0.0.9,ours")).await.unwrap();
    let (name, file) = store::get_dropped("dropped").await.unwrap().unwrap();
    let text = JsFuture::from(file.text()).await.unwrap();
    assert_eq!((name.as_str(), text.as_string().as_deref()), ("ünd <b>.csv", Some("10.0.0.0,10.0.0.9,ours")));
    store::delete_file("dropped").await.unwrap();
    assert!(store::get_dropped("dropped").await.unwrap().is_none());
    // A file of another kind is none.
    store::put_file("versioned", "1", b"bytes").await.unwrap();
    assert!(store::get_dropped("versioned").await.unwrap().is_none());
}

#[wasm_bindgen_test]
async fn what_nobody_waits_for_is_written_all_the_same() {
    // The question is dropped after its first step, as when an analyst moves on.
    let dropped = put_comment("dropped", day(), ip("10.0.0.1"), &comment("kept")).now_or_never();
    assert!(dropped.is_none());
    assert_eq!(store::comments("dropped", day()).await.unwrap(), [(ip("10.0.0.1"), comment("kept"))]);
}

#[wasm_bindgen_test]
async fn a_closed_connection_is_opened_again() {
    put_comment("closed", day(), ip("10.0.0.1"), &comment("lost")).await.unwrap();
    forget_everything().await;
    assert_eq!(store::comments("closed", day()).await.unwrap(), []);
    put_comment("closed", day(), ip("10.0.0.1"), &comment("new")).await.unwrap();
    assert_eq!(store::comments("closed", day()).await.unwrap().len(), 1);
}

#[wasm_bindgen_test]
async fn questions_at_the_same_time_share_a_connection_that_makes_way() {
    forget_everything().await;
    let (first, second) = (comment("first"), comment("second"));
    let (one, other) = join(
        put_comment("at once", day(), ip("10.0.0.1"), &first),
        put_comment("at once", day(), ip("10.0.0.2"), &second),
    )
    .await;
    one.unwrap();
    other.unwrap();
    assert_eq!(store::comments("at once", day()).await.unwrap().len(), 2);
    // A connection that nobody owns any more would block this for ever.
    forget_everything().await;
}

#[wasm_bindgen_test]
async fn the_store_of_a_newer_app_is_left_alone_and_told() {
    forget_everything().await;
    let newer = Factory::new().unwrap().open(DATABASE, Some(1_000)).unwrap().await.unwrap();
    newer.close();
    let failure = store::comments("newer", day()).await.unwrap_err();
    assert!(failure.to_string().contains("reload the page"), "{failure}");
    forget_everything().await;
    assert_eq!(store::comments("newer", day()).await.unwrap(), []);
}

#[wasm_bindgen_test]
async fn without_a_store_every_question_fails_in_words_and_the_list_of_threats_is_there() {
    let demo = LocalSpot::demo(FlowTable::default()).unwrap();
    // As in a page that may not use IndexedDB; the open connection is closed.
    forget_everything().await;
    let hidden = Object::new();
    Reflect::set(&hidden, &"configurable".into(), &true.into()).unwrap();
    Reflect::set(&hidden, &"value".into(), &JsValue::UNDEFINED).unwrap();
    let own = Reflect::get_own_property_descriptor(&global(), &"indexedDB".into()).unwrap();
    Object::define_property(&global(), &"indexedDB".into(), &hidden);

    let saved = demo.save(day(), ip("10.0.0.1"), &comment("C2"), &StoredDocuments::default()).await;
    let draft = store::put_draft("none", day(), ip("10.0.0.1"), &draft("C2")).await;
    let threats = demo.threats(day()).await;

    Reflect::delete_property(&global(), &"indexedDB".into()).unwrap();
    if let Ok(own) = own.dyn_into() {
        Object::define_property(&global(), &"indexedDB".into(), &own);
    }
    for failure in [saved.unwrap_err(), draft.unwrap_err()] {
        assert!(
            matches!(&failure, Failure::Store { reason, .. } if reason.contains("gives this page none")),
            "{failure}"
        );
    }
    assert_eq!(threats.to_do.len(), 8);
    assert_eq!(threats.warnings.len(), 1);
}

#[wasm_bindgen_test]
async fn the_demo_opens_from_the_store_without_any_network() {
    store::put_file("demo/flows.bin", &VERSION.to_string(), FLOWS).await.unwrap();
    let demo = LocalSpot::open_demo(NOWHERE).await.unwrap();
    assert_eq!(demo.flows().look(FlowTable::len), 32_048);
    assert_eq!(demo.search(day(), ip("147.32.84.165")).0.len(), 1_885);
}

#[wasm_bindgen_test]
async fn without_store_and_network_the_demo_says_so() {
    store::put_file("demo/flows.bin", "0", FLOWS).await.unwrap();
    let failure = LocalSpot::open_demo(NOWHERE).await.unwrap_err();
    assert_eq!(failure, Failure::Network { what: "The demo day".to_owned() });
}

#[wasm_bindgen_test]
async fn a_damaged_file_in_the_store_is_fetched_anew() {
    for damaged in [&FLOWS[..FLOWS.len() / 2], &b"FLOWS"[..], &[][..]] {
        store::put_file("demo/flows.bin", &VERSION.to_string(), damaged).await.unwrap();
        let failure = LocalSpot::open_demo(NOWHERE).await.unwrap_err();
        assert!(matches!(failure, Failure::Network { .. }), "{failure}");
    }
}

#[wasm_bindgen_test]
async fn a_saved_comment_moves_its_ip_to_the_investigated_ones_and_stays() {
    let bot = ip("147.32.84.165");
    let open = || LocalSpot::demo(FlowTable::default()).unwrap();
    let is_to_do = |threats: &Threats| threats.to_do.iter().any(|risk| risk.ip == bot);
    assert!(is_to_do(&open().threats(day()).await));
    open().save(day(), bot, &comment("Neris"), &StoredDocuments::default()).await.unwrap();
    let threats = open().threats(day()).await;
    assert!(!is_to_do(&threats));
    let done: Vec<_> = threats.investigated.iter().map(|done| (done.ip, done.scored, done.comment.clone())).collect();
    assert_eq!(done, [(bot, 29, comment("Neris"))]);
    store::delete_storyboard(LocalSpot::DEMO, day(), bot).await.unwrap();
}

#[wasm_bindgen_test]
async fn the_documents_of_a_storyboard_come_back_and_a_later_one_replaces_them() {
    let about = ip("10.0.0.1");
    assert_eq!(store::documents("boards", day(), about).await.unwrap(), None);
    for size in [1, 2] {
        store::put_storyboard("boards", day(), about, &comment("C2"), &documents(size)).await.unwrap();
    }
    assert_eq!(store::documents("boards", day(), about).await.unwrap(), Some(documents(2)));
    assert_eq!(store::documents("boards", day(), ip("10.0.0.2")).await.unwrap(), None);
    assert_eq!(store::comments("boards", day()).await.unwrap(), [(about, comment("C2"))]);
}

#[wasm_bindgen_test]
async fn a_deleted_storyboard_takes_its_documents_along_and_brings_them_back() {
    let (demo, on, about) = (LocalSpot::demo(FlowTable::default()).unwrap(), day().next(), ip("10.0.0.1"));
    demo.save(on, about, &comment("C2"), &documents(7)).await.unwrap();
    let deleted = demo.delete(on, about).await.unwrap();
    assert_eq!(deleted, documents(7));
    assert!(demo.documents(on, about).await.unwrap().is_empty());
    assert_eq!(demo.threats(on).await.investigated, []);

    demo.save(on, about, &comment("C2"), &deleted).await.unwrap();
    assert_eq!(demo.documents(on, about).await.unwrap(), documents(7));
    assert_eq!(demo.threats(on).await.investigated.len(), 1);
    demo.delete(on, about).await.unwrap();
}

#[wasm_bindgen_test]
async fn what_an_older_app_kept_is_still_there() {
    const V1: &[&str] = &["comments", "drafts", "files"];
    const V2: &[&str] = &["comments", "drafts", "saves", "files"];
    for (version, stores) in [(1, V1), (2, V2)] {
        forget_everything().await;
        let mut opening = Factory::new().unwrap().open(DATABASE, Some(version)).unwrap();
        opening.on_upgrade_needed(move |event| {
            for store in stores {
                event.database().unwrap().create_object_store(store, ObjectStoreParams::new()).unwrap();
            }
        });
        let older = opening.await.unwrap();
        let writing = older.transaction(&["comments"], TransactionMode::ReadWrite).unwrap();
        let record = r#"{"ip":"10.0.0.1","value":{"title":"C2","text":"seen"}}"#;
        let key = Array::of3(&"older".into(), &day().to_string().into(), &"10.0.0.1".into());
        writing.object_store("comments").unwrap().put(&record.into(), Some(&key)).unwrap().await.unwrap();
        writing.commit().unwrap().await.unwrap();
        older.close();

        let kept = Comment { title: "C2".to_owned(), text: "seen".to_owned() };
        assert_eq!(store::comments("older", day()).await.unwrap(), [(ip("10.0.0.1"), kept)], "version {version}");
        assert_eq!(store::documents("older", day(), ip("10.0.0.1")).await.unwrap(), None);
        assert_eq!(store::saves("older").await.unwrap(), []);
        store::put_storyboard("older", day(), ip("10.0.0.1"), &comment("new"), &documents(1)).await.unwrap();
        assert_eq!(store::documents("older", day(), ip("10.0.0.1")).await.unwrap(), Some(documents(1)));
    }
}
