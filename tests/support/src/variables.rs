//! The values of an operation's variables, checked before it runs and refused in graphql-core's words.
//!
//! The library checks arguments where they are used, and fails the field; Spot refuses the whole operation.

use std::{collections::BTreeMap, sync::Arc};

use async_graphql::{
    ServerError,
    parser::{
        parse_query, parse_schema,
        types::{
            BaseType, DocumentOperations, ExecutableDocument, OperationDefinition, Type, TypeKind, TypeSystemDefinition,
        },
    },
};
use serde_json::Value;

use crate::{
    schema::{Coercion, read_scalar},
    wire,
};

/// The fields of each input type.
#[derive(Debug, Clone)]
pub(crate) struct InputTypes(Arc<BTreeMap<String, Vec<(String, Type)>>>);

/// Why a value does not fit.
enum Misfit {
    /// graphql-core says where and why.
    Explained(Vec<String>),
    /// The scalar's own coercion raised this.
    Raised(String),
}

impl InputTypes {
    /// Those of a schema in GraphQL's own language.
    pub(crate) fn of(sdl: &str) -> Self {
        let definitions = parse_schema(sdl).map(|schema| schema.definitions).unwrap_or_default();
        let inputs = definitions.into_iter().filter_map(|definition| match definition {
            TypeSystemDefinition::Type(definition) => match definition.node.kind {
                TypeKind::InputObject(input) => {
                    let fields =
                        input.fields.into_iter().map(|field| (field.node.name.node.to_string(), field.node.ty.node));
                    Some((definition.node.name.node.to_string(), fields.collect()))
                }
                _ => None,
            },
            _ => None,
        });
        Self(Arc::new(inputs.collect()))
    }

    /// The first variable that does not fit its type. A query that does not parse is left to the library.
    pub(crate) fn refusal(&self, query: &str, operation: Option<&str>, variables: &Value) -> Option<ServerError> {
        let document = parse_query(query).ok()?;
        let operation = chosen(&document, operation)?;
        operation.variable_definitions.iter().find_map(|definition| {
            let (name, expected) = (&definition.node.name.node, &definition.node.var_type.node);
            let value = variables.get(name.as_str()).unwrap_or(&Value::Null);
            if value.is_null() && definition.node.default_value.is_some() {
                return None;
            }
            let at = Some(definition.pos);
            Some(match (self.check(expected, value), value) {
                (Ok(()), _) => return None,
                (Err(Misfit::Raised(message)), _) => {
                    ServerError { source: Some(Arc::new(Coercion)), ..ServerError::new(message, None) }
                }
                (Err(Misfit::Explained(_)), Value::Null) => ServerError::new(
                    format!("Variable \"${name}\" of required type \"{expected}\" was not provided."),
                    at,
                ),
                (Err(Misfit::Explained(reasons)), value) => {
                    let (value, reasons) = (wire::dumps(value), reasons.join("\n"));
                    ServerError::new(format!("Variable \"${name}\" got invalid value {value}.\n{reasons}"), at)
                }
            })
        })
    }

    fn check(&self, expected: &Type, value: &Value) -> Result<(), Misfit> {
        match (&expected.base, value) {
            (_, Value::Null) if expected.nullable => Ok(()),
            (_, Value::Null) => Err(Misfit::Explained(vec![format!("Expected \"{expected}\", found null.")])),
            (BaseType::List(item), Value::Array(values)) => explain(
                values
                    .iter()
                    .enumerate()
                    .map(|(index, value)| (format!("In element #{index}: "), self.check(item, value))),
            ),
            (BaseType::List(item), value) => self.check(item, value),
            (BaseType::Named(name), value) => match (self.0.get(name.as_str()), value) {
                (Some(fields), Value::Object(given)) => {
                    let unknown = given.keys().filter(|key| fields.iter().all(|(field, _)| field != *key));
                    let unknown = unknown.map(|key| format!("In field \"{key}\": Unknown field."));
                    let mut reasons: Vec<String> = unknown.collect();
                    reasons.sort();
                    let known = explain(fields.iter().map(|(field, expected)| {
                        let value = given.get(field).unwrap_or(&Value::Null);
                        (format!("In field \"{field}\": "), self.check(expected, value))
                    }));
                    match known {
                        Err(Misfit::Explained(more)) => reasons.extend(more),
                        Err(raised) => return Err(raised),
                        Ok(()) => {}
                    }
                    if reasons.is_empty() { Ok(()) } else { Err(Misfit::Explained(reasons)) }
                }
                (Some(_), _) => Err(Misfit::Explained(vec![format!("Expected \"{name}\", found not an object.")])),
                (None, value) => read_scalar(name, value).map_err(Misfit::Raised),
            },
        }
    }
}

/// All reasons, each behind its place; an exception ends the check.
fn explain(parts: impl Iterator<Item = (String, Result<(), Misfit>)>) -> Result<(), Misfit> {
    let mut reasons = Vec::new();
    for (place, part) in parts {
        match part {
            Ok(()) => {}
            Err(Misfit::Explained(more)) => reasons.extend(more.into_iter().map(|reason| format!("{place}{reason}"))),
            Err(raised) => return Err(raised),
        }
    }
    if reasons.is_empty() { Ok(()) } else { Err(Misfit::Explained(reasons)) }
}

fn chosen<'a>(document: &'a ExecutableDocument, name: Option<&str>) -> Option<&'a OperationDefinition> {
    match (&document.operations, name) {
        (DocumentOperations::Single(operation), _) => Some(&operation.node),
        (DocumentOperations::Multiple(operations), Some(name)) => operations.get(name).map(|operation| &operation.node),
        (DocumentOperations::Multiple(_), None) => None,
    }
}
