//! How much room a text takes, and what of it fits.

use super::marks::Face;
use super::scale::CssPx;
use super::words::shorten;

/// The width of a text in a face and a size: where there is a canvas, as it measures it.
pub type Measure<'a> = &'a dyn Fn(&str, Face, CssPx) -> CssPx;

/// About how wide a text is, for where nothing can be measured: the widths are those of a wide face (`DejaVu`), so that
/// texts in most others are a little narrower.
#[must_use]
pub fn estimate(text: &str, face: Face, size: CssPx) -> CssPx {
    let share = |character: char| match (face, character) {
        (_, '\u{1100}'..='\u{11ff}' | '\u{2e80}'..='\u{d7ff}' | '\u{f900}'..='\u{faff}' | '\u{1f000}'..) => 1.0,
        (Face::Mono, _) => 0.61,
        (_, 'i' | 'j' | 'l' | 'I' | '.' | ',' | ':' | ';' | '\'' | '|' | ' ') => 0.32,
        (_, 'f' | 'r' | 't' | '(' | ')' | '[' | ']' | '-' | '/') => 0.41,
        (_, 's' | 'c' | 'k' | 'v' | 'x' | 'y' | 'z' | 'J') => 0.56,
        (_, 'm' | 'w' | 'M' | 'W' | '@' | '%' | '…') => 0.95,
        (_, 'D' | 'G' | 'H' | 'N' | 'O' | 'Q' | 'U') => 0.76,
        (_, 'A'..='Z') => 0.67,
        _ => 0.63,
    };
    let bold = if face == Face::Strong { 1.1 } else { 1.0 };
    size * bold * text.chars().map(share).sum::<f64>()
}

/// `text`, shortened until it is no wider than `room`: an address loses its middle, all else its end. Nothing where not
/// even `…` fits.
#[must_use]
pub fn fit(text: &str, face: Face, size: CssPx, room: CssPx, measure: Measure) -> String {
    let fits = |text: &str| measure(text, face, size) <= room;
    // More characters than this are in no label, and measuring a hostile name takes its time.
    let most = text.chars().take(300).count();
    let cut = |characters: usize| match face {
        Face::Mono => shorten(text, characters),
        Face::Sans | Face::Strong => shorten_end(text, characters),
    };
    let whole = cut(most);
    if fits(&whole) {
        return whole;
    }
    let (mut least, mut most) = (0, most);
    // What has `least` characters fits, or there is none; what has `most` does not.
    while most - least > 1 {
        let middle = least.midpoint(most);
        if fits(&cut(middle)) {
            least = middle;
        } else {
            most = middle;
        }
    }
    if least == 0 { String::new() } else { cut(least) }
}

fn shorten_end(text: &str, characters: usize) -> String {
    if text.chars().nth(characters).is_none() {
        return text.to_owned();
    }
    let kept: String = text.chars().take(characters.saturating_sub(1)).collect();
    format!("{}…", kept.trim_end())
}
