//! Serves the measured pages, the app, and what is generated: answers at `/rows/N`, and as Spot's endpoint would, and flow
//! logs at `/zeek/N`.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

use axum::Router;
use axum::body::Body;
use axum::extract::{Path as UrlPath, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use bytes::Bytes;
use futures::stream;
use tower_http::services::ServeDir;

use crate::generated::{SOUGHT, body};
use crate::zeek;

/// What the endpoint answers with, and when it was done with it.
#[derive(Clone)]
pub struct Answer {
    chunks: Arc<Vec<Bytes>>,
    last_byte_ms: Arc<AtomicU64>,
}

impl Answer {
    /// An answer of so many rows, made before anything is measured.
    pub fn of(rows: u64) -> Self {
        Self { chunks: Arc::new(body(rows).map(Bytes::from).collect()), last_byte_ms: Arc::default() }
    }

    /// When the last byte was handed to the network, in milliseconds since 1970; 0 before.
    pub fn last_byte_ms(&self) -> u64 {
        self.last_byte_ms.load(Ordering::Relaxed)
    }
}

/// Starts serving the app at `/app/`, the packages of npm at `/node_modules/` and the benchmark's page at `/`; gives its
/// address.
pub async fn start(root: &Path, dist: &Path, answer: Answer) -> std::io::Result<String> {
    let config = || async { ([(header::CONTENT_TYPE, "application/json")], r#"{"endpoint": "/graphql"}"#) };
    let app = Router::new()
        .route(
            "/rows/{rows}",
            get(|UrlPath(rows): UrlPath<u64>| async move { json(stream_of(body(rows).map(Bytes::from))) }),
        )
        .route(
            "/zeek/{rows}",
            get(|UrlPath(rows): UrlPath<u64>| async move { stream_of(zeek::log(rows).map(Bytes::from)) }),
        )
        .route("/graphql", post(graphql))
        .route("/app/config.json", get(config))
        .nest_service("/app", ServeDir::new(dist))
        .nest_service("/node_modules", ServeDir::new(root.join("benches/node_modules")))
        .fallback_service(ServeDir::new(root.join("target/bench-page")))
        .with_state(answer);
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
    let address = format!("http://{}", listener.local_addr()?);
    tokio::spawn(async move { axum::serve(listener, app).await });
    Ok(address)
}

async fn graphql(State(answer): State<Answer>, query: String) -> Response {
    if !query.contains("details") {
        let scored = format!(r#"{{"srcIp": "{SOUGHT}", "dstIp": "{SOUGHT}", "score": 1}}"#);
        let threats = format!(r#"{{"data": {{"flow": {{"threats": {{"list": [{scored}], "comments": []}}}}}}}}"#);
        return json(Body::from(threats));
    }
    answer.last_byte_ms.store(0, Ordering::Relaxed);
    let Answer { chunks, last_byte_ms } = answer;
    let count = chunks.len();
    json(stream_of((0..count).map(move |index| {
        if index + 1 == count {
            last_byte_ms.store(now_ms(), Ordering::Relaxed);
        }
        chunks[index].clone()
    })))
}

fn stream_of(chunks: impl Iterator<Item = Bytes> + Send + 'static) -> Body {
    Body::from_stream(stream::iter(chunks.map(Ok::<_, std::io::Error>)))
}

fn json(body: Body) -> Response {
    ([(header::CONTENT_TYPE, "application/json")], body).into_response()
}

fn now_ms() -> u64 {
    let since_1970 = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    u64::try_from(since_1970.as_millis()).unwrap_or(u64::MAX)
}
