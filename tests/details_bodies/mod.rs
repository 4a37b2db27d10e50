//! `details` answers with every deviation that JSON and the contract leave room for, mixed at random.

pub mod values;

use proptest::prelude::*;
use proptest::sample::{Index, select, subsequence};
use values::{any_address, any_number, any_time, any_unknown};

/// Whom the answers are about.
pub const SOUGHT: &str = "172.30.0.46";

/// A row's fields in the order of the query.
pub const FIELDS: [&str; 11] = [
    "firstSeen",
    "lastSeen",
    "srcIp",
    "dstIp",
    "srcPort",
    "dstPort",
    "connections",
    "maxPkts",
    "avgPkts",
    "maxBytes",
    "avgBytes",
];

/// How an answer is written.
#[derive(Clone, Debug)]
struct Form {
    /// The order of a row's fields.
    order: Vec<&'static str>,
    blanks: Blanks,
}

/// White space between two tokens.
#[derive(Clone, Debug)]
enum Blanks {
    /// As Spot's libraries leave it.
    None,
    /// As the contract shows it.
    AfterCommaAndColon,
    /// Before one token after the other, over and over.
    InTurn(Vec<&'static str>),
}

impl Form {
    /// Tokens, or what was written of them before, with the form's blanks.
    fn write<'a>(&self, tokens: impl IntoIterator<Item = &'a str>) -> String {
        let mut text = String::new();
        for (index, token) in tokens.into_iter().enumerate() {
            text.push_str(match &self.blanks {
                Blanks::AfterCommaAndColon if text.ends_with([',', ':']) => " ",
                Blanks::None | Blanks::AfterCommaAndColon => "",
                Blanks::InTurn(blanks) => blanks[index % blanks.len()],
            });
            text.push_str(token);
        }
        text
    }

    fn field(&self, key: &str, value: &str) -> String {
        self.write([key, ":", value])
    }

    /// `elements` between brackets of either kind.
    fn list(&self, [open, close]: [&str; 2], elements: &[String]) -> String {
        let elements = elements.iter().flat_map(|element| [",", element]).skip(1);
        self.write([open].into_iter().chain(elements).chain([close]))
    }
}

/// Spot's two ways to write, or any.
fn any_form() -> impl Strategy<Value = Form> {
    let order = prop_oneof![3 => Just(FIELDS.to_vec()), 2 => Just(FIELDS.to_vec()).prop_shuffle()];
    let blanks = select(vec!["", " ", "\n", "\r", "\t", "\r\n  ", " \t \n"]);
    let blanks = prop_oneof![
        Just(Blanks::None),
        Just(Blanks::AfterCommaAndColon),
        prop::collection::vec(blanks, 1..8).prop_map(Blanks::InTurn),
    ];
    (order, blanks).prop_map(|(order, blanks)| Form { order, blanks })
}

/// What is odd about a row.
#[derive(Clone, Debug)]
enum Oddity {
    None,
    FieldsMissing(Vec<&'static str>),
    FieldUnknown(Index, String),
    FieldTwice(Index),
    KeyEscaped(Index),
    OtherOrder(Index),
    NoRow(String),
}

fn any_oddity() -> impl Strategy<Value = Oddity> {
    prop_oneof![
        30 => Just(Oddity::None),
        2 => subsequence(FIELDS.to_vec(), 1..=11).prop_map(Oddity::FieldsMissing),
        3 => (any::<Index>(), any_unknown()).prop_map(|(at, value)| Oddity::FieldUnknown(at, value)),
        2 => any::<Index>().prop_map(Oddity::KeyEscaped),
        2 => any::<Index>().prop_map(Oddity::OtherOrder),
        3 => any_unknown().prop_filter("an object is a row", |text| !text.starts_with('{')).prop_map(Oddity::NoRow),
    ]
}

/// Values of a row in the order of [`FIELDS`].
fn any_values() -> impl Strategy<Value = Vec<String>> {
    let numbers = prop::collection::vec(any_number(), 7);
    (any_time(), any_time(), any_address(), any_address(), numbers).prop_map(
        |(first, last, source, destination, rest)| [first, last, source, destination].into_iter().chain(rest).collect(),
    )
}

fn row_text(form: &Form, values: &[String], oddity: &Oddity) -> String {
    let mut fields: Vec<(String, &str)> = form
        .order
        .iter()
        .filter_map(|name| {
            Some((format!("\"{name}\""), values[FIELDS.iter().position(|field| field == name)?].as_str()))
        })
        .collect();
    match oddity {
        Oddity::None => {}
        Oddity::FieldsMissing(names) => fields.retain(|(key, _)| !names.contains(&key.trim_matches('"'))),
        Oddity::FieldUnknown(at, value) => fields.insert(at.index(12), ("\"unknown\"".to_owned(), value)),
        Oddity::FieldTwice(at) => fields.push(fields[at.index(11)].clone()),
        Oddity::KeyEscaped(at) => {
            let key = &mut fields[at.index(11)].0;
            *key = values::escaped(key.trim_matches('"'), at.index(4));
        }
        Oddity::OtherOrder(at) => fields.rotate_left(at.index(11)),
        Oddity::NoRow(text) => return text.clone(),
    }
    form.list(["{", "}"], &fields.iter().map(|(key, value)| form.field(key, value)).collect::<Vec<_>>())
}

/// The value of `errors`.
fn any_errors() -> impl Strategy<Value = String> {
    let message = select(vec![
        r#""message":"Int cannot represent non-32-bit signed integer value: 3000000000""#,
        r#""message":"Int cannot represent non 32 bit value \"]}","locations":[{"line":1,"column":66}]"#,
        r#""message":"\u0049mpala: \"details\": [{ \\""#,
        r#""message":null"#,
        r#""data":{"flow":{"threat":{"details":[{}]}}}"#,
    ]);
    let path = select(vec![
        "",
        r#","path":null"#,
        r#","path":[]"#,
        r#","path":["flow","threat","details",0,"maxBytes"]"#,
        r#","path":["flow","threat","details",1,"srcPort"]"#,
        r#","path":["flow","threat","details",[2]]"#,
    ]);
    let entry = (message, path).prop_map(|(message, path)| format!("{{{message}{path}}}"));
    prop_oneof![
        1 => Just("null".to_owned()),
        9 => prop::collection::vec(entry, 0..4).prop_map(|entries| format!("[{}]", entries.join(" ,\n"))),
    ]
}

/// What surrounds the rows.
#[derive(Clone, Debug)]
struct Surroundings {
    errors: Option<(String, bool)>,
    /// Another value in place of the list.
    no_list: Option<&'static str>,
    keys_escaped: usize,
    unknown: Vec<String>,
}

fn any_surroundings() -> impl Strategy<Value = Surroundings> {
    let no_list = prop_oneof![20 => Just(None), 1 => select(vec!["null", "{}", "7", "\"[]\""]).prop_map(Some)];
    let keys_escaped = prop_oneof![9 => Just(0usize), 1 => 1usize..5];
    let errors = prop::option::of((any_errors(), any::<bool>()));
    (errors, no_list, keys_escaped, prop::collection::vec(any_unknown(), 0..3))
        .prop_map(|(errors, no_list, keys_escaped, unknown)| Surroundings { errors, no_list, keys_escaped, unknown })
}

fn answer_text(form: &Form, rows: &[String], surroundings: &Surroundings) -> String {
    let mut value = surroundings.no_list.map_or_else(|| form.list(["[", "]"], rows), str::to_owned);
    for (depth, key) in ["details", "threat", "flow", "data"].into_iter().enumerate() {
        let key = values::escaped(key, surroundings.keys_escaped);
        let mut fields = vec![form.field(&key, &value)];
        if let Some(unknown) = surroundings.unknown.get(depth % 3) {
            // Before and after, by turns; the name is that of another level.
            let at = if depth % 2 == 0 { 0 } else { fields.len() };
            fields.insert(at, form.field("\"list\"", unknown));
        }
        if depth == 3
            && let Some((errors, is_before)) = &surroundings.errors
        {
            let at = if *is_before { 0 } else { fields.len() };
            fields.insert(at, form.field("\"errors\"", errors));
        }
        value = form.list(["{", "}"], &fields);
    }
    value
}

/// An answer that is JSON to the end.
pub fn any_answer() -> impl Strategy<Value = String> {
    let rows = prop::collection::vec((any_values(), any_oddity()), 0..9);
    // One field that is said twice makes the whole answer malformed: not in every answer, then.
    let twice = prop_oneof![20 => Just(None), 1 => (any::<Index>(), any::<Index>()).prop_map(Some)];
    (any_form(), rows, twice, any_surroundings()).prop_map(|(form, mut rows, twice, surroundings)| {
        if let Some((row, field)) = twice
            && !rows.is_empty()
        {
            row.get_mut(&mut rows).1 = Oddity::FieldTwice(field);
        }
        let rows: Vec<_> = rows.iter().map(|(values, oddity)| row_text(&form, values, oddity)).collect();
        answer_text(&form, &rows, &surroundings)
    })
}
