//! The four top tables, and how they are looked at.

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
use crate::domain::view::{Grouping, Overview, TopResults, TopTable, TopTables};
use crate::engine::api::AskTables;
use crate::failure::Failure;

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
    let untold = Memo::new(move |_| overview.read().untold);
    view! {
        <div class="table-choices">
            <GroupingSwitch app />
            <TopResultsField app />
        </div>
        {move || match tables.get() {
            Remote::Loading => {
                view! {
                    <p class="panel empty muted" role="status">
                        "Ranking\u{2026}"
                    </p>
                }
                    .into_any()
            }
            Remote::Failed(failure) => view! { <FailureNote failure retry /> }.into_any(),
            Remote::Ready(ranked) => {
                let cards = (0..ranked.tables.len())
                    .map(|number| view! { <TableCard app ranked=ranked.clone() number untold=untold.get() /> });
                view! { <div class="tables">{cards.collect_view()}</div> }.into_any()
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
fn TableCard(app: App, ranked: Ranked, number: usize, untold: Untold) -> impl IntoView {
    let Ranked { grouping, scope, tables } = ranked;
    let TopTable { side, by, ref rows, of } = tables[number];
    let caption = TopTable::caption(side, by);
    let is_long = rows.len() > ROWS_IN_SIGHT;
    let is_open = RwSignal::new(false);
    let shown = count(u64::try_from(rows.len()).unwrap_or(u64::MAX));
    let unit = if grouping == Grouping::Peer { "peers" } else { "rows" };
    let total = format!("{shown} of {} {unit}", count(of));
    let columns = Columns::of(rows, grouping, (side, by), untold, scope);
    let is_empty = rows.is_empty();
    let (body, scroller) = (NodeRef::new(), NodeRef::new());
    let seen = use_rows_in_sight(body, scroller, rows.len());
    let row_count = seen.is_part().then(|| rows.len() + 1);
    let tables = StoredValue::new(tables);
    let row = move |index: usize| {
        let place = seen.is_part().then_some(index);
        tables.try_with_value(|tables| tables[number].rows.get(index).map(|row| columns.row(app, row, place)))
    };
    let gap = move |height_px: Signal<f64>| {
        view! {
            <tbody class="gap" aria-hidden="true">
                <tr>
                    <td style:height=move || format!("{:.1}px", height_px.get())></td>
                </tr>
            </tbody>
        }
    };
    let gap_above = seen.is_part().then(|| gap(Signal::derive(move || seen.gaps_px().0)));
    let gap_below = seen.is_part().then(|| gap(Signal::derive(move || seen.gaps_px().1)));
    view! {
        <div class="card table-card" class:by-peer=grouping == Grouping::Peer class:open=move || is_open.get()>
            <div
                class="scroller"
                node_ref=scroller
                tabindex=move || (is_long && !is_open.get()).then_some("0")
                role=is_long.then_some("group")
                aria-label=is_long.then(|| format!("{caption}, scrolls"))
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
                <table class:part=seen.is_part() aria-rowcount=row_count>
                    <caption>{caption}</caption>
                    {heading(grouping, by, side)}
                    {gap_above}
                    <tbody node_ref=body>
                        <For each=move || seen.range() key=|index| *index children=row />
                    </tbody>
                    {gap_below}
                </table>
                {is_empty.then(|| view! { <p class="muted none">{nobody(side, scope)}</p> })}
            </div>
            <div class="card-foot">
                <span class="muted figures">{total}</span>
                {is_long
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
                    })}
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
