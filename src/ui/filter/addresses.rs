//! The addresses of the data that begin as what is written: the engine is asked when the keyboard rests for a moment.

use std::sync::Arc;
use std::time::Duration;

use futures::FutureExt;
use leptos::prelude::*;

use crate::domain::filter::Begun;
use crate::engine::api::{ActiveAddress, ActiveOf, AskActive};
use crate::failure::Failure;
use crate::ui::hooks::pause::use_pause;
use crate::ui::load::{Load, Meanwhile};
use crate::ui::session::Worker;
use crate::ui::state::App;

/// How long the keyboard has to rest: short enough to be no wait, and long enough for the letters of a word.
const REST: Duration = Duration::from_millis(120);
/// So many are seen at once.
const AT_MOST: u8 = 8;

/// Whose addresses are offered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Data {
    /// Those of the search that a worker holds.
    Search(Worker),
    /// Those of the day whose hosts are seen.
    Hosts,
}

/// What was asked for last, and the addresses that begin so.
pub type Addresses = Load<Arc<(Begun, Vec<ActiveAddress>)>>;

/// The addresses of `data` for what is `begun`. An answer that is overtaken is dropped; where there is none, nothing is
/// offered: what stops the engine is told where it matters.
pub fn addresses_of(app: App, data: Data, begun: Memo<Option<Begun>>) -> Addresses {
    let asked = RwSignal::new(None::<Begun>);
    let pause = use_pause();
    Effect::new(move |_| {
        let begun = begun.get();
        pause.give_up();
        if begun.is_some() {
            pause.then(REST, move || {
                let _ = asked.try_set(begun);
            });
        }
    });
    let key = move || {
        let of = match data {
            Data::Search(_) => ActiveOf::Search,
            Data::Hosts => ActiveOf::Day(app.day.get()?),
        };
        Some((asked.get()?, of, app.source.get()?.spec?))
    };
    Load::new(Meanwhile::Keep, key, move |(begun, of, spec), _| {
        async move {
            let question = AskActive { of, begun: begun.clone(), at_most: AT_MOST };
            let addresses = match data {
                Data::Search(worker) => app.session.ask_about(worker, question).await,
                Data::Hosts => app.session.ask(spec, question, None).await.map(|(addresses, _)| addresses),
            };
            Ok::<_, Failure>(Arc::new((begun, addresses?)))
        }
        .boxed_local()
    })
}
