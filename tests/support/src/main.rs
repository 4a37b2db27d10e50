//! Serves Spot's own sample, and the app beside it, to be tried in a browser.

use std::{error::Error, path::PathBuf, process::ExitCode};

use serde_json::{Value, json};
use spot_server::{
    Db, Options, SpotServer,
    sample::{self, Progress},
};

const USAGE: &str = "usage: spot-server [--port N] [--static DIR] [--no-graphql]

  --port N       listen on 127.0.0.1:N (8080)
  --static DIR   serve the app's files at /, with \"endpoint\": \"/graphql\" in its config.json
  --no-graphql   files only, as they are: a host without Spot";

struct Arguments {
    port: u16,
    dir: Option<PathBuf>,
    mode: Mode,
}

#[derive(PartialEq)]
enum Mode {
    Sample,
    FilesOnly,
}

fn main() -> ExitCode {
    match arguments(std::env::args().skip(1)).and_then(serve) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("spot-server: {error}");
            ExitCode::from(2)
        }
    }
}

fn arguments(mut given: impl Iterator<Item = String>) -> Result<Arguments, Box<dyn Error>> {
    let mut arguments = Arguments { port: 8080, dir: None, mode: Mode::Sample };
    while let Some(flag) = given.next() {
        let mut value = || given.next().ok_or_else(|| format!("{flag} needs a value\n{USAGE}"));
        match flag.as_str() {
            "--port" => arguments.port = value()?.parse().map_err(|_| format!("--port needs a number\n{USAGE}"))?,
            "--static" => arguments.dir = Some(value()?.into()),
            "--no-graphql" => arguments.mode = Mode::FilesOnly,
            "--help" | "-h" => {
                println!("{USAGE}");
                std::process::exit(0);
            }
            _ => return Err(format!("{flag} is not known\n{USAGE}").into()),
        }
    }
    Ok(arguments)
}

fn serve(Arguments { port, dir, mode }: Arguments) -> Result<(), Box<dyn Error>> {
    let mut options = Options::default().port(port);
    if let Some(dir) = &dir {
        if !dir.is_dir() {
            return Err(format!("{} is no folder; build the app first", dir.display()).into());
        }
        options = options.static_dir(dir);
    }
    // Kept until the process ends.
    let _server = match mode {
        Mode::FilesOnly => {
            let server = SpotServer::start(Db::in_memory()?, options.no_graphql())?;
            println!("Files only, no GraphQL: {}", server.url());
            server
        }
        Mode::Sample => {
            let config = config_for_spot(dir.map(|dir| dir.join("config.json")));
            let server = SpotServer::start(sample::database(Progress::Investigated)?, options.config(config))?;
            let (url, day, ips) = (server.url(), sample::DAY, sample::HIGH_RISK_IPS.join(", "));
            println!("Spot's own sample: {url}#date={day}|ip={} (high risk on {day}: {ips})", sample::SEARCHED_IP);
            server
        }
    };
    loop {
        std::thread::park();
    }
}

/// The app's own configuration, but with Spot's endpoint.
fn config_for_spot(file: Option<PathBuf>) -> Value {
    let own = file.and_then(|file| std::fs::read(file).ok()).and_then(|text| serde_json::from_slice(&text).ok());
    let mut config = match own {
        Some(Value::Object(own)) => own,
        _ => serde_json::Map::new(),
    };
    config.insert("endpoint".to_owned(), json!("/graphql"));
    Value::Object(config)
}
