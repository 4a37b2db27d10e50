//! Groups and contexts of the two trees: the impact analysis and the incident progression.

use std::collections::{BTreeMap, BTreeSet};

use super::{Compared, Difference};
use crate::domain::direction::Direction;
use crate::domain::storyboard::{self, ImpactNode, ProgressionNode, Subject};

/// What a tree says, whatever its order.
#[derive(Clone, Debug, Default)]
pub(super) struct Groups {
    /// In the order of [`Direction::ALL`].
    groups: [Group; 3],
    /// Names of groups that are none of the three, in the document's order.
    others: Vec<String>,
}

#[derive(Clone, Debug, Default)]
struct Group {
    /// Its peers, where they are told.
    size: Option<u64>,
    /// Peers by context, where they are told; `None` where the contexts are not.
    contexts: Option<Contexts>,
}

type Contexts = BTreeMap<String, Option<u64>>;

impl Groups {
    pub(super) fn of_impact(root: &ImpactNode) -> Self {
        Self::of(root.children.as_deref(), |node| Told {
            name: &node.name,
            peers: node.size,
            children: node.children.as_deref(),
        })
    }

    /// A group's impact is always 0, and says nothing.
    pub(super) fn of_progression(root: &ProgressionNode) -> Self {
        let mut groups = Self::of(root.children.as_deref(), |node| Told {
            name: &node.name,
            peers: node.impact,
            children: node.children.as_deref(),
        });
        for group in &mut groups.groups {
            group.size = None;
        }
        groups
    }

    fn of<N>(nodes: Option<&[N]>, tell: impl Fn(&N) -> Told<'_, N>) -> Self {
        // Spot leaves out the groups that are empty in one of the trees.
        let empty = || Group { size: None, contexts: nodes.map(|_| Contexts::new()) };
        let mut all = Self { groups: [empty(), empty(), empty()], others: Vec::new() };
        for node in nodes.unwrap_or_default() {
            let Told { name, peers, children } = tell(node);
            let Some(direction) = Direction::of_caption(name) else {
                all.others.push(name.to_owned());
                continue;
            };
            let mut contexts = Contexts::new();
            for Told { name, peers, .. } in children.unwrap_or_default().iter().map(&tell) {
                let sum = contexts.entry(name.to_owned()).or_insert(Some(0));
                *sum = sum.zip(peers).map(|(sum, peers)| sum.saturating_add(peers));
            }
            all.groups[direction as usize] = Group { size: peers, contexts: children.map(|_| contexts) };
        }
        all
    }
}

/// What either kind of node has.
struct Told<'a, N> {
    name: &'a str,
    peers: Option<u64>,
    children: Option<&'a [N]>,
}

impl Compared for Groups {
    fn is_empty(&self) -> bool {
        let is_empty =
            |group: &Group| group.size.unwrap_or(0) == 0 && group.contexts.as_ref().is_none_or(BTreeMap::is_empty);
        self.groups.iter().all(is_empty) && self.others.is_empty()
    }

    fn swapped(mut self) -> Self {
        self.groups.swap(Direction::Inbound as usize, Direction::Outbound as usize);
        self
    }

    fn without_own_peer(mut self, subject: &Subject, ours: &Self, own_context: Option<&str>) -> Option<Self> {
        let group = &mut self.groups[Direction::TwoWay as usize];
        let our_group = &ours.groups[Direction::TwoWay as usize];
        if subject.seen == storyboard::Seen::OnOneSide || group.size == Some(0) {
            return None;
        }
        group.size = group.size.map(|size| size - 1);
        let contexts = group.contexts.as_mut();
        if let Some((contexts, own)) = contexts.zip(own_context) {
            match contexts.get_mut(own) {
                Some(Some(peers @ 2..)) => *peers -= 1,
                // How many peers a context has may not be told: it is the IP's alone where it is none of the peers'.
                Some(None) if our_group.contexts.as_ref().is_some_and(|ours| ours.contains_key(own)) => {}
                Some(_) => drop(contexts.remove(own)),
                None => return None,
            }
        }
        Some(self)
    }

    fn differences(&self, ours: &Self) -> Vec<Difference> {
        let mut differences: Vec<_> =
            self.others.iter().map(|name| Difference::OtherGroup { name: name.clone() }).collect();
        for (group, (stored, ours)) in Direction::ALL.into_iter().zip(self.groups.iter().zip(&ours.groups)) {
            if let Some((spot, details)) = stored.size.zip(ours.size).filter(|(spot, details)| spot != details) {
                differences.push(Difference::GroupSize { group, spot, details });
            }
            if let (Some(stored), Some(ours)) = (&stored.contexts, &ours.contexts) {
                let names: BTreeSet<&String> = stored.keys().chain(ours.keys()).collect();
                differences.extend(
                    names.into_iter().filter_map(|name| context(group, name, stored.get(name), ours.get(name))),
                );
            }
        }
        differences
    }
}

fn context(
    group: Direction,
    name: &str,
    stored: Option<&Option<u64>>,
    ours: Option<&Option<u64>>,
) -> Option<Difference> {
    let name = name.to_owned();
    match (stored, ours) {
        (None, Some(&details)) => Some(Difference::ContextMissing { group, name, details }),
        (Some(&spot), None) => Some(Difference::ContextOnlyInSpot { group, name, spot }),
        (Some(&Some(spot)), Some(&Some(details))) if spot != details => {
            Some(Difference::ContextSize { group, name, spot, details })
        }
        _ => None,
    }
}
