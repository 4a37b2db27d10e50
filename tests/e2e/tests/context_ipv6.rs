//! Context files of IPv6, dropped in beside a flow log of IPv6.

use e2e::{Browser, Outcome, Role, Screen};

use crate::context::{cell_says, drop_in};
use crate::files::drop_on_page;
use crate::setting::{demo_only, link};

const LOG: &str = "#path\tconn
#fields\tts\tid.orig_h\tid.orig_p\tid.resp_h\tid.resp_p\tproto\tconn_state\torig_ip_bytes\tresp_ip_bytes
1700006400.5\tfd12:3456:0:0:0:0:0:7\t40000\t2001:0DB8:0000:0000:0000:0000:0000:0001\t443\ttcp\tSF\t900\t9000
1700006401.5\tfd12:3456::7\t40001\t2001:db8:1::1\t443\ttcp\tSF\t600\t6000
1700006402.5\tfd12:3456::7\t40002\t::ffff:203.0.113.5\t443\ttcp\tSF\t300\t3000
";
const RANGES: &str = "fd12:3456::/32,,lab\n2001:db8:f::/129,,wrong\n";
const NAMES: &str = "srcIP,name\n2001:db8:0:0::/64,vpn gate\n203.0.113.0/24,old gate\n";
/// As IP location databases have it: `2001:db8::/32`, behind the IPv4 addresses.
const PLACES: &str = "\"0\",\"281470681743359\",\"-\",\"-\",\"-\",\"-\",\"0\",\"0\",\"-\",\"-\"
\"281474087547136\",\"281474087547391\",\"SG\",\"Singapore\",\"\",\"Singapore\",\"1.3\",\"103.8\",\"\",\"\"
\"42540766411282592856903984951653826560\",\"42540766490510755371168322545197776895\",\"DE\",\"Germany\",\"Berlin\",\"Berlin\",\"52.5\",\"13.4\",\"Example AG\",\"example.net\"
\"340282366920938463463374607431768211456\",\"1\",\"\",\"\",\"\",\"\",\"\",\"\",\"\",\"\"
";

#[tokio::test(flavor = "multi_thread")]
async fn a_peer_of_ipv6_has_a_name_an_owner_and_a_place_and_wrong_lines_are_told() -> Outcome {
    let server = demo_only()?;
    let browser = Browser::start(Screen::DESKTOP).await?;
    let page = browser.open(&link(&server, "source=files")).await?;
    page.says(Role::Region, "Drop flow logs anywhere on the page").await?;
    drop_on_page(&page, "conn.log", LOG).await?;
    page.says(Role::Region, "Zeek conn.log (TSV): 3 flows").await?;
    page.press("Context").await?;
    for (name, content) in [("ours.csv", RANGES), ("names.csv", NAMES), ("places.csv", PLACES)] {
        drop_in(&page, name, content).await?;
        page.says(Role::Status, &format!("{name} is taken as")).await?;
    }
    page.named_says(Role::Region, "ipranges.csv", "1 entry").await?;
    page.named_says(Role::Region, "networkcontext_1.csv", "2 entries").await?;
    page.named_says(Role::Region, "iploc.csv", "3 entries").await?;
    page.run::<()>("document.querySelectorAll('dialog[open] details').forEach(part => part.open = true)").await?;
    page.named_says(Role::Region, "ipranges.csv", "Line 2: `2001:db8:f::/129` is not a subnet").await?;
    page.named_says(Role::Region, "iploc.csv", "Line 4: the first IP, `3402823669209384634633746074317").await?;
    page.press("Close").await?;

    page.write("IP address", "FD12:3456:0::7").await?;
    page.press("Search").await?;
    let destinations = "Top destination IP per connections";
    // Shown in one form, whichever the log has.
    cell_says(&page, destinations, "2001:db8::1", "vpn gate \u{b7} DE, Berlin").await?;
    cell_says(&page, destinations, "2001:db8::1", "Owner: Example AG (example.net).").await?;
    cell_says(&page, destinations, "2001:db8:1::1", "DE, Berlin").await?;
    // IPv4 that is written as IPv6 is IPv4.
    cell_says(&page, destinations, "203.0.113.5", "old gate \u{b7} SG, Singapore").await?;
    page.says(Role::Region, "internal \u{b7} fd12:3456::/32 \u{201c}lab\u{201d}").await?;
    let all: String = page.run("return document.querySelector('main').innerText").await?;
    assert!(!all.contains("::ffff:") && !all.contains("0DB8"), "{all}");
    page.named_says(Role::Group, "Outbound", "3").await?;
    assert_eq!(browser.complaints().await?, Vec::<String>::new());
    browser.quit().await?;
    Ok(())
}
