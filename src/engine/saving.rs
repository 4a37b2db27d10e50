//! Saving to Spot as a dialogue: look, keep a copy, send, look again (`spot.md`, quirk 5).
//!
//! ```text
//! read the day's comments -- changed since loaded? --> Asks(Conflict)
//!          |              -- one would break it?  --> Asks(Risk)
//!   keep a copy of them in the browser
//!          |
//!        send  --> read them again --> all there: the copy is deleted
//!                                  --> else: Report, the copy stays until they are put back
//! ```

use std::net::IpAddr;

use super::api::{Asks, Caution, Obstacle, PutBack, Repair, Report, Risk, Saved, Sent};
use crate::domain::begun_save::{BegunSave, are_untouched};
use crate::domain::day_comments::{Endangered, StoredComment, comment_on, conflict, endangered};
use crate::domain::repair::repair;
use crate::domain::threats::Comment;
use crate::domain::time::Day;
use crate::domain::view::{Pair, TopResults};
use crate::failure::Failure;
use crate::spot::operations::create_storyboard::Variables;
use crate::spot::storyboard;

/// How often a comment is sent again that went down with others which are safe by then.
const ROUNDS: usize = 3;

/// What saving needs of Spot.
#[allow(async_fn_in_trait, reason = "engine and tests have one thread")]
pub trait SpotDays {
    /// The day's comments as they are stored.
    async fn comments(&self, day: Day) -> Result<Vec<StoredComment>, Failure>;
    /// The pairs of a search of `ip`.
    async fn pairs(&self, day: Day, ip: IpAddr, top: TopResults) -> Result<Vec<Pair>, Failure>;
    /// Saves a storyboard.
    async fn create(&self, variables: Variables) -> Result<(), Failure>;
}

/// What saving needs of the browser: a place for copies, one per day and IP, that outlasts it.
#[allow(async_fn_in_trait, reason = "engine and tests have one thread")]
pub trait Copies {
    /// Keeps one in place of a former one.
    async fn keep(&self, day: Day, save: &BegunSave) -> Result<(), Failure>;
    /// The one about a save of `ip`.
    async fn find(&self, day: Day, ip: IpAddr) -> Result<Option<BegunSave>, Failure>;
    /// Deletes it.
    async fn forget(&self, day: Day, ip: IpAddr) -> Result<(), Failure>;
}

/// What is to be saved.
#[derive(Clone, Copy, Debug)]
pub struct Order<'a> {
    /// Whom it is about.
    pub ip: IpAddr,
    /// What was written.
    pub comment: &'a Comment,
    /// The comment that was seen stored.
    pub loaded: Option<&'a Comment>,
    /// What to do about comments at risk.
    pub caution: Caution,
    /// The pairs of the open search.
    pub pairs: &'a [Pair],
    /// How many peers Spot is to keep of each kind.
    pub top: TopResults,
    /// Now, in milliseconds since 1970, UTC.
    pub now_ms: u64,
}

/// Saves on a day of Spot.
#[derive(Clone, Copy, Debug)]
pub struct Saving<'a, S, C> {
    /// The day.
    pub day: Day,
    /// Spot.
    pub spot: &'a S,
    /// The browser.
    pub copies: &'a C,
}

impl<S: SpotDays, C: Copies> Saving<'_, S, C> {
    /// Saves, or asks first. A failure means that Spot changed nothing.
    pub async fn save(&self, order: Order<'_>) -> Result<Saved, Failure> {
        let Order { ip, comment, loaded, caution, pairs, top, now_ms } = order;
        // What Spot cannot take is refused before anything else.
        let (variables, ipv6_pairs) = storyboard::input(self.day, ip, comment, pairs, top)?;
        let pairs = u32::try_from(variables.input.threat_details.len()).unwrap_or(u32::MAX);
        let before = self.spot.comments(self.day).await?;
        if let Some(conflict) = conflict(ip, loaded, &before, comment) {
            return Ok(Saved::Asks(Asks::Conflict(conflict)));
        }
        let endangered = endangered(ip, &before);
        let repair = repair(&endangered, &before);
        let is_risky = match caution {
            Caution::AskFirst => !endangered.is_empty(),
            Caution::RepairFirst => matches!(repair, Repair::Impossible(_)),
            Caution::Anyway => false,
        };
        if is_risky {
            let risk = Risk { endangered, repair, no_copy: None, comments: before };
            return Ok(Saved::Asks(Asks::Risk(risk)));
        }
        let (save, kept) =
            self.begin(BegunSave { ip, comment: comment.clone(), before: before.clone(), begun_ms: now_ms }).await;
        if let Err(failure) = kept
            && caution != Caution::Anyway
        {
            let repair = Repair::Impossible(Obstacle::NoCopy);
            let risk = Risk { endangered, repair, no_copy: Some(failure), comments: before };
            return Ok(Saved::Asks(Asks::Risk(risk)));
        }
        let made_safe = match (caution, repair) {
            (Caution::RepairFirst, Repair::InOrder(order)) => self.repair(ip, &order, &endangered, top).await,
            _ => Ok(()),
        };
        let trouble = match made_safe {
            Ok(()) => self.spot.create(variables).await.err(),
            Err(failure) => Some(failure),
        };
        let now = self.spot.comments(self.day).await;
        if let (Some(failure), Ok(now)) = (&trouble, &now)
            && is_over(failure)
            && are_untouched(&before, now)
            && save.before.len() == before.len()
        {
            // A copy that cannot be deleted is looked at once more at the next start.
            let _ = self.copies.forget(self.day, ip).await;
            return Err(failure.clone());
        }
        let report = match now {
            Ok(now) => Ok(self.report(save, &now).await),
            Err(failure) => Err(failure),
        };
        Ok(Saved::Sent(Sent { pairs, ipv6_pairs, trouble, report }))
    }

    /// Looks what became of a save that is not confirmed. What is `known` of it serves where no copy is kept.
    pub async fn confirm(&self, ip: IpAddr, known: Option<BegunSave>) -> Result<Option<Report>, Failure> {
        let kept = self.copies.find(self.day, ip).await;
        let Some(save) = (if known.is_some() { kept.ok().flatten().or(known) } else { kept? }) else { return Ok(None) };
        let now = self.spot.comments(self.day).await?;
        Ok(Some(self.report(save, &now).await))
    }

    /// Puts a comment back. Where others would break that, they are made safe, or fall and are named by the next
    /// [`confirm`](Self::confirm); then it is tried again.
    pub async fn put_back(&self, order: &PutBack) -> Result<(), Failure> {
        let PutBack { lost_by, ip, comment, found, top, .. } = order;
        let mut now = self.spot.comments(self.day).await?;
        if conflict(*ip, found.as_ref(), &now, comment).is_some() {
            return Err(Failure::NotPossible(format!(
                "The comment on {ip} was changed by someone else in the meantime, so it was not put back. Check again to see it."
            )));
        }
        for round in 1..=ROUNDS {
            if comment_on(*ip, &now).as_ref() == Some(comment) {
                return Ok(());
            }
            let others: Vec<_> = now.iter().filter(|other| other.address() != Some(*ip)).cloned().collect();
            self.remember(*lost_by, &others).await;
            let endangered = endangered(*ip, &now);
            // Whether it helped shows in what follows.
            let _ = self.make_safe(&endangered, *top).await;
            match self.store(*ip, comment, *top).await {
                Ok(()) => {
                    self.settle(*lost_by, *ip, comment, found.as_ref()).await;
                    return Ok(());
                }
                Err(failure) if endangered.is_empty() || round == ROUNDS => return Err(failure),
                Err(_) => now = self.spot.comments(self.day).await?,
            }
        }
        Ok(())
    }

    /// Keeps a copy, and with it what an earlier save of the same IP has still to confirm.
    async fn begin(&self, mut save: BegunSave) -> (BegunSave, Result<(), Failure>) {
        match self.copies.find(self.day, save.ip).await {
            Ok(Some(earlier)) => save.remember(&earlier.before),
            Ok(None) => {}
            Err(failure) => return (save, Err(failure)),
        }
        let kept = self.copies.keep(self.day, &save).await;
        (save, kept)
    }

    /// Adds to the copy what others saved since: from now on that is at risk too.
    async fn remember(&self, lost_by: IpAddr, now: &[StoredComment]) {
        // Without a copy the comments are put back all the same: they are gone by now.
        if let Ok(Some(mut save)) = self.copies.find(self.day, lost_by).await {
            save.remember(now);
            let _ = self.copies.keep(self.day, &save).await;
        }
    }

    /// What is there now is what is to be there: what the analyst saw and had replaced is not missing afterwards, nor is
    /// what went back joined with others.
    async fn settle(&self, lost_by: IpAddr, ip: IpAddr, back: &Comment, replaced: Option<&Comment>) {
        if let Ok(Some(mut save)) = self.copies.find(self.day, lost_by).await {
            match replaced {
                Some(replaced) => save.give_up(ip, replaced),
                None => save.join(ip, back),
            }
            let _ = self.copies.keep(self.day, &save).await;
        }
    }

    /// Saves these comments once more in the safe form, in this order, and looks before each next save whether someone
    /// stored one in the meantime that would break it: then nothing more is sent.
    async fn repair(
        &self,
        saved: IpAddr,
        order: &[IpAddr],
        all: &[Endangered],
        top: TopResults,
    ) -> Result<(), Failure> {
        let next = order.iter().skip(1).copied().chain([saved]);
        for (ip, next) in order.iter().zip(next) {
            if let Some(Endangered { comment, .. }) = all.iter().find(|it| it.comment.address() == Some(*ip)) {
                self.store(*ip, &comment.plain(), top).await?;
                let now = self.spot.comments(self.day).await?;
                if let Some(other) = endangered(next, &now).iter().find(|it| it.breaks_the_insert()) {
                    return Err(Failure::NotPossible(format!(
                        "In the meantime a comment on {} came that would break the save, so yours was not sent. Save again.",
                        other.comment.ip
                    )));
                }
            }
        }
        Ok(())
    }

    /// Saves these comments once more, in the safe form.
    async fn make_safe(&self, endangered: &[Endangered], top: TopResults) -> Result<(), Failure> {
        let mut outcome = Ok(());
        for Endangered { comment, .. } in endangered {
            if let Some(ip) = comment.overwritable() {
                outcome = outcome.and(self.store(ip, &comment.plain(), top).await);
            }
        }
        outcome
    }

    async fn store(&self, ip: IpAddr, comment: &Comment, top: TopResults) -> Result<(), Failure> {
        let pairs = self.spot.pairs(self.day, ip, top).await?;
        let (variables, _) = storyboard::input(self.day, ip, comment, &pairs, top)?;
        self.spot.create(variables).await
    }

    async fn report(&self, save: BegunSave, now: &[StoredComment]) -> Report {
        let aftermath = save.aftermath(now);
        if aftermath.is_harmless() {
            // A copy that cannot be deleted is looked at once more at the next start.
            let _ = self.copies.forget(self.day, save.ip).await;
        }
        Report { day: self.day, save, aftermath }
    }
}

/// Whether Spot is done with a request that failed so; else it may still be at work.
fn is_over(failure: &Failure) -> bool {
    match failure {
        // 502 to 504 are a proxy's words.
        Failure::Http { status, .. } => !(502..=504).contains(status),
        Failure::Refused { .. } | Failure::LoginPage { .. } | Failure::NotPossible(_) => true,
        _ => false,
    }
}
