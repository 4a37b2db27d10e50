//! The report: one HTML file that opens without a network and prints on A4.
//!
//! Nothing in it runs and nothing is asked of any host: there is no script, and its content security policy allows one
//! style sheet, by its hash, and pictures that are part of the file. Every value from outside goes through `html`, which
//! writes text and nothing else. Charts are drawings within the page ([`Svg`]): made here, of shapes and text.

mod html;
mod method;

use std::net::IpAddr;

use html::{Html, Place};

use super::dossier::{Addresses, Dossier, Handling, Tlp};
use super::facts::{exact, facts, groups, limits, share, told};
use super::sheet::{Cell, List};
use crate::chart::svg::Svg;
use crate::domain::attack::ATTRIBUTION;
use crate::domain::view::Counted;
use crate::words::format::count;

/// A chart, drawn elsewhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chart {
    /// What it is called.
    pub title: String,
    /// What it shows and what it leaves out, or why there is no picture.
    pub caption: String,
    /// The picture; `None` where there is nothing to draw. Addresses in it are written as [`Handling`] asks by who draws it.
    pub picture: Option<Svg>,
}

/// The style sheet, as it stands in the file.
pub const STYLE: &str = include_str!("report/report.css");

/// SHA-256 of [`STYLE`] in base64, for the content security policy. A test tells when it has to change.
pub const STYLE_SHA256: &str = "Dp/E7ABcpLZUYIXa6m3gSvzsEPPfKEWkf+3GjknODus=";

/// Rows of a table that is not torn apart.
const SHORT: usize = 24;

/// The report of `dossier`, with `charts` in their order.
#[must_use]
pub fn page(dossier: &Dossier, charts: &[Chart], handling: Handling) -> String {
    let addresses = handling.addresses;
    let mut page = Html::new();
    let title = dossier.title(addresses);
    page.raw("<!doctype html>\n<html lang=\"en\" class=\"").raw(page_class(dossier, handling));
    page.raw("\">\n<head>\n<meta charset=\"utf-8\">\n");
    page.raw("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'sha256-");
    page.raw(STYLE_SHA256);
    page.raw("'; base-uri 'none'; form-action 'none'\">\n");
    page.raw("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
    page.raw("<meta name=\"referrer\" content=\"no-referrer\">\n");
    page.raw("<title>")
        .text(&title, Place::Line)
        .raw("</title>\n<style>")
        .raw(STYLE)
        .raw("</style>\n</head>\n<body>\n");
    head(&mut page, dossier, &title, handling);
    page.raw("<main>\n");
    threat(&mut page, dossier, addresses);
    found(&mut page, dossier, addresses);
    pictures(&mut page, charts);
    lists(&mut page, dossier, addresses);
    method::section(&mut page, dossier);
    page.raw("</main>\n");
    foot(&mut page, dossier, handling);
    page.raw("</body>\n</html>\n");
    page.finish()
}

/// What print and screen look at: the marking, and whether it is demo data.
fn page_class(dossier: &Dossier, handling: Handling) -> &'static str {
    let is_demo = dossier.source.demo_notice().is_some();
    match (handling.marking, is_demo) {
        (None, false) => "report",
        (None, true) => "report demo",
        (Some(Tlp::Red), false) => "tlp-red",
        (Some(Tlp::Red), true) => "tlp-red demo",
        (Some(Tlp::AmberStrict), false) => "tlp-amber-strict",
        (Some(Tlp::AmberStrict), true) => "tlp-amber-strict demo",
        (Some(Tlp::Amber), false) => "tlp-amber",
        (Some(Tlp::Amber), true) => "tlp-amber demo",
        (Some(Tlp::Green), false) => "tlp-green",
        (Some(Tlp::Green), true) => "tlp-green demo",
        (Some(Tlp::Clear), false) => "tlp-clear",
        (Some(Tlp::Clear), true) => "tlp-clear demo",
    }
}

fn head(page: &mut Html, dossier: &Dossier, title: &str, handling: Handling) {
    page.raw("<header>\n");
    if let Some(marking) = handling.marking {
        page.raw("<p class=\"tlp\">").text(marking.label(), Place::Line).raw("</p>\n");
    }
    page.element("p", "eyebrow", "Flow threat investigation").element("h1", "", title);
    let ip = handling.addresses.address(dossier.overview.ip);
    page.raw("<p class=\"about\"><span class=\"mono\">").text(&ip, Place::Line).raw("</span> on ");
    page.text(&dossier.day.to_string(), Place::Line).raw("</p>\n");
    if let Some(notice) = dossier.source.demo_notice() {
        page.element("p", "notice", notice);
    }
    page.raw("</header>\n");
}

fn threat(page: &mut Html, dossier: &Dossier, addresses: Addresses) {
    page.raw("<section>\n").element("h2", "", "Threat");
    let text = addresses.text(&dossier.comment.text);
    if text.trim().is_empty() {
        page.element("p", "muted", "No comments were written.");
    } else {
        page.raw("<p class=\"comment\">").text(&text, Place::Lines).raw("</p>\n");
    }
    techniques(page, dossier);
    page.raw("</section>\n");
}

/// What the analyst takes the threat for. A report is no page of links: the IDs say where to look.
fn techniques(page: &mut Html, dossier: &Dossier) {
    if dossier.techniques.is_empty() {
        return;
    }
    page.raw("<h3>MITRE ATT&amp;CK\u{ae} techniques</h3>\n<ul>\n");
    for id in &dossier.techniques {
        page.element("li", "", &id.words());
    }
    page.raw("</ul>\n").element("p", "muted", ATTRIBUTION);
}

fn found(page: &mut Html, dossier: &Dossier, addresses: Addresses) {
    page.raw("<section>\n").element("h2", "", "What was found").raw("<dl class=\"facts\">\n<div><dt>IP</dt>");
    page.raw("<dd>");
    known_address(page, dossier.overview.ip, dossier, addresses).raw("</dd></div>\n");
    for (name, value) in facts(dossier, addresses) {
        page.raw("<div>").element("dt", "", name).element("dd", "", &value).raw("</div>\n");
    }
    page.raw("</dl>\n<table class=\"groups\">\n<caption>Peers by direction</caption>\n<thead><tr>");
    page.raw("<th scope=\"col\">Direction</th><th scope=\"col\" class=\"number\">Peers</th>");
    page.raw("<th scope=\"col\" class=\"number\">Top peers</th></tr></thead>\n<tbody>\n");
    for group in groups(dossier) {
        page.raw("<tr>").element("td", "", group.direction.name());
        page.element("td", "number", &count(u64::from(group.peers)));
        page.element("td", "number", &count(u64::from(group.top_peers))).raw("</tr>\n");
    }
    page.raw("</tbody>\n</table>\n");
    let limits = limits(dossier, addresses);
    if !limits.is_empty() {
        page.raw("<ul class=\"limits\">\n");
        for limit in &limits {
            page.element("li", "", limit);
        }
        page.raw("</ul>\n");
    }
    page.raw("</section>\n");
}

fn pictures(page: &mut Html, charts: &[Chart]) {
    for Chart { title, caption, picture } in charts {
        page.raw("<figure>\n");
        if let Some(picture) = picture {
            page.drawing(picture);
        }
        page.raw("<figcaption>").element("strong", "", title).raw(" ");
        page.text(caption, Place::Line).raw("</figcaption>\n</figure>\n");
    }
}

fn lists(page: &mut Html, dossier: &Dossier, addresses: Addresses) {
    page.raw("<section>\n").element("h2", "", "Top tables");
    for list in List::ALL.into_iter().filter(|list| matches!(list, List::Top(..))) {
        table(page, list, dossier, addresses);
    }
    page.raw("</section>\n<section>\n").element("h2", "", "Timeline");
    table(page, List::Lanes, dossier, addresses);
    page.raw("</section>\n");
}

/// An address, and what is known of it.
fn known_address<'a>(page: &'a mut Html, ip: IpAddr, dossier: &Dossier, addresses: Addresses) -> &'a mut Html {
    page.element("span", "mono", &addresses.address(ip));
    match dossier.known.beside(ip, addresses) {
        Some(known) => page.raw(" ").element("span", "known", &known),
        None => page,
    }
}

/// How much of a list is shown.
fn extent(list: List, shown: usize, dossier: &Dossier) -> String {
    let peers = share(shown, dossier.of_how_many(list), dossier.thing(list));
    if list != List::Lanes {
        return peers;
    }
    let (in_lanes, all) = dossier.lanes.in_lanes;
    let thing = match dossier.lanes.counted {
        Counted::RowsActive => "row",
        Counted::ConnectionsBegun => "connection",
    };
    let of_all = share(usize::try_from(in_lanes).unwrap_or(usize::MAX), all, thing);
    format!("{peers}, {of_all} with a peer")
}

fn table(page: &mut Html, list: List, dossier: &Dossier, addresses: Addresses) {
    let sheet = list.sheet(dossier);
    // On paper a short table stays on one page.
    let markup = if sheet.rows.len() <= SHORT { "<table class=\"short\">\n<caption>" } else { "<table>\n<caption>" };
    page.raw(markup).text(list.caption(), Place::Line);
    page.raw(" <span class=\"muted\">")
        .text(&extent(list, sheet.rows.len(), dossier), Place::Line)
        .raw("</span></caption>\n");
    let first = sheet.rows.first();
    let columns: Vec<(usize, &str, Kind)> = sheet
        .columns
        .iter()
        .enumerate()
        .filter_map(|(index, column)| Some((index, column.heading?, Kind::of(first.and_then(|row| row.get(index))))))
        .collect();
    page.raw("<thead><tr>");
    for (_, heading, kind) in &columns {
        page.raw(match kind {
            Kind::Word => "<th scope=\"col\">",
            Kind::Time => "<th scope=\"col\" class=\"time\">",
            Kind::Number => "<th scope=\"col\" class=\"number\">",
            Kind::Bytes => "<th scope=\"col\" class=\"number\" colspan=\"2\">",
        });
        page.text(heading, Place::Line).raw("</th>");
    }
    page.raw("</tr></thead>\n<tbody>\n");
    for row in &sheet.rows {
        page.raw("<tr>");
        for cell in columns.iter().filter_map(|(index, ..)| row.get(*index)) {
            let value = told(*cell, dossier, addresses);
            match cell {
                Cell::Bytes(_) => page.element("td", "number", &value).element(
                    "td",
                    "number exact",
                    &exact(*cell).unwrap_or_default(),
                ),
                Cell::Address(ip) => {
                    page.raw("<td>");
                    known_address(page, *ip, dossier, addresses).raw("</td>")
                }
                Cell::Port(_) => page.element("td", "number mono", &value),
                Cell::Time(_) => page.element("td", "time", &value),
                Cell::Count(_) | Cell::Packets(_) => page.element("td", "number", &value),
                Cell::Word(_) | Cell::CommunityId(_) => page.element("td", "", &value),
            };
        }
        page.raw("</tr>\n");
    }
    if first.is_none() {
        page.raw("<tr><td class=\"muted\" colspan=\"9\">None.</td></tr>\n");
    }
    page.raw("</tbody>\n</table>\n");
}

/// How a column is set.
#[derive(Clone, Copy)]
enum Kind {
    Word,
    Time,
    Number,
    /// In IEC units, and to the last.
    Bytes,
}

impl Kind {
    fn of(cell: Option<&Cell>) -> Self {
        match cell {
            Some(Cell::Bytes(_)) => Self::Bytes,
            Some(Cell::Time(_)) => Self::Time,
            Some(cell) if cell.is_number() => Self::Number,
            _ => Self::Word,
        }
    }
}

fn foot(page: &mut Html, dossier: &Dossier, handling: Handling) {
    page.raw("<footer>\n<p>Source: ").text(&handling.addresses.text(&dossier.source.words()), Place::Line);
    page.raw(". Made ").text(&dossier.made_at, Place::Line).raw(" with Flow Threat Investigation ");
    page.text(env!("CARGO_PKG_VERSION"), Place::Line).raw(".</p>\n");
    if let Some(marking) = handling.marking {
        page.raw("<p class=\"tlp\">").text(marking.label(), Place::Line).raw("</p>\n");
    }
    page.raw("</footer>\n");
}
