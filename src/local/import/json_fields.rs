//! The fields of a record in JSON, each as its text stands in the line.
//!
//! A number is not made a float and back: `1588205199.82437` is read digit by digit as in any other format.

use std::borrow::Cow;
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;

/// Where a field goes: `None` for one that tells nothing here. A field of an inner object is asked for as `flow.start`.
pub type Place = fn(&str) -> Option<usize>;

/// Reads the fields of `line` that have a place into `found`, by their places. The last of several counts.
pub fn read<'a>(line: &'a [u8], place: Place, found: &mut [Option<&'a RawValue>]) -> Result<(), serde_json::Error> {
    found.fill(None);
    let mut deserializer = serde_json::Deserializer::from_slice(line);
    Fields { prefix: "", place, found }.deserialize(&mut deserializer)?;
    deserializer.end()
}

/// A value's text: of a string what is in the quotes, `None` for null and for what is no single value.
#[must_use]
pub fn text(value: &RawValue) -> Option<Cow<'_, [u8]>> {
    let text = value.get();
    match text.as_bytes() {
        b"null" | [] | [b'{' | b'[', ..] => None,
        [b'"', inner @ .., b'"'] if !inner.contains(&b'\\') => Some(Cow::Borrowed(inner)),
        [b'"', ..] => serde_json::from_str::<String>(text).ok().map(|text| Cow::Owned(text.into_bytes())),
        bytes => Some(Cow::Borrowed(bytes)),
    }
}

/// An object whose fields are read; anything else is passed over.
struct Fields<'f, 'a> {
    prefix: &'f str,
    place: Place,
    found: &'f mut [Option<&'a RawValue>],
}

/// The objects in a record whose fields are read.
const INNER: [(&str, &str); 3] = [("flow", "flow."), ("tcp", "tcp."), ("id", "id.")];

impl<'de> DeserializeSeed<'de> for Fields<'_, 'de> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Fields<'_, 'de> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut object: A) -> Result<(), A::Error> {
        while let Some(key) = object.next_key::<Key<'de>>()? {
            let key = key.0;
            if self.prefix.is_empty()
                && let Some((_, prefix)) = INNER.iter().find(|(name, _)| *name == key)
            {
                object.next_value_seed(Fields { prefix, place: self.place, found: &mut *self.found })?;
                continue;
            }
            let place = if self.prefix.is_empty() {
                (self.place)(&key)
            } else {
                (self.place)(&format!("{}{key}", self.prefix))
            };
            match place.and_then(|place| self.found.get_mut(place)) {
                Some(slot) => *slot = Some(object.next_value()?),
                None => drop(object.next_value::<IgnoredAny>()?),
            }
        }
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<(), A::Error> {
        while list.next_element::<IgnoredAny>()?.is_some() {}
        Ok(())
    }

    fn visit_bool<E>(self, _: bool) -> Result<(), E> {
        Ok(())
    }

    fn visit_i64<E>(self, _: i64) -> Result<(), E> {
        Ok(())
    }

    fn visit_u64<E>(self, _: u64) -> Result<(), E> {
        Ok(())
    }

    fn visit_f64<E>(self, _: f64) -> Result<(), E> {
        Ok(())
    }

    fn visit_str<E>(self, _: &str) -> Result<(), E> {
        Ok(())
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        Ok(())
    }
}

/// A field's name: part of the line, but where it is escaped.
struct Key<'a>(Cow<'a, str>);

impl<'de> serde::Deserialize<'de> for Key<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Borrowed;
        impl<'de> Visitor<'de> for Borrowed {
            type Value = Key<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a name")
            }

            fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Self::Value, E> {
                Ok(Key(Cow::Borrowed(text)))
            }

            fn visit_str<E>(self, text: &str) -> Result<Self::Value, E> {
                Ok(Key(Cow::Owned(text.to_owned())))
            }
        }
        deserializer.deserialize_str(Borrowed)
    }
}
