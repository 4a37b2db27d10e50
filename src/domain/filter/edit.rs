//! What the Include, Exclude and Only of a cell do to a filter. Terms of other keys stay as they are: `ip:` is another key
//! than `src:`.

use super::key::Key;
use super::value::Value;
use super::{Filter, Sense, Term};

impl Filter {
    /// Lets `value` through, beside what the terms of `key` let through already: `dport:80` becomes `dport:80,443`. What
    /// left it out is taken back. Without a term of that key, it is the only one that passes.
    #[must_use]
    pub fn include(mut self, key: Key, value: Value) -> Self {
        let Some(new) = Term::new(Sense::Wanted, key, vec![value]) else {
            return self;
        };
        let value = new.values[0];
        for term in self.terms_of(key, Sense::Unwanted) {
            term.values.retain(|unwanted| !unwanted.covers(&value));
        }
        self.terms.retain(|term| !term.values.is_empty());
        let mut is_new = true;
        for term in self.terms_of(key, Sense::Wanted) {
            is_new = false;
            if !term.values.iter().any(|wanted| wanted.covers(&value)) {
                term.values.push(value);
            }
        }
        if is_new {
            self.terms.push(new);
        }
        self
    }

    /// Leaves `value` out: `-dport:80` becomes `-dport:80,443`, and `dport:443` becomes `-dport:443`.
    #[must_use]
    pub fn exclude(mut self, key: Key, value: Value) -> Self {
        let Some(new) = Term::new(Sense::Unwanted, key, vec![value]) else {
            return self;
        };
        let value = new.values[0];
        for term in self.terms_of(key, Sense::Wanted) {
            term.values.retain(|wanted| *wanted != value);
        }
        self.terms.retain(|term| !term.values.is_empty());
        let mut is_new = true;
        if let Some(first) = self.terms_of(key, Sense::Unwanted).next() {
            is_new = false;
            if !first.values.iter().any(|unwanted| unwanted.covers(&value)) {
                first.values.push(value);
            }
        }
        if is_new {
            self.terms.push(new);
        }
        self
    }

    /// Lets, of `key`, only `value` through: its other terms go, and this one comes in the place of the first.
    #[must_use]
    pub fn only(mut self, key: Key, value: Value) -> Self {
        let Some(new) = Term::new(Sense::Wanted, key, vec![value]) else {
            return self;
        };
        let place = self.terms.iter().position(|term| term.key == key).unwrap_or(self.terms.len());
        self.terms.retain(|term| term.key != key);
        self.terms.insert(place.min(self.terms.len()), new);
        self
    }

    fn terms_of(&mut self, key: Key, sense: Sense) -> impl Iterator<Item = &mut Term> {
        self.terms.iter_mut().filter(move |term| term.key == key && term.sense == sense)
    }
}
