//! Scalars as graphql-core coerces them, in and out: `Int` has 32 bits (quirk 1), dates and times go through `strptime`.

use std::{borrow::Cow, sync::Arc};

use async_graphql::{
    ContextSelectionSet, InputType, InputValueError, InputValueResult, OutputType, Positioned, ServerError,
    ServerResult, Value,
    parser::types::Field,
    registry::{MetaType, MetaTypeId, Registry},
};
use rusqlite::types::{FromSql, FromSqlError, FromSqlResult, ValueRef};

use crate::{Day, python, time};

/// Marks an error as raised while a value was written out. graphql-core 1.1 reports these without a location.
pub(crate) struct Coercion;

/// What a scalar does: read an input value, write an output value; the errors are graphql-core's and Python's words.
trait Scalar: Sized {
    const NAME: &'static str;
    fn read(value: &Value) -> Result<Self, String>;
    fn write(&self) -> Result<Value, String>;
}

/// `Int`: held as the database has it, refused when it is written and does not fit.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Int {
    Whole(i64),
    Average(f64),
}

impl Int {
    pub(crate) fn whole(self) -> i64 {
        match self {
            Self::Whole(number) => number,
            // Python's int() cuts toward zero, as `as` does.
            #[expect(clippy::cast_possible_truncation, reason = "cutting is what is wanted")]
            Self::Average(number) => number as i64,
        }
    }
}

impl Scalar for Int {
    const NAME: &'static str = "Int";

    fn read(value: &Value) -> Result<Self, String> {
        let Value::Number(number) = value else { return Err(format!("Expected type \"Int\", found {value}.")) };
        let int = number.as_i64().map(Self::Whole).or_else(|| number.as_f64().map(Self::Average));
        let int = int.ok_or_else(|| format!("Expected type \"Int\", found {value}."))?;
        int.write().map(|_| int)
    }

    fn write(&self) -> Result<Value, String> {
        if let Ok(number) = i32::try_from(self.whole()) {
            return Ok(Value::from(number));
        }
        let shown = match self {
            Self::Whole(number) => number.to_string(),
            Self::Average(number) => format!("{number:?}"),
        };
        Err(format!("Int cannot represent non 32-bit signed integer value: {shown}"))
    }
}

impl FromSql for Int {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        match value {
            ValueRef::Integer(number) => Ok(Self::Whole(number)),
            ValueRef::Real(number) => Ok(Self::Average(number)),
            _ => Err(FromSqlError::InvalidType),
        }
    }
}

/// `SpotDateType`.
#[derive(Debug, Clone, Copy)]
pub(crate) struct SpotDate(pub(crate) Day);

impl Scalar for SpotDate {
    const NAME: &'static str = "SpotDateType";

    fn read(value: &Value) -> Result<Self, String> {
        time::parse_day(&text(value)?).map(Self)
    }

    fn write(&self) -> Result<Value, String> {
        Ok(Value::from(self.0.to_string()))
    }
}

/// `SpotDatetimeType`: as the database has it, checked when it is written.
#[derive(Debug, Clone)]
pub(crate) struct SpotDatetime(pub(crate) String);

impl SpotDatetime {
    pub(crate) fn day(&self) -> Result<Day, String> {
        time::parse_day(self.0.get(..10).unwrap_or(&self.0))
    }
}

impl Scalar for SpotDatetime {
    const NAME: &'static str = "SpotDatetimeType";

    fn read(value: &Value) -> Result<Self, String> {
        time::parse_datetime(&text(value)?).map(Self)
    }

    fn write(&self) -> Result<Value, String> {
        time::parse_datetime(&self.0).map(Value::from)
    }
}

impl FromSql for SpotDatetime {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        value.as_str().map(|text| Self(text.to_owned()))
    }
}

/// `SpotIpType`: any text, in spite of its name; only what is not ASCII is refused, by Python's `str`. (In a literal Spot also
/// asks `inet_aton`; clients send variables.)
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct SpotIp(pub(crate) String);

impl Scalar for SpotIp {
    const NAME: &'static str = "SpotIpType";

    fn read(value: &Value) -> Result<Self, String> {
        let text = text(value)?;
        python::ascii(&text)?;
        Ok(Self(text))
    }

    fn write(&self) -> Result<Value, String> {
        Ok(Value::from(self.0.clone()))
    }
}

impl FromSql for SpotIp {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        value.as_str().map(|text| Self(text.to_owned()))
    }
}

/// What a variable's value is refused for, if it is one of these scalars. (A `String` is left to the library.)
pub(crate) fn read_scalar(name: &str, value: &serde_json::Value) -> Result<(), String> {
    let value = Value::from_json(value.clone()).map_err(|error| error.to_string())?;
    match name {
        Int::NAME => Int::read(&value).map(drop),
        SpotDate::NAME => SpotDate::read(&value).map(drop),
        SpotDatetime::NAME => SpotDatetime::read(&value).map(drop),
        SpotIp::NAME => SpotIp::read(&value).map(drop),
        _ => Ok(()),
    }
}

/// Python's `str(value)` for what a client may send in place of a text.
fn text(value: &Value) -> Result<String, String> {
    match value {
        Value::String(text) => Ok(text.clone()),
        Value::Number(number) => Ok(number.to_string()),
        other => Err(format!("Expected a text, found {other}.")),
    }
}

fn meta<T: Scalar>() -> MetaType {
    MetaType::Scalar {
        name: T::NAME.to_owned(),
        description: None,
        is_valid: Some(Arc::new(|value| T::read(value).is_ok())),
        visible: None,
        inaccessible: false,
        tags: Vec::new(),
        specified_by_url: None,
        directive_invocations: Vec::new(),
        requires_scopes: Vec::new(),
    }
}

macro_rules! graphql_scalar {
    ($($type:ty),*) => {$(
        impl InputType for $type {
            type RawValueType = Self;

            fn type_name() -> Cow<'static, str> {
                Cow::Borrowed(<$type as Scalar>::NAME)
            }

            fn create_type_info(registry: &mut Registry) -> String {
                registry.create_input_type::<Self, _>(MetaTypeId::Scalar, |_| meta::<$type>())
            }

            fn parse(value: Option<Value>) -> InputValueResult<Self> {
                Self::read(&value.unwrap_or_default()).map_err(InputValueError::custom)
            }

            fn to_value(&self) -> Value {
                self.write().unwrap_or_default()
            }

            fn as_raw_value(&self) -> Option<&Self::RawValueType> {
                Some(self)
            }
        }

        impl OutputType for $type {
            fn type_name() -> Cow<'static, str> {
                Cow::Borrowed(<$type as Scalar>::NAME)
            }

            fn create_type_info(registry: &mut Registry) -> String {
                registry.create_output_type::<Self, _>(MetaTypeId::Scalar, |_| meta::<$type>())
            }

            async fn resolve(&self, ctx: &ContextSelectionSet<'_>, field: &Positioned<Field>) -> ServerResult<Value> {
                self.write().map_err(|message| {
                    let error = ServerError::new(message, Some(field.pos));
                    ctx.set_error_path(ServerError { source: Some(Arc::new(Coercion)), ..error })
                })
            }
        }
    )*};
}

graphql_scalar!(Int, SpotDate, SpotDatetime, SpotIp);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn int_has_32_bits_and_cuts_averages() {
        assert_eq!(Int::Whole(2_147_483_647).write(), Ok(Value::from(2_147_483_647)));
        assert_eq!(Int::Average(10.9).write(), Ok(Value::from(10)));
        for (value, shown) in
            [(Int::Whole(3_000_000_000), "3000000000"), (Int::Average(3_000_000_000.0), "3000000000.0")]
        {
            let message = format!("Int cannot represent non 32-bit signed integer value: {shown}");
            assert_eq!(value.write(), Err(message));
        }
    }
}
