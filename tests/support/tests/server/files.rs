//! The app's files beside GraphQL.

use std::path::PathBuf;

use serde_json::json;
use spot_server::{Db, Options, SpotServer};

use crate::client::{Answer, agent, receive};

/// A folder with an app in it, removed with this value.
struct App(PathBuf);

impl App {
    fn new(name: &str) -> Self {
        let dir = std::env::temp_dir().join(format!("spot-server-{name}-{}", std::process::id()));
        std::fs::create_dir_all(&dir).unwrap();
        for (file, content) in [
            ("index.html", "<!doctype html>"),
            ("app.js", ""),
            ("app_bg.wasm", ""),
            ("style.css", ""),
            ("config.json", "{\"own\": 1}"),
        ] {
            std::fs::write(dir.join(file), content).unwrap();
        }
        Self(dir)
    }
}

impl Drop for App {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

fn get(server: &SpotServer, path: &str) -> Answer {
    receive(agent().get(format!("{}{path}", server.url())).call().unwrap()).unwrap()
}

#[test]
fn files_have_their_types_and_an_index() {
    let app = App::new("types");
    let server = SpotServer::start(Db::in_memory().unwrap(), Options::default().static_dir(&app.0)).unwrap();
    for (path, content_type) in [
        ("", "text/html"),
        ("index.html", "text/html"),
        ("app.js", "text/javascript"),
        ("app_bg.wasm", "application/wasm"),
        ("style.css", "text/css"),
        ("config.json", "application/json"),
    ] {
        let answer = get(&server, path);
        assert_eq!((answer.status, answer.content_type.as_str()), (200, content_type), "{path}");
    }
    assert_eq!(get(&server, "config.json").json(), json!({"own": 1}));
    assert_eq!(get(&server, "missing.js").status, 404);
    let response = agent().get(format!("{}app.js", server.url())).call().unwrap();
    assert_eq!(response.headers()["cache-control"], "no-cache");
}

#[test]
fn a_sub_path_and_a_configuration_of_the_tests_own() {
    let app = App::new("sub-path");
    let options = Options::default().static_dir(&app.0).under("/spot/app/").config(json!({"endpoint": "/graphql"}));
    let server = SpotServer::start(Db::in_memory().unwrap(), options).unwrap();
    assert!(server.url().ends_with("/spot/app/"));
    assert_eq!(get(&server, "").text, "<!doctype html>");
    assert_eq!(get(&server, "config.json").json(), json!({"endpoint": "/graphql"}));
    let host = server.url().replace("spot/app/", "");
    assert_eq!(receive(agent().get(format!("{host}spot/app")).call().unwrap()).unwrap().text, "<!doctype html>");
    assert_eq!(receive(agent().get(&host).call().unwrap()).unwrap().status, 404);
}

#[test]
fn a_host_without_spot_has_no_graphql() {
    let app = App::new("no-graphql");
    let options = Options::default().static_dir(&app.0).no_graphql();
    let server = SpotServer::start(Db::in_memory().unwrap(), options).unwrap();
    let answer = receive(agent().post(server.graphql_url()).send("{}").unwrap()).unwrap();
    assert!([404, 405].contains(&answer.status));
    assert_eq!(get(&server, "").status, 200);
}
