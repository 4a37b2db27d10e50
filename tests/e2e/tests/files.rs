//! The analyst's own flow logs, dropped on the page.

use std::path::Path;

use e2e::{Browser, Outcome, Page, Role, Screen};
use serde_json::json;
use tempfile::TempDir;
use thirtyfour::components::SelectElement;
use thirtyfour::prelude::*;

use crate::setting::{demo_only, link};

/// Whom [`conn_log`] shows as a scanner.
pub const SCANNER: &str = "10.0.0.66";
const QUIET: &str = "10.0.0.5";
/// Midnight of 2023-11-15, UTC.
const MIDNIGHT: u32 = 1_700_006_400;
const SCANNED: u32 = 200;

/// Whatever ends a test.
pub type Failure = Box<dyn std::error::Error + Send + Sync>;

/// Zeek's conn.log of a day on which [`SCANNER`] knocks at many doors, and one line that cannot be read.
pub fn conn_log() -> String {
    let fields =
        "#fields\tts\tid.orig_h\tid.orig_p\tid.resp_h\tid.resp_p\tproto\tconn_state\torig_ip_bytes\tresp_ip_bytes\n";
    let knocks = (1..=SCANNED).map(|host| {
        let second = MIDNIGHT + 36_000 + host * 3;
        format!("{second}.250000\t{SCANNER}\t40000\t198.51.100.{host}\t445\ttcp\tS0\t60\t0\n")
    });
    let visits = (0..20_u32).map(|visit| {
        let (second, sent) = (MIDNIGHT + 40_000 + visit * visit * 31, 400 + visit * 77);
        format!("{second}.5\t{QUIET}\t50{visit:03}\t192.0.2.7\t443\ttcp\tSF\t{sent}\t9000\n")
    });
    let head = format!("#separator \\x09\n#path\tconn\n{fields}");
    let wrong = "yesterday\t10.0.0.5\t1\t10.0.0.6\t2\ttcp\tSF\t1\t1\n".to_owned();
    [head].into_iter().chain(knocks).chain(visits).chain([wrong]).collect()
}

/// Writes a file to the disk.
pub fn file_of(dir: &TempDir, name: &str, content: &str) -> Result<String, Failure> {
    let path = dir.path().join(name);
    std::fs::write(&path, content)?;
    Ok(path.to_string_lossy().into_owned())
}

/// Chooses a file as the button "Choose files" would let one.
pub async fn choose(page: &Page, file: &str) -> Outcome {
    page.get(Role::Button, "Choose files\u{2026}").await?;
    page.driver().find(By::Css("input[type=file][aria-label='Flow logs']")).await?.send_keys(file).await?;
    Ok(())
}

/// Drops a file of this content somewhere on the page.
pub async fn drop_on_page(page: &Page, name: &str, content: &str) -> Outcome {
    let script = format!(
        "const data = new DataTransfer();
         data.items.add(new File([{}], {}));
         document.querySelector('main').dispatchEvent(
           new DragEvent('drop', {{ dataTransfer: data, bubbles: true, cancelable: true }}));",
        json!(content),
        json!(name)
    );
    page.run::<()>(&script).await
}

async fn hosts(page: &Page) -> Result<Vec<Vec<String>>, Failure> {
    page.get(Role::Table, "Hosts by suspicion").await?;
    page.run(
        "return [...document.querySelectorAll('.hosts tbody tr')]
           .map(row => [...row.cells].map(cell => cell.innerText.replace(/\\s+/g, ' ').trim()))",
    )
    .await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_dropped_zeek_log_shows_the_scanner_who_is_investigated_saved_exported_and_still_there_after_a_reload()
-> Outcome {
    let server = demo_only()?;
    let browser = Browser::start(Screen::DESKTOP).await?;
    let page = browser.open(&link(&server, "")).await?;
    page.get(Role::ListBox, "Threats").await?;

    drop_on_page(&page, "conn.log", &conn_log()).await?;

    page.says(Role::Region, "Zeek conn.log (TSV): 220 flows").await?;
    page.says(Role::Region, "1 line left out").await?;
    page.hash_says("source=files").await?;
    let first = page
        .until("the scanner to lead the list", || async {
            let rows = hosts(&page).await?;
            Ok(rows.into_iter().next().filter(|row| row.first().is_some_and(|cell| cell == SCANNER)))
        })
        .await?;
    assert!(first[2].contains("TCP port 445 on 200 hosts"), "{first:?}");
    assert!(first[2].contains("200 of 200 connections failed"), "{first:?}");

    page.press(&format!("Mark {SCANNER} as high risk")).await?;
    page.get(Role::Option, SCANNER).await?;
    page.click(Role::Link, SCANNER).await?;
    page.named_says(Role::Group, "Outbound", "200").await?;
    let sent_to = page.table("Top destination IP per connections").await?;
    assert_eq!(sent_to[0][..], ["198.51.100.1", "1", "40000", "445"].map(str::to_owned));

    page.write("Threat title", "Looks for open shares").await?;
    page.press("Save").await?;
    page.says(Role::Status, "Saved").await?;

    page.driver().refresh().await?;
    page.named_says(Role::Group, "Outbound", "200").await?;
    page.holds(Role::TextBox, "Threat title", "Looks for open shares").await?;
    page.press("Export").await?;
    page.press("Markdown ticket").await?;
    page.says(Role::Status, "10.0.0.66-2023-11-15-ticket.md is downloaded.").await?;
    page.press("Close").await?;

    page.press("Remove conn.log").await?;
    page.says(Role::Region, "Drop flow logs anywhere on the page").await?;
    browser.quit().await?;
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_no_flow_log_says_so_and_a_table_of_another_kind_is_asked_about_once() -> Outcome {
    let server = demo_only()?;
    let dir = tempfile::tempdir()?;
    let browser = Browser::start(Screen::DESKTOP).await?;
    let page = browser.open(&link(&server, "source=files")).await?;

    choose(&page, &file_of(&dir, "notes.txt", "Dear diary,\nit rained.\n")?).await?;
    page.says(Role::Alert, "notes.txt is not read").await?;
    page.says(Role::Alert, "Zeek conn.log").await?;
    page.press("Dismiss").await?;

    let table =
        "when;from;to;port\n2023-11-15 10:00:00;10.0.0.1;192.0.2.1;53\n2023-11-15 10:00:09;10.0.0.1;192.0.2.2;53\n";
    choose(&page, &file_of(&dir, "odd.csv", table)?).await?;
    page.get(Role::Dialog, "What do the columns of odd.csv mean?").await?;
    let port = page.get(Role::ComboBox, "Meaning of port").await?;
    SelectElement::new(&port).await?.select_by_visible_text("destination port").await?;
    page.press("Read the file").await?;
    page.says(Role::Region, "table with assigned columns: 2 flows").await?;

    // The next one of the kind is asked about with what was said of the last.
    choose(&page, &file_of(&dir, "odd-too.csv", table)?).await?;
    page.get(Role::Dialog, "What do the columns of odd-too.csv mean?").await?;
    page.holds(Role::ComboBox, "Meaning of port", "destination port").await?;
    page.press("Read the file").await?;
    page.until("both", || async {
        let body: String = page.run("return document.querySelector('.files').innerText").await?;
        Ok((body.matches("2 flows").count() == 2).then_some(()))
    })
    .await?;

    page.press("Forget my files").await?;
    page.press("Forget them").await?;
    page.says(Role::Region, "Drop flow logs anywhere on the page").await?;
    page.driver().refresh().await?;
    page.says(Role::Region, "Drop flow logs anywhere on the page").await?;
    assert!(Path::new(&dir.path().join("odd.csv")).exists(), "what is on the disk stays");
    browser.quit().await?;
    Ok(())
}
