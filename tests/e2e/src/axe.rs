//! What axe-core, the checker of accessibility, finds on a page.

use std::path::Path;

use serde::Deserialize;

use crate::page::Page;

/// Something that keeps people out.
#[derive(Clone, Debug, Deserialize)]
pub struct Violation {
    /// The rule.
    pub id: String,
    /// `minor`, `moderate`, `serious` or `critical`.
    pub impact: Option<String>,
    /// What the rule asks for.
    pub help: String,
    /// Where: the elements' markup.
    pub elements: Vec<String>,
}

/// What is serious or worse on the page as it is now.
///
/// The script is axe-core's, from npm; the driver runs it in the page, beside the page's content security policy.
pub async fn barriers(page: &Page) -> Result<Vec<Violation>, Box<dyn std::error::Error + Send + Sync>> {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../node_modules/axe-core/axe.min.js");
    let axe = std::fs::read_to_string(&script)
        .map_err(|error| format!("{} cannot be read ({error}): run `npm ci`", script.display()))?;
    page.run::<serde_json::Value>(&format!("{axe}; window.axe = window.axe || axe; return null;")).await?;
    let found = page
        .run_async(
            "const done = arguments[arguments.length - 1];
             axe.run(document, {resultTypes: ['violations']}).then(
                 found => done(found.violations.map(({id, impact, help, nodes}) =>
                     ({id, impact, help, elements: nodes.map(node => node.html.slice(0, 200))}))),
                 error => done([{id: 'axe', impact: 'critical', help: String(error), elements: []}]));",
        )
        .await?;
    let found: Vec<Violation> = serde_json::from_value(found)?;
    let is_barrier = |violation: &Violation| matches!(violation.impact.as_deref(), Some("serious" | "critical"));
    Ok(found.into_iter().filter(is_barrier).collect())
}
