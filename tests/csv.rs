//! Context files are read line by line, whatever chunks they arrive in and whatever is in them.

use std::borrow::Cow;

use investigation::domain::csv::{Fields, Line, Lines, SkippedLines, read_lines};
use proptest::prelude::*;
use rstest::rstest;

fn fields(line: &str) -> Result<Vec<String>, String> {
    Fields::of(line).map(|field| field.map(Cow::into_owned)).collect()
}

#[rstest]
#[case::plain("a,b,c", &["a", "b", "c"])]
#[case::quoted(r#""a","b""#, &["a", "b"])]
#[case::comma_in_quotes(r#""Smith, Jones",b"#, &["Smith, Jones", "b"])]
#[case::quote_in_quotes(r#""The ""Net""",b"#, &["The \"Net\"", "b"])]
#[case::only_quotes(r#""""""#, &["\""])]
#[case::empty_fields(r#","",, "#, &["", "", "", ""])]
#[case::one_empty_field("", &[""])]
#[case::space_around(r#"  a , " b " ,c"#, &["a", " b ", "c"])]
#[case::quote_within_a_plain_field(r#"5" pipe,b"#, &["5\" pipe", "b"])]
#[case::not_ascii("Zürich,\"Genève\"", &["Zürich", "Genève"])]
fn a_line_is_cut_at_its_commas(#[case] line: &str, #[case] expected: &[&str]) {
    assert_eq!(fields(line).expect("readable"), expected);
}

#[rstest]
#[case::never_closed(r#"a,"b,c"#, "the quote before `b,c` is not closed")]
#[case::closed_by_half(r#""b"""#, "the quote before `b\"\"` is not closed")]
#[case::text_after_it(r#""b"x,c"#, "`x,c` follows a closing quote")]
fn a_quote_that_is_not_one_is_told(#[case] line: &str, #[case] reason: &str) {
    assert_eq!(fields(line), Err(reason.to_owned()));
}

proptest! {
    #[test]
    fn quoted_fields_come_back(texts in prop::collection::vec("[^\r\n]{0,12}", 1..6)) {
        let line = texts.iter().map(|text| format!("\"{}\"", text.replace('"', "\"\""))).collect::<Vec<_>>().join(",");
        prop_assert_eq!(fields(&line), Ok(texts));
    }

    /// The plain reckoning has the whole file: it is split at newlines.
    #[test]
    fn lines_do_not_depend_on_the_chunks(
        pieces in prop::collection::vec(prop_oneof!["[a-c ,\"é]{0,8}", Just("\n".to_owned()), Just("\r\n".to_owned())], 0..30),
        chunk in 1usize..7,
    ) {
        let file = pieces.concat();
        let plain: Vec<_> = file
            .split('\n')
            .enumerate()
            .map(|(at, line)| (at + 1, line.trim_matches(|c| c == ' ' || c == '\r').to_owned()))
            .filter(|(_, line)| !line.is_empty())
            .collect();
        let mut read = Vec::new();
        let mut lines = Lines::default();
        let mut each = |number, line: Line<'_>| read.push((number, line.text().expect("short").into_owned()));
        for chunk in file.as_bytes().chunks(chunk) {
            lines.push(chunk, &mut each);
        }
        lines.finish(&mut each);
        prop_assert_eq!(read, plain);
    }

    #[test]
    fn any_bytes_can_be_read(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let mut lines = Lines::default();
        let mut each = |_, line: Line<'_>| drop(line.text().map(|text| fields(&text)));
        lines.push(&bytes, &mut each);
        lines.finish(each);
    }
}

/// Numbers of the lines that were read, or were too long, of a file in chunks of 1,000 bytes.
fn read_in_chunks(file: &[u8]) -> (Vec<usize>, Vec<usize>) {
    let (mut read, mut too_long) = (Vec::new(), Vec::new());
    let mut lines = Lines::default();
    let mut each = |number, line: Line<'_>| match line {
        Line::Text(_) => read.push(number),
        Line::TooLong => too_long.push(number),
    };
    file.chunks(1_000).for_each(|chunk| lines.push(chunk, &mut each));
    lines.finish(each);
    (read, too_long)
}

#[test]
fn a_line_that_is_too_long_is_told_and_the_next_one_read() {
    let long = |bytes: usize| "x".repeat(bytes);
    let file = format!("a\n{}\nb\n{}\nc", long(Lines::LONGEST_BYTES), long(10 * Lines::LONGEST_BYTES));

    assert_eq!(read_in_chunks(file.as_bytes()), (vec![1, 2, 3, 5], vec![4]));
    assert_eq!(read_in_chunks(long(Lines::LONGEST_BYTES + 1).as_bytes()), (vec![], vec![1]));
}

#[test]
fn a_line_that_is_too_long_in_one_chunk_is_told_too() {
    let file = format!("a\n{}\nb\n", "x".repeat(Lines::LONGEST_BYTES + 1));
    let skipped = read_lines(&file, |_, _| Ok(()));

    assert_eq!((skipped.total, skipped.first[0].line), (1, 2));
    assert_eq!(skipped.first[0].reason, "it is longer than 64 KiB");
}

#[test]
fn a_byte_order_mark_is_no_text() {
    let mut first = String::new();
    let _ = read_lines("\u{feff}a\nb", |number, text| {
        if number == 1 {
            text.clone_into(&mut first);
        }
        Ok(())
    });

    assert_eq!(first, "a");
}

#[test]
fn all_lines_left_out_are_counted_and_the_first_ones_told() {
    let skipped = read_lines(&"x\n".repeat(1_000), |number, text| Err(format!("{text} {number}")));

    assert_eq!((skipped.total, skipped.first.len()), (1_000, SkippedLines::TOLD));
    assert_eq!(skipped.first[19].reason, "x 20");
}
