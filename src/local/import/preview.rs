//! A table of an unknown kind: its first rows, and what its columns may mean.

use serde::{Deserialize, Serialize};

use super::cells::Cells;
use super::clock::instant;
use super::columns::Columns;
use super::dates::{DateOrder, date_of};
use super::guess::{guess, tells_when};
use super::known_tables::{VAST_COLUMNS, vast};
use super::notation::{Notation, Seen, Told, Way};
use super::numbers::DecimalMark;
use super::role::Role;
use super::table::{Header, Layout};
use super::values::{address, whole};

/// The first rows of a table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Preview {
    /// How it is written, and what its columns may mean: a guess for the analyst to mend.
    pub layout: Layout,
    /// The columns' names; empty where the table has none.
    pub names: Vec<String>,
    /// Its first rows, at most [`Preview::ROWS`], without the header; long fields are cut.
    pub rows: Vec<Vec<String>>,
    /// In which orders the dates of each column can be read, of all rows that were looked at.
    pub dates: Vec<Seen<DateOrder>>,
    /// With which marks its numbers can be read.
    pub numbers: Vec<Seen<DecimalMark>>,
}

impl Preview {
    /// How many rows are shown.
    pub const ROWS: usize = 10;
    /// How many characters of a field are shown.
    const LONGEST_FIELD: usize = 60;

    /// What the first lines of a file show if they are a table: a delimiter that cuts nearly all of them into as many
    /// fields, at least three, and addresses and times among them.
    #[must_use]
    pub fn of(lines: &[&[u8]]) -> Option<Self> {
        // Commas of numbers may part as many fields as semicolons do, but hardly addresses and times.
        shapes(lines).into_iter().find_map(|(delimiter, width)| Self::parted_by(delimiter, width, lines))
    }

    fn parted_by(delimiter: u8, width: usize, lines: &[&[u8]]) -> Option<Self> {
        let rows: Vec<Vec<Vec<u8>>> =
            lines.iter().filter_map(|line| cut(line, delimiter)).filter(|row| row.len() == width).collect();
        let is_value = |cell: &Vec<u8>| {
            address(cell).is_some() || instant(cell, Notation::default()).is_some() || tells_when(cell)
        };
        let header = if rows.first()?.iter().any(is_value) { Header::None } else { Header::Named };
        let (names, values) = match (header, rows.split_first()?) {
            (Header::Named, (names, values)) => (names.clone(), values),
            (Header::None, _) => (Vec::new(), rows.as_slice()),
        };
        let columns = guess(&names, values, width)?;
        let column = |place: usize| values.iter().filter_map(move |row| row.get(place)).map(Vec::as_slice);
        let dates = (0..width).map(|place| Seen::of(column(place))).collect();
        let numbers = (0..width).map(|place| Seen::of(column(place))).collect();
        let shown = |row: &Vec<Vec<u8>>| row.iter().map(|cell| cell_text(cell)).collect::<Vec<_>>();
        Some(Self {
            layout: Layout { delimiter, width: u32::try_from(width).ok()?, header, columns },
            names: shown(&names),
            rows: values.iter().take(Self::ROWS).map(shown).collect(),
            dates,
            numbers,
        })
    }

    /// What its rows tell of the order of dates, if its columns mean that.
    #[must_use]
    pub fn dates_told(&self, columns: &Columns) -> Told<DateOrder> {
        columns.dates_seen(&self.dates).told()
    }

    /// What its rows tell of the marks in numbers, likewise.
    #[must_use]
    pub fn numbers_told(&self, columns: &Columns) -> Told<DecimalMark> {
        columns.numbers_seen(&self.numbers).told()
    }

    /// Those columns with what the rows tell of how they are written, or else with what was said of that.
    #[must_use]
    pub fn settled(&self, columns: &Columns) -> Columns {
        let dates = self.dates_told(columns).or(columns.dates());
        let decimal = self.numbers_told(columns).or(columns.decimal());
        columns.clone().with_dates(dates).with_decimal(decimal)
    }

    /// The first date in the rows shown that needs an order to be told, if the columns mean that.
    #[must_use]
    pub fn date_to_tell(&self, columns: &Columns) -> Option<&str> {
        let places: Vec<usize> = columns.of_dates().collect();
        let cells = self.rows.iter().flat_map(|row| places.iter().filter_map(|&place| row.get(place)));
        // It ends before an ASCII character: it is text, too.
        let mut dates = cells.filter_map(|cell| std::str::from_utf8(date_of(cell.as_bytes())).ok());
        dates.find(|date| DateOrder::ALL.iter().any(|order| order.day(date).is_some()))
    }

    /// Whether it is CTU-13 in the form of the VAST challenge, which has no header to tell it.
    #[must_use]
    pub fn is_vast(&self) -> bool {
        let columns = vast();
        let fits = |row: &Vec<String>| {
            let cell = |role| columns.place(role).and_then(|place| row.get(place)).map(|cell: &String| cell.as_bytes());
            let is_address = |role| cell(role).is_some_and(|cell| address(cell).is_some());
            cell(Role::Start).is_some_and(|cell| instant(cell, Notation::default()).is_some() && !cell.contains(&b':'))
                && is_address(Role::Source)
                && is_address(Role::Destination)
                && [Role::PayloadSent, Role::BytesSent, Role::PacketsSent, Role::PacketsReceived]
                    .into_iter()
                    .all(|role| cell(role).is_some_and(|cell| whole(cell).is_some()))
        };
        self.layout.width as usize == VAST_COLUMNS
            && self.layout.header == Header::None
            && self.rows.first().is_some_and(fits)
            && self.rows.iter().filter(|row| fits(row)).count() * 2 > self.rows.len()
    }
}

fn cell_text(cell: &[u8]) -> String {
    String::from_utf8_lossy(cell).chars().take(Preview::LONGEST_FIELD).collect()
}

fn cut(line: &[u8], delimiter: u8) -> Option<Vec<Vec<u8>>> {
    let mut cells = Cells::default();
    let are_quotes_matched = cells.cut_quoted(line, delimiter);
    are_quotes_matched.then(|| cells.all(line).map(|cell| cell.trim_ascii().to_vec()).collect())
}

/// The delimiters that cut most of the lines into as many fields, and how many these are, the most first.
fn shapes(lines: &[&[u8]]) -> Vec<(u8, usize)> {
    let candidates = [b';', b'|', b'\t', b','].into_iter().filter_map(|delimiter| {
        let widths: Vec<usize> = lines.iter().filter_map(|line| cut(line, delimiter)).map(|row| row.len()).collect();
        let width = *widths.first()?;
        let alike = widths.iter().filter(|other| **other == width).count();
        (width >= 3 && alike * 10 >= lines.len() * 8).then_some((delimiter, width))
    });
    let mut shapes: Vec<(u8, usize)> = candidates.collect();
    shapes.sort_by_key(|&(_, width)| std::cmp::Reverse(width));
    shapes
}
