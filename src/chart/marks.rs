//! What is painted, in device pixels, by role and not by colour: the theme is looked up when painting.

use super::scale::DevicePx;
use crate::domain::direction::Direction;

/// What a mark stands for, which decides its colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Role {
    /// Rules and frames.
    Line,
    /// What is read first.
    Ink,
    /// What explains.
    Muted,
    /// What is chosen or pointed at.
    Accent,
    /// Traffic of a group.
    Traffic(Direction),
    /// The panel's own ground: what sets marks apart that touch.
    Panel,
}

/// How strong a mark is, from the panel's colour to beyond its role's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Tone {
    /// A hint of the role's colour on the panel.
    Ground,
    /// Set back behind what is chosen.
    Faint,
    /// One row, or one connection.
    One,
    /// 2 to 3.
    Few,
    /// 4 to 11: the role's own colour.
    Full,
    /// 12 to 39.
    Many,
    /// 40 and more.
    Most,
}

impl Tone {
    /// The tone of a number of rows: steps of a logarithmic scale.
    #[must_use]
    pub fn of(active: u32) -> Self {
        match active {
            0 => Self::Ground,
            1 => Self::One,
            2..=3 => Self::Few,
            4..=11 => Self::Full,
            12..=39 => Self::Many,
            _ => Self::Most,
        }
    }
}

/// A rectangle: from `left`, `top` up to, not including, `right`, `bottom`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Area {
    /// The first column.
    pub left: DevicePx,
    /// The first row.
    pub top: DevicePx,
    /// The column after the last.
    pub right: DevicePx,
    /// The row after the last.
    pub bottom: DevicePx,
}

impl Area {
    /// Whether nothing is in it.
    #[must_use]
    pub fn is_empty(self) -> bool {
        self.left >= self.right || self.top >= self.bottom
    }
}

/// A place on the canvas.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Point {
    /// From the left.
    pub x: DevicePx,
    /// From the top.
    pub y: DevicePx,
}

/// Whether a line has gaps.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dash {
    /// It has none.
    Solid,
    /// Dashes of this length, and gaps as long.
    Every(DevicePx),
}

/// The type face of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Face {
    /// Addresses.
    Mono,
    /// Numbers that are read first.
    Strong,
    /// All else.
    Sans,
}

/// Which point of a text is at its place; vertically it is always the middle.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Anchor {
    /// The left end.
    Start,
    /// The middle.
    Middle,
    /// The right end.
    End,
}

/// A thing to paint.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Mark {
    /// A filled rectangle.
    Rect {
        /// What it stands for.
        role: Role,
        /// How strong it is.
        tone: Tone,
        /// Where.
        area: Area,
    },
    /// The outline of a rectangle, inside of it.
    Frame {
        /// What it stands for.
        role: Role,
        /// How thick.
        stroke: DevicePx,
        /// Where.
        area: Area,
    },
    /// A line of text.
    Text {
        /// What it stands for.
        role: Role,
        /// Its face.
        face: Face,
        /// Its size.
        size: DevicePx,
        /// Which of its points is at `x`.
        anchor: Anchor,
        /// Where, horizontally.
        x: DevicePx,
        /// Where its middle is, vertically.
        y: DevicePx,
        /// What it says.
        text: String,
    },
    /// A filled polygon; its last point joins the first.
    Shape {
        /// What it stands for.
        role: Role,
        /// How strong it is.
        tone: Tone,
        /// Its corners.
        points: Vec<Point>,
    },
    /// A line through points.
    Line {
        /// What it stands for.
        role: Role,
        /// How strong it is.
        tone: Tone,
        /// How thick.
        stroke: DevicePx,
        /// Whether it has gaps.
        dash: Dash,
        /// Where.
        points: Vec<Point>,
    },
    /// A filled circle.
    Disc {
        /// What it stands for.
        role: Role,
        /// How strong it is.
        tone: Tone,
        /// Its centre.
        center: Point,
        /// Its radius.
        radius: DevicePx,
    },
    /// The outline of a circle, half of it outside.
    Ring {
        /// What it stands for.
        role: Role,
        /// How thick.
        stroke: DevicePx,
        /// Its centre.
        center: Point,
        /// Its radius.
        radius: DevicePx,
    },
    /// A direction's sign: down, up, or a diamond.
    Glyph {
        /// Which.
        direction: Direction,
        /// Its centre.
        x: DevicePx,
        /// Its centre.
        y: DevicePx,
        /// Half its height.
        reach: DevicePx,
    },
}

impl Mark {
    /// The same mark elsewhere: where a picture is part of a larger one.
    #[must_use]
    pub fn moved(mut self, right: DevicePx, down: DevicePx) -> Self {
        let moved = |at: &mut Point| *at = Point { x: at.x + right, y: at.y + down };
        match &mut self {
            Self::Rect { area, .. } | Self::Frame { area, .. } => {
                let Area { left, top, right: end, bottom } = *area;
                *area = Area { left: left + right, top: top + down, right: end + right, bottom: bottom + down };
            }
            Self::Text { x, y, .. } | Self::Glyph { x, y, .. } => (*x, *y) = (*x + right, *y + down),
            Self::Shape { points, .. } | Self::Line { points, .. } => points.iter_mut().for_each(moved),
            Self::Disc { center, .. } | Self::Ring { center, .. } => moved(center),
        }
        self
    }
}

/// The corners of a direction's sign.
///
/// ```text
///   inbound \/    outbound /\    two-way <>
/// ```
#[must_use]
pub fn glyph_corners(direction: Direction, x: DevicePx, y: DevicePx, reach: DevicePx) -> Vec<(DevicePx, DevicePx)> {
    match direction {
        Direction::Inbound => vec![(x - reach, y - reach), (x + reach, y - reach), (x, y + reach)],
        Direction::Outbound => vec![(x - reach, y + reach), (x + reach, y + reach), (x, y - reach)],
        Direction::TwoWay => vec![(x - reach, y), (x, y - reach), (x + reach, y), (x, y + reach)],
    }
}
