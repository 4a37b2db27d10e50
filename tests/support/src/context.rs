//! The two context files that Spot's storyboards use: `networkcontext_1.csv` and `iploc.csv`.

use crate::python::inet_aton;

/// What the server knows of the network and of the world; nothing by default, as a fresh Spot.
#[derive(Debug, Default)]
pub(crate) struct ContextFiles {
    networks: Vec<Network>,
    places: Option<Vec<Place>>,
}

/// A named network.
#[derive(Debug, Clone)]
pub(crate) struct Network {
    /// The first column as it is written: Spot first looks for the IP itself among these.
    key: String,
    first: u32,
    last: u32,
    pub(crate) name: String,
}

/// Where a range of addresses is.
#[derive(Debug, Clone)]
pub(crate) struct Place {
    start: u32,
    pub(crate) owner: String,
    /// Longitude, latitude; `None` where the file has no number, and Spot then leaves the peer out.
    pub(crate) coordinates: Option<[f64; 2]>,
}

/// How a peer was found in the network context.
pub(crate) enum Found<'a> {
    /// A line for this very IP.
    Exactly(&'a Network),
    /// In a subnet or range.
    Within(&'a Network),
    Nowhere,
}

impl ContextFiles {
    /// `networkcontext_1.csv`: a header line, then `srcIP,name` with an IP, a subnet or a range. Lines that do not read are
    /// left out (Spot would fail on them at every save).
    pub(crate) fn with_networks(self, text: &str) -> Self {
        let networks = records(text, true).filter_map(|record| network(record.get(0)?, record.get(1)?)).collect();
        Self { networks, ..self }
    }

    /// `iploc.csv`: no header, sorted by start.
    pub(crate) fn with_places(self, text: &str) -> Self {
        Self { places: Some(records(text, false).filter_map(|record| place(&record)).collect()), ..self }
    }

    /// The network of an IP: first a line for itself, then the first one that holds it (and not the most specific).
    pub(crate) fn network(&self, ip: &str, number: u32) -> Found<'_> {
        if let Some(network) = self.networks.iter().find(|network| network.key == ip) {
            return Found::Exactly(network);
        }
        match self.networks.iter().find(|network| (network.first..=network.last).contains(&number)) {
            Some(network) => Found::Within(network),
            None => Found::Nowhere,
        }
    }

    pub(crate) fn has_places(&self) -> bool {
        self.places.is_some()
    }

    /// The last range that starts at or before the address, even if it ends before it.
    pub(crate) fn place(&self, number: u32) -> Option<&Place> {
        let places = self.places.as_ref()?;
        places[..places.partition_point(|place| place.start <= number)].last()
    }
}

fn records(text: &str, has_headers: bool) -> impl Iterator<Item = csv::StringRecord> {
    let reader = csv::ReaderBuilder::new().has_headers(has_headers).flexible(true).from_reader(text.as_bytes());
    reader.into_records().filter_map(Result::ok)
}

fn network(key: &str, name: &str) -> Option<Network> {
    let (first, last) = if let Some((base, bits)) = key.split_once('/') {
        let (first, bits) = (inet_aton(base).ok()?, bits.parse::<u32>().ok()?);
        (first, first.saturating_add(u32::try_from((1_u64 << 32_u32.checked_sub(bits)?) - 1).ok()?))
    } else if let Some((first, last)) = key.split_once('-') {
        (inet_aton(&first.replace(' ', "")).ok()?, inet_aton(&last.replace(' ', "")).ok()?)
    } else {
        let only = inet_aton(key).ok()?;
        (only, only)
    };
    Some(Network { key: key.to_owned(), first, last, name: name.to_owned() })
}

fn place(record: &csv::StringRecord) -> Option<Place> {
    let number = |column: usize| record.get(column)?.parse::<f64>().ok();
    let coordinates = number(7).zip(number(6)).map(|(longitude, latitude)| [longitude, latitude]);
    Some(Place { start: record.get(0)?.parse().ok()?, owner: record.get(8)?.to_owned(), coordinates })
}
