//! Arithmetic of what is seen: zoom about a moment, pan, and stay inside what there is.
//!
//! ```text
//!   extent   |------------------------------------------|
//!   seen             |------------|
//!   zoomed              |------|          the moment under the pointer stays where it is
//! ```

use super::scale::Span;

/// Less is never seen at once.
pub const LEAST_SECONDS: f64 = 10.0;

/// What is seen when all of `extent` is: a shorter extent is given [`LEAST_SECONDS`] around its middle.
#[must_use]
pub fn whole(extent: Span) -> Span {
    if extent.seconds() >= LEAST_SECONDS {
        return extent;
    }
    let start = (extent.middle() - LEAST_SECONDS / 2.0).max(0.0);
    Span { start, end: start + LEAST_SECONDS }
}

/// `span`, moved and cut so that it lies inside `extent`, at least [`LEAST_SECONDS`] long.
#[must_use]
pub fn clamp(span: Span, extent: Span) -> Span {
    let room = whole(extent);
    let seconds = span.seconds().clamp(LEAST_SECONDS, room.seconds());
    let start = span.start.min(room.end - seconds).max(room.start);
    Span { start, end: (start + seconds).min(room.end) }
}

/// `span` made `factor` times as long; the moment `about` keeps its place. Below 1 one sees closer.
#[must_use]
pub fn zoom(span: Span, extent: Span, about: f64, factor: f64) -> Span {
    let seconds = (span.seconds() * factor).clamp(LEAST_SECONDS, whole(extent).seconds());
    let share = ((about - span.start) / span.seconds()).clamp(0.0, 1.0);
    let start = about.clamp(span.start, span.end) - seconds * share;
    clamp(Span { start, end: start + seconds }, extent)
}

/// `span` moved by `seconds`.
#[must_use]
pub fn pan(span: Span, extent: Span, seconds: f64) -> Span {
    clamp(Span { start: span.start + seconds, end: span.end + seconds }, extent)
}

/// What two fingers show: the moments that lay under them when they touched lie under them where they are now, as far as
/// that is possible.
///
/// `held` are the moments, `at` the fingers' places as shares of the plot's width.
#[must_use]
pub fn pinch(extent: Span, held: (f64, f64), at: (f64, f64)) -> Option<Span> {
    let apart = at.1 - at.0;
    let seconds = (held.1 - held.0) / apart;
    if !seconds.is_finite() || seconds <= 0.0 || apart.abs() < 0.01 {
        return None;
    }
    let start = held.0 - at.0 * seconds;
    let span = Span { start, end: start + seconds };
    Some(if seconds < LEAST_SECONDS { zoom(span, extent, span.middle(), 1.0) } else { clamp(span, extent) })
}

/// Whether nothing of `extent` is out of sight.
#[must_use]
pub fn is_whole(span: Span, extent: Span) -> bool {
    span.seconds() >= whole(extent).seconds() * (1.0 - 1e-9)
}
