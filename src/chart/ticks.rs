//! A time axis that reads well: steps of a clock and a calendar, and labels that never touch.
//!
//! ```text
//!        |         |         |         |
//!      22:00     23:00     00:00     01:00
//!      Apr 1               Apr 2              only where the data covers several days
//! ```

use super::scale::{CssPx, Span, TimeScale};
use crate::domain::time::{DAY_SECONDS, Day, Moment};

/// A mark of the axis.
#[derive(Clone, Debug, PartialEq)]
pub struct Tick {
    /// When.
    pub seconds: u32,
    /// Where its line is.
    pub x: CssPx,
    /// The first line below it: a time, or a day where ticks are days apart.
    pub label: String,
    /// The second line: the day or the year that the first belongs to, where it begins or is first seen.
    pub context: Option<String>,
}

/// Seconds between ticks: the steps of a clock, then days.
const STEPS: [u32; 26] = [
    1,
    2,
    5,
    10,
    15,
    30,
    60,
    120,
    300,
    600,
    900,
    1_800,
    3_600,
    7_200,
    10_800,
    21_600,
    43_200,
    DAY_SECONDS,
    2 * DAY_SECONDS,
    7 * DAY_SECONDS,
    14 * DAY_SECONDS,
    28 * DAY_SECONDS,
    91 * DAY_SECONDS,
    364 * DAY_SECONDS,
    1_820 * DAY_SECONDS,
    7_280 * DAY_SECONDS,
];

/// A moment whose day has as long a name as any: 1970-12-31.
const LONGEST: Moment = Moment(364 * DAY_SECONDS);
/// Room between two labels.
const LABEL_GAP: CssPx = CssPx(12.0);

/// What is known about the labels: how wide a character is, and whether days have to be named.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Labels {
    /// The width of a digit.
    pub character: CssPx,
    /// All there is, of which the axis may show a part.
    pub extent: Span,
}

impl Labels {
    /// Whether times alone would be ambiguous.
    #[must_use]
    pub fn name_days(self) -> bool {
        let window = self.extent.window();
        window.start.day() != Moment(window.end.0.saturating_sub(1)).day()
    }

    /// How wide a label is.
    #[must_use]
    pub fn width(self, label: &str) -> CssPx {
        // A label has a handful of characters.
        #[allow(clippy::cast_precision_loss)]
        let characters = label.chars().count() as f64;
        self.character * characters
    }
}

/// The ticks of `span`, left to right: as many as fit without their labels touching, all within `right`.
#[must_use]
pub fn ticks(scale: TimeScale, span: Span, right: CssPx, labels: Labels) -> Vec<Tick> {
    let wide_enough = |step: u32| {
        let room = labels.width(&label(LONGEST, step)) + LABEL_GAP;
        scale.seconds_per(room) <= f64::from(step)
    };
    let Some(step) = STEPS.into_iter().find(|&step| wide_enough(step)) else { return Vec::new() };
    let window = span.window();
    let mut ticks = Vec::new();
    let mut next = window.start.0.checked_next_multiple_of(step);
    while let Some(seconds) = next.filter(|&seconds| seconds <= window.end.0) {
        let x = scale.x(f64::from(seconds));
        let label = label(Moment(seconds), step);
        let is_seen = f64::from(seconds) >= span.start && f64::from(seconds) <= span.end;
        if is_seen && x + labels.width(&label) * 0.5 <= right {
            ticks.push(Tick { seconds, x, label, context: None });
        }
        next = seconds.checked_add(step);
    }
    name_contexts(&mut ticks, step, labels);
    ticks
}

/// Adds the day (or the year) below the first tick and below each tick where another begins, and leaves out what would
/// touch its right neighbour.
fn name_contexts(ticks: &mut [Tick], step: u32, labels: Labels) {
    let context = |tick: &Tick| {
        let day = Moment(tick.seconds).day();
        if step >= DAY_SECONDS { day.civil().0.to_string() } else { short_day(day) }
    };
    if step < DAY_SECONDS && !labels.name_days() {
        return;
    }
    let mut free_to = CssPx(f64::INFINITY);
    for index in (0..ticks.len()).rev() {
        let before = index.checked_sub(1).and_then(|previous| ticks.get(previous)).map(context);
        let Some(tick) = ticks.get_mut(index) else { continue };
        let own = context(tick);
        let half = labels.width(&own) * 0.5;
        if before.as_ref() != Some(&own) && tick.x + half + LABEL_GAP * 0.5 <= free_to {
            free_to = tick.x - half;
            tick.context = Some(own);
        }
    }
}

fn label(moment: Moment, step: u32) -> String {
    if step >= DAY_SECONDS {
        short_day(moment.day())
    } else {
        let clock = moment.clock();
        if step >= 60 { clock.get(..5).map_or(clock.clone(), str::to_owned) } else { clock }
    }
}

/// A day without its year, as "Apr 2".
#[must_use]
pub fn short_day(day: Day) -> String {
    const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    let (_, month, day) = day.civil();
    let name = MONTHS.get(usize::from(month).saturating_sub(1)).copied().unwrap_or_default();
    format!("{name} {day}")
}
