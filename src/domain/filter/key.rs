//! What a term can be about.

use super::total::Total;

/// The key of a term.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Key {
    /// The source's address.
    Source,
    /// The destination's address.
    Destination,
    /// The address of either side.
    Ip,
    /// The port of either side.
    Port,
    /// The source's port.
    SourcePort,
    /// The destination's port.
    DestinationPort,
    /// The protocol.
    Protocol,
    /// Bytes, both ways together.
    Bytes,
    /// Packets, both ways together.
    Packets,
    /// The time of day.
    Time,
    /// The group of the peer.
    Direction,
    /// Connections of the same addresses and ports: of a row, in the whole search.
    Connections,
    /// What flows together add up to.
    Total(Total),
}

/// What the values of a key are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Addresses and subnets.
    Network,
    /// Numbers up to the one given.
    Number {
        /// The largest that there is.
        max: u64,
        /// Whether `k`, `M`, `G`, `T` may follow.
        units: Units,
    },
    /// Protocols.
    Protocol,
    /// Stretches of a day.
    Window,
    /// Groups of peers.
    Direction,
}

/// What may follow a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Units {
    /// Nothing.
    None,
    /// IEC units of bytes.
    Bytes,
}

/// What analysts write who come from other tools, and what it is called here.
const ELSEWHERE: [(&str, Key); 28] = [
    ("source", Key::Source),
    ("srcip", Key::Source),
    ("saddr", Key::Source),
    ("sip", Key::Source),
    ("from", Key::Source),
    ("destination", Key::Destination),
    ("dest", Key::Destination),
    ("dstip", Key::Destination),
    ("daddr", Key::Destination),
    ("dip", Key::Destination),
    ("to", Key::Destination),
    ("host", Key::Ip),
    ("addr", Key::Ip),
    ("net", Key::Ip),
    ("cidr", Key::Ip),
    ("srcport", Key::SourcePort),
    ("dstport", Key::DestinationPort),
    ("protocol", Key::Protocol),
    ("size", Key::Bytes),
    ("pkts", Key::Packets),
    ("direction", Key::Direction),
    ("hour", Key::Time),
    ("conns", Key::Connections),
    ("count", Key::Connections),
    ("flows", Key::Connections),
    ("total", Key::Total(Total::PeerBytes)),
    ("totalbytes", Key::Total(Total::PeerBytes)),
    ("rows", Key::Total(Total::PeerRows)),
];

impl Key {
    /// All, in the order in which they are offered.
    pub const ALL: [Self; 21] = [
        Self::Source,
        Self::Destination,
        Self::Ip,
        Self::Port,
        Self::SourcePort,
        Self::DestinationPort,
        Self::Protocol,
        Self::Bytes,
        Self::Packets,
        Self::Time,
        Self::Direction,
        Self::Connections,
        Self::Total(Total::ALL[0]),
        Self::Total(Total::ALL[1]),
        Self::Total(Total::ALL[2]),
        Self::Total(Total::ALL[3]),
        Self::Total(Total::ALL[4]),
        Self::Total(Total::ALL[5]),
        Self::Total(Total::ALL[6]),
        Self::Total(Total::ALL[7]),
        Self::Total(Total::ALL[8]),
    ];

    /// As it is written.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Source => "src",
            Self::Destination => "dst",
            Self::Ip => "ip",
            Self::Port => "port",
            Self::SourcePort => "sport",
            Self::DestinationPort => "dport",
            Self::Protocol => "proto",
            Self::Bytes => "bytes",
            Self::Packets => "packets",
            Self::Time => "time",
            Self::Direction => "dir",
            Self::Connections => "connections",
            Self::Total(total) => total.name(),
        }
    }

    /// What it is about, in a few words.
    #[must_use]
    pub fn about(self) -> &'static str {
        match self {
            Self::Source => "source address or subnet",
            Self::Destination => "destination address or subnet",
            Self::Ip => "address or subnet of either side",
            Self::Port => "port of either side",
            Self::SourcePort => "source port",
            Self::DestinationPort => "destination port",
            Self::Protocol => "protocol",
            Self::Bytes => "bytes, both ways",
            Self::Packets => "packets, both ways",
            Self::Time => "time of day",
            Self::Direction => "group of the peer, by all its rows in the search",
            Self::Connections => "connections of the row: of these addresses and ports, in the whole search",
            Self::Total(total) => total.about(),
        }
    }

    /// What its values are.
    #[must_use]
    pub fn kind(self) -> Kind {
        match self {
            Self::Source | Self::Destination | Self::Ip => Kind::Network,
            Self::Port | Self::SourcePort | Self::DestinationPort => {
                Kind::Number { max: u16::MAX.into(), units: Units::None }
            }
            Self::Protocol => Kind::Protocol,
            Self::Bytes => Kind::Number { max: u64::MAX, units: Units::Bytes },
            Self::Packets | Self::Connections => Kind::Number { max: u64::MAX, units: Units::None },
            Self::Total(total) => Kind::Number { max: u64::MAX, units: total.units() },
            Self::Time => Kind::Window,
            Self::Direction => Kind::Direction,
        }
    }

    /// What a value of it looks like, for a message that says what was expected.
    #[must_use]
    pub fn expected(self) -> &'static str {
        match self {
            Self::Source | Self::Destination | Self::Ip => {
                "an address or a subnet, such as 10.0.0.1, 10.0.0.0/8 or 2001:db8::/32"
            }
            Self::Port | Self::SourcePort | Self::DestinationPort => "a port, 0 to 65535, such as 443, 1-1023 or >1023",
            Self::Protocol => "a protocol, such as tcp, udp, icmp or its number, 0 to 255",
            Self::Bytes => "a number of bytes, such as 1500, >1M or 10k-1G",
            Self::Packets => "a number of packets, such as 1, >100 or 10-20",
            Self::Time => "a time of day, such as 02:00-03:00 or 22:00-06:00",
            Self::Direction => "inbound, outbound or two-way",
            Self::Connections => "a number of connections, such as 1, >100 or 10-20",
            Self::Total(total) => total.expected(),
        }
    }

    /// Whether [`Value::Unknown`](super::Value::Unknown) is a value of it. Every flow has addresses and a time, and its peer is
    /// of a group.
    #[must_use]
    pub fn may_be_unknown(self) -> bool {
        matches!(self.kind(), Kind::Number { .. } | Kind::Protocol)
    }

    /// Whether the search of an IP has to be known as a whole, to tell it of a row or a flow.
    #[must_use]
    pub fn is_of_search(self) -> bool {
        match self {
            Self::Direction | Self::Connections => true,
            Self::Total(total) => !total.is_of_host(),
            _ => false,
        }
    }

    /// Whether it is that of a host on the whole day.
    #[must_use]
    pub fn is_of_host(self) -> bool {
        matches!(self, Self::Total(total) if total.is_of_host())
    }

    /// The key of that name, in any case.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|key| key.name().eq_ignore_ascii_case(name))
    }

    /// The key that `name` was probably meant to be.
    #[must_use]
    pub fn nearest(name: &str) -> Option<Self> {
        // No key is this long: it is no slip of the pen, and would take time to compare.
        if name.len() > 16 {
            return None;
        }
        let name = name.to_ascii_lowercase();
        let plain: String = name.chars().filter(|&character| !matches!(character, '_' | '-' | '.')).collect();
        if let Some((_, key)) = ELSEWHERE.iter().find(|(elsewhere, _)| *elsewhere == plain) {
            return Some(*key);
        }
        let distance = |key: &Self| edits(&plain, key.name());
        Self::ALL.into_iter().min_by_key(distance).filter(|key| distance(key) <= plain.len().min(key.name().len()) / 2)
    }
}

/// How many characters have to be put in, taken out or replaced to make one word of the other; one where they only
/// changed places.
fn edits(from: &str, to: &str) -> usize {
    let sorted = |word: &str| {
        let mut letters: Vec<char> = word.chars().collect();
        letters.sort_unstable();
        letters
    };
    if from != to && sorted(from) == sorted(to) {
        return 1;
    }
    let to: Vec<char> = to.chars().collect();
    let mut row: Vec<usize> = (0..=to.len()).collect();
    for (index, character) in from.chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = index + 1;
        for at in 0..to.len() {
            let replaced = diagonal + usize::from(to[at] != character);
            diagonal = row[at + 1];
            row[at + 1] = replaced.min(row[at] + 1).min(diagonal + 1);
        }
    }
    row[to.len()]
}
