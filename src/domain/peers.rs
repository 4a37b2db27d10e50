//! Addresses as numbers: each is kept once, and rows hold its place.

use std::hash::BuildHasher;
use std::net::IpAddr;

use hashbrown::hash_table::Entry;
use hashbrown::{DefaultHashBuilder, HashTable};

/// A peer's place in [`Peers`].
pub type PeerId = u32;

/// The addresses met in a search, each once, in the order in which they were met.
#[derive(Clone, Debug, Default)]
pub struct Peers {
    addresses: Vec<IpAddr>,
    /// IDs by their address's hash.
    ids: HashTable<PeerId>,
    hasher: Hasher,
}

/// Hashes addresses: IPv4 by one multiplication, with a factor that nobody outside can know.
#[derive(Clone, Debug)]
struct Hasher {
    factor: u64,
    other: DefaultHashBuilder,
}

impl Default for Hasher {
    fn default() -> Self {
        let other = DefaultHashBuilder::default();
        Self { factor: other.hash_one(0u64) | 1, other }
    }
}

impl Hasher {
    #[inline]
    fn hash(&self, ip: IpAddr) -> u64 {
        match ip {
            IpAddr::V4(ip) => {
                let product = u128::from(ip.to_bits()).wrapping_add(1) * u128::from(self.factor);
                // Both halves, since the table looks at the lowest and at the highest bits.
                #[allow(clippy::cast_possible_truncation)]
                let (high, low) = ((product >> 32) as u64, product as u64);
                high.rotate_left(29) ^ low
            }
            IpAddr::V6(ip) => self.other.hash_one(ip),
        }
    }
}

impl Peers {
    /// The ID of `ip`, a new one where it was not met before.
    #[inline]
    pub fn intern(&mut self, ip: IpAddr) -> PeerId {
        let Self { addresses, ids, hasher } = self;
        let same = |id: &PeerId| addresses[*id as usize] == ip;
        match ids.entry(hasher.hash(ip), same, |id| hasher.hash(addresses[*id as usize])) {
            Entry::Occupied(entry) => *entry.get(),
            Entry::Vacant(entry) => {
                // A browser's memory ends long before 2^32 addresses.
                let id = PeerId::try_from(addresses.len()).unwrap_or(PeerId::MAX);
                entry.insert(id);
                addresses.push(ip);
                id
            }
        }
    }

    /// The ID of `ip`, if it was met.
    #[must_use]
    pub fn find(&self, ip: IpAddr) -> Option<PeerId> {
        self.ids.find(self.hasher.hash(ip), |id| self.addresses[*id as usize] == ip).copied()
    }

    /// The address behind an ID of this set.
    #[must_use]
    pub fn address(&self, id: PeerId) -> IpAddr {
        self.addresses[id as usize]
    }

    /// All addresses, by ID.
    #[must_use]
    pub fn addresses(&self) -> &[IpAddr] {
        &self.addresses
    }
}
