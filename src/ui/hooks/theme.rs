//! Light or dark: as the system has it, or as the analyst chose.

use leptos::prelude::*;

/// Where the choice is kept.
const STORED_AS: &str = "theme";

/// How the page looks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Theme {
    /// As the system has it.
    #[default]
    System,
    /// Light.
    Light,
    /// Dark.
    Dark,
}

impl Theme {
    /// The one after this, in the order of the switch.
    pub fn next(self) -> Self {
        match self {
            Self::System => Self::Light,
            Self::Light => Self::Dark,
            Self::Dark => Self::System,
        }
    }

    /// As the switch and the stylesheet name it.
    pub fn name(self) -> &'static str {
        match self {
            Self::System => "system",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }
}

/// The theme, put on the page and kept for the next visit.
pub fn use_theme() -> RwSignal<Theme> {
    let theme = RwSignal::new(stored());
    Effect::new(move |_| {
        let theme = theme.get();
        if let Some(root) = document().document_element() {
            // The attribute is well-formed, and so it is accepted.
            let _ = match theme {
                Theme::System => root.remove_attribute("data-theme"),
                Theme::Light | Theme::Dark => root.set_attribute("data-theme", theme.name()),
            };
        }
        // A browser that keeps nothing has the theme until it is closed.
        if let Ok(Some(storage)) = window().local_storage() {
            let _ = match theme {
                Theme::System => storage.remove_item(STORED_AS),
                Theme::Light | Theme::Dark => storage.set_item(STORED_AS, theme.name()),
            };
        }
    });
    theme
}

fn stored() -> Theme {
    let stored = window().local_storage().ok().flatten().and_then(|storage| storage.get_item(STORED_AS).ok().flatten());
    [Theme::Light, Theme::Dark].into_iter().find(|theme| stored.as_deref() == Some(theme.name())).unwrap_or_default()
}
