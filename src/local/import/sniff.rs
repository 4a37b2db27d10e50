//! What a file is, by its first lines.

use super::cells::Cells;
use super::columns::plain_name;
use super::known_tables;
use super::preview::Preview;
use super::reader::Reader;
use super::report::{Format, ImportError};
use super::role::Role;
use super::table::{Ending, Header, Layout, Table};
use super::zeek_tsv::{OF_CONNECTIONS, ZeekTsv};
use super::{eve, zeek_json};
use crate::domain::csv::shown;

/// How the first bytes of files look that are no logs, and what they are.
const OTHER_FILES: [(&[u8], &str); 16] = [
    (b"\xd4\xc3\xb2\xa1", "a packet capture (pcap): let Zeek or Suricata make a log of it"),
    (b"\xa1\xb2\xc3\xd4", "a packet capture (pcap): let Zeek or Suricata make a log of it"),
    (b"\x4d\x3c\xb2\xa1", "a packet capture (pcap): let Zeek or Suricata make a log of it"),
    (b"\xa1\xb2\x3c\x4d", "a packet capture (pcap): let Zeek or Suricata make a log of it"),
    (b"\x0a\x0d\x0d\x0a", "a packet capture (pcapng): let Zeek or Suricata make a log of it"),
    (b"\x0c\xa5", "a file of nfcapd: write it out with nfdump -o csv"),
    (b"PK\x03\x04", "a zip file: unpack it first"),
    (b"BZh", "a bzip2 file: unpack it first"),
    (b"\xfd7zXZ", "an xz file: unpack it first"),
    (b"7z\xbc\xaf", "a 7z file: unpack it first"),
    (b"PAR1", "a Parquet file: write it out as CSV"),
    (b"SQLite format 3", "an SQLite database: write it out as CSV"),
    (b"%PDF", "a PDF"),
    (b"\xff\xfe", "text in UTF-16: save it as UTF-8"),
    (b"\xfe\xff", "text in UTF-16: save it as UTF-8"),
    (b"<", "a web page or XML"),
];

/// The format that the first lines are of, and its reader. They are neither empty nor too long.
pub fn reader(lines: &[&[u8]]) -> Result<(Format, Reader), ImportError> {
    let first = lines.first().copied().unwrap_or_default();
    if lines.iter().any(|line| ZeekTsv::begins(line)) {
        return zeek(lines);
    }
    for line in lines.iter().filter(|line| line.trim_ascii_start().starts_with(b"{")) {
        if eve::is_event(line) {
            return Ok((Format::Eve, Reader::Eve));
        }
        if zeek_json::is_connection(line) {
            return Ok((Format::ZeekJson, Reader::ZeekJson));
        }
    }
    // Tools and shells write a line or two before the header.
    for (at, line) in lines.iter().enumerate().take(5) {
        if let Some((format, layout)) = known_table(line) {
            let delimiter = layout.delimiter;
            let table = Table::new(layout).behind(at);
            let table = match format {
                Format::Nfdump => table.before(Ending::Summary).put_together_by(place(line, delimiter, "flows")),
                _ => table,
            };
            return Ok((format, Reader::Table(Box::new(table))));
        }
    }
    match Preview::of(lines) {
        Some(preview) if preview.is_vast() => {
            let layout = Layout { columns: known_tables::vast(), ..preview.layout };
            Ok((Format::Vast, Reader::Table(Box::new(Table::new(layout)))))
        }
        Some(preview) => Err(ImportError::NeedsColumns(Box::new(preview))),
        None => Err(unknown(first)),
    }
}

/// What is told of a file that is none of the formats.
pub fn unknown(first_line: &[u8]) -> ImportError {
    let kind = OTHER_FILES.iter().find(|(magic, _)| first_line.starts_with(magic)).map(|(_, kind)| (*kind).to_owned());
    let json = || first_line.starts_with(b"{").then(|| "JSON of something else than connections".to_owned());
    ImportError::UnknownFormat { first_line: told(first_line), looks_like: kind.or_else(json) }
}

/// Text that may be anything, and be shown anywhere.
fn told(text: &[u8]) -> String {
    // What is shown has 40 characters, of up to four bytes each.
    let text = String::from_utf8_lossy(text.get(..200).unwrap_or(text)).replace(|c: char| c.is_control(), "\u{fffd}");
    shown(&text)
}

fn zeek(lines: &[&[u8]]) -> Result<(Format, Reader), ImportError> {
    let starts = |name: &[u8]| lines.iter().find_map(|line| line.strip_prefix(name));
    let is_of_connections = |fields: &&[u8]| {
        let has = |name: &str| fields.windows(name.len()).any(|part| part == name.as_bytes());
        OF_CONNECTIONS.iter().any(|name| has(name)) && has("id.orig_h") && has("id.resp_h")
    };
    let mut all_fields = lines.iter().filter_map(|line| line.strip_prefix(b"#fields")).peekable();
    if all_fields.peek().is_some() && !all_fields.any(|fields| is_of_connections(&fields)) {
        let path = starts(b"#path").map_or(&b"unknown"[..], |path| path.trim_ascii());
        return Err(ImportError::OtherZeekLog { log: told(path) });
    }
    Ok((Format::ZeekTsv, Reader::ZeekTsv(Box::default())))
}

/// The column of that plain name.
fn place(header: &[u8], delimiter: u8, name: &str) -> Option<usize> {
    let mut cells = Cells::default();
    let are_quotes_matched = cells.cut_quoted(header, delimiter);
    cells.all(header).position(|cell| plain_name(cell) == name).filter(|_| are_quotes_matched)
}

fn known_table(header: &[u8]) -> Option<(Format, Layout)> {
    [b',', b'\t', b';', b'|'].into_iter().find_map(|delimiter| {
        let mut cells = Cells::default();
        if !cells.cut_quoted(header, delimiter) {
            return None;
        }
        let names: Vec<&[u8]> = cells.all(header).collect();
        let (format, columns) = known_tables::of_header(&names)?;
        let width = match format {
            // Labels behind the last column that is read are left out by some tools.
            Format::Argus => Role::ALL.iter().filter_map(|&role| columns.place(role)).max()? + 1,
            _ => names.len(),
        };
        Some((format, Layout { delimiter, width: u32::try_from(width).ok()?, header: Header::Named, columns }))
    })
}
