//! A Spot with its quirk 5, and a browser that keeps copies, both in memory.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::net::IpAddr;
use std::pin::pin;
use std::task::{Context, Poll, Waker};

use investigation::domain::begun_save::BegunSave;
use investigation::domain::day_comments::StoredComment;
use investigation::domain::threats::Comment;
use investigation::domain::time::Day;
use investigation::domain::view::{Pair, TopResults};
use investigation::engine::api::{Caution, Saved};
use investigation::engine::saving::{Copies, Order, Saving, SpotDays};
use investigation::failure::Failure;
use investigation::spot::operations::create_storyboard::Variables;

/// The day on which all plays.
pub const DAY: &str = "2016-07-08";
/// Whom the analyst writes about.
pub const MINE: &str = "10.0.0.1";

pub fn now() -> Day {
    DAY.parse().expect("a day")
}

pub fn stored(ip: &str, title: &str, text: &str) -> StoredComment {
    StoredComment { ip: ip.into(), title: title.into(), text: text.into() }
}

pub fn comment(title: &str, text: &str) -> Comment {
    Comment { title: title.into(), text: text.into() }
}

/// How the next save ends early.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Death {
    /// Spot refuses, in words.
    BeforeAnything,
    /// The connection breaks when all comments are deleted.
    BetweenDeleteAndInsert,
    /// Spot does its work, and its answer never comes.
    WithoutAnAnswer,
}

/// Spot's comments of the day.
#[derive(Default)]
pub struct Spot {
    comments: RefCell<Vec<StoredComment>>,
    death: Cell<Option<Death>>,
    hides: Cell<bool>,
    sent: Cell<usize>,
    fewest: Cell<Option<usize>>,
}

impl Spot {
    pub fn with(comments: &[StoredComment]) -> Self {
        Self { comments: RefCell::new(comments.to_vec()), ..Self::default() }
    }

    pub fn dies(&self, death: Death) {
        self.death.set(Some(death));
    }

    /// Null in place of the comments.
    pub fn hides_comments(&self) {
        self.hides.set(true);
    }

    pub fn insert(&self, comment: StoredComment) {
        self.comments.borrow_mut().push(comment);
    }

    pub fn comments(&self) -> Vec<StoredComment> {
        self.comments.borrow().clone()
    }

    pub fn sent(&self) -> usize {
        self.sent.get()
    }

    pub fn fewest_comments_after_a_save(&self) -> usize {
        self.fewest.get().unwrap_or(usize::MAX)
    }

    /// `save_comment` of Spot's flow.py: replaced in its place or added; all deleted; inserted one by one, until one
    /// breaks.
    fn save(&self, ip: &str, title: &str, text: &str) -> Result<(), Failure> {
        let mut all = self.comments();
        let mine = stored(ip, title, text);
        let mut is_known = false;
        for comment in all.iter_mut().filter(|comment| comment.ip == ip) {
            *comment = mine.clone();
            is_known = true;
        }
        if !is_known {
            all.push(mine);
        }
        self.comments.borrow_mut().clear();
        if self.death.get() == Some(Death::BetweenDeleteAndInsert) {
            self.death.set(None);
            return Err(Failure::Network { what: "Saving".into() });
        }
        for comment in all {
            let broken = |text: &str| {
                let backslashes = text.chars().rev().take_while(|letter| *letter == '\\').count();
                text.contains('\'') || backslashes % 2 == 1 || !text.is_ascii()
            };
            if [&comment.ip, &comment.title, &comment.text].into_iter().any(|text| broken(text)) {
                return Err(Failure::Refused { what: "Saving".into(), words: vec!["AnalysisException".into()] });
            }
            let StoredComment { ip, title, text } = comment;
            self.insert(StoredComment { ip, title: through_sql(&title), text: through_sql(&text) });
        }
        Ok(())
    }
}

/// What the database makes of a literal: `\n` stays one, a character may be written by its number (`\047`, `\u0027`), other
/// backslashes go.
fn through_sql(text: &str) -> String {
    let mut stored = String::new();
    let mut rest = text;
    while let Some(at) = rest.find('\\') {
        stored.push_str(&rest[..at]);
        let escaped = &rest[at + 1..];
        let number = |digits: std::ops::Range<usize>, radix| {
            let code = u32::from_str_radix(escaped.get(digits.clone())?, radix).ok()?;
            Some((char::from_u32(code)?, digits.end))
        };
        let coded = match escaped.chars().next() {
            Some('0'..='1') => number(0..3, 8),
            Some('u') => number(1..5, 16),
            _ => None,
        };
        let (letter, length) = match (coded, escaped.chars().next()) {
            (Some((letter, length)), _) => (letter.to_string(), length),
            (None, Some(kept @ ('n' | '%' | '_'))) => (format!("\\{kept}"), 1),
            (None, Some('r')) => ("\r".to_owned(), 1),
            (None, Some('t')) => ("\t".to_owned(), 1),
            (None, Some(letter)) => (letter.to_string(), letter.len_utf8()),
            (None, None) => (String::new(), 0),
        };
        stored.push_str(&letter);
        rest = &escaped[length..];
    }
    stored + rest
}

impl SpotDays for Spot {
    async fn comments(&self, _day: Day) -> Result<Vec<StoredComment>, Failure> {
        if self.hides.get() {
            return Err(Failure::Malformed { what: "The comments".into(), reason: "null".into() });
        }
        Ok(self.comments())
    }

    async fn pairs(&self, _day: Day, _ip: IpAddr, _top: TopResults) -> Result<Vec<Pair>, Failure> {
        Ok(Vec::new())
    }

    async fn create(&self, variables: Variables) -> Result<(), Failure> {
        self.sent.set(self.sent() + 1);
        if self.death.get() == Some(Death::BeforeAnything) {
            self.death.set(None);
            return Err(Failure::Refused { what: "Saving".into(), words: vec!["no".into()] });
        }
        let input = variables.input;
        let saved = self.save(&input.ip, &input.title, &input.text);
        self.fewest.set(Some(self.fewest_comments_after_a_save().min(self.comments.borrow().len())));
        if self.death.get() == Some(Death::WithoutAnAnswer) {
            self.death.set(None);
            std::future::pending::<()>().await;
        }
        saved
    }
}

/// What a browser keeps.
#[derive(Default)]
pub struct Browser {
    copies: RefCell<BTreeMap<IpAddr, BegunSave>>,
    has_no_store: bool,
}

impl Browser {
    pub fn without_store() -> Self {
        Self { has_no_store: true, ..Self::default() }
    }

    pub fn copies(&self) -> Vec<BegunSave> {
        self.copies.borrow().values().cloned().collect()
    }

    pub fn saving<'a>(&'a self, spot: &'a Spot) -> Saving<'a, Spot, Self> {
        Saving { day: now(), spot, copies: self }
    }

    /// Saves a comment on [`MINE`].
    pub fn save(
        &self,
        spot: &Spot,
        comment: &Comment,
        loaded: Option<&Comment>,
        caution: Caution,
    ) -> Result<Saved, Failure> {
        self.save_about(MINE, spot, comment, loaded, caution)
    }

    pub fn save_about(
        &self,
        ip: &str,
        spot: &Spot,
        comment: &Comment,
        loaded: Option<&Comment>,
        caution: Caution,
    ) -> Result<Saved, Failure> {
        wait_for(self.saving(spot).save(order(ip, comment, loaded, caution)))
    }

    /// Saves anyway, and is closed while Spot is at work; tells whether it was.
    pub fn begin_saving(&self, spot: &Spot, comment: &Comment) -> bool {
        let saving = self.saving(spot);
        let work = pin!(saving.save(order(MINE, comment, None, Caution::Anyway)));
        work.poll(&mut Context::from_waker(Waker::noop())).is_pending()
    }

    fn store(&self) -> Result<(), Failure> {
        let reason = || Failure::Store { what: "Keeping a copy".into(), reason: "none".into() };
        if self.has_no_store { Err(reason()) } else { Ok(()) }
    }
}

fn order<'a>(ip: &str, comment: &'a Comment, loaded: Option<&'a Comment>, caution: Caution) -> Order<'a> {
    let ip = ip.parse().expect("an IP");
    Order { ip, comment, loaded, caution, pairs: &[], top: TopResults::default(), now_ms: 1 }
}

impl Copies for Browser {
    async fn keep(&self, _day: Day, save: &BegunSave) -> Result<(), Failure> {
        self.store()?;
        self.copies.borrow_mut().insert(save.ip, save.clone());
        Ok(())
    }

    async fn find(&self, _day: Day, ip: IpAddr) -> Result<Option<BegunSave>, Failure> {
        self.store()?;
        Ok(self.copies.borrow().get(&ip).cloned())
    }

    async fn forget(&self, _day: Day, ip: IpAddr) -> Result<(), Failure> {
        self.store()?;
        self.copies.borrow_mut().remove(&ip);
        Ok(())
    }
}

/// The answer of work that waits for nothing but itself.
pub fn wait_for<T>(work: impl Future<Output = T>) -> T {
    let mut work = pin!(work);
    for _ in 0..10_000 {
        if let Poll::Ready(answer) = work.as_mut().poll(&mut Context::from_waker(Waker::noop())) {
            return answer;
        }
    }
    panic!("it never ends")
}
