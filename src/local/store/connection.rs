//! The connection to the database, and its transactions.

use std::array;
use std::cell::{Cell, RefCell};
use std::future::{Future, IntoFuture};
use std::pin::pin;
use std::rc::Rc;
use std::time::Duration;

use futures::channel::oneshot;
use futures::future::{Either, FutureExt, LocalBoxFuture, Shared, TryFutureExt, select};
use gloo_timers::future::sleep;
use idb::{
    Database, DatabaseEvent, Error, Event, Factory, ObjectStore, ObjectStoreParams, Transaction, TransactionMode,
};

use super::{COMMENTS, DRAFTS, FILES, SAVES, STORYBOARDS};

/// Why something failed, in words for [`Failure::Store`](crate::failure::Failure::Store).
pub(super) type Reason = String;

const DATABASE: &str = "flow-threat-investigation";
/// Raise it with every object store that is added.
const VERSION: u32 = 3;
const STORES: [&str; 5] = [COMMENTS, STORYBOARDS, DRAFTS, SAVES, FILES];
/// Browsers are known to leave the question unanswered at times.
const PATIENCE: Duration = Duration::from_secs(5);

/// A connection that is open, or on its way to all who wait for it: a second one that nobody owns would stand in the
/// way of a newer version for ever.
type Connection = Shared<LocalBoxFuture<'static, Result<Rc<Database>, Reason>>>;

thread_local! {
    // One in the page, one in the worker: each has its own thread.
    static CONNECTION: RefCell<Option<Connection>> = const { RefCell::new(None) };
}

/// Asks `question` of an object store.
pub(super) async fn read<T, R>(
    store: &'static str,
    question: impl FnOnce(&ObjectStore) -> Result<R, Error> + 'static,
) -> Result<T, Reason>
where
    T: 'static,
    R: IntoFuture<Output = Result<T, Error>> + 'static,
{
    to_the_end(async move {
        let transaction = begin(&[store], TransactionMode::ReadOnly).await?;
        let records = transaction.object_store(store).map_err(words)?;
        question(&records).map_err(words)?.await.map_err(words)
    })
    .await
}

/// Makes `change` in an object store, and returns when it is written.
pub(super) async fn write(
    store: &'static str,
    change: impl FnOnce(&ObjectStore) -> Result<(), Error> + 'static,
) -> Result<(), Reason> {
    write_together([store], move |[records]| change(records)).await
}

/// Makes `change` in several object stores: in all of them or in none. Returns when it is written.
pub(super) async fn write_together<const N: usize>(
    stores: [&'static str; N],
    change: impl FnOnce([&ObjectStore; N]) -> Result<(), Error> + 'static,
) -> Result<(), Reason> {
    to_the_end(async move {
        let transaction = begin(&stores, TransactionMode::ReadWrite).await?;
        let records = stores.iter().map(|store| transaction.object_store(store));
        let records = records.collect::<Result<Vec<_>, _>>().map_err(words)?;
        change(array::from_fn(|number| &records[number])).map_err(words)?;
        // Said aloud, it is carried out even if the page is left at this moment.
        end(transaction.commit().map_err(words)?).await
    })
    .await
}

/// Runs `work` whether or not anybody waits for it: a database event whose listener was dropped is an uncaught error,
/// and aborts the transaction.
async fn to_the_end<T: 'static>(work: impl Future<Output = Result<T, Reason>> + 'static) -> Result<T, Reason> {
    let (sender, receiver) = oneshot::channel();
    wasm_bindgen_futures::spawn_local(async move {
        // It fails only when nobody waits.
        let _ = sender.send(work.await);
    });
    receiver.await.unwrap_or_else(|_| Err("it was given up".to_owned()))
}

async fn begin(stores: &[&'static str], mode: TransactionMode) -> Result<Transaction, Reason> {
    let database = connection().await?;
    if let Ok(transaction) = database.transaction(stores, mode) {
        return Ok(transaction);
    }
    // The connection was closed: by the browser, or for a newer version of the app. One more try with a new one.
    forget(&database);
    connection().await?.transaction(stores, mode).map_err(words)
}

/// Waits until the transaction is written or undone.
async fn end(mut transaction: Transaction) -> Result<(), Reason> {
    let (sender, receiver) = oneshot::channel();
    let sender = Rc::new(Cell::new(Some(sender)));
    let tell = |sender: &Cell<Option<oneshot::Sender<_>>>, outcome| {
        if let Some(sender) = sender.take() {
            let _ = sender.send(outcome);
        }
    };
    transaction.on_complete({
        let sender = Rc::clone(&sender);
        move |_| tell(&sender, Ok(()))
    });
    transaction.on_abort(move |event| {
        let error = Event::target(&event).and_then(Transaction::try_from).map(|transaction| transaction.error());
        let reason = match error {
            Ok(Some(exception)) => words(Error::DomException(exception)),
            Ok(None) => "it was undone by the browser".to_owned(),
            Err(error) => words(error),
        };
        tell(&sender, Err(reason));
    });
    let outcome = receiver.await.unwrap_or_else(|_| Err("it was given up".to_owned()));
    // Its listeners have to live until here.
    drop(transaction);
    outcome
}

async fn connection() -> Result<Rc<Database>, Reason> {
    let connection = CONNECTION
        .with_borrow_mut(|slot| slot.get_or_insert_with(|| open().map_ok(Rc::new).boxed_local().shared()).clone());
    let opened = connection.clone().await;
    if opened.is_err() {
        CONNECTION.with_borrow_mut(|slot| slot.take_if(|current| current.ptr_eq(&connection)));
    }
    opened
}

fn forget(database: &Rc<Database>) {
    database.close();
    let is_it = |current: &mut Connection| matches!(current.peek(), Some(Ok(open)) if Rc::ptr_eq(open, database));
    CONNECTION.with_borrow_mut(|slot| slot.take_if(is_it));
}

async fn open() -> Result<Database, Reason> {
    let mut request = Factory::new().and_then(|factory| factory.open(DATABASE, Some(VERSION))).map_err(words)?;
    request.on_upgrade_needed(|event| {
        // A store that could not be made is missed, with words, by whoever uses it.
        if let Ok(database) = event.database() {
            let there = database.store_names();
            for store in STORES.into_iter().filter(|&store| there.iter().all(|name| name != store)) {
                let _ = database.create_object_store(store, ObjectStoreParams::new());
            }
        }
    });
    let (sender, blocked) = oneshot::channel::<()>();
    request.on_blocked(move |_| {
        let _ = sender.send(());
    });
    let hindered = async {
        match select(blocked, pin!(sleep(PATIENCE))).await {
            Either::Left(_) => "another tab holds an older version of it open; close that tab, then retry",
            Either::Right(_) => "the browser does not open it; close other tabs of this app, then retry",
        }
    };
    let mut database = match select(request.into_future(), pin!(hindered)).await {
        Either::Left((opened, _)) => opened.map_err(words)?,
        Either::Right((reason, request)) => {
            // Should it open after all, nobody is there to use it.
            wasm_bindgen_futures::spawn_local(async { request.await.iter().for_each(Database::close) });
            return Err(reason.to_owned());
        }
    };
    // A newer version of the app, in another tab, must not have to wait for this one.
    database.on_version_change(|event| {
        if let Ok(database) = event.database() {
            database.close();
        }
    });
    Ok(database)
}

fn words(error: Error) -> Reason {
    match error {
        Error::IndexedDbNotFound(_) => "the browser gives this page none".to_owned(),
        Error::DomException(exception) if exception.name() == "QuotaExceededError" => {
            "the space that the browser gives this site is used up".to_owned()
        }
        Error::DomException(exception) if exception.name() == "VersionError" => {
            "a newer version of this app has been here; reload the page to get it".to_owned()
        }
        Error::DomException(exception) => format!("{} ({})", exception.message(), exception.name()),
        other => other.to_string(),
    }
}
