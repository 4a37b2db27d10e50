//! `threat-dendro-<ip>.json`, the incident progression: names of networks by direction.

use std::net::IpAddr;

use serde::ser::SerializeMap;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::{Member, caption, counted, in_group, lenient};
use crate::domain::direction::Direction;

/// A node: the sought IP, a group, or a network. Analysts edit these documents: there may be more levels, and other
/// groups.
///
/// As JSON it has Spot's form: `name`, then `time` of the root and `impact` of any other, then `children`. It is read
/// from that, and from `NetflowIncidentProgressionNodeType`, which tells names and children only.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ProgressionNode {
    /// Its name.
    pub name: String,
    /// Of the root: Spot leaves it empty, analysts write a date.
    pub time: Option<String>,
    /// Number of a network's peers; 0 of a group.
    pub impact: Option<u64>,
    /// Its parts; `None` of what has none, or where they were not asked for.
    pub children: Option<Vec<ProgressionNode>>,
}

impl ProgressionNode {
    /// Peers without a network name are left out.
    pub(super) fn of(ip: IpAddr, members: &[Member<'_>]) -> Self {
        let groups = Direction::ALL.map(|direction| {
            let networks = counted(in_group(members, direction).filter_map(|member| member.network));
            let networks = networks.into_iter().map(|(name, peers)| Self::node(name, peers, None)).collect();
            Self::node(caption(direction), 0, Some(networks))
        });
        Self { name: ip.to_string(), time: Some(String::new()), impact: None, children: Some(groups.into()) }
    }

    fn node(name: &str, impact: u64, children: Option<Vec<Self>>) -> Self {
        Self { name: name.to_owned(), time: None, impact: Some(impact), children }
    }
}

impl Serialize for ProgressionNode {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if !serializer.is_human_readable() {
            return (&self.name, &self.time, self.impact, &self.children).serialize(serializer);
        }
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("name", &self.name)?;
        if let Some(time) = &self.time {
            map.serialize_entry("time", time)?;
        }
        if let Some(impact) = self.impact {
            map.serialize_entry("impact", &impact)?;
        }
        if let Some(children) = &self.children {
            map.serialize_entry("children", children)?;
        }
        map.end()
    }
}

impl<'de> Deserialize<'de> for ProgressionNode {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        struct Stored {
            #[serde(default, deserialize_with = "lenient::text")]
            name: String,
            time: Option<String>,
            #[serde(default, deserialize_with = "lenient::whole")]
            impact: Option<u64>,
            #[serde(default, deserialize_with = "lenient::some_list")]
            children: Option<Vec<ProgressionNode>>,
        }
        let (name, time, impact, children) = if deserializer.is_human_readable() {
            let Stored { name, time, impact, children } = Stored::deserialize(deserializer)?;
            (name, time, impact, children)
        } else {
            Deserialize::deserialize(deserializer)?
        };
        Ok(Self { name, time, impact, children })
    }
}
