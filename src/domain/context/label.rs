//! What is shown beside an address: short, and in full.

use std::net::IpAddr;

use serde::{Deserialize, Serialize};

use super::Context;
use crate::domain::geo::Location;

/// What is known of an address, cut to what a line has room for. Any part may be empty.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Label {
    /// The name of its network.
    pub name: String,
    /// Country code and city: `US, Mountain View`.
    pub place: String,
    /// City, state and country: `Mountain View, CA, United States`.
    pub place_in_full: String,
    /// Who holds its range, and the holder's domain: `Google LLC (google.com)`.
    pub owner: String,
}

/// Characters of a part at most: files from outside have lines of any length.
const LONGEST: usize = 80;

impl Context {
    /// What is known of `ip`; `None` where nothing is.
    #[must_use]
    pub fn label(&self, ip: IpAddr) -> Option<Label> {
        let place = self.location(ip);
        let label = Label {
            name: self.name(ip).map(cut).unwrap_or_default(),
            place: place.map(|place| compact(&place)).unwrap_or_default(),
            place_in_full: place.map(|place| listed(&[place.city, place.state, country(&place)])).unwrap_or_default(),
            owner: place.map(|place| owner(&place)).unwrap_or_default(),
        };
        (label != Label::default()).then_some(label)
    }
}

impl Label {
    /// Name and place, or the owner where neither is known: `mail gateway · US, Mountain View`.
    #[must_use]
    pub fn short(&self) -> String {
        match (self.name.as_str(), self.place.as_str()) {
            ("", "") => self.owner.clone(),
            (only, "") | ("", only) => only.to_owned(),
            (name, place) => format!("{name} \u{b7} {place}"),
        }
    }

    /// One of these only, where there is little room: the name, else the place, else the owner.
    #[must_use]
    pub fn shortest(&self) -> &str {
        [&self.name, &self.place, &self.owner].into_iter().find(|part| !part.is_empty()).map_or("", String::as_str)
    }

    /// All of it: `Network: mail gateway. Place: Mountain View, CA, United States. Owner: Google LLC (google.com).`
    #[must_use]
    pub fn in_full(&self) -> String {
        let parts = [("Network", &self.name), ("Place", &self.place_in_full), ("Owner", &self.owner)];
        let known = parts.into_iter().filter(|(_, text)| !text.is_empty());
        known.map(|(what, text)| format!("{what}: {text}.")).collect::<Vec<_>>().join(" ")
    }
}

fn compact(place: &Location<'_>) -> String {
    let country = if place.country_code.is_empty() { place.country } else { place.country_code };
    let city = if place.city.is_empty() { place.state } else { place.city };
    listed(&[country, city])
}

fn country<'a>(place: &Location<'a>) -> &'a str {
    if place.country.is_empty() { place.country_code } else { place.country }
}

fn owner(place: &Location<'_>) -> String {
    match (place.owner, place.domain) {
        (only, "") | ("", only) => cut(only),
        (owner, domain) => format!("{} ({})", cut(owner), cut(domain)),
    }
}

/// The parts that are not empty, none twice in a row.
fn listed(parts: &[&str]) -> String {
    let mut known: Vec<&str> = parts.iter().copied().filter(|part| !part.is_empty()).collect();
    known.dedup();
    known.into_iter().map(cut).collect::<Vec<_>>().join(", ")
}

/// `text` on one line, cut where it is long.
#[must_use]
pub fn cut(text: &str) -> String {
    let on_one_line = |text: &str| text.replace(char::is_control, " ");
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}\u{2026}", on_one_line(text.get(..end).unwrap_or_default())),
        None => on_one_line(text),
    }
}
