//! What was measured: printed as it comes, written as one object.

use std::collections::BTreeMap;
use std::path::Path;

/// Figures by name.
#[derive(Default)]
pub struct Figures(BTreeMap<String, f64>);

impl Figures {
    /// Notes a figure, and prints it beside its goal.
    pub fn note(&mut self, name: &str, figure: f64, goal: &str) {
        println!("{name:<32} {figure:>10.2}   goal: {goal}");
        self.0.insert(name.to_owned(), figure);
    }

    /// Writes them to `path`.
    pub fn write(&self, path: &Path) -> Result<(), Box<dyn std::error::Error + Send + Sync>> {
        Ok(std::fs::write(path, serde_json::to_string_pretty(&self.0)?)?)
    }
}

/// The middle one of `times`; 0 of none.
pub fn median(times: &[f64]) -> f64 {
    percentile(times, 50)
}

/// The least of `times` that so many percent of them do not exceed; 0 of none.
pub fn percentile(times: &[f64], percent: usize) -> f64 {
    let mut sorted = times.to_vec();
    sorted.sort_by(f64::total_cmp);
    sorted.get((sorted.len() * percent / 100).min(sorted.len().saturating_sub(1))).copied().unwrap_or(0.0)
}
