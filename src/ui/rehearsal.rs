//! While an answer is on its way, the panels that will show it are made once, of a made-up search of one row, off the screen,
//! and thrown away.
//!
//! A browser compiles a function when it first runs. There are a thousand behind these panels, and nothing else to do while
//! the rows come in; when they are in, the analyst waits.

use std::net::{IpAddr, Ipv4Addr};
use std::sync::Arc;
use std::time::Duration;

use leptos::mount::mount_to_renderer;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::HtmlCanvasElement;

use super::counts::Counts;
use super::filter::{Data, FilterField};
use super::hooks::canvas::{fit, theme};
use super::hooks::pause::use_pause;
use super::hooks::turn::in_turn;
use super::investigation::Panels;
use super::paint::paint;
use super::route::Screen;
use super::session::Worker;
use super::state::App;
use super::subject::{Searched, Subject};
use super::timeline::WORDS;
use crate::chart::answered::Answered;
use crate::chart::layout::{AxisLines, Layout};
use crate::chart::scale::{CssPx, Density};
use crate::chart::timeline::{Emphasis, Names, Scene, marks};
use crate::domain::details::{Skipped, Untold};
use crate::domain::direction::{Direction, Side};
use crate::domain::network::{Place, Reason, Standing};
use crate::domain::time::{Moment, Window};
use crate::domain::view::{Activity, Counted, Lane, Measure, Overview, Run, Sum, Timeline, TopRow, TopTable};
use crate::engine::api::Found;

/// A search that takes less needs no rehearsal: it would be late.
const BEGINS_AFTER: Duration = Duration::from_millis(60);
/// By then all is made, piece by piece.
const ENDS_AFTER: Duration = Duration::from_millis(500);

/// Rehearses, unless what this belongs to is gone by then, or something else than the panels will be shown.
pub fn rehearse(app: App, subject: Subject) {
    if untrack(|| app.screen()) != Screen::Investigation {
        return;
    }
    let pause = use_pause();
    let owner = Owner::current().unwrap_or_default();
    pause.then(BEGINS_AFTER, move || {
        let Ok(stage) = document().create_element("div") else { return };
        let made = owner.with(|| {
            // About nobody of whom anything could have been written.
            let subject = Subject { ip: IpAddr::V4(Ipv4Addr::UNSPECIFIED), ..subject };
            let play = move || {
                let overview = overview(subject.ip);
                let searched = searched(app, overview.clone());
                let overview = Memo::new(move |_| overview.clone());
                // Piece by piece, too: what is compiled for the first is at hand for the second, which holds it as well.
                view! {
                    <Counts overview />
                    <FilterField app told=Signal::derive(|| None::<String>) data=Data::Search(searched.worker) />
                    {in_turn(move || {
                        view! { <Panels app subject searched=searched.clone() overview window=RwSignal::new(None) /> }
                    })}
                }
            };
            StoredValue::new_local(Some(mount_to_renderer(&stage, play)))
        });
        set_timeout(paint_once, Duration::ZERO);
        pause.then(ENDS_AFTER, move || {
            made.try_update_value(Option::take);
        });
    });
}

/// Paints a timeline on a canvas that nobody sees.
fn paint_once() {
    let canvas =
        document().create_element("canvas").ok().and_then(|canvas| canvas.dyn_into::<HtmlCanvasElement>().ok());
    let Some(canvas) = canvas else { return };
    let window = Window::new(Moment(0), Moment(60));
    let lane = Lane {
        peer: IpAddr::V4(Ipv4Addr::LOCALHOST),
        direction: Direction::Outbound,
        rows: 1,
        connections: Some(1),
        max_bytes: Some(1),
        first_seen: Moment(0),
        last_seen: Moment(1),
        runs: vec![Run { from_px: 0, to_px: 1, active: 1 }],
    };
    let timeline = Timeline {
        window,
        extent: window,
        counted: Counted::RowsActive,
        activity: Activity { start: Moment(0), bucket_seconds: 60, buckets: vec![[1, 1, 1]] },
        lanes: vec![lane],
        lanes_total: 1,
        in_lanes: (1, 1),
    };
    let layout = Layout::new(CssPx(1.0), Density::new(1.0), 1, AxisLines::One);
    let scene = Scene {
        layout,
        answered: &Answered { first_lane: 0, width_px: 60, timeline },
        span: window.into(),
        first_lane: 0,
        peers: [1; 3],
        emphasis: Emphasis::default(),
        words: WORDS,
        names: &Names::new(),
    };
    fit(&canvas, layout.width, layout.height(), layout.density);
    // What cannot be painted here is told where it matters.
    let _ = paint(&canvas, &marks(&scene), &theme(&canvas));
}

fn searched(app: App, overview: Overview) -> Searched {
    let table = |side, by| {
        let row = TopRow {
            peer: IpAddr::V4(Ipv4Addr::LOCALHOST),
            connections: Some(1),
            max_bytes: Some(1),
            approx_bytes: Some(1),
            source_port: Some(1),
            destination_port: Some(1),
            rows: 1,
            first_seen: Moment(0),
            last_seen: Moment(0),
        };
        TopTable { side, by, rows: vec![row], of: 1 }
    };
    let tables = [
        table(Side::Destination, Measure::Connections),
        table(Side::Source, Measure::Connections),
        table(Side::Destination, Measure::Bytes),
        table(Side::Source, Measure::Bytes),
    ];
    Searched {
        found: Found { overview, warnings: Vec::new() },
        view: app.view.get_untracked(),
        tables: Some((app.hash.route_untracked().grouping, Arc::new(tables))),
        worker: Worker::NONE,
    }
}

fn overview(ip: IpAddr) -> Overview {
    Overview {
        ip,
        standing: Standing { place: Place::External, reason: Reason::NoRange },
        peers: [0, 1, 0],
        rows: 1,
        connections: Sum { known: 1, untold: 0 },
        approx_bytes: Sum { known: 1, untold: 0 },
        self_rows: 0,
        self_connections: Sum::default(),
        seen: Some((Moment(0), Moment(0))),
        cut_values: 0,
        untold: Untold::default(),
        skipped: Skipped::default(),
        top_peers: [0, 1, 0],
        filtered: None,
    }
}
