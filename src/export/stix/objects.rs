//! What objects have in common, and those that are not made of flows: the app, techniques, markings.

use serde_json::{Value, json};

use super::id::of_app;
use crate::domain::attack::TechniqueId;
use crate::domain::time::Moment;
use crate::export::dossier::{Dossier, Source, Tlp};

/// The extension by which OASIS marks TLP 2.0.
const TLP_2: &str = "extension-definition--60a3c5c5-0d10-413e-aab3-9e08dde9e88d";
/// When the app, and techniques as it tells of them, came to be: the same in every export.
const EVER_SINCE: &str = "2026-01-01T00:00:00.000Z";

/// What all objects of an export have.
pub struct Common {
    /// What tells this investigation from others: source, day and IP.
    pub about: String,
    created: String,
    modified: String,
    marking: Option<Value>,
    is_demo: bool,
}

impl Common {
    pub fn of(dossier: &Dossier, marking: Option<&Value>) -> Self {
        let created = dossier.day.start();
        // On another clock the day may not have begun.
        let modified = made_at(&dossier.made_at).map_or(created, |made| made.max(created));
        Self {
            about: format!("{} {} {}", dossier.source.words(), dossier.day, dossier.overview.ip),
            created: time(created),
            modified: time(modified),
            marking: marking.map(|marking| marking["id"].clone()),
            is_demo: dossier.source == Source::Demo,
        }
    }

    /// When it was exported.
    pub fn modified(&self) -> &str {
        &self.modified
    }

    /// An observable, with its version and marking.
    pub fn observable(&self, mut object: Value) -> Value {
        object["spec_version"] = json!("2.1");
        if let Some(marking) = &self.marking {
            object["object_marking_refs"] = json!([marking]);
        }
        object
    }

    /// Any other object, with its times and its maker as well.
    pub fn object(&self, object: Value) -> Value {
        let mut object = self.made(object, &self.created, &self.modified);
        if self.is_demo {
            object["labels"] = json!(["demo-data"]);
        }
        object
    }

    fn made(&self, object: Value, created: &str, modified: &str) -> Value {
        let mut object = self.observable(object);
        object["created"] = json!(created);
        object["modified"] = json!(modified);
        object["created_by_ref"] = json!(app_id());
        object
    }
}

fn app_id() -> String {
    of_app("identity", &[])
}

/// The app, which made it all.
pub fn app(common: &Common) -> Value {
    let app = json!({
        "type": "identity",
        "id": app_id(),
        "name": "Flow Threat Investigation",
        "identity_class": "system",
    });
    common.made(app, EVER_SINCE, EVER_SINCE)
}

/// A technique. It is no copy of MITRE's object, which it names.
pub fn attack_pattern(id: TechniqueId, common: &Common) -> Value {
    let technique = id.to_string();
    let pattern = json!({
        "type": "attack-pattern",
        "id": of_app("attack-pattern", &[&technique]),
        "name": id.name().unwrap_or(&technique),
        "external_references": [{
            "source_name": "mitre-attack",
            "external_id": technique,
            "url": id.reference(),
        }],
    });
    common.made(pattern, EVER_SINCE, EVER_SINCE)
}

/// The marking of TLP 2.0 that OASIS publishes.
pub fn marking(tlp: Tlp) -> Value {
    let (id, level) = match tlp {
        Tlp::Red => ("e828b379-4e03-4974-9ac4-e53a884c97c1", "red"),
        Tlp::AmberStrict => ("939a9414-2ddd-4d32-a0cd-375ea402b003", "amber+strict"),
        Tlp::Amber => ("55d920b0-5e8b-4f79-9ee9-91f868d9b421", "amber"),
        Tlp::Green => ("bab4a63c-aed9-4cf5-a766-dfca5abac2bb", "green"),
        Tlp::Clear => ("94868c89-83c2-464b-929b-a1a8aa3c8487", "clear"),
    };
    json!({
        "type": "marking-definition",
        "spec_version": "2.1",
        "id": format!("marking-definition--{id}"),
        "created": "2022-10-01T00:00:00.000Z",
        "name": tlp.label(),
        "extensions": {TLP_2: {"extension_type": "property-extension", "tlp_2_0": level}},
    })
}

fn time(moment: Moment) -> String {
    format!("{}T{}.000Z", moment.day(), moment.clock())
}

/// `2016-07-09 08:15 UTC+02:00` in UTC; `None` where it is not written so.
fn made_at(text: &str) -> Option<Moment> {
    let (clock, zone) = text.split_once(" UTC")?;
    let local: Moment = format!("{clock}:00").parse().ok()?;
    if zone.is_empty() {
        return Some(local);
    }
    let (sign, hours, minutes) = (zone.get(..1)?, zone.get(1..3)?, zone.get(4..6)?);
    let seconds = hours.parse::<u32>().ok()? * 3_600 + minutes.parse::<u32>().ok()? * 60;
    let utc = if sign == "-" { local.0.checked_add(seconds)? } else { local.0.checked_sub(seconds)? };
    Some(Moment(utc))
}
