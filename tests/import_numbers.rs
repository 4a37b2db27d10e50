//! Tables of any kind whose numbers are written as persons write them: with decimal commas, and with their thousands apart.
#![allow(clippy::unwrap_used, reason = "a test ends at what it did not expect")]

use investigation::local::flows::{Flow, FlowTable};
use investigation::local::import::{
    Columns, DecimalMark, Header, ImportError, Importer, Layout, Preview, Report, Role, Told, Way,
};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use rstest::rstest;

fn import(mut importer: Importer, text: &str) -> (Vec<Flow>, Result<Report, ImportError>) {
    let mut table = FlowTable::default();
    let pushed = importer.push(text.as_bytes(), &mut table);
    let report = pushed.and_then(|()| importer.finish(&mut table));
    ((0..table.len()).map(|index| table.flow(index)).collect(), report)
}

fn preview(text: &str) -> Preview {
    match import(Importer::default(), text).1 {
        Err(ImportError::NeedsColumns(preview)) => *preview,
        other => panic!("it is a table of an unknown kind: {other:?}"),
    }
}

/// Reads a table by the guess of what its columns mean, and by what its rows tell of their numbers.
fn read(text: &str) -> (Vec<Flow>, Report) {
    let preview = preview(text);
    let columns = preview.settled(&preview.layout.columns);
    let (flows, report) = import(Importer::assigned(Layout { columns, ..preview.layout }), text);
    (flows, report.unwrap())
}

const HEAD: &str = "when;from;to;duration;bytes\n";

/// Rows that differ in duration and bytes.
fn rows(numbers: &[(&str, &str)]) -> String {
    let row = |(duration, bytes): &(&str, &str)| format!("1467954000,25;10.0.0.1;192.0.2.1;{duration};{bytes}\n");
    format!("{HEAD}{}", numbers.iter().map(row).collect::<String>())
}

fn durations_us(flows: &[Flow]) -> Vec<u64> {
    let us = |moment: u32, us: u32| u64::from(moment) * 1_000_000 + u64::from(us);
    flows.iter().map(|flow| us(flow.end.0, flow.end_us) - us(flow.start.0, flow.start_us)).collect()
}

#[test]
fn a_table_between_semicolons_may_have_decimal_commas() {
    let (flows, report) = read(&rows(&[("0,013", "60"), ("1,250", "1.234"), ("1.250,5", "1.234.567"), ("12", "-")]));
    assert_eq!(report.skipped.first, []);
    assert_eq!((flows[0].start.0, flows[0].start_us), (1_467_954_000, 250_000));
    assert_eq!(durations_us(&flows), [13_000, 1_250_000, 1_250_500_000, 12_000_000]);
    assert_eq!(flows.iter().map(|flow| flow.bytes.sent).collect::<Vec<_>>(), [60, 1_234, 1_234_567, 0]);
}

#[test]
fn in_a_table_between_commas_a_number_with_one_is_in_quotes() {
    let text = "when,from,to,duration,bytes\n\
        2025-12-31 9:00,10.0.0.1,192.0.2.1,\"0,5\",\"1.234\"\n\
        2025-12-31 9:00,10.0.0.1,192.0.2.1,\"2,125\",77\n";
    let (flows, report) = read(text);
    assert_eq!((report.flows, report.skipped.total), (2, 0));
    assert_eq!(durations_us(&flows), [500_000, 2_125_000]);
    assert_eq!(flows[0].bytes.sent, 1_234);

    let english = "when,from,to,dport,bytes\n\
        2025-12-31 9:00,10.0.0.1,192.0.2.1,\"8,080\",\"1,234\"\n\
        2025-12-31 9:00,10.0.0.1,192.0.2.1,443,\"1,234,567\"\n";
    let (flows, _) = read(english);
    assert_eq!(flows.iter().map(|flow| flow.bytes.sent).collect::<Vec<_>>(), [1_234, 1_234_567]);
    assert_eq!(flows.iter().map(|flow| flow.destination_port).collect::<Vec<_>>(), [Some(8080), Some(443)]);
}

#[rstest]
#[case::nothing_to_tell(&[("1", "60"), ("0", "1234567")], Told::NotNeeded)]
#[case::as_tools_write(&[("0.013", "60"), ("1.250", "1234")], Told::One(DecimalMark::Point))]
#[case::by_another_column(&[("1,5", "60"), ("2", "1.234")], Told::One(DecimalMark::Comma))]
#[case::bytes_or_thousands(&[("1", "1.234"), ("1", "12.500")], Told::Open(DecimalMark::ALL.to_vec()))]
#[case::contradicting(&[("1,5", "60"), ("1.5", "60")], Told::Open(DecimalMark::ALL.to_vec()))]
fn rows_tell_the_mark_where_a_number_can_be_read_in_one_way_alone(
    #[case] numbers: &[(&str, &str)],
    #[case] expected: Told<DecimalMark>,
) {
    let preview = preview(&rows(numbers).replace("1467954000,25", "2025-12-31 9:00"));
    let columns = &preview.layout.columns;
    assert_eq!(preview.numbers_told(columns), expected);
    assert_eq!(columns.decimal(), None, "nothing is guessed");
    // A column that means nothing tells nothing.
    let columns = columns.clone().with(Role::Duration, 9).with(Role::BytesTotal, 9);
    assert_eq!(preview.numbers_told(&columns), Told::NotNeeded);
}

#[test]
fn a_number_behind_the_first_rows_that_may_be_either_is_told() {
    let mut numbers = vec![("7", "60"); 70];
    numbers.extend([("1,234", "60"), ("1.234", "60"), ("7", "1.234"), ("7", "1,234"), ("7,5", "1.234.567")]);
    let text = rows(&numbers).replace("1467954000,25", "2025-12-31 9:00").replace("from;to;", "from;to;dport;");
    let text = text.replace(";192.0.2.1;", ";192.0.2.1;8080;") + "2025-12-31 9:00;10.0.0.1;192.0.2.1;8,080;7;60\n";
    let (flows, report) = read(&text);
    let told: Vec<_> = report.skipped.first.iter().map(|line| (line.line, line.reason.as_str())).collect();
    assert_eq!(
        told,
        [
            (72, "its duration, `1,234`, may be a whole number or one with a fraction"),
            (74, "its bytes both ways, `1.234`, may be a whole number or one with a fraction"),
            (75, "its bytes both ways, `1,234`, may be a whole number or one with a fraction"),
            (77, "its destination port, `8,080`, may be a whole number or one with a fraction"),
        ]
    );
    // Tools write fractions of seconds behind a point, and nobody parts the thousands of seconds by one.
    assert_eq!(durations_us(&flows)[70..], [1_234_000, 7_500_000]);
    assert_eq!(flows[71].bytes.sent, 1_234_567);
}

/// Commas of numbers part a line in more pieces than semicolons do.
#[test]
fn a_table_of_many_decimal_commas_is_still_one_between_semicolons() {
    let row = "31/12/2025, 14:03:02,5;31/12/2025, 14:03:03,5;10.0.0.1;192.0.2.1;1,5;2,5;3,5\n";
    let preview = preview(&row.repeat(3));
    assert_eq!((preview.layout.delimiter, preview.layout.width), (b';', 7));
    assert_eq!(preview.layout.columns.place(Role::Source), Some(2));
}

proptest! {
    /// However a number is written, it comes back where the mark is known, and no other is read for it where it is not.
    #[test]
    fn numbers_come_back_as_they_were_written(
        numbers in vec((0..3_000_000_u64, select(vec!["", "5", "013", "250", "123456"])), 1..30),
        mark in select(DecimalMark::ALL.to_vec()),
        is_grouped in any::<bool>(),
    ) {
        let (decimal, group) = match mark { DecimalMark::Point => ('.', ','), DecimalMark::Comma => (',', '.') };
        let written: Vec<String> = numbers.iter().map(|(whole, fraction)| {
            let whole = if is_grouped { in_groups(*whole, group) } else { whole.to_string() };
            if fraction.is_empty() { whole } else { format!("{whole}{decimal}{fraction}") }
        }).collect();
        let lines: String =
            written.iter().map(|number| format!("2025-12-31 9:00;10.0.0.1;192.0.2.1;{number}\n")).collect();
        let columns = Columns::default().with(Role::Start, 0).with(Role::Source, 1).with(Role::Destination, 2);
        let layout = |columns: Columns| Layout { delimiter: b';', width: 4, header: Header::None, columns };

        let said = columns.clone().with(Role::Duration, 3).with_decimal(Some(mark));
        let (flows, report) = import(Importer::assigned(layout(said)), &lines);
        let expected: Vec<u64> = numbers
            .iter()
            .map(|(whole, fraction)| whole * 1_000_000 + format!("{fraction:0<6}").parse::<u64>().unwrap())
            .collect();
        prop_assert_eq!((durations_us(&flows), report.unwrap().skipped.total), (expected, 0));

        let untold = columns.with(Role::BytesTotal, 3);
        let (flows, report) = import(Importer::assigned(layout(untold)), &lines);
        let wrong: Vec<usize> = report.unwrap().skipped.first.iter().map(|line| line.line).collect();
        let read = (1..).zip(&numbers).filter(|(line, _)| !wrong.contains(line)).map(|(_, (whole, _))| *whole);
        prop_assert_eq!(flows.iter().map(|flow| flow.bytes.sent).collect::<Vec<_>>(), read.collect::<Vec<_>>());
    }
}

fn in_groups(mut whole: u64, group: char) -> String {
    let mut groups = Vec::new();
    while whole >= 1_000 {
        groups.push(format!("{:03}", whole % 1_000));
        whole /= 1_000;
    }
    groups.push(whole.to_string());
    groups.reverse();
    groups.join(&group.to_string())
}
