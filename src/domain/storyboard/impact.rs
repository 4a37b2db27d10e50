//! `stats-<ip>.json`, the impact analysis: peers counted by direction and kind of network.

use serde::ser::SerializeMap;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::{Member, caption, counted, in_group, lenient};
use crate::domain::direction::Direction;

/// A node: the whole, a group, or a kind of network.
///
/// As JSON it has Spot's form: `size`, `name` and `children` of what has children, `name` and `size` of what has none.
/// It is read from that, and from `NetflowImpactAnalysisNodeType`, where anything may be null.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ImpactNode {
    /// Its name; Spot leaves the whole's empty.
    pub name: String,
    /// Number of peers.
    pub size: Option<u64>,
    /// Its parts; `None` of what has none, or where they were not asked for.
    pub children: Option<Vec<ImpactNode>>,
}

/// What a network is for, told by its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum NetworkKind {
    /// A virtual private network.
    Vpn,
    /// The demilitarised zone; also of a network whose name says nothing, and of none.
    Dmz,
    /// Proxies.
    Proxy,
    /// Firewalls.
    Firewall,
}

impl NetworkKind {
    /// All four, in the order in which they are looked for.
    pub const ALL: [Self; 4] = [Self::Vpn, Self::Dmz, Self::Proxy, Self::Firewall];

    /// The kind of a network: in the part of its name before the first dot, the first of VPN, DMZ, Proxy, FW that
    /// occurs, in upper and lower case as here; else DMZ.
    #[must_use]
    pub fn of(network: Option<&str>) -> Self {
        let name = network.unwrap_or_default();
        let name = name.split_once('.').map_or(name, |(before, _)| before);
        Self::ALL.into_iter().find(|kind| name.contains(kind.name())).unwrap_or(Self::Dmz)
    }

    /// Its name in the document.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Vpn => "VPN",
            Self::Dmz => "DMZ",
            Self::Proxy => "Proxy",
            Self::Firewall => "FW",
        }
    }
}

impl ImpactNode {
    pub(super) fn of(members: &[Member<'_>]) -> Self {
        let groups = Direction::ALL.map(|direction| {
            let kinds = in_group(members, direction).map(|member| NetworkKind::of(member.network).name());
            let kinds = counted(kinds).into_iter().map(|(name, size)| Self::leaf(name, size)).collect();
            Self::parent(caption(direction), in_group(members, direction).count(), kinds)
        });
        Self::parent("", members.len(), groups.into())
    }

    fn leaf(name: &str, size: u64) -> Self {
        Self { name: name.to_owned(), size: Some(size), children: None }
    }

    fn parent(name: &str, size: usize, children: Vec<Self>) -> Self {
        Self { name: name.to_owned(), size: u64::try_from(size).ok(), children: Some(children) }
    }
}

impl Serialize for ImpactNode {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if !serializer.is_human_readable() {
            return (&self.name, self.size, &self.children).serialize(serializer);
        }
        let mut map = serializer.serialize_map(None)?;
        if let Some(children) = &self.children {
            map.serialize_entry("size", &self.size)?;
            map.serialize_entry("name", &self.name)?;
            map.serialize_entry("children", children)?;
        } else {
            map.serialize_entry("name", &self.name)?;
            map.serialize_entry("size", &self.size)?;
        }
        map.end()
    }
}

impl<'de> Deserialize<'de> for ImpactNode {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        struct Stored {
            #[serde(default, deserialize_with = "lenient::text")]
            name: String,
            #[serde(default, deserialize_with = "lenient::whole")]
            size: Option<u64>,
            #[serde(default, deserialize_with = "lenient::some_list")]
            children: Option<Vec<ImpactNode>>,
        }
        let (name, size, children) = if deserializer.is_human_readable() {
            let Stored { name, size, children } = Stored::deserialize(deserializer)?;
            (name, size, children)
        } else {
            Deserialize::deserialize(deserializer)?
        };
        Ok(Self { name, size, children })
    }
}
