//! Writers of large tables: cells in, CSV, compressed CSV or Parquet out, row by row.

use super::cells::{TableCell, TableWriter};
use std::io::{self, Write};
use std::ops::Range;

use crate::report::output::table::{Sheet, cell};

/// What tables are written as.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Format {
    /// Plain CSV.
    #[default]
    Csv,
    /// CSV, compressed with Zstandard.
    #[cfg(feature = "zstd")]
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
            #[cfg(feature = "zstd")]
            Self::Zstd => 1,
            #[cfg(feature = "parquet")]
            Self::Parquet => 2,
        };
        variants.iter().find(|names| names[0] == table).map_or(table, |names| names[variant])
    }
}

/// A writer of a sheet's rows.
pub fn writer<'a>(format: Format, sheet: &Sheet, out: &'a mut (dyn Write + Send)) -> io::Result<Box<dyn TableWriter + 'a>> {
    Ok(match format {
        Format::Csv => Box::new(Csv::begin(sheet, out, Ok)?),
        #[cfg(feature = "zstd")]
        Format::Zstd => Box::new(Csv::begin(sheet, zstd::Encoder::new(out, 3)?, zstd::Encoder::finish)?),
        #[cfg(feature = "parquet")]
        Format::Parquet => Box::new(super::parquet::Parquet::begin(sheet, out)?),
    })
}

/// Bytes of rows that are handed on together.
const TOGETHER: usize = 1 << 16;

/// Rows as CSV into `W`, which `finish` ends.
struct Csv<W: Write, F> {
    out: W,
    finish: F,
    text: Vec<u8>,
}

impl<W: Write, F> Csv<W, F> {
    fn begin(sheet: &Sheet, out: W, finish: F) -> io::Result<Self> {
        let mut rows = Self { out, finish, text: Vec::with_capacity(2 * TOGETHER) };
        let names: Vec<TableCell<'_>> = sheet.columns.iter().map(|column| TableCell::Text(column.name)).collect();
        rows.push(&names);
        Ok(rows)
    }

    fn push(&mut self, cells: &[TableCell<'_>]) {
        for (column, cell) in cells.iter().enumerate() {
            if column > 0 {
                self.text.push(b',');
            }
            match cell {
                TableCell::Text(text) => push_text(&mut self.text, text),
                TableCell::Integer(number) => self.text.extend_from_slice(itoa::Buffer::new().format(*number).as_bytes()),
                TableCell::Number(number) => push_number(&mut self.text, *number),
                TableCell::Missing => {}
            }
        }
        self.text.push(b'\n');
    }

    fn hand_on(&mut self) -> io::Result<()> {
        self.out.write_all(&self.text)?;
        self.text.clear();
        Ok(())
    }
}

impl<W: Write, R, F: FnOnce(W) -> io::Result<R>> TableWriter for Csv<W, F> {
    fn row(&mut self, cells: &[TableCell<'_>]) -> io::Result<()> {
        self.push(cells);
        if self.text.len() < TOGETHER { Ok(()) } else { self.hand_on() }
    }

    fn end(mut self: Box<Self>) -> io::Result<()> {
        self.hand_on()?;
        (self.finish)(self.out).map(drop)
    }
}

/// Words, in quotes only where a reader would else take a part of them for the end of the cell.
fn push_text(row: &mut Vec<u8>, text: &str) {
    if text.bytes().any(|byte| matches!(byte, b',' | b'"' | b'\n' | b'\r')) {
        row.extend_from_slice(format!("\"{}\"", text.replace('"', "\"\"")).as_bytes());
    } else {
        row.extend_from_slice(text.as_bytes());
    }
}

/// Sizes of numbers that are written by `zmij`: without an exponent, and below 2^29 for [`TAIL`].
const PLAIN: Range<f64> = 1e-4..5e8;
/// The last bits of a number. A number below 2^29 that lies half-way between two decimal numbers of as few digits as it
/// needs (at most 17) has none of them.
const TAIL: u64 = (1 << 15) - 1;

/// Most numbers have 16 to 24 digits; in two pieces of fixed length they are copied without a call.
fn push_digits(row: &mut Vec<u8>, digits: &[u8]) {
    let count = digits.len();
    if !(16..=24).contains(&count) {
        return row.extend_from_slice(digits);
    }
    let start = row.len();
    row.extend_from_slice(&[0; 24]);
    let place = &mut row[start..start + 24];
    place[..16].copy_from_slice(&digits[..16]);
    place[count - 8..count].copy_from_slice(&digits[count - 8..]);
    row.truncate(start + count);
}

/// As [`crate::report::output::table::cell`] writes numbers. Those of common size are made by `zmij` in a third of the time. Its
/// digits are the same, the fewest that read back and of these the nearest, but for numbers half-way, which it rounds to
/// an even digit and the standard library up.
fn push_number(row: &mut Vec<u8>, number: f64) {
    let whole = number as i32;
    if f64::from(whole) == number && (0..10).contains(&whole) {
        // Of fixed length, and so without a call: most counts of a short run are this small.
        row.extend_from_slice(&[b'0' + whole as u8, b'.', b'0']);
    } else if f64::from(whole) == number {
        row.extend_from_slice(itoa::Buffer::new().format(whole).as_bytes());
        row.extend_from_slice(b".0");
    } else if PLAIN.contains(&number.abs()) && (number.to_bits() & TAIL != 0 || has_few_places(number)) {
        push_digits(row, zmij::Buffer::new().format_finite(number).as_bytes());
    } else {
        row.extend_from_slice(cell(Some(number)).as_bytes());
    }
}

/// Whether a number is a whole number of 1024ths below 2^15: it has at most 15 digits, no other number of as few digits
/// reads back as it does, and so nothing is rounded.
fn has_few_places(number: f64) -> bool {
    let parts = number * 1024.0;
    f64::from(parts as i32) == parts && number.abs() < 32_768.0
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::output::table::Column;
    use rand::{Rng, SeedableRng};

    fn written(format: Format) -> Vec<u8> {
        let sheet = Sheet { columns: vec![Column::text("name", ""), Column::integer("n", ""), Column::number("x", "")], ..Sheet::untabled("t") };
        let mut bytes = Vec::new();
        let mut rows = writer(format, &sheet, &mut bytes).unwrap();
        rows.row(&[TableCell::Text("a, \"b\""), TableCell::Integer(-3), TableCell::Number(2.0)]).unwrap();
        rows.row(&[TableCell::Text(""), TableCell::Missing, TableCell::from(None)]).unwrap();
        rows.end().unwrap();
        bytes
    }

    #[test]
    fn cells_are_written_as_in_other_tables() {
        assert_eq!(String::from_utf8(written(Format::Csv)).unwrap(), "name,n,x\n\"a, \"\"b\"\"\",-3,2.0\n,,\n");
    }

    #[test]
    fn numbers_have_the_digits_of_other_tables() {
        let mut random = crate::draw::Philox::from_seed([7; 16]);
        let mut all = vec![0.1, -0.0, 1e21, 1.0 / 3.0, 5e-324, f64::MAX, 9_007_199_254_740_993.0, 1e16, 1e15, 1e-5, 1e-4, 2.5e-5];
        for _ in 0..100_000 {
            let bits = u64::from(random.next_u32()) << 32 | u64::from(random.next_u32());
            // Any number, one of a size that outcomes have, and one with few binary places, which may lie half-way.
            let common = (bits as f64 - 9e18) / f64::from(1 + random.next_u32()) / f64::from(1 + random.next_u32());
            let places = (random.next_u32() % 40) as i32;
            let share = f64::from(random.next_u32() >> (random.next_u32() % 32)) / 1024.0;
            all.extend([f64::from_bits(bits), common, (bits >> (random.next_u32() % 60)) as f64 * 0.5f64.powi(places), share, -share]);
        }
        all.extend([844_760_728_404_958.0 + 0.25, 524_288.0 + 1.0 / 2048.0, 262_145.0 + 3.0 / 4096.0]);
        for number in all.into_iter().filter(|number| number.is_finite()) {
            let mut row = Vec::new();
            push_number(&mut row, number);
            assert_eq!(String::from_utf8(row).unwrap(), cell(Some(number)));
        }
    }

    #[test]
    fn words_are_quoted_as_the_csv_library_does() {
        let all = ["plain words", "", "a,b", "say \"no\"", "two\nlines", "\r", "\"", "갑, 을", " a ", "#a", "a;b\tc", "1e5", "-"];
        let mut library = csv::WriterBuilder::new().terminator(csv::Terminator::Any(b'\n')).from_writer(Vec::new());
        library.write_record(all).unwrap();
        let mut rows = Csv { out: Vec::new(), finish: (), text: Vec::new() };
        rows.push(&all.map(TableCell::Text));
        assert_eq!(String::from_utf8(rows.text).unwrap(), String::from_utf8(library.into_inner().unwrap()).unwrap());
    }

    #[cfg(feature = "zstd")]
    #[test]
    fn compressed_tables_hold_the_same_bytes() {
        assert_eq!(zstd::decode_all(&written(Format::Zstd)[..]).unwrap(), written(Format::Csv));
    }
}
