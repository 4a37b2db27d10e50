//! The four top tables, and how they are looked at.

use std::net::{IpAddr, Ipv4Addr};
use std::sync::Arc;

use futures::FutureExt;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::Element;

use super::failure::FailureNote;
use super::filter::cell::Scope;
use super::format::count;
use super::hooks::rows_in_sight::use_rows_in_sight;
use super::load::{Load, Meanwhile, Remote};
use super::state::App;
use super::subject::Searched;
use super::table_rows::{Columns, heading};
use crate::domain::details::Untold;
use crate::domain::direction::Side;
use crate::domain::view::{Grouping, Overview, TopResults, TopRow, TopTable, TopTables};
use crate::engine::api::AskTables;
use crate::failure::Failure;

/// Nobody's address: what links of a table have in common does not depend on whom they are about.
const NOBODY: IpAddr = IpAddr::V4(Ipv4Addr::UNSPECIFIED);
/// Rows that a card shows without being opened: all four fit on a screen.
const ROWS_IN_SIGHT: usize = 10;

/// Tables as they were asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ranked {
    grouping: Grouping,
    scope: Scope,
    tables: Arc<TopTables>,
}

/// Ranks what was searched, as it is looked at. The tables that came along are the first.
pub fn rank(app: App, searched: &Searched) -> Load<Ranked> {
    let worker = searched.worker;
    let of_view = searched.view;
    let at_hand = StoredValue::new(searched.tables.clone());
    let grouping = Memo::new(move |_| app.hash.route().grouping);
    let filter = app.filter();
    let key = move || Some((app.view.get(), grouping.get(), filter.get()));
    Load::new(Meanwhile::Keep, key, move |(view, grouping, filter), _| {
        let at_hand = at_hand.try_update_value(Option::take).flatten();
        async move {
            let scope = Scope::of(&filter);
            let tables = match at_hand {
                Some((of, tables)) if of == grouping && of_view == view && filter.is_empty() => tables,
                _ => Arc::new(app.session.ask_about(worker, AskTables { view, grouping, filter }).await?),
            };
            Ok(Ranked { grouping, scope, tables })
        }
        .boxed_local()
    })
}

/// How far the tables are: what the panel is built anew for. Another answer of the same grouping changes only its rows.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Shown {
    Ranking,
    Failed(Failure),
    /// There; their rows stand for that.
    Ready(Grouping),
}

/// The tables of a search.
#[component]
pub fn Tables(
    /// The app.
    app: App,
    /// The tables.
    tables: Load<Ranked>,
    /// The head of the search.
    overview: Memo<Overview>,
) -> impl IntoView {
    // A worker that stopped took the search along.
    let retry = move |()| match untrack(|| tables.failure()) {
        Some(Failure::Crashed { .. }) => app.search_again(),
        _ => tables.retry(),
    };
    let shown = Memo::new(move |_| match tables.get() {
        Remote::Loading => Shown::Ranking,
        Remote::Failed(failure) => Shown::Failed(failure),
        Remote::Ready(ranked) => Shown::Ready(ranked.grouping),
    });
    let untold = Memo::new(move |_| overview.read().untold);
    view! {
        <div class="table-choices">
            <GroupingSwitch app />
            <TopResultsField app />
        </div>
        {move || match shown.get() {
            Shown::Ranking => {
                view! {
                    <p class="panel empty muted" role="status">
                        "Ranking\u{2026}"
                    </p>
                }
                    .into_any()
            }
            Shown::Failed(failure) => view! { <FailureNote failure retry /> }.into_any(),
            Shown::Ready(grouping) => {
                let newest = move || tables.ready().filter(|ranked| ranked.grouping == grouping);
                let cards = untrack(newest).map(|first| {
                    let numbers = 0..first.tables.len();
                    // Cards that are about to go show nothing of another grouping.
                    let ranked = Memo::new(move |former: Option<&Ranked>| {
                        newest().unwrap_or_else(|| former.unwrap_or(&first).clone())
                    });
                    numbers.map(|number| view! { <TableCard app ranked number untold /> }).collect_view()
                });
                view! { <div class="tables">{cards}</div> }.into_any()
            }
        }}
    }
}

/// What a row stands for.
#[component]
fn GroupingSwitch(app: App) -> impl IntoView {
    let choices = [(Grouping::Row, "by row"), (Grouping::Peer, "by peer")].map(|(grouping, label)| {
        view! {
            <label>
                <input
                    type="radio"
                    name="grouping"
                    prop:checked=move || app.hash.route().grouping == grouping
                    on:change=move |_| app.choose_grouping(grouping)
                />
                <span>{label}</span>
            </label>
        }
    });
    view! {
        <div class="switch" role="radiogroup" aria-labelledby="show-label">
            <span id="show-label">"Show"</span>
            <div class="switch-choices">{choices.collect_view()}</div>
        </div>
    }
}

/// How many rows.
#[component]
fn TopResultsField(app: App) -> impl IntoView {
    let (least, most) = (*TopResults::RANGE.start(), *TopResults::RANGE.end());
    let hint = RwSignal::new(None::<String>);
    let shown = move || app.view.get().top.get().to_string();
    let choose = move |event: &leptos::ev::Event| {
        let typed = event_target_value(event);
        let whole = typed.trim().parse::<u64>().ok();
        let top = whole.map(|top| TopResults::new(u16::try_from(top).unwrap_or(u16::MAX)));
        let is_taken = top.is_some_and(|top| u64::try_from(top.get()).ok() == whole);
        hint.set((!is_taken).then(|| format!("{least} to {}", count(u64::from(most)))));
        if let Some(top) = top {
            app.choose_top(top);
        }
        // What is in force is what the field says.
        event_target::<web_sys::HtmlInputElement>(event).set_value(&untrack(shown));
    };
    view! {
        <div class="top-results">
            <label for="top-results">"Top results"</label>
            <input
                id="top-results"
                type="number"
                class="control figures"
                min=least
                max=most
                step="1"
                inputmode="numeric"
                aria-describedby="top-hint"
                prop:value=shown
                on:change=move |event| choose(&event)
            />
            <span id="top-hint" class="hint" role="status">
                {move || hint.get()}
            </span>
        </div>
    }
}

/// One table. A long one scrolls in its card until it is opened.
#[component]
fn TableCard(app: App, ranked: Memo<Ranked>, number: usize, untold: Memo<Untold>) -> impl IntoView {
    let (grouping, side, by) = ranked.with_untracked(|Ranked { grouping, tables, .. }| {
        let TopTable { side, by, .. } = tables[number];
        (*grouping, side, by)
    });
    let caption = TopTable::caption(side, by);
    let rows = Memo::new(move |_| ranked.with(|ranked| ranked.tables[number].rows.len()));
    let is_long = Memo::new(move |_| rows.get() > ROWS_IN_SIGHT);
    let is_open = RwSignal::new(false);
    let total = move || {
        let shown = count(u64::try_from(rows.get()).unwrap_or(u64::MAX));
        let unit = if grouping == Grouping::Peer { "peers" } else { "rows" };
        format!("{shown} of {} {unit}", count(ranked.with(|ranked| ranked.tables[number].of)))
    };
    let columns = Memo::new(move |_| {
        let (scope, largest) = ranked.with(|ranked| (ranked.scope, ranked.tables[number].largest()));
        Columns { grouping, by, side, untold: untold.get(), scope, largest }
    });
    let (body, scroller) = (NodeRef::new(), NodeRef::new());
    let seen = use_rows_in_sight(body, scroller, rows.into());
    let links = Memo::new(move |_| app.hash.route().about(NOBODY));
    // A row that looks as before stays in the document: a longer table begins with the rows of the shorter one.
    let in_sight = move || {
        let (columns, range) = (columns.get(), seen.range());
        ranked.with(|ranked| {
            let rows = ranked.tables[number].rows.iter().enumerate().skip(range.start).take(range.len());
            rows.map(|(index, row)| (index, row.clone(), columns)).collect::<Vec<_>>()
        })
    };
    let row = move |(index, row, columns): (usize, TopRow, Columns)| columns.row(app, &row, index, links);
    let gap = move |height_px: Signal<f64>| {
        view! {
            <tbody class="gap" aria-hidden="true">
                <tr>
                    <td style:height=move || format!("{:.1}px", height_px.get())></td>
                </tr>
            </tbody>
        }
    };
    let gap_above = move || seen.is_part().then(|| gap(Signal::derive(move || seen.gaps_px().0)));
    let gap_below = move || seen.is_part().then(|| gap(Signal::derive(move || seen.gaps_px().1)));
    view! {
        <div class="card table-card" class:by-peer=grouping == Grouping::Peer class:open=move || is_open.get()>
            <div
                class="scroller"
                node_ref=scroller
                tabindex=move || (is_long.get() && !is_open.get()).then_some("0")
                role=move || is_long.get().then_some("group")
                aria-label=move || is_long.get().then(|| format!("{caption}, scrolls"))
                // One listener for all links of a table.
                on:click=move |event| {
                    let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
                    let is_link = target.is_some_and(|target| target.tag_name() == "A");
                    // With these keys it opens elsewhere.
                    if is_link && !event.ctrl_key() && !event.meta_key() && !event.shift_key() {
                        app.let_focus_follow();
                    }
                }
            >
                <table
                    class:part=move || seen.is_part()
                    aria-rowcount=move || seen.is_part().then(|| rows.get() + 1)
                >
                    <caption>{caption}</caption>
                    {heading(grouping, by, side)}
                    {gap_above}
                    <tbody node_ref=body>
                        <For each=in_sight key=Clone::clone children=row />
                    </tbody>
                    {gap_below}
                </table>
                {move || (rows.get() == 0).then(|| view! { <p class="muted none">{nobody(side, columns.get().scope)}</p> })}
            </div>
            <div class="card-foot">
                <span class="muted figures">{total}</span>
                {move || {
                    is_long
                        .get()
                        .then(|| {
                            view! {
                                <button
                                    type="button"
                                    class="plain"
                                    aria-expanded=move || if is_open.get() { "true" } else { "false" }
                                    on:click=move |_| {
                                        is_open.update(|is_open| *is_open = !*is_open);
                                        seen.look_again();
                                    }
                                >
                                    {move || if is_open.get() { "Show fewer" } else { "Show all" }}
                                    <span class="visually-hidden">{format!(" of {caption}")}</span>
                                </button>
                            }
                        })
                }}
            </div>
        </div>
    }
}

fn nobody(side: Side, scope: Scope) -> &'static str {
    match (side, scope) {
        (Side::Destination, Scope::Whole) => "Nobody opened a connection to this IP.",
        (Side::Source, Scope::Whole) => "This IP opened no connection.",
        (Side::Destination, Scope::Filtered) => "Of what was opened to this IP, nothing passes the filter.",
        (Side::Source, Scope::Filtered) => "Of what this IP opened, nothing passes the filter.",
    }
}
