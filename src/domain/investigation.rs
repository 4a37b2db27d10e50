//! An expanded search, ready to be looked at: the answers of [`view`](super::view) from the rows of
//! [`details`](super::details).

use std::cell::{OnceCell, RefCell};
use std::collections::{BTreeMap, BTreeSet};
use std::net::IpAddr;
use std::rc::Rc;

use super::beacon::Observed;
use super::details::{DetailTable, PeerId};
use super::direction::{Direction, Side};
use super::filter::Filter;
use super::flows::Flows;
use super::grouped_spans::GroupedSpans;
use super::items::Items;
use super::lanes::Lanes;
use super::network::{InternalNetwork, Place, StandingChoice};
use super::ranking::{Best, Rank, top};
use super::row_sightings::RowSightings;
use super::suspicion::{PeerBeacons, peer_beacons};
use super::time::{DAY_SECONDS, Day, Moment, Window};
use super::timeline::{self, Spans};
use super::totals::PeerTotals;
use super::view::{
    Counted, Fact, Facts, Filtered, Grouping, Lane, Measure, Overview, Pair, Sum, Timeline, TopResults, TopRow,
    TopTable, TopTables, View,
};

/// The expanded search of one IP's day.
#[derive(Debug)]
pub struct Investigation {
    table: DetailTable,
    flows: Option<Flows>,
    /// What it is a part of, where it is one.
    filtered: Option<Filtered>,
    network: RefCell<InternalNetwork>,
    /// What is active when: made when it is first asked for, since the head of an investigation does without.
    activity: OnceCell<GroupedSpans>,
    /// Rows (or flows) of the peers that were looked at.
    lanes: Lanes,
    /// The first rows of each table by row, as many as can be asked for, by [`Side`] and [`Measure`]: where they were made
    /// ahead, another number of top results is a part of them.
    ranked: OnceCell<[[RankedRows; 2]; 2]>,
    /// The merged top peers of the view that was asked for last: every turn of the wheel asks for them again.
    top_peers: RefCell<Option<(View, TopPeers)>>,
}

/// The first rows of a ranking with their numbers, and how many rows were ranked.
type RankedRows = (Vec<(Rank, usize)>, usize);

/// Peers and their groups.
type TopPeers = Rc<[(PeerId, Direction)]>;

impl Investigation {
    /// From the rows of a search and, where the source knows them, the single connections behind them.
    #[must_use]
    pub fn new(table: DetailTable, flows: Option<Flows>, network: InternalNetwork) -> Self {
        let network = RefCell::new(network);
        Self {
            table,
            flows,
            filtered: None,
            network,
            activity: OnceCell::new(),
            lanes: Lanes::default(),
            ranked: OnceCell::new(),
            top_peers: RefCell::default(),
        }
    }

    /// The part of this search that `filter` lets through, which is looked at as a search of its own: `table`, and `flows`
    /// where this one has them. [`Filtering`](super::filtering::Filtering) makes the table.
    #[must_use]
    pub fn part(&self, filter: Filter, table: DetailTable, flows: Option<Flows>) -> Self {
        let filtered = Some(Filtered { filter, of_rows: self.table.len() as u64 });
        Self { filtered, ..Self::new(table, flows, self.network()) }
    }

    /// The internal network that the rows are looked at with.
    #[must_use]
    pub fn network(&self) -> InternalNetwork {
        self.network.borrow().clone()
    }

    /// Looks at the rows with another internal network from now on.
    pub fn use_network(&self, network: InternalNetwork) {
        self.network.replace(network);
        // Which group a peer is in depends on it.
        self.top_peers.take();
    }

    /// Gives the rows back.
    #[must_use]
    pub fn into_table(self) -> DetailTable {
        self.table
    }

    /// The rows.
    #[must_use]
    pub fn table(&self) -> &DetailTable {
        &self.table
    }

    fn items(&self) -> Items<'_> {
        Items::of(&self.table, self.flows.as_ref())
    }

    /// The single connections behind the rows, where the source knows them.
    #[must_use]
    pub fn flows(&self) -> Option<&Flows> {
        self.flows.as_ref()
    }

    /// Where the sought IP stands.
    #[must_use]
    pub fn place(&self, view: View) -> Place {
        self.network.borrow().standing(self.table.ip(), view.standing).place
    }

    /// Every peer with its totals; the sought IP itself is none.
    fn peers(&self) -> impl Iterator<Item = (PeerId, IpAddr, &PeerTotals)> {
        let addresses = self.table.peers().addresses().iter().zip(&self.table.totals().peers);
        // The IDs were given as u32.
        #[allow(clippy::cast_possible_truncation)]
        addresses
            .enumerate()
            .map(|(id, (&ip, totals))| (id as PeerId, ip, totals))
            .filter(|(_, ip, _)| *ip != self.table.ip())
    }

    /// The head of the investigation.
    #[must_use]
    pub fn overview(&self, view: View) -> Overview {
        let standing = self.network.borrow().standing(self.table.ip(), view.standing);
        let mut overview = Overview {
            ip: self.table.ip(),
            peers: [0; 3],
            rows: self.table.len() as u64,
            connections: Sum::default(),
            approx_bytes: Sum::default(),
            self_rows: 0,
            self_connections: Sum::default(),
            seen: None,
            cut_values: self.table.cut_values,
            untold: self.table.untold,
            skipped: self.table.skipped.clone(),
            top_peers: [0; 3],
            filtered: self.filtered.clone(),
            standing,
        };
        for (_, _, totals) in self.peers() {
            if let Some(direction) = totals.direction(overview.standing.place) {
                overview.peers[direction as usize] += 1;
            }
            for side in [Side::Source, Side::Destination] {
                overview.connections.merge(totals.on(side).connections);
                overview.approx_bytes.merge(totals.on(side).approx_bytes);
            }
            overview.seen = join(overview.seen, totals.seen());
        }
        if let Some(own) = self.table.peers().find(self.table.ip()) {
            let own = &self.table.totals().peers[own as usize];
            let once = own.on(Side::Source);
            overview.self_rows = u64::from(once.rows);
            overview.self_connections = once.connections;
            overview.connections.merge(once.connections);
            overview.approx_bytes.merge(once.approx_bytes);
            overview.seen = join(overview.seen, own.seen());
        }
        for &(_, direction) in &*self.top_peers(view) {
            overview.top_peers[direction as usize] += 1;
        }
        overview
    }

    /// The four tables, in the order of [`TopTables`].
    #[must_use]
    pub fn tables(&self, view: View, grouping: Grouping) -> TopTables {
        let table = |side, by| self.top_table(view, side, by, grouping);
        [
            table(Side::Destination, Measure::Connections),
            table(Side::Source, Measure::Connections),
            table(Side::Destination, Measure::Bytes),
            table(Side::Source, Measure::Bytes),
        ]
    }

    fn top_table(&self, view: View, side: Side, by: Measure, grouping: Grouping) -> TopTable {
        let (rows, of) = match grouping {
            Grouping::Row => self.top_rows(view, side, by),
            Grouping::Peer => self.top_peers_on(view, side, by),
        };
        TopTable { side, by, rows, of: of as u64 }
    }

    fn top_rows(&self, view: View, side: Side, by: Measure) -> (Vec<TopRow>, usize) {
        let table = &self.table;
        let count = view.top.get();
        let (best, of) = match self.ranked.get().map(|ranked| &ranked[side as usize][by as usize]) {
            Some((best, of)) => (best[..count.min(best.len())].to_vec(), *of),
            None => table.totals().top_rows(table, side, by, count),
        };
        let rows = best.into_iter().map(|(rank, index)| TopRow {
            peer: rank.ip,
            connections: rank.connections,
            max_bytes: rank.max_bytes,
            approx_bytes: table.approx_bytes(index),
            source_port: table.source_port(index),
            destination_port: table.destination_port(index),
            rows: 1,
            first_seen: Moment(table.seen(index).0),
            last_seen: Moment(table.seen(index).1),
        });
        (rows.collect(), of)
    }

    fn top_peers_on(&self, view: View, side: Side, by: Measure) -> (Vec<TopRow>, usize) {
        let on_side =
            || self.peers().map(|(_, ip, totals)| (ip, totals.on(side))).filter(|(_, totals)| totals.rows > 0);
        let rows = on_side().map(|(peer, totals)| {
            let (source_port, destination_port) = totals.ports(&self.table);
            TopRow {
                peer,
                connections: totals.connections.whole(),
                max_bytes: totals.max_bytes(&self.table),
                approx_bytes: totals.approx_bytes.whole(),
                source_port,
                destination_port,
                rows: totals.rows,
                first_seen: Moment(totals.first_seen),
                last_seen: Moment(totals.last_seen),
            }
        });
        let best = top(rows, view.top.get(), |one, other| one.rank().order(&other.rank(), by));
        (best, on_side().count())
    }

    /// The merged top peers: of each group the first by connections and the first by bytes (`spot.md`, `get_top_bytes`
    /// and `get_top_conns`), by connections: the busiest lanes are the first in sight.
    #[must_use]
    pub fn top_peers(&self, view: View) -> TopPeers {
        let mut known = self.top_peers.borrow_mut();
        match &*known {
            Some((of, peers)) if *of == view => Rc::clone(peers),
            _ => {
                let peers: TopPeers = self.find_top_peers(view).into();
                *known = Some((view, Rc::clone(&peers)));
                peers
            }
        }
    }

    /// The number of a peer's lane in the timeline of all top peers; `None` where it is none of them.
    #[must_use]
    pub fn lane_of(&self, view: View, peer: IpAddr) -> Option<u32> {
        let id = self.table.peers().find(peer)?;
        (0..).zip(&*self.top_peers(view)).find(|(_, (of, _))| *of == id).map(|(number, _)| number)
    }

    fn find_top_peers(&self, view: View) -> Vec<(PeerId, Direction)> {
        let place = self.place(view);
        let best =
            |by| Best::new(view.top.get(), move |(one, _): &(Rank, _), (other, _): &(Rank, _)| one.order(other, by));
        let mut groups = Direction::ALL.map(|_| [Measure::Connections, Measure::Bytes].map(best));
        for (id, ip, totals) in self.peers() {
            if let Some(direction) = totals.direction(place) {
                let rank = totals.rank(&self.table, ip);
                groups[direction as usize].iter_mut().for_each(|best| best.offer((rank, id)));
            }
        }
        let mut merged: Vec<(Rank, PeerId, Direction)> = Vec::new();
        for (direction, group) in Direction::ALL.into_iter().zip(groups) {
            let of_group = group.into_iter().flat_map(Best::sorted);
            merged.extend(of_group.map(|(rank, id)| (rank, id, direction)));
        }
        merged.sort_unstable_by(|(one, ..), (other, ..)| one.order(other, Measure::Connections));
        merged.dedup_by_key(|(_, id, _)| *id);
        merged.into_iter().map(|(_, id, direction)| (id, direction)).collect()
    }

    /// The (source, destination) pairs of the merged top peers.
    #[must_use]
    pub fn pairs(&self, view: View) -> Vec<Pair> {
        let peers = self.top_peers(view);
        let mut rows: BTreeMap<PeerId, [Vec<usize>; 2]> =
            peers.iter().map(|(id, _)| (*id, Default::default())).collect();
        for index in 0..self.table.len() {
            if let Some(sides) = rows.get_mut(&self.table.peer(index)) {
                for side in [Side::Destination, Side::Source] {
                    if self.table.is_on(index, side) {
                        sides[side as usize].push(index);
                    }
                }
            }
        }
        let sides = peers.iter().flat_map(|&(id, _)| [(id, Side::Destination), (id, Side::Source)]);
        let pair = |(id, side): (PeerId, Side)| {
            let of_side = &rows.get(&id)?[side as usize];
            let totals = self.table.totals().peers[id as usize].on(side);
            (totals.rows > 0).then(|| totals.pair(&self.table, self.table.peers().address(id), side, of_side))
        };
        sides.filter_map(pair).collect()
    }

    /// Where a peer stands, as ranges tell.
    #[must_use]
    pub fn peer_place(&self, ip: IpAddr) -> Place {
        self.network.borrow().standing(ip, StandingChoice::ByRanges).place
    }

    /// The peers by how much they look like beacons, from rows alone: of the connections of a whole `day`, those whose
    /// times the rows tell.
    #[must_use]
    pub fn row_beacons(&self, view: View, day: Day, at_most: usize) -> PeerBeacons {
        let midnight_ms = u64::from(day.start().0) * 1_000;
        let observed = Observed { first_ms: midnight_ms, last_ms: midnight_ms + u64::from(DAY_SECONDS) * 1_000 - 1 };
        peer_beacons(&RowSightings(&self.table), observed, self.place(view), |ip| self.peer_place(ip), at_most)
    }

    /// Gets ready what the timeline and its first `lanes` need, which takes two passes over all rows.
    pub fn look_ahead(&self, view: View, lanes: u32) {
        self.activity();
        let first: Vec<PeerId> = self.top_peers(view).iter().take(lanes as usize).map(|(id, _)| *id).collect();
        self.lanes.gather(self.items(), &first);
    }

    /// Ranks as many rows as can be asked for.
    pub fn rank_ahead(&self) {
        self.ranked.get_or_init(|| {
            let most = usize::from(*TopResults::RANGE.end());
            let table = &self.table;
            let rows = |side, by| table.totals().top_rows(table, side, by, most);
            [Side::Destination, Side::Source]
                .map(|side| [Measure::Connections, Measure::Bytes].map(|by| rows(side, by)))
        });
    }

    fn activity(&self) -> &GroupedSpans {
        self.activity.get_or_init(|| GroupedSpans::of(self.items(), &self.table))
    }

    /// The timeline of `window` (all, where it is `None`), for a plot of `width_px` pixels; the lanes from
    /// `first_lane` on, at most `lanes` of them.
    #[must_use]
    pub fn timeline(&self, view: View, window: Option<Window>, width_px: u16, first_lane: u32, lanes: u32) -> Timeline {
        self.timeline_of(view, None, window, width_px, first_lane, lanes)
    }

    /// The timeline of some of the top peers alone: what `only` does not name has no lane, and is not counted.
    #[must_use]
    pub fn timeline_of(
        &self,
        view: View,
        only: Option<&[IpAddr]>,
        window: Option<Window>,
        width_px: u16,
        first_lane: u32,
        lanes: u32,
    ) -> Timeline {
        let GroupedSpans { by_group, extent } = self.activity();
        let window = window.unwrap_or(*extent);
        let counted = if self.flows.is_some() { Counted::ConnectionsBegun } else { Counted::RowsActive };
        let peers: TopPeers = match only {
            None => self.top_peers(view),
            Some(only) => {
                let named: BTreeSet<PeerId> = only.iter().filter_map(|&ip| self.table.peers().find(ip)).collect();
                self.top_peers(view).iter().copied().filter(|(id, _)| named.contains(id)).collect()
            }
        };
        let filtered = only.map(|_| self.spans_of(&peers));
        let [source, destination] = match self.place(view) {
            Place::Internal => [Direction::Outbound, Direction::Inbound],
            Place::External => [Direction::Inbound, Direction::Outbound],
        };
        // What is filtered is by direction already.
        let (spans, directions) = match &filtered {
            Some(filtered) => (filtered, Direction::ALL),
            None => (by_group, [source, destination, Direction::TwoWay]),
        };
        let activity = timeline::activity(window, width_px, |bucket| {
            let mut counts = [0; 3];
            for (spans, direction) in spans.iter().zip(directions) {
                let count = match counted {
                    Counted::RowsActive => spans.active_in(bucket),
                    Counted::ConnectionsBegun => spans.begun_before(bucket.end.0) - spans.begun_before(bucket.start.0),
                };
                counts[direction as usize] = u32::try_from(count).unwrap_or(u32::MAX);
            }
            counts
        });
        let in_sight: Vec<_> = peers.iter().copied().skip(first_lane as usize).take(lanes as usize).collect();
        self.lanes.gather(self.items(), &in_sight.iter().map(|(id, _)| *id).collect::<Vec<_>>());
        let shown = in_sight.iter().filter_map(|&(id, direction)| self.lane(id, direction, window, width_px)).collect();
        let all: usize = by_group.iter().map(Spans::len).sum();
        let in_lanes: u64 = peers.iter().map(|&(id, _)| self.items_of(id)).sum();
        Timeline {
            window,
            extent: *extent,
            counted,
            activity,
            lanes: shown,
            lanes_total: u32::try_from(peers.len()).unwrap_or(u32::MAX),
            in_lanes: (in_lanes, all as u64),
        }
    }

    /// The spans of some peers, by direction.
    fn spans_of(&self, peers: &[(PeerId, Direction)]) -> [Spans; 3] {
        let all = self.items();
        self.lanes.gather(all, &peers.iter().map(|(id, _)| *id).collect::<Vec<_>>());
        Direction::ALL.map(|direction| {
            let of_direction = peers.iter().filter(|(_, of)| *of == direction);
            let seen = of_direction.flat_map(|&(id, _)| {
                let seen = |index: &u32| all.seen(*index as usize);
                self.lanes.with(all, id, |lane| lane.items.iter().map(seen).collect::<Vec<_>>())
            });
            Spans::new(seen)
        })
    }

    /// How many rows (or flows) `peer` has.
    fn items_of(&self, peer: PeerId) -> u64 {
        let totals = &self.table.totals().peers[peer as usize];
        match &self.flows {
            None => u64::from(totals.rows()),
            // A connection that was seen is told: local Spot has no untold ones.
            Some(_) => [Side::Source, Side::Destination].map(|side| totals.on(side).connections.known).iter().sum(),
        }
    }

    fn lane(&self, id: PeerId, direction: Direction, window: Window, width_px: u16) -> Option<Lane> {
        let totals = &self.table.totals().peers[id as usize];
        let (first_seen, last_seen) = totals.seen()?;
        Some(Lane {
            peer: self.table.peers().address(id),
            direction,
            rows: totals.rows(),
            connections: totals.connections(),
            max_bytes: totals.max_bytes(&self.table),
            first_seen,
            last_seen,
            runs: self.lanes.with(self.items(), id, |lane| lane.spans.runs(window, width_px)),
        })
    }

    /// What lies behind `window` in the lane of `peer`: at most `at_most` of it, most bytes first.
    #[must_use]
    pub fn facts(&self, peer: IpAddr, window: Window, at_most: usize) -> Facts {
        let Some(id) = self.table.peers().find(peer) else { return Facts { shown: Vec::new(), total: 0 } };
        let items = self.items();
        self.lanes.with(self.items(), id, |lane| {
            let here = lane
                .items
                .iter()
                .map(|&index| index as usize)
                .filter(|&index| items.seen(index).0 < window.end.0 && items.seen(index).1 >= window.start.0);
            let largest_first = |one: &Fact, other: &Fact| {
                let key = |fact: &Fact| (fact.max_bytes.is_none(), fact.max_bytes, fact.connections);
                key(other).cmp(&key(one)).then(one.start.cmp(&other.start))
            };
            let shown = top(here.map(|index| self.fact(index)), at_most, largest_first);
            Facts { shown, total: lane.spans.active_in(window) as u64 }
        })
    }

    fn fact(&self, index: usize) -> Fact {
        match &self.flows {
            None => {
                let row = self.table.row(index);
                Fact {
                    source: row.source,
                    destination: row.destination,
                    source_port: row.source_port,
                    destination_port: row.destination_port,
                    protocol: None,
                    start: row.first_seen,
                    end: row.last_seen,
                    connections: row.connections.map(u64::from),
                    max_bytes: row.max_bytes,
                    max_packets: row.max_packets.map(u64::from),
                }
            }
            Some(flows) => {
                let peer = self.table.peers().address(flows.peer[index]);
                let (source, destination) = match flows.side[index] {
                    Side::Source => (self.table.ip(), peer),
                    Side::Destination => (peer, self.table.ip()),
                };
                Fact {
                    source,
                    destination,
                    source_port: flows.source_port[index],
                    destination_port: flows.destination_port[index],
                    protocol: flows.protocol[index],
                    start: Moment(flows.start[index]),
                    end: Moment(flows.end[index]),
                    connections: Some(1),
                    max_bytes: Some(flows.bytes[index]),
                    max_packets: Some(flows.packets[index]),
                }
            }
        }
    }
}

type Seen = Option<(Moment, Moment)>;

fn join(one: Seen, other: Seen) -> Seen {
    match (one, other) {
        (Some((first, last)), Some((other_first, other_last))) => Some((first.min(other_first), last.max(other_last))),
        (seen, None) | (None, seen) => seen,
    }
}

impl TopRow {
    fn rank(&self) -> super::ranking::Rank {
        super::ranking::Rank {
            connections: self.connections,
            max_bytes: self.max_bytes,
            ip: self.peer,
            ports: (self.source_port, self.destination_port),
        }
    }
}
