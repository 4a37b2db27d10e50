//! What the context files know of the addresses on screen: asked for those alone, many in one question.

use std::collections::{BTreeSet, HashMap};
use std::net::IpAddr;
use std::time::Duration;

use gloo_timers::future::sleep;
use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use super::context::ContextState;
use super::session::Session;
use super::subject::Source;
use crate::domain::context::file::ContextFile;
use crate::domain::context::label::Label;
use crate::engine::api::AskLabels;

/// Addresses in one question.
const AT_ONCE: usize = 1_000;

/// The labels that were asked for. Copies are the same.
#[derive(Clone, Copy)]
pub struct Labels {
    kept: StoredValue<Kept>,
}

#[derive(Clone, Copy)]
struct Kept {
    session: Session,
    source: Memo<Option<Source>>,
    /// What was read of names and places; `None` where there are none, and nothing is asked.
    revision: Memo<Option<(Option<u32>, Option<u32>)>>,
    known: RwSignal<HashMap<IpAddr, Option<Label>>>,
    wanted: StoredValue<BTreeSet<IpAddr>>,
}

impl Labels {
    /// No label yet.
    pub fn new(session: Session, source: Memo<Option<Source>>, context: ContextState) -> Self {
        let revision = Memo::new(move |_| {
            let in_use = (context.in_use(ContextFile::NetworkContext), context.in_use(ContextFile::Places));
            (in_use != (None, None)).then_some(in_use)
        });
        let (known, wanted) = (RwSignal::default(), StoredValue::default());
        Self { kept: StoredValue::new(Kept { session, source, revision, known, wanted }) }
    }

    /// The label of `ip`, as soon as it is known, and again whenever files are read.
    pub fn of(self, ip: IpAddr) -> Memo<Option<Label>> {
        self.want_while_shown(move || vec![ip]);
        Memo::new(move |_| self.get(ip))
    }

    /// Whether there are files to know something from. Where there are none, nothing need be followed for each address.
    pub fn are_in_use(self) -> bool {
        self.kept.get_value().revision.get().is_some()
    }

    /// Asks for the labels of what `ips` tells, whenever that changes or files are read.
    pub fn want_while_shown(self, ips: impl Fn() -> Vec<IpAddr> + 'static) {
        let kept = self.kept.get_value();
        Effect::new(move |_| {
            if kept.revision.get().is_some() {
                kept.want(ips());
            }
        });
    }

    /// The label of `ip`, if it is known now.
    pub fn get(self, ip: IpAddr) -> Option<Label> {
        let Kept { revision, known, .. } = self.kept.get_value();
        revision.get()?;
        known.with(|known| known.get(&ip).cloned().flatten())
    }
}

impl Kept {
    /// Waits for the others that are put on the screen at the same time, and asks for all at once.
    fn want(self, ips: Vec<IpAddr>) {
        let was_idle = self.wanted.try_update_value(|wanted| {
            let was_idle = wanted.is_empty();
            wanted.extend(ips);
            was_idle && !wanted.is_empty()
        });
        if was_idle == Some(true) {
            spawn_local(async move {
                sleep(Duration::ZERO).await;
                let all = self.wanted.try_update_value(std::mem::take).unwrap_or_default();
                let all: Vec<IpAddr> = all.into_iter().collect();
                for ips in all.chunks(AT_ONCE) {
                    self.ask(ips.to_vec()).await;
                }
            });
        }
    }

    async fn ask(self, ips: Vec<IpAddr>) {
        let Some(Some(spec)) = self.source.try_get_untracked().map(|source| source.and_then(|source| source.spec))
        else {
            return;
        };
        // A label that cannot be had is not missed: what stops the engine is told where it matters.
        if let Ok((labels, _)) = self.session.ask(spec, AskLabels { ips: ips.clone() }, None).await {
            self.known.try_update(|known| known.extend(ips.into_iter().zip(labels)));
        }
    }
}

/// What is known of an address, muted; all of it on hover, and for those who listen.
#[component]
pub fn IpLabel(
    /// Where it is looked up.
    labels: Labels,
    /// The address.
    ip: IpAddr,
) -> impl IntoView {
    move || labels.are_in_use().then(|| view! { <KnownLabel labels ip /> })
}

#[component]
fn KnownLabel(labels: Labels, ip: IpAddr) -> impl IntoView {
    let label = labels.of(ip);
    move || {
        label.get().map(|label| {
            let (title, in_full) = (label.in_full(), label.in_full());
            view! {
                <span class="ip-label" title=title>
                    <bdi aria-hidden="true">{label.short()}</bdi>
                    <span class="visually-hidden">{in_full}</span>
                </span>
            }
        })
    }
}
