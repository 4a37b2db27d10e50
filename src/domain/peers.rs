//! Addresses as numbers: each is kept once, and rows hold its place.

use std::hash::BuildHasher;
use std::net::{IpAddr, Ipv4Addr};

use hashbrown::{DefaultHashBuilder, HashMap};

/// A peer's place in [`Peers`].
pub type PeerId = u32;

/// The addresses met in a search, each once, in the order in which they were met.
#[derive(Clone, Debug, Default)]
pub struct Peers {
    addresses: Vec<IpAddr>,
    ipv4: Ipv4Ids,
    others: HashMap<IpAddr, PeerId>,
}

/// IDs of IPv4 addresses, which nearly all are: an open table whose slots hold address and ID side by side, so that a
/// row costs one look into memory. At most half of it is taken.
#[derive(Clone, Debug)]
struct Ipv4Ids {
    /// Address in the upper half, ID plus one in the lower; 0 is free. As many as a power of two.
    slots: Vec<u64>,
    taken: usize,
    /// Nobody outside can know it, and so nobody can make addresses meet in one slot.
    factor: u64,
}

impl Default for Ipv4Ids {
    fn default() -> Self {
        Self { slots: vec![0; 64], taken: 0, factor: DefaultHashBuilder::default().hash_one(0u64) | 1 }
    }
}

impl Ipv4Ids {
    /// Where `ip` belongs, unless another one is there.
    #[inline]
    fn first_slot(&self, ip: u32) -> usize {
        // The upper bits of a product depend on all bits of its factors. 32 bits of them fit any machine's size.
        #[allow(clippy::cast_possible_truncation)]
        {
            ((u64::from(ip) ^ 0xa5a5_5a5a).wrapping_mul(self.factor) >> 32) as usize & (self.slots.len() - 1)
        }
    }

    /// The slot that holds `ip`, or the free one where it belongs.
    #[inline]
    fn slot(&self, ip: u32) -> usize {
        let mask = self.slots.len() - 1;
        let mut slot = self.first_slot(ip);
        while self.slots[slot] != 0 && self.slots[slot] >> 32 != u64::from(ip) {
            slot = (slot + 1) & mask;
        }
        slot
    }

    #[inline]
    fn find(&self, ip: u32) -> Option<PeerId> {
        // The lower half is the ID plus one.
        #[allow(clippy::cast_possible_truncation)]
        (self.slots[self.slot(ip)] as u32).checked_sub(1)
    }

    fn insert(&mut self, ip: Ipv4Addr, id: PeerId) {
        if 2 * (self.taken + 1) > self.slots.len() {
            let larger = vec![0; 2 * self.slots.len()];
            for entry in std::mem::replace(&mut self.slots, larger).into_iter().filter(|entry| *entry != 0) {
                // The upper half is the address.
                #[allow(clippy::cast_possible_truncation)]
                let slot = self.slot((entry >> 32) as u32);
                self.slots[slot] = entry;
            }
        }
        let slot = self.slot(ip.to_bits());
        self.slots[slot] = u64::from(ip.to_bits()) << 32 | (u64::from(id) + 1);
        self.taken += 1;
    }
}

impl Peers {
    /// The ID of `ip`, a new one where it was not met before.
    #[inline]
    pub fn intern(&mut self, ip: IpAddr) -> PeerId {
        match ip {
            IpAddr::V4(ip) => self.intern_ipv4(ip.to_bits()),
            IpAddr::V6(_) => self.find(ip).unwrap_or_else(|| self.add(ip)),
        }
    }

    /// The ID of an address of IPv4, given by its bits.
    #[inline]
    pub fn intern_ipv4(&mut self, bits: u32) -> PeerId {
        self.ipv4.find(bits).unwrap_or_else(|| self.add(IpAddr::V4(Ipv4Addr::from_bits(bits))))
    }

    /// Looks at where some addresses of IPv4 are kept, so that they are at hand when they are asked for: the looks into memory
    /// go out at once, while each question would wait for its own.
    #[inline]
    pub fn touch_ipv4(&self, all: impl Iterator<Item = u32>) {
        let look = |sum: u64, bits| sum.wrapping_add(self.ipv4.slots[self.ipv4.first_slot(bits)]);
        std::hint::black_box(all.fold(0, look));
    }

    /// The same for addresses by ID.
    #[inline]
    pub fn touch(&self, ids: impl Iterator<Item = PeerId>) {
        let look = |sum: u32, id| sum.wrapping_add(self.addresses[id as usize].is_ipv4().into());
        std::hint::black_box(ids.fold(0, look));
    }

    #[cold]
    fn add(&mut self, ip: IpAddr) -> PeerId {
        // A browser's memory ends long before 2^32 addresses.
        let id = PeerId::try_from(self.addresses.len()).unwrap_or(PeerId::MAX);
        match ip {
            IpAddr::V4(ip) => self.ipv4.insert(ip, id),
            IpAddr::V6(_) => drop(self.others.insert(ip, id)),
        }
        self.addresses.push(ip);
        id
    }

    /// The ID of `ip`, if it was met.
    #[inline]
    #[must_use]
    pub fn find(&self, ip: IpAddr) -> Option<PeerId> {
        match ip {
            IpAddr::V4(ip) => self.ipv4.find(ip.to_bits()),
            IpAddr::V6(_) => self.others.get(&ip).copied(),
        }
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

#[cfg(test)]
mod tests {
    use std::collections::HashMap;
    use std::net::IpAddr;

    use proptest::prelude::*;

    use super::Peers;

    fn any_ip() -> impl Strategy<Value = IpAddr> {
        prop_oneof![
            8 => (0u32..300).prop_map(|bits| IpAddr::V4(bits.into())),
            8 => any::<u32>().prop_map(|bits| IpAddr::V4(bits.into())),
            1 => (0u128..20).prop_map(|bits| IpAddr::V6(bits.into())),
        ]
    }

    proptest! {
        #[test]
        fn each_address_has_one_id_in_the_order_of_meeting(ips in prop::collection::vec(any_ip(), 0..600)) {
            let mut peers = Peers::default();
            let mut plain = HashMap::new();
            for ip in ips {
                prop_assert_eq!(peers.find(ip), plain.get(&ip).copied());
                let next = u32::try_from(plain.len()).expect("few");
                let id = *plain.entry(ip).or_insert(next);
                prop_assert_eq!(peers.intern(ip), id);
                prop_assert_eq!(peers.address(id), ip);
            }
            prop_assert_eq!(peers.addresses().len(), plain.len());
        }
    }
}
