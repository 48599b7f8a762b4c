//! Rows of the tables of a sweep, read back with what is said where a cell is wrong.

use std::fs::File;
use std::path::Path;

use crate::experiment::Measure;
use crate::scenario::regular_file;

/// Names of the files.
pub const FILES: [&str; 2] = ["design.csv", "runs.csv"];

/// File and line.
pub type RowLocation = (String, u64);

/// Rows of a file below its header.
pub struct SweepRows {
    /// The file as it is shown.
    pub file: String,
    /// Names of its columns.
    pub header: Vec<String>,
    /// No more rows than this can be in a file of its length.
    most_rows: u64,
    reader: csv::Reader<File>,
}

/// A row.
pub struct SweepRow<'a> {
    rows: &'a SweepRows,
    record: csv::StringRecord,
}

impl SweepRows {
    /// Opens a file of a sweep.
    pub fn open(path: &Path) -> Result<Self, String> {
        let file = path.display().to_string();
        let opened = regular_file::open(path).map_err(|error| {
            let packed = ["zst", "gz"].map(|e| format!("{file}.{e}")).into_iter().find(|p| Path::new(p).exists());
            match packed {
                Some(packed) => format!("cannot read {file}: {error}; found {packed}: unpack it first"),
                None => format!("cannot read {file}: {error}; allowed: the folder of a finished sweep, which has {}", FILES.join(" and ")),
            }
        })?;
        let length = opened.metadata().map_or(0, |file| file.len());
        let mut reader = csv::Reader::from_reader(opened);
        let header: Vec<String> = reader.headers().map_err(|e| format!("cannot read {file}: {e}"))?.iter().map(str::to_string).collect();
        let most_rows = length / (2 * header.len().max(1) as u64) + 1;
        Ok(Self { file, header, most_rows, reader })
    }

    /// Position of a column.
    pub fn column(&self, name: &str) -> Result<usize, String> {
        self.header.iter().position(|h| h == name).ok_or_else(|| format!("{} has no column `{name}`; found: {}", self.file, self.header.join(", ")))
    }

    /// No more rows than this can be in the file.
    pub fn most_rows(&self) -> u64 {
        self.most_rows
    }

    /// The next row, if there is one.
    pub fn next(&mut self) -> Result<Option<SweepRow<'_>>, String> {
        let mut record = csv::StringRecord::new();
        let more = self.reader.read_record(&mut record).map_err(|e| format!("cannot read {}: {e}", self.file))?;
        Ok(more.then_some(SweepRow { rows: self, record }))
    }
}

impl SweepRow<'_> {
    /// A cell as it stands.
    pub fn text(&self, column: usize) -> &str {
        self.record.get(column).unwrap_or_default()
    }

    /// A whole number.
    pub fn count(&self, column: usize) -> Result<u64, String> {
        self.text(column).parse().map_err(|_| self.not_allowed(column, "a whole number"))
    }

    /// A whole number below another one.
    pub fn count_below(&self, column: usize, most: u64) -> Result<u64, String> {
        let number = self.count(column)?;
        let allowed = format!("a whole number below {most}, for the file has no more rows");
        if number < most { Ok(number) } else { Err(self.not_allowed(column, &allowed)) }
    }

    /// The value of a measure; `None` where the cell is empty.
    pub fn value(&self, measure: &Measure, column: usize) -> Result<Option<f64>, String> {
        let text = self.text(column);
        if text.is_empty() {
            return Ok(None);
        }
        if measure.class.is_some() {
            return Ok(Some(f64::from(u8::from(measure.name.rsplit('.').next() == Some(text)))));
        }
        text.parse().ok().filter(|v: &f64| v.is_finite()).map(Some).ok_or_else(|| self.not_allowed(column, "a number, or an empty cell"))
    }

    /// File and line of the row.
    pub fn place(&self) -> RowLocation {
        (self.rows.file.clone(), self.record.position().map_or(0, csv::Position::line))
    }

    fn not_allowed(&self, column: usize, allowed: &str) -> String {
        self.wrong(&format!("{}: found `{}`; allowed: {allowed}", self.rows.header[column], self.text(column)))
    }

    /// A message with file and line.
    pub fn wrong(&self, message: &str) -> String {
        let (file, line) = self.place();
        format!("{file}, line {line}: {message}")
    }
}
