//! Tables as the program writes them: a header, then cells; empty where a value does not exist.

use std::error::Error;
use std::path::Path;

use super::root;

/// A table in memory.
#[derive(Clone, Debug, Default)]
pub struct Table {
    /// Names of columns.
    pub header: Vec<String>,
    /// Rows of cells.
    pub rows: Vec<Vec<String>>,
}

impl Table {
    /// An empty table.
    pub fn new(header: &[&str]) -> Self {
        Self { header: header.iter().map(|name| (*name).into()).collect(), rows: Vec::new() }
    }

    /// Reads a file of the project.
    pub fn read(path: &str) -> Result<Self, Box<dyn Error>> {
        let file = root().join(path);
        let mut reader = csv::Reader::from_path(&file).map_err(|e| format!("{path}: {e}"))?;
        let header = reader.headers()?.iter().map(String::from).collect();
        let rows = reader.records().map(|record| Ok(record?.iter().map(String::from).collect())).collect::<Result<_, csv::Error>>()?;
        Ok(Self { header, rows })
    }

    /// Writes a file of the project.
    pub fn write(&self, path: &str) -> Result<(), Box<dyn Error>> {
        let file = root().join(path);
        std::fs::create_dir_all(file.parent().unwrap_or(Path::new(".")))?;
        let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::Any(b'\n')).from_path(file)?;
        writer.write_record(&self.header)?;
        self.rows.iter().try_for_each(|row| writer.write_record(row))?;
        Ok(writer.flush()?)
    }

    /// Position of a column.
    pub fn column(&self, name: &str) -> Result<usize, String> {
        self.header.iter().position(|column| column == name).ok_or_else(|| format!("no column `{name}`"))
    }

    /// The rows whose cells have these values.
    pub fn with(&self, wanted: &[(&str, &str)]) -> Result<Self, String> {
        let places: Vec<(usize, &str)> = wanted.iter().map(|(name, value)| Ok((self.column(name)?, *value))).collect::<Result<_, String>>()?;
        let rows = self.rows.iter().filter(|row| places.iter().all(|(place, value)| row[*place] == *value)).cloned().collect();
        Ok(Self { header: self.header.clone(), rows })
    }

    /// A number of the one row whose cells have these values; `None` where the cell is empty.
    pub fn number(&self, wanted: &[(&str, &str)], column: &str) -> Result<Option<f64>, Box<dyn Error>> {
        let (found, place) = (self.with(wanted)?, self.column(column)?);
        match &found.rows[..] {
            [row] if row[place].is_empty() => Ok(None),
            [row] => Ok(Some(row[place].parse()?)),
            rows => Err(format!("{} rows with {wanted:?}", rows.len()).into()),
        }
    }
}
