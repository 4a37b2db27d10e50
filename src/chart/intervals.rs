//! A histogram of intervals: how often delays of each length came.
//!
//! ```text
//!   31 |   #
//!      |  ###
//!    0 |__####__#_________
//!       8 min  10 min  12 min
//! ```

use super::lettering::Measure;
use super::marks::{Anchor, Face, Mark, Role, Tone};
use super::pen::Pen;
use super::scale::{CssPx, Density};
use crate::domain::beacon::{Bar, IntervalHistogram};
use crate::domain::time::duration;

/// The height of the picture.
pub const HEIGHT: CssPx = CssPx(150.0);
const TOP: CssPx = CssPx(12.0);
const FOOT: CssPx = CssPx(126.0);
const SCALE: CssPx = CssPx(11.0);
const GAP: CssPx = CssPx(8.0);
const HAIRLINE: CssPx = CssPx(1.0);
const CORNER: CssPx = CssPx(2.0);
/// A single bar does not fill the picture.
const WIDEST: CssPx = CssPx(44.0);
/// Between the labels of the scale.
const APART: CssPx = CssPx(14.0);
/// Even one among thousands is seen.
const LEAST: CssPx = CssPx(1.5);

/// Where the bars are.
#[derive(Clone, Copy, Debug)]
struct Laid {
    left: CssPx,
    /// From bar to bar.
    step: CssPx,
    /// Of the highest bar.
    most: usize,
}

/// `None` where there is no bar.
fn lay_out(histogram: &IntervalHistogram, width: CssPx, measure: Measure, count: fn(u64) -> String) -> Option<Laid> {
    let most = histogram.bars.iter().map(|bar| bar.count).max().filter(|most| *most > 0)?;
    let scale = [count(most as u64), count(0)];
    let left = scale.iter().fold(CssPx(0.0), |widest, label| measure(label, Face::Sans, SCALE).max(widest)) + GAP;
    let step = ((width - left) * (1.0 / real(histogram.bars.len()))).min(WIDEST);
    Some(Laid { left, step, most })
}

/// What there is to paint in `width`. `count` writes a number. Where a bar is chosen, the others are set back.
#[must_use]
pub fn marks(
    histogram: &IntervalHistogram,
    width: CssPx,
    density: Density,
    measure: Measure,
    count: fn(u64) -> String,
    chosen: Option<usize>,
) -> Vec<Mark> {
    let mut pen = Pen::new(density);
    let Some(Laid { left, step, most }) = lay_out(histogram, width, measure, count) else {
        return pen.finish();
    };
    for (number, y) in [(most as u64, TOP), (0, FOOT)] {
        pen.text(Role::Muted, Face::Sans, SCALE, Anchor::End, (left - CssPx(4.0), y), count(number));
        pen.rect(Role::Line, Tone::Full, (left, y), (width, y + HAIRLINE));
    }
    for (index, bar) in histogram.bars.iter().enumerate().filter(|(_, bar)| bar.count > 0) {
        let height = ((FOOT - TOP) * (real(bar.count) / real(most))).max(LEAST);
        let from = left + step * real(index);
        // Neighbours are told apart where there is room for it.
        let to = from + step - if step.0 > 4.0 { HAIRLINE } else { CssPx(0.0) };
        let tone = if chosen.is_none_or(|chosen| chosen == index) { Tone::Full } else { Tone::Faint };
        pen.bar(Role::Accent, tone, (from, FOOT - height), (to, FOOT), CORNER);
    }
    let mut free = CssPx(0.0);
    for (edge, index) in edges(histogram).zip(0..) {
        let label = duration(edge / 1_000);
        let x = left + step * real(index);
        let half = measure(&label, Face::Sans, SCALE) * 0.5;
        if x - half >= free && x + half <= width {
            pen.rect(Role::Line, Tone::Full, (x, FOOT), (x + HAIRLINE, FOOT + CssPx(4.0)));
            pen.text(Role::Muted, Face::Sans, SCALE, Anchor::Middle, (x, FOOT + CssPx(14.0)), label);
            free = x + half + APART;
        }
    }
    pen.finish()
}

/// The bar in whose column a place lies: a low one is met above its top, too. One without a delay is none.
#[must_use]
pub fn hit(
    histogram: &IntervalHistogram,
    width: CssPx,
    measure: Measure,
    count: fn(u64) -> String,
    (x, y): (CssPx, CssPx),
) -> Option<usize> {
    let Laid { left, step, .. } = lay_out(histogram, width, measure, count)?;
    let end = |index: usize| left + step * real(index + 1);
    let bars = histogram.bars.iter().enumerate();
    let (index, bar) = bars.into_iter().find(|(index, _)| x >= left && x < end(*index))?;
    (bar.count > 0 && y <= FOOT).then_some(index)
}

/// The bar that a key leads to from `chosen`, by its name in `KeyboardEvent.key`; those without a delay are passed over.
/// `None` where the key means nothing here.
#[must_use]
pub fn follow(histogram: &IntervalHistogram, chosen: Option<usize>, key: &str) -> Option<Option<usize>> {
    let mut bars = histogram.bars.iter().enumerate().filter(|(_, bar)| bar.count > 0).map(|(index, _)| index);
    Some(match (key, chosen) {
        ("ArrowRight" | "ArrowUp", Some(at)) => bars.find(|index| *index > at).or(chosen),
        ("ArrowLeft" | "ArrowDown", Some(at)) => bars.rfind(|index| *index < at).or(chosen),
        ("ArrowRight" | "ArrowUp" | "Home", _) => bars.next(),
        ("ArrowLeft" | "ArrowDown" | "End", _) => bars.next_back(),
        // What is around may want it where nothing is chosen.
        ("Escape", Some(_)) => None,
        _ => return None,
    })
}

/// Where bars begin, and where the last ends, in milliseconds.
fn edges(histogram: &IntervalHistogram) -> impl Iterator<Item = u64> {
    let end = histogram.bars.last().map(|bar| bar.from_ms.saturating_add(histogram.width_ms));
    histogram.bars.iter().map(|bar| bar.from_ms).chain(end)
}

/// The delays of a bar in words: `8 min to 8 min 30 s`.
#[must_use]
pub fn span(bar: Bar, width_ms: u64) -> String {
    format!("{} to {}", duration(bar.from_ms / 1_000), duration(bar.from_ms.saturating_add(width_ms) / 1_000))
}

/// When delays of a bar came: `between 02:03:12 and 09:14:55`; others may have come between.
#[must_use]
pub fn seen(bar: Bar) -> Option<String> {
    bar.seen.map(|(first, last)| format!("between {} and {}", first.clock(), last.clock()))
}

/// A bar in words: its delays, and how many there are of how many, and when.
#[must_use]
pub fn told(histogram: &IntervalHistogram, index: usize, count: fn(u64) -> String) -> Option<[String; 2]> {
    let bar = *histogram.bars.get(index)?;
    let of = format!("{} of {}", count(bar.count as u64), intervals(histogram.all(), count));
    let when = seen(bar).map(|when| format!(", {when}")).unwrap_or_default();
    Some([span(bar, histogram.width_ms), format!("{of}{when}")])
}

fn intervals(number: usize, count: fn(u64) -> String) -> String {
    match number {
        1 => "1 interval".to_owned(),
        number => format!("{} intervals", count(number as u64)),
    }
}

/// The whole picture in words; `count` writes a number.
#[must_use]
pub fn summary(histogram: &IntervalHistogram, count: fn(u64) -> String) -> String {
    // Of equals the first.
    let Some(most) = histogram.bars.iter().rev().max_by_key(|bar| bar.count) else {
        return "No interval.".to_owned();
    };
    let all = intervals(histogram.all(), count);
    let longer = match histogram.longer {
        0 => String::new(),
        longer => format!("; {} longer than the picture shows", count(longer as u64)),
    };
    let (most, of) = (span(*most, histogram.width_ms), count(most.count as u64));
    format!("{all}, in bars of {}. Most, {of}, are {most}{longer}.", duration(histogram.width_ms / 1_000))
}

fn real(number: usize) -> f64 {
    // Contacts of a day are far below 2^53.
    #[allow(clippy::cast_precision_loss)]
    let real = number as f64;
    real
}
