//! Values and texts that are kept once.

use std::hash::{BuildHasher, Hash};

use hashbrown::{DefaultHashBuilder, HashTable};

/// Distinct values, numbered in the order in which they were met.
#[derive(Debug)]
pub struct Distinct<T> {
    values: Vec<T>,
    numbers: HashTable<u32>,
    hasher: DefaultHashBuilder,
}

impl<T> Default for Distinct<T> {
    fn default() -> Self {
        Self { values: Vec::new(), numbers: HashTable::new(), hasher: DefaultHashBuilder::default() }
    }
}

impl<T: Copy + Eq + Hash> Distinct<T> {
    /// The number of `value`.
    pub fn number(&mut self, value: T) -> u32 {
        let Self { values, numbers, hasher } = self;
        // The numbers were given to the values that are there.
        let same = |number: &u32| values.get(*number as usize) == Some(&value);
        let hash = hasher.hash_one(value);
        if let Some(number) = numbers.find(hash, same) {
            return *number;
        }
        // A browser's memory ends long before 2^32 values.
        let number = u32::try_from(values.len()).unwrap_or(u32::MAX);
        values.push(value);
        numbers.insert_unique(hash, number, |number| {
            values.get(*number as usize).map_or(0, |value| hasher.hash_one(value))
        });
        number
    }

    /// The values by their numbers.
    pub fn finish(self) -> Vec<T> {
        self.values
    }
}

/// All texts, one after the other in one string.
#[derive(Clone, Debug, Default)]
pub struct Texts(String);

/// `N` texts that are asked for together, side by side in [`Texts`]: one look into memory for all of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Together<const N: usize> {
    /// Where the first begins, in bytes.
    begin: u32,
    /// Where each ends, in bytes from there.
    ends: [u16; N],
}

impl Texts {
    /// All texts together, in bytes. More does not come from a file of places.
    const MOST_BYTES: usize = 512 * 1024 * 1024;

    /// The texts behind `together`.
    #[must_use]
    pub fn get<const N: usize>(&self, together: Together<N>) -> [&str; N] {
        let mut from = together.begin as usize;
        together.ends.map(|end| {
            let to = together.begin as usize + usize::from(end);
            self.0.get(std::mem::replace(&mut from, to)..to).unwrap_or_default()
        })
    }
}

/// Keeps texts that belong together, the same ones once.
#[derive(Debug, Default)]
pub struct TextsBuilder {
    texts: Texts,
    /// Begin and length in bytes of what is kept.
    kept: HashTable<(u32, u32)>,
    hasher: DefaultHashBuilder,
    joined: String,
}

impl TextsBuilder {
    /// Keeps `texts`; `None` where no more can be kept.
    pub fn keep<const N: usize>(&mut self, texts: [&str; N]) -> Option<Together<N>> {
        let Self { texts: Texts(all), kept, hasher, joined } = self;
        joined.clear();
        let mut ends = [0; N];
        for (text, end) in texts.into_iter().zip(&mut ends) {
            joined.push_str(text);
            *end = u16::try_from(joined.len()).ok()?;
        }
        let hash = hasher.hash_one(joined.as_bytes());
        if let Some(&(begin, _)) = kept.find(hash, |&place| text_at(all, place) == joined.as_bytes()) {
            return Some(Together { begin, ends });
        }
        if all.len() + joined.len() > Texts::MOST_BYTES {
            return None;
        }
        let place = (u32::try_from(all.len()).ok()?, u32::try_from(joined.len()).ok()?);
        all.push_str(joined);
        kept.insert_unique(hash, place, |&place| hasher.hash_one(text_at(all, place)));
        Some(Together { begin: place.0, ends })
    }

    /// The texts, for what was told together.
    pub fn finish(self) -> Texts {
        self.texts
    }
}

fn text_at(all: &str, (begin, length): (u32, u32)) -> &[u8] {
    all.as_bytes().get(begin as usize..begin as usize + length as usize).unwrap_or_default()
}
