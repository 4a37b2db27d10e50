//! A server that is running, and how to start one.

use std::{
    net::{Ipv4Addr, SocketAddr, TcpListener},
    path::PathBuf,
};

use axum::{Router, body::Body, extract::Request};
use hyper::{body::Incoming, server::conn::http1, service::service_fn};
use hyper_util::rt::TokioIo;
use serde_json::Value;
use tokio::{net::TcpStream, runtime::Runtime};
use tower::ServiceExt as _;

use crate::{
    Comment, Day, Db, Dialect, Error, Fault, RecordedRequest, Scope,
    context::ContextFiles,
    fault::Faults,
    http::{self, Cut, Endpoint},
    record::Log,
    schema,
    static_files::{self, Files},
    variables::InputTypes,
};

/// What a server serves besides its database. By default: GraphQL alone, on a port that is free.
#[derive(Debug, Default)]
pub struct Options {
    port: u16,
    graphql: Graphql,
    dialect: Dialect,
    files: Files,
    context: ContextFiles,
}

#[derive(Debug, PartialEq, Eq, Default)]
enum Graphql {
    #[default]
    Served,
    Absent,
}

impl Options {
    /// Serves these files at `/`.
    #[must_use]
    pub fn static_dir(mut self, dir: impl Into<PathBuf>) -> Self {
        self.files.dir = Some(dir.into());
        self
    }

    /// Serves the files under this path, as `/spot/app`. GraphQL stays at `/graphql`.
    #[must_use]
    pub fn under(mut self, sub_path: &str) -> Self {
        let trimmed = sub_path.trim_matches('/');
        self.files.sub_path = if trimmed.is_empty() { String::new() } else { format!("/{trimmed}") };
        self
    }

    /// Serves this in place of the file `config.json`.
    #[must_use]
    pub fn config(mut self, config: Value) -> Self {
        self.files.config = Some(config);
        self
    }

    /// Serves the files of this folder too, in place of the app's of the same path: context files of a site. They may come
    /// and go while the server runs.
    #[must_use]
    pub fn beside(mut self, dir: impl Into<PathBuf>) -> Self {
        self.files.beside = Some(dir.into());
        self
    }

    /// Never answers those who ask for the file at this path, as `/iploc.csv`.
    #[must_use]
    pub fn stalled(mut self, path: &str) -> Self {
        self.files.stalled = Some(path.to_owned());
        self
    }

    /// Listens on this port.
    #[must_use]
    pub fn port(self, port: u16) -> Self {
        Self { port, ..self }
    }

    /// Serves files only: a host without Spot. POST to `/graphql` gets 404 or 405.
    #[must_use]
    pub fn no_graphql(self) -> Self {
        Self { graphql: Graphql::Absent, ..self }
    }

    /// Writes answers so.
    #[must_use]
    pub fn dialect(self, dialect: Dialect) -> Self {
        Self { dialect, ..self }
    }

    /// Gives Spot a `networkcontext_1.csv` of this text.
    #[must_use]
    pub fn network_context(self, csv: &str) -> Self {
        Self { context: self.context.with_networks(csv), ..self }
    }

    /// Gives Spot an `iploc.csv` of this text; without one it makes no map.
    #[must_use]
    pub fn iploc(self, csv: &str) -> Self {
        Self { context: self.context.with_places(csv), ..self }
    }
}

/// A running server, on threads of its own; it ends with this value. May be started and dropped inside or outside of async code.
#[derive(Debug)]
pub struct SpotServer {
    address: SocketAddr,
    sub_path: String,
    db: Db,
    faults: Faults,
    log: Log,
    runtime: Option<Runtime>,
}

impl SpotServer {
    /// Starts a server on 127.0.0.1. It answers as soon as this returns.
    pub fn start(db: Db, options: Options) -> Result<Self, Error> {
        let Options { port, graphql, dialect, files, context } = options;
        let io = |what: String| move |source| Error::Io { what, source };
        let listener =
            TcpListener::bind((Ipv4Addr::LOCALHOST, port)).map_err(io(format!("cannot listen on port {port}")))?;
        let address = listener.local_addr().map_err(io("no address".to_owned()))?;
        listener.set_nonblocking(true).map_err(io("cannot set the socket up".to_owned()))?;
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build();
        let runtime = runtime.map_err(io("cannot start the runtime".to_owned()))?;

        let (faults, log, sub_path) = (Faults::default(), Log::default(), files.sub_path.clone());
        let mut routes = static_files::routes(files);
        if graphql == Graphql::Served {
            let schema = schema::build(&db, context);
            let input_types = InputTypes::of(&schema.sdl());
            routes = routes.merge(http::routes(Endpoint {
                schema,
                input_types,
                faults: faults.clone(),
                log: log.clone(),
                dialect,
            }));
        }
        runtime.spawn(accept(listener, routes));
        Ok(Self { address, sub_path, db, faults, log, runtime: Some(runtime) })
    }

    /// Where the app is, with a slash at the end.
    #[must_use]
    pub fn url(&self) -> String {
        format!("http://{}{}/", self.address, self.sub_path)
    }

    /// Where GraphQL is.
    #[must_use]
    pub fn graphql_url(&self) -> String {
        format!("http://{}/graphql", self.address)
    }

    /// The database that it serves.
    #[must_use]
    pub fn db(&self) -> &Db {
        &self.db
    }

    /// Lets a fault befall operations from now on: `server.fault("details", Fault::Html500)`, or `Scope::All`.
    /// [`Fault::None`] lifts it.
    pub fn fault(&self, scope: impl Into<Scope>, fault: Fault) {
        self.faults.set(scope.into(), fault);
    }

    /// Lifts all faults.
    pub fn clear_faults(&self) {
        self.faults.clear();
    }

    /// The GraphQL requests so far, in the order they came.
    #[must_use]
    pub fn requests(&self) -> Vec<RecordedRequest> {
        self.log.requests()
    }

    /// Those of them whose query contains this name.
    #[must_use]
    pub fn requests_for(&self, field: &str) -> Vec<RecordedRequest> {
        self.requests().into_iter().filter(|request| request.asks_for(field)).collect()
    }

    /// The comments that are stored for a day.
    pub fn comments(&self, day: Day) -> Result<Vec<Comment>, Error> {
        self.db.comments(day)
    }
}

impl Drop for SpotServer {
    fn drop(&mut self) {
        if let Some(runtime) = self.runtime.take() {
            // Waiting for the end is not allowed inside async code.
            runtime.shutdown_background();
        }
    }
}

async fn accept(listener: TcpListener, routes: Router) {
    let Ok(listener) = tokio::net::TcpListener::from_std(listener) else { return };
    loop {
        if let Ok((stream, _)) = listener.accept().await {
            tokio::spawn(serve(stream, routes.clone()));
        }
    }
}

/// Serves one request and closes. A browser repeats a request by itself when a connection that it had kept is closed without
/// an answer; with faults that would make it unknowable what was received how often.
async fn serve(stream: TcpStream, routes: Router) {
    let service = service_fn(move |request: hyper::Request<Incoming>| {
        let routes = routes.clone();
        async move {
            let response = match routes.oneshot(Request::from(request.map(Body::new))).await {
                Ok(response) => response,
                Err(never) => match never {},
            };
            if response.extensions().get::<Cut>().is_some() { Err(Dropped) } else { Ok(response) }
        }
    });
    // An error here is a client that went away, or a connection that was to be closed.
    let _ = http1::Builder::new().keep_alive(false).serve_connection(TokioIo::new(stream), service).await;
}

/// Makes hyper close a connection without an answer.
#[derive(Debug, thiserror::Error)]
#[error("the connection is to be closed")]
struct Dropped;
