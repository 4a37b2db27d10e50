//! What surrounds a chart, so that it can be read alone.
//!
//! ```text
//!   Incident progression of 10.0.0.1          TLP:AMBER     alone
//!   Top peers by direction and network ...                  alone
//!   v Inbound 2   ^ Outbound 4                              legend
//!   +---------------------------------------------------+
//!   |  the chart                                        |
//!   +---------------------------------------------------+
//!   Places: Prague 4 ...                                    notes
//!   10.0.0.1 on 2016-07-08 . source . made ...              alone
//!   Filter: ...                                             alone, where there is one
//! ```

use super::{Drawing, Setting, Subject};
use crate::chart::lettering::{estimate, fit};
use crate::chart::marks::{Anchor, Area, Dash, Face, Mark, Point, Role, Tone};
use crate::chart::palette::LIGHT;
use crate::chart::scale::{CssPx, Density, DevicePx};
use crate::chart::svg::{Sheet, svg};
use crate::domain::direction::Direction;
use crate::export::dossier::Tlp;
use crate::export::figure::Figure;
use crate::words::format::count;

/// Two pixels for each of the layout: text and bars stay sharp when the picture is enlarged.
const DENSITY: f64 = 2.0;
const SANS: &str = "system-ui, 'Segoe UI', Roboto, 'DejaVu Sans', sans-serif";
const MONO: &str = "ui-monospace, Menlo, Consolas, 'DejaVu Sans Mono', monospace";

const EDGE: CssPx = CssPx(4.0);
const TITLE: CssPx = CssPx(16.0);
const TITLE_LINE: CssPx = CssPx(30.0);
const TEXT: CssPx = CssPx(12.0);
const LINE: CssPx = CssPx(18.0);
const LEGEND_LINE: CssPx = CssPx(22.0);
/// Between a key of the legend and the next.
const KEY_GAP: CssPx = CssPx(20.0);
/// Room for a sign before its words.
const SIGN: CssPx = CssPx(14.0);
/// The same for what is longer than a sign.
const LONG_SIGN: CssPx = CssPx(32.0);
/// Lines of a paragraph at most: a filter can be long.
const MOST_LINES: usize = 8;

/// A chart, and what is said of it.
#[derive(Clone, Debug)]
pub struct Plate {
    /// Which.
    pub figure: Figure,
    /// What is added to its name: the stretch of time that it shows.
    pub part: String,
    /// The chart.
    pub marks: Vec<Mark>,
    /// Its width.
    pub width: CssPx,
    /// Its height.
    pub height: CssPx,
    /// What its signs mean.
    pub legend: Vec<Key>,
    /// What it shows, and what it leaves out.
    pub caption: String,
    /// What is said below it.
    pub notes: Vec<String>,
    /// The whole in words, for those who do not see it.
    pub description: String,
}

/// A sign and its meaning.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Key {
    /// The sign.
    pub sign: Sign,
    /// What it means.
    pub words: String,
}

/// What a key shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sign {
    /// The sign of a direction, in its colour.
    Direction(Direction),
    /// From light to dark.
    Tones,
    /// The investigated IP on the earth.
    Home,
    /// A way behind the globe.
    Behind,
}

/// The density of all pictures.
pub fn density() -> Density {
    Density::new(DENSITY)
}

/// The signs of the directions, and how many peers each has.
pub fn directions(peers: [u64; 3]) -> Vec<Key> {
    let counted = Direction::ALL.into_iter().zip(peers).filter(|(_, peers)| *peers > 0);
    let key = |(direction, peers): (Direction, u64)| Key {
        sign: Sign::Direction(direction),
        words: format!("{} {}", direction.name(), count(peers)),
    };
    counted.map(key).collect()
}

/// The whole picture.
pub fn compose(plate: Plate, subject: Subject, setting: Setting) -> Drawing {
    let Subject { investigation, handling, view, .. } = subject;
    let overview = investigation.overview(view);
    let ip = handling.addresses.address(overview.ip);
    let name = format!("{} of {ip}{}", plate.figure.caption(), plate.part);
    let mut page = Page { marks: Vec::new(), width: plate.width, next: CssPx(0.0) };
    if let Setting::Alone(_) = setting {
        let marking = handling.marking.map(Tlp::label);
        page.title(&name, marking.unwrap_or_default());
        page.paragraph(Role::Muted, &plate.caption);
        page.next = page.next + CssPx(4.0);
    }
    page.legend(&plate.legend);
    page.chart(plate.marks, plate.height);
    for note in &plate.notes {
        page.paragraph(Role::Muted, note);
    }
    if let Setting::Alone(told) = setting {
        page.next = page.next + CssPx(6.0);
        let source = handling.addresses.text(&told.source.words());
        let about = format!("{ip} on {} \u{b7} {source} \u{b7} made {}", told.day, told.made_at);
        page.paragraph(Role::Ink, &about);
        if let Some(filtered) = &overview.filtered {
            page.paragraph(Role::Ink, &format!("Filter: {}", handling.addresses.filter(&filtered.filter)));
        }
    }
    let sheet = Sheet {
        width: plate.width,
        height: page.next + CssPx(4.0),
        density: density(),
        palette: &LIGHT,
        sans: SANS,
        mono: MONO,
        title: &name,
        description: &plate.description,
    };
    let title = format!("{}{}.", plate.figure.caption(), plate.part);
    Drawing { svg: svg(&page.marks, &sheet), title, caption: plate.caption }
}

/// A picture that grows downwards.
struct Page {
    marks: Vec<Mark>,
    width: CssPx,
    /// Where the next thing begins.
    next: CssPx,
}

impl Page {
    fn room(&self) -> CssPx {
        self.width - EDGE * 2.0
    }

    fn text(&mut self, role: Role, face: Face, size: CssPx, anchor: Anchor, (x, y): (CssPx, CssPx), text: String) {
        let (size, x, y) = (density().device(size), density().device(x), density().device(y));
        self.marks.push(Mark::Text { role, face, size, anchor, x, y, text });
    }

    fn title(&mut self, title: &str, marking: &str) {
        let y = self.next + TITLE_LINE * 0.5;
        let marked = estimate(marking, Face::Strong, TEXT) + KEY_GAP;
        let title = fit(title, Face::Strong, TITLE, self.room() - marked, &estimate);
        self.text(Role::Ink, Face::Strong, TITLE, Anchor::Start, (EDGE, y), title);
        if !marking.is_empty() {
            self.text(Role::Ink, Face::Strong, TEXT, Anchor::End, (self.width - EDGE, y), marking.to_owned());
        }
        self.next = self.next + TITLE_LINE;
    }

    fn paragraph(&mut self, role: Role, text: &str) {
        for line in lines(text, self.room()) {
            self.text(role, Face::Sans, TEXT, Anchor::Start, (EDGE, self.next + LINE * 0.5), line);
            self.next = self.next + LINE;
        }
    }

    fn legend(&mut self, keys: &[Key]) {
        if keys.is_empty() {
            return;
        }
        let mut left = EDGE;
        for Key { sign, words } in keys {
            let before = if matches!(sign, Sign::Direction(_) | Sign::Home) { SIGN } else { LONG_SIGN };
            let width = before + estimate(words, Face::Sans, TEXT);
            if left > EDGE && left + width > self.width - EDGE {
                left = EDGE;
                self.next = self.next + LEGEND_LINE;
            }
            let y = self.next + LEGEND_LINE * 0.5;
            self.sign(*sign, left, y);
            let words = fit(words, Face::Sans, TEXT, self.width - left - before, &estimate);
            self.text(Role::Ink, Face::Sans, TEXT, Anchor::Start, (left + before, y), words);
            left = left + width + KEY_GAP;
        }
        self.next = self.next + LEGEND_LINE + CssPx(4.0);
    }

    fn sign(&mut self, sign: Sign, left: CssPx, y: CssPx) {
        let device = |length| density().device(length);
        let at = |x: CssPx, y: CssPx| Point { x: device(x), y: device(y) };
        match sign {
            Sign::Direction(direction) => {
                self.marks.push(Mark::Glyph {
                    direction,
                    x: device(left + CssPx(5.0)),
                    y: device(y),
                    reach: device(CssPx(4.0)),
                });
            }
            Sign::Tones => {
                let steps = [(0.0, Tone::One), (9.0, Tone::Full), (18.0, Tone::Most)];
                self.marks.extend(steps.map(|(from, tone)| {
                    let from = left + CssPx(from);
                    let (left, right) = (device(from), device(from + CssPx(9.0)));
                    let (top, bottom) = (device(y - CssPx(4.0)), device(y + CssPx(4.0)));
                    Mark::Rect { role: Role::Muted, tone, area: Area { left, top, right, bottom } }
                }));
            }
            Sign::Home => {
                let (center, role) = (at(left + CssPx(5.0), y), Role::Accent);
                self.marks.push(Mark::Disc { role, tone: Tone::Full, center, radius: device(CssPx(3.0)) });
                self.marks.push(Mark::Ring { role, stroke: device(CssPx(1.0)), center, radius: device(CssPx(5.0)) });
            }
            Sign::Behind => self.marks.push(Mark::Line {
                role: Role::Muted,
                tone: Tone::Full,
                stroke: device(CssPx(1.0)),
                dash: Dash::Every(device(CssPx(3.0))),
                points: vec![at(left, y), at(left + CssPx(26.0), y)],
            }),
        }
    }

    fn chart(&mut self, marks: Vec<Mark>, height: CssPx) {
        let down = density().device(self.next);
        self.marks.extend(marks.into_iter().map(|mark| mark.moved(DevicePx(0), down)));
        self.next = self.next + height;
    }
}

/// A text in lines that fit; what is beyond the last is told by `…`.
fn lines(text: &str, room: CssPx) -> Vec<String> {
    let width = |text: &str| estimate(text, Face::Sans, TEXT);
    let mut lines: Vec<String> = Vec::new();
    for word in text.split(|character: char| character.is_whitespace() && character != '\u{a0}') {
        let is_last = lines.len() == MOST_LINES;
        match lines.last_mut() {
            Some(line) if width(line) + width(" ") + width(word) <= room => {
                line.push(' ');
                line.push_str(word);
            }
            Some(line) if is_last => {
                line.push('\u{2026}');
                break;
            }
            _ => lines.push(fit(word, Face::Sans, TEXT, room, &estimate)),
        }
    }
    lines
}
