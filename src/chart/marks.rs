//! What is painted, in device pixels, by role and not by colour: the theme is looked up when painting.

use std::fmt;

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
}

/// How strong a mark is, from the panel's colour to beyond its role's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Tone {
    /// A hint of the role's colour on the panel.
    Ground,
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

/// The type face of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Face {
    /// Addresses.
    Mono,
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

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Line => f.write_str("line"),
            Self::Ink => f.write_str("ink"),
            Self::Muted => f.write_str("muted"),
            Self::Accent => f.write_str("accent"),
            Self::Traffic(direction) => f.write_str(&direction.name().to_lowercase()),
        }
    }
}

impl fmt::Display for Area {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "x {}..{} y {}..{}", self.left.0, self.right.0, self.top.0, self.bottom.0)
    }
}

/// One line for each mark, for tests.
impl fmt::Display for Mark {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Rect { role, tone, area } => write!(f, "rect {role} {tone:?} {area}"),
            Self::Frame { role, stroke, area } => write!(f, "frame {role} {} {area}", stroke.0),
            Self::Text { role, face, size, anchor, x, y, text } => {
                write!(f, "text {role} {face:?} {} {anchor:?} at {},{} \"{text}\"", size.0, x.0, y.0)
            }
            Self::Glyph { direction, x, y, reach } => {
                write!(f, "glyph {} at {},{} reach {}", Role::Traffic(*direction), x.0, y.0, reach.0)
            }
        }
    }
}
