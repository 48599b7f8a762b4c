//! Tables: columns that say what they hold, and cells that every reader takes the same way.

use std::io::{self, Write};

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ColumnType {
    /// Words.
    Text,
    /// Whole numbers.
    Integer,
    /// Numbers.
    Number,
}

impl ColumnType {
    /// Name of the type in a Frictionless table schema.
    pub fn frictionless(self) -> &'static str {
        match self {
            Self::Text => "string",
            Self::Integer => "integer",
            Self::Number => "number",
        }
    }
}

/// A column of a table.
#[derive(Clone, Debug, PartialEq)]
pub struct Column {
    /// Name in the header.
    pub name: &'static str,
    /// What it holds.
    pub kind: ColumnType,
    /// Unit, where it has one of its own.
    pub unit: Option<&'static str>,
    /// Meaning, a sentence.
    pub meaning: &'static str,
}

impl Column {
    /// A column of words.
    pub const fn text(name: &'static str, meaning: &'static str) -> Self {
        Self { name, kind: ColumnType::Text, unit: None, meaning }
    }
    /// A column of whole numbers.
    pub const fn integer(name: &'static str, meaning: &'static str) -> Self {
        Self { name, kind: ColumnType::Integer, unit: None, meaning }
    }
    /// A column of numbers in the unit of the row.
    pub const fn number(name: &'static str, meaning: &'static str) -> Self {
        Self { name, kind: ColumnType::Number, unit: None, meaning }
    }
    /// The same with a unit of its own.
    pub const fn unit(mut self, unit: &'static str) -> Self {
        self.unit = Some(unit);
        self
    }
}

/// A name of a column that is known only when the program runs: it lives as long as the program, which ends soon
/// after the table.
pub fn leaked(text: String) -> &'static str {
    Box::leak(text.into_boxed_str())
}

/// A file of the output folder: its name, what it is about and its columns.
#[derive(Clone, Debug, PartialEq)]
pub struct Sheet {
    /// File name.
    pub file: &'static str,
    /// What a row is.
    pub title: &'static str,
    /// Columns; none where the file is no table.
    pub columns: Vec<Column>,
    /// Columns that together name a row.
    pub key: &'static [&'static str],
}

impl Sheet {
    /// A file that is no table.
    pub fn untabled(file: &'static str) -> Self {
        Self { file, title: "", columns: Vec::new(), key: &[] }
    }
}

/// Writes rows below one header row: UTF-8, LF, quotes only where needed.
pub struct CsvRows<W: Write>(csv::Writer<W>);

impl<W: Write> CsvRows<W> {
    /// Begins with the header of a sheet.
    pub fn begin(sheet: &Sheet, out: W) -> io::Result<Self> {
        let mut rows = Self::headless(out);
        rows.row(sheet.columns.iter().map(|c| c.name))?;
        Ok(rows)
    }

    /// Begins without a header.
    pub fn headless(out: W) -> Self {
        Self(csv::WriterBuilder::new().terminator(csv::Terminator::Any(b'\n')).from_writer(out))
    }

    /// One row.
    pub fn row<C: AsRef<[u8]>>(&mut self, cells: impl IntoIterator<Item = C>) -> io::Result<()> {
        self.0.write_record(cells).map_err(|error| match error.into_kind() {
            csv::ErrorKind::Io(error) => error,
            other => io::Error::other(format!("{other:?}")),
        })
    }

    /// Ends the table; what a full disk refused is reported here at the latest.
    pub fn end(mut self) -> io::Result<()> {
        self.0.flush()
    }
}

/// A number in the fewest digits that read back as the same number, never with an exponent or a
/// signed zero; empty where it does not exist.
///
/// There is always a decimal point: readers that guess types from the first rows (DuckDB takes
/// 20,480) would else take a column for whole numbers that begins with zeros.
pub fn cell(value: Option<f64>) -> String {
    let Some(value) = value else { return String::new() };
    let text = (value + 0.0).to_string();
    if text.contains('.') { text } else { text + ".0" }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_written_in_the_fewest_digits_that_read_back() {
        for (value, text) in [(0.1, "0.1"), (5.0, "5.0"), (-0.0, "0.0"), (1e-7, "0.0000001"), (1e21, "1000000000000000000000.0")] {
            assert_eq!(cell(Some(value)), text);
        }
        let third = 1.0 / 3.0;
        assert_eq!(cell(Some(third)).parse(), Ok(third));
        assert_eq!(cell(None), "");
    }

    #[test]
    fn rows_end_with_a_line_feed_and_quote_only_what_needs_it() {
        let sheet = Sheet { columns: vec![Column::text("name", ""), Column::number("x", "")], ..Sheet::untabled("t.csv") };
        let mut bytes = Vec::new();
        let mut rows = CsvRows::begin(&sheet, &mut bytes).unwrap();
        rows.row(["plain", ""]).unwrap();
        rows.row(["a, \"b\"", "1"]).unwrap();
        rows.end().unwrap();
        assert_eq!(String::from_utf8(bytes).unwrap(), "name,x\nplain,\n\"a, \"\"b\"\"\",1\n");
    }
}
