//! The theme's colours, and what becomes of them for each role and tone.

use super::marks::{Role, Tone};
use crate::domain::direction::Direction;

/// A colour without transparency.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rgb(pub u8, pub u8, pub u8);

impl Rgb {
    /// Reads a colour as a canvas gives it back: `#rrggbb`, `rgb(r, g, b)` or `rgba(r, g, b, a)`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        if let Some(digits) = text.strip_prefix('#') {
            let channel = |at: usize| u8::from_str_radix(digits.get(at..at + 2)?, 16).ok();
            return (digits.len() == 6).then_some(()).and_then(|()| Some(Self(channel(0)?, channel(2)?, channel(4)?)));
        }
        let inside = text.strip_prefix("rgba(").or_else(|| text.strip_prefix("rgb("))?.strip_suffix(')')?;
        let mut channels = inside.split(',').map(|channel| channel.trim().parse::<u8>());
        let mut next = || channels.next()?.ok();
        Some(Self(next()?, next()?, next()?))
    }

    /// `share` of this colour, the rest of `other`.
    #[must_use]
    pub fn mix(self, other: Self, share: f32) -> Self {
        let channel = |own: u8, other: u8| {
            // Between two bytes: a byte.
            #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
            let mixed = (f32::from(own) * share + f32::from(other) * (1.0 - share)).round() as u8;
            mixed
        };
        Self(channel(self.0, other.0), channel(self.1, other.1), channel(self.2, other.2))
    }

    /// Contrast with another colour, 1 to 21 (WCAG 2, "contrast ratio").
    #[must_use]
    pub fn contrast(self, other: Self) -> f64 {
        let (one, other) = (self.luminance(), other.luminance());
        (one.max(other) + 0.05) / (one.min(other) + 0.05)
    }

    fn luminance(self) -> f64 {
        let linear = |channel: u8| {
            let share = f64::from(channel) / 255.0;
            if share <= 0.04045 { share / 12.92 } else { ((share + 0.055) / 1.055).powf(2.4) }
        };
        0.2126 * linear(self.0) + 0.7152 * linear(self.1) + 0.0722 * linear(self.2)
    }
}

/// A theme's colours, named as the custom properties of the style sheet are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Palette {
    /// `--panel`: the ground.
    pub panel: Rgb,
    /// `--line`
    pub line: Rgb,
    /// `--ink`
    pub ink: Rgb,
    /// `--muted`
    pub muted: Rgb,
    /// `--accent`
    pub accent: Rgb,
    /// `--inbound`
    pub inbound: Rgb,
    /// `--outbound`
    pub outbound: Rgb,
    /// `--two-way`
    pub two_way: Rgb,
}

impl Palette {
    /// A role's own colour.
    #[must_use]
    pub fn color(&self, role: Role) -> Rgb {
        match role {
            Role::Line => self.line,
            Role::Ink => self.ink,
            Role::Muted => self.muted,
            Role::Accent => self.accent,
            Role::Traffic(Direction::Inbound) => self.inbound,
            Role::Traffic(Direction::Outbound) => self.outbound,
            Role::Traffic(Direction::TwoWay) => self.two_way,
            Role::Panel => self.panel,
        }
    }

    /// A role's colour in a tone. Lighter tones keep a contrast of 3 to the ground; what is more goes towards the ink,
    /// which is darker in the light theme and lighter in the dark one. Mixed, not transparent: where marks touch, the
    /// overlap is no third tone.
    #[must_use]
    pub fn shade(&self, role: Role, tone: Tone) -> Rgb {
        let own = self.color(role);
        match tone {
            Tone::Ground => own.mix(self.panel, 0.10),
            Tone::Faint => own.mix(self.panel, 0.38),
            Tone::One => own.mix(self.panel, 0.74),
            Tone::Few => own.mix(self.panel, 0.87),
            Tone::Full => own,
            Tone::Many => own.mix(self.ink, 0.72),
            Tone::Most => own.mix(self.ink, 0.45),
        }
    }
}

/// The light theme: what is painted with where the style sheet says nothing.
pub const LIGHT: Palette = Palette {
    panel: Rgb(0xff, 0xff, 0xff),
    line: Rgb(0xdf, 0xe3, 0xe8),
    ink: Rgb(0x1b, 0x24, 0x30),
    muted: Rgb(0x5b, 0x67, 0x75),
    accent: Rgb(0x0b, 0x5f, 0xbf),
    inbound: Rgb(0x00, 0x72, 0xb2),
    outbound: Rgb(0xc2, 0x50, 0x0a),
    two_way: Rgb(0x00, 0x80, 0x5c),
};

/// The dark theme, for what is painted where no style sheet is.
pub const DARK: Palette = Palette {
    panel: Rgb(0x17, 0x1e, 0x27),
    line: Rgb(0x2a, 0x34, 0x41),
    ink: Rgb(0xe4, 0xe9, 0xf0),
    muted: Rgb(0x94, 0xa1, 0xb2),
    accent: Rgb(0x6c, 0xb2, 0xff),
    inbound: Rgb(0x56, 0xb4, 0xe9),
    outbound: Rgb(0xf0, 0x90, 0x4c),
    two_way: Rgb(0x35, 0xc7, 0x9a),
};
