//! From time to pixels and back. CSS pixels and device pixels are different types, so that they cannot be mixed up.

use std::ops::{Add, Mul, Sub};

use crate::domain::time::{Moment, Window};

/// CSS pixels: what layouts, pointers and style sheets count in.
#[derive(Clone, Copy, Debug, Default, PartialEq, PartialOrd)]
pub struct CssPx(pub f64);

/// Device pixels: what a canvas consists of. Whole, so that every edge is sharp.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DevicePx(pub i32);

impl Add for CssPx {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self(self.0 + other.0)
    }
}

impl Sub for CssPx {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        Self(self.0 - other.0)
    }
}

impl Mul<f64> for CssPx {
    type Output = Self;
    fn mul(self, factor: f64) -> Self {
        Self(self.0 * factor)
    }
}

impl Add for DevicePx {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0))
    }
}

impl Sub for DevicePx {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        Self(self.0.saturating_sub(other.0))
    }
}

impl CssPx {
    /// The smaller of the two.
    #[must_use]
    pub fn min(self, other: Self) -> Self {
        Self(self.0.min(other.0))
    }

    /// The larger of the two.
    #[must_use]
    pub fn max(self, other: Self) -> Self {
        Self(self.0.max(other.0))
    }
}

/// Device pixels per CSS pixel (`devicePixelRatio`).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Density(f64);

impl Density {
    /// From what the browser says. What makes no sense counts as 1.
    #[must_use]
    pub fn new(ratio: f64) -> Self {
        Self(if ratio.is_finite() && ratio > 0.0 { ratio.clamp(0.25, 8.0) } else { 1.0 })
    }

    /// The ratio.
    #[must_use]
    pub fn ratio(self) -> f64 {
        self.0
    }

    /// The nearest device pixel.
    #[must_use]
    pub fn device(self, length: CssPx) -> DevicePx {
        whole(length.0 * self.0)
    }

    /// Where a device pixel lies in the layout.
    #[must_use]
    pub fn css(self, length: DevicePx) -> CssPx {
        CssPx(f64::from(length.0) / self.0)
    }

    /// A line's width: `length`, but never thinner than one device pixel.
    #[must_use]
    pub fn stroke(self, length: CssPx) -> DevicePx {
        DevicePx(self.device(length).0.max(1))
    }
}

/// The nearest whole device pixel.
fn whole(length: f64) -> DevicePx {
    // The cast saturates, and no canvas is that large.
    #[allow(clippy::cast_possible_truncation)]
    DevicePx(length.round() as i32)
}

/// A stretch of time in seconds since 1970 as [`Moment`]s count them, with fractions: what is seen while one drags and
/// zooms smoothly. Never empty.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Span {
    /// Its beginning.
    pub start: f64,
    /// Its end.
    pub end: f64,
}

impl From<Window> for Span {
    fn from(window: Window) -> Self {
        Self { start: f64::from(window.start.0), end: f64::from(window.end.0) }
    }
}

impl Span {
    /// Its length.
    #[must_use]
    pub fn seconds(self) -> f64 {
        self.end - self.start
    }

    /// Its middle.
    #[must_use]
    pub fn middle(self) -> f64 {
        f64::midpoint(self.start, self.end)
    }

    /// The whole seconds that it touches.
    #[must_use]
    pub fn window(self) -> Window {
        // Casts saturate: a moment is a 32-bit count of seconds, and a span that leaves it is cut.
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
        Window::new(Moment(self.start.floor() as u32), Moment(self.end.ceil() as u32))
    }

    /// Whether the two share a moment.
    #[must_use]
    pub fn overlaps(self, other: Self) -> bool {
        self.start < other.end && other.start < self.end
    }
}

/// Maps a span of time to the columns of a plot.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TimeScale {
    span: Span,
    left: f64,
    width: f64,
    density: Density,
}

impl TimeScale {
    /// `span` from `left` on, `width` wide.
    #[must_use]
    pub fn new(span: Span, left: CssPx, width: CssPx, density: Density) -> Self {
        // Snapped to device pixels here, once: whoever asks for an edge of the plot gets the same column.
        let left_px = f64::from(density.device(left).0);
        let right_px = f64::from(density.device(left + width).0);
        Self { span, left: left_px, width: (right_px - left_px).max(1.0), density }
    }

    /// The column of a time, within the plot.
    #[must_use]
    pub fn column(self, seconds: f64) -> DevicePx {
        let share = (seconds - self.span.start) / self.span.seconds();
        whole(self.left + self.width * share.clamp(0.0, 1.0))
    }

    /// The first and the last edge.
    #[must_use]
    pub fn edges(self) -> (DevicePx, DevicePx) {
        (whole(self.left), whole(self.left + self.width))
    }

    /// Where a time lies, also beside the plot.
    #[must_use]
    pub fn x(self, seconds: f64) -> CssPx {
        let share = (seconds - self.span.start) / self.span.seconds();
        CssPx((self.left + self.width * share) / self.density.ratio())
    }

    /// The time at a place: the reverse of [`TimeScale::x`].
    #[must_use]
    pub fn seconds(self, x: CssPx) -> f64 {
        self.span.start + (x.0 * self.density.ratio() - self.left) / self.width * self.span.seconds()
    }

    /// How long a stretch of the plot is.
    #[must_use]
    pub fn seconds_per(self, length: CssPx) -> f64 {
        length.0 * self.density.ratio() / self.width * self.span.seconds()
    }
}
