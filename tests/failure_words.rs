//! What went wrong, in words that fit what was being done.

use investigation::failure::{Failure, SAVING};
use rstest::rstest;

const LIST: &str = "The list of threats";

#[rstest]
#[case(Failure::Network { what: SAVING.into() }, "Saving failed: no connection to the server.")]
#[case(Failure::Network { what: LIST.into() }, "The list of threats could not be loaded: no connection to the server.")]
#[case(
    Failure::Http { what: SAVING.into(), status: 502, words: String::new() },
    "Saving failed: the server answered with HTTP status 502."
)]
#[case(Failure::LoginPage { what: SAVING.into(), words: String::new() }, "Saving failed: the server sent a web page")]
#[case(Failure::Silence { what: SAVING.into(), seconds: 60 }, "Saving was not answered: the server was silent for 60 s.")]
#[case(Failure::Silence { what: LIST.into(), seconds: 60 }, "The list of threats did not come: the server was silent")]
#[case(
    Failure::CutOff { what: SAVING.into(), bytes: 12 },
    "The answer to saving broke off after 12 bytes: it may have been saved all the same."
)]
#[case(Failure::CutOff { what: LIST.into(), bytes: 12 }, "The list of threats broke off after 12 bytes.")]
#[case(
    Failure::Malformed { what: SAVING.into(), reason: "it is no JSON".into() },
    "The answer to saving could not be read: it is no JSON."
)]
#[case(Failure::Refused { what: SAVING.into(), words: vec!["no".into()] }, "Saving failed. The server says: no")]
fn saving_fails_and_is_not_loaded(#[case] failure: Failure, #[case] begins: &str) {
    let words = failure.to_string();
    assert!(words.starts_with(begins), "{words}");
}
