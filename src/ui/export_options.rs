//! How exports are written, as the browser keeps it for the next one: `defang TLP:AMBER`.

use crate::export::dossier::{Addresses, Handling, Tlp};

const DEFANG: &str = "defang";

/// What is kept of `handling`.
#[must_use]
pub fn to_text(handling: Handling) -> String {
    let addresses = (handling.addresses == Addresses::Defanged).then_some(DEFANG);
    let words: Vec<&str> = addresses.into_iter().chain(handling.marking.map(Tlp::label)).collect();
    words.join(" ")
}

/// Reads what was kept. What is not known any more counts as not chosen.
#[must_use]
pub fn from_text(text: &str) -> Handling {
    let words = || text.split_whitespace();
    let addresses = if words().any(|word| word == DEFANG) { Addresses::Defanged } else { Addresses::Plain };
    Handling { addresses, marking: words().find_map(marking) }
}

/// The marking of that label.
#[must_use]
pub fn marking(label: &str) -> Option<Tlp> {
    Tlp::ALL.into_iter().find(|tlp| tlp.label() == label)
}
