//! The impact analysis as a table, on demand.

use std::sync::Arc;

use leptos::prelude::*;

use super::model::{Model, says};
use crate::chart::board::{Part, Picture};
use crate::chart::tree::{Node, Path, Target};
use crate::ui::chosen::Panel;
use crate::ui::filter::cell;
use crate::ui::format::count;

/// The table, closed at first.
#[component]
pub fn BarsTable(model: Model, picture: Memo<Arc<Picture>>) -> impl IntoView {
    let body = move || {
        let picture = picture.get();
        let groups = picture.root.children.iter().enumerate().flat_map(|(number, group)| {
            let path = Path::default().child(number);
            let own = line(model, &picture, &path, group, group.name.clone(), "all of it".to_owned());
            let contexts = group.children.iter().enumerate().map(|(number, context)| {
                line(model, &picture, &path.child(number), context, group.name.clone(), context.name.clone())
            });
            std::iter::once(own).chain(contexts.collect::<Vec<_>>()).collect::<Vec<_>>()
        });
        groups.collect_view()
    };
    view! {
        <details class="board-table">
            <summary>"Show as a table"</summary>
            <div class="scroller" tabindex="0" role="group" aria-label="Impact analysis as a table">
                <table>
                    <caption class="visually-hidden">"Impact analysis by direction and context"</caption>
                    <thead>
                        <tr>
                            <th scope="col">"Direction"</th>
                            <th scope="col">"Context"</th>
                            <th scope="col" class="number">
                                "Peers"
                            </th>
                        </tr>
                    </thead>
                    <tbody>{body}</tbody>
                </table>
            </div>
        </details>
    }
}

fn line(model: Model, picture: &Picture, path: &Path, node: &Node, direction: String, context: String) -> AnyView {
    let part = picture.part(&Target::Node(path.clone())).cloned();
    let of = part.as_ref().and_then(Part::direction);
    let says = says(&model.board.read(), part.as_ref(), None);
    let context = match part {
        Some(part) => view! {
            <button
                type="button"
                class="plain"
                title="Filter the other panels"
                on:click=move |_| model.chosen.update(|chosen| chosen.toggle(part.clone(), Panel::Impact))
            >
                {context}
            </button>
        }
        .into_any(),
        None => context.into_any(),
    };
    view! {
        <tr>
            <td data-filter=of.map(cell::direction)>{direction}</td>
            // The language knows no contexts: they stand for the peers.
            <td data-filter=says.clone()>{context}</td>
            <td class="number" data-filter=says>{node.peers.map(count)}</td>
        </tr>
    }
    .into_any()
}
