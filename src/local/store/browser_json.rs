//! What the page keeps, by the browser's own JSON: it needs no other reader and writer of JSON, which would be a part of what
//! is loaded first. The records are those that serde makes of the same types.

use std::net::IpAddr;

use js_sys::{Array, JSON, Object, Reflect};
use wasm_bindgen::{JsCast, JsValue};

use super::Draft;
use super::connection::Reason;
use crate::domain::attack::TechniqueId;
use crate::domain::threats::Comment;

/// The record of a draft about `ip`.
pub fn of_draft(ip: IpAddr, draft: &Draft) -> Result<JsValue, Reason> {
    let Draft { comment, written_ms, based_on } = draft;
    // Milliseconds since 1970 are exact in a JavaScript number.
    #[allow(clippy::cast_precision_loss)]
    let written_ms = *written_ms as f64;
    let value = object([
        ("comment", of_comment(comment)),
        ("written_ms", written_ms.into()),
        ("based_on", based_on.as_ref().map_or(JsValue::NULL, of_comment)),
    ]);
    text(&object([("ip", ip.to_string().into()), ("value", value)]))
}

/// The draft of a record.
pub fn draft(record: &JsValue) -> Result<Draft, Reason> {
    let read = || {
        let value = field(&parsed(record)?, "value")?;
        let based_on = field(&value, "based_on").filter(|value| !value.is_null() && !value.is_undefined());
        // A whole number below 2^53.
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
        let written_ms = field(&value, "written_ms")?.as_f64()? as u64;
        let based_on = based_on.map(|value| comment(&value).ok_or(())).transpose().ok()?;
        Some(Draft { comment: comment(&field(&value, "comment")?)?, written_ms, based_on })
    };
    read().ok_or_else(not_readable)
}

/// The record of techniques.
pub fn of_techniques(techniques: &[TechniqueId]) -> Result<JsValue, Reason> {
    text(&techniques.iter().map(|id| JsValue::from(id.to_string())).collect::<Array>())
}

/// The techniques of a record.
pub fn techniques(record: &JsValue) -> Result<Vec<TechniqueId>, Reason> {
    let read = || -> Option<Vec<TechniqueId>> {
        let ids = parsed(record)?.dyn_into::<Array>().ok()?;
        ids.iter().map(|id| id.as_string()?.parse().ok()).collect()
    };
    read().ok_or_else(not_readable)
}

fn of_comment(Comment { title, text }: &Comment) -> JsValue {
    object([("title", title.into()), ("text", text.into())])
}

fn comment(value: &JsValue) -> Option<Comment> {
    Some(Comment { title: field(value, "title")?.as_string()?, text: field(value, "text")?.as_string()? })
}

fn object<const N: usize>(fields: [(&str, JsValue); N]) -> JsValue {
    let object = Object::new();
    for (name, value) in fields {
        // It fails only on objects that are closed.
        let _ = Reflect::set(&object, &name.into(), &value);
    }
    object.into()
}

fn field(value: &JsValue, name: &str) -> Option<JsValue> {
    Reflect::get(value, &name.into()).ok()
}

fn text(value: &JsValue) -> Result<JsValue, Reason> {
    JSON::stringify(value).map(JsValue::from).map_err(|_| "it cannot be written".to_owned())
}

fn parsed(record: &JsValue) -> Option<JsValue> {
    JSON::parse(&record.as_string()?).ok()
}

fn not_readable() -> Reason {
    "a record there is not readable".to_owned()
}
