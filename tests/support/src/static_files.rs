//! The app's files, optionally under a sub path, with a `config.json` of the test's own.

use std::{path::PathBuf, sync::Arc};

use axum::{
    Router,
    body::Body,
    extract::{Request, State},
    http::{HeaderValue, StatusCode, Uri, header},
    response::{IntoResponse, Redirect, Response},
};
use tower::ServiceExt as _;
use tower_http::services::ServeDir;

/// What is served besides GraphQL.
#[derive(Debug, Clone, Default)]
pub(crate) struct Files {
    pub(crate) dir: Option<PathBuf>,
    /// As `/spot/app`, or empty.
    pub(crate) sub_path: String,
    /// Served in place of the file `config.json`.
    pub(crate) config: Option<serde_json::Value>,
    /// Files of the site beside the app's.
    pub(crate) beside: Option<PathBuf>,
    /// A file whose answer never comes.
    pub(crate) stalled: Option<String>,
}

pub(crate) fn routes(files: Files) -> Router {
    Router::new().fallback(serve).with_state(Arc::new(files))
}

async fn serve(State(files): State<Arc<Files>>, mut request: Request) -> Response {
    let Some(path) = request.uri().path().strip_prefix(files.sub_path.as_str()).map(str::to_owned) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    if path.is_empty() {
        // Relative URLs need the slash.
        return Redirect::permanent(&format!("{}/", files.sub_path)).into_response();
    }
    if let (Some(config), "/config.json") = (&files.config, path.as_str()) {
        return fresh(([(header::CONTENT_TYPE, "application/json")], config.to_string()).into_response());
    }
    if files.stalled.as_ref() == Some(&path) {
        return std::future::pending().await;
    }
    let Ok(uri) = path.parse::<Uri>() else { return StatusCode::NOT_FOUND.into_response() };
    let dir = match &files.beside {
        Some(beside) if beside.join(path.trim_start_matches('/')).is_file() => Some(beside),
        _ => files.dir.as_ref(),
    };
    let Some(dir) = dir else { return StatusCode::NOT_FOUND.into_response() };
    *request.uri_mut() = uri;
    match ServeDir::new(dir).oneshot(request).await {
        Ok(response) => fresh(response.map(Body::new)),
        Err(never) => match never {},
    }
}

/// Asked for anew each time: a test must not see an earlier build's files.
fn fresh(mut response: Response) -> Response {
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    response
}
