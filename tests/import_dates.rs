//! Tables of any kind whose times are written otherwise: in two columns, or with the year at the end.
#![allow(clippy::unwrap_used, reason = "a test ends at what it did not expect")]

use investigation::domain::time::Day;
use investigation::local::flows::FlowTable;
use investigation::local::import::{
    Columns, DateOrder, DecimalMark, Header, ImportError, Importer, Layout, Preview, Report, Role, Told, Way,
};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use rstest::rstest;

/// Starts, as seconds and microseconds, and what could not be read.
fn starts(importer: Importer, text: &str) -> (Vec<(u32, u32)>, Report) {
    let (table, report) = import(importer, text);
    let starts = (0..table.len()).map(|index| table.flow(index)).map(|flow| (flow.start.0, flow.start_us));
    (starts.collect(), report.unwrap())
}

fn import(mut importer: Importer, text: &str) -> (FlowTable, Result<Report, ImportError>) {
    let mut table = FlowTable::default();
    let pushed = importer.push(text.as_bytes(), &mut table);
    let report = pushed.and_then(|()| importer.finish(&mut table));
    (table, report)
}

fn preview(text: &str) -> Preview {
    match import(Importer::default(), text).1 {
        Err(ImportError::NeedsColumns(preview)) => *preview,
        other => panic!("it is a table of an unknown kind: {other:?}"),
    }
}

/// Rows of addresses, with `when` before them.
fn table(head: &str, when: &[&str]) -> String {
    let rows = when.iter().map(|when| format!("{when};10.0.0.1;192.0.2.1\n"));
    format!("{head};client;server\n{}", rows.collect::<String>())
}

/// The orders of dates that end with a year of four digits.
const YEAR_LAST: [DateOrder; 2] = [DateOrder::DayFirst, DateOrder::MonthFirst];

/// It is one of them, and not known which.
fn either() -> Told<DateOrder> {
    Told::Open(YEAR_LAST.to_vec())
}

#[rstest]
#[case::told_by_a_31st(&["01/02/2025 9:00", "31/12/2025 14:03:02"], Told::One(DateOrder::DayFirst))]
#[case::dotted(&["31.12.2025 14:03:02", "", "1.2.2025 9:00"], Told::One(DateOrder::DayFirst))]
#[case::month_first(&["01/02/2025 9:00 AM", "12/31/2025 2:03:02 PM"], Told::One(DateOrder::MonthFirst))]
#[case::either(&["01/02/2025 9:00", "03/04/2025 9:00"], either())]
#[case::dots_are_no_proof(&["01.02.2025 9:00"], either())]
#[case::contradicting(&["31/12/2025 9:00", "12/31/2025 9:00"], either())]
#[case::year_first(&["2025-02-01 9:00", "2025/02/01 9:00"], Told::NotNeeded)]
#[case::epoch(&["1467954000.5"], Told::NotNeeded)]
#[case::short_years(&["12/31/25 9:00"], Told::One(DateOrder::MonthFirst))]
#[case::the_31st_or_the_year_2031(&["31/12/25 9:00"], Told::Open(vec![DateOrder::DayFirst, DateOrder::YearFirst]))]
#[case::november_has_no_31st(&["31/11/25 9:00"], Told::One(DateOrder::YearFirst))]
#[case::two_rows_together(&["13/12/25 9:00", "31/12/32 9:00"], Told::One(DateOrder::DayFirst))]
#[case::a_century_ago(&["99-01-02 9:00"], Told::One(DateOrder::YearFirst))]
#[case::any_may_be_the_year(&["10-11-12 9:00"], Told::Open(DateOrder::ALL.to_vec()))]
#[case::short_and_long_years(&["31/12/25 9:00", "31/12/2025 9:00"], Told::One(DateOrder::DayFirst))]
fn the_order_of_dates_is_told_where_a_row_tells_it(#[case] when: &[&str], #[case] expected: Told<DateOrder>) {
    let preview = preview(&table("when", when));
    let columns = &preview.layout.columns;
    assert_eq!(columns.place(Role::Start), Some(0));
    assert_eq!(preview.dates_told(columns), expected);
    assert_eq!(columns.dates(), None, "nothing is guessed");
}

#[test]
fn rows_behind_the_shown_ones_tell_too_and_other_columns_do_not() {
    let ambiguous = "01/02/2025 9:00;13/01/2025";
    let mut rows = vec![ambiguous; 30];
    let told = |rows: &[&str]| {
        let preview = preview(&table("when;due", rows));
        assert_eq!(preview.rows.len(), Preview::ROWS);
        preview.dates_told(&preview.layout.columns)
    };
    assert_eq!(told(&rows), either());
    rows.push("12/31/2025 9:00;13/01/2025");
    assert_eq!(told(&rows), Told::One(DateOrder::MonthFirst));
}

#[rstest]
#[case::by_names("date;time;duration", "2025-12-31;14:03:02.5;0:00:01")]
#[case::by_content("logged on;at;took", "2025-12-31;14:03:02.5;0:00:01")]
#[case::turned_round("took;clock;day", "1.0;14:03:02.5;2025-12-31")]
fn date_and_clock_in_two_columns_are_told_by_what_is_in_them(#[case] head: &str, #[case] when: &str) {
    let text = table(head, &[when]);
    let layout = preview(&text).layout;
    assert_eq!((layout.columns.missing(), layout.columns.place(Role::Start)), (vec![], None));
    let (starts, report) = starts(Importer::assigned(layout), &text);
    assert_eq!((starts, report.skipped.total), (vec![(1_767_189_782, 500_000)], 0));
}

#[test]
fn a_clock_without_a_date_is_no_time_and_an_end_may_be_a_clock() {
    let text = table("date;time;end", &["2025-12-31;23:59:58;0:00:03", "2025-12-31;;0:00:03", ";9:00;0:00:03"]);
    let layout = preview(&text).layout;
    assert_eq!(layout.columns.place(Role::End), Some(2));
    let (table, report) = import(Importer::assigned(layout), &text);
    let report = report.unwrap();
    assert_eq!((table.len(), table.flow(0).end.0 - table.flow(0).start.0), (1, 5));
    let told: Vec<_> = report.skipped.first.iter().map(|line| (line.line, line.reason.as_str())).collect();
    assert_eq!(told, [(3, "it has no start clock"), (4, "it has no start time")]);
}

#[test]
fn what_is_still_missing_of_a_start_is_said() {
    let mut columns = Columns::default().with(Role::Source, 3).with(Role::Destination, 4);
    assert_eq!(columns.missing(), [Role::Start]);
    columns.choose(0, Some(Role::StartDate));
    assert_eq!(columns.missing(), [Role::StartClock]);
    columns.choose(1, Some(Role::StartClock));
    assert_eq!(columns.missing(), []);
    // A start is in one column or in two.
    columns.choose(2, Some(Role::Start));
    assert_eq!((columns.role(0), columns.role(1), columns.missing()), (None, None, vec![]));
    columns.choose(1, Some(Role::StartClock));
    assert_eq!((columns.role(2), columns.missing()), (None, vec![Role::StartDate]));
    columns.choose(1, None);
    assert_eq!(columns.missing(), [Role::Start]);
}

#[rstest]
#[case::by_names("start date;start time;end date;end time", Some((2, 3)))]
#[case::no_date_of_its_own("start date;start time;due;end time", None)]
fn an_end_may_be_in_two_columns_too(#[case] head: &str, #[case] end: Option<(usize, usize)>) {
    let text = table(head, &["2025-12-31;23:59:58;2026-01-02;0:00:03"]);
    let layout = preview(&text).layout;
    let columns = &layout.columns;
    assert_eq!(columns.place(Role::EndDate).zip(columns.place(Role::EndClock)), end);
    assert_eq!((columns.place(Role::End), columns.missing()), (if end.is_some() { None } else { Some(3) }, vec![]));
    let (table, _) = import(Importer::assigned(layout), &text);
    let seconds = if end.is_some() { 86_405 } else { 5 };
    assert_eq!(table.flow(0).end.0 - table.flow(0).start.0, seconds);
}

#[test]
fn half_an_end_is_said_and_none_is_no_trouble() {
    let mut columns = Columns::default().with(Role::Start, 0).with(Role::Source, 3).with(Role::Destination, 4);
    columns.choose(1, Some(Role::EndDate));
    assert_eq!(columns.missing(), [Role::EndClock]);
    columns.choose(2, Some(Role::End));
    assert_eq!((columns.role(1), columns.missing()), (None, vec![]));
    columns.choose(2, Some(Role::EndClock));
    assert_eq!((columns.role(2), columns.missing()), (Some(Role::EndClock), vec![Role::EndDate]));
    columns.choose(1, Some(Role::EndDate));
    assert_eq!(columns.missing(), []);

    let text = table(
        "when;until;at",
        &[
            "2025-12-31 9:00;31.12.2025;9:00:07.5",
            "2025-12-31 9:00;;",
            "2025-12-31 9:00;31.12.2025;",
            "2025-12-31 9:00;;9:00:07",
            "2025-12-31 9:00;soon;9:00:07",
            // One that ends before it begins ends at once.
            "2025-12-31 9:00;30.12.2025;9:00:07",
        ],
    );
    let columns = columns.with_dates(Some(DateOrder::DayFirst));
    let layout = Layout { delimiter: b';', width: 5, header: Header::Named, columns };
    let (table, report) = import(Importer::assigned(layout), &text);
    let ends = (0..table.len()).map(|index| table.flow(index)).map(|flow| (flow.end.0 - flow.start.0, flow.end_us));
    assert_eq!(ends.collect::<Vec<_>>(), [(7, 500_000), (0, 0), (0, 0)]);
    let skipped = report.unwrap().skipped.first;
    let told: Vec<_> = skipped.iter().map(|line| (line.line, line.reason.as_str())).collect();
    assert_eq!(told, [(4, "it has no end clock"), (5, "it has no end date"), (6, "`soon` is no end date")]);
}

/// As it was written before there were dates and clocks.
#[test]
fn an_assignment_of_an_earlier_version_still_means_what_it_meant() {
    let old =
        "{\"places\":[0,null,null,1,2,null,3,null,null,null,4,null,null,null,null,null,null,null,null,null,null,null]}";
    let columns: Columns = serde_json::from_str(old).unwrap();
    let expected = [
        (Role::Start, 0),
        (Role::Source, 1),
        (Role::Destination, 2),
        (Role::DestinationPort, 3),
        (Role::BytesTotal, 4),
    ];
    assert_eq!(columns, expected.into_iter().fold(Columns::default(), |all, (role, place)| all.with(role, place)));
    assert_eq!((columns.missing(), columns.dates()), (vec![], None));

    let layout = format!("{{\"delimiter\":59,\"width\":5,\"header\":\"Named\",\"columns\":{old}}}");
    assert_eq!(serde_json::from_str::<Layout>(&layout).unwrap().columns, columns);
    assert_eq!(columns.decimal(), None);
    // One of a later version, with more roles than there are.
    let new = old.replace("]}", &format!("{}],\"dates\":\"DayFirst\",\"decimal\":\"Comma\"}}", ",5".repeat(9)));
    let columns: Columns = serde_json::from_str(&new).unwrap();
    assert_eq!((columns.place(Role::EndClock), columns.dates()), (Some(5), Some(DateOrder::DayFirst)));
    assert_eq!(columns.decimal(), Some(DecimalMark::Comma));
    let again: Columns = serde_json::from_str(&serde_json::to_string(&columns).unwrap()).unwrap();
    assert_eq!(again, columns);
}

/// How times are written.
#[derive(Clone, Copy, Debug)]
struct Style {
    order: DateOrder,
    is_year_short: bool,
    separator: char,
    is_padded: bool,
    has_half: bool,
}

fn style() -> impl Strategy<Value = Style> {
    let order = prop_oneof![(select(YEAR_LAST.to_vec()), Just(false)), (select(DateOrder::ALL.to_vec()), Just(true)),];
    (order, select(vec!['/', '.', '-']), any::<bool>(), any::<bool>()).prop_map(
        |((order, is_year_short), separator, is_padded, has_half)| Style {
            order,
            is_year_short,
            separator,
            is_padded,
            has_half,
        },
    )
}

/// Day, month, year; hour, minute, second, microseconds. Some are none.
type Parts = ([u32; 3], [u32; 4]);

fn parts() -> impl Strategy<Value = Parts> {
    let date = prop_oneof![9 => (1..=12_u32, 1..=12_u32), 9 => (13..=31_u32, 1..=12_u32), 1 => (0..40_u32, 0..20_u32)];
    let clock = prop_oneof![9 => (0..24_u32, 0..60_u32, 0..60_u32), 1 => (0..30_u32, 0..70_u32, 0..70_u32)];
    (date, 1_971..2_106_u32, clock, 0..1_000_000_u32)
        .prop_map(|((day, month), year, (hour, minute, second), us)| ([day, month, year], [hour, minute, second, us]))
}

fn written(style: Style, ([day, month, year], [hour, minute, second, us]): Parts) -> (String, String) {
    let number = |number: u32| if style.is_padded { format!("{number:02}") } else { number.to_string() };
    let (day, month) = (number(day), number(month));
    let year = if style.is_year_short { format!("{:02}", year % 100) } else { year.to_string() };
    let parts = match style.order {
        DateOrder::DayFirst => [day, month, year],
        DateOrder::MonthFirst => [month, day, year],
        DateOrder::YearFirst => [year, month, day],
    };
    let date = parts.join(&style.separator.to_string());
    let clock = if style.has_half && hour < 24 {
        let half = if hour < 12 { "AM" } else { "PM" };
        format!("{}:{minute:02}:{second:02}.{us:06} {half}", (hour + 11) % 12 + 1)
    } else {
        format!("{hour}:{minute:02}:{second:02}.{us:06}")
    };
    (date, clock)
}

/// The same in the years that two digits tell.
fn in_short_years((date, clock): Parts) -> Parts {
    let [day, month, year] = date;
    ([day, month, 1_971 + year % 98], clock)
}

/// The plain reading: from the numbers that were written, not from the text.
fn reckoned(([day, month, year], [hour, minute, second, us]): Parts) -> Option<(u32, u32)> {
    let date: Day = format!("{year:04}-{month:02}-{day:02}").parse().ok()?;
    // A leap second is one more second of its minute.
    let is_clock = hour < 24 && minute < 60 && second <= 60;
    is_clock.then(|| (date.start().0 + hour * 3_600 + minute * 60 + second, us))
}

proptest! {
    /// The order is known, as it was written: in one column or two, every moment comes back, and what is none is told.
    #[test]
    fn moments_come_back_as_they_were_written(rows in vec(parts(), 1..40), style in style(), is_in_two in any::<bool>()) {
        let rows: Vec<Parts> =
            if style.is_year_short { rows.into_iter().map(in_short_years).collect() } else { rows };
        let times: Vec<(String, String)> = rows.iter().map(|parts| written(style, *parts)).collect();
        let lines = times.iter().map(|(date, clock)| {
            let gap = if is_in_two { ';' } else { ' ' };
            format!("{date}{gap}{clock};10.0.0.1;192.0.2.1\n")
        });
        let columns = if is_in_two {
            Columns::default().with(Role::StartDate, 0).with(Role::StartClock, 1).with(Role::Source, 2).with(Role::Destination, 3)
        } else {
            Columns::default().with(Role::Start, 0).with(Role::Source, 1).with(Role::Destination, 2)
        };
        let columns = columns.with_dates(Some(style.order));
        let layout = Layout { delimiter: b';', width: if is_in_two { 4 } else { 3 }, header: Header::None, columns };
        let (read, report) = starts(Importer::assigned(layout), &lines.collect::<String>());
        let expected: Vec<_> = rows.iter().filter_map(|parts| reckoned(*parts)).collect();
        let wrong: Vec<_> = (1..).zip(&rows).filter(|(_, parts)| reckoned(**parts).is_none()).map(|(line, _)| line).collect();
        prop_assert_eq!(read, expected);
        prop_assert_eq!(report.skipped.first.iter().map(|skipped| skipped.line).collect::<Vec<_>>(), wrong);
    }

    /// Told is only what the plain look at the numbers tells: a number above twelve is a day.
    #[test]
    fn an_order_is_told_by_numbers_above_twelve_alone(rows in vec((1..=28_u32, 1..=12_u32), 1..40), style in style()) {
        prop_assume!(!style.is_year_short);
        let times: Vec<String> = rows.iter().map(|(day, month)| {
            let (date, clock) = written(style, ([*day, *month, 2025], [9, 0, 0, 0]));
            format!("{date} {clock}")
        }).collect();
        let times: Vec<&str> = times.iter().map(String::as_str).collect();
        let preview = preview(&table("when", &times));
        let is_told = rows.iter().any(|(day, _)| *day > 12);
        let expected = if is_told { Told::One(style.order) } else { either() };
        prop_assert_eq!(preview.dates_told(&preview.layout.columns), expected);
    }

    /// A column of any texts costs nothing else.
    #[test]
    fn any_text_is_a_date_or_is_not(texts in vec("[0-9./ :,APMTZ+-]{0,24}", 1..10), order in select(DateOrder::ALL.to_vec())) {
        let lines: Vec<String> = texts.iter().map(|text| format!("{text};{text};10.0.0.1;192.0.2.1\n")).collect();
        let lines = lines.concat();
        for columns in [Columns::default().with(Role::Start, 0), Columns::default().with(Role::StartDate, 0).with(Role::StartClock, 1)] {
            let columns = columns.with(Role::Source, 2).with(Role::Destination, 3).with_dates(Some(order));
            let layout = Layout { delimiter: b';', width: 4, header: Header::None, columns };
            let (read, report) = starts(Importer::assigned(layout), &lines);
            prop_assert_eq!(read.len() as u64 + report.skipped.total, texts.len() as u64);
        }
    }
}
