//! Closed lines cut at the border of what is seen, so that they can still be filled.
//!
//! ```text
//!        border                    A ring with its inside on the left leaves at `x`. Its inside is then on the left of
//!    ....x--------               the border too, if one follows it with what is seen on the left. Following it up to
//!   (    |  ring                 the next place where a part of the ring enters, `e`, closes the part.
//!   (    |
//!    ....e--------
//! ```
//! This is the clipping of Weiler and Atherton for one window whose border is known.

/// A point of the plane, `x` to the right and `y` up.
pub type Flat = (f64, f64);

/// What a side of a ring does at the border.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Side {
    /// It stays inside.
    Inside,
    /// It stays outside.
    Outside,
    /// It leaves here.
    Leaves(Flat),
    /// It enters here.
    Enters(Flat),
    /// It leaves at the first point, and enters at the second.
    Jumps(Flat, Flat),
}

/// The border of what is seen.
pub trait Border {
    /// A point before it is cut.
    type Point: Copy;
    /// Where an inner point is.
    fn flat(&self, point: Self::Point) -> Flat;
    /// Whether a point is inside.
    fn contains(&self, point: Self::Point) -> bool;
    /// What the side between two points does.
    fn side(&self, from: Self::Point, to: Self::Point) -> Side;
    /// How far along the border a point of it is, what is seen being on the left: from 0 up to [`Border::length`].
    fn position(&self, point: Flat) -> f64;
    /// The border's length.
    fn length(&self) -> f64;
    /// The points to go over from one position on by a distance, without its ends.
    fn walk(&self, from: f64, distance: f64) -> Vec<Flat>;
}

/// A line that was cut.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Clipped {
    /// Closed parts to be filled. They follow the border where they were cut.
    pub fills: Vec<Vec<Flat>>,
    /// The line itself, without the border.
    pub lines: Vec<Vec<Flat>>,
}

/// Cuts a ring that has its inside on the left.
#[must_use]
pub fn ring<B: Border>(border: &B, ring: &[B::Point]) -> Clipped {
    let next = ring.iter().cycle().skip(1);
    let mut sides: Vec<(Side, B::Point)> =
        ring.iter().zip(next).map(|(&from, &to)| (border.side(from, to), to)).collect();
    let Some(first) = sides.iter().position(|(side, _)| matches!(side, Side::Enters(_) | Side::Jumps(..))) else {
        return whole(border, ring);
    };
    // Begun where a part begins, the parts come one after the other.
    sides.rotate_left(first);
    sides.extend(sides.first().copied());
    let lines = parts(border, sides);
    Clipped { fills: close(border, &lines), lines }
}

/// Cuts a line that is not closed: what of it is inside.
#[must_use]
pub fn line<B: Border>(border: &B, line: &[B::Point]) -> Vec<Vec<Flat>> {
    let start = line.first().filter(|&&point| border.contains(point)).map(|&point| border.flat(point));
    let sides = line.iter().zip(line.iter().skip(1)).map(|(&from, &to)| (border.side(from, to), to));
    let mut lines = parts_from(border, start.into_iter().collect(), sides);
    lines.retain(|line| line.len() > 1);
    lines
}

fn whole<B: Border>(border: &B, ring: &[B::Point]) -> Clipped {
    if !ring.iter().all(|&point| border.contains(point)) {
        return Clipped::default();
    }
    let fill: Vec<Flat> = ring.iter().map(|&point| border.flat(point)).collect();
    let closed = fill.iter().chain(fill.first()).copied().collect();
    Clipped { fills: vec![fill], lines: vec![closed] }
}

/// The parts inside of a ring whose first side enters, and is repeated at its end.
fn parts<B: Border>(border: &B, sides: Vec<(Side, B::Point)>) -> Vec<Vec<Flat>> {
    let mut parts = parts_from(border, Vec::new(), sides.into_iter());
    // The repeated side has begun the first part again.
    parts.pop();
    // What comes before it: where that side jumps, a part without a beginning.
    parts.retain(|part| part.len() > 1);
    parts
}

fn parts_from<B: Border>(
    border: &B,
    start: Vec<Flat>,
    sides: impl Iterator<Item = (Side, B::Point)>,
) -> Vec<Vec<Flat>> {
    let mut parts = Vec::new();
    let mut part = start;
    for (side, to) in sides {
        match side {
            Side::Outside => {}
            Side::Inside => part.push(border.flat(to)),
            Side::Enters(here) => part = vec![here, border.flat(to)],
            Side::Leaves(here) => {
                part.push(here);
                parts.push(std::mem::take(&mut part));
            }
            Side::Jumps(leaves, enters) => {
                part.push(leaves);
                parts.push(std::mem::replace(&mut part, vec![enters, border.flat(to)]));
            }
        }
    }
    parts.push(part);
    parts
}

/// Joins parts along the border.
fn close<B: Border>(border: &B, parts: &[Vec<Flat>]) -> Vec<Vec<Flat>> {
    let entries: Vec<f64> = parts.iter().map(|part| part.first().map_or(0.0, |&at| border.position(at))).collect();
    let mut used = vec![false; parts.len()];
    let mut fills = Vec::new();
    for first in 0..parts.len() {
        let mut fill = Vec::new();
        let mut next = Some(first);
        while let Some((number, part)) = next.and_then(|number| Some((number, parts.get(number)?))) {
            if used.get(number).copied().unwrap_or(true) {
                break;
            }
            if let Some(used) = used.get_mut(number) {
                *used = true;
            }
            fill.extend_from_slice(part);
            let exit = part.last().map_or(0.0, |&at| border.position(at));
            let nearest = entries.iter().enumerate().map(|(number, &entry)| (ahead(border, exit, entry), number));
            next = nearest.min_by(|(one, _), (other, _)| one.total_cmp(other)).map(|(distance, number)| {
                fill.extend(border.walk(exit, distance));
                number
            });
        }
        if fill.len() > 2 {
            fills.push(fill);
        }
    }
    fills
}

/// How far one has to follow the border. What lies a hair's breadth behind is here, not once around.
fn ahead<B: Border>(border: &B, from: f64, to: f64) -> f64 {
    let distance = (to - from).rem_euclid(border.length());
    if distance > border.length() * (1.0 - 1e-9) { 0.0 } else { distance }
}
