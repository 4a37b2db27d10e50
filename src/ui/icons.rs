//! The few pictures of the page.

use leptos::prelude::*;

use super::hooks::theme::Theme;
use crate::domain::direction::Direction;

/// A direction's shape in its colour: inbound points down, outbound up, two-way is a diamond.
pub fn direction_glyph(direction: Direction) -> impl IntoView {
    let (class, path) = match direction {
        Direction::Inbound => ("glyph inbound", "M.5 2h11L6 11z"),
        Direction::Outbound => ("glyph outbound", "M6 1l5.500 9H.5z"),
        Direction::TwoWay => ("glyph two-way", "M6 0l6 6-6 6-6-6z"),
    };
    view! {
        <svg class=class viewBox="0 0 12 12" aria-hidden="true">
            <path d=path></path>
        </svg>
    }
}

/// A theme's sign: half a disc, a sun, a moon. What is filled, and what is drawn.
pub fn theme_icon(theme: Theme) -> impl IntoView {
    let (filled, drawn) = match theme {
        Theme::System => ("M8 2a6 6 0 0 0 0 12z", "M8 2a6 6 0 1 0 0 12A6 6 0 1 0 8 2z"),
        Theme::Light => (
            "M8 5a3 3 0 1 0 0 6 3 3 0 0 0 0-6z",
            "M8 1v1.500M8 13.500V15M1 8h1.500M13.500 8H15M3 3l1.100 1.100M11.900 11.900 13 13M3 13l1.100-1.100M11.900 4.100 13 3",
        ),
        Theme::Dark => ("", "M13.500 9.500A6 6 0 0 1 6.500 2.500a6 6 0 1 0 7 7z"),
    };
    view! {
        <svg class="icon" viewBox="0 0 16 16" aria-hidden="true">
            <path class="filled" d=filled></path>
            <path d=drawn></path>
        </svg>
    }
}

/// A place on a map.
pub fn place_icon() -> impl IntoView {
    view! {
        <svg class="icon" viewBox="0 0 16 16" aria-hidden="true">
            <path d="M8 14.500s5-4.600 5-8.300a5 5 0 1 0-10 0c0 3.700 5 8.300 5 8.300zM8 8a1.800 1.800 0 1 0 0-3.600A1.800 1.800 0 0 0 8 8z"></path>
        </svg>
    }
}
