//! What the app asks of Spot, checked against its schema when compiled.

// The types that the macro makes carry no docs; their fields are those of schema.graphql.
#![allow(missing_docs)]

use graphql_client::GraphQLQuery;

// The schema's own scalars, by its names.
type SpotDateType = String;
type SpotDatetimeType = String;
type SpotIpType = String;

/// The day's scored connections and comments.
#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "src/spot/schema.graphql",
    query_path = "src/spot/operations/threats.graphql",
    response_derives = "Debug, Clone"
)]
pub struct Threats;

/// The day's comments alone, read around a save.
#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "src/spot/schema.graphql",
    query_path = "src/spot/operations/comments.graphql",
    response_derives = "Debug, Clone"
)]
pub struct Comments;

/// The expanded search. Its answer is read by [`ingest`](super::ingest), not by the types generated here.
#[derive(GraphQLQuery)]
#[graphql(schema_path = "src/spot/schema.graphql", query_path = "src/spot/operations/details.graphql")]
pub struct Details;

/// Saves a storyboard.
#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "src/spot/schema.graphql",
    query_path = "src/spot/operations/create_storyboard.graphql",
    variables_derives = "Debug, Clone, PartialEq",
    response_derives = "Debug, Clone"
)]
pub struct CreateStoryboard;

/// What Spot stored of a storyboard. Its answer is read by [`stored`](super::stored), which takes more than the schema
/// allows.
#[derive(GraphQLQuery)]
#[graphql(schema_path = "src/spot/schema.graphql", query_path = "src/spot/operations/storyboard.graphql")]
pub struct Storyboard;
