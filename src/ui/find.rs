//! Finding an IP: what was typed, and what of a list matches it.

use std::net::IpAddr;

use crate::domain::filter::host_of_url;
use crate::export::defang::refang;

/// Reads an address, IPv4 or IPv6, also in a defanged form such as `10[.]0[.]0[.]1`, and of a URL whose host it is, such as
/// `hxxp://10[.]0[.]0[.]1/a`. An IPv4 address in IPv6 clothes is the IPv4 address.
#[must_use]
pub fn parse_ip(typed: &str) -> Option<IpAddr> {
    let text = refang(typed.trim());
    let text = host_of_url(&text).unwrap_or(&text);
    let text = text.strip_prefix('[').and_then(|text| text.strip_suffix(']')).unwrap_or(text);
    text.parse::<IpAddr>().ok().map(|ip| ip.to_canonical())
}

/// Whether an entry of the list is one that `typed` looks for: in its address, or in its comment's title.
#[must_use]
pub fn matches(typed: &str, ip: IpAddr, title: &str) -> bool {
    let typed = refang(typed.trim()).to_lowercase();
    typed.is_empty()
        || ip.to_string().contains(&typed)
        || parse_ip(&typed) == Some(ip)
        || title.to_lowercase().contains(&typed)
}
