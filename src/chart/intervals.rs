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

/// What there is to paint in `width`. `count` writes a number.
#[must_use]
pub fn marks(
    histogram: &IntervalHistogram,
    width: CssPx,
    density: Density,
    measure: Measure,
    count: fn(u64) -> String,
) -> Vec<Mark> {
    let mut pen = Pen::new(density);
    let Some(most) = histogram.bars.iter().map(|bar| bar.count).max().filter(|most| *most > 0) else {
        return pen.finish();
    };
    let labels = [(most as u64, TOP), (0, FOOT)].map(|(number, y)| (count(number), y));
    let left = labels.iter().fold(CssPx(0.0), |widest, (label, _)| measure(label, Face::Sans, SCALE).max(widest)) + GAP;
    for (label, y) in labels {
        pen.text(Role::Muted, Face::Sans, SCALE, Anchor::End, (left - CssPx(4.0), y), label);
        pen.rect(Role::Line, Tone::Full, (left, y), (width, y + HAIRLINE));
    }
    let step = ((width - left) * (1.0 / real(histogram.bars.len()))).min(WIDEST);
    for (bar, index) in histogram.bars.iter().zip(0..).filter(|(bar, _)| bar.count > 0) {
        let height = ((FOOT - TOP) * (real(bar.count) / real(most))).max(LEAST);
        let from = left + step * real(index);
        // Neighbours are told apart where there is room for it.
        let to = from + step - if step.0 > 4.0 { HAIRLINE } else { CssPx(0.0) };
        pen.bar(Role::Accent, Tone::Full, (from, FOOT - height), (to, FOOT), CORNER);
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

/// The whole picture in words; `count` writes a number.
#[must_use]
pub fn summary(histogram: &IntervalHistogram, count: fn(u64) -> String) -> String {
    let all: usize = histogram.bars.iter().map(|bar| bar.count).sum::<usize>() + histogram.longer;
    // Of equals the first.
    let Some(most) = histogram.bars.iter().rev().max_by_key(|bar| bar.count) else {
        return "No interval.".to_owned();
    };
    let all = match all {
        1 => "1 interval".to_owned(),
        all => format!("{} intervals", count(all as u64)),
    };
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
