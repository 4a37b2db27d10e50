//! Tables of kinds that nobody knows: the analyst says in a preview what their columns and dates mean.

use e2e::{Browser, Outcome, Page, Role, Screen};
use thirtyfour::components::SelectElement;
use thirtyfour::prelude::*;

use crate::files::drop_on_page;
use crate::setting::{demo_only, link};

async fn select(page: &Page, name: &str, text: &str) -> Outcome {
    let field = page.get(Role::ComboBox, name).await?;
    SelectElement::new(&field).await?.select_by_visible_text(text).await?;
    Ok(())
}

/// `true` as soon as the button reads the file.
async fn can_read(page: &Page) -> WebDriverResult<bool> {
    let button = page.driver().find(By::Css("dialog[open] .primary")).await?;
    Ok(button.attr("aria-disabled").await?.is_none())
}

#[tokio::test(flavor = "multi_thread")]
async fn date_and_clock_in_two_columns_and_the_order_of_dates_are_asked_for_told_and_remembered() -> Outcome {
    let server = demo_only()?;
    let browser = Browser::start(Screen::DESKTOP).await?;
    let page = browser.open(&link(&server, "source=files")).await?;
    page.says(Role::Region, "Drop flow logs anywhere on the page").await?;

    let head = "on;at;from;to\n";
    let ambiguous = format!("{head}03/04/2025;2:03:02 PM;10.0.0.1;192.0.2.1\n05/04/2025;9:00;10.0.0.1;192.0.2.2\n");
    drop_on_page(&page, "firewall.csv", &ambiguous).await?;
    page.get(Role::Dialog, "What do the columns of firewall.csv mean?").await?;
    page.holds(Role::ComboBox, "Meaning of on", "start date").await?;
    page.holds(Role::ComboBox, "Meaning of at", "start clock").await?;
    // Neither order is guessed.
    page.says(Role::Status, "Still to be said: order of dates.").await?;
    assert!(!can_read(&page).await?);
    select(&page, "Meaning of at", "\u{2013}").await?;
    page.says(Role::Status, "Still to be said: start clock, order of dates.").await?;
    select(&page, "Meaning of at", "start clock").await?;
    select(&page, "Order of dates", "day first: 03/04/2025 is 2025-04-03").await?;
    page.until("all to be said", || async { Ok(can_read(&page).await?.then_some(())) }).await?;
    page.press("Read the file").await?;
    page.says(Role::Region, "table with assigned columns: 2 flows").await?;
    page.hash_says("date=2025-04-05").await?;
    page.get(Role::Button, "2025-04-03").await?;

    // The next one of the kind: with what was said of the last.
    drop_on_page(&page, "firewall-2.csv", &ambiguous).await?;
    page.get(Role::Dialog, "What do the columns of firewall-2.csv mean?").await?;
    page.holds(Role::ComboBox, "Order of dates", "day first").await?;
    page.press("Close").await?;

    // And one whose rows tell otherwise: they know better, and say so.
    let told = format!("{head}12/31/2025;2:03:02 PM;10.0.0.1;192.0.2.1\n01/02/2025;9:00;10.0.0.1;192.0.2.2\n");
    drop_on_page(&page, "firewall-3.csv", &told).await?;
    page.says(Role::Dialog, "Dates are month first: some can be read in no other way. 12/31/2025 is 2025-12-31.")
        .await?;
    assert!(!page.has(Role::ComboBox, "Order of dates").await?);
    page.press("Read the file").await?;
    page.get(Role::Button, "2025-12-31").await?;
    page.get(Role::Button, "2025-01-02").await?;

    // Kept with its meaning: read again at the next visit.
    page.driver().refresh().await?;
    page.get(Role::Button, "2025-04-03").await?;
    page.get(Role::Button, "2025-12-31").await?;
    assert_eq!(browser.complaints().await?, Vec::<String>::new());
    browser.quit().await?;
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn years_of_two_digits_and_decimal_commas_are_told_or_asked_for() -> Outcome {
    let server = demo_only()?;
    let browser = Browser::start(Screen::DESKTOP).await?;
    let page = browser.open(&link(&server, "source=files")).await?;
    page.says(Role::Region, "Drop flow logs anywhere on the page").await?;

    // The numbers tell; the dates may begin with the day or the year, and nothing but a person knows which.
    let head = "start date;start time;end date;end time;from;to;bytes\n";
    let table = format!(
        "{head}31/12/25;23:59:58;01/01/26;0:00:03,5;10.0.0.1;192.0.2.1;1.234,0\n\
         31/12/25;9:00;31/12/25;9:00;10.0.0.1;192.0.2.2;1.234\n"
    );
    drop_on_page(&page, "excel.csv", &table).await?;
    page.get(Role::Dialog, "What do the columns of excel.csv mean?").await?;
    page.holds(Role::ComboBox, "Meaning of end date", "end date").await?;
    page.holds(Role::ComboBox, "Meaning of end time", "end clock").await?;
    page.says(Role::Dialog, "Numbers have a decimal comma: some can be read in no other way.").await?;
    page.says(Role::Status, "Still to be said: order of dates.").await?;
    let orders: Vec<String> =
        page.run("return [...document.querySelectorAll('.order option')].map(option => option.text)").await?;
    assert_eq!(orders, ["\u{2013}", "day first: 31/12/25 is 2025-12-31", "year first: 31/12/25 is 2031-12-25"]);
    select(&page, "Order of dates", "day first: 31/12/25 is 2025-12-31").await?;
    page.until("all to be said", || async { Ok(can_read(&page).await?.then_some(())) }).await?;
    page.press("Read the file").await?;
    page.says(Role::Region, "table with assigned columns: 2 flows").await?;
    page.hash_says("date=2025-12-31").await?;

    // Bytes, or thousands of them.
    let open =
        "when;from;to;bytes\n2026-02-03 9:00;10.0.0.1;192.0.2.1;1,234\n2026-02-03 9:01;10.0.0.1;192.0.2.1;12,500\n";
    drop_on_page(&page, "thousands.csv", open).await?;
    page.get(Role::Dialog, "What do the columns of thousands.csv mean?").await?;
    page.says(Role::Status, "Still to be said: decimal mark.").await?;
    assert!(!can_read(&page).await?);
    select(&page, "Decimal mark", "decimal point, as in 1,234.5").await?;
    page.until("all to be said", || async { Ok(can_read(&page).await?.then_some(())) }).await?;
    page.press("Read the file").await?;
    page.get(Role::Button, "2026-02-03").await?;
    // Kept with that meaning.
    page.driver().refresh().await?;
    page.get(Role::Button, "2026-02-03").await?;
    assert_eq!(browser.complaints().await?, Vec::<String>::new());
    browser.quit().await?;
    Ok(())
}

/// As a browser remembers it that had an earlier version.
#[tokio::test(flavor = "multi_thread")]
async fn what_an_earlier_version_remembered_of_columns_still_holds() -> Outcome {
    let server = demo_only()?;
    let browser = Browser::start(Screen::DESKTOP).await?;
    let page = browser.open(&link(&server, "source=files")).await?;
    page.says(Role::Region, "Drop flow logs anywhere on the page").await?;
    page.run::<()>(
        "const places = Array(22).fill(null);
         [places[0], places[3], places[4], places[10]] = [0, 2, 1, 3];
         localStorage.setItem('columns:' + ['when', 'to', 'from', 'octets'].join('\\u001f'), JSON.stringify({ places }));",
    )
    .await?;
    drop_on_page(&page, "odd.csv", "when;to;from;octets\n2025-04-03 9:00;192.0.2.1;10.0.0.1;77\n").await?;
    page.get(Role::Dialog, "What do the columns of odd.csv mean?").await?;
    page.holds(Role::ComboBox, "Meaning of from", "source address").await?;
    page.holds(Role::ComboBox, "Meaning of octets", "bytes both ways").await?;
    page.press("Read the file").await?;
    page.says(Role::Region, "table with assigned columns: 1 flow").await?;
    browser.quit().await?;
    Ok(())
}
