//! What is loaded from elsewhere: its four states, and the task that fills them.

use std::rc::Rc;
use std::sync::{Arc, Mutex, PoisonError};

use futures::future::{AbortHandle, LocalBoxFuture, abortable};
use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use crate::engine::api::Progress;
use crate::failure::Failure;

/// Something that is loaded. What is empty is a matter of the value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Remote<T> {
    /// On its way.
    Loading,
    /// There.
    Ready(T),
    /// Not to be had.
    Failed(Failure),
}

/// What is seen while the next value is on its way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Meanwhile {
    /// That it is loading: the old value is about something else.
    Blank,
    /// The old value: it is about the same, and the next one comes in a moment.
    Keep,
}

/// Hears how far a load is.
pub type Meter = Rc<dyn Fn(Progress)>;

/// Keeps a value loaded for a key that changes. A load that is overtaken, or whose owner is gone, is aborted.
pub struct Load<T: Send + Sync + 'static> {
    seen: Memo<Remote<T>>,
    // Loads are copied all over the page: they are kept small.
    control: StoredValue<Control>,
}

/// What moves while a value is loaded.
#[derive(Clone, Copy)]
struct Control {
    progress: RwSignal<Progress>,
    again: RwSignal<Again>,
}

/// How often, and how, a value was asked for once more.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Again {
    times: u32,
    order: Order,
}

/// What to do about the value of a key.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Order {
    /// Load it; one that is there stays until then.
    #[default]
    Refresh,
    /// Load it from the beginning.
    Restart,
    /// Give it up.
    Cancel,
}

// Derived ones would ask the same of `T`.
impl<T: Send + Sync + 'static> Clone for Load<T> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<T: Send + Sync + 'static> Copy for Load<T> {}

/// The load that is under way.
#[derive(Clone, Default)]
struct Task(Arc<Mutex<Option<AbortHandle>>>);

impl Task {
    fn replace(&self, next: Option<AbortHandle>) {
        let mut present = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(overtaken) = std::mem::replace(&mut *present, next) {
            overtaken.abort();
        }
    }
}

impl<T: Clone + PartialEq + Send + Sync + 'static> Load<T> {
    /// Loads with `fetch` what belongs to `key`, as soon as there is one, and again whenever it becomes another.
    pub fn new<K: Clone + PartialEq + Send + Sync + 'static>(
        meanwhile: Meanwhile,
        key: impl Fn() -> Option<K> + Send + Sync + 'static,
        fetch: impl Fn(K, Meter) -> LocalBoxFuture<'static, Result<T, Failure>> + 'static,
    ) -> Self {
        let key = Memo::new(move |_| key());
        let state = RwSignal::new((None, Remote::Loading));
        let progress = RwSignal::new(Progress::default());
        let again = RwSignal::new(Again::default());
        let task = Task::default();
        on_cleanup({
            let task = task.clone();
            move || task.replace(None)
        });
        Effect::new({
            let task = task.clone();
            move |former: Option<Again>| {
                let again = again.get();
                let key = key.get();
                // An order is obeyed once; the next key is loaded whatever became of the last.
                let order = if former.is_none_or(|former| former == again) { Order::Refresh } else { again.order };
                task.replace(None);
                progress.set(Progress::default());
                if order == Order::Cancel {
                    state.set((key, Remote::Failed(Failure::Cancelled)));
                    return again;
                }
                let (of, keeps) = state.with_untracked(|(of, remote)| (of.clone(), matches!(remote, Remote::Ready(_))));
                let is_old_news = order == Order::Restart || (meanwhile == Meanwhile::Blank && of != key);
                if is_old_news || !keeps {
                    state.set((key.clone(), Remote::Loading));
                }
                if let Some(key) = key {
                    let meter: Meter = Rc::new(move |far| {
                        let _ = progress.try_set(far);
                    });
                    let (work, handle) = abortable(fetch(key.clone(), meter));
                    task.replace(Some(handle));
                    spawn_local(async move {
                        if let Ok(outcome) = work.await {
                            let remote = outcome.map_or_else(Remote::Failed, Remote::Ready);
                            // Nobody may be left to see it.
                            let _ = state.try_set((Some(key), remote));
                        }
                    });
                }
                again
            }
        });
        // A key's change is seen at once, before the effect has run: what belongs to the former is not shown for it.
        let seen = Memo::new(move |_| {
            let key = key.get();
            state.with(|(of, remote)| {
                let is_old_news = meanwhile == Meanwhile::Blank && *of != key;
                if is_old_news { Remote::Loading } else { remote.clone() }
            })
        });
        Self { seen, control: StoredValue::new(Control { progress, again }) }
    }

    /// What there is now.
    pub fn get(self) -> Remote<T> {
        self.seen.get()
    }

    /// What there is now, without following it.
    pub fn get_untracked(self) -> Remote<T> {
        self.seen.get_untracked()
    }

    /// Whether it is on its way.
    pub fn is_loading(self) -> bool {
        self.seen.with(|seen| matches!(seen, Remote::Loading))
    }

    /// The value, once it is there.
    pub fn ready(self) -> Option<T> {
        self.with_ready(Clone::clone)
    }

    /// Looks at the value, once it is there.
    pub fn with_ready<U>(self, look: impl FnOnce(&T) -> U) -> Option<U> {
        self.seen.with(|seen| match seen {
            Remote::Ready(value) => Some(look(value)),
            Remote::Loading | Remote::Failed(_) => None,
        })
    }

    /// Why it is not to be had, where it is not.
    pub fn failure(self) -> Option<Failure> {
        self.seen.with(|seen| match seen {
            Remote::Failed(failure) => Some(failure.clone()),
            Remote::Loading | Remote::Ready(_) => None,
        })
    }

    /// How far it is.
    pub fn progress(self) -> Progress {
        self.control.get_value().progress.get()
    }

    /// Loads once more. A value that is there stays until the next.
    pub fn refresh(self) {
        self.order(Order::Refresh);
    }

    /// Loads once more, from the beginning.
    pub fn retry(self) {
        self.order(Order::Restart);
    }

    /// Gives up what is under way.
    pub fn cancel(self) {
        self.order(Order::Cancel);
    }

    fn order(self, order: Order) {
        self.control.get_value().again.update(|again| *again = Again { times: again.times.wrapping_add(1), order });
    }
}
