//! A comment's safe form: whatever is written comes back, and nothing in it means anything to SQL or HTML.

use investigation::domain::comment::{decode, encode};
use proptest::prelude::*;
use rstest::rstest;

proptest! {
    #[test]
    fn what_is_written_comes_back(text in any::<String>()) {
        prop_assert_eq!(decode(&encode(&text)), text);
    }

    /// Texts made of the characters that matter, so that they meet in every order.
    #[test]
    fn what_is_written_comes_back_when_it_looks_like_escapes(text in r"[&#;x0-9n\\'<>a\n]{0,40}") {
        prop_assert_eq!(decode(&encode(&text)), text);
    }

    #[test]
    fn the_safe_form_is_printable_ascii_without_quotes_markup_or_stray_backslashes(text in any::<String>()) {
        let safe = encode(&text);
        prop_assert!(safe.bytes().all(|byte| (b' '..=b'~').contains(&byte)), "{}", safe);
        prop_assert!(!safe.contains(['\'', '"', '<', '>']), "{}", safe);
        prop_assert!(!safe.replace("\\n", "").contains('\\'), "{}", safe);
    }

    #[test]
    fn any_stored_text_can_be_read(stored in any::<String>()) {
        prop_assert!(decode(&stored).len() <= stored.len());
    }
}

#[rstest]
#[case::apostrophe("it's", "it&#39;s")]
#[case::newline("one\ntwo", "one\\ntwo")]
#[case::backslash_n_is_no_newline("C:\\new", "C:&#92;new")]
#[case::markup("<b>&</b>", "&#60;b&#62;&#38;&#60;/b&#62;")]
#[case::outside_ascii("naïve ☃ 🦀", "na&#239;ve &#9731; &#129408;")]
#[case::control("a\u{0}\t\u{7f}", "a&#0;&#9;&#127;")]
fn each_dangerous_character_becomes_an_entity(#[case] text: &str, #[case] safe: &str) {
    assert_eq!(encode(text), safe);
}

#[rstest]
#[case::named("&lt;&gt;&amp;&quot;&apos;", "<>&\"'")]
#[case::hexadecimal("&#x27;&#X1F980;", "'🦀")]
#[case::decoded_once("&amp;lt;", "&lt;")]
#[case::unknown_names_stay("&nbsp; &copy", "&nbsp; &copy")]
#[case::bare_ampersand("AT&T; a & b", "AT&T; a & b")]
#[case::no_character("&#55296;&#1114112;&#;&#x;", "&#55296;&#1114112;&#;&#x;")]
#[case::a_sign_is_no_digit("&#+39;&#x+27;", "&#+39;&#x+27;")]
#[case::other_backslashes_stay("a\\b\\", "a\\b\\")]
#[case::never_closed("&#39", "&#39")]
fn what_others_stored_is_read_as_far_as_it_means_something(#[case] stored: &str, #[case] text: &str) {
    assert_eq!(decode(stored), text);
}
