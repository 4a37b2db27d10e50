//! A canvas, as sharp as the screen, and the colours and fonts that the style sheet gives it.

use std::time::Duration;

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement, HtmlElement};

use crate::chart::lettering::estimate;
use crate::chart::marks::Face;
use crate::chart::palette::{LIGHT, Palette, Rgb};
use crate::chart::scale::{CssPx, Density, DevicePx};

/// Gives a canvas as many pixels as the screen has there. Its size on the page follows from them, so that each of its
/// pixels is one of the screen.
pub fn fit(canvas: &HtmlCanvasElement, width: CssPx, height: CssPx, density: Density) {
    let (columns, rows) = (density.device(width), density.device(height));
    let pixels = |length: DevicePx| u32::try_from(length.0).unwrap_or(0);
    // Setting a size, even the same, wipes the canvas.
    if (canvas.width(), canvas.height()) != (pixels(columns), pixels(rows)) {
        canvas.set_width(pixels(columns));
        canvas.set_height(pixels(rows));
    }
    let element: &HtmlElement = canvas;
    let style = element.style();
    for (property, length) in [("width", columns), ("height", rows)] {
        // The value is well-formed, and so it is accepted.
        let _ = style.set_property(property, &format!("{}px", density.css(length).0));
    }
    // Where it is, the browser knows when this frame is done; asked before, it would lay the page out for that alone.
    let canvas = canvas.clone();
    set_timeout(move || align(&canvas, density), Duration::ZERO);
}

/// Moves a canvas onto the pixels of the screen.
fn align(canvas: &HtmlCanvasElement, density: Density) {
    if let Some(place) = canvas.parent_element().map(|parent| parent.get_bounding_client_rect()) {
        let (x, y) = (off_grid(place.left(), density), off_grid(place.top(), density));
        let element: &HtmlElement = canvas;
        let _ = element.style().set_property("transform", &format!("translate({}px, {}px)", x.0, y.0));
    }
}

/// Takes away what is on a canvas.
pub fn wipe(canvas: &HtmlCanvasElement) {
    canvas.set_width(canvas.width());
}

/// How far a place of the page is from the screen's next pixel. Between two of them every pixel of the canvas would be
/// smeared over both.
fn off_grid(place: f64, density: Density) -> CssPx {
    let columns = place * density.ratio();
    CssPx((columns.round() - columns) / density.ratio())
}

/// What the style sheet says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Theme {
    /// The colours.
    pub palette: Palette,
    /// The font of addresses.
    pub mono: String,
    /// The font of all else.
    pub sans: String,
}

/// Looks up what the style sheet says about a canvas now.
pub fn theme(canvas: &HtmlCanvasElement) -> Theme {
    let style = window().get_computed_style(canvas).ok().flatten();
    let property = |name: &str| {
        let value = style.as_ref().and_then(|style| style.get_property_value(name).ok()).unwrap_or_default();
        value.trim().to_owned()
    };
    let context = context(canvas);
    let color = |name: &str, otherwise: Rgb| {
        context.as_ref().and_then(|context| resolve(context, &property(name))).unwrap_or(otherwise)
    };
    let font = |value: String, otherwise: &str| if value.is_empty() { otherwise.to_owned() } else { value };
    Theme {
        palette: Palette {
            panel: color("--panel", LIGHT.panel),
            line: color("--line", LIGHT.line),
            ink: color("--ink", LIGHT.ink),
            muted: color("--muted", LIGHT.muted),
            accent: color("--accent", LIGHT.accent),
            inbound: color("--inbound", LIGHT.inbound),
            outbound: color("--outbound", LIGHT.outbound),
            two_way: color("--two-way", LIGHT.two_way),
        },
        mono: font(property("--mono"), "ui-monospace, monospace"),
        sans: font(property("font-family"), "system-ui, sans-serif"),
    }
}

/// Measures texts as a canvas draws them: with one that is never seen, in CSS pixels.
pub struct Lettering {
    context: Option<CanvasRenderingContext2d>,
    mono: String,
    sans: String,
}

impl Lettering {
    /// In the fonts of `theme`.
    pub fn of(theme: &Theme) -> Self {
        let canvas = document().create_element("canvas").ok().and_then(|canvas| canvas.dyn_into().ok());
        let context = canvas.as_ref().and_then(context);
        Self { context, mono: theme.mono.clone(), sans: theme.sans.clone() }
    }

    /// The width of a text.
    pub fn width(&self, text: &str, face: Face, size: CssPx) -> CssPx {
        let (weight, family) = match face {
            Face::Mono => ("normal", &self.mono),
            Face::Strong => ("bold", &self.sans),
            Face::Sans => ("normal", &self.sans),
        };
        let measured = self.context.as_ref().and_then(|context| {
            context.set_font(&format!("{weight} {}px {family}", size.0));
            context.measure_text(text).ok()
        });
        measured.map_or_else(|| estimate(text, face, size), |metrics| CssPx(metrics.width()))
    }
}

/// What is painted with.
pub fn context(canvas: &HtmlCanvasElement) -> Option<CanvasRenderingContext2d> {
    canvas.get_context("2d").ok()??.dyn_into().ok()
}

/// A CSS colour in whatever notation: the canvas itself reads it, and tells it in a plain one.
fn resolve(context: &CanvasRenderingContext2d, color: &str) -> Option<Rgb> {
    if color.is_empty() {
        return None;
    }
    context.set_fill_style_str(color);
    Rgb::parse(&context.fill_style().as_string()?)
}
