//! Marks as text, one line each: what the tests read.

use std::fmt;

use super::marks::{Area, Dash, Mark, Point, Role};

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Line => f.write_str("line"),
            Self::Ink => f.write_str("ink"),
            Self::Muted => f.write_str("muted"),
            Self::Accent => f.write_str("accent"),
            Self::Traffic(direction) => f.write_str(&direction.name().to_lowercase()),
            Self::Panel => f.write_str("panel"),
        }
    }
}

impl fmt::Display for Area {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "x {}..{} y {}..{}", self.left.0, self.right.0, self.top.0, self.bottom.0)
    }
}

impl fmt::Display for Point {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{},{}", self.x.0, self.y.0)
    }
}

/// Points, one after the other.
fn road(points: &[Point]) -> String {
    points.iter().map(Point::to_string).collect::<Vec<_>>().join(" ")
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
            Self::Shape { role, tone, points } => write!(f, "shape {role} {tone:?} {}", road(points)),
            Self::Line { role, tone, stroke, dash, points } => {
                write!(f, "line {role} {tone:?} {}", stroke.0)?;
                if let Dash::Every(length) = dash {
                    write!(f, " dashed {}", length.0)?;
                }
                write!(f, " {}", road(points))
            }
            Self::Disc { role, tone, center, radius } => {
                write!(f, "disc {role} {tone:?} at {center} radius {}", radius.0)
            }
            Self::Ring { role, stroke, center, radius } => {
                write!(f, "ring {role} {} at {center} radius {}", stroke.0, radius.0)
            }
            Self::Glyph { direction, x, y, reach } => {
                write!(f, "glyph {} at {},{} reach {}", Role::Traffic(*direction), x.0, y.0, reach.0)
            }
        }
    }
}
