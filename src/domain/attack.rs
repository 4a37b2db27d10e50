//! Techniques of MITRE ATT&CK (Enterprise) by which an analyst names what a threat did.

mod known;

use std::fmt;
use std::str::FromStr;

use known::KNOWN;
use serde::{Deserialize, Serialize};

/// What MITRE asks to be said where its names are.
pub const ATTRIBUTION: &str = "\u{a9} 2025 The MITRE Corporation. This work is reproduced and distributed with the permission of \
                               The MITRE Corporation.";

/// A technique, `T1071`, or a sub-technique of it, `T1071.004`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct TechniqueId {
    /// Its number, below 10,000.
    technique: u16,
    /// The sub-technique's, below 1,000.
    sub: Option<u16>,
}

/// A text is no ID of a technique.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("An ID of a technique looks like T1071 or T1071.004.")]
pub struct NoTechniqueId;

/// A technique that the app knows by name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Technique {
    /// Its ID.
    pub id: TechniqueId,
    /// Its name; a sub-technique's after that of the technique: `Application Layer Protocol: DNS`.
    pub name: String,
}

impl TechniqueId {
    /// The technique that a sub-technique belongs to; of a technique itself.
    #[must_use]
    pub fn parent(self) -> Self {
        Self { sub: None, ..self }
    }

    /// Whether it is a sub-technique.
    #[must_use]
    pub fn is_sub(self) -> bool {
        self.sub.is_some()
    }

    /// The name, as MITRE publishes it, of those that can be seen in flows.
    ///
    /// ```
    /// use investigation::domain::attack::TechniqueId;
    /// let dns: TechniqueId = "T1071.004".parse()?;
    /// assert_eq!(dns.name(), Some("DNS"));
    /// assert_eq!(dns.full_name().as_deref(), Some("Application Layer Protocol: DNS"));
    /// assert_eq!(dns.reference(), "https://attack.mitre.org/techniques/T1071/004/");
    /// # Ok::<(), investigation::domain::attack::NoTechniqueId>(())
    /// ```
    #[must_use]
    pub fn name(self) -> Option<&'static str> {
        let id = self.to_string();
        let place = KNOWN.binary_search_by_key(&id.as_str(), |(id, _)| id).ok()?;
        KNOWN.get(place).map(|(_, name)| *name)
    }

    /// The name, a sub-technique's after that of its technique.
    #[must_use]
    pub fn full_name(self) -> Option<String> {
        let name = self.name()?;
        let parent = self.is_sub().then(|| self.parent().name()).flatten();
        Some(parent.map_or_else(|| name.to_owned(), |parent| format!("{parent}: {name}")))
    }

    /// The ID and, where it is known, the name.
    #[must_use]
    pub fn words(self) -> String {
        self.full_name().map_or_else(|| self.to_string(), |name| format!("{self} {name}"))
    }

    /// The page about it.
    #[must_use]
    pub fn reference(self) -> String {
        let Self { technique, sub } = self;
        let sub = sub.map(|sub| format!("{sub:03}/")).unwrap_or_default();
        format!("https://attack.mitre.org/techniques/T{technique:04}/{sub}")
    }
}

/// All techniques that the app knows by name, by ID.
#[must_use]
pub fn known() -> Vec<Technique> {
    let technique = |id: TechniqueId| Some(Technique { id, name: id.full_name()? });
    KNOWN.iter().filter_map(|(id, _)| technique(id.parse().ok()?)).collect()
}

impl FromStr for TechniqueId {
    type Err = NoTechniqueId;

    fn from_str(text: &str) -> Result<Self, NoTechniqueId> {
        let text = text.trim();
        let digits = text.strip_prefix(['T', 't']).ok_or(NoTechniqueId)?;
        let (technique, sub) = match digits.split_once('.') {
            Some((technique, sub)) => (technique, Some(sub)),
            None => (digits, None),
        };
        let number = |digits: &str, length: usize| {
            let is_number = digits.len() == length && digits.bytes().all(|byte| byte.is_ascii_digit());
            digits.parse::<u16>().ok().filter(|_| is_number).ok_or(NoTechniqueId)
        };
        Ok(Self { technique: number(technique, 4)?, sub: sub.map(|sub| number(sub, 3)).transpose()? })
    }
}

impl TryFrom<String> for TechniqueId {
    type Error = NoTechniqueId;

    fn try_from(text: String) -> Result<Self, NoTechniqueId> {
        text.parse()
    }
}

impl From<TechniqueId> for String {
    fn from(id: TechniqueId) -> Self {
        id.to_string()
    }
}

impl fmt::Display for TechniqueId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "T{:04}", self.technique)?;
        self.sub.map_or(Ok(()), |sub| write!(f, ".{sub:03}"))
    }
}
