//! After one visit the app starts without a network, and it says when it is there in a new version.

use std::fs;
use std::path::Path;

use e2e::{Browser, Outcome, PATIENCE, Page, Role, Screen, dist};
use serde_json::{Value, json};
use spot_server::{Db, Options, SpotServer};

use crate::setting::{BOT, DAY, DEMO_DAY, SUSPECT, copied_build, link, with_spot, without_spot};

const DRAFT: &str = "Half a thought";

type Failure = Box<dyn std::error::Error + Send + Sync>;

/// The paths of all files in a folder.
fn files_in(dir: &Path, inside: &str) -> std::io::Result<Vec<String>> {
    let mut files = Vec::new();
    for entry in fs::read_dir(dir)? {
        let (name, path) = entry.map(|entry| (entry.file_name().to_string_lossy().into_owned(), entry.path()))?;
        if path.is_dir() {
            files.extend(files_in(&path, &format!("{inside}{name}/"))?);
        } else {
            files.push(format!("{inside}{name}"));
        }
    }
    Ok(files)
}

/// Waits until the next visit needs no network: the service worker answers the page, and so it has kept its build.
async fn is_kept(page: &Page) -> Outcome {
    page.until("a service worker that answers", || async {
        let answers: bool = page.run("return navigator.serviceWorker.controller?.state === 'activated'").await?;
        Ok(answers.then_some(()))
    })
    .await
}

/// Names and addresses of what the browser keeps of the app.
async fn kept(page: &Page) -> Result<Vec<(String, Vec<String>)>, Failure> {
    let kept = page
        .run_async(
            "const done = arguments[0];
             (async () => {
               const all = [];
               for (const name of await caches.keys()) {
                 const requests = await (await caches.open(name)).keys();
                 all.push([name, requests.map(request => request.url).sort()]);
               }
               return all.sort();
             })().then(done);",
        )
        .await?;
    Ok(serde_json::from_value(kept)?)
}

#[tokio::test(flavor = "multi_thread")]
async fn after_one_visit_the_app_starts_and_the_demo_is_investigated_without_a_network() -> Outcome {
    let server = without_spot()?;
    let browser = Browser::start(Screen::DESKTOP).await?;
    let page = browser.open(&server.url()).await?;
    page.get(Role::Option, BOT).await?;
    is_kept(&page).await?;
    let address = server.url();
    browser.set_offline(true).await?;
    // Not only slow: nothing answers any more.
    drop(server);

    // As one who comes back another day, not by a reload alone.
    browser.open("about:blank").await?;
    let page = browser.open(&address).await?;
    page.click(Role::Option, BOT).await?;
    page.named_says(Role::Group, "Outbound", "1,031").await?;
    page.get(Role::Image, "Timeline").await?;
    page.write("Threat title", "Neris bot").await?;
    page.press("Save").await?;
    page.says(Role::Status, "Saved").await?;
    page.driver().refresh().await?;
    page.named_says(Role::Group, "Investigated \u{b7} 1", BOT).await?;

    // What the site said of itself is known, and what cannot be had is said.
    let body: String = page.run("return document.body.innerText").await?;
    assert!(!body.contains("config.json"), "{body}");
    page.says(Role::Status, "does not").await?;
    browser.quit().await?;
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn the_analysts_files_are_there_without_a_network() -> Outcome {
    const FLOWS: &str = r#"{"ts":1467968400.0,"id.orig_h":"10.0.0.7","id.orig_p":5000,"id.resp_h":"198.51.100.1","id.resp_p":25,"proto":"tcp","orig_ip_bytes":900,"orig_pkts":3}
"#;
    let server = without_spot()?;
    let browser = Browser::start(Screen::DESKTOP).await?;
    let page = browser.open(&link(&server, "source=files")).await?;
    is_kept(&page).await?;
    browser.set_offline(true).await?;
    drop(server);
    page.driver().refresh().await?;

    page.says(Role::Region, "flow logs").await?;
    page.run::<()>(&format!(
        "const data = new DataTransfer();
         data.items.add(new File([{}], 'conn.log'));
         document.body.dispatchEvent(new DragEvent('drop', {{ dataTransfer: data, bubbles: true, cancelable: true }}));",
        json!(FLOWS)
    ))
    .await?;
    page.write("IP address", "10.0.0.7").await?;
    page.press("Search").await?;
    page.get(Role::Region, "Investigation of 10.0.0.7").await?;
    page.named_says(Role::Group, "Outbound", "1").await?;
    browser.quit().await?;
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn spot_without_a_network_is_an_error_in_words_on_a_page_that_started() -> Outcome {
    let server = with_spot()?;
    let browser = Browser::start(Screen::DESKTOP).await?;
    let page = browser.open(&link(&server, &format!("date={DAY}|ip={SUSPECT}"))).await?;
    page.named_says(Role::Group, "Outbound", "2").await?;
    is_kept(&page).await?;
    page.driver().refresh().await?;
    page.named_says(Role::Group, "Outbound", "2").await?;
    let posts = server.requests().len();
    assert!(posts > 0, "the service worker leaves GraphQL alone");
    for (cache, addresses) in kept(&page).await? {
        assert!(!addresses.iter().any(|address| address.contains("graphql")), "{cache}: {addresses:?}");
    }

    browser.set_offline(true).await?;
    drop(server);
    page.driver().refresh().await?;
    page.says(Role::Alert, "no connection to the server").await?;
    page.says(Role::Status, "The network is off").await?;
    // It never becomes the demo by itself; it is a choice.
    let source = page.get(Role::ComboBox, "Source").await?;
    assert_eq!(source.value().await?.as_deref(), Some("spot"));
    browser.quit().await?;
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn exactly_the_files_of_the_build_are_kept_whatever_folder_the_app_is_in() -> Outcome {
    let options = Options::default().static_dir(dist()).under("/spot/app").no_graphql();
    let options = options.config(json!({"endpoint": "demo"}));
    let server = SpotServer::start(Db::in_memory()?, options)?;
    let browser = Browser::start(Screen::DESKTOP).await?;
    let page = browser.open(&server.url()).await?;
    page.get(Role::Option, BOT).await?;
    is_kept(&page).await?;
    // The second visit goes through the service worker.
    page.driver().refresh().await?;
    page.get(Role::Option, BOT).await?;

    let beside = ["service-worker.js", "manifest.webmanifest", "config.json", "index.html", "demo/", "icons/"];
    let mut files = files_in(&dist(), "")?;
    files.retain(|file| !beside.iter().any(|beside| file.starts_with(beside)));
    // The page, by its folder.
    files.push(String::new());
    files.sort_unstable();
    let expected: Vec<String> = files.iter().map(|file| format!("{}{file}", server.url())).collect();
    let kept = kept(&page).await?;
    let names: Vec<&str> = kept.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(kept.len(), 2, "one of the build, one of the site: {names:?}");
    assert_eq!(kept[0].1, expected, "{names:?}");
    assert_eq!(kept[1].1, [format!("{}config.json", server.url())]);
    assert_eq!(browser.complaints().await?, Vec::<String>::new());
    browser.quit().await?;
    Ok(())
}

/// Makes another build of a copy: of the same files, under the name `build`.
fn rename_build(dir: &Path, build: &str) -> Outcome {
    let page = fs::read_to_string(dir.join("index.html"))?;
    let present = page.split_once(r#"<meta name="build" content=""#).and_then(|(_, rest)| rest.split_once('"'));
    let present = present.ok_or("a page with the name of its build")?.0.to_owned();
    for file in ["index.html", "service-worker.js"] {
        let text = fs::read_to_string(dir.join(file))?;
        assert!(text.contains(&format!("\"{present}\"")), "{file} names the build");
        fs::write(dir.join(file), text.replace(&format!("\"{present}\""), &format!("\"{build}\"")))?;
    }
    Ok(())
}

/// Soon after its own start the browser may put off what it is asked about a service worker for half a minute.
async fn hears_of_the_new_version(page: &Page) -> Outcome {
    page.says_within(3 * PATIENCE, Role::Status, "A new version of the app is here").await?;
    Ok(())
}

async fn build_on_screen(page: &Page) -> Result<String, Failure> {
    page.run("return document.querySelector('meta[name=build]').content").await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_version_says_so_waits_and_loses_no_draft() -> Outcome {
    let dir = copied_build()?;
    let options = Options::default().static_dir(dir.path()).no_graphql();
    let server = SpotServer::start(Db::in_memory()?, options)?;
    let browser = Browser::start(Screen::DESKTOP).await?;
    let page = browser.open(&link(&server, &format!("date={DEMO_DAY}|ip={BOT}"))).await?;
    page.get(Role::TextBox, "Threat title").await?;
    is_kept(&page).await?;
    let former = build_on_screen(&page).await?;
    let body: String = page.run("return document.body.innerText").await?;
    assert!(!body.contains("new version"), "the first one is no new one: {body}");

    rename_build(dir.path(), "next")?;
    page.driver().refresh().await?;
    hears_of_the_new_version(&page).await?;
    assert_eq!(build_on_screen(&page).await?, former, "it waits until it is wanted");
    page.write("Threat title", DRAFT).await?;
    page.press("Reload to use it").await?;

    page.until("the new version", || async { Ok((build_on_screen(&page).await? == "next").then_some(())) }).await?;
    page.holds(Role::TextBox, "Threat title", DRAFT).await?;
    assert!(!page.has(Role::Button, "Reload to use it").await?);
    let names: Vec<String> = kept(&page).await?.into_iter().map(|(name, _)| name).collect();
    assert!(!names.iter().any(|name| name.ends_with(&former)), "the former build is forgotten: {names:?}");

    // The new one is kept as well.
    browser.set_offline(true).await?;
    drop(server);
    page.driver().refresh().await?;
    page.holds(Role::TextBox, "Threat title", DRAFT).await?;
    assert_eq!(build_on_screen(&page).await?, "next");
    browser.quit().await?;
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_that_stays_open_hears_of_a_new_version_that_another_tab_took() -> Outcome {
    let dir = copied_build()?;
    let options = Options::default().static_dir(dir.path()).no_graphql();
    let server = SpotServer::start(Db::in_memory()?, options)?;
    let browser = Browser::start(Screen::DESKTOP).await?;
    let page = browser.open(&link(&server, &format!("date={DEMO_DAY}|ip={BOT}"))).await?;
    page.get(Role::TextBox, "Threat title").await?;
    is_kept(&page).await?;
    page.write("Threat title", DRAFT).await?;
    let first = page.driver().window().await?;

    rename_build(dir.path(), "next")?;
    let second = page.driver().new_tab().await?;
    page.driver().switch_to_window(second).await?;
    let page = browser.open(&server.url()).await?;
    hears_of_the_new_version(&page).await?;
    page.press("Reload to use it").await?;
    page.until("the new version", || async { Ok((build_on_screen(&page).await? == "next").then_some(())) }).await?;

    page.driver().switch_to_window(first).await?;
    page.says(Role::Status, "A new version of the app is here").await?;
    assert_ne!(build_on_screen(&page).await?, "next", "a page is not taken from under the analyst");
    page.press("Reload to use it").await?;
    page.until("the new version", || async { Ok((build_on_screen(&page).await? == "next").then_some(())) }).await?;
    page.holds(Role::TextBox, "Threat title", DRAFT).await?;
    browser.quit().await?;
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_build_that_is_still_being_copied_to_the_server_is_not_taken() -> Outcome {
    let dir = copied_build()?;
    let options = Options::default().static_dir(dir.path()).no_graphql();
    let server = SpotServer::start(Db::in_memory()?, options)?;
    let browser = Browser::start(Screen::DESKTOP).await?;
    let page = browser.open(&server.url()).await?;
    page.get(Role::Option, BOT).await?;
    is_kept(&page).await?;

    // The service worker is there already, the page is not.
    let index = fs::read(dir.path().join("index.html"))?;
    rename_build(dir.path(), "next")?;
    fs::write(dir.path().join("index.html"), &index)?;
    let outcome = page
        .run_async(
            "const done = arguments[0];
             navigator.serviceWorker.getRegistration().then(registration => {
               registration.addEventListener('updatefound', () => {
                 const worker = registration.installing;
                 worker.addEventListener('statechange', () => done(worker.state));
               });
               // It fails when what it found does.
               registration.update().catch(() => {});
             });",
        )
        .await?;
    assert_eq!(outcome, json!("redundant"));
    page.driver().refresh().await?;
    page.get(Role::Option, BOT).await?;
    assert!(!page.has(Role::Button, "Reload to use it").await?);
    browser.quit().await?;
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn the_browser_finds_nothing_that_keeps_the_app_from_being_installed() -> Outcome {
    let server = without_spot()?;
    let browser = Browser::start(Screen::DESKTOP).await?;
    let page = browser.open(&server.url()).await?;
    page.get(Role::Option, BOT).await?;
    is_kept(&page).await?;
    let manifest = browser.devtools("Page.getAppManifest", json!({})).await?;
    assert_eq!(manifest["errors"], json!([]), "{manifest}");
    let text: Value = serde_json::from_str(manifest["data"].as_str().unwrap_or_default())?;
    for icon in text["icons"].as_array().ok_or("icons")? {
        let file = dist().join(icon["src"].as_str().unwrap_or_default());
        assert!(file.is_file(), "{}", file.display());
    }
    let obstacles = browser.devtools("Page.getInstallabilityErrors", json!({})).await?;
    assert_eq!(obstacles["installabilityErrors"], json!([]));
    browser.quit().await?;
    Ok(())
}
