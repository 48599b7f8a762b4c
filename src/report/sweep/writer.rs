//! Writers of large tables: cells in, CSV, compressed CSV or Parquet out, row by row.

use std::fmt::Write as _;
use std::io::{self, Write};

use crate::report::table::Sheet;

/// A cell.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Cell<'a> {
    /// Words.
    Text(&'a str),
    /// A whole number.
    Integer(i64),
    /// A number.
    Number(f64),
    /// Nothing.
    Missing,
}

impl From<Option<f64>> for Cell<'_> {
    fn from(value: Option<f64>) -> Self {
        value.map_or(Cell::Missing, Cell::Number)
    }
}

/// What tables are written as.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Format {
    /// Plain CSV.
    #[default]
    Csv,
    /// CSV, compressed with Zstandard.
    Zstd,
    /// Apache Parquet.
    #[cfg(feature = "parquet")]
    Parquet,
}

impl Format {
    /// Name of a table's file in this format.
    pub fn file(self, table: &'static str) -> &'static str {
        let variants: [[&'static str; 3]; 4] = [
            ["design.csv", "design.csv.zst", "design.parquet"],
            ["runs.csv", "runs.csv.zst", "runs.parquet"],
            ["summary.csv", "summary.csv.zst", "summary.parquet"],
            ["failures.csv", "failures.csv.zst", "failures.parquet"],
        ];
        let variant = match self {
            Self::Csv => 0,
            Self::Zstd => 1,
            #[cfg(feature = "parquet")]
            Self::Parquet => 2,
        };
        variants.iter().find(|names| names[0] == table).map_or(table, |names| names[variant])
    }
}

/// Takes rows.
pub trait TableWriter {
    /// One row, a cell for each column of the sheet.
    fn row(&mut self, cells: &[Cell<'_>]) -> io::Result<()>;
    /// Ends the table; what a full disk refused is reported here at the latest.
    fn end(self: Box<Self>) -> io::Result<()>;
}

/// A writer of a sheet's rows.
pub fn writer<'a>(format: Format, sheet: &Sheet, out: &'a mut (dyn Write + Send)) -> io::Result<Box<dyn TableWriter + 'a>> {
    Ok(match format {
        Format::Csv => Box::new(Csv::begin(sheet, out, Ok)?),
        Format::Zstd => Box::new(Csv::begin(sheet, zstd::Encoder::new(out, 3)?, zstd::Encoder::finish)?),
        #[cfg(feature = "parquet")]
        Format::Parquet => Box::new(super::parquet::Parquet::begin(sheet, out)?),
    })
}

/// Rows as CSV into `W`, which `finish` ends.
struct Csv<W: Write, F> {
    rows: csv::Writer<W>,
    finish: F,
    text: String,
}

impl<W: Write, F> Csv<W, F> {
    fn begin(sheet: &Sheet, out: W, finish: F) -> io::Result<Self> {
        let mut rows = csv::WriterBuilder::new().buffer_capacity(1 << 16).terminator(csv::Terminator::Any(b'\n')).from_writer(out);
        rows.write_record(sheet.columns.iter().map(|column| column.name)).map_err(io_error)?;
        Ok(Self { rows, finish, text: String::new() })
    }
}

impl<W: Write, R, F: FnOnce(W) -> io::Result<R>> TableWriter for Csv<W, F> {
    fn row(&mut self, cells: &[Cell<'_>]) -> io::Result<()> {
        for cell in cells {
            self.text.clear();
            match cell {
                Cell::Text(text) => self.text.push_str(text),
                Cell::Integer(number) => write!(self.text, "{number}").expect("a text takes all"),
                Cell::Number(number) => push_number(&mut self.text, *number),
                Cell::Missing => {}
            }
            self.rows.write_field(&self.text).map_err(io_error)?;
        }
        self.rows.write_record(None::<&[u8]>).map_err(io_error)
    }

    fn end(self: Box<Self>) -> io::Result<()> {
        let Self { rows, finish, .. } = *self;
        let out = rows.into_inner().map_err(|error| error.into_error())?;
        finish(out).map(drop)
    }
}

/// As [`crate::report::table::cell`] writes numbers.
fn push_number(text: &mut String, number: f64) {
    write!(text, "{}", number + 0.0).expect("a text takes all");
    if !text.contains('.') {
        text.push_str(".0");
    }
}

fn io_error(error: csv::Error) -> io::Error {
    match error.into_kind() {
        csv::ErrorKind::Io(error) => error,
        other => io::Error::other(format!("{other:?}")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::table::{Column, cell};

    fn written(format: Format) -> Vec<u8> {
        let sheet = Sheet { columns: vec![Column::text("name", ""), Column::integer("n", ""), Column::number("x", "")], ..Sheet::untabled("t") };
        let mut bytes = Vec::new();
        let mut rows = writer(format, &sheet, &mut bytes).unwrap();
        rows.row(&[Cell::Text("a, \"b\""), Cell::Integer(-3), Cell::Number(2.0)]).unwrap();
        rows.row(&[Cell::Text(""), Cell::Missing, Cell::from(None)]).unwrap();
        rows.end().unwrap();
        bytes
    }

    #[test]
    fn cells_are_written_as_in_other_tables() {
        assert_eq!(String::from_utf8(written(Format::Csv)).unwrap(), "name,n,x\n\"a, \"\"b\"\"\",-3,2.0\n,,\n");
        for number in [0.1, -0.0, 1e21, 1.0 / 3.0] {
            let mut text = String::new();
            push_number(&mut text, number);
            assert_eq!(text, cell(Some(number)));
        }
    }

    #[test]
    fn compressed_tables_hold_the_same_bytes() {
        assert_eq!(zstd::decode_all(&written(Format::Zstd)[..]).unwrap(), written(Format::Csv));
    }
}
