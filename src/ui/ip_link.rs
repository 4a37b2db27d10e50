//! An address in a table, which leads to its investigation, with what is known of it.

use std::net::IpAddr;

use leptos::prelude::*;

use super::labels::IpLabel;
use super::state::App;

/// The link.
#[component]
pub fn IpLink(
    /// The app.
    app: App,
    /// Whose.
    ip: IpAddr,
) -> impl IntoView {
    view! {
        <span class="with-label">
            // Its address is a screen: a new tab, a copied link and Back all work.
            <a class="mono" href=app.address_of(ip) title=format!("Investigate {ip}") on:click=move |_| app.let_focus_follow()>
                {ip.to_string()}
            </a>
            <IpLabel labels=app.labels ip />
        </span>
    }
}
