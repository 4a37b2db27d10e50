//! Forgetting the analyst's files, with what was written about them or without.

use e2e::{Browser, Outcome, Page, Role, Screen};

use crate::export::choose_technique;
use crate::files::{SCANNER, conn_log, drop_on_page};
use crate::setting::{demo_only, link};

const QUIET: &str = "10.0.0.5";

async fn forget(page: &Page) -> Outcome {
    page.press("Forget my files").await?;
    page.says(Role::Dialog, "your flow logs").await?;
    Ok(())
}

/// Waits until there are no files, and drops the log once more.
async fn drop_again(page: &Page) -> Outcome {
    page.says(Role::Region, "Drop flow logs anywhere on the page").await?;
    drop_on_page(page, "conn.log", &conn_log()).await?;
    page.says(Role::Region, "Zeek conn.log (TSV): 220 flows").await?;
    Ok(())
}

/// Of everything that the browser's store keeps about an analyst's own words: how many records.
async fn records(page: &Page) -> Result<Vec<u64>, Box<dyn std::error::Error + Send + Sync>> {
    let counted = page
        .run_async(
            "const done = arguments[arguments.length - 1];
             const opening = indexedDB.open('flow-threat-investigation');
             opening.onsuccess = () => {
               const database = opening.result;
               const stores = ['comments', 'drafts', 'storyboards', 'files'];
               const all = stores.map(name => new Promise(resolve => {
                 const asked = database.transaction(name).objectStore(name).getAllKeys();
                 asked.onsuccess = () => resolve(asked.result);
               }));
               Promise.all(all).then(([comments, drafts, storyboards, files]) => {
                 database.close();
                 const beginning = word => files.filter(key => key.startsWith(word)).length;
                 done([comments.length, drafts.length, storyboards.length, beginning('marks/'), beginning('techniques/')]);
               });
             };",
        )
        .await?;
    Ok(serde_json::from_value(counted)?)
}

#[tokio::test(flavor = "multi_thread")]
async fn forgetting_the_files_keeps_what_was_written_unless_it_is_to_go_too() -> Outcome {
    let server = demo_only()?;
    let browser = Browser::start(Screen::DESKTOP).await?;
    // What is written about another source is none of the files' business.
    let page = browser.open(&link(&server, "date=2011-08-10|ip=147.32.84.165")).await?;
    page.write("Threat title", "Of the demo").await?;
    page.press("Save").await?;
    page.says(Role::Status, "Saved").await?;

    drop_on_page(&page, "conn.log", &conn_log()).await?;
    page.press(&format!("Mark {SCANNER} as high risk")).await?;
    page.press(&format!("Mark {QUIET} as high risk")).await?;
    page.get(Role::Option, SCANNER).await?;
    page.click(Role::Link, SCANNER).await?;
    choose_technique(&page, "T1046").await?;
    page.get(Role::Button, "Remove T1046").await?;
    page.write("Threat title", "Looks for open shares").await?;
    page.press("Save").await?;
    page.says(Role::Status, "Saved").await?;
    page.click(Role::Option, QUIET).await?;
    page.write("Threat title", "Half a thought").await?;
    page.until("all to be kept", || async { Ok((records(&page).await? == [2, 1, 2, 1, 1]).then_some(())) }).await?;

    forget(&page).await?;
    page.says(Role::Dialog, "Kept: the files on your disk, your context files and").await?;
    page.says(Role::Dialog, "your comments, drafts, storyboards, marks and techniques").await?;
    page.press("Forget them").await?;
    drop_again(&page).await?;
    assert_eq!(records(&page).await?, [2, 1, 2, 1, 1]);
    page.click(Role::Option, QUIET).await?;
    page.holds(Role::TextBox, "Threat title", "Half a thought").await?;

    forget(&page).await?;
    page.click(Role::CheckBox, "Forget comments, drafts, storyboards, marks and techniques, too").await?;
    page.says(Role::Dialog, "not to be had back").await?;
    page.press("Forget them").await?;
    drop_again(&page).await?;
    // The demo's stay.
    assert_eq!(records(&page).await?, [1, 0, 1, 0, 0]);
    page.until("no marked host", || async {
        let text: String = page.run("return document.body.innerText").await?;
        Ok(text.contains("mark hosts of the list beside").then_some(()))
    })
    .await?;
    browser.quit().await?;
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_written_can_be_forgotten_when_the_files_are_gone() -> Outcome {
    let server = demo_only()?;
    let browser = Browser::start(Screen::DESKTOP).await?;
    let page = browser.open(&link(&server, "source=files")).await?;
    page.says(Role::Region, "Drop flow logs anywhere on the page").await?;
    assert!(!page.has(Role::Button, "Forget what I wrote").await?, "there is nothing");

    drop_on_page(&page, "conn.log", &conn_log()).await?;
    page.press(&format!("Mark {QUIET} as high risk")).await?;
    page.get(Role::Option, QUIET).await?;
    page.click(Role::Link, QUIET).await?;
    page.write("Threat title", "Half a thought").await?;
    page.until("all to be kept", || async { Ok((records(&page).await? == [0, 1, 0, 1, 0]).then_some(())) }).await?;
    forget(&page).await?;
    page.press("Forget them").await?;

    page.press("Forget what I wrote").await?;
    page.says(Role::Dialog, "not to be had back").await?;
    page.press("Keep it").await?;
    // It is still known at the next visit.
    page.driver().refresh().await?;
    page.press("Forget what I wrote").await?;
    page.press("Forget it").await?;
    page.until("nothing to be forgotten", || async {
        Ok((!page.has(Role::Button, "Forget what I wrote").await?).then_some(()))
    })
    .await?;
    assert_eq!(records(&page).await?, [0, 0, 0, 0, 0]);

    // A mark that was taken back is nothing.
    drop_on_page(&page, "conn.log", &conn_log()).await?;
    page.press("All hosts by suspicion").await?;
    page.press(&format!("Mark {QUIET} as high risk")).await?;
    page.press(&format!("Unmark {QUIET} as high risk")).await?;
    page.get(Role::Button, &format!("Mark {QUIET} as high risk")).await?;
    page.press("Remove conn.log").await?;
    page.until("no file", || async { Ok((!page.has(Role::Button, "Remove conn.log").await?).then_some(())) }).await?;
    page.until("nothing to be forgotten", || async {
        let has_either =
            page.has(Role::Button, "Forget what I wrote").await? || page.has(Role::Button, "Forget my files").await?;
        Ok((!has_either).then_some(()))
    })
    .await?;
    assert_eq!(browser.complaints().await?, Vec::<String>::new());
    browser.quit().await?;
    Ok(())
}
