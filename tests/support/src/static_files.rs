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
    match (&files.dir, path.parse::<Uri>()) {
        (Some(dir), Ok(uri)) => {
            *request.uri_mut() = uri;
            match ServeDir::new(dir).oneshot(request).await {
                Ok(response) => fresh(response.map(Body::new)),
                Err(never) => match never {},
            }
        }
        _ => StatusCode::NOT_FOUND.into_response(),
    }
}

/// Asked for anew each time: a test must not see an earlier build's files.
fn fresh(mut response: Response) -> Response {
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    response
}
