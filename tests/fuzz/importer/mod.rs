//! Looks for a flow log that makes its reader crash, or that is read as something else when it is cut in other chunks.
//!
//! ```text
//! 00            05 80             31 34 36 37 ...
//! `- beginning  `- chunk sizes    `------ what follows that beginning
//! ```
//!
//! Where there is no such beginning (`ff`), the file is what follows alone.

use investigation::local::flows::{Flow, FlowTable};
use investigation::local::import::{ImportError, Importer, Layout, Preview, Report, Told};

/// What was read: the flows, and what is told of the file.
type Read = (Vec<Flow>, Result<Report, ImportError>);

/// Reads a file that begins so, whole and in pieces.
pub fn look(beginnings: &[&str], input: &[u8]) {
    let Some((&[beginning, first, second], rest)) = input.split_first_chunk::<3>() else {
        return;
    };
    let beginning = beginnings.get(usize::from(beginning)).copied().unwrap_or_default();
    let file = [beginning.as_bytes(), rest].concat();
    if let Err(ImportError::NeedsColumns(preview)) = compared(&file, [first, second], Importer::default) {
        for layout in assigned(&preview) {
            // An error is one that an analyst sees: a file that an assignment was made for is not refused.
            let read = compared(&file, [first, second], || Importer::assigned(layout.clone()));
            assert!(is_packed(&file) || read.is_ok(), "{read:?}");
        }
    }
}

/// What an analyst makes of the preview, who takes its guess: written in each way that is possible where the rows do not tell.
fn assigned(preview: &Preview) -> Vec<Layout> {
    let columns = &preview.layout.columns;
    assert_eq!((preview.dates.len(), preview.numbers.len()), (preview.layout.width as usize, preview.layout.width as usize));
    let mut layouts = Vec::new();
    for dates in said(preview.dates_told(columns)) {
        for decimal in said(preview.numbers_told(columns)) {
            let columns = columns.clone().with_dates(dates).with_decimal(decimal);
            layouts.push(Layout { columns, ..preview.layout.clone() });
        }
    }
    layouts
}

fn said<W>(told: Told<W>) -> Vec<Option<W>> {
    match told {
        Told::NotNeeded => vec![None],
        Told::One(way) => vec![Some(way)],
        Told::Open(ways) => ways.into_iter().map(Some).collect(),
    }
}

fn compared(file: &[u8], sizes: [u8; 2], importer: impl Fn() -> Importer) -> Result<Report, ImportError> {
    let (flows, report) = read(importer(), [file]);
    for flow in &flows {
        assert!((flow.start, flow.start_us) <= (flow.end, flow.end_us) && flow.end_us < 1_000_000, "{flow:?}");
    }
    if let Ok(report) = &report {
        assert_eq!(report.flows, flows.len() as u64);
    }
    for pieces in [chunks(file, sizes), chunks(file, [1, 1])] {
        let again = read(importer(), pieces);
        // What a damaged packing gives of what is before the damage depends on the chunks.
        if !is_packed(file) || is_whole(&report) && is_whole(&again.1) {
            assert_eq!((&again.0, &again.1), (&flows, &report));
        }
    }
    report
}

fn is_whole(report: &Result<Report, ImportError>) -> bool {
    report.as_ref().is_ok_and(|report| report.notices.is_empty())
}

fn is_packed(file: &[u8]) -> bool {
    file.starts_with(b"\x1f\x8b") || file.get(1..3) == Some(b"\xb5\x2f")
}

fn read<'a>(mut importer: Importer, chunks: impl IntoIterator<Item = &'a [u8]>) -> Read {
    let mut table = FlowTable::default();
    let pushed = chunks.into_iter().try_for_each(|chunk| importer.push(chunk, &mut table));
    let report = pushed.and_then(|()| importer.finish(&mut table));
    ((0..table.len()).map(|index| table.flow(index)).collect(), report)
}

/// The file in pieces of these sizes, in turn.
pub fn chunks(mut file: &[u8], sizes: [u8; 2]) -> Vec<&[u8]> {
    let mut chunks = Vec::new();
    for size in sizes.into_iter().cycle() {
        if file.is_empty() {
            break;
        }
        let (chunk, rest) = file.split_at(usize::from(size).clamp(1, file.len()));
        chunks.push(chunk);
        file = rest;
    }
    chunks
}
