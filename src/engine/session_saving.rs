//! The session's part of saving: the open source and search, and the browser's store, for [`Saving`].

use std::net::IpAddr;

use super::api::{
    AskPreview, AskRequest, Begun, Confirm, Delete, Forget, Preview, PutBack, Report, Save, Saved, Undelete, Written,
};
use super::saving::{Copies, Order, Saving, SpotDays};
use super::session::{Session, Source};
use crate::domain::begun_save::BegunSave;
use crate::domain::day_comments::StoredComment;
use crate::domain::investigation::Investigation;
use crate::domain::network::{InternalNetwork, StandingChoice};
use crate::domain::storyboard::{StoredDocuments, Storyboard};
use crate::domain::time::Day;
use crate::domain::view::{Pair, TopResults, View};
use crate::failure::Failure;
use crate::local::store;
use crate::spot::client::Client;
use crate::spot::operations::create_storyboard::Variables;
use crate::spot::storyboard::{self, Layout};

/// What the analyst wants to do, where the search for it is no longer open.
const SAVE: &str = "save: your text is kept";

impl Session {
    /// Saves the storyboard of the open search.
    pub async fn save(&self, question: Save) -> Result<Saved, Failure> {
        let Save { storyboard: Written { day, ip, comment, view }, loaded, caution, unread } = question;
        let search = self.search_of(day, ip, SAVE)?;
        match &*self.source()? {
            Source::Spot { client } => {
                let pairs = search.investigation.pairs(view);
                let (loaded, now_ms) = (loaded.as_ref(), store::now_ms());
                let order = Order { ip, comment: &comment, loaded, caution, pairs: &pairs, top: view.top, now_ms };
                saving(day, client).save(order).await
            }
            Source::Local(local) => {
                // Places that are being read make the map: without them none would be stored.
                self.context_settled(unread).await;
                let storyboard = Storyboard::of(&search.investigation, view, &self.context());
                local.save(day, ip, &comment, &StoredDocuments::of(&storyboard)).await?;
                Ok(Saved::Kept)
            }
        }
    }

    /// What saving would send.
    pub fn preview(&self, question: &AskPreview) -> Result<Preview, Failure> {
        let (variables, ipv6_pairs) = self.input(&question.storyboard)?;
        Ok(Preview::of(&variables, ipv6_pairs, usize::from(question.at_most)))
    }

    /// The same as JSON.
    pub fn request(&self, question: &AskRequest) -> Result<String, Failure> {
        let (variables, _) = self.input(&question.storyboard)?;
        storyboard::body(variables, Layout::Indented)
    }

    /// The saves that are not confirmed; local Spot has none.
    pub async fn begun(&self) -> Result<Vec<Begun>, Failure> {
        match &*self.source()? {
            Source::Spot { client } => {
                let saves = store::saves(client.endpoint()).await?;
                Ok(saves.into_iter().map(|(day, save)| Begun { day, save }).collect())
            }
            Source::Local(_) => Ok(Vec::new()),
        }
    }

    /// Looks what became of one.
    pub async fn confirm(&self, Confirm { day, ip, known }: Confirm) -> Result<Option<Report>, Failure> {
        match &*self.source()? {
            Source::Spot { client } => saving(day, client).confirm(ip, known).await,
            Source::Local(_) => Ok(None),
        }
    }

    /// Puts a comment back.
    pub async fn put_back(&self, order: PutBack) -> Result<(), Failure> {
        match &*self.source()? {
            Source::Spot { client } => saving(order.day, client).put_back(&order).await,
            Source::Local(_) => Err(Failure::NotPossible("Nothing is missing in this browser.".to_owned())),
        }
    }

    /// Deletes the copy of a save.
    pub async fn forget(&self, Forget { day, ip }: Forget) -> Result<(), Failure> {
        match &*self.source()? {
            Source::Spot { client } => client.forget(day, ip).await,
            Source::Local(_) => Ok(()),
        }
    }

    /// Deletes a storyboard that this browser keeps.
    pub async fn delete(&self, Delete { day, ip }: Delete) -> Result<StoredDocuments, Failure> {
        match &*self.source()? {
            Source::Spot { .. } => Err(Failure::NotPossible(
                "Spot deletes no single comment: save it with another text, or ask who runs Spot.".to_owned(),
            )),
            Source::Local(local) => local.delete(day, ip).await,
        }
    }

    /// Undoes that.
    pub async fn undelete(&self, question: Undelete) -> Result<(), Failure> {
        let Undelete { day, ip, comment, documents } = question;
        match &*self.source()? {
            Source::Spot { .. } => Err(Failure::NotPossible("Nothing was deleted in Spot.".to_owned())),
            Source::Local(local) => local.save(day, ip, &comment, &documents).await,
        }
    }

    fn input(&self, written: &Written) -> Result<(Variables, u32), Failure> {
        let Written { day, ip, comment, view } = written;
        let search = self.search_of(*day, *ip, SAVE)?;
        storyboard::input(*day, *ip, comment, &search.investigation.pairs(*view), view.top)
    }
}

fn saving(day: Day, client: &Client) -> Saving<'_, Client, Client> {
    Saving { day, spot: client, copies: client }
}

impl SpotDays for Client {
    async fn comments(&self, day: Day) -> Result<Vec<StoredComment>, Failure> {
        self.comments(day).await
    }

    async fn pairs(&self, day: Day, ip: IpAddr, top: TopResults) -> Result<Vec<Pair>, Failure> {
        let ingested = self.details(day, ip, |_| {}).await?;
        let view = View { top, standing: StandingChoice::ByRanges };
        Ok(Investigation::new(ingested.table, None, InternalNetwork::default()).pairs(view))
    }

    async fn create(&self, variables: Variables) -> Result<(), Failure> {
        self.create_storyboard(variables).await
    }
}

/// Copies are kept per endpoint: what one Spot lost is not put into another.
impl Copies for Client {
    async fn keep(&self, day: Day, save: &BegunSave) -> Result<(), Failure> {
        store::put_save(self.endpoint(), day, save).await
    }

    async fn find(&self, day: Day, ip: IpAddr) -> Result<Option<BegunSave>, Failure> {
        store::get_save(self.endpoint(), day, ip).await
    }

    async fn forget(&self, day: Day, ip: IpAddr) -> Result<(), Failure> {
        store::delete_save(self.endpoint(), day, ip).await
    }
}
