//! How the numbers came about (`spot.md`, "Direction" and "Quirks that were seen").

use super::html::{Html, Place};
use crate::domain::network::Place as Standing;
use crate::export::dossier::{Clock, Dossier};
use crate::words::format::count;

/// What was seen of a peer, and its group for an internal and for an external IP.
const DIRECTIONS: [(&str, &str, &str); 3] = [
    ("Only rows from the peer to the IP", "inbound", "outbound"),
    ("Only rows from the IP to the peer", "outbound", "inbound"),
    ("Rows both ways", "two-way", "two-way"),
];

/// Terms and what they mean.
const TERMS: [(&str, &str); 5] = [
    (
        "Row",
        "All connections of the day with the same source IP, destination IP, source port and destination port. Spot tells \
         how many there were, the bytes of the largest and the mean.",
    ),
    ("Peer", "Every other IP in a row with the investigated one. A row of the IP with itself makes no peer."),
    ("Max bytes", "The bytes of the largest single connection. They are no total: Spot does not tell one."),
    (
        "Approximate bytes",
        "For each row its mean bytes times its connections, summed. Spot cuts the mean to a whole number, so that the true \
         total may be a little higher.",
    ),
    (
        "Ranking",
        "By connections or by bytes, the largest first; ties by the other measure, then by IP as a number, then by ports. A \
         value that Spot cut, since it is above 2,147,483,647, ranks before every known one.",
    ),
];

pub fn section(page: &mut Html, dossier: &Dossier) {
    page.raw("<section class=\"method\">\n").element("h2", "", "Method");
    page.raw("<table class=\"short\">\n<caption>Direction of a peer</caption>\n<thead><tr><th scope=\"col\">Seen</th>");
    page.raw("<th scope=\"col\">IP internal</th><th scope=\"col\">IP external</th></tr></thead>\n<tbody>\n");
    let (internal, external) = match dossier.overview.standing.place {
        Standing::Internal => ("applies", ""),
        Standing::External => ("", "applies"),
    };
    for (seen, if_internal, if_external) in DIRECTIONS {
        page.raw("<tr>").element("td", "", seen).element("td", internal, if_internal);
        page.element("td", external, if_external).raw("</tr>\n");
    }
    page.raw("</tbody>\n</table>\n<dl>\n");
    let time = match dossier.source.clock() {
        Clock::Collector => "The collector\u{2019}s wall clock as Spot stores it. It carries no time zone.",
        Clock::Utc => "UTC.",
    };
    for (term, meaning) in TERMS.into_iter().chain([("Time", time)]) {
        page.raw("<div>").element("dt", "", term).element("dd", "", meaning).raw("</div>\n");
    }
    let top = u64::try_from(dossier.view.top.get()).unwrap_or(u64::MAX);
    page.raw("<div><dt>Top peers</dt><dd>Of each direction the first ").text(&count(top), Place::Line);
    page.raw(" by connections and the first ").text(&count(top), Place::Line);
    page.raw(" by bytes, merged. They have a lane in the timeline and are what a storyboard is made of.</dd></div>\n");
    page.raw("</dl>\n</section>\n");
}
