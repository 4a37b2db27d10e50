//! The strip above the lanes: how much happened when. Each direction that occurs has a band of its own, marked with its
//! sign, so that the three can be told apart without colour; one scale for all, so that they can be compared.
//!
//! ```text
//!    1/min ▼ |            .                    .        inbound
//!  133/min ▲ |      |           .  |:|   .
//!            |    : |:  . .    .:..|||.:.:  :           outbound
//!          0 |_.__|_||__:_:____|||||||||||__|_________
//! ```

use super::answered::{bucket_span, per};
use super::marks::{Anchor, Area, Face, Mark, Role, Tone};
use super::scale::{CssPx, DevicePx, Span};
use super::timeline::Scene;
use crate::domain::direction::Direction;
use crate::domain::view::Counted;

/// A band is no lower: its label needs the room.
const LEAST_BAND: CssPx = CssPx(13.0);
const BAND_GAP: CssPx = CssPx(4.0);
/// From this height on the band's foot is labelled too.
const TALL_BAND: CssPx = CssPx(34.0);
const GLYPH_REACH: CssPx = CssPx(3.5);

/// One direction's part of the strip.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Band {
    pub direction: Direction,
    /// The most in a bucket that is in sight.
    pub most: u32,
    pub top: CssPx,
    pub bottom: CssPx,
}

/// The bands, top to bottom.
pub(super) fn bands(scene: &Scene) -> Vec<Band> {
    let (top, bottom) = scene.layout.strip();
    let most = most_in_sight(scene);
    let shown: Vec<Direction> =
        Direction::ALL.into_iter().filter(|&direction| scene.peers[direction as usize] > 0).collect();
    let sum: f64 = shown.iter().map(|&direction| f64::from(most[direction as usize])).sum();
    // At most three.
    #[allow(clippy::cast_precision_loss)]
    let count = shown.len() as f64;
    let free = (bottom - top) - LEAST_BAND * count - BAND_GAP * (count - 1.0).max(0.0);
    let mut next_top = top;
    shown
        .into_iter()
        .map(|direction| {
            let most = most[direction as usize];
            let share = if sum > 0.0 { f64::from(most) / sum } else { 1.0 / count };
            let top = next_top;
            let bottom = top + LEAST_BAND + free * share;
            next_top = bottom + BAND_GAP;
            Band { direction, most, top, bottom }
        })
        .collect()
}

fn most_in_sight(scene: &Scene) -> [u32; 3] {
    let activity = &scene.answered.timeline.activity;
    let in_sight =
        activity.buckets.iter().enumerate().filter(|(index, _)| bucket_span(activity, *index).overlaps(scene.span));
    in_sight.fold([0; 3], |most, (_, counts)| std::array::from_fn(|group| most[group].max(counts[group])))
}

pub(super) fn marks(scene: &Scene, marks: &mut Vec<Mark>) {
    let bands = bands(scene);
    if bands.iter().all(|band| band.most == 0) && is_answered(scene) {
        nothing(scene, marks);
    }
    // One scale: that of the band which fills its height.
    let px_per_count = bands
        .iter()
        .filter(|band| band.most > 0)
        .map(|band| (band.bottom - band.top - CssPx(1.0)).0 / f64::from(band.most))
        .fold(f64::INFINITY, f64::min);
    for band in bands {
        bars(scene, band, px_per_count, marks);
        label(scene, band, marks);
    }
}

/// Whether the answer covers all that is seen: only then is what is missing known to be nothing.
fn is_answered(scene: &Scene) -> bool {
    let window = Span::from(scene.answered.timeline.window);
    window.start <= scene.span.start.floor() && scene.span.end.ceil() <= window.end
}

fn nothing(scene: &Scene, marks: &mut Vec<Mark>) {
    let (top, bottom) = scene.layout.strip();
    let (left, right) = scene.layout.plot();
    let middle = ((left + right) * 0.5, (top + bottom) * 0.5);
    let text = "Nothing in sight".to_owned();
    marks.push(scene.text(Role::Muted, Face::Sans, Anchor::Middle, middle, text));
}

fn bars(scene: &Scene, band: Band, px_per_count: f64, marks: &mut Vec<Mark>) {
    let role = Role::Traffic(band.direction);
    let scale = scene.scale();
    let (left, right) = scale.edges();
    let foot = scene.device(band.bottom);
    let ground = Area { left, top: foot - scene.hairline(), right, bottom: foot };
    marks.push(Mark::Rect { role: Role::Line, tone: Tone::Full, area: ground });
    let activity = &scene.answered.timeline.activity;
    for (index, counts) in activity.buckets.iter().enumerate() {
        let count = counts[band.direction as usize];
        let span = bucket_span(activity, index);
        if count == 0 || !span.overlaps(scene.span) {
            continue;
        }
        let (left, mut right) = (scale.column(span.start), scale.column(span.end));
        if (right - left).0 >= 4 {
            right = right - DevicePx(1);
        }
        // Even one row among thousands is seen.
        let height = scene.layout.density.stroke(CssPx((f64::from(count) * px_per_count).max(1.5)));
        let area = Area { left, top: foot - height, right: right.max(left + DevicePx(1)), bottom: foot };
        let tone = if scene.emphasis.bucket == Some(index) { Tone::Most } else { Tone::Full };
        marks.push(Mark::Rect { role, tone, area });
    }
}

fn label(scene: &Scene, band: Band, marks: &mut Vec<Mark>) {
    let gutter = scene.layout.gutter();
    let is_tall = band.bottom - band.top >= TALL_BAND;
    let half_line = CssPx(6.0);
    let y = if is_tall { band.top + half_line } else { (band.top + band.bottom) * 0.5 };
    let glyph = (gutter - CssPx(12.0), y);
    marks.push(Mark::Glyph {
        direction: band.direction,
        x: scene.device(glyph.0),
        y: scene.device(glyph.1),
        reach: scene.device(GLYPH_REACH),
    });
    let right = gutter - CssPx(22.0);
    let most = (scene.words.count)(u64::from(band.most));
    let text = match scene.answered.timeline.counted {
        Counted::ConnectionsBegun => format!("{most}/{}", per(scene.answered.timeline.activity.bucket_seconds)),
        Counted::RowsActive if band.most == 1 => format!("{most} row"),
        Counted::RowsActive => format!("{most} rows"),
    };
    marks.push(scene.text(Role::Muted, Face::Sans, Anchor::End, (right, y), text));
    if is_tall {
        let foot = (right, band.bottom - CssPx(4.0));
        marks.push(scene.text(Role::Muted, Face::Sans, Anchor::End, foot, "0".to_owned()));
    }
}
