//! The part of the open search that a filter lets through: made once, and kept beside the whole while it is looked at.

use std::cell::RefCell;
use std::rc::Rc;

use futures::FutureExt;
use futures::future::{LocalBoxFuture, Shared};

use super::chunks::{Turns, next_turn};
use super::session::{OpenSearch, Source};
use crate::domain::filter::{Filter, Key};
use crate::domain::filtering::{Filtering, Progress};
use crate::domain::investigation::Investigation;
use crate::domain::network::Place;
use crate::domain::search_facts::SearchFacts;
use crate::domain::view::View;

/// The part that was asked for last.
#[derive(Default)]
pub struct Part(RefCell<Option<(Of, Making)>>);

/// Which part it is.
struct Of {
    search: Rc<OpenSearch>,
    filter: Filter,
    /// Where the sought IP stands: groups of peers depend on it. `None` where the filter does not ask for them.
    place: Option<Place>,
}

/// All who ask for one part wait for the same work. Where nobody waits any longer, it does not go on.
type Making = Shared<LocalBoxFuture<'static, Rc<Investigation>>>;

impl Part {
    /// Gives its memory back.
    pub fn forget(&self) {
        self.0.take();
    }

    /// The part of `search` that `filter` lets through, as `view` groups its peers. Another part is forgotten, finished or
    /// not.
    pub async fn of(
        &self,
        source: Rc<Source>,
        search: Rc<OpenSearch>,
        filter: Filter,
        view: View,
    ) -> Rc<Investigation> {
        let place = filter.asks(Key::Direction).then(|| search.investigation.place(view));
        let known = self
            .0
            .borrow()
            .as_ref()
            .filter(|(of, _)| Rc::ptr_eq(&of.search, &search) && (&of.filter, of.place) == (&filter, place))
            .map(|(_, making)| making.clone());
        let making = known.unwrap_or_else(|| {
            let making = make(source, Rc::clone(&search), filter.clone(), view).boxed_local().shared();
            self.0.replace(Some((Of { search, filter, place }, making.clone())));
            making
        });
        making.await
    }
}

async fn make(source: Rc<Source>, search: Rc<OpenSearch>, filter: Filter, view: View) -> Rc<Investigation> {
    // What was overtaken while the worker was busy is cancelled before it has begun.
    next_turn().await;
    let whole = &search.investigation;
    let (table, flows) = match &*source {
        Source::Local(local) => {
            let known = SearchFacts::new(whole, &filter, view);
            let (table, flows) = local.flows().look(|flows| flows.search_filtered(search.day, search.ip, &known));
            (table, Some(flows))
        }
        Source::Spot { .. } => {
            let mut filtering = Filtering::new(whole, &filter, view);
            let mut turns = Turns::begin();
            while filtering.advance() == Progress::Todo {
                turns.pass().await;
            }
            (filtering.finish(), None)
        }
    };
    Rc::new(whole.part(filter, table, flows))
}
