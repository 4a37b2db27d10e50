//! Places as a table.

use std::sync::Arc;

use leptos::prelude::*;

use super::earth::PANEL;
use super::model::{Model, WORDS, says};
use crate::chart::board::{Map, Part};
use crate::chart::globe_words::{name, place, unplaced};
use crate::chart::places::Marker;
use crate::domain::direction::Direction;
use crate::ui::format::count;

/// Rows at first, and as many more each time one asks for more.
const STEP: usize = 100;

/// A row for each place.
#[component]
pub fn EarthTable(model: Model, map: Memo<Arc<Map>>) -> impl IntoView {
    let shown = RwSignal::new(STEP);
    let rows = move || {
        let map = map.get();
        let places = map.places.markers.iter().enumerate().take(shown.get());
        places.map(|(number, marker)| line(model, marker, map.part(number))).collect_view()
    };
    let more = move || {
        let all = map.with(|map| map.places.markers.len());
        (all > shown.get()).then(|| {
            view! {
                <button type="button" class="small" on:click=move |_| shown.update(|shown| *shown += STEP)>
                    {format!("Show more of {} places", count(all as u64))}
                </button>
            }
        })
    };
    view! {
        <div class="board-table">
            <div class="scroller" tabindex="0" role="group" aria-label="Places of the storyboard">
                <table>
                    <caption class="visually-hidden">"Places"</caption>
                    <thead>
                        <tr>
                            <th scope="col">"Place"</th>
                            <th scope="col">"At"</th>
                            {Direction::ALL
                                .map(|direction| {
                                    view! {
                                        <th scope="col" class="number">
                                            {direction.name()}
                                        </th>
                                    }
                                })
                                .collect_view()}
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
            {more}
            <p class="muted">{move || unplaced(&map.read().places, WORDS)}</p>
        </div>
    }
}

fn line(model: Model, marker: &Marker, part: Option<Part>) -> impl IntoView + use<> {
    let board = model.board.get();
    // The language knows no places: they stand for the peers.
    let of_all = says(&board, part.as_ref(), None);
    let of = Direction::ALL.map(|direction| says(&board, part.as_ref(), Some(direction)));
    let choose = move |_| {
        if let Some(part) = part.clone() {
            model.chosen.update(|chosen| chosen.toggle(part, PANEL));
        }
    };
    let numbers = Direction::ALL.into_iter().zip(of).map(|(direction, says)| {
        let peers = marker.of(direction);
        view! { <td class="number" data-filter=says>{(peers > 0).then(|| count(u64::from(peers)))}</td> }
    });
    let numbers = numbers.collect_view();
    view! {
        <tr>
            <td data-filter=of_all.clone()>
                <button type="button" class="plain" title="Filter the other panels" on:click=choose>
                    {name(marker)}
                </button>
            </td>
            <td data-filter=of_all>{place(marker.at)}</td>
            {numbers}
        </tr>
    }
}
