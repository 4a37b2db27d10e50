//! What is chosen in one panel of a storyboard, and what the other panels show of it.

use std::collections::BTreeSet;
use std::net::IpAddr;

use crate::chart::board::Part;
use crate::domain::storyboard::Peer;
use crate::domain::time::Window;

/// A panel of the storyboard.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Panel {
    /// The tree.
    Progression,
    /// The bars.
    Impact,
    /// The globe.
    Where,
    /// The timeline.
    Timeline,
}

/// What is chosen: a part of the peers in one of the panels, and a stretch of time in the timeline. A panel shows all
/// that it could choose, and of the rest what is chosen elsewhere.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Chosen {
    /// A part, and where it was chosen.
    pub part: Option<(Part, Panel)>,
    /// A stretch of time.
    pub window: Option<Window>,
}

impl Chosen {
    /// Whether nothing is.
    #[must_use]
    pub fn is_nothing(&self) -> bool {
        self.part.is_none() && self.window.is_none()
    }

    /// The part as it was chosen in `panel`.
    #[must_use]
    pub fn part_of(&self, panel: Panel) -> Option<&Part> {
        self.part.as_ref().filter(|(_, of)| *of == panel).map(|(part, _)| part)
    }

    /// Chooses `part` in `panel`; one that is chosen there no longer is.
    pub fn toggle(&mut self, part: Part, panel: Panel) {
        let picked = (part, panel);
        self.part = if self.part.as_ref() == Some(&picked) { None } else { Some(picked) };
    }

    /// Who is shown in `panel`, of `peers` and of what the chosen place names; `None` for all. `active` are those of whom
    /// something is seen in the window, once that is known.
    #[must_use]
    pub fn focus(&self, panel: Panel, peers: &[Peer], active: Option<&BTreeSet<IpAddr>>) -> Option<BTreeSet<IpAddr>> {
        let part = self.part.as_ref().filter(|(_, of)| *of != panel).map(|(part, _)| part);
        let active = active.filter(|_| self.window.is_some() && panel != Panel::Timeline);
        let in_part = part.map(|part| {
            let held = peers.iter().filter(|peer| part.holds(peer)).map(|peer| peer.ip);
            // A stored map may have peers that the details do not.
            let named = match part {
                Part::Place { peers, .. } => peers.clone(),
                Part::Peer(ip) => vec![*ip],
                Part::Group(_) | Part::Network(..) | Part::Kind(..) => Vec::new(),
            };
            held.chain(named).collect::<BTreeSet<_>>()
        });
        match (in_part, active) {
            (Some(in_part), Some(active)) => Some(in_part.intersection(active).copied().collect()),
            (Some(in_part), None) => Some(in_part),
            (None, Some(active)) => Some(active.clone()),
            (None, None) => None,
        }
    }
}
