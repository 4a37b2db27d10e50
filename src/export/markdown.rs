//! The investigation as the text of a ticket, in GitHub-flavoured Markdown.
//!
//! A value from outside stays the text that it is: nothing in it makes a heading, a table's cell, a link, an image, HTML
//! or a mention. Two ways lead there, since one is not enough:
//!
//! - Punctuation that means something is escaped by a backslash; blanks that would make a code block, by an entity.
//! - `@name` and `#12` become links after Markdown was read, when no backslash is left. An empty comment, `<!-- -->`,
//!   parts the sign from its name and adds nothing to the text.
//!
//! Addresses stand in code: GitHub would read emoji in `fe80::a:b:1` otherwise.

use std::fmt::Write;
use std::net::IpAddr;

use super::dossier::{Addresses, Dossier, Handling};
use super::facts::{Group, exact, facts, groups, limits, share, told};
use super::sheet::{Cell, List, Sheet};
use super::visible::visible;
use crate::words::format::{count, counted};

/// Rows of a table at most: a ticket is read, and GitHub takes 65,536 characters.
pub const MOST_ROWS: usize = 20;
/// Peers of a group at most.
pub const MOST_PEERS: usize = 10;
/// Characters of a text at most, before they are escaped; what is left out is said.
pub const MOST_CHARACTERS: usize = 16_000;

/// The ticket.
#[must_use]
pub fn ticket(dossier: &Dossier, handling: Handling) -> String {
    let addresses = handling.addresses;
    let mut ticket = String::new();
    let mut block = |text: &str| {
        ticket.push_str(text);
        ticket.push_str("\n\n");
    };
    if let Some(marking) = handling.marking {
        block(&format!("**{}**", marking.label()));
    }
    if let Some(notice) = dossier.source.demo_notice() {
        block(&format!("> **{}**", line(notice)));
    }
    block(&format!("# {}", line(&dossier.title(addresses))));
    let text = paragraphs(&shortened(&addresses.text(&dossier.comment.text)));
    block(if text.is_empty() { "_No comments were written._" } else { &text });

    if !dossier.techniques.is_empty() {
        block("## MITRE ATT&CK\u{ae} techniques");
        block(&bullets(dossier.techniques.iter().map(|id| line(&id.words()))));
    }

    block("## Facts");
    let facts: Vec<String> =
        facts(dossier, addresses).iter().map(|(name, value)| format!("| {name} | {} |", line(value))).collect();
    let ip = known_address(dossier.overview.ip, dossier, addresses);
    block(&format!("| Fact | Value |\n| --- | --- |\n| IP | {ip} |\n{}", facts.join("\n")));
    let limits = limits(dossier, addresses);
    if !limits.is_empty() {
        block(&bullets(limits.iter().map(|limit| line(limit))));
    }

    block("## Peers by direction");
    block(&bullets(groups(dossier).iter().map(|group| {
        let name = group.direction.name();
        let peers = counted(u64::from(group.peers), "peer");
        format!("**{name}**: {peers}{}", top_peers(dossier, group, addresses))
    })));

    block("## Top tables");
    for list in List::ALL.into_iter().filter(|list| matches!(list, List::Top(..))) {
        let sheet = list.sheet(dossier);
        let share = share(sheet.rows.len().min(MOST_ROWS), dossier.of_how_many(list), dossier.thing(list));
        block(&format!("**{}**: {share}", list.caption()));
        if !sheet.rows.is_empty() {
            block(&table(&sheet, dossier, addresses));
        }
    }

    let source = addresses.text(&dossier.source.words());
    let _ = write!(ticket, "---\n\nSource: {}. Made {}.\n", line(&source), line(&dossier.made_at));
    ticket
}

fn bullets(items: impl Iterator<Item = String>) -> String {
    let items: Vec<String> = items.map(|item| format!("- {item}")).collect();
    items.join("\n")
}

/// The busiest peers of a group, and how many there are besides.
fn top_peers(dossier: &Dossier, group: &Group, addresses: Addresses) -> String {
    let of_group = dossier.lanes.lanes.iter().filter(|lane| lane.direction == group.direction);
    let named: Vec<String> =
        of_group.take(MOST_PEERS).map(|lane| known_address(lane.peer, dossier, addresses)).collect();
    if named.is_empty() {
        return String::new();
    }
    let more = match u64::from(group.peers).saturating_sub(named.len() as u64) {
        0 => String::new(),
        more => format!(" and {} more", count(more)),
    };
    format!(": {}{more}", named.join(", "))
}

/// An address, and what is known of it.
fn known_address(ip: IpAddr, dossier: &Dossier, addresses: Addresses) -> String {
    let address = addresses.address(ip);
    match dossier.known.beside(ip, addresses) {
        Some(known) => format!("`{address}` ({})", line(&known)),
        None => format!("`{address}`"),
    }
}

fn table(sheet: &Sheet, dossier: &Dossier, addresses: Addresses) -> String {
    let shown: Vec<(usize, &str)> =
        sheet.columns.iter().enumerate().filter_map(|(index, column)| Some((index, column.heading?))).collect();
    let mut table = String::from("|");
    for (_, heading) in &shown {
        let _ = write!(table, " {} |", line(heading));
    }
    table.push_str("\n|");
    for &(index, _) in &shown {
        let first = sheet.rows.first().and_then(|row| row.get(index));
        table.push_str(if first.is_some_and(|cell| cell.is_number()) { " ---: |" } else { " --- |" });
    }
    for row in sheet.rows.iter().take(MOST_ROWS) {
        table.push_str("\n|");
        for cell in shown.iter().filter_map(|(index, _)| row.get(*index)) {
            let text = told(*cell, dossier, addresses);
            let _ = match (cell, exact(*cell)) {
                (Cell::Address(ip), _) => write!(table, " {} |", known_address(*ip, dossier, addresses)),
                (_, Some(exact)) => write!(table, " {} ({exact}) |", line(&text)),
                (_, None) => write!(table, " {} |", line(&text)),
            };
        }
    }
    table
}

/// `text` as it is shown, cut where it is too long for a ticket.
fn shortened(text: &str) -> String {
    match text.char_indices().nth(MOST_CHARACTERS) {
        None => text.to_owned(),
        Some((end, _)) => {
            let kept = text.get(..end).unwrap_or(text);
            let left_out = u64::try_from(text.chars().count() - MOST_CHARACTERS).unwrap_or(u64::MAX);
            format!("{kept}\n[{} more characters: see the report]", count(left_out))
        }
    }
}

/// `text` on one line, for a heading or a cell.
fn line(text: &str) -> String {
    let text = visible(&shortened(text));
    let words: Vec<&str> = text.split_whitespace().collect();
    escaped(&words.join(" "))
}

/// `text` with its lines: a blank one parts paragraphs, any other line break is one.
fn paragraphs(text: &str) -> String {
    let text = visible(text);
    let mut paragraphs: Vec<Vec<String>> = vec![Vec::new()];
    for line in text.lines().map(str::trim_end) {
        match paragraphs.last_mut() {
            Some(paragraph) if !line.is_empty() => paragraph.push(indented(line)),
            _ => paragraphs.push(Vec::new()),
        }
    }
    let paragraphs: Vec<String> =
        paragraphs.into_iter().filter(|lines| !lines.is_empty()).map(|lines| lines.join("\\\n")).collect();
    paragraphs.join("\n\n")
}

/// A line whose blanks in front are text and not the mark of a code block.
fn indented(line: &str) -> String {
    match line.chars().next() {
        Some(first @ (' ' | '\t')) => {
            format!("&#{};{}", u32::from(first), escaped(line.get(1..).unwrap_or_default()))
        }
        _ => escaped(line),
    }
}

/// `line`, which may stand at the beginning of a line of Markdown.
fn escaped(line: &str) -> String {
    let mut safe = String::with_capacity(line.len() + line.len() / 4);
    // What may open a list, an underline or the line below a table's head: `-`, `1.`, `===`, `:--`.
    let number_bytes = line.len() - line.trim_start_matches(|character: char| character.is_ascii_digit()).len();
    let is_blank = |after: &str| after.is_empty() || after.starts_with(char::is_whitespace);
    let mut before = None;
    for (at, character) in line.char_indices() {
        let after = line.get(at + character.len_utf8()..).unwrap_or_default();
        let is_special = match character {
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '#' | '|' | '~' | '&' | '$' | '@' => true,
            '-' | '+' | '=' => at == 0,
            ')' => at == number_bytes && is_blank(after),
            // GitHub makes links of `http://` and `www.` by themselves (GFM, "Autolinks").
            ':' => at == 0 || after.starts_with("//"),
            '.' => matches!(before, Some('w' | 'W')) || at == number_bytes && is_blank(after),
            _ => false,
        };
        if is_special {
            safe.push('\\');
        }
        safe.push(character);
        let is_link = match character {
            '@' => true,
            '#' => after.starts_with(|next: char| next.is_ascii_digit()),
            _ => false,
        };
        if is_link {
            safe.push_str("<!-- -->");
        }
        before = Some(character);
    }
    safe
}
