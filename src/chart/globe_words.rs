//! Globe and map in words: for those who do not see them, and for what they leave out.

use super::globe::Scene;
use super::places::{Marker, Places};
use super::projection::View;
use super::sphere::LonLat;
use super::words::Words;

/// A count with its noun.
fn peers(count: u64, words: Words) -> String {
    format!("{} {}", (words.count)(count), if count == 1 { "peer" } else { "peers" })
}

/// A place as one writes it: 50.1° N, 14.4° E.
#[must_use]
pub fn place(at: LonLat) -> String {
    let part = |degrees: f64, positive: char, negative: char| {
        let rounded = (degrees * 10.0).round() / 10.0;
        let side = if rounded < 0.0 { negative } else { positive };
        format!("{:.1}° {side}", rounded.abs())
    };
    format!("{}, {}", part(at.lat, 'N', 'S'), part(at.lon, 'E', 'W'))
}

/// What a marker is called: the name of its place, or where it is.
#[must_use]
pub fn name(marker: &Marker) -> String {
    if marker.name.trim().is_empty() { place(marker.at) } else { marker.name.clone() }
}

/// A marker, to be read aloud: `Prague: 14 peers, inbound 2, outbound 12`.
#[must_use]
pub fn marker(marker: &Marker, words: Words) -> String {
    let directions = marker.directions().map(|direction| {
        format!(", {} {}", direction.name().to_lowercase(), (words.count)(u64::from(marker.of(direction))))
    });
    format!("{}: {}{}", name(marker), peers(marker.count(), words), directions.collect::<String>())
}

/// How many places cannot be seen from here: they are behind the globe, or beside the box.
#[must_use]
pub fn out_of_sight(scene: &Scene) -> u64 {
    scene.places.markers.iter().filter(|marker| scene.spot(marker).is_none()).map(|_| 1).sum()
}

/// Peers that have no marker at all.
#[must_use]
pub fn unplaced(places: &Places, words: Words) -> Option<String> {
    (places.unplaced > 0).then(|| format!("Of {} no place is known.", peers(places.unplaced, words)))
}

/// The whole picture.
#[must_use]
pub fn summary(scene: &Scene) -> String {
    let (places, words) = (scene.places, scene.words);
    let all: u64 = places.markers.iter().map(Marker::count).sum();
    let mut sentences = vec![match places.markers.len() {
        0 => "No peer has a known place.".to_owned(),
        1 => format!("{} at 1 place.", peers(all, words)),
        many => format!("{} at {} places.", peers(all, words), (words.count)(many as u64)),
    }];
    let most: Vec<String> = places.markers.iter().take(3).map(|one| marker(one, words)).collect();
    if !most.is_empty() {
        let which = if places.markers.len() > 3 { "Most at " } else { "" };
        sentences.push(format!("{which}{}.", most.join("; ")));
    }
    let hidden = out_of_sight(scene);
    if hidden > 0 {
        let (noun, verb) = if hidden == 1 { ("place", "is") } else { ("places", "are") };
        let whence = match scene.view {
            View::Globe => "behind the globe or beside the picture",
            View::Map => "beside the picture",
        };
        sentences.push(format!("{} {noun} {verb} {whence}.", (words.count)(hidden)));
    }
    sentences.push(scene.home.map_or_else(
        || "It is not known where the investigated IP is.".to_owned(),
        |home| format!("The investigated IP is at {}.", place(home)),
    ));
    sentences.extend(unplaced(places, words));
    sentences.join(" ")
}
