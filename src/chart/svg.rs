//! Marks as SVG text: for exports and reports, where no canvas is.
//!
//! Coordinates are device pixels as the marks have them; the `viewBox` brings them to CSS pixels. A picture is drawn
//! finer by giving its layout a higher density. The same marks give the same text.

use std::fmt::Write;

use super::dashes::dashes;
use super::marks::{Anchor, Area, Dash, Face, Mark, Point, Role, Tone, glyph_corners};
use super::palette::{Palette, Rgb};
use super::scale::{CssPx, Density, DevicePx};

/// How far below the middle of a line of text its baseline is, as a share of its size. Not every program that shows SVG
/// knows `dominant-baseline`.
const BASELINE: f64 = 0.35;

/// What a picture needs beside its marks.
#[derive(Clone, Copy, Debug)]
pub struct Sheet<'a> {
    /// Its width.
    pub width: CssPx,
    /// Its height.
    pub height: CssPx,
    /// Device pixels per CSS pixel, as the marks were made with.
    pub density: Density,
    /// Its colours.
    pub palette: &'a Palette,
    /// The font family of what is read, as CSS writes it.
    pub sans: &'a str,
    /// The font family of addresses.
    pub mono: &'a str,
    /// Its name, for assistive technology.
    pub title: &'a str,
    /// What it shows, in words.
    pub description: &'a str,
}

/// A picture that was drawn here: shapes and text, and nothing that could run or be asked of a host. So it can stand within a
/// page of HTML as it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Svg(String);

impl Svg {
    /// An SVG document, which is an element of HTML, too.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The same, to keep.
    #[must_use]
    pub fn into_text(self) -> String {
        self.0
    }
}

/// The picture: a whole SVG document.
#[must_use]
pub fn svg(marks: &[Mark], sheet: &Sheet) -> Svg {
    let (width, height) = (side(sheet.width), side(sheet.height));
    let (across, down) = (sheet.density.device(CssPx(width)).0, sheet.density.device(CssPx(height)).0);
    let mut text = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {across} {down}\" \
         role=\"img\">\n<title>{}</title>\n<desc>{}</desc>\n",
        escape(sheet.title),
        escape(sheet.description)
    );
    line(&mut text, &rectangle((0, 0, across, down), sheet.palette.panel));
    for mark in marks {
        line(&mut text, &element(mark, sheet));
    }
    text.push_str("</svg>\n");
    Svg(text)
}

/// A side of the picture that every program can show.
fn side(length: CssPx) -> f64 {
    if length.0.is_finite() { length.0.clamp(1.0, 65_536.0).ceil() } else { 1.0 }
}

fn line(text: &mut String, element: &str) {
    if !element.is_empty() {
        text.push_str(element);
        text.push('\n');
    }
}

fn element(mark: &Mark, sheet: &Sheet) -> String {
    let palette = sheet.palette;
    match mark {
        Mark::Rect { role, tone, area } => rectangle(sides(*area), palette.shade(*role, *tone)),
        Mark::Frame { role, stroke, area } => frame(*area, *stroke, palette.color(*role)),
        Mark::Shape { role, tone, points } => polygon(points, palette.shade(*role, *tone)),
        Mark::Line { role, tone, stroke, dash, points } => {
            polyline(points, *stroke, *dash, palette.shade(*role, *tone))
        }
        Mark::Disc { role, tone, center, radius } => {
            let color = hex(palette.shade(*role, *tone));
            format!("<circle cx=\"{}\" cy=\"{}\" r=\"{}\" fill=\"{color}\"/>", center.x.0, center.y.0, radius.0.max(0))
        }
        Mark::Ring { role, stroke, center, radius } => format!(
            "<circle cx=\"{}\" cy=\"{}\" r=\"{}\" fill=\"none\" stroke=\"{}\" stroke-width=\"{}\"/>",
            center.x.0,
            center.y.0,
            radius.0.max(0),
            hex(palette.color(*role)),
            stroke.0.max(0)
        ),
        Mark::Glyph { direction, x, y, reach } => {
            let corners = glyph_corners(*direction, *x, *y, *reach);
            let corners: Vec<Point> = corners.into_iter().map(|(x, y)| Point { x, y }).collect();
            polygon(&corners, palette.shade(Role::Traffic(*direction), Tone::Full))
        }
        Mark::Text { role, face, size, anchor, x, y, text } => {
            let (family, weight) = match face {
                Face::Mono => (sheet.mono, ""),
                Face::Strong => (sheet.sans, " font-weight=\"bold\""),
                Face::Sans => (sheet.sans, ""),
            };
            let anchor = match anchor {
                Anchor::Start => "start",
                Anchor::Middle => "middle",
                Anchor::End => "end",
            };
            // The nearest whole pixel; the cast saturates.
            #[allow(clippy::cast_possible_truncation)]
            let baseline = y.0.saturating_add((f64::from(size.0) * BASELINE).round() as i32);
            format!(
                "<text x=\"{}\" y=\"{baseline}\" font-family=\"{}\" font-size=\"{}\"{weight} text-anchor=\"{anchor}\" \
                 fill=\"{}\" xml:space=\"preserve\">{}</text>",
                x.0,
                escape(family),
                size.0,
                hex(palette.color(*role)),
                escape(text)
            )
        }
    }
}

fn sides(area: Area) -> (i32, i32, i32, i32) {
    (area.left.0, area.top.0, (area.right - area.left).0, (area.bottom - area.top).0)
}

fn rectangle((x, y, width, height): (i32, i32, i32, i32), color: Rgb) -> String {
    // A negative side is an error in SVG.
    if width <= 0 || height <= 0 {
        return String::new();
    }
    format!("<rect x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\" fill=\"{}\"/>", hex(color))
}

/// The outline lies inside its area, as on the canvas: a stroke would lie half outside.
fn frame(area: Area, stroke: DevicePx, color: Rgb) -> String {
    let Area { left, top, right, bottom } = area;
    let four = [
        Area { bottom: top + stroke, ..area },
        Area { top: bottom - stroke, ..area },
        Area { right: left + stroke, ..area },
        Area { left: right - stroke, ..area },
    ];
    let four = four.into_iter().map(|side| rectangle(sides(side), color)).filter(|side| !side.is_empty());
    four.collect::<Vec<_>>().join("\n")
}

fn polygon(points: &[Point], color: Rgb) -> String {
    if points.len() < 3 {
        return String::new();
    }
    format!("<path d=\"{}Z\" fill=\"{}\"/>", road(points), hex(color))
}

fn polyline(points: &[Point], stroke: DevicePx, dash: Dash, color: Rgb) -> String {
    if points.len() < 2 {
        return String::new();
    }
    let road: String = dashes(points, dash).iter().map(|dash| road(dash)).collect();
    format!(
        "<path d=\"{road}\" fill=\"none\" stroke=\"{}\" stroke-width=\"{}\" stroke-linejoin=\"round\" \
         stroke-linecap=\"round\"/>",
        hex(color),
        stroke.0.max(0)
    )
}

/// A path: the first point, then steps, which are short.
fn road(points: &[Point]) -> String {
    let mut road = String::new();
    let mut before: Option<Point> = None;
    for &point in points {
        // Writing to a string cannot fail.
        let _ = match before {
            None => write!(road, "M{} {}", point.x.0, point.y.0),
            Some(before) => write!(road, "l{} {}", (point.x - before.x).0, (point.y - before.y).0),
        };
        before = Some(point);
    }
    road
}

fn hex(color: Rgb) -> String {
    format!("#{:02x}{:02x}{:02x}", color.0, color.1, color.2)
}

/// Text that stays text within an element or an attribute. Characters that XML 1.0 does not allow ("2.2 Characters")
/// become the replacement character, and so do those that turn the direction of what follows.
#[must_use]
pub fn escape(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&#39;"),
            '\t' | '\n' | '\r' => safe.push(' '),
            '\u{0}'..='\u{1f}'
            | '\u{7f}'..='\u{9f}'
            | '\u{202a}'..='\u{202e}'
            | '\u{2066}'..='\u{2069}'
            | '\u{fffe}'
            | '\u{ffff}' => safe.push('\u{fffd}'),
            other => safe.push(other),
        }
    }
    safe
}
