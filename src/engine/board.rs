//! The storyboard of the open search: as the details have it, and as the source stored it.

use std::rc::Rc;

use super::api::{AskBoardFile, AskStored, AskStoryboard, Atlas, Board, NamedFile, Origin, Sides, Stored};
use super::session::{OpenSearch, Session, Source};
use crate::domain::context::Context;
use crate::domain::storyboard::differences::Difference;
use crate::domain::storyboard::{StoredDocuments, Storyboard};
use crate::domain::view::View;
use crate::failure::Failure;

impl Session {
    /// The storyboard of the open search.
    pub fn storyboard(&self, question: AskStoryboard) -> Result<Board, Failure> {
        let search = self.open_search()?;
        let context = self.context();
        let places = if context.places.is_some() { Atlas::There } else { Atlas::Missing };
        let Storyboard { peers, home, timeline, .. } = made(&search, question.view, &context);
        Ok(Board { ip: search.ip, home, peers, places, timeline })
    }

    /// What the source stored of it.
    pub async fn stored(&self, question: AskStored) -> Result<Stored, Failure> {
        let (source, search) = (self.source()?, self.open_search()?);
        let (documents, remarks) = documents(&source, &search).await?;
        let ours = made(&search, question.view, &self.context());
        let told = |differences: Vec<Difference>| match &*source {
            Source::Spot { .. } => differences.iter().map(|difference| difference.words(search.ip)).collect(),
            // Local Spot has none of Spot's deviations: it was looked at in another way when it was saved.
            Source::Local(_) if differences.is_empty() => Vec::new(),
            Source::Local(_) => vec![
                "It was saved with other top results, with the IP on the other side, or with other context files."
                    .to_owned(),
            ],
        };
        let impact = documents.impact.as_ref().map(|stored| ours.impact_differences(stored));
        let progression = documents.progression.as_ref().map(|stored| ours.progression_differences(stored));
        let globe = documents.globe.as_ref().map(|stored| ours.globe_differences(stored));
        let has_swapped = |differences: &Option<Vec<Difference>>| {
            differences.as_ref().is_some_and(|differences| differences.contains(&Difference::GroupsSwapped))
        };
        let is_swapped = has_swapped(&impact) || has_swapped(&progression) || has_swapped(&globe);
        let sides = if is_swapped { Sides::Swapped } else { Sides::AsDetails };
        let [impact_differences, progression_differences, globe_differences] =
            [impact, progression, globe].map(|differences| told(differences.unwrap_or_default()));
        Ok(Stored { documents, sides, impact_differences, progression_differences, globe_differences, remarks })
    }

    /// A file of it.
    pub async fn board_file(&self, question: AskBoardFile) -> Result<NamedFile, Failure> {
        let AskBoardFile { view, file, origin } = question;
        let (source, search) = (self.source()?, self.open_search()?);
        let documents = match origin {
            Origin::Stored => documents(&source, &search).await?.0,
            Origin::Details => StoredDocuments::of(&made(&search, view, &self.context())),
        };
        let name = file.name(search.ip);
        let text = file.content(&documents).ok_or_else(|| {
            Failure::NotPossible(format!("There is no {name}: this document is neither stored nor can it be made."))
        })?;
        Ok(NamedFile { name, text })
    }
}

fn made(search: &OpenSearch, view: View, context: &Context) -> Storyboard {
    Storyboard::of(&search.investigation, view, context)
}

async fn documents(source: &Rc<Source>, search: &Rc<OpenSearch>) -> Result<(StoredDocuments, Vec<String>), Failure> {
    match &**source {
        // Spot keeps storyboards of IPv4 addresses only.
        Source::Spot { .. } if search.ip.is_ipv6() => Ok((StoredDocuments::default(), Vec::new())),
        Source::Spot { client, .. } => client.storyboard(search.day, search.ip).await,
        Source::Local(local) => Ok((local.documents(search.day, search.ip).await?, Vec::new())),
    }
}
