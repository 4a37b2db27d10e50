//! What the pointer is on, and where the keys lead.

use super::answered::{Answered, bucket_span};
use super::scale::{CssPx, Span};
use super::timeline::{Scene, Spot};

/// A part of the timeline.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Hit {
    /// A bucket of the strip.
    Bucket(usize),
    /// Something that happened.
    Spot(Spot),
    /// A lane where nothing happened.
    Lane(u32),
    /// A lane's label, or the column of labels beside no lane.
    Gutter(Option<u32>),
    /// Anything else.
    Nothing,
}

impl Hit {
    /// The lane that it belongs to.
    #[must_use]
    pub fn lane(self) -> Option<u32> {
        match self {
            Self::Spot(spot) => Some(spot.lane),
            Self::Lane(lane) => Some(lane),
            Self::Gutter(lane) => lane,
            Self::Bucket(_) | Self::Nothing => None,
        }
    }
}

/// What is at `x`, `y`; something that happened counts up to `reach` beside it.
#[must_use]
pub fn hit(scene: &Scene, x: CssPx, y: CssPx, reach: CssPx) -> Hit {
    let layout = &scene.layout;
    let lane = lane_at(scene, y);
    let (left, right) = layout.plot();
    if x < left {
        return Hit::Gutter(lane);
    }
    if x > right + reach {
        return Hit::Nothing;
    }
    if let Some(lane) = lane {
        return spot_at(scene, lane, x, reach).map_or(Hit::Lane(lane), Hit::Spot);
    }
    let (top, bottom) = layout.strip();
    if y < top || y > bottom {
        return Hit::Nothing;
    }
    let seconds = scene.scale().seconds(x);
    let activity = &scene.answered.timeline.activity;
    let found = (0..activity.buckets.len()).find(|&index| {
        let span = bucket_span(activity, index);
        span.start <= seconds && seconds < span.end
    });
    found.map_or(Hit::Nothing, Hit::Bucket)
}

fn lane_at(scene: &Scene, y: CssPx) -> Option<u32> {
    let layout = &scene.layout;
    let row = (0..layout.lanes).find(|&row| layout.lane_top(row) <= y && y < layout.lane_top(row + 1))?;
    let lane = scene.first_lane.saturating_add(row);
    (lane < scene.answered.timeline.lanes_total).then_some(lane)
}

/// The stretch of a run that is under the pointer: of a long run not all, so that what is asked for is what is there.
fn spot_at(scene: &Scene, lane: u32, x: CssPx, reach: CssPx) -> Option<Spot> {
    let scale = scene.scale();
    let pointer = scale.seconds(x);
    let reach = scale.seconds_per(reach);
    let runs = scene.answered.lane(lane)?.runs.iter();
    let nearest = runs
        .map(|run| scene.answered.span(*run))
        .filter(|span| span.overlaps(scene.span))
        .map(|span| ((span.start - pointer).max(pointer - span.end).max(0.0), span))
        .filter(|(distance, _)| *distance <= reach)
        .min_by(|(one, _), (other, _)| one.total_cmp(other));
    let (_, run) = nearest?;
    let half = scale.seconds_per(CssPx(1.0));
    let at = pointer.clamp(run.start, run.end);
    let span = Span { start: (at - half).max(run.start), end: (at + half).min(run.end) };
    Some(Spot { lane, span })
}

/// Which way a key leads in a lane.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// To the left.
    Back,
    /// To the right.
    Forward,
}

/// The block of runs beside `from` in a lane, of those in sight; the outermost one where there is no `from`.
#[must_use]
pub fn step(answered: &Answered, seen: Span, lane: u32, from: Option<Span>, step: Step) -> Option<Spot> {
    let found = answered.lane(lane)?;
    let mut blocks = answered.blocks(found).filter(|block| block.overlaps(seen));
    let span = match (step, from) {
        (Step::Forward, None) => blocks.next(),
        (Step::Forward, Some(from)) => blocks.find(|block| block.start >= from.end),
        (Step::Back, None) => blocks.last(),
        (Step::Back, Some(from)) => blocks.take_while(|block| block.end <= from.start).last(),
    };
    Some(Spot { lane, span: span? })
}

/// The block of a lane that is nearest to a time, of those in sight: where a change of lanes leads.
#[must_use]
pub fn nearest(answered: &Answered, seen: Span, lane: u32, seconds: f64) -> Option<Spot> {
    let found = answered.lane(lane)?;
    let blocks = answered.blocks(found).filter(|block| block.overlaps(seen));
    let distance = |span: &Span| (span.start - seconds).max(seconds - span.end).max(0.0);
    let span = blocks.min_by(|one, other| distance(one).total_cmp(&distance(other)))?;
    Some(Spot { lane, span })
}
