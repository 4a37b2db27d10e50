//! Takes the README's pictures of the demo: `make screenshots`.

use std::path::Path;

use e2e::{Browser, Outcome, Role, Screen, dist};
use spot_server::{Db, Options, SpotServer};

const BOT: &str = "147.32.84.165";
const HOSTS: &str = "hosts-light.png";
const PICTURES: [(&str, Screen); 2] =
    [("investigation-light.png", Screen::DESKTOP), ("investigation-phone-dark.png", Screen::PHONE.dark())];

#[tokio::main]
async fn main() -> Outcome {
    let docs = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs");
    let server = SpotServer::start(Db::in_memory()?, Options::default().static_dir(dist()).no_graphql())?;
    let browser = Browser::start(Screen::DESKTOP).await?;
    let page = browser.open(&format!("{}#date=2011-08-10|source=demo", server.url())).await?;
    page.get(Role::Table, "Hosts by suspicion").await?;
    page.driver().screenshot(&docs.join(HOSTS)).await?;
    println!("docs/{HOSTS}");
    browser.quit().await?;
    for (name, screen) in PICTURES {
        let browser = Browser::start(screen).await?;
        let page = browser.open(&format!("{}#date=2011-08-10|ip={BOT}", server.url())).await?;
        page.get(Role::Table, "Top destination IP per bytes transferred").await?;
        page.get(Role::Image, "Timeline").await?;
        page.write("Threat title", "Neris bot: C&C over IRC, spam through DNS and SMTP").await?;
        page.run::<()>("window.scrollTo(0, 0)").await?;
        page.driver().screenshot(&docs.join(name)).await?;
        println!("docs/{name}");
        browser.quit().await?;
    }
    Ok(())
}
