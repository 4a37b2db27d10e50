//! What is active when, over all of a search: the strip above the timeline's lanes.

use super::details::DetailTable;
use super::direction::Side;
use super::items::{Items, Part};
use super::time::{Moment, Window};
use super::timeline::{Gathering, Spans};

/// The spans of all rows (or flows) but those of the IP with itself.
#[derive(Clone, Debug)]
pub struct GroupedSpans {
    /// By whether the peer was seen as the destination only, as the source only, or as both: groups that do not depend on
    /// where the sought IP stands.
    pub by_group: [Spans; 3],
    /// All that happened, with a margin so that nothing sticks to the plot's edge.
    pub extent: Window,
}

const ONLY_AS_SOURCE: usize = 0;
const ONLY_AS_DESTINATION: usize = 1;
const BOTH_WAYS: usize = 2;

impl GroupedSpans {
    /// Of `items`, whose peers' totals `table` has. One pass over all.
    #[must_use]
    pub fn of(items: Items<'_>, table: &DetailTable) -> Self {
        let totals = &table.totals().peers;
        let sought = table.peers().find(table.ip());
        let groups: Vec<Option<usize>> = (0u32..)
            .zip(totals)
            .map(|(peer, totals)| match (totals.on(Side::Source).rows > 0, totals.on(Side::Destination).rows > 0) {
                _ if Some(peer) == sought => None,
                (true, false) => Some(ONLY_AS_SOURCE),
                (false, true) => Some(ONLY_AS_DESTINATION),
                (true, true) => Some(BOTH_WAYS),
                (false, false) => None,
            })
            .collect();
        let bounds = items.parts().filter_map(Part::bounds);
        let bounds = bounds.reduce(|(first, last), part| (first.min(part.0), last.max(part.1)));
        let mut expected = [0; 3];
        for (group, totals) in groups.iter().zip(totals) {
            if let Some(group) = group {
                expected[*group] += totals.rows() as usize;
            }
        }
        let mut gathering = expected.map(|expected| Gathering::within(bounds.unwrap_or_default(), expected));
        items.parts().for_each(|part| part.add_to(&mut gathering, &groups));
        let by_group = gathering.map(Gathering::done);
        Self { extent: extent(&by_group), by_group }
    }
}

/// All that happened, with a margin so that nothing sticks to the plot's edge.
fn extent(by_group: &[Spans; 3]) -> Window {
    let seen = by_group.iter().filter_map(Spans::extent).reduce(|one, other| (one.0.min(other.0), one.1.max(other.1)));
    let (first, last) = seen.unwrap_or((Moment(0), Moment(0)));
    let margin = ((last.0 - first.0) / 60).clamp(5, 3_600);
    Window::new(Moment(first.0.saturating_sub(margin)), Moment(last.0.saturating_add(margin + 1)))
}
