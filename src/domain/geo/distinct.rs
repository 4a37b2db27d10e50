//! Values and texts that are kept once and told by number.

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

/// Texts by their numbers, one after the other in one string.
#[derive(Clone, Debug, Default)]
pub struct Texts {
    all: String,
    /// Where each ends, in bytes; it begins where the one before ends.
    ends: Vec<u32>,
}

impl Texts {
    /// All texts together, in bytes. More does not come from a file of places.
    const MOST_BYTES: usize = 512 * 1024 * 1024;

    /// Text `number`; empty where there is none.
    #[must_use]
    pub fn get(&self, number: u32) -> &str {
        let number = number as usize;
        let begin = number.checked_sub(1).and_then(|before| self.ends.get(before)).copied().unwrap_or(0);
        let text = self.ends.get(number).and_then(|&end| self.all.get(begin as usize..end as usize));
        text.unwrap_or_default()
    }

    fn push(&mut self, text: &str) -> Option<u32> {
        let end = self.all.len().checked_add(text.len()).filter(|&end| end <= Self::MOST_BYTES)?;
        let number = u32::try_from(self.ends.len()).ok()?;
        self.ends.push(u32::try_from(end).ok()?);
        self.all.push_str(text);
        Some(number)
    }
}

/// Numbers texts, each once.
#[derive(Debug, Default)]
pub struct TextsBuilder {
    texts: Texts,
    numbers: HashTable<u32>,
    hasher: DefaultHashBuilder,
}

impl TextsBuilder {
    /// The number of `text`; `None` where no more can be kept.
    pub fn number(&mut self, text: &str) -> Option<u32> {
        let Self { texts, numbers, hasher } = self;
        let hash = hasher.hash_one(text);
        if let Some(number) = numbers.find(hash, |number| texts.get(*number) == text) {
            return Some(*number);
        }
        let number = texts.push(text)?;
        numbers.insert_unique(hash, number, |number| hasher.hash_one(texts.get(*number)));
        Some(number)
    }

    /// The texts by their numbers.
    pub fn finish(self) -> Texts {
        self.texts
    }
}
