//! Marks become pixels, in one short loop over a plotters canvas.
//!
//! Rectangles, of which a timeline has thousands, are filled on the canvas itself: plotters would spell out the colour of each
//! anew.
//!
//! Text is drawn, never measured: plotters measures it in an element with a style attribute, which the page's content
//! security policy forbids.

use plotters::backend::DrawingBackend;
use plotters::drawing::{DrawingAreaErrorKind, IntoDrawingArea};
use plotters::element::{Circle, PathElement, Polygon, Text};
use plotters::style::text_anchor::{HPos, Pos, VPos};
use plotters::style::{Color, FontDesc, FontFamily, FontStyle, RGBColor, TextStyle};
use plotters_canvas::CanvasBackend;
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement};

use crate::chart::dashes::dashes;
use crate::chart::marks::{Anchor, Area, Face, Mark, Point, Role, Tone, glyph_corners};
use crate::chart::palette::Rgb;
use crate::chart::scale::DevicePx;
use crate::ui::hooks::canvas::{Theme, context};

type Painted = Result<(), DrawingAreaErrorKind<<CanvasBackend as DrawingBackend>::ErrorType>>;

/// Paints `marks`, in their order, on the ground of the panel. A canvas that cannot be painted on stays as it is: its
/// words and its table are still there.
pub fn paint(canvas: &HtmlCanvasElement, marks: &[Mark], theme: &Theme) -> Painted {
    let Some(backend) = CanvasBackend::with_canvas_object(canvas.clone()) else { return Ok(()) };
    let Some(context) = context(canvas) else { return Ok(()) };
    let surface = backend.into_drawing_area();
    surface.fill(&rgb(theme.palette.panel))?;
    let mut brush = Brush { context, color: None };
    for mark in marks {
        if !matches!(mark, Mark::Rect { .. } | Mark::Frame { .. }) {
            brush.color = None;
        }
        match mark {
            Mark::Rect { role, tone, area } => brush.fill(*area, theme.palette.shade(*role, *tone)),
            Mark::Frame { role, stroke, area } => brush.frame(*area, *stroke, theme.palette.color(*role)),
            Mark::Shape { role, tone, points } => {
                surface.draw(&Polygon::new(pairs(points), rgb(theme.palette.shade(*role, *tone))))?;
            }
            Mark::Line { role, tone, stroke, dash, points } => {
                let style = rgb(theme.palette.shade(*role, *tone)).stroke_width(stroke.0.unsigned_abs());
                for dash in dashes(points, *dash) {
                    surface.draw(&PathElement::new(pairs(&dash), style))?;
                }
            }
            Mark::Disc { role, tone, center, radius } => {
                let style = rgb(theme.palette.shade(*role, *tone)).filled();
                surface.draw(&Circle::new((center.x.0, center.y.0), radius.0, style))?;
            }
            Mark::Ring { role, stroke, center, radius } => {
                let style = rgb(theme.palette.color(*role)).stroke_width(stroke.0.unsigned_abs());
                surface.draw(&Circle::new((center.x.0, center.y.0), radius.0, style))?;
            }
            Mark::Glyph { direction, x, y, reach } => {
                let corners = glyph_corners(*direction, *x, *y, *reach);
                let corners: Vec<(i32, i32)> = corners.into_iter().map(|(x, y)| (x.0, y.0)).collect();
                let color = theme.palette.shade(Role::Traffic(*direction), Tone::Full);
                surface.draw(&Polygon::new(corners, rgb(color)))?;
            }
            Mark::Text { role, face, size, anchor, x, y, text } => {
                let (family, style) = match face {
                    Face::Mono => (&theme.mono, FontStyle::Normal),
                    Face::Strong => (&theme.sans, FontStyle::Bold),
                    Face::Sans => (&theme.sans, FontStyle::Normal),
                };
                let font = FontDesc::new(FontFamily::Name(family), f64::from(size.0), style);
                let horizontal = match anchor {
                    Anchor::Start => HPos::Left,
                    Anchor::Middle => HPos::Center,
                    Anchor::End => HPos::Right,
                };
                let color = rgb(theme.palette.color(*role));
                let style = TextStyle::from(font).color(&color).pos(Pos::new(horizontal, VPos::Center));
                surface.draw(&Text::new(text.as_str(), (x.0, y.0), style))?;
            }
        }
    }
    surface.present()
}

fn pairs(points: &[Point]) -> Vec<(i32, i32)> {
    points.iter().map(|point| (point.x.0, point.y.0)).collect()
}

/// Fills rectangles.
struct Brush {
    context: CanvasRenderingContext2d,
    /// The context's colour, if it is known.
    color: Option<Rgb>,
}

impl Brush {
    fn fill(&mut self, area: Area, color: Rgb) {
        if self.color != Some(color) {
            let Rgb(red, green, blue) = color;
            self.context.set_fill_style_str(&format!("rgb({red},{green},{blue})"));
            self.color = Some(color);
        }
        let pixels = |length: DevicePx| f64::from(length.0);
        let Area { left, top, right, bottom } = area;
        self.context.fill_rect(pixels(left), pixels(top), pixels(right - left), pixels(bottom - top));
    }

    /// Four thin rectangles: a stroked one would lie half outside and between two rows of pixels.
    fn frame(&mut self, area: Area, stroke: DevicePx, color: Rgb) {
        let Area { left, top, right, bottom } = area;
        for side in [
            Area { bottom: top + stroke, ..area },
            Area { top: bottom - stroke, ..area },
            Area { right: left + stroke, ..area },
            Area { left: right - stroke, ..area },
        ] {
            self.fill(side, color);
        }
    }
}

fn rgb(color: Rgb) -> RGBColor {
    RGBColor(color.0, color.1, color.2)
}
