//! Where the parts of the timeline are.
//!
//! ```text
//!   0            gutter                                    width
//!   +------------+-------------------------------------+---+ 0
//!   |   133/min  |                                     |   |
//!   |         ▲  |   strip: a band per direction       |   |
//!   |         0  |                                     |   |
//!   +------------+-------------------------------------+   |
//!   |      gap                                             |
//!   +------------+-------------------------------------+   |
//!   |  peer   ▲  |   lane 0                            |   |
//!   |  peer   ▲  |   lane 1                            |   |
//!   +------------+-------------------------------------+   |
//!   |            |   axis    10:00      11:00          |   |
//!   +------------+-------------------------------------+---+ height
//! ```

use super::scale::{CssPx, Density, Span, TimeScale};

/// Lanes in sight at once, at most; the others are reached by scrolling.
pub const MOST_LANES: u32 = 14;
/// Lanes above and below those in sight that are asked for too, so that scrolling finds them there.
pub const SPARE_LANES: u32 = 4;

const STRIP_TOP: CssPx = CssPx(4.0);
const STRIP_HEIGHT: CssPx = CssPx(64.0);
const STRIP_GAP: CssPx = CssPx(10.0);
/// The height of a lane.
pub const LANE_HEIGHT: CssPx = CssPx(17.0);
const AXIS_HEIGHT: CssPx = CssPx(22.0);
const AXIS_LINE: CssPx = CssPx(14.0);
/// Right of the plot: half an axis label finds room there.
const MARGIN: CssPx = CssPx(12.0);
/// Below this width the gutter is narrow.
const WIDE: CssPx = CssPx(600.0);
/// From this width on there is room for names beside the addresses.
const WIDE_ENOUGH_FOR_NAMES: CssPx = CssPx(860.0);
/// Characters of a name beside its address.
const NAME_CHARACTERS: usize = 20;

/// How many lines of text the axis has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AxisLines {
    /// Times.
    One,
    /// Times and days.
    Two,
}

/// The timeline's geometry.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Layout {
    /// Its width.
    pub width: CssPx,
    /// Device pixels per CSS pixel.
    pub density: Density,
    /// Lanes in sight.
    pub lanes: u32,
    /// Lines of text below the lanes.
    pub axis_lines: AxisLines,
    /// Room for the lanes' labels.
    pub labels: LabelRoom,
}

/// Room for the lanes' labels, in characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LabelRoom {
    /// For an address.
    pub address: usize,
    /// For its name, to the left of it; 0 where names have no place.
    pub name: usize,
}

impl Layout {
    /// For a box `width` wide and `lanes_total` lanes.
    #[must_use]
    pub fn new(width: CssPx, density: Density, lanes_total: u32, axis_lines: AxisLines) -> Self {
        let width = width.max(CssPx(160.0));
        // Any IPv4 address, and both ends of an IPv6 one.
        let labels = LabelRoom { address: if width >= WIDE { 17 } else { 15 }, name: 0 };
        Self { width, density, lanes: lanes_total.min(MOST_LANES), axis_lines, labels }
    }

    /// The same with names beside the addresses, where it is wide enough for them.
    #[must_use]
    pub fn with_names(self) -> Self {
        let name = if self.width >= WIDE_ENOUGH_FOR_NAMES { NAME_CHARACTERS } else { 0 };
        Self { labels: LabelRoom { name, ..self.labels }, ..self }
    }

    fn is_wide(&self) -> bool {
        self.width >= WIDE
    }

    /// The width of the labels' column.
    #[must_use]
    pub fn gutter(&self) -> CssPx {
        let (usual, address) = if self.is_wide() { (CssPx(150.0), 17) } else { (CssPx(114.0), 15) };
        usual + self.characters(self.labels.address.saturating_sub(address)) + self.names()
    }

    /// The width of the names' part of it, at its left.
    #[must_use]
    pub fn names(&self) -> CssPx {
        if self.labels.name == 0 { CssPx(0.0) } else { self.characters(self.labels.name) * 0.9 + CssPx(4.0) }
    }

    fn characters(&self, count: usize) -> CssPx {
        // A screen has room for some hundred.
        #[allow(clippy::cast_precision_loss)]
        let count = count.min(1_000) as f64;
        self.character() * count
    }

    /// The size of text.
    #[must_use]
    pub fn text(&self) -> CssPx {
        if self.is_wide() { CssPx(11.5) } else { CssPx(10.5) }
    }

    /// About how wide a character of [`Layout::text`] is.
    #[must_use]
    pub fn character(&self) -> CssPx {
        self.text() * 0.6
    }

    /// The plot's left and right edge.
    #[must_use]
    pub fn plot(&self) -> (CssPx, CssPx) {
        (self.gutter(), self.width - MARGIN)
    }

    /// The plot's width: what the engine is asked for.
    #[must_use]
    pub fn plot_width(&self) -> u16 {
        let (left, right) = self.plot();
        // Casts saturate; no screen has more pixels than that.
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
        let width = (right - left).0.round() as u16;
        width.max(1)
    }

    /// The strip's top and bottom edge.
    #[must_use]
    pub fn strip(&self) -> (CssPx, CssPx) {
        (STRIP_TOP, STRIP_TOP + STRIP_HEIGHT)
    }

    /// The upper edge of the lane in place `row`; the lower edge of the one before.
    #[must_use]
    pub fn lane_top(&self, row: u32) -> CssPx {
        STRIP_TOP + STRIP_HEIGHT + STRIP_GAP + LANE_HEIGHT * f64::from(row)
    }

    /// Where the lanes end and the axis begins.
    #[must_use]
    pub fn axis_top(&self) -> CssPx {
        self.lane_top(self.lanes)
    }

    /// The middle of the axis' first or second line of text.
    #[must_use]
    pub fn axis_line(&self, line: AxisLines) -> CssPx {
        self.axis_top() + CssPx(13.0) + if line == AxisLines::Two { AXIS_LINE } else { CssPx(0.0) }
    }

    /// Its height.
    #[must_use]
    pub fn height(&self) -> CssPx {
        self.axis_top() + AXIS_HEIGHT + if self.axis_lines == AxisLines::Two { AXIS_LINE } else { CssPx(0.0) }
    }

    /// The scale of the plot that shows `span`.
    #[must_use]
    pub fn scale(&self, span: Span) -> TimeScale {
        let (left, right) = self.plot();
        TimeScale::new(span, left, right - left, self.density)
    }
}
