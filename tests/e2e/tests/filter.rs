//! One line that says which flows are wanted: written, completed, edited by cells, and kept in the address.

use e2e::{Browser, Outcome, Page, Role, Screen, barriers};
use thirtyfour::prelude::*;

use crate::setting::{BOT, DAY, DEMO_DAY, SUSPECT, link, with_spot, without_spot};

const ENTER: &str = "\u{e007}";
const ESCAPE: &str = "\u{e00c}";
const DOWN: &str = "\u{e015}";
const RIGHT: &str = "\u{e014}";
const BY_CONNECTIONS: &str = "Top destination IP per connections";

async fn suspect(browser: &Browser, filter: &str) -> Result<(spot_server::SpotServer, Page), Failure> {
    let server = with_spot()?;
    let page = browser.open(&link(&server, &format!("date={DAY}|ip={SUSPECT}{filter}"))).await?;
    page.get(Role::ComboBox, "Filter").await?;
    Ok((server, page))
}

type Failure = Box<dyn std::error::Error + Send + Sync>;

/// Writes into the filter, which `f` reaches, and takes it.
async fn filter(page: &Page, text: &str) -> Outcome {
    let field = page.get(Role::ComboBox, "Filter").await?;
    field.clear().await?;
    field.send_keys(text).await?;
    field.send_keys(ENTER).await?;
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn everything_on_screen_follows_a_filter_and_back_undoes_it() -> Outcome {
    let browser = Browser::start(Screen::DESKTOP).await?;
    let (_server, page) = suspect(&browser, "").await?;
    page.named_says(Role::Group, "Outbound", "2").await?;

    filter(&page, "dport:25 bytes:>8200").await?;
    page.hash_says("filter=dport:25%20bytes:%3E8200").await?;
    page.named_says(Role::Group, "Connections", "1 of 5 rows").await?;
    page.named_says(Role::Group, "Outbound", "1").await?;
    page.named_says(Role::Group, "Inbound", "0").await?;
    page.until("the table to be filtered", || async {
        let rows = page.table(BY_CONNECTIONS).await?;
        Ok((rows.len() == 1 && rows[0][0].starts_with("198.51.100.1")).then_some(()))
    })
    .await?;
    page.says(Role::Status, "1 of 5 rows pass the filter").await?;

    page.driver().back().await?;
    page.named_says(Role::Group, "Outbound", "2").await?;
    page.until("an empty field", || async {
        let field = page.get(Role::ComboBox, "Filter").await?;
        Ok((field.value().await?.as_deref() == Some("")).then_some(()))
    })
    .await?;
    browser.quit().await?;
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_link_reproduces_what_is_filtered_and_a_broken_one_says_so() -> Outcome {
    let browser = Browser::start(Screen::DESKTOP).await?;
    let (server, page) = suspect(&browser, "|filter=src:203.0.113.0/24").await?;
    page.holds(Role::ComboBox, "Filter", "src:203.0.113.0/24").await?;
    page.named_says(Role::Group, "Connections", "1 of 5 rows").await?;
    page.get(Role::Image, "Timeline").await?;

    let broken = browser.open(&link(&server, &format!("date={DAY}|ip={SUSPECT}|filter=dport:many"))).await?;
    broken
        .until("what is wrong with the link", || async {
            let body = broken.driver().find(By::Tag("body")).await?.text().await?;
            Ok(body.contains("filter \u{201c}dport:many\u{201d} is not used").then_some(()))
        })
        .await?;
    broken.named_says(Role::Group, "Outbound", "2").await?;
    browser.quit().await?;
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn keys_complete_what_is_begun() -> Outcome {
    let browser = Browser::start(Screen::DESKTOP).await?;
    let (_server, page) = suspect(&browser, "").await?;
    page.named_says(Role::Group, "Outbound", "2").await?;

    page.keys("f").await?;
    page.keys("di").await?;
    page.get(Role::ListBox, "Completions of the filter").await?;
    page.keys(DOWN).await?;
    page.keys(ENTER).await?;
    page.holds(Role::ComboBox, "Filter", "dir:").await?;
    page.keys(DOWN).await?;
    page.keys(ENTER).await?;
    page.holds(Role::ComboBox, "Filter", "dir:inbound ").await?;
    page.hash_says("filter=dir:inbound").await?;
    page.named_says(Role::Group, "Outbound", "0").await?;

    page.keys("po").await?;
    page.get(Role::ListBox, "Completions of the filter").await?;
    page.keys(ESCAPE).await?;
    page.until("no list", || async {
        Ok((!page.has(Role::ListBox, "Completions of the filter").await?).then_some(()))
    })
    .await?;
    page.holds(Role::ComboBox, "Filter", "dir:inbound po").await?;
    browser.quit().await?;
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn addresses_of_the_data_complete_what_is_begun() -> Outcome {
    let browser = Browser::start(Screen::DESKTOP).await?;
    let (_server, page) = suspect(&browser, "").await?;
    page.named_says(Role::Group, "Outbound", "2").await?;

    page.keys("f").await?;
    page.keys("dst:198").await?;
    // The list of threats is one, too, and has such addresses.
    page.named_says(Role::ListBox, "Completions of the filter", "198.51.100.1").await?;
    page.keys(DOWN).await?;
    page.keys(ENTER).await?;
    page.hash_says("filter=dst:198.51.100.").await?;
    page.named_says(Role::Group, "Inbound", "0").await?;

    // Without a key, too; and what no address of the data begins with is none.
    page.keys("203.0").await?;
    page.named_says(Role::ListBox, "Completions of the filter", "203.0.113.").await?;
    page.keys("9999").await?;
    page.until("no list", || async {
        Ok((!page.has(Role::ListBox, "Completions of the filter").await?).then_some(()))
    })
    .await?;
    browser.quit().await?;
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn numbers_of_tables_ask_for_totals_of_the_whole_search() -> Outcome {
    let browser = Browser::start(Screen::DESKTOP).await?;
    let (server, _page) = suspect(&browser, "").await?;
    let page = browser.open(&link(&server, &format!("date={DAY}|ip={SUSPECT}|by=peer"))).await?;
    page.get(Role::Table, BY_CONNECTIONS).await?;
    let silent: Vec<String> = page
        .run(
            "return [...document.querySelectorAll('.table-card td')].filter(cell => !cell.closest('.gap'))
                .filter(cell => !cell.dataset.filter).map(cell => cell.textContent);",
        )
        .await?;
    assert!(silent.iter().all(|cell| cell.contains("not told") || cell == "\u{2014}"), "{silent:?}");
    browser.quit().await?;
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_wrong_is_told_under_its_place_and_the_last_filter_stays() -> Outcome {
    let browser = Browser::start(Screen::DESKTOP).await?;
    let (_server, page) = suspect(&browser, "|filter=dport:25").await?;
    page.named_says(Role::Group, "Connections", "2 of 5 rows").await?;

    filter(&page, "dport:25 src:10.0.0.300").await?;
    page.says(Role::Alert, "`10.0.0.300` is no address or subnet").await?;
    let off_px: f64 = page
        .run(
            "const input = document.getElementById('filter'), mark = document.querySelector('.mark span');
             const context = document.createElement('canvas').getContext('2d');
             context.font = getComputedStyle(input).font;
             const before = context.measureText('dport:25 src:').width + parseFloat(getComputedStyle(input).paddingLeft);
             return mark.getBoundingClientRect().left - input.getBoundingClientRect().left - before;",
        )
        .await?;
    assert!(off_px.abs() < 3.0, "the mark is {off_px} px beside what it is about");
    assert!(page.hash().await?.ends_with("filter=dport:25"), "{}", page.hash().await?);
    page.named_says(Role::Group, "Connections", "2 of 5 rows").await?;

    filter(&page, "src:10[.]0[.]0[.]7").await?;
    page.hash_says("filter=src:10.0.0.7").await?;
    page.named_says(Role::Group, "Connections", "3 of 5 rows").await?;
    browser.quit().await?;
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cell_includes_excludes_and_isolates_by_keys() -> Outcome {
    let browser = Browser::start(Screen::DESKTOP).await?;
    let (_server, page) = suspect(&browser, "").await?;
    page.get(Role::Table, BY_CONNECTIONS).await?;
    focus_cell(&page, 0).await?;
    // From the peer to the port at the destination, and its menu.
    for _ in 0..3 {
        page.keys(RIGHT).await?;
    }
    page.keys(ENTER).await?;
    let says: String = page.run("return document.querySelector('.cell-menu').getAttribute('aria-label')").await?;
    let port = says.rsplit(':').next().unwrap_or_default().to_owned();
    page.keys(DOWN).await?;
    page.keys(ENTER).await?;
    page.hash_says(&format!("filter=-dport:{port}")).await?;
    let focused: String = page.run("return document.activeElement.id").await?;
    assert_eq!(focused, "filter", "the keyboard goes on where the filter is");

    page.driver().back().await?;
    page.until("no filter", || async { Ok((!page.hash().await?.contains("filter=")).then_some(())) }).await?;
    focus_cell(&page, 0).await?;
    page.driver().action_chain().key_down(Key::Shift).send_keys(Key::F10).key_up(Key::Shift).perform().await?;
    page.until("the menu", || async {
        Ok((!page.driver().find_all(By::Css(".cell-menu")).await?.is_empty()).then_some(()))
    })
    .await?;
    page.keys(ESCAPE).await?;
    let focused: String = page.run("return document.activeElement.tagName").await?;
    assert_eq!(focused, "A", "Esc leads back to where one was");
    browser.quit().await?;
    Ok(())
}

/// Gives the focus to the peer of that row of the table of destinations.
async fn focus_cell(page: &Page, row: usize) -> Outcome {
    page.get(Role::Table, BY_CONNECTIONS).await?;
    page.until("a row", || async {
        let table = page.get(Role::Table, BY_CONNECTIONS).await?;
        let links = table.find_all(By::Css("tbody a")).await?;
        match links.get(row) {
            Some(link) => {
                link.focus().await?;
                Ok(Some(()))
            }
            None => Ok(None),
        }
    })
    .await?;
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cell_includes_excludes_and_isolates_by_mouse() -> Outcome {
    let browser = Browser::start(Screen::DESKTOP).await?;
    let (_server, page) = suspect(&browser, "").await?;
    for (edit, expected, rows) in [
        ("Only", "filter=dst:198.51.100.1", "1 of 5 rows"),
        ("Exclude", "filter=-dst:198.51.100.1", "4 of 5 rows"),
        ("Include", "filter=dst:198.51.100.1", "1 of 5 rows"),
    ] {
        page.until("the cell's menu", || async {
            let table = page.get(Role::Table, BY_CONNECTIONS).await?;
            let cell = table.find(By::Css("td[data-filter='dst:198.51.100.1']")).await?;
            cell.scroll_into_view().await?;
            page.driver().action_chain().move_to_element_center(&cell).perform().await?;
            cell.find(By::Css("button")).await?.click().await?;
            let item = format!("//*[@role='menuitem'][starts-with(normalize-space(.), '{edit}')]");
            page.driver().find(By::XPath(item)).await?.click().await?;
            Ok(Some(()))
        })
        .await?;
        page.hash_says(expected).await?;
        page.named_says(Role::Group, "Connections", rows).await?;
        page.press("Clear the filter").await?;
        page.named_says(Role::Group, "Connections", "in 5 rows").await?;
    }
    browser.quit().await?;
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn where_nothing_passes_one_button_clears_the_filter() -> Outcome {
    let browser = Browser::start(Screen::DESKTOP).await?;
    let (_server, page) = suspect(&browser, "|filter=proto:udp").await?;
    page.says(Role::Status, "Nothing passes the filter; without it there are 5 rows.").await?;
    page.press("Clear the filter").await?;
    page.get(Role::Table, BY_CONNECTIONS).await?;
    page.until("no filter", || async { Ok((!page.hash().await?.contains("filter=")).then_some(())) }).await?;
    browser.quit().await?;
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn hosts_are_judged_by_the_flows_that_pass_and_their_investigation_keeps_the_filter() -> Outcome {
    let server = without_spot()?;
    let browser = Browser::start(Screen::DESKTOP).await?;
    let page = browser.open(&link(&server, &format!("date={DEMO_DAY}|source=demo|filter=dport:25"))).await?;
    page.get(Role::Table, "Hosts by suspicion").await?;
    let first = page.table("Hosts by suspicion").await?.swap_remove(0);
    assert!(first[0].starts_with(BOT) && first[2].contains("TCP port 25"), "{first:?}");
    assert!(!first.concat().contains("port 53"), "{first:?}");

    page.click(Role::Link, BOT).await?;
    page.get(Role::Region, &format!("Investigation of {BOT}")).await?;
    page.holds(Role::ComboBox, "Filter", "dport:25").await?;
    page.named_says(Role::Group, "Connections", "of 1,885 rows").await?;
    page.click(Role::Link, "Storyboard").await?;
    page.get(Role::Image, "Incident progression").await?;
    let body = page.driver().find(By::Tag("body")).await?.text().await?;
    assert!(body.contains("there, not here, dport:25 is in force"), "{body}");
    browser.quit().await?;
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_keeps_anybody_out_of_the_field_and_the_menu() -> Outcome {
    for screen in [Screen::DESKTOP, Screen::DESKTOP.dark(), Screen::PHONE] {
        let browser = Browser::start(screen).await?;
        let (_server, page) = suspect(&browser, "").await?;
        page.get(Role::Table, BY_CONNECTIONS).await?;
        let field = page.get(Role::ComboBox, "Filter").await?;
        field.send_keys("d").await?;
        page.get(Role::ListBox, "Completions of the filter").await?;
        page.keys(DOWN).await?;
        let found = barriers(&page).await?;
        assert!(found.is_empty(), "completions, {screen:?}: {found:#?}");

        filter(&page, "dport:many").await?;
        page.says(Role::Alert, "`many` is no number").await?;
        let found = barriers(&page).await?;
        assert!(found.is_empty(), "what is wrong, {screen:?}: {found:#?}");

        focus_cell(&page, 0).await?;
        page.driver().action_chain().key_down(Key::Shift).send_keys(Key::F10).key_up(Key::Shift).perform().await?;
        page.until("the menu", || async {
            Ok((!page.driver().find_all(By::Css(".cell-menu")).await?.is_empty()).then_some(()))
        })
        .await?;
        let found = barriers(&page).await?;
        assert!(found.is_empty(), "the menu of a cell, {screen:?}: {found:#?}");
        browser.quit().await?;
    }
    Ok(())
}
