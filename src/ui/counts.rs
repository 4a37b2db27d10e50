//! How many peers each way, and how much in all.

use leptos::prelude::*;

use super::format::{at_least, bytes, count, counted, exact_bytes};
use super::icons::direction_glyph;
use crate::domain::direction::Direction;
use crate::domain::view::{Filtered, Overview};

/// `1,204 rows`, or `12 of 1,204 rows` where a filter is in force.
fn rows(overview: &Overview) -> String {
    match &overview.filtered {
        None => counted(overview.rows, "row"),
        Some(Filtered { of_rows, .. }) => format!("{} of {}", count(overview.rows), counted(*of_rows, "row")),
    }
}

/// The cards.
#[component]
pub fn Counts(
    /// The head of the search.
    overview: Memo<Overview>,
) -> impl IntoView {
    let groups = Direction::ALL.into_iter().enumerate().map(|(index, direction)| {
        let peers = move || overview.read().peers.get(index).copied().unwrap_or_default();
        view! {
            <div class="card" role="group" aria-label=direction.name()>
                <p class="big">
                    {direction_glyph(direction)} <span>{move || count(u64::from(peers()))}</span>
                </p>
                <p class="muted">{direction.name()}</p>
            </div>
        }
    });
    let connections = move || {
        let sum = overview.read().connections;
        format!("{}{}", at_least(sum), count(sum.known))
    };
    let transferred = move || {
        let sum = overview.read().approx_bytes;
        let sign = if sum.untold == 0 { "\u{2248}" } else { "\u{2265}" };
        format!("{sign} {}", bytes(sum.known))
    };
    let exactly = move || {
        let sum = overview.read().approx_bytes;
        format!("{}{}, reckoned from averages", at_least(sum), exact_bytes(sum.known))
    };
    view! {
        <div class="counts">
            {groups.collect_view()} <div class="card" role="group" aria-label="Connections">
                <p class="big">{connections}</p>
                <p class="muted">{move || format!("connections in {}", rows(&overview.read()))}</p>
            </div> <div class="card" role="group" aria-label="Bytes">
                <p class="big" title=exactly>
                    {transferred}
                </p>
                <p class="muted">
                    "transferred " <span class="exact">{move || exact_bytes(overview.read().approx_bytes.known)}</span>
                </p>
            </div>
        </div>
    }
}
