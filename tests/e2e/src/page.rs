//! What is open in the browser, as someone meets it who knows roles and names, and no markup.

use std::fmt::Debug;
use std::time::Duration;

use http::Method;
use serde::de::DeserializeOwned;
use thirtyfour::common::command::FormatRequestData;
use thirtyfour::prelude::*;
use thirtyfour::{RequestData, SessionId};
use tokio::time::{Instant, sleep};

use crate::role::Role;

/// How long something may take to be there. On a machine that is busy with a build too, a page may be slow.
pub const PATIENCE: Duration = Duration::from_secs(30);

/// A page. Every question waits until its answer is the one hoped for, or [`PATIENCE`] ends.
pub struct Page {
    driver: WebDriver,
}

type Failure = Box<dyn std::error::Error + Send + Sync>;

impl Page {
    pub(crate) fn new(driver: WebDriver) -> Self {
        Self { driver }
    }

    /// The element of `role` named `name`, exactly.
    pub async fn get(&self, role: Role, name: &str) -> Result<WebElement, Failure> {
        self.until(&format!("{} \"{name}\"", role.name()), || async { Ok(self.find(role, name).await?) }).await
    }

    /// Whether there is, now, an element of `role` named `name`.
    pub async fn has(&self, role: Role, name: &str) -> WebDriverResult<bool> {
        loop {
            match self.find(role, name).await {
                // The page changed while it was asked.
                Err(trouble) if trouble.to_string().contains("stale element") => {}
                found => return Ok(found?.is_some()),
            }
        }
    }

    /// Waits for an element of `role` whose text contains `words`, whatever its name.
    pub async fn says(&self, role: Role, words: &str) -> Result<WebElement, Failure> {
        self.says_within(PATIENCE, role, words).await
    }

    /// The same, for what takes its time.
    pub async fn says_within(&self, patience: Duration, role: Role, words: &str) -> Result<WebElement, Failure> {
        self.until_within(patience, &format!("{} that says \"{words}\"", role.name()), || async {
            for element in self.all(role).await? {
                if element.text().await?.contains(words) {
                    return Ok(Some(element));
                }
            }
            Ok(None)
        })
        .await
    }

    /// Waits until the element of `role` named `name` contains `words`.
    pub async fn named_says(&self, role: Role, name: &str, words: &str) -> Result<(), Failure> {
        self.until(&format!("{} \"{name}\" with \"{words}\"", role.name()), || async {
            match self.find(role, name).await? {
                Some(element) => Ok(element.text().await?.contains(words).then_some(())),
                None => Ok(None),
            }
        })
        .await
    }

    /// The texts of all elements of `role`.
    pub async fn texts(&self, role: Role) -> WebDriverResult<Vec<String>> {
        let mut texts = Vec::new();
        for element in self.all(role).await? {
            texts.push(element.text().await?);
        }
        Ok(texts)
    }

    /// The names of all elements of `role`, in the order of the page.
    pub async fn names(&self, role: Role) -> WebDriverResult<Vec<String>> {
        let mut names = Vec::new();
        for element in self.all(role).await? {
            names.push(self.label(&element).await?);
        }
        Ok(names)
    }

    /// Presses the button of that name.
    pub async fn press(&self, name: &str) -> Result<(), Failure> {
        self.click(Role::Button, name).await
    }

    /// Clicks, once. An element that is replaced before that is looked for again.
    pub async fn click(&self, role: Role, name: &str) -> Result<(), Failure> {
        self.until(&format!("a click on {} \"{name}\"", role.name()), || async {
            let Some(element) = self.find(role, name).await? else { return Ok(None) };
            element.scroll_into_view().await?;
            match element.click().await {
                Err(error) if !is_of_the_page(&error) => Err(error.into()),
                // It was hit: what it did, loading another page, took the answer with it. What follows tells.
                Ok(()) | Err(_) => Ok(Some(())),
            }
        })
        .await
    }

    /// Replaces what is in a text field by `text`, key by key.
    pub async fn write(&self, name: &str, text: &str) -> Result<(), Failure> {
        self.until(&format!("a textbox \"{name}\" to write in"), || async {
            let Some(field) = self.find(Role::TextBox, name).await? else { return Ok(None) };
            field.clear().await?;
            field.send_keys(text).await?;
            Ok(Some(()))
        })
        .await
    }

    /// Sets a number, as one who selects what is there and types over it.
    pub async fn set(&self, name: &str, number: &str) -> Result<(), Failure> {
        let field = self.get(Role::SpinButton, name).await?;
        field.send_keys(Key::Control + "a").await?;
        field.send_keys(number).await?;
        field.send_keys(Key::Enter).await?;
        Ok(())
    }

    /// Waits until the field of `role` named `name` holds `value`.
    pub async fn holds(&self, role: Role, name: &str, value: &str) -> Result<(), Failure> {
        self.until(&format!("{} \"{name}\" to hold \"{value}\"", role.name()), || async {
            match self.find(role, name).await? {
                Some(element) => Ok((element.value().await?.as_deref() == Some(value)).then_some(())),
                None => Ok(None),
            }
        })
        .await
    }

    /// The cells of the table of that caption, row by row, without its head.
    pub async fn table(&self, caption: &str) -> Result<Vec<Vec<String>>, Failure> {
        let table = self.get(Role::Table, caption).await?;
        let script = "return [...arguments[0].querySelectorAll('tbody tr')].map(row =>
            [...row.querySelectorAll('th, td')].map(cell => cell.innerText.trim()));";
        Ok(self.driver.execute(script, vec![table.to_json()?]).await?.convert()?)
    }

    /// The part of the address after `#`.
    pub async fn hash(&self) -> WebDriverResult<String> {
        Ok(self.driver.current_url().await?.fragment().unwrap_or_default().to_owned())
    }

    /// Waits until the address's hash contains `words`.
    pub async fn hash_says(&self, words: &str) -> Result<(), Failure> {
        self.until(&format!("a hash with \"{words}\""), || async {
            Ok(self.hash().await?.contains(words).then_some(()))
        })
        .await
    }

    /// Types into whatever has the focus.
    pub async fn keys(&self, keys: &str) -> WebDriverResult<()> {
        self.driver.active_element().await?.send_keys(keys).await
    }

    /// The driver, for what has no role: going back, reloading, pictures.
    #[must_use]
    pub fn driver(&self) -> &WebDriver {
        &self.driver
    }

    /// Runs a script in the page.
    pub async fn run<T: DeserializeOwned>(&self, script: &str) -> Result<T, Failure> {
        Ok(self.driver.execute(script, Vec::new()).await?.convert()?)
    }

    /// Runs a script that calls its last argument when it is done, and gives what that was called with.
    pub async fn run_async(&self, script: &str) -> Result<serde_json::Value, Failure> {
        Ok(self.driver.execute_async(script, Vec::new()).await?.json().clone())
    }

    /// Waits for `what`: asks until there is an answer.
    pub async fn until<T, F>(&self, what: &str, ask: impl FnMut() -> F) -> Result<T, Failure>
    where
        F: Future<Output = Result<Option<T>, Failure>>,
    {
        self.until_within(PATIENCE, what, ask).await
    }

    /// The same, for what takes its time.
    pub async fn until_within<T, F>(
        &self,
        patience: Duration,
        what: &str,
        mut ask: impl FnMut() -> F,
    ) -> Result<T, Failure>
    where
        F: Future<Output = Result<Option<T>, Failure>>,
    {
        let end = Instant::now() + patience;
        loop {
            // The page changes while it is asked: an element that just went away is looked for again.
            let trouble = match ask().await {
                Ok(Some(answer)) => return Ok(answer),
                Ok(None) => None,
                Err(trouble) => Some(trouble),
            };
            if Instant::now() > end {
                let page = self.driver.find(By::Tag("body")).await?.text().await?;
                let trouble = trouble.map(|trouble| format!(" ({trouble})")).unwrap_or_default();
                return Err(format!("waited in vain for {what}{trouble}; the page says:\n{page}").into());
            }
            sleep(Duration::from_millis(40)).await;
        }
    }

    async fn find(&self, role: Role, name: &str) -> WebDriverResult<Option<WebElement>> {
        for element in self.all(role).await? {
            if self.label(&element).await? == name {
                return Ok(Some(element));
            }
        }
        Ok(None)
    }

    /// All elements of `role` that can be met: not the hidden ones.
    async fn all(&self, role: Role) -> WebDriverResult<Vec<WebElement>> {
        let mut found = Vec::new();
        for element in self.driver.find_all(By::Css(role.candidates())).await? {
            if role.is(&self.computed(&element, "computedrole").await?) {
                found.push(element);
            }
        }
        Ok(found)
    }

    async fn label(&self, element: &WebElement) -> WebDriverResult<String> {
        self.computed(element, "computedlabel").await
    }

    /// What the browser's accessibility tree says of an element (`WebDriver`, "Get Computed Role" and "Label").
    async fn computed(&self, element: &WebElement, what: &'static str) -> WebDriverResult<String> {
        let question = Computed { element: element.element_id().to_string(), what };
        self.driver.cmd(question).await?.value()
    }
}

/// Whether an answer was lost with the page that it was about: the driver has no code of its own for that.
fn is_of_the_page(error: &WebDriverError) -> bool {
    error.to_string().contains("aborted by navigation")
}

#[derive(Debug)]
struct Computed {
    element: String,
    what: &'static str,
}

impl FormatRequestData for Computed {
    fn format_request(&self, session: &SessionId) -> RequestData {
        let Self { element, what } = self;
        RequestData::new(Method::GET, format!("session/{session}/element/{element}/{what}"))
    }
}
