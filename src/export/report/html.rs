//! A page that is written from front to back. Values are always text.

use crate::chart::svg::Svg;
use crate::export::visible::visible;

/// HTML in the making.
pub struct Html(String);

/// Where a text stands.
#[derive(Clone, Copy)]
pub enum Place {
    /// On one line, or in an attribute between double quotes.
    Line,
    /// Where line breaks are kept.
    Lines,
}

impl Html {
    pub fn new() -> Self {
        Self(String::new())
    }

    /// Markup, of the app's own source only: the type sees to it.
    pub fn raw(&mut self, markup: &'static str) -> &mut Self {
        self.0.push_str(markup);
        self
    }

    /// A drawing, which is made of shapes and text.
    pub fn drawing(&mut self, drawing: &Svg) -> &mut Self {
        self.0.push_str(drawing.as_str());
        self
    }

    /// A value.
    pub fn text(&mut self, value: &str, place: Place) -> &mut Self {
        for character in visible(value).chars() {
            match (character, place) {
                ('&', _) => self.0.push_str("&amp;"),
                ('<', _) => self.0.push_str("&lt;"),
                ('>', _) => self.0.push_str("&gt;"),
                ('"', _) => self.0.push_str("&quot;"),
                ('\'', _) => self.0.push_str("&#39;"),
                ('\n', Place::Line) => self.0.push(' '),
                ('\n', Place::Lines) => self.0.push_str("<br>\n"),
                (other, _) => self.0.push(other),
            }
        }
        self
    }

    /// An element with a value on one line.
    pub fn element(&mut self, name: &'static str, class: &'static str, value: &str) -> &mut Self {
        self.raw("<").raw(name);
        if !class.is_empty() {
            self.raw(" class=\"").raw(class).raw("\"");
        }
        self.raw(">").text(value, Place::Line).raw("</").raw(name).raw(">")
    }

    pub fn finish(self) -> String {
        self.0
    }
}
