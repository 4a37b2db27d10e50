//! The columns of a top table (`spot.md`, "Four tables").

use leptos::prelude::*;

use super::filter::cell::{self, Scope};
use super::format::{bytes, count, exact_bytes, port, share_percent, untold_bytes, untold_count};
use super::labels::IpLabel;
use super::measured::measured;
use super::route::Route;
use super::state::App;
use crate::domain::details::Untold;
use crate::domain::direction::Side;
use crate::domain::filter::{Key, Total};
use crate::domain::view::{Grouping, Measure, TopRow};

/// The headings.
pub fn heading(grouping: Grouping, by: Measure, side: Side) -> impl IntoView {
    let ip = match side {
        Side::Destination => "Source IP",
        Side::Source => "Destination IP",
    };
    let numbers: &[&str] = match (grouping, by) {
        (Grouping::Row, Measure::Connections) => &["Connections", "Src port", "Dst port"],
        (Grouping::Row, Measure::Bytes) => &["Max bytes", "Src port", "Dst port"],
        (Grouping::Peer, _) => &["Connections", "Max bytes", "\u{2248} Total bytes", "Rows"],
    };
    let numbers = numbers.iter().map(|name| view! { <th scope="col" class="number">{*name}</th> });
    view! {
        <thead>
            <tr>
                <th scope="col">{ip}</th>
                {numbers.collect_view()}
            </tr>
        </thead>
    }
}

/// Whether a number has its bar: the one that orders the rows does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Bar {
    Shown,
    Hidden,
}

/// What all rows of a table have in common.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Columns {
    /// What a row stands for.
    pub grouping: Grouping,
    /// What orders them.
    pub by: Measure,
    /// The side of the sought IP.
    pub side: Side,
    /// Why numbers are missing.
    pub untold: Untold,
    /// What of the search they tell of.
    pub scope: Scope,
    /// The largest number that is told of what orders them: the longest bar.
    pub largest: u64,
}

impl Columns {
    /// A row; `index` is its place in the table, of which not all may be in the document. Its link leads to the screen that
    /// `links` tells, about its peer.
    pub fn row(self, app: App, row: &TopRow, index: usize, links: Memo<Route>) -> impl IntoView + use<> {
        let ip = row.peer;
        let title = format!("Investigate {ip}; first seen {}, last seen {}", row.first_seen, row.last_seen);
        let class = if ip.is_ipv6() { "mono long" } else { "mono" };
        view! {
            // The heading is the first.
            <tr aria-rowindex=index + 2>
                <td class="peer" data-filter=cell::peer(self.side, ip)>
                    <span class="with-label">
                        // Its address is a screen: a new tab, a copied link and Back all work.
                        <a class=class href=move || links.get().about(ip).to_string() title=title>
                            {ip.to_string()}
                        </a>
                        <IpLabel labels=app.labels ip />
                    </span>
                </td>
                {self.numbers(row)}
            </tr>
        }
    }

    fn numbers(self, row: &TopRow) -> AnyView {
        let ordering = match self.by {
            Measure::Connections => self.connections(row, Bar::Shown).into_any(),
            Measure::Bytes => self.bytes(row, Bar::Shown).into_any(),
        };
        match (self.grouping, self.by) {
            (Grouping::Row, _) => view! {
                {ordering}
                <td class="number mono" data-filter=cell::port(Key::SourcePort, row.source_port)>{port(row.source_port)}</td>
                <td class="number mono" data-filter=cell::port(Key::DestinationPort, row.destination_port)>
                    {port(row.destination_port)}
                </td>
            }
            .into_any(),
            (Grouping::Peer, Measure::Connections) => view! {
                {ordering}
                {self.bytes(row, Bar::Hidden)}
                {self.totals(row)}
            }
            .into_any(),
            (Grouping::Peer, Measure::Bytes) => view! {
                {self.connections(row, Bar::Hidden)}
                {ordering}
                {self.totals(row)}
            }
            .into_any(),
        }
    }

    fn connections(self, row: &TopRow, bar: Bar) -> impl IntoView + use<> {
        let key = match self.grouping {
            Grouping::Row => Key::Connections,
            Grouping::Peer => Key::Total(Total::PairConnections),
        };
        let told = row.connections;
        let text = told.map_or_else(|| untold_count(self.untold).to_owned(), count);
        let shown = match bar {
            Bar::Shown => measured(self.share_percent(told), None, text).into_any(),
            Bar::Hidden => text.into_any(),
        };
        view! {
            <td class="number" data-filter=self.total(key, told, row)>
                {shown}
            </td>
        }
    }

    fn bytes(self, row: &TopRow, bar: Bar) -> impl IntoView + use<> {
        let told = row.max_bytes;
        let shown = match bar {
            Bar::Shown => measured(self.share_percent(told), told.map(exact_bytes), self.bytes_text(told)).into_any(),
            Bar::Hidden => self.value(told).into_any(),
        };
        view! {
            <td class="number" data-filter=cell::amount(Key::Bytes, told, self.untold)>
                {shown}
            </td>
        }
    }

    /// What a peer's rows add up to.
    fn totals(self, row: &TopRow) -> impl IntoView + use<> {
        let rows = u64::from(row.rows);
        view! {
            <td class="number" data-filter=self.total(Key::Total(Total::PairBytes), row.approx_bytes, row)>
                {self.value(row.approx_bytes)}
            </td>
            <td class="number" data-filter=self.total(Key::Total(Total::PairRows), Some(rows), row)>{count(rows)}</td>
        }
    }

    fn total(self, key: Key, told: Option<u64>, row: &TopRow) -> Option<String> {
        self.scope.total(key, told, self.untold, cell::peer(self.side, row.peer))
    }

    fn value(self, told: Option<u64>) -> impl IntoView + use<> {
        view! { <span title=told.map(exact_bytes)>{self.bytes_text(told)}</span> }
    }

    /// Bytes for a glance, and to the last where one points (the title of what is around it) or, without a pointer, below.
    fn bytes_text(self, told: Option<u64>) -> impl IntoView + use<> {
        let exact = told.filter(|told| *told >= 1024).map(|told| {
            view! { <span class="exact">{format!("{} B", count(told))}</span> }
        });
        (told.map_or_else(|| untold_bytes(self.untold).to_owned(), bytes), exact)
    }

    /// How long a number's bar is. What is not told ranks above all, and its bar is the longest.
    fn share_percent(self, told: Option<u64>) -> f64 {
        told.map_or(100.0, |told| share_percent(told, self.largest))
    }
}
