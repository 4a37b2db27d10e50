//! Files of an investigation, made where its rows are.

use super::api::{AskExport, Export};
use super::picture::{Drawing, NothingToDraw, Setting, Subject, draw};
use crate::domain::context::Context;
use crate::domain::investigation::Investigation;
use crate::domain::view::Pair;
use crate::domain::ways::Ways;
use crate::export::dossier::Dossier;
use crate::export::figure::Figure;
use crate::export::file_name::{Content, file_name};
use crate::export::known::Known;
use crate::export::report::{Chart, page};
use crate::export::{csv, json, markdown, stix};
use crate::failure::Failure;

/// The file that `question` asks for, of a source that knows no single flows. It fails where a chart has nothing to draw.
pub fn file(investigation: &Investigation, context: &Context, question: &AskExport) -> Result<Export, Failure> {
    file_with(investigation, context, question, |_| Vec::new())
}

/// The same. `ways` tells what went each way in pairs, and is asked where a file has it.
pub fn file_with(
    investigation: &Investigation,
    context: &Context,
    question: &AskExport,
    ways: impl FnOnce(&[Pair]) -> Vec<Ways>,
) -> Result<Export, Failure> {
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
        Content::Html => page(&dossier, &charts(all, seen), handling),
        Content::Svg(figure) | Content::Png(figure) => {
            draw(figure, seen, Setting::Alone(&question.told)).map_err(not_drawn)?.svg.into_text()
        }
    };
    Ok(Export { file_name: file_name(content, &dossier), media_type: content.media_type().to_owned(), text })
}

/// The charts of a report: what the analyst looks at closely is shown closely, besides the day.
fn charts(all: Subject, seen: Subject) -> Vec<Chart> {
    let close = seen.window.map(|_| chart(Figure::Timeline, seen));
    let [timeline, others @ ..] = Figure::ALL;
    let others = others.into_iter().map(|figure| chart(figure, all));
    let mut charts: Vec<Chart> = std::iter::once(chart(timeline, all)).chain(close).chain(others).collect();
    // Globe and map lack the same.
    charts.dedup_by(|next, before| next.picture.is_none() && before.picture.is_none());
    charts
}

fn chart(figure: Figure, subject: Subject) -> Chart {
    match draw(figure, subject, Setting::InDocument) {
        Ok(Drawing { svg, title, caption }) => Chart { title, caption, picture: Some(svg) },
        Err(NothingToDraw(caption)) => Chart { title: "Globe and map.".to_owned(), caption, picture: None },
    }
}

fn not_drawn(NothingToDraw(why): NothingToDraw) -> Failure {
    Failure::NotPossible(format!(
        "There is nothing to draw. {why} Context at the top of the page tells which files are read, and takes others."
    ))
}
