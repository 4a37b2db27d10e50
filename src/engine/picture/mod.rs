//! Charts as finished pictures for exports: the same marks as on the canvas, on light ground.
//!
//! ```text
//!   Subject (a search) --> timeline, progression, impact, earth --> Plate --> plate::compose --> Drawing
//!                          the geometry that the screen has                   title, legend, foot
//! ```

mod earth;
mod impact;
mod plate;
mod progression;
mod timeline;

use crate::chart::scale::CssPx;
use crate::chart::svg::Svg;
use crate::chart::words::Words;
use crate::domain::context::Context;
use crate::domain::investigation::Investigation;
use crate::domain::time::Window;
use crate::domain::view::View;
use crate::export::dossier::{Handling, Told};
use crate::export::figure::Figure;
use crate::words::format::{bytes, count};

const WORDS: Words = Words { count, bytes };
/// The width of a picture that needs no more: its text can be read on A4.
const WIDTH: CssPx = CssPx(860.0);
/// A chart that grows with its peers is no higher in a document: with its caption it fits on a sheet.
const MOST_HEIGHT_IN_A_DOCUMENT: CssPx = CssPx(1_060.0);
/// The same of one that stands alone: painted with two pixels for each of these it is no larger than any browser can.
const MOST_HEIGHT_ALONE: CssPx = CssPx(2_800.0);

/// What is drawn.
#[derive(Clone, Copy, Debug)]
pub struct Subject<'a> {
    /// The search.
    pub investigation: &'a Investigation,
    /// What is known of the peers.
    pub context: &'a Context,
    /// How the search is looked at.
    pub view: View,
    /// The part of its time that a timeline shows; `None` for all.
    pub window: Option<Window>,
    /// To whom it may go.
    pub handling: Handling,
}

/// Where a picture stands.
#[derive(Clone, Copy, Debug)]
pub enum Setting<'a> {
    /// In a document, which says of what it is.
    InDocument,
    /// Alone: it says itself of which IP, day and source it is, when it was made, and its marking.
    Alone(&'a Told),
}

/// A chart, drawn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Drawing {
    /// The picture.
    pub svg: Svg,
    /// What it is called.
    pub title: String,
    /// What it shows, and what it leaves out.
    pub caption: String,
}

/// Why there is no picture, in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NothingToDraw(pub String);

/// Draws a chart.
pub fn draw(figure: Figure, subject: Subject, setting: Setting) -> Result<Drawing, NothingToDraw> {
    let plate = match figure {
        Figure::Timeline => timeline::plate(subject, setting),
        Figure::Progression => progression::plate(subject, setting),
        Figure::Impact => impact::plate(subject, setting),
        Figure::Globe => earth::globe(subject, setting)?,
        Figure::Map => earth::map(subject, setting)?,
    };
    Ok(plate::compose(plate, subject, setting))
}

impl Setting<'_> {
    /// A chart that grows is no higher.
    fn most_height(self) -> CssPx {
        match self {
            Self::InDocument => MOST_HEIGHT_IN_A_DOCUMENT,
            Self::Alone(_) => MOST_HEIGHT_ALONE,
        }
    }

    /// Who is drawn: a document says elsewhere who top peers are.
    fn top_peers(self, view: View) -> String {
        let top = u64::try_from(view.top.get()).unwrap_or(u64::MAX);
        match self {
            Self::InDocument => "Top peers".to_owned(),
            Self::Alone(_) => {
                format!(
                    "Top peers (of each direction the first {0} by connections and the first {0} by bytes)",
                    count(top)
                )
            }
        }
    }

    /// Where all of them are told.
    fn list_of_all(self) -> &'static str {
        match self {
            Self::InDocument => "the table \u{201c}Top peers in the timeline\u{201d} below, and its CSV, have all",
            Self::Alone(_) => "the CSV \u{201c}Top peers in the timeline\u{201d} has all",
        }
    }
}
