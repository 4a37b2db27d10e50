//! What is on screen, as the address bar's hash: Spot's own form with the app's fields added (`spot.md`, "Endpoint").
//!
//! `#date=2011-08-10|ip=147.32.84.165|source=demo|view=storyboard|top=50|by=peer|standing=external|from=09:00:00|to=10:30:00`
//! `|filter=proto:udp%20-dport:53`

use std::fmt::{self, Write as _};
use std::net::IpAddr;
use std::str::FromStr;

use thiserror::Error;

use super::find::parse_ip;
use super::hash_fields::{Fields, escaped};
use crate::domain::filter::Filter;
use crate::domain::network::StandingChoice;
use crate::domain::time::{Day, Moment, Window};
use crate::domain::view::{Grouping, TopResults, View};

/// A source, as links and the menu name it. A link cannot name an endpoint.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SourceName {
    /// Spot, at the endpoint of this site.
    Spot,
    /// The day that ships with the app.
    Demo,
    /// The analyst's own flow logs.
    Files,
}

/// What is made of the search of an IP.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Screen {
    /// Counts, timeline, tables, and what the analyst writes.
    #[default]
    Investigation,
    /// What was found, to be told: the briefing, who and where the peers are, what happened when.
    Storyboard,
}

/// What is on screen. What is `None` or default is not in the hash.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Route {
    /// The day.
    pub day: Option<Day>,
    /// The sought IP.
    pub ip: Option<IpAddr>,
    /// Which data.
    pub source: Option<SourceName>,
    /// What is made of it.
    pub screen: Screen,
    /// Top results; `None` for the site's default.
    pub top: Option<TopResults>,
    /// What a table's row stands for.
    pub grouping: Grouping,
    /// Whether the sought IP is taken as internal.
    pub standing: StandingChoice,
    /// What the timeline shows; `None` for all.
    pub window: Option<Window>,
    /// Which flows are wanted.
    pub filter: Filter,
}

/// A field of the hash that is not used.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("The link\u{2019}s {field} \u{201c}{value}\u{201d} is not used: it is no {expected}.")]
pub struct Ignored {
    /// The field.
    pub field: &'static str,
    /// What it held, cut to a readable length.
    pub value: String,
    /// What it should hold.
    pub expected: &'static str,
}

impl SourceName {
    /// As the menu has it.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Spot => "Spot",
            Self::Demo => "Demo",
            Self::Files => "My files",
        }
    }

    /// As links and keys of the store have it.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Spot => "spot",
            Self::Demo => "demo",
            Self::Files => "files",
        }
    }
}

impl Screen {
    /// Both, in the order of the tabs.
    pub const ALL: [Self; 2] = [Self::Investigation, Self::Storyboard];

    /// As the tab has it.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Investigation => "Investigation",
            Self::Storyboard => "Storyboard",
        }
    }

    /// As links have it.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Investigation => "investigation",
            Self::Storyboard => "storyboard",
        }
    }
}

impl FromStr for SourceName {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        [Self::Spot, Self::Demo, Self::Files].into_iter().find(|name| text.eq_ignore_ascii_case(name.key())).ok_or(())
    }
}

impl Route {
    /// Reads a hash, with or without its `#`. Fields that the app does not know, Spot's own among them, are passed
    /// over; of a field that is there twice the first counts.
    #[must_use]
    pub fn parse(hash: &str) -> (Self, Vec<Ignored>) {
        let mut fields = Fields::of(hash);
        let day = fields.read("date", "date (yyyy-mm-dd)", |text| text.parse().ok());
        let ip = fields.read("ip", "IP address", parse_ip);
        // Spot's pages pass the IP as a filter: an address alone is one of theirs. Here it would have its key before it.
        let of_spot = fields.get("filter").and_then(parse_ip);
        let ip = ip.or(of_spot);
        let filter = if of_spot.is_some() {
            None
        } else {
            fields.read("filter", "filter, such as dport:443", |text| text.parse().ok())
        };
        let source = fields.read("source", "source (spot, demo or files)", |text| text.parse().ok());
        let screen = fields.read("view", "investigation or storyboard", |text| {
            Screen::ALL.into_iter().find(|screen| text.eq_ignore_ascii_case(screen.key()))
        });
        let top = fields.read("top", "number from 1 to 1,000", |text| {
            text.parse().ok().filter(|top| TopResults::RANGE.contains(top)).map(TopResults::new)
        });
        let grouping = fields.read("by", "row or peer", |text| match text {
            "row" => Some(Grouping::Row),
            "peer" => Some(Grouping::Peer),
            _ => None,
        });
        let standing = fields.read("standing", "ranges, internal or external", |text| match text {
            "ranges" => Some(StandingChoice::ByRanges),
            "internal" => Some(StandingChoice::Internal),
            "external" => Some(StandingChoice::External),
            _ => None,
        });
        let window = fields.window(day);
        let route = Self {
            day,
            ip,
            source,
            screen: screen.unwrap_or_default(),
            top,
            grouping: grouping.unwrap_or_default(),
            standing: standing.unwrap_or_default(),
            window,
            filter: filter.unwrap_or_default(),
        };
        (route, fields.into_ignored())
    }

    /// The same screen about `ip`: what belongs to the former IP alone is left behind. A filter says which flows are wanted,
    /// whoever's they are: it stays.
    #[must_use]
    pub fn about(self, ip: IpAddr) -> Self {
        Self { ip: Some(ip), standing: StandingChoice::ByRanges, window: None, ..self }
    }

    /// The same screen on another day.
    #[must_use]
    pub fn on(self, day: Day) -> Self {
        Self { day: Some(day), window: None, ..self }
    }

    /// How the search is looked at.
    #[must_use]
    pub fn view(&self, default_top: TopResults) -> View {
        View { top: self.top.unwrap_or(default_top), standing: self.standing }
    }
}

impl fmt::Display for Route {
    /// The hash with its `#`; `#` alone where nothing is to be said.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut parts: Vec<String> = Vec::new();
        parts.extend(self.day.map(|day| format!("date={day}")));
        parts.extend(self.ip.map(|ip| format!("ip={ip}")));
        parts.extend(self.source.map(|source| format!("source={}", source.key())));
        if self.screen != Screen::default() {
            parts.push(format!("view={}", self.screen.key()));
        }
        parts.extend(self.top.map(|top| format!("top={}", top.get())));
        if self.grouping == Grouping::Peer {
            parts.push("by=peer".to_owned());
        }
        match self.standing {
            StandingChoice::ByRanges => {}
            StandingChoice::Internal => parts.push("standing=internal".to_owned()),
            StandingChoice::External => parts.push("standing=external".to_owned()),
        }
        if let Some(window) = self.window {
            parts.push(format!("from={}", self.moment(window.start)));
            parts.push(format!("to={}", self.moment(window.end)));
        }
        if !self.filter.is_empty() {
            parts.push(format!("filter={}", escaped(&self.filter.to_string())));
        }
        f.write_char('#')?;
        f.write_str(&parts.join("|"))
    }
}

impl Route {
    /// The time of day alone on the route's own day.
    fn moment(&self, moment: Moment) -> String {
        if self.day == Some(moment.day()) { moment.clock() } else { moment.to_string().replace(' ', "T") }
    }
}
