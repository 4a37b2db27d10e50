//! A beacon is told from other traffic, with its reasons; every number is what a plain reckoning says.
#![allow(clippy::unwrap_used, reason = "a test ends at what it did not expect")]
// The plain reckoning is in floating point throughout; its numbers are small.
#![allow(clippy::cast_precision_loss, clippy::cast_possible_truncation, clippy::cast_sign_loss)]

use investigation::domain::beacon::{
    Bar, Beacon, Explanation, HOURS, MIN_CONTACTS, Observed, Regularity, Service, TooFew, beacon, histogram,
};
use investigation::domain::protocol::Protocol;
use investigation::domain::time::Moment;
use investigation::words::beacon::reasons;
use investigation::words::duration;
use proptest::prelude::*;
use rstest::rstest;

const DAY_MS: u64 = 86_400_000;
const START_MS: u64 = 1_312_934_400_000;
const DAY: Observed = Observed { first_ms: START_MS, last_ms: START_MS + DAY_MS };

fn judged(starts_ms: &[u64], sizes: &[u64]) -> Beacon {
    beacon(starts_ms, sizes, DAY, None).unwrap()
}

/// Starts all day long, `interval_ms` apart but for a part of it by chance.
fn jittered(interval_ms: u64, jitter: f64, chances: &[f64]) -> Vec<u64> {
    let mut now = START_MS;
    let mut starts = Vec::new();
    for chance in chances.iter().cycle() {
        starts.push(now);
        now += (interval_ms as f64 * (1.0 + jitter * (2.0 * chance - 1.0))) as u64;
        if now > DAY.last_ms {
            return starts;
        }
    }
    starts
}

/// Starts all day long by pure chance, `interval_ms` apart on the average.
fn by_chance(interval_ms: u64, chances: &[f64]) -> Vec<u64> {
    let mut now = START_MS;
    let mut starts = Vec::new();
    for chance in chances.iter().cycle() {
        starts.push(now);
        now += 1 + (-(1.0 - chance).ln() * interval_ms as f64) as u64;
        if now > DAY.last_ms {
            return starts;
        }
    }
    starts
}

#[test]
fn a_perfect_beacon_scores_in_full() {
    let starts: Vec<u64> = (0..=288).map(|index| START_MS + index * 300_000).collect();
    let perfect = judged(&starts, &vec![542; starts.len()]);
    assert!(perfect.score > 0.99, "{perfect:?}");
    assert_eq!((perfect.connections, perfect.contacts), (289, 289));
    let interval = Regularity { score: 1.0, skewness: 0.0, median: 300_000, deviation: 0, bounds: (300_000, 300_000) };
    assert_eq!(perfect.intervals, interval);
    assert_eq!((perfect.presence.hours_seen, perfect.presence.longest_run), (HOURS, HOURS));
    let all = (Moment(u32::try_from(starts[0] / 1_000).unwrap()), Moment(u32::try_from(starts[288] / 1_000).unwrap()));
    assert_eq!(histogram(&starts).bars, [Bar { from_ms: 300_000, count: 288, seen: Some(all) }]);
    assert_eq!(
        reasons(&perfect),
        [
            "Regular intervals: 5 min in the middle, half of them within 0 s of it.",
            "Constant size: 542 B sent each time.",
            "Goes on for 100% of the data: seen in 24 of 24 parts, 24 of them in a row.",
            "Steady: 289 contacts, 12 to 13 in each of 24 parts.",
        ]
    );
}

#[rstest]
#[case::none(0)]
#[case::one(1)]
#[case::nearly_enough(MIN_CONTACTS - 1)]
fn too_few_contacts_are_not_judged(#[case] contacts: usize) {
    let starts: Vec<u64> = (0..contacts as u64).map(|index| START_MS + index * 60_000).collect();
    assert_eq!(beacon(&starts, &[], DAY, None), Err(TooFew { contacts }));
    // What begins within a second of another is no contact more.
    let doubled: Vec<u64> = starts.iter().flat_map(|start| [*start, start + 999]).collect();
    let too_few = beacon(&doubled, &[], DAY, None).unwrap_err();
    assert_eq!(
        too_few.to_string(),
        format!("{contacts} contacts are too few to tell a beacon from chance: 20 are needed")
    );
}

#[test]
fn what_comes_in_bursts_is_not_regular() {
    // Eight pages in as many seconds, then half an hour to read them.
    let starts: Vec<u64> =
        (0..48).flat_map(|burst| (0..8).map(move |page| START_MS + burst * 1_800_000 + page * 1_000)).collect();
    let browsing = judged(&starts, &[]);
    assert!(browsing.intervals.score <= 0.5, "{browsing:?}");
    assert!(browsing.intervals.skewness > 0.9, "{browsing:?}");
    assert_eq!(
        reasons(&browsing)[..2],
        [
            "Irregular intervals: 1 s in the middle, half of them within 0 s of it, the others mostly longer.",
            "Bytes sent are not known."
        ]
    );
}

#[test]
fn a_beacon_of_office_hours_scores_for_its_run() {
    let starts: Vec<u64> = (0..144).map(|index| START_MS + 28_860_000 + index * 300_000).collect();
    let office = judged(&starts, &vec![100; starts.len()]);
    assert_eq!((office.presence.hours_seen, office.presence.longest_run), (12, 12));
    assert!((office.presence.score - 1.0).abs() < 1e-9);
    // Once around midnight it is still one run.
    let night: Vec<u64> = starts.iter().map(|start| START_MS + (start - START_MS + 43_200_000) % DAY_MS).collect();
    assert_eq!(judged(&night, &[]).presence.longest_run, 12);
}

#[test]
fn two_levels_are_steady_too() {
    // By turns ten contacts and fifty in an hour.
    let starts: Vec<u64> = (0..24_u64)
        .flat_map(|hour| {
            let contacts = if hour % 2 == 0 { 10 } else { 50 };
            (0..contacts).map(move |contact| START_MS + hour * 3_600_000 + contact * 60_000)
        })
        .collect();
    let turns = judged(&starts, &[]);
    assert!(turns.steadiness.variation > 0.6);
    assert!((turns.steadiness.score - 1.0).abs() < 1e-9, "{:?}", turns.steadiness);
}

#[rstest]
#[case::ntp(17, Some(123), 90, Some(Explanation::Ntp), "NTP client: regular by design.")]
#[case::ntp_by_size(17, None, 76, Some(Explanation::Ntp), "NTP client: regular by design.")]
#[case::names(
    17,
    Some(53),
    70,
    Some(Explanation::Names),
    "Asks for names (DNS, NetBIOS, mDNS or LLMNR): regular by design."
)]
#[case::ping(1, Some(0), 98, Some(Explanation::Monitoring), "Monitoring (ping, SNMP or syslog): regular by design.")]
#[case::chat(6, Some(5222), 300, Some(Explanation::Chat), "Chat or push service: keeps in touch regularly.")]
#[case::irc(6, Some(6667), 300, Some(Explanation::Irc), "IRC: a chat, and a way in which bots get their orders.")]
#[case::anything_else(
    6,
    Some(443),
    90,
    None,
    "Regular intervals: 1 min 4 s in the middle, half of them within 0 s of it."
)]
fn what_is_regular_by_design_is_explained(
    #[case] protocol: u8,
    #[case] port: Option<u16>,
    #[case] size: u64,
    #[case] expected: Option<Explanation>,
    #[case] first_reason: &str,
) {
    let starts: Vec<u64> = (0..1350).map(|index| START_MS + index * 64_000).collect();
    let service = Service { protocol: Protocol(protocol), port };
    let explained = beacon(&starts, &vec![size; starts.len()], DAY, Some(service)).unwrap();
    assert_eq!(explained.explanation, expected);
    assert_eq!(reasons(&explained)[0], first_reason);
    let is_excused = expected.is_some_and(|why| why != Explanation::Irc);
    assert_eq!(explained.suspicion() < explained.score, is_excused);
}

#[rstest]
#[case(0, "0 s")]
#[case(250, "0.25 s")]
#[case(9_999, "9.99 s")]
#[case(59_999, "59 s")]
#[case(60_000, "1 min")]
#[case(3_720_000, "1 h 2 min")]
#[case(183_600_000, "2 d 3 h")]
fn lengths_of_time_are_said_in_their_two_largest_units(#[case] length_ms: u64, #[case] text: &str) {
    assert_eq!(duration::milliseconds(length_ms), text);
}

/// The score by the definition, without integers, partial sorts or shortcuts.
fn plain_score(starts_ms: &[u64], sizes: &[u64], observed: Observed) -> Option<f64> {
    let mut starts: Vec<f64> = starts_ms.iter().map(|&start| start as f64).collect();
    starts.sort_by(f64::total_cmp);
    let mut contacts: Vec<f64> = Vec::new();
    for start in starts {
        if contacts.is_empty() || start - contacts[contacts.len() - 1] >= 1000.0 {
            contacts.push(start);
        }
    }
    if contacts.len() < 20 {
        return None;
    }
    let intervals: Vec<f64> = (1..contacts.len()).map(|index| contacts[index] - contacts[index - 1]).collect();
    let mut scores = vec![plain_regularity(&intervals)];
    if 2 * sizes.len() >= starts_ms.len() {
        scores.push(plain_regularity(&sizes.iter().map(|&size| size as f64).collect::<Vec<_>>()));
    }
    let (first, last) = (observed.first_ms as f64, observed.last_ms as f64);
    let hours: Vec<f64> = (0..24)
        .map(|hour| {
            let of = |contact: &&f64| ((**contact - first) * 24.0 / (last - first + 1.0)).floor() as usize;
            contacts.iter().filter(|contact| of(contact).min(23) == hour).count() as f64
        })
        .collect();
    let seen: Vec<f64> = hours.iter().copied().filter(|count| *count > 0.0).collect();
    let run = (0..24).map(|from| (0..24).take_while(|step| hours[(from + step) % 24] > 0.0).count()).max().unwrap();
    let coverage = (contacts[contacts.len() - 1] - contacts[0]) / (last - first);
    scores.push(if seen.len() > 6 { coverage.max(run as f64 / 12.0).min(1.0) } else { 0.0 });
    let mean = hours.iter().sum::<f64>() / 24.0;
    let variation = (hours.iter().map(|count| (count - mean) * (count - mean)).sum::<f64>() / 24.0).sqrt() / mean;
    let mut steadiness = (1.0 - variation).max(0.0);
    if seen.len() > 10 {
        let width = (seen.iter().copied().fold(0.0, f64::max) * 5.0 / 100.0).ceil();
        let mut levels = std::collections::BTreeMap::new();
        for count in &seen {
            *levels.entry((count / width).floor() as u64).or_insert(0.0) += 1.0;
        }
        let mut levels: Vec<f64> = levels.into_values().collect();
        levels.sort_by(f64::total_cmp);
        let best: f64 = levels.iter().rev().take(2).sum();
        steadiness = steadiness.max((best / (seen.len() as f64 - 1.0)).min(1.0));
    }
    scores.push(steadiness);
    Some(scores.iter().sum::<f64>() / scores.len() as f64)
}

fn plain_regularity(numbers: &[f64]) -> f64 {
    let at = |numbers: &[f64], part: f64| {
        let mut sorted = numbers.to_vec();
        sorted.sort_by(f64::total_cmp);
        sorted[((sorted.len() - 1) as f64 * part + 0.5).floor() as usize]
    };
    let [tenth, low, median, high, ninth] = [0.1, 0.25, 0.5, 0.75, 0.9].map(|part| at(numbers, part));
    let (from, to) = if low < median && median < high { (low, high) } else { (tenth, ninth) };
    let skewness = if to - from <= 0.1 * median { 0.0 } else { (from + to - 2.0 * median) / (to - from) };
    let deviations: Vec<f64> = numbers.iter().map(|number| (number - median).abs()).collect();
    let deviation = at(&deviations, 0.5);
    let closeness = if deviation == 0.0 { 1.0 } else { (1.0 - deviation / median).max(0.0) };
    0.5 * (1.0 - skewness.abs()) + 0.5 * closeness
}

fn chances() -> impl Strategy<Value = Vec<f64>> {
    prop::collection::vec(0.0..1.0, 101)
}

proptest! {
    #[test]
    fn each_score_is_what_a_plain_reckoning_says(
        starts in prop::collection::vec(prop_oneof![0_u64..DAY_MS, (0_u64..300).prop_map(|step| step * 288_000)], 0..200),
        sizes in prop::collection::vec(prop_oneof![Just(100_u64), 0_u64..2_000], 0..200),
    ) {
        let starts: Vec<u64> = starts.into_iter().map(|since| START_MS + since).collect();
        let ours = beacon(&starts, &sizes, DAY, None).ok().map(|judged| judged.score);
        let plain = plain_score(&starts, &sizes, DAY);
        prop_assert_eq!(ours.is_some(), plain.is_some());
        let difference = ours.unwrap_or(0.0) - plain.unwrap_or(0.0);
        prop_assert!(difference.abs() < 1e-9, "{:?} {:?}", ours, plain);
    }

    #[test]
    fn whatever_comes_is_judged_within_bounds(
        starts in prop::collection::vec(prop_oneof![any::<u64>(), 0_u64..100_000], 0..60),
        sizes in prop::collection::vec(any::<u64>(), 0..60),
        first_ms: u64,
        last_ms: u64,
    ) {
        if let Ok(judged) = beacon(&starts, &sizes, Observed { first_ms, last_ms }, None) {
            prop_assert!((0.0..=1.0).contains(&judged.score), "{:?}", judged);
            let shown = histogram(&starts);
            prop_assert_eq!(shown.all(), judged.contacts - 1);
            prop_assert!(shown.bars.len() <= 40);
            prop_assert!(shown.bars.iter().all(|bar| bar.seen.is_some() == (bar.count > 0)));
            prop_assert!(reasons(&judged).len() >= 4);
        }
    }

    #[test]
    fn a_beacon_with_jitter_ranks_above_traffic_by_chance(
        interval_ms in 20_000_u64..3_000_000,
        jitter in 0.0..0.4,
        size in 40_u64..5_000,
        beacon_chances in chances(),
        traffic_chances in chances(),
    ) {
        let starts = jittered(interval_ms, jitter, &beacon_chances);
        let sizes: Vec<u64> = starts.iter().zip(beacon_chances.iter().cycle()).map(|(_, chance)| size + (chance * 20.0) as u64).collect();
        let calls = judged(&starts, &sizes);
        prop_assert!(calls.score > 0.8, "{:?}", calls);
        let starts = by_chance(interval_ms.min(2_000_000), &traffic_chances);
        let sizes: Vec<u64> = starts.iter().zip(traffic_chances.iter().cycle()).map(|(_, chance)| (chance * chance * 20_000.0) as u64).collect();
        if let Ok(traffic) = beacon(&starts, &sizes, DAY, None) {
            prop_assert!(calls.score > traffic.score, "{:?} {:?}", calls, traffic);
        }
    }
}
