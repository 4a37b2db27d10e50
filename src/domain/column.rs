//! A column that grows without moving: blocks of a fixed length.
//!
//! A vector that doubles holds up to three times its content while it moves, and WebAssembly memory never shrinks.

/// Items of a block: a power of two, so that finding one is a shift and a mask.
const BLOCK: usize = 1 << 14;

/// A list of numbers in blocks.
#[derive(Clone, Debug)]
pub struct Column<T> {
    blocks: Vec<Vec<T>>,
}

impl<T> Default for Column<T> {
    fn default() -> Self {
        Self { blocks: Vec::new() }
    }
}

impl<T: Copy> Column<T> {
    /// Adds `item` at the end.
    #[inline]
    pub fn push(&mut self, item: T) {
        match self.blocks.last_mut() {
            Some(block) if block.len() < BLOCK => block.push(item),
            _ => {
                let mut block = Vec::with_capacity(BLOCK);
                block.push(item);
                self.blocks.push(block);
            }
        }
    }

    /// How many items there are.
    #[must_use]
    pub fn len(&self) -> usize {
        // All blocks but the last are full.
        self.blocks.last().map_or(0, |last| (self.blocks.len() - 1) * BLOCK + last.len())
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.blocks.is_empty()
    }

    /// Item `index`, which must be there.
    #[inline]
    #[must_use]
    pub fn get(&self, index: usize) -> T {
        self.blocks[index / BLOCK][index % BLOCK]
    }

    /// All items, in order.
    pub fn iter(&self) -> impl Iterator<Item = T> {
        self.blocks.iter().flat_map(|block| block.iter().copied())
    }
}

#[cfg(test)]
mod tests {
    use super::{BLOCK, Column};

    #[test]
    fn items_stay_where_they_were_put_across_blocks() {
        let mut column = Column::default();
        assert!(column.is_empty());
        for number in 0..=2 * BLOCK {
            assert_eq!(column.len(), number);
            column.push(number);
        }
        assert_eq!((column.get(0), column.get(BLOCK - 1), column.get(BLOCK)), (0, BLOCK - 1, BLOCK));
        assert!(column.iter().eq(0..=2 * BLOCK));
    }
}
