//! The columns of a top table (`spot.md`, "Four tables").

use leptos::prelude::*;

use super::filter::cell::{self, Scope};
use super::format::{bytes, count, exact_bytes, port, share_percent, untold_bytes, untold_count};
use super::labels::IpLabel;
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
        let measured = match self.by {
            Measure::Connections => self.connections(row, Bar::Shown).into_any(),
            Measure::Bytes => self.bytes(row, Bar::Shown).into_any(),
        };
        match (self.grouping, self.by) {
            (Grouping::Row, _) => view! {
                {measured}
                <td class="number mono" data-filter=cell::port(Key::SourcePort, row.source_port)>{port(row.source_port)}</td>
                <td class="number mono" data-filter=cell::port(Key::DestinationPort, row.destination_port)>
                    {port(row.destination_port)}
                </td>
            }
            .into_any(),
            (Grouping::Peer, Measure::Connections) => view! {
                {measured}
                {self.bytes(row, Bar::Hidden)}
                {self.totals(row)}
            }
            .into_any(),
            (Grouping::Peer, Measure::Bytes) => view! {
                {self.connections(row, Bar::Hidden)}
                {measured}
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
        view! {
            <td class="number" data-filter=self.total(key, row.connections, row)>
                {self.measured(row.connections, bar, view! { <span class="value">{self.connections_text(row.connections)}</span> })}
            </td>
        }
    }

    fn bytes(self, row: &TopRow, bar: Bar) -> impl IntoView + use<> {
        view! {
            <td class="number" data-filter=cell::amount(Key::Bytes, row.max_bytes, self.untold)>
                {self.measured(row.max_bytes, bar, self.value(row.max_bytes))}
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

    fn measured(self, measured: Option<u64>, bar: Bar, value: impl IntoView) -> impl IntoView {
        match bar {
            Bar::Shown => view! { <span class="measured">{self.bar(measured)} " " {value}</span> }.into_any(),
            Bar::Hidden => value.into_any(),
        }
    }

    fn connections_text(self, connections: Option<u64>) -> String {
        connections.map_or_else(|| untold_count(self.untold).to_owned(), count)
    }

    /// Bytes for a glance, and to the last where one points or, without a pointer, below.
    fn value(self, told: Option<u64>) -> AnyView {
        match told {
            Some(told) => view! {
                <span class="value" title=exact_bytes(told)>
                    {bytes(told)}
                    {(told >= 1024).then(|| view! { <span class="exact">{format!("{} B", count(told))}</span> })}
                </span>
            }
            .into_any(),
            None => view! { <span class="value">{untold_bytes(self.untold)}</span> }.into_any(),
        }
    }

    /// What is not told ranks above all, and its bar is the longest.
    fn bar(self, measured: Option<u64>) -> impl IntoView + use<> {
        let share = measured.map_or(100.0, |measured| share_percent(measured, self.largest));
        view! {
            <span class="meter" aria-hidden="true">
                <span style:width=format!("{share:.1}%")></span>
            </span>
        }
    }
}
