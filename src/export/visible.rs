//! Text from outside, with nothing in it that is not seen.

use std::fmt::Write;

/// `text`, its line breaks all as `\n`, and each character that would change how its neighbours are shown, or be lost,
/// written by its number: `⟨U+202E⟩`. Those are control characters (but the line break and the tab) and the ones that
/// turn the direction of reading, with which `gpj.exe` can be made to look like `exe.jpg`.
pub fn visible(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        match character {
            '\r' if characters.peek() == Some(&'\n') => {}
            '\r' | '\n' | '\u{85}' | '\u{2028}' | '\u{2029}' => shown.push('\n'),
            '\t' => shown.push('\t'),
            _ if character.is_control() || turns_direction(character) => {
                // Writing to a string does not fail.
                let _ = write!(shown, "\u{27e8}U+{:04X}\u{27e9}", u32::from(character));
            }
            _ => shown.push(character),
        }
    }
    shown
}

/// Embeddings, overrides and isolates (Unicode Standard Annex #9, "Explicit Directional Formatting Characters").
fn turns_direction(character: char) -> bool {
    matches!(character, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}
