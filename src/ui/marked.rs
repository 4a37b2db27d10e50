//! The peer that is marked in the timeline: chosen among the beacons, and found there as a lane.

use std::net::IpAddr;

use futures::FutureExt;
use leptos::prelude::*;

use super::load::{Load, Meanwhile};
use super::session::Worker;
use super::state::App;
use crate::domain::view::Overview;
use crate::engine::api::AskLane;

/// Where a peer is in the timeline.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LaneOf {
    /// It is being looked up.
    Unknown,
    /// It has no lane.
    Nowhere,
    /// In the lane of this number.
    Number(u32),
}

/// A peer and its lane. Copies are the same.
#[derive(Clone, Copy)]
pub struct Marked {
    /// Whom to mark; `None` for nobody.
    pub peer: RwSignal<Option<IpAddr>>,
    /// The peer that was looked for, and the number of its lane among all; `None` where it has none.
    found: Load<(IpAddr, Option<u32>)>,
}

impl Marked {
    /// Nobody yet, in the timeline of the search that `worker` holds. Another head is another timeline.
    pub fn new(app: App, worker: Worker, overview: Memo<Overview>) -> Self {
        let (peer, filter) = (RwSignal::new(None), app.filter());
        let key =
            move || Some((peer.get()?, app.view.get(), filter.get(), overview.with(|overview| overview.top_peers)));
        let found = Load::new(Meanwhile::Blank, key, move |(peer, view, filter, _), _| {
            async move {
                let lane = app.session.ask_about(worker, AskLane { view, filter, peer }).await?;
                Ok((peer, lane))
            }
            .boxed_local()
        });
        Self { peer, found }
    }

    /// The lane to mark.
    pub fn lane(self) -> Option<u32> {
        match self.lane_of(self.peer.get()?) {
            LaneOf::Number(lane) => Some(lane),
            LaneOf::Unknown | LaneOf::Nowhere => None,
        }
    }

    /// The lane of `peer`.
    pub fn lane_of(self, peer: IpAddr) -> LaneOf {
        match self.found.ready().filter(|(of, _)| *of == peer) {
            None => LaneOf::Unknown,
            Some((_, None)) => LaneOf::Nowhere,
            Some((_, Some(lane))) => LaneOf::Number(lane),
        }
    }
}
