//! What can be written in more than one way, and which way a table has. Nothing is guessed: either its cells can be read in
//! one way alone, or the analyst says it.

use std::marker::PhantomData;

use serde::{Deserialize, Serialize};

use super::dates::DateOrder;
use super::numbers::Numbers;

/// How a log writes its dates and numbers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Notation {
    /// The order of dates that do not begin with a year of four digits; where it is not known, they cannot be read.
    pub dates: Option<DateOrder>,
    /// What points and commas in numbers mean.
    pub numbers: Numbers,
}

/// A way to write something, of which there are several.
pub trait Way: Copy + PartialEq + 'static {
    /// All of them, at most three.
    const ALL: &'static [Self];

    /// Whether a text can be read in it; no way reads what is read without knowing the way.
    fn reads(self, text: &[u8]) -> bool;
}

/// In which ways the cells of a column can be read: how many of those that can be read in any.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Seen<W> {
    total: u32,
    read: [u32; 3],
    way: PhantomData<W>,
}

/// What is known of the way in which something is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Told<W> {
    /// Nothing needs it.
    NotNeeded,
    /// All can be read in this way, and in no other.
    One(W),
    /// All can be read in each of these; or none reads all, and each of these some.
    Open(Vec<W>),
}

impl<W> Default for Seen<W> {
    fn default() -> Self {
        Self { total: 0, read: [0; 3], way: PhantomData }
    }
}

impl<W: Way> Seen<W> {
    /// Of a column.
    pub fn of<'a>(texts: impl IntoIterator<Item = &'a [u8]>) -> Self {
        texts.into_iter().fold(Self::default(), |mut seen, text| {
            let mut is_any = false;
            for (count, way) in seen.read.iter_mut().zip(W::ALL) {
                let is_read = way.reads(text);
                *count += u32::from(is_read);
                is_any |= is_read;
            }
            seen.total += u32::from(is_any);
            seen
        })
    }

    /// Of these and others.
    #[must_use]
    pub fn and(mut self, other: &Self) -> Self {
        self.total += other.total;
        for (count, other) in self.read.iter_mut().zip(other.read) {
            *count += other;
        }
        self
    }

    /// What that tells.
    #[must_use]
    pub fn told(&self) -> Told<W> {
        let read_at_least =
            |least: u32| W::ALL.iter().zip(self.read).filter(move |(_, read)| *read >= least).map(|(way, _)| *way);
        let all: Vec<W> = read_at_least(self.total).collect();
        match all.as_slice() {
            _ if self.total == 0 => Told::NotNeeded,
            [] => Told::Open(read_at_least(1).collect()),
            [way] => Told::One(*way),
            _ => Told::Open(all),
        }
    }
}

impl<W: Way> Told<W> {
    /// What the cells tell, or else what was said of them, where they can be read so.
    #[must_use]
    pub fn or(&self, said: Option<W>) -> Option<W> {
        match self {
            Self::NotNeeded => said,
            Self::One(way) => Some(*way),
            Self::Open(ways) => said.filter(|way| ways.contains(way)),
        }
    }

    /// Whether it is still to be said, where that was said of it.
    #[must_use]
    pub fn is_missing(&self, said: Option<W>) -> bool {
        matches!(self, Self::Open(_)) && self.or(said).is_none()
    }
}
