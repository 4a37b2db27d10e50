//! A list as CSV, after RFC 4180: a header line, CRLF after each line, quotes where a cell needs them; UTF-8 without
//! a byte order mark.
//!
//! A spreadsheet takes a cell that begins with `=`, `+`, `-`, `@`, a tab or a line break for a formula, and a formula can
//! start programs and send data away. Such a cell gets an apostrophe in front (OWASP, "CSV Injection"): what reads the
//! file as data has to take it off again. Only texts can be such cells; numbers stay numbers, without grouping.
//!
//! A number that is not told is empty where Spot sent none, and `>2147483647` where Spot said that it does not fit 32
//! bits (`spot.md`, quirk 1). What context files know of an address has columns of its own behind the list's, where there
//! are such files. A comment line is not part of CSV, so what the file is about stands in every row: the
//! investigated IP, the day, the source and the time of making.

use super::dossier::{Dossier, Handling};
use super::known::{Known, Value};
use super::sheet::{Cell, Holds, List, Sheet};
use crate::domain::community_id::community_id;
use crate::domain::details::Untold;

/// Columns that say what a row is about.
const ABOUT: [&str; 4] = ["Investigated IP", "Day", "Data source", "Made at"];

/// `list` of `dossier`. A marking is one more column.
#[must_use]
pub fn file(list: List, dossier: &Dossier, handling: Handling) -> String {
    let sheet = list.sheet(dossier);
    let mut csv = String::new();
    let marking = handling.marking.map(|marking| (marking, "Sharing"));
    let names = sheet.columns.iter().map(|column| column.name.to_owned()).chain(known_names(&sheet, &dossier.known));
    let names = names.chain(ABOUT.map(str::to_owned)).chain(marking.map(|(_, name)| name.to_owned()));
    push_line(&mut csv, names.map(|name| text(&name)));
    let about = [
        handling.addresses.address(dossier.overview.ip),
        dossier.day.to_string(),
        handling.addresses.text(&dossier.source.words()),
        dossier.made_at.clone(),
    ];
    let about: Vec<String> = about.iter().map(|about| text(about)).collect();
    for row in &sheet.rows {
        let cells = row.iter().map(|cell| written(*cell, dossier.overview.untold, handling));
        let cells = cells.chain(known_cells(row, &dossier.known, handling));
        let marking = marking.map(|(marking, _)| marking.label().to_owned());
        push_line(&mut csv, cells.chain(about.iter().cloned()).chain(marking));
    }
    csv
}

/// What the context files in use can tell of each column of addresses.
fn known_names<'a>(sheet: &'a Sheet, known: &'a Known) -> impl Iterator<Item = String> + 'a {
    let addresses = sheet.columns.iter().filter(|column| column.holds == Holds::Addresses);
    addresses.flat_map(|column| known.parts().map(|part| format!("{} {}", column.name, part.name())))
}

fn known_cells(row: &[Cell], known: &Known, handling: Handling) -> impl Iterator<Item = String> {
    let addresses = row.iter().filter_map(|cell| if let Cell::Address(ip) = cell { Some(*ip) } else { None });
    addresses.flat_map(move |ip| {
        known.parts().map(move |part| match known.get(ip).map(|known| known.value(part)) {
            Some(Value::Text(value)) => text(&handling.addresses.text(value)),
            Some(Value::Degrees(Some(degrees))) => degrees.to_string(),
            Some(Value::Degrees(None)) | None => String::new(),
        })
    })
}

fn written(cell: Cell, untold: Untold, handling: Handling) -> String {
    match cell {
        Cell::Address(ip) => text(&handling.addresses.address(ip)),
        Cell::Count(number) | Cell::Bytes(number) | Cell::Packets(number) => match (number, untold) {
            (Some(number), _) => number.to_string(),
            (None, Untold::Over32Bit) => ">2147483647".to_owned(),
            (None, Untold::Missing) => String::new(),
        },
        Cell::Port(port) => port.map(|port| port.to_string()).unwrap_or_default(),
        Cell::Time(moment) => moment.to_string(),
        Cell::Word(word) => text(word),
        Cell::CommunityId(tuple) => text(&tuple.and_then(|tuple| community_id(&tuple, 0)).unwrap_or_default()),
    }
}

fn push_line(csv: &mut String, cells: impl Iterator<Item = String>) {
    for (index, cell) in cells.enumerate() {
        if index > 0 {
            csv.push(',');
        }
        csv.push_str(&cell);
    }
    csv.push_str("\r\n");
}

/// A text as a cell: neutralised, then quoted where it has to be.
fn text(text: &str) -> String {
    let cell = neutralised(text);
    if cell.contains(['"', ',', '\r', '\n']) { format!("\"{}\"", cell.replace('"', "\"\"")) } else { cell }
}

/// `text`, with an apostrophe in front where a spreadsheet would take it for a formula. Blanks in front do not hide
/// one: some spreadsheets drop them. The signs of full width mean the same to a Japanese one.
#[must_use]
pub fn neutralised(text: &str) -> String {
    let is_formula = text.starts_with(['\t', '\r', '\n'])
        || text.trim_start().starts_with(['=', '+', '-', '@', '\u{ff1d}', '\u{ff0b}', '\u{ff0d}', '\u{ff20}']);
    if is_formula { format!("'{text}") } else { text.to_owned() }
}
