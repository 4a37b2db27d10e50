//! IDs that are the same on every run: UUID version 5 (RFC 4122), of a namespace and a name.

use std::fmt::Write;

use serde_json::Value;
use sha1_smol::Sha1;

/// The standard's, for observables (STIX 2.1, section 2.9).
const OBSERVABLES: [u8; 16] =
    [0x00, 0xab, 0xed, 0xb4, 0xaa, 0x42, 0x46, 0x6c, 0x9c, 0x01, 0xfe, 0xd2, 0x33, 0x15, 0xa9, 0xb7];
/// The app's own, for all else: the standard keeps the other one for observables.
const APP: [u8; 16] = [0x5c, 0x0f, 0x2a, 0x61, 0x7d, 0x33, 0x4e, 0x52, 0x9b, 0x8e, 0x1d, 0x47, 0xc6, 0x90, 0x3a, 0xf4];

/// The ID of an observable of `kind` with these contributing properties, as canonical JSON (RFC 8785): no blanks, names in
/// order. Values are ASCII and small whole numbers, which are written alike everywhere.
pub fn of_observable(kind: &str, properties: &Value) -> String {
    format!("{kind}--{}", uuid(OBSERVABLES, &sorted(properties)))
}

/// The ID of an object of `kind` that `parts` tell from all others.
pub fn of_app(kind: &str, parts: &[&str]) -> String {
    // As JSON parts cannot run into one another.
    let name = serde_json::to_string(&(kind, parts)).unwrap_or_default();
    format!("{kind}--{}", uuid(APP, &name))
}

/// An object on one level with its names in order, whichever way the map keeps them.
fn sorted(object: &Value) -> String {
    let mut members: Vec<String> = object
        .as_object()
        .into_iter()
        .flatten()
        .map(|(name, value)| format!("{}:{value}", Value::from(name.as_str())))
        .collect();
    members.sort_unstable();
    format!("{{{}}}", members.join(","))
}

fn uuid(namespace: [u8; 16], name: &str) -> String {
    let mut hash = Sha1::new();
    hash.update(&namespace);
    hash.update(name.as_bytes());
    let mut text = String::with_capacity(36);
    for (index, byte) in hash.digest().bytes().into_iter().take(16).enumerate() {
        let byte = match index {
            6 => byte & 0x0f | 0x50,
            8 => byte & 0x3f | 0x80,
            _ => byte,
        };
        if matches!(index, 4 | 6 | 8 | 10) {
            text.push('-');
        }
        // Writing to a string does not fail.
        let _ = write!(text, "{byte:02x}");
    }
    text
}
