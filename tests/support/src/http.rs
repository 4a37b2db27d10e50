//! The endpoint, with Flask-GraphQL's manners (the contract's "Endpoint"): 200 with `data` and possibly `errors`, 400 with only
//! `errors` for a query that is refused, no CORS headers.

use std::{convert::Infallible, future};

use async_graphql::{
    Request as Operation, Response as Answer, ServerError, Variables,
    parser::{parse_query, types::OperationType},
};
use axum::{
    Router,
    body::{Body, Bytes},
    extract::{DefaultBodyLimit, Query, State},
    http::{HeaderMap, HeaderValue, Method, StatusCode, header},
    response::{IntoResponse, Response},
    routing::any,
};
use futures_util::{StreamExt, stream};
use serde_json::{Map, Value};
use tokio::{runtime::Handle, task::spawn_blocking, time::sleep};

use crate::{
    fault::{Fault, Faults, Silence, spoil},
    record::{Log, Receipt},
    schema::{CutOff, SpotSchema},
    variables::InputTypes,
    wire,
};

/// How answers are written. The two differ in what depends on the versions of Python's libraries; a client has to take both.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Dialect {
    /// `", "` and `": "`; every error with its locations and path.
    #[default]
    Contract,
    /// What Spot's own code answered under Python 2.7 with the versions it asks for (graphql-core 1.1, Flask-GraphQL 1.4.1): no
    /// spaces, no paths, and a value above 32 bits reported by a message alone.
    Python27,
}

/// What the endpoint needs.
#[derive(Clone)]
pub(crate) struct Endpoint {
    pub(crate) schema: SpotSchema,
    pub(crate) input_types: InputTypes,
    pub(crate) faults: Faults,
    pub(crate) log: Log,
    pub(crate) dialect: Dialect,
}

/// Marks a response in whose place the connection is to be closed.
#[derive(Clone)]
pub(crate) struct Cut;

pub(crate) fn routes(endpoint: Endpoint) -> Router {
    Router::new()
        .route("/graphql", any(graphql))
        .route("/graphql/", any(graphql))
        .layer(DefaultBodyLimit::disable())
        .with_state(endpoint)
}

async fn graphql(
    State(endpoint): State<Endpoint>,
    method: Method,
    Query(parameters): Query<Map<String, Value>>,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let dialect = endpoint.dialect;
    let operation = match read(&method, &parameters, &headers, &body) {
        Ok(operation) => operation,
        Err((status, message)) => return json(status, wire::error_body(message, dialect)),
    };
    let variables = operation.variables.clone();
    let receipt = endpoint.log.receive(operation.query.clone(), variables, operation.name.clone());
    let fault = endpoint.faults.of(&operation.query);
    match fault {
        Fault::Html500 => return settle(&receipt, html(StatusCode::INTERNAL_SERVER_ERROR, SERVER_ERROR)),
        Fault::LoginPage => return settle(&receipt, html(StatusCode::OK, LOGIN_PAGE)),
        Fault::BadRequest400 => {
            let body = wire::error_body("Cannot query field \"nonsense\" on type \"SpotQueryType\".", dialect);
            return settle(&receipt, json(StatusCode::BAD_REQUEST, body));
        }
        Fault::Drop => return settle(&receipt, cut()),
        Fault::Endless(Silence::NoAnswer) => return future::pending().await,
        Fault::Endless(Silence::HeadersOnly) => {
            let silence = stream::pending::<Result<Bytes, Infallible>>();
            return with_type(Body::from_stream(silence.map(move |bytes| (bytes, &receipt).0)), JSON);
        }
        _ => {}
    }
    let cut_off = if fault == Fault::DieBetweenDeleteAndInsert { CutOff::wanted() } else { CutOff::default() };
    let mut answer = run(&endpoint, operation, cut_off.clone()).await;
    if cut_off.has_struck() {
        return settle(&receipt, cut());
    }
    if fault == Fault::ErrorsBesideData {
        answer.errors.push(ServerError::new("Impala: query was cancelled by an administrator", None));
    }
    spoil(&mut answer.data, fault);
    let status = if wire::is_refused(&answer) { StatusCode::BAD_REQUEST } else { StatusCode::OK };
    deliver(status, wire::body(&answer, dialect), fault, receipt)
}

struct Received {
    query: String,
    variables: Value,
    name: Option<String>,
}

/// Query, variables and operation name, from the URL or from the body; or why not.
fn read(
    method: &Method,
    parameters: &Map<String, Value>,
    headers: &HeaderMap,
    body: &[u8],
) -> Result<Received, (StatusCode, &'static str)> {
    if *method != Method::GET && *method != Method::POST {
        return Err((StatusCode::METHOD_NOT_ALLOWED, "GraphQL only supports GET and POST requests."));
    }
    let content_type = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let posted = if content_type.split(';').next().is_some_and(|kind| kind.trim() == "application/json") {
        serde_json::from_slice(body).map_err(|_| (StatusCode::BAD_REQUEST, "POST body sent invalid JSON."))?
    } else {
        Map::new()
    };
    let get = |key: &str| parameters.get(key).or_else(|| posted.get(key)).cloned();
    let Some(query) = get("query").and_then(text).filter(|query| !query.is_empty()) else {
        return Err((StatusCode::BAD_REQUEST, "Must provide query string."));
    };
    let variables = match get("variables") {
        Some(Value::String(text)) if !text.is_empty() => {
            serde_json::from_str(&text).map_err(|_| (StatusCode::BAD_REQUEST, "Variables are invalid JSON."))?
        }
        variables => variables.unwrap_or_default(),
    };
    if *method == Method::GET && has_mutation(&query) {
        return Err((StatusCode::METHOD_NOT_ALLOWED, "Can only perform a mutation operation from a POST request."));
    }
    Ok(Received { query, variables, name: get("operationName").and_then(text) })
}

fn text(value: Value) -> Option<String> {
    if let Value::String(text) = value { Some(text) } else { None }
}

fn has_mutation(query: &str) -> bool {
    parse_query(query).is_ok_and(|document| {
        document.operations.iter().any(|(_, operation)| operation.node.ty == OperationType::Mutation)
    })
}

/// Runs an operation where it may block, as statements do; files and other answers go on meanwhile.
async fn run(endpoint: &Endpoint, received: Received, cut_off: CutOff) -> Answer {
    let refusal = endpoint.input_types.refusal(&received.query, received.name.as_deref(), &received.variables);
    if let Some(error) = refusal {
        return Answer::from_errors(vec![error]);
    }
    let mut operation =
        Operation::new(received.query).variables(Variables::from_json(received.variables)).data(cut_off);
    if let Some(name) = received.name {
        operation = operation.operation_name(name);
    }
    let (schema, runtime) = (endpoint.schema.clone(), Handle::current());
    let answer = spawn_blocking(move || runtime.block_on(schema.execute(operation))).await;
    answer.unwrap_or_else(|panic| Answer::from_errors(vec![ServerError::new(panic.to_string(), None)]))
}

fn deliver(status: StatusCode, mut body: Vec<u8>, fault: Fault, receipt: Receipt) -> Response {
    match fault {
        Fault::TruncatedJson => {
            body.truncate(body.len() / 2);
            settle(&receipt, json(status, body))
        }
        Fault::DropMidway => {
            body.truncate(body.len() / 2);
            receipt.answered();
            let pieces = [Ok(Bytes::from(body)), Err(std::io::Error::other("the connection is to be closed"))];
            // The pause lets the first piece out before the connection ends.
            with_type(
                Body::from_stream(stream::iter(pieces).then(async |piece| {
                    if piece.is_err() {
                        sleep(std::time::Duration::from_millis(50)).await;
                    }
                    piece
                })),
                JSON,
            )
        }
        Fault::Slow { chunk_bytes, delay } => {
            let pieces: Vec<Bytes> = body.chunks(chunk_bytes.max(1)).map(Bytes::copy_from_slice).collect();
            let last = pieces.len().saturating_sub(1);
            let slowly = stream::iter(pieces).enumerate().then(move |(index, piece)| async move {
                sleep(delay).await;
                (index, piece)
            });
            with_type(
                Body::from_stream(slowly.map(move |(index, piece)| {
                    if index == last {
                        receipt.answered();
                    }
                    Ok::<_, Infallible>(piece)
                })),
                JSON,
            )
        }
        _ => settle(&receipt, json(status, body)),
    }
}

fn settle(receipt: &Receipt, response: Response) -> Response {
    receipt.answered();
    response
}

fn cut() -> Response {
    (axum::Extension(Cut), StatusCode::INTERNAL_SERVER_ERROR).into_response()
}

const JSON: HeaderValue = HeaderValue::from_static("application/json");

fn json(status: StatusCode, body: Vec<u8>) -> Response {
    (status, with_type(body.into(), JSON)).into_response()
}

fn html(status: StatusCode, page: &'static str) -> Response {
    (status, with_type(page.into(), HeaderValue::from_static("text/html; charset=UTF-8"))).into_response()
}

fn with_type(body: Body, content_type: HeaderValue) -> Response {
    ([(header::CONTENT_TYPE, content_type)], body).into_response()
}

const SERVER_ERROR: &str = "<!DOCTYPE HTML PUBLIC \"-//W3C//DTD HTML 3.2 Final//EN\">\n<title>500 Internal Server Error</title>\n\
    <h1>Internal Server Error</h1>\n<p>The server encountered an internal error and was unable to complete your request.  Either \
    the server is overloaded or there is an error in the application.</p>\n";

const LOGIN_PAGE: &str = "<!DOCTYPE HTML>\n<html>\n<head><title>Jupyter Notebook</title></head>\n<body>\n\
    <form action=\"/login?next=%2Fgraphql\" method=\"post\">Password: <input type=\"password\" name=\"password\">\
    <button type=\"submit\">Log in</button></form>\n</body>\n</html>\n";
