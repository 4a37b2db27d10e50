//! The timeline, drawn.

use super::plate::{Key, Plate, Sign, density, directions};
use super::{Setting, Subject, WORDS};
use crate::chart::answered::Answered;
use crate::chart::layout::Layout;
use crate::chart::marks::Mark;
use crate::chart::scale::{CssPx, Span};
use crate::chart::timeline::{Emphasis, Names, Scene, axis_lines, marks};
use crate::chart::words::{self, each, summary};
use crate::domain::view::Lane;
use crate::export::figure::Figure;
use crate::words::format::count;

/// Lanes of a picture at most that stands alone: it fits on a sheet of paper.
const MOST_LANES: u32 = 40;
/// The same of one in a document: it fits below the facts on the first page.
const MOST_LANES_IN_A_DOCUMENT: u32 = 24;
/// Lanes are read across the whole day.
const WIDTH: CssPx = CssPx(1080.0);

pub fn plate(subject: Subject, setting: Setting) -> Plate {
    let Subject { investigation, context, view, window, handling } = subject;
    let addresses = handling.addresses;
    let overview = investigation.overview(view);
    let most_lanes = match setting {
        Setting::InDocument => MOST_LANES_IN_A_DOCUMENT,
        Setting::Alone(_) => MOST_LANES,
    };
    // How wide the labels are, only the lanes can tell: the width of the plot, and with it the runs, follow from them.
    let first = investigation.timeline(view, window, 1, 0, most_lanes);
    let names: Names = first
        .lanes
        .iter()
        .filter_map(|lane| Some((lane.peer, context.label(lane.peer)?)))
        .map(|(peer, label)| (peer, label.shortest().to_owned()))
        .collect();
    let mut layout = Layout::new(WIDTH, density(), first.lanes_total, axis_lines(Span::from(first.extent)));
    layout.lanes = first.lanes_total.min(most_lanes);
    if !names.is_empty() {
        layout = layout.with_names();
    }
    let longest = first.lanes.iter().map(|lane| addresses.address(lane.peer).chars().count()).max();
    layout.labels.address = longest.unwrap_or_default().max(layout.labels.address);
    let timeline = investigation.timeline(view, window, layout.plot_width(), 0, layout.lanes);
    let answered = Answered { first_lane: 0, width_px: layout.plot_width(), timeline };
    let span = Span::from(answered.timeline.window);
    let mut marks = marks(&Scene {
        layout,
        answered: &answered,
        span,
        first_lane: 0,
        peers: overview.peers,
        emphasis: Emphasis::default(),
        words: WORDS,
        names: &names,
    });
    for mark in &mut marks {
        if let Mark::Text { text, .. } = mark {
            *text = addresses.text(text);
        }
    }
    let lanes: Vec<&Lane> = answered.timeline.lanes.iter().collect();
    let mut legend = directions(overview.top_peers.map(u64::from));
    if !lanes.is_empty() {
        let noun = words::noun(answered.timeline.counted, 2);
        legend.push(Key { sign: Sign::Tones, words: format!("more {noun} at once") });
    }
    Plate {
        figure: Figure::Timeline,
        part: part(&answered),
        marks,
        width: WIDTH,
        height: layout.height(),
        legend,
        caption: caption(&answered),
        notes: Vec::new(),
        description: addresses.text(&summary(&answered, span, &lanes, overview.peers, WORDS)),
    }
}

/// The stretch of time, where that is not all.
fn part(answered: &Answered) -> String {
    let timeline = &answered.timeline;
    if timeline.window == timeline.extent {
        return String::new();
    }
    format!(", {}", words::half_open(timeline.window, true))
}

fn caption(answered: &Answered) -> String {
    let timeline = &answered.timeline;
    let lanes = match (timeline.lanes.len() as u64, u64::from(timeline.lanes_total)) {
        (shown, total) if shown < total => format!("the busiest {} of {} top peers", count(shown), count(total)),
        (_, total) => format!("{} top peers", count(total)),
    };
    let what = words::counted(timeline.counted);
    let each = each(timeline.activity.bucket_seconds);
    let mut caption = format!("{what} per {each}, and a lane for each of {lanes}.");
    if let Some(first) = caption.get_mut(..1) {
        first.make_ascii_uppercase();
    }
    caption
}
