//! Places on the earth in a picture of it: forward and back, what is seen, and land that is cut at the picture's edge.

use std::f64::consts::PI;

use investigation::chart::coast::{Ground, decode, shores};
use investigation::chart::projection::{Eye, Outline, Projection, Spot, View};
use investigation::chart::scale::CssPx;
use investigation::chart::sphere::{LonLat, Unit, arc, wrap};
use proptest::prelude::*;
use rstest::rstest;

const SIDE: CssPx = CssPx(416.0);
/// The side without the margin, halved.
const RADIUS: f64 = 200.0;

fn at(lon: f64, lat: f64) -> LonLat {
    LonLat { lon, lat }
}

fn picture(view: View, lon: f64, lat: f64) -> Projection {
    Projection::new(view, Eye::above(at(lon, lat)), SIDE, SIDE)
}

fn places() -> impl Strategy<Value = LonLat> {
    (-180.0..180.0, -90.0..90.0_f64).prop_map(|(lon, lat)| at(lon, lat))
}

/// The cosine of the angle between two places (spherical law of cosines), not by way of vectors.
fn cosine(one: LonLat, other: LonLat) -> f64 {
    let (one_lat, other_lat) = (one.lat.to_radians(), other.lat.to_radians());
    one_lat.sin() * other_lat.sin() + one_lat.cos() * other_lat.cos() * (one.lon - other.lon).to_radians().cos()
}

fn apart((x, y): Spot, (other_x, other_y): Spot) -> f64 {
    (x - other_x).0.hypot((y - other_y).0)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn a_place_on_the_globe_is_seen_where_it_faces_the_eye(center in places(), place in places()) {
        let cosine = cosine(center, place);
        prop_assume!(cosine.abs() > 1e-9);
        let spot = picture(View::Globe, center.lon, center.lat).project(place.unit());
        prop_assert_eq!(spot.is_some(), cosine > 0.0);
        if let Some(spot) = spot {
            // A ball seen from far away: the sine of the angle to the middle is the distance from it.
            let from_middle = apart(spot, (SIDE * 0.5, SIDE * 0.5));
            prop_assert!((from_middle - RADIUS * (1.0 - cosine * cosine).max(0.0).sqrt()).abs() < 1e-3);
        }
    }

    #[test]
    fn the_pointer_finds_the_place_that_is_painted_there(center in places(), place in places(), zoom in 1.0..8.0) {
        for view in [View::Globe, View::Map] {
            let picture = Projection::new(view, Eye { center, zoom }, SIDE, CssPx(300.0));
            // At the very limb a pixel is many degrees.
            if view == View::Globe && cosine(center, place) < 0.01 {
                continue;
            }
            let (x, y) = picture.project(place.unit()).unwrap();
            let found = picture.invert(x, y).unwrap();
            prop_assert!(cosine(found, place) > 1.0 - 1e-9, "{found:?} for {place:?}");
        }
    }

    #[test]
    fn north_is_up_and_east_is_right(lon in -180.0..180.0, lat in -80.0..80.0_f64) {
        for view in [View::Globe, View::Map] {
            let picture = picture(view, lon, lat);
            let (x, y) = picture.project(at(lon, lat).unit()).unwrap();
            let (_, north) = picture.project(at(lon, lat + 1.0).unit()).unwrap();
            let (east, _) = picture.project(at(wrap(lon + 1.0), lat).unit()).unwrap();
            prop_assert!(north < y && east > x);
        }
    }

    #[test]
    fn land_on_the_globe_lies_within_the_disc(center in places()) {
        let picture = picture(View::Globe, center.lon, center.lat);
        for outline in shores().iter().map(|shore| picture.ring(&shore.ring)) {
            for spot in outline.fills.iter().chain(&outline.lines).flatten() {
                prop_assert!(apart(*spot, picture.middle()) <= RADIUS + 1e-6);
            }
        }
    }

    #[test]
    fn no_coastline_follows_the_limb(center in places()) {
        let picture = picture(View::Globe, center.lon, center.lat);
        for line in shores().iter().flat_map(|shore| picture.ring(&shore.ring).lines) {
            // It may touch the limb in one point, but no side of it lies there.
            let on_limb = |spot: &Spot| (apart(*spot, picture.middle()) - RADIUS).abs() < 1e-9;
            prop_assert!(!line.windows(2).any(|side| side.iter().all(on_limb) && apart(side[0], side[1]) > 0.01));
        }
    }

    /// The globe and the map cut the same land in different ways: what one fills, the other fills.
    #[test]
    fn globe_and_map_agree_on_what_is_land(center in places(), seam in -180.0..180.0, samples in prop::collection::vec(places(), 20)) {
        let (globe, map) = (Fills::of(picture(View::Globe, center.lon, center.lat)), Fills::of(picture(View::Map, seam, 0.0)));
        for place in samples {
            // Near a coast, straight sides run differently; at the limb and at the seam a place is hard to hit.
            if cosine(center, place) < 0.05 || near_coast(place) || wrap(place.lon - seam).abs() > 179.0 {
                continue;
            }
            prop_assert_eq!(globe.has_land(place), map.has_land(place), "{:?} from {:?}", place, center);
        }
    }

    #[test]
    fn land_on_the_map_lies_within_its_frame(seam in -180.0..180.0) {
        let picture = picture(View::Map, seam, 0.0);
        for spot in shores().iter().flat_map(|shore| picture.ring(&shore.ring).fills).flatten() {
            let (x, y) = (spot.0 - picture.middle().0, spot.1 - picture.middle().1);
            prop_assert!(x.0.abs() <= RADIUS + 1e-6 && y.0.abs() <= RADIUS / 2.0 + 1e-6);
        }
    }

    #[test]
    fn a_way_is_the_shortest_and_all_on_the_earth(from in places(), to in places(), bend in -0.2..0.2) {
        let angle = cosine(from, to).clamp(-1.0, 1.0).acos();
        prop_assume!(angle > 0.01);
        let way = arc(from.unit(), to.unit(), 0.0);
        let length: f64 = way.iter().zip(way.iter().skip(1)).map(|(one, other)| one.angle(*other)).sum();
        prop_assert!((length - angle).abs() < 1e-6);
        let bent = arc(from.unit(), to.unit(), bend);
        for (way, place) in [(&way, from), (&bent, from)] {
            prop_assert!(cosine(way.first().unwrap().place(), place) > 1.0 - 1e-9);
            prop_assert!(way.iter().all(|unit| (unit.dot(*unit) - 1.0).abs() < 1e-9));
        }
        prop_assert!(cosine(bent.last().unwrap().place(), to) > 1.0 - 1e-9);
    }

    #[test]
    fn a_line_is_cut_into_what_is_seen_and_what_is_behind(center in places(), from in places(), to in places()) {
        let way = arc(from.unit(), to.unit(), 0.0);
        prop_assume!(way.len() > 2);
        let picture = picture(View::Globe, center.lon, center.lat);
        let count = |lines: Vec<Vec<Spot>>| lines.iter().map(Vec::len).sum::<usize>();
        let (seen, behind) = (picture.line(&way), picture.line_behind(&way));
        // Each point is in one of them, and each cut adds one to both.
        let cuts = seen.len() + behind.len() - 1;
        prop_assert!(count(seen) + count(behind) <= way.len() + 2 * cuts);
        prop_assert!(cuts <= 2);
    }

    #[test]
    fn no_eye_and_no_room_is_too_strange(lon in any::<f64>(), lat in any::<f64>(), zoom in any::<f64>(), width in any::<f64>(), height in any::<f64>()) {
        for view in [View::Globe, View::Map] {
            let picture = Projection::new(view, Eye { center: at(lon, lat), zoom }, CssPx(width), CssPx(height));
            let all: Vec<Outline> = shores().iter().map(|shore| picture.ring(&shore.ring)).collect();
            prop_assert!(all.iter().flat_map(|one| &one.fills).flatten().all(|spot| spot.0.0.is_finite() && spot.1.0.is_finite()));
            let _ = picture.invert(CssPx(f64::NAN), CssPx(f64::INFINITY));
        }
    }

    #[test]
    fn no_file_of_coasts_ends_in_a_panic(file in prop::collection::vec(any::<u8>(), 0..200)) {
        let _ = decode(&file);
    }
}

/// The filled land of a picture, tested by the even-odd rule.
struct Fills {
    picture: Projection,
    rings: Vec<(Ground, Vec<Spot>)>,
}

impl Fills {
    fn of(picture: Projection) -> Self {
        let rings = shores()
            .iter()
            .flat_map(|shore| picture.ring(&shore.ring).fills.into_iter().map(|fill| (shore.ground, fill)))
            .collect();
        Self { picture, rings }
    }

    fn has_land(&self, place: LonLat) -> bool {
        let Some(spot) = self.picture.project(place.unit()) else { return false };
        let is_in = |ground| self.rings.iter().any(|(of, ring)| *of == ground && contains(ring, spot));
        is_in(Ground::Land) && !is_in(Ground::Water)
    }
}

fn contains(ring: &[Spot], (x, y): Spot) -> bool {
    let sides = ring.iter().zip(ring.iter().cycle().skip(1));
    let right = sides.filter(|((_, from_y), (_, to_y))| (*from_y > y) != (*to_y > y)).filter(
        |((from_x, from_y), (to_x, to_y))| {
            let share = (y - *from_y).0 / (*to_y - *from_y).0;
            *from_x + (*to_x - *from_x) * share > x
        },
    );
    right.count() % 2 == 1
}

/// Whether a place is within two degrees of a coast, or of a side of it.
fn near_coast(place: LonLat) -> bool {
    let unit = place.unit();
    shores().iter().any(|shore| {
        shore.ring.iter().zip(shore.ring.iter().cycle().skip(1)).any(|(from, to)| {
            let reach = from.angle(*to) + 2.0 * PI / 180.0;
            unit.angle(*from) < reach || unit.angle(*to) < reach
        })
    })
}

#[rstest]
#[case::bohemia(15.0, 50.0, true)]
#[case::sahara(10.0, 23.0, true)]
#[case::kansas(-98.0, 38.0, true)]
#[case::chukotka_beyond_the_antimeridian(-174.0, 66.5, true)]
#[case::siberia(100.0, 65.0, true)]
#[case::south_pole(0.0, -90.0, true)]
#[case::antarctica(120.0, -75.0, true)]
#[case::antarctica_at_the_antimeridian(-179.0, -85.5, true)]
#[case::australia(134.0, -25.0, true)]
#[case::north_pole(0.0, 90.0, false)]
#[case::atlantic(-35.0, 30.0, false)]
#[case::pacific(-150.0, 10.0, false)]
#[case::drake_passage(-62.0, -60.0, false)]
#[case::caspian_sea(51.0, 42.0, false)]
#[case::mediterranean(18.0, 35.0, false)]
fn land_is_where_it_is(#[case] lon: f64, #[case] lat: f64, #[case] is_land: bool) {
    let place = at(lon, lat);
    for (center_lon, center_lat) in [(lon, lat), (lon + 50.0, lat), (lon - 70.0, lat / 2.0), (lon, lat * 0.3)] {
        let globe = picture(View::Globe, center_lon, center_lat);
        if globe.project(place.unit()).is_some() {
            assert_eq!(Fills::of(globe).has_land(place), is_land, "globe from {center_lon}, {center_lat}");
        }
    }
    for middle in [0.0, 90.0, 179.5, -150.0, 37.123] {
        // The pole is the whole lower edge; beside it lies what is there.
        let beside = at(lon, lat.clamp(-89.0, 89.0));
        assert_eq!(Fills::of(picture(View::Map, middle, 0.0)).has_land(beside), is_land, "map around {middle}");
    }
}

#[test]
fn as_much_of_the_earth_is_land_as_there_is() {
    // 29 of 100 parts of the earth are land. Points are counted that are spread evenly: equal steps of the sine of the
    // latitude have equal areas.
    let map = Fills::of(picture(View::Map, 0.0, 0.0));
    let mut land = 0;
    for step in 0..3000_u32 {
        let sine = (f64::from(step) + 0.5) / 1500.0 - 1.0;
        let lon = wrap(f64::from(step) * 137.507_764);
        land += u32::from(map.has_land(at(lon, sine.asin().to_degrees())));
    }
    assert!((840..=930).contains(&land), "{land} of 3000");
}

#[test]
fn the_coasts_are_all_there() {
    let points: usize = shores().iter().map(|shore| shore.ring.len()).sum();
    assert_eq!((shores().len(), points), (126, 4_993));
    assert_eq!(shores().iter().filter(|shore| shore.ground == Ground::Water).count(), 1, "the Caspian Sea");
}

#[test]
fn a_torn_file_gives_what_comes_before() {
    assert_eq!(decode(&[]), []);
    // A triangle: 0, 0; 1 degree east; 1 degree north.
    let file = [0, 3, 0, 0, 40, 0, 39, 40];
    let [shore] = &decode(&file)[..] else { panic!("one ring") };
    let place = |unit: &Unit| (unit.place().lon.round(), unit.place().lat.round());
    assert_eq!(shore.ring.iter().map(place).collect::<Vec<_>>(), [(0.0, 0.0), (1.0, 0.0), (0.0, 1.0)]);
    assert_eq!(decode(&file[..7]), []);
    assert_eq!(decode(&[7, 3, 0, 0]), [], "an unknown kind");
}

#[rstest]
#[case(0.0, 0.0, Some((0.0, 0.0)))]
#[case(180.0, 0.0, Some((-180.0, 0.0)))]
#[case(190.0, -90.0, Some((-170.0, -90.0)))]
#[case(0.0, 90.5, None)]
#[case(f64::NAN, 0.0, None)]
#[case(0.0, f64::INFINITY, None)]
#[case(1e9, 0.0, None)]
fn what_is_no_place_is_none(#[case] lon: f64, #[case] lat: f64, #[case] expected: Option<(f64, f64)>) {
    assert_eq!(LonLat::new(lon, lat).map(|place| (place.lon, place.lat)), expected);
}

#[test]
fn ways_between_opposite_places_and_from_a_place_to_itself_have_an_end() {
    let here = at(14.4, 50.1).unit();
    assert_eq!(arc(here, here, 0.1), []);
    for (lon, lat) in [(14.4, 50.1), (0.0, 90.0), (0.0, -90.0), (0.0, 0.0)] {
        let way = arc(at(lon, lat).unit(), at(wrap(lon + 180.0), -lat).unit(), 0.0);
        let length: f64 = way.iter().zip(way.iter().skip(1)).map(|(one, other)| one.angle(*other)).sum();
        assert!((length - PI).abs() < 1e-3, "{length}");
    }
}
