//! The peers that call by the clock: a card that is closed at first, and asks the engine when it is opened.

mod card;
mod intervals;
mod peers;

pub use card::{BeaconsCard, BeaconsFound};
