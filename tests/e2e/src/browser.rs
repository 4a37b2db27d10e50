//! Chromium and its driver: started for a test, ended with it.

use std::net::TcpListener;
use std::path::Path;
use std::process::Stdio;
use std::time::Duration;

use tempfile::TempDir;
use thirtyfour::prelude::*;
use thirtyfour::{ChromeCapabilities, ChromiumLikeCapabilities, LoggingPrefsLogLevel};
use tokio::process::{Child, Command};
use tokio::time::{Instant, sleep};

use crate::page::{PATIENCE, Page};

/// The size of the browser's window, and whether the analyst likes it dark.
#[derive(Clone, Copy, Debug)]
pub struct Screen {
    /// CSS pixels across.
    pub width: u32,
    /// CSS pixels down.
    pub height: u32,
    /// What `prefers-color-scheme` says.
    pub dark: bool,
    /// Device pixels per CSS pixel.
    pub density: f64,
}

impl Screen {
    /// A desktop, light.
    pub const DESKTOP: Self = Self { width: 1440, height: 900, dark: false, density: 1.0 };
    /// A phone, light.
    pub const PHONE: Self = Self { width: 390, height: 844, dark: false, density: 2.0 };

    /// The same in the dark.
    #[must_use]
    pub const fn dark(self) -> Self {
        Self { dark: true, ..self }
    }
}

/// A browser of its own: no history, no store, nothing of another test's.
pub struct Browser {
    driver: WebDriver,
    // In this order: the driver's process ends, then the profile's folder goes.
    _chromedriver: Child,
    _profile: TempDir,
}

impl Browser {
    /// Starts one.
    pub async fn start(screen: Screen) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
        let profile = tempfile::tempdir()?;
        let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
        let program = std::env::var("CHROMEDRIVER").unwrap_or_else(|_| "chromedriver".to_owned());
        let chromedriver = Command::new(&program)
            .arg(format!("--port={port}"))
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .kill_on_drop(true)
            .spawn()
            .map_err(|error| format!("{program} does not start ({error}): run `make test`, which installs it"))?;
        let driver = connect(port, &capabilities(screen, profile.path())?).await?;
        let browser = Self { driver, _chromedriver: chromedriver, _profile: profile };
        browser.set_screen(screen).await?;
        Ok(browser)
    }

    /// Opens `url`.
    pub async fn open(&self, url: &str) -> WebDriverResult<Page> {
        self.driver.goto(url).await?;
        Ok(Page::new(self.driver.clone()))
    }

    /// What is open.
    #[must_use]
    pub fn page(&self) -> Page {
        Page::new(self.driver.clone())
    }

    /// Sets the size of the page and the colour scheme. Chromium's own window cannot be as narrow as a phone.
    pub async fn set_screen(&self, screen: Screen) -> WebDriverResult<()> {
        let Screen { width, height, dark, density } = screen;
        let cdp = self.driver.cdp();
        let metrics =
            serde_json::json!({"width": width, "height": height, "deviceScaleFactor": density, "mobile": width < 500});
        cdp.send_raw("Emulation.setDeviceMetricsOverride", metrics).await?;
        let scheme = if dark { "dark" } else { "light" };
        let features = serde_json::json!({"features": [{"name": "prefers-color-scheme", "value": scheme}]});
        cdp.send_raw("Emulation.setEmulatedMedia", features).await?;
        Ok(())
    }

    /// Asks Chromium's developer tools.
    pub async fn devtools(&self, command: &str, question: serde_json::Value) -> WebDriverResult<serde_json::Value> {
        self.driver.cdp().send_raw(command, question).await
    }

    /// Runs a script in every page that is opened from now on, before the page's own.
    pub async fn before_each_page(&self, script: &str) -> WebDriverResult<()> {
        let source = serde_json::json!({"source": script});
        self.devtools("Page.addScriptToEvaluateOnNewDocument", source).await?;
        Ok(())
    }

    /// Switches the network off, or on again.
    pub async fn set_offline(&self, offline: bool) -> WebDriverResult<()> {
        let cdp = self.driver.cdp();
        cdp.send_raw("Network.enable", serde_json::json!({})).await?;
        let conditions =
            serde_json::json!({"offline": offline, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1});
        cdp.send_raw("Network.emulateNetworkConditions", conditions).await?;
        Ok(())
    }

    /// What the console says since it was last asked: warnings and errors.
    pub async fn complaints(&self) -> WebDriverResult<Vec<String>> {
        let log = self.driver.browser_log().await?;
        // The browser's own pages, the one that it opens with among them, are not ours to mend.
        let of_a_page = log.into_iter().map(|entry| entry.message).filter(|message| !message.starts_with("chrome://"));
        Ok(of_a_page.collect())
    }

    /// Ends it.
    pub async fn quit(self) -> WebDriverResult<()> {
        self.driver.quit().await
    }
}

async fn connect(port: u16, capabilities: &ChromeCapabilities) -> WebDriverResult<WebDriver> {
    let until = Instant::now() + PATIENCE;
    loop {
        match WebDriver::new(format!("http://127.0.0.1:{port}"), capabilities.clone()).await {
            Err(_) if Instant::now() < until => sleep(Duration::from_millis(50)).await,
            outcome => return outcome,
        }
    }
}

fn capabilities(screen: Screen, profile: &Path) -> WebDriverResult<ChromeCapabilities> {
    let mut capabilities = DesiredCapabilities::chrome();
    for argument in [
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--disable-dev-shm-usage",
    ] {
        capabilities.add_arg(argument)?;
    }
    capabilities.add_arg(&format!("--window-size={},{}", screen.width.max(500), screen.height))?;
    capabilities.add_arg(&format!("--user-data-dir={}", profile.display()))?;
    capabilities.set_browser_log_level(LoggingPrefsLogLevel::Warning)?;
    Ok(capabilities)
}
