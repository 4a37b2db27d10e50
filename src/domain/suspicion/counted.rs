//! How often each thing came.

/// Things that are counted, in their order. What is new is put in order when it is as much as what is known: what that takes
/// at once is bounded by how many different things there are, and all together it is little.
#[derive(Debug)]
pub(super) struct Counted<T> {
    /// Each once, in ascending order, with how often it came.
    counts: Vec<(T, u32)>,
    /// What came since, in any order.
    new: Vec<T>,
}

/// At least so many are put in order in one go.
const AT_ONCE: usize = 1 << 14;

/// Adds what comes no earlier than all that is there.
fn push<T: PartialEq>(counts: &mut Vec<(T, u32)>, (item, count): (T, u32)) {
    match counts.last_mut() {
        Some((last, known)) if *last == item => *known = known.saturating_add(count),
        _ => counts.push((item, count)),
    }
}

impl<T> Default for Counted<T> {
    fn default() -> Self {
        Self { counts: Vec::new(), new: Vec::new() }
    }
}

impl<T: Copy + Ord> Counted<T> {
    /// Forgets all, and keeps the memory.
    pub fn clear(&mut self) {
        self.counts.clear();
        self.new.clear();
    }

    /// One more.
    pub fn add(&mut self, item: T) {
        self.new.push(item);
        if self.new.len() >= AT_ONCE.max(self.counts.len()) {
            self.settle();
        }
    }

    /// Each thing once, in ascending order, with how often it came.
    pub fn counts(&mut self) -> &[(T, u32)] {
        self.settle();
        &self.counts
    }

    /// What came most often, and how often; of equals the first.
    pub fn most_common(&mut self) -> Option<(T, u32)> {
        // The last of equal keys is taken.
        self.counts().iter().rev().max_by_key(|(_, count)| *count).copied()
    }

    fn settle(&mut self) {
        if self.new.is_empty() {
            return;
        }
        self.new.sort_unstable();
        if self.counts.is_empty() {
            for &item in &self.new {
                push(&mut self.counts, (item, 1));
            }
        } else {
            let mut before = std::mem::take(&mut self.counts).into_iter().peekable();
            for &item in &self.new {
                while let Some(other) = before.next_if(|(other, _)| *other <= item) {
                    push(&mut self.counts, other);
                }
                push(&mut self.counts, (item, 1));
            }
            before.for_each(|other| push(&mut self.counts, other));
        }
        self.new.clear();
    }
}
