//! The schema is Spot's: types, fields, arguments and their nullability are those of the contract's `spot.graphql`.

use std::collections::BTreeMap;

use async_graphql::parser::{
    parse_schema,
    types::{FieldDefinition, InputValueDefinition, TypeKind, TypeSystemDefinition},
};

/// A schema as lines that can be compared: `type.field(arguments): type` by what it is; order and descriptions do not count.
fn structure(sdl: &str) -> BTreeMap<String, String> {
    let mut lines = BTreeMap::new();
    for definition in parse_schema(sdl).expect("a schema").definitions {
        match definition {
            TypeSystemDefinition::Schema(schema) => {
                let roots = [("query", schema.node.query), ("mutation", schema.node.mutation)];
                for (root, name) in roots {
                    lines.insert(format!("schema.{root}"), name.expect("a root").node.to_string());
                }
                assert!(schema.node.subscription.is_none());
            }
            TypeSystemDefinition::Type(definition) => {
                let name = definition.node.name.node.to_string();
                match definition.node.kind {
                    TypeKind::Scalar => drop(lines.insert(name, "scalar".to_owned())),
                    TypeKind::Object(object) => {
                        for field in object.fields {
                            lines.insert(format!("type {name}.{}", field.node.name.node), field_type(&field.node));
                        }
                    }
                    TypeKind::InputObject(input) => {
                        for field in input.fields {
                            lines.insert(format!("input {name}.{}", field.node.name.node), input_type(&field.node));
                        }
                    }
                    other => panic!("{name} is of a kind that Spot does not have: {other:?}"),
                }
            }
            // The directives of GraphQL itself, which the library writes out.
            TypeSystemDefinition::Directive(_) => {}
        }
    }
    lines
}

fn field_type(field: &FieldDefinition) -> String {
    let arguments: BTreeMap<_, _> = field
        .arguments
        .iter()
        .map(|argument| (argument.node.name.node.to_string(), input_type(&argument.node)))
        .collect();
    format!("{arguments:?}: {}", field.ty.node)
}

fn input_type(input: &InputValueDefinition) -> String {
    assert!(input.default_value.is_none(), "Spot's schema has no defaults");
    input.ty.node.to_string()
}

#[test]
fn the_schema_is_spots() {
    let spot = structure(include_str!("../../../../src/spot/schema.graphql"));
    let served = structure(&spot_server::sdl().expect("a schema"));
    assert_eq!(served, spot);
    assert!(spot.len() > 100, "the comparison has something to compare: {}", spot.len());
}
