//! Files of an investigation, made where its rows are.

use super::api::{AskExport, Export};
use super::picture::{Drawing, Foot, Subject, draw};
use crate::domain::context::Context;
use crate::domain::investigation::Investigation;
use crate::domain::view::Pair;
use crate::domain::ways::Ways;
use crate::export::dossier::Dossier;
use crate::export::file_name::{Content, file_name};
use crate::export::known::Known;
use crate::export::report::{Chart, Picture, page};
use crate::export::{csv, json, markdown, stix};

/// The file that `question` asks for, of a source that knows no single flows.
#[must_use]
pub fn file(investigation: &Investigation, context: &Context, question: &AskExport) -> Export {
    file_with(investigation, context, question, |_| Vec::new())
}

/// The file that `question` asks for. `ways` tells what went each way in pairs, and is asked where a file has it.
#[must_use]
pub fn file_with(
    investigation: &Investigation,
    context: &Context,
    question: &AskExport,
    ways: impl FnOnce(&[Pair]) -> Vec<Ways>,
) -> Export {
    let AskExport { content, view, grouping, window, handling, .. } = *question;
    let mut dossier = Dossier::gather(investigation, view, grouping, question.told.clone());
    dossier.known = Known::of(&dossier.addresses(), context, &investigation.network());
    let all = Subject { investigation, context, view, window: None, handling };
    let seen = Subject { window, ..all };
    let text = match content {
        Content::Csv(list) => csv::file(list, &dossier, handling),
        Content::Json => json::document(&dossier, handling),
        Content::Stix => {
            dossier.pair_ways = ways(&dossier.pairs);
            stix::bundle(&dossier, handling)
        }
        Content::Markdown => markdown::ticket(&dossier, handling),
        Content::Html => {
            // What the analyst looks at closely is shown closely, besides the day.
            let charts = [Some(all), window.map(|_| seen)].into_iter().flatten();
            let charts: Vec<Chart> = charts.map(|subject| chart(draw(subject, Foot::Absent))).collect();
            page(&dossier, &charts, handling)
        }
        Content::Svg | Content::Png => draw(seen, Foot::Of(&question.told)).svg,
    };
    Export { file_name: file_name(content, &dossier), media_type: content.media_type().to_owned(), text }
}

fn chart(drawing: Drawing) -> Chart {
    let Drawing { svg, caption, description } = drawing;
    Chart { caption, description, picture: Picture::Svg(svg) }
}
