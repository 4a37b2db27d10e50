//! `createStoryboard`: what Spot derives from the rows that were sent, and how it saves them (the contract's quirks 2 to 5 and
//! "What a storyboard consists of").

mod documents;
mod peers;

use crate::{
    Comment, Day, Db,
    context::ContextFiles,
    db::Document,
    impala, python,
    schema::{CutOff, Int, StoryboardInput},
};

/// Why no storyboard was made: an exception in Spot, in its words.
#[derive(Debug)]
pub(crate) struct Failure(pub(crate) String);

impl From<rusqlite::Error> for Failure {
    fn from(error: rusqlite::Error) -> Self {
        Self(error.to_string())
    }
}

/// Makes and saves a storyboard, in Spot's order: documents and timeline are already there when the comment fails.
pub(crate) fn create(
    db: &Db,
    context: &ContextFiles,
    input: &StoryboardInput,
    cut_off: &CutOff,
) -> Result<(), Failure> {
    let day = db.day_or_today(input.date)?;
    let ip = input.ip.0.as_str();
    let top = input.first.map(Int::whole);
    let mut groups = peers::groups(&input.threat_details, top).map_err(Failure)?;
    groups.add_networks(context).map_err(Failure)?;
    groups.add_places(context).map_err(Failure)?;

    db.put_document(day, ip, Document::Stats, &documents::stats(&groups).to_string())?;
    if context.has_places() {
        db.put_document(day, ip, Document::Globe, &documents::globe(&groups).to_string())?;
    }
    db.put_document(day, ip, Document::ThreatDendro, &documents::dendrogram(ip, &groups).to_string())?;
    db.append_timeline(day, ip, &groups.addresses())?;
    save_comment(db, day, &Comment::new(ip, &input.title, &input.text), cut_off)
}

/// Quirk 5: reads the day's comments, deletes them all, then inserts them again one by one. There is no transaction, so what a
/// broken insert leaves undone stays undone.
fn save_comment(db: &Db, day: Day, comment: &Comment, cut_off: &CutOff) -> Result<(), Failure> {
    let mut comments = db.stored_comments(day)?;
    let mut saved = false;
    for stored in comments.iter_mut().filter(|stored| stored.ip == comment.ip) {
        stored.clone_from(comment);
        saved = true;
    }
    if !saved {
        comments.push(comment.clone());
    }
    db.drop_comments(day)?;
    if cut_off.strikes() {
        return Err(Failure("the server died".to_owned()));
    }
    for Comment { ip, title, text } in &comments {
        for pasted in [ip, title, text] {
            // Of stored texts outside ASCII, Python 2 may let some pass (they come back as bytes); the contract counts on none.
            python::ascii(pasted).map_err(Failure)?;
        }
        let statement = impala::insert_statement(day, [ip, title, text]);
        let [ip, title, text] = impala::read_values(&statement).map_err(Failure)?;
        db.store_comment(day, &Comment { ip, title, text })?;
    }
    Ok(())
}
