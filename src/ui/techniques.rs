//! What the analyst takes the threat for: techniques of MITRE ATT&CK, for the exports. Kept in this browser at each change,
//! and sent nowhere.

use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use super::state::App;
use super::subject::Subject;
use crate::domain::attack::{ATTRIBUTION, Technique, TechniqueId};
use crate::engine::api::AskTechniques;
use crate::failure::Failure;
use crate::local::store::techniques;

/// The techniques of a subject. Copies are the same.
#[derive(Clone, Copy)]
struct Chosen {
    subject: Subject,
    ids: RwSignal<Vec<TechniqueId>>,
    failure: RwSignal<Option<Failure>>,
}

impl Chosen {
    fn new(subject: Subject) -> Self {
        let chosen = Self { subject, ids: RwSignal::default(), failure: RwSignal::new(None) };
        let Subject { source, day, ip } = subject;
        spawn_local(async move {
            match techniques::get(source.key(), day, ip).await {
                Ok(kept) => {
                    // What was chosen in the meantime stays, and is kept beside what was there.
                    let is_more = chosen.ids.try_with_untracked(|ids| !ids.is_empty()) == Some(true);
                    chosen.take(|ids| ids.extend(kept));
                    if is_more {
                        chosen.keep();
                    }
                }
                Err(failure) => drop(chosen.failure.try_set(Some(failure))),
            }
        });
        chosen
    }

    /// Each is there once, by ID.
    fn take(self, change: impl FnOnce(&mut Vec<TechniqueId>)) {
        let _ = self.ids.try_update(|ids| {
            change(ids);
            ids.sort_unstable();
            ids.dedup();
        });
    }

    fn keep(self) {
        let Subject { source, day, ip } = self.subject;
        let Some(ids) = self.ids.try_get_untracked() else { return };
        spawn_local(async move {
            let _ = self.failure.try_set(techniques::put(source.key(), day, ip, &ids).await.err());
        });
    }

    fn change(self, change: impl FnOnce(&mut Vec<TechniqueId>)) {
        self.take(change);
        self.keep();
    }
}

/// The field, and what was chosen.
#[component]
pub fn Techniques(
    /// The app.
    app: App,
    /// What is investigated.
    subject: Subject,
) -> impl IntoView {
    let chosen = Chosen::new(subject);
    let known = RwSignal::new(Vec::<Technique>::new());
    let complaint = RwSignal::new(None::<String>);
    let typed = RwSignal::new(String::new());
    // The list is the engine's: it is asked for once somebody needs it.
    let ask = move || {
        if !known.with_untracked(Vec::is_empty) {
            return;
        }
        spawn_local(async move {
            // Without the list any ID can be typed all the same.
            if let Ok(all) = app.session.engine().ask(&AskTechniques).await {
                let _ = known.try_set(all);
            }
        });
    };
    let name_of = move |id: TechniqueId| {
        known.with(|known| known.iter().find(|technique| technique.id == id).map(|technique| technique.name.clone()))
    };
    Effect::new(move |_| {
        if chosen.ids.with(|ids| !ids.is_empty()) {
            ask();
        }
    });
    let add = move || {
        let text = typed.get_untracked();
        if text.trim().is_empty() {
            complaint.set(None);
            return;
        }
        match known.with_untracked(|known| meant(&text, known)) {
            Ok(id) => {
                chosen.change(|ids| ids.push(id));
                typed.set(String::new());
                complaint.set(None);
            }
            Err(words) => complaint.set(Some(words)),
        }
    };
    let options = move || {
        let known = known.get();
        let options = known.into_iter();
        options.map(|Technique { id, name }| view! { <option value=id.to_string()>{name}</option> }).collect_view()
    };
    let chip = move |id: TechniqueId| {
        view! {
            <li class="chip chosen" title=ATTRIBUTION>
                <span class="mono">{id.to_string()}</span>
                " "
                {move || name_of(id)}
                <button
                    type="button"
                    class="plain"
                    aria-label=format!("Remove {id}")
                    on:click=move |_| chosen.change(|ids| ids.retain(|other| *other != id))
                >
                    "\u{00d7}"
                </button>
            </li>
        }
    };
    view! {
        <div class="techniques">
            <label for="technique">"MITRE ATT&CK\u{ae} techniques"</label>
            <input
                id="technique"
                type="text"
                autocomplete="off"
                list="known-techniques"
                placeholder="ID or name"
                aria-describedby="technique-complaint technique-about"
                prop:value=move || typed.get()
                on:focus=move |_| ask()
                on:input=move |event| typed.set(event_target_value(&event))
                on:change=move |_| add()
                on:keydown=move |event| {
                    // Enter adds: it is the text's Save alone that sends the form.
                    if event.key() == "Enter" && !event.ctrl_key() && !event.meta_key() {
                        event.prevent_default();
                        add();
                    }
                }
            />
            <datalist id="known-techniques">{options}</datalist>
            <ul class="chips" aria-label="Chosen techniques">
                <For each=move || chosen.ids.get() key=|id| *id children=chip />
            </ul>
            <span id="technique-about" class="muted about" title=ATTRIBUTION>
                "for exports, kept in this browser \u{b7} names \u{a9} 2025 The MITRE Corporation, with permission"
            </span>
            <span id="technique-complaint" class="complaint" role="status">
                {move || complaint.get()}
            </span>
            {move || chosen.failure.get().map(|failure| not_kept(&failure))}
        </div>
    }
}

fn not_kept(failure: &Failure) -> impl IntoView + use<> {
    view! {
        <p class="note bad" role="alert">
            {failure.to_string()}
        </p>
    }
}

/// The technique that `text` means: by its ID, alone or before a name, or by a name that no other one has.
fn meant(text: &str, known: &[Technique]) -> Result<TechniqueId, String> {
    let first = text.split_whitespace().next().unwrap_or_default();
    let no_id = match first.parse::<TechniqueId>() {
        Ok(id) => return Ok(id),
        Err(no_id) => no_id,
    };
    let wanted = text.trim().to_lowercase();
    let is_named = |technique: &&Technique| {
        let name = technique.name.to_lowercase();
        name == wanted || name.rsplit(": ").next() == Some(wanted.as_str())
    };
    let mut named = known.iter().filter(is_named);
    match (named.next(), named.next()) {
        (Some(technique), None) => Ok(technique.id),
        _ => Err(no_id.to_string()),
    }
}
