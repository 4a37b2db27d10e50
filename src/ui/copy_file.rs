//! Hands a copy of the day's comments over to the analyst.

use super::day_copy::DayCopy;
use super::hooks::download::{download, file_of};
use super::state::{App, News};

/// Lets the browser download `copy`.
pub fn hand_over(app: App, copy: &DayCopy) {
    let handed = file_of(&copy.json, "application/json").and_then(|file| download(&file, &copy.name));
    if handed.is_err() {
        app.tell(News::Bad(format!("This browser could not make {}. Free some memory, then try again.", copy.name)));
    }
}
