//! The timeline as a finished picture for exports: the same marks as on the canvas, on light ground.

use crate::chart::answered::Answered;
use crate::chart::layout::Layout;
use crate::chart::marks::{Anchor, Face, Mark, Role};
use crate::chart::palette::LIGHT;
use crate::chart::scale::{CssPx, Density, Span};
use crate::chart::svg::{Sheet, svg};
use crate::chart::timeline::{Emphasis, Names, Scene, axis_lines, marks};
use crate::chart::words::{self, Words, each, summary};
use crate::domain::context::Context;
use crate::domain::investigation::Investigation;
use crate::domain::time::Window;
use crate::domain::view::{Lane, View};
use crate::export::dossier::{Handling, Told};
use crate::words::format::{bytes, count};

/// Lanes of a picture at most that stands alone: it fits on a sheet of paper.
pub const MOST_LANES: u32 = 40;
/// The same of one in a document: it fits below the facts on the first page.
pub const MOST_LANES_IN_A_DOCUMENT: u32 = 24;

const WIDTH: CssPx = CssPx(1080.0);
/// Two pixels for each of the layout: text and bars stay sharp when the picture is enlarged.
const DENSITY: f64 = 2.0;
/// The height of the line below a picture that stands alone.
const FOOT: CssPx = CssPx(24.0);
const WORDS: Words = Words { count, bytes };
const SANS: &str = "system-ui, 'Segoe UI', Roboto, 'DejaVu Sans', sans-serif";
const MONO: &str = "ui-monospace, Menlo, Consolas, 'DejaVu Sans Mono', monospace";

/// What is drawn.
#[derive(Clone, Copy, Debug)]
pub struct Subject<'a> {
    /// The search.
    pub investigation: &'a Investigation,
    /// What is known of the peers.
    pub context: &'a Context,
    /// How the search is looked at.
    pub view: View,
    /// The part of its time; `None` for all.
    pub window: Option<Window>,
    /// To whom it may go.
    pub handling: Handling,
}

/// What a picture says of itself.
#[derive(Clone, Copy, Debug)]
pub enum Foot<'a> {
    /// Nothing: the document that it is part of does.
    Absent,
    /// Of which IP, day and source it is, when it was made, and its marking.
    Of(&'a Told),
}

/// The timeline, drawn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Drawing {
    /// An SVG document.
    pub svg: String,
    /// What it counts, and how many lanes it has.
    pub caption: String,
    /// What it shows, in words.
    pub description: String,
}

/// Draws the timeline.
#[must_use]
pub fn draw(subject: Subject, foot: Foot) -> Drawing {
    let Subject { investigation, context, view, window, handling } = subject;
    let addresses = handling.addresses;
    let overview = investigation.overview(view);
    let most_lanes = match foot {
        Foot::Absent => MOST_LANES_IN_A_DOCUMENT,
        Foot::Of(_) => MOST_LANES,
    };
    // How wide the labels are, only the lanes can tell: the width of the plot, and with it the runs, follow from them.
    let first = investigation.timeline(view, window, 1, 0, most_lanes);
    let names: Names = first
        .lanes
        .iter()
        .filter_map(|lane| Some((lane.peer, context.label(lane.peer)?)))
        .map(|(peer, label)| (peer, label.shortest().to_owned()))
        .collect();
    let density = Density::new(DENSITY);
    let mut layout = Layout::new(WIDTH, density, first.lanes_total, axis_lines(Span::from(first.extent)));
    layout.lanes = first.lanes_total.min(most_lanes);
    if !names.is_empty() {
        layout = layout.with_names();
    }
    let longest = first.lanes.iter().map(|lane| addresses.address(lane.peer).chars().count()).max();
    layout.labels.address = longest.unwrap_or_default().max(layout.labels.address);
    let timeline = investigation.timeline(view, window, layout.plot_width(), 0, layout.lanes);
    let answered = Answered { first_lane: 0, width_px: layout.plot_width(), timeline };
    let span = Span::from(answered.timeline.window);
    let scene = Scene {
        layout,
        answered: &answered,
        span,
        first_lane: 0,
        peers: overview.peers,
        emphasis: Emphasis::default(),
        words: WORDS,
        names: &names,
    };
    let mut marks = marks(&scene);
    let mut height = layout.height();
    if let Foot::Of(told) = foot {
        let mut text = |face, anchor, x, line, text: String| {
            let size = density.device(layout.text());
            marks.push(Mark::Text {
                role: Role::Ink,
                face,
                size,
                anchor,
                x: density.device(x),
                y: density.device(height + FOOT * (0.5 + line)),
                text,
            });
        };
        let about =
            format!("{} on {} \u{b7} {} \u{b7} made {}", overview.ip, told.day, told.source.words(), told.made_at);
        text(Face::Sans, Anchor::Start, CssPx(2.0), 0.0, about);
        if let Some(marking) = handling.marking {
            text(Face::Strong, Anchor::End, WIDTH - CssPx(12.0), 0.0, marking.label().to_owned());
        }
        let filter = overview.filtered.as_ref().map(|filtered| filtered_by(&addresses.filter(&filtered.filter)));
        if let Some(filter) = &filter {
            text(Face::Sans, Anchor::Start, CssPx(2.0), 1.0, filter.clone());
        }
        height = height + FOOT * if filter.is_some() { 2.0 } else { 1.0 };
    }
    for mark in &mut marks {
        if let Mark::Text { text, .. } = mark {
            *text = addresses.text(text);
        }
    }
    let lanes: Vec<&Lane> = answered.timeline.lanes.iter().collect();
    let description = addresses.text(&summary(&answered, span, &lanes, overview.peers, WORDS));
    let title = addresses.text(&format!("Timeline of {}", overview.ip));
    let sheet = Sheet {
        width: WIDTH,
        height,
        density,
        palette: &LIGHT,
        sans: SANS,
        mono: MONO,
        title: &title,
        description: &description,
    };
    Drawing { svg: svg(&marks, &sheet), caption: caption(&answered), description }
}

/// What was let through, as far as there is room for it.
fn filtered_by(text: &str) -> String {
    const LONGEST: usize = 120;
    let shown: String = text.chars().take(LONGEST).collect();
    let more = if shown.len() < text.len() { "\u{2026}" } else { "" };
    format!("Filter: {shown}{more}")
}

fn caption(answered: &Answered) -> String {
    let timeline = &answered.timeline;
    let lanes = match (timeline.lanes.len() as u64, u64::from(timeline.lanes_total)) {
        (shown, total) if shown < total => format!("the busiest {} of {} top peers", count(shown), count(total)),
        (_, total) => format!("{} top peers", count(total)),
    };
    let part = if timeline.window == timeline.extent {
        String::new()
    } else {
        format!(", {}", words::half_open(timeline.window, true))
    };
    let what = words::counted(timeline.counted);
    let each = each(timeline.activity.bucket_seconds);
    format!("Timeline{part}: {what} per {each}, and a lane for each of {lanes}.")
}
