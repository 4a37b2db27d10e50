//! Hostile text through every export: it stays text.

// Helpers that read an export fail the test as its own lines do.
#![allow(clippy::unwrap_used)]

mod export_scenario;

use std::collections::BTreeSet;

use export_scenario::hostile::HOSTILE;
use export_scenario::{dossier, dossier_of, rows, spot, told};
use investigation::chart::marks::{Anchor, Face, Mark, Role};
use investigation::chart::palette::LIGHT;
use investigation::chart::scale::{CssPx, Density, DevicePx};
use investigation::chart::svg::{Sheet, Svg, svg};
use investigation::domain::network::{Place, Reason, Standing};
use investigation::domain::threats::Comment;
use investigation::domain::view::Grouping;
use investigation::export::dossier::{Addresses, Dossier, Handling, Source, Tlp};
use investigation::export::report::{Chart, page};
use investigation::export::sheet::{Cell, List};
use investigation::export::{csv, json, markdown};
use proptest::prelude::*;
use pulldown_cmark::{Event, Options, Parser, Tag};
use scraper::{Html, Node, Selector};

/// Elements that a report is made of.
const ALLOWED: [&str; 37] = [
    "html",
    "head",
    "meta",
    "title",
    "style",
    "body",
    "header",
    "main",
    "footer",
    "section",
    "h1",
    "h2",
    "p",
    "br",
    "span",
    "dl",
    "div",
    "dt",
    "dd",
    "ul",
    "li",
    "table",
    "caption",
    "thead",
    "tbody",
    "tr",
    "th",
    "td",
    "figure",
    "figcaption",
    "strong",
    "svg",
    "desc",
    "rect",
    "path",
    "circle",
    "text",
];
const ALLOWED_ATTRIBUTES: [&str; 8] = ["lang", "class", "charset", "http-equiv", "content", "name", "scope", "colspan"];
/// Attributes of drawings, none of which asks for anything.
const ALLOWED_IN_DRAWINGS: [&str; 22] = [
    "xmlns",
    "width",
    "height",
    "viewBox",
    "role",
    "x",
    "y",
    "cx",
    "cy",
    "r",
    "d",
    "fill",
    "stroke",
    "stroke-width",
    "stroke-linejoin",
    "stroke-linecap",
    "font-family",
    "font-size",
    "font-weight",
    "text-anchor",
    "xml:space",
    "space",
];

/// `text` wherever text from outside gets in.
fn with(text: &str, source: Source) -> Dossier {
    let mut dossier = dossier_of(&rows(), told(source), Grouping::Row);
    dossier.comment = Comment { title: text.to_owned(), text: text.to_owned() };
    dossier.warnings = vec![text.to_owned()];
    dossier.made_at = String::from(text);
    dossier.overview.standing = Standing {
        place: Place::Internal,
        reason: Reason::Range { range: "10.0.0.0/8".to_owned(), name: text.to_owned() },
    };
    dossier.overview.skipped.shape = 1;
    dossier.overview.skipped.first = Some(text.to_owned());
    dossier
}

fn host(text: &str) -> Source {
    Source::Spot { host: text.to_owned() }
}

/// The text as a reader is meant to see it: what is not seen or misleads is spelled out, and white space is one blank.
fn as_seen(text: &str) -> String {
    let spelled: String = text
        .replace(['\u{2028}', '\u{2029}', '\u{85}', '\r'], "\n")
        .chars()
        .map(|character| match character {
            '\n' | '\t' => " ".to_owned(),
            '\0'..='\u{1f}' | '\u{7f}'..='\u{9f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => {
                format!("\u{27e8}U+{:04X}\u{27e9}", u32::from(character))
            }
            other => other.to_string(),
        })
        .collect();
    one_blank(&spelled)
}

fn one_blank(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn texts(page: &Html, selector: &str) -> Vec<String> {
    let selector = Selector::parse(selector).unwrap();
    page.select(&selector).map(|element| one_blank(&element.text().collect::<Vec<_>>().join(""))).collect()
}

/// Reads a report as a browser does, and finds nothing in it but what reports are made of.
fn read_report(text: &str) -> Html {
    let page = Html::parse_document(text);
    for node in page.tree.nodes() {
        match node.value() {
            Node::Element(element) => {
                assert!(ALLOWED.contains(&element.name()), "<{}> in a report", element.name());
                for (name, value) in element.attrs() {
                    let is_drawing = &*element.name.ns == "http://www.w3.org/2000/svg";
                    let allowed = if is_drawing { &ALLOWED_IN_DRAWINGS[..] } else { &ALLOWED_ATTRIBUTES };
                    assert!(allowed.contains(&name), "{name}={value} of <{}>", element.name());
                }
            }
            Node::Comment(comment) => panic!("a comment in a report: {comment:?}"),
            Node::ProcessingInstruction(_) => panic!("an instruction in a report"),
            _ => {}
        }
    }
    let policies: Vec<&str> = page
        .select(&Selector::parse("meta[http-equiv=Content-Security-Policy]").unwrap())
        .filter_map(|element| element.attr("content"))
        .collect();
    assert_eq!(policies.len(), 1);
    assert!(policies[0].starts_with("default-src 'none'; style-src 'sha256-"), "{}", policies[0]);
    assert!(!policies[0].contains("script") && !policies[0].contains("unsafe"), "{}", policies[0]);
    page
}

fn check_report(text: &str) {
    let chart = Chart { title: text.to_owned(), caption: text.to_owned(), picture: Some(drawing(text)) };
    let page = read_report(&page(&with(text, host(text)), &[chart], Handling::default()));
    let seen = as_seen(text);
    let in_title = if seen.is_empty() { "Investigation of 10.0.2.112".to_owned() } else { seen.clone() };
    assert_eq!(texts(&page, "head title").join("|"), in_title);
    assert_eq!(texts(&page, "h1").join("|"), in_title);
    assert_eq!(texts(&page, "figcaption").join("|"), one_blank(&format!("{seen} {seen}")));
    if !seen.is_empty() {
        assert_eq!(texts(&page, ".comment").join("|"), seen);
    }
    for selector in ["dl", ".limits", "footer"] {
        assert!(texts(&page, selector).iter().any(|found| found.contains(&seen)), "{selector} tells {seen:?}");
    }
    for part in ["svg > title", "svg > desc", "svg > text"] {
        assert_eq!(texts(&page, part), [one_blank(&as_drawn(text))], "{part}");
    }
}

/// A drawing that says `text` wherever it says something.
fn drawing(text: &str) -> Svg {
    let (size, x, y) = (DevicePx(10), DevicePx(1), DevicePx(9));
    let (role, face, anchor) = (Role::Ink, Face::Sans, Anchor::Start);
    let marks = [Mark::Text { role, face, size, anchor, x, y, text: text.to_owned() }];
    let sheet = Sheet {
        width: CssPx(40.0),
        height: CssPx(20.0),
        density: Density::new(1.0),
        palette: &LIGHT,
        sans: text,
        mono: text,
        title: text,
        description: text,
    };
    svg(&marks, &sheet)
}

/// The text as a drawing has it: what XML does not allow, or misleads, is replaced.
fn as_drawn(text: &str) -> String {
    let drawn = |character: char| match character {
        '\t' | '\n' | '\r' => ' ',
        '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => '\u{fffd}',
        character if character.is_control() || matches!(character, '\u{fffe}' | '\u{ffff}') => '\u{fffd}',
        other => other,
    };
    text.chars().map(drawn).collect()
}

fn check_csv(text: &str) {
    for list in List::ALL {
        let dossier = with(text, host(text));
        let file = csv::file(list, &dossier, Handling::default());
        let sheet = list.sheet(&dossier);
        let mut reader = ::csv::ReaderBuilder::new().has_headers(false).from_reader(file.as_bytes());
        let records: Vec<_> = reader.records().map(Result::unwrap).collect();
        assert_eq!(records.len(), sheet.rows.len() + 1);
        for (record, row) in records.iter().skip(1).zip(&sheet.rows) {
            assert_eq!(record.len(), sheet.columns.len() + 4);
            for (read, cell) in record.iter().zip(row) {
                match cell {
                    Cell::Address(ip) => assert_eq!(read, ip.to_string()),
                    Cell::Count(Some(number)) | Cell::Bytes(Some(number)) | Cell::Packets(Some(number)) => {
                        assert_eq!(read, number.to_string());
                    }
                    Cell::Count(None) | Cell::Bytes(None) | Cell::Packets(None) => assert_eq!(read, ">2147483647"),
                    Cell::Port(port) => assert_eq!(read, port.map(|port| port.to_string()).unwrap_or_default()),
                    Cell::Time(moment) => assert_eq!(read, moment.to_string()),
                    Cell::Word(word) => assert_eq!(read, *word),
                    Cell::CommunityId(_) => panic!("Spot tells no protocol"),
                }
            }
            let source = &record[sheet.columns.len() + 2];
            assert_eq!(source, format!("Apache Spot at {text}"));
            let made_at = &record[sheet.columns.len() + 3];
            assert!(made_at == text || made_at == format!("'{text}"), "{made_at:?}");
        }
        for cell in records.iter().flat_map(|record| record.iter()) {
            assert!(!cell.trim_start().starts_with(['=', '+', '-', '@']), "{cell:?} is a formula");
            assert!(!cell.starts_with(['\t', '\r', '\n']), "{cell:?} is a formula");
        }
        // RFC 4180: every record ends in CRLF; a line break of a value stands in quotes.
        assert!(file.ends_with("\r\n"));
    }
}

fn check_json(text: &str) {
    let document = json::document(&with(text, host(text)), Handling::default());
    let read: serde_json::Value = serde_json::from_str(&document).unwrap();
    let head = &read["flow_threat_investigation"];
    assert_eq!(head["threat"]["title"], text);
    assert_eq!(head["threat"]["text"], text);
    assert_eq!(head["made_at"], text);
    assert_eq!(head["data_source"], format!("Apache Spot at {text}"));
    for event in read["events"].as_array().unwrap() {
        assert_eq!(event["flow_threat_investigation"]["made_at"], text);
    }
}

/// What a reader sees of Markdown, block by block, and the elements that it makes.
fn read_markdown(ticket: &str) -> (Vec<String>, BTreeSet<&'static str>) {
    let mut blocks = vec![String::new()];
    let mut elements = BTreeSet::new();
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_GFM
        | Options::ENABLE_MATH;
    for event in Parser::new_ext(ticket, options) {
        let last = blocks.last_mut().unwrap();
        match event {
            Event::Text(text) | Event::Code(text) => last.push_str(&text),
            Event::SoftBreak | Event::HardBreak => last.push(' '),
            Event::InlineHtml(html) => assert_eq!(&*html, "<!-- -->", "HTML in a ticket"),
            Event::Rule => {
                elements.insert("rule");
            }
            Event::Start(tag) => {
                let is_block = !matches!(tag, Tag::Strong | Tag::Emphasis);
                elements.insert(match tag {
                    Tag::Paragraph => "paragraph",
                    Tag::Heading { .. } => "heading",
                    Tag::BlockQuote(None) => "quote",
                    Tag::List(None) => "list",
                    Tag::Item => "item",
                    Tag::Table(_) | Tag::TableHead | Tag::TableRow | Tag::TableCell => "table",
                    Tag::Strong => "strong",
                    Tag::Emphasis => "emphasis",
                    other => panic!("{other:?} in a ticket"),
                });
                if is_block {
                    blocks.push(String::new());
                }
            }
            Event::End(_) => {}
            other => panic!("{other:?} in a ticket"),
        }
    }
    (blocks.iter().map(|block| one_blank(block)).filter(|block| !block.is_empty()).collect(), elements)
}

fn check_markdown(text: &str) {
    let ticket = markdown::ticket(&with(text, host(text)), Handling::default());
    let (blocks, elements) = read_markdown(&ticket);
    let (expected_blocks, expected_elements) =
        read_markdown(&markdown::ticket(&with("harmless", host("harmless")), Handling::default()));
    let extra: Vec<_> = elements.difference(&expected_elements).filter(|name| **name != "emphasis").collect();
    assert!(extra.is_empty(), "{extra:?} of {text:?}");
    let seen = as_seen(text);
    if seen.is_empty() {
        return;
    }
    // The same blocks, but that the comment may be of several paragraphs. Blanks of a text's ends are not told apart from
    // those around it.
    let without_blanks = |text: &str| text.split_whitespace().collect::<String>();
    let replaced: Vec<String> =
        expected_blocks.iter().map(|block| without_blanks(&block.replace("harmless", &seen))).collect();
    let comment_blocks = blocks.len() - (replaced.len() - 1);
    assert_eq!(one_blank(&blocks[1..=comment_blocks].join(" ")), seen, "the comment");
    let others: Vec<String> = blocks.iter().map(|block| without_blanks(block)).collect();
    assert_eq!(others[0], replaced[0], "the title");
    assert_eq!(others[comment_blocks + 1..], replaced[2..]);
    // GitHub makes mentions and references of what Markdown leaves as text.
    for (at, _) in ticket.match_indices('@') {
        let after = &ticket[at + 1..];
        assert!(after.starts_with("<!-- -->"), "a mention in {ticket}");
    }
    assert_eq!(ticket.matches("://").count(), ticket.matches("\\://").count(), "a link in {ticket}");
    for (at, found) in ticket.to_ascii_lowercase().match_indices("www.") {
        let after = ticket[at + found.len()..].chars().next();
        assert!(after.is_none_or(char::is_whitespace), "a link to www. in {ticket}");
    }
}

#[test]
fn hostile_text_stays_text_in_the_report() {
    for text in HOSTILE {
        check_report(text);
    }
}

#[test]
fn hostile_text_stays_text_in_the_ticket() {
    for text in HOSTILE {
        check_markdown(text);
    }
}

#[test]
fn hostile_text_is_no_formula_in_a_spreadsheet() {
    for text in HOSTILE {
        check_csv(text);
    }
}

#[test]
fn hostile_text_comes_back_from_json() {
    for text in HOSTILE {
        check_json(text);
    }
}

#[test]
fn a_very_long_text_is_kept_in_the_report_and_cut_in_the_ticket() {
    let long = "0123456789 <b>@x|".repeat(20_000);
    check_report(&long);
    check_json(&long);
    let mut dossier = dossier();
    dossier.comment.text = long.clone();
    let (blocks, _) = read_markdown(&markdown::ticket(&dossier, Handling::default()));
    let comment = &blocks[1];
    let left_out = long.chars().count() - markdown::MOST_CHARACTERS;
    assert!(comment.starts_with("0123456789 <b>@x|0123456789"));
    assert!(comment.ends_with(&format!(
        "[{},{:03} more characters: see the report]",
        left_out / 1000,
        left_out % 1000
    )));
}

#[test]
fn hostile_text_stays_text_when_it_is_defanged_and_marked() {
    for text in HOSTILE {
        for marking in Tlp::ALL {
            let handling = Handling { addresses: Addresses::Defanged, marking: Some(marking) };
            let report = read_report(&page(&with(text, Source::Demo), &[], handling));
            assert_eq!(texts(&report, ".tlp"), [marking.label(), marking.label()]);
            assert_eq!(texts(&report, ".notice").len(), 1);
            let (blocks, _) = read_markdown(&markdown::ticket(&with(text, Source::Demo), handling));
            assert_eq!(blocks[0], marking.label());
            assert!(blocks[1].starts_with("DEMO DATA"));
        }
    }
}

#[test]
fn where_there_is_no_picture_its_place_says_why() {
    let why = "No place of any peer is known: <b>".to_owned();
    let chart = Chart { title: "Map.".to_owned(), caption: why.clone(), picture: None };
    let report = read_report(&page(&dossier(), &[chart], Handling::default()));
    assert!(texts(&report, "svg").is_empty());
    assert_eq!(texts(&report, "figure"), [format!("Map. {why}")]);
}

#[test]
fn what_was_not_told_is_empty_or_above_what_fits() {
    use investigation::domain::details::Untold;
    let untold_cell = |untold| {
        let mut dossier = dossier();
        dossier.overview.untold = untold;
        let file = csv::file(List::Lanes, &dossier, Handling::default());
        let line = file.lines().find(|line| line.starts_with("198.51.100.7")).unwrap().to_owned();
        line.split(',').nth(4).unwrap().to_owned()
    };
    assert_eq!(untold_cell(Untold::Missing), "");
    assert_eq!(untold_cell(Untold::Over32Bit), ">2147483647");
    let mut missing = dossier();
    missing.overview.untold = Untold::Missing;
    let document = json::document(&missing, Handling::default());
    assert!(document.contains("not_told") && !document.contains("over_32_bit"));
}

#[test]
fn an_investigation_without_rows_is_exported_too() {
    let empty = dossier_of(&[], told(spot()), Grouping::Row);
    let report = read_report(&page(&empty, &[], Handling::default()));
    assert_eq!(texts(&report, "td.muted"), ["None."; 5]);
    for list in List::ALL {
        assert_eq!(csv::file(list, &empty, Handling::default()).lines().count(), 1);
    }
    read_markdown(&markdown::ticket(&empty, Handling::default()));
    let document: serde_json::Value = serde_json::from_str(&json::document(&empty, Handling::default())).unwrap();
    assert_eq!(document["events"].as_array().unwrap().len(), 0);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_text_stays_text(text in "\\PC{0,60}") {
        check_report(&text);
        check_markdown(&text);
        check_csv(&text);
        check_json(&text);
    }

    #[test]
    fn any_markup_stays_text(
        text in "(\n|  |\t|[a-z0-9<>&\"'`*_~|\\\\\\[\\](){}!#+.:=@$^/-]|www|http://|<b>|-->|---|&amp;|\\| - \\||1\\. |    ){0,24}"
    ) {
        check_report(&text);
        check_markdown(&text);
        check_csv(&text);
    }
}
