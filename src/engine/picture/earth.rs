//! Where peers are, drawn: on a globe, from both sides, and on a flat map.

use super::plate::{Key, Plate, Sign, density, directions};
use super::{NothingToDraw, Setting, Subject, WIDTH, WORDS};
use crate::chart::board::Map;
use crate::chart::globe::{Scene, marks};
use crate::chart::globe_words::{name, out_of_sight, summary, unplaced};
use crate::chart::marks::Mark;
use crate::chart::places::Marker;
use crate::chart::projection::{Eye, View};
use crate::chart::scale::{CssPx, DevicePx};
use crate::chart::sphere::{LonLat, wrap};
use crate::domain::direction::Direction;
use crate::domain::geo::Places;
use crate::domain::storyboard::{home, top_peers};
use crate::export::figure::Figure;
use crate::words::format::{count, counted};

/// Two globes beside each other have this width each.
const HALF: CssPx = CssPx(430.0);
const GLOBE_HEIGHT: CssPx = CssPx(420.0);
/// All of the map, which is twice as wide as it is high.
const MAP_HEIGHT: CssPx = CssPx(438.0);
/// Places that are named below.
const NAMED: usize = 40;

/// Both halves of the globe; one, where nobody is on the other.
pub fn globe(subject: Subject, setting: Setting) -> Result<Plate, NothingToDraw> {
    let map = located(subject)?;
    let first = map.first_eye(View::Globe);
    let center = LonLat { lon: wrap(first.center.lon + 180.0), lat: -first.center.lat };
    let scene = |width, center| scene(&map, View::Globe, Eye { center, ..first }, (width, GLOBE_HEIGHT));
    let hidden = out_of_sight(&scene(HALF, first.center));
    let (marks, whence) = if hidden == 0 {
        (marks(&scene(WIDTH, first.center)), "")
    } else {
        let beside = density().device(HALF);
        let other = marks(&scene(HALF, center)).into_iter().map(|mark| mark.moved(beside, DevicePx(0)));
        let both: Vec<Mark> = marks(&scene(HALF, first.center)).into_iter().chain(other).collect();
        (both, ", from both sides")
    };
    let mut legend = legend(&map, subject);
    if map.home.is_some() {
        legend.push(Key { sign: Sign::Behind, words: "on the other side".to_owned() });
    }
    let notes = match setting {
        // The map beside it names the places.
        Setting::InDocument => Vec::new(),
        Setting::Alone(_) => notes(&map, subject, setting),
    };
    Ok(Plate {
        figure: Figure::Globe,
        part: String::new(),
        marks,
        width: WIDTH,
        height: GLOBE_HEIGHT,
        legend,
        caption: caption(&map, whence, subject, setting),
        notes,
        description: subject.handling.addresses.text(&summary(&scene(WIDTH, first.center))),
    })
}

/// The flat map.
pub fn map(subject: Subject, setting: Setting) -> Result<Plate, NothingToDraw> {
    let map = located(subject)?;
    let scene = scene(&map, View::Map, map.first_eye(View::Map), (WIDTH, MAP_HEIGHT));
    Ok(Plate {
        figure: Figure::Map,
        part: String::new(),
        marks: marks(&scene),
        width: WIDTH,
        height: MAP_HEIGHT,
        legend: legend(&map, subject),
        caption: caption(&map, "", subject, setting),
        notes: notes(&map, subject, setting),
        description: subject.handling.addresses.text(&summary(&scene)),
    })
}

/// Who is where; nothing to be drawn where that is not known of anybody.
fn located(subject: Subject) -> Result<Map, NothingToDraw> {
    let Subject { investigation, context, view, .. } = subject;
    let nothing = |words: String| Err(NothingToDraw(words));
    if context.places.is_none() {
        return nothing("No place of any peer is known: there is no iploc.csv.".to_owned());
    }
    let peers = top_peers(investigation, view, context);
    let map = Map::of_peers(home(investigation.table().ip(), context), &peers.iter().collect::<Vec<_>>());
    if map.places.markers.is_empty() {
        let of = counted(peers.len() as u64, "top peer");
        return nothing(format!("iploc.csv has no place for any of {of}."));
    }
    Ok(map)
}

fn scene(map: &Map, view: View, eye: Eye, (width, height): (CssPx, CssPx)) -> Scene<'_> {
    let density = density();
    Scene { width, height, density, view, eye, home: map.home, places: &map.places, chosen: None, words: WORDS }
}

fn legend(map: &Map, subject: Subject) -> Vec<Key> {
    let of = |direction: Direction| map.places.markers.iter().map(|marker| u64::from(marker.of(direction))).sum();
    let mut keys = directions(Direction::ALL.map(of));
    if map.home.is_some() {
        let words = subject.handling.addresses.address(subject.investigation.table().ip());
        keys.push(Key { sign: Sign::Home, words });
    }
    keys
}

fn caption(map: &Map, whence: &str, subject: Subject, setting: Setting) -> String {
    let placed: u64 = map.places.markers.iter().map(Marker::count).sum();
    let who = setting.top_peers(subject.view);
    let at = counted(map.places.markers.len() as u64, "place");
    let mut sentences = vec![format!("{who} by place{whence}: {} at {at}.", count(placed))];
    sentences.extend(unplaced(&map.places, WORDS));
    if map.home.is_none() {
        sentences.push("It is not known where the investigated IP is, so that no ways are drawn.".to_owned());
    }
    sentences.join(" ")
}

/// The places, and whose they are and how exact: a document says that of all it tells of places.
fn notes(map: &Map, subject: Subject, setting: Setting) -> Vec<String> {
    let notice = subject.context.places.as_ref().and_then(Places::notice);
    let notice = notice.filter(|_| matches!(setting, Setting::Alone(_))).map(str::to_owned);
    std::iter::once(places(map, subject)).chain(notice).collect()
}

/// The places by name, which a picture cannot be asked for.
fn places(map: &Map, subject: Subject) -> String {
    let markers = &map.places.markers;
    let named = markers.iter().take(NAMED).map(|marker| format!("{} {}", name(marker), count(marker.count())));
    // A place is not torn apart at the end of a line.
    let named = named.map(|place| place.replace(' ', "\u{a0}")).collect::<Vec<_>>().join("; ");
    let more = match markers.len().saturating_sub(NAMED) {
        0 => String::new(),
        more => format!("; and {}", counted(more as u64, "more place")),
    };
    subject.handling.addresses.text(&format!("Peers by place: {named}{more}"))
}
