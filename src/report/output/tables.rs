//! Output folders of commands that make a few tables of their own: validation, trust, screening, worlds.

use crate::report::output::files;
use std::io::{self, Write};

use serde_json::{Value, json};

use super::datapackage;
use super::folder::{Folder, WriteError};
use super::manifest::COMMIT;
use super::table::{CsvRows, Sheet};
use crate::report::Provenance;

/// A table that is ready to be written.
#[derive(Clone, Debug, PartialEq)]
pub struct Table {
    /// What the file holds.
    pub(crate) sheet: Sheet,
    /// Cells, row by row.
    pub(crate) rows: Vec<Vec<String>>,
}

impl Table {
    /// Writes header and rows.
    pub fn write(&self, out: impl Write) -> io::Result<()> {
        let mut rows = CsvRows::begin(&self.sheet, out)?;
        self.rows.iter().try_for_each(|row| rows.row(row))?;
        rows.end()
    }
}

/// What such a command was asked, beyond [`Provenance`].
#[derive(Clone, Debug)]
pub struct TablesRequest {
    /// Seed of all draws.
    pub seed: u64,
    /// Replicates of each point.
    pub replicates: u32,
    /// Number of runs.
    pub runs: u64,
    /// Anything else that the tables depend on.
    pub design: Value,
}

/// Writes tables, what their columns hold, and the manifest; all appear together.
pub fn write_tables(mut folder: Folder, tables: &[Table], about: &Provenance, asked: &TablesRequest) -> Result<Vec<&'static str>, WriteError> {
    let mut sheets = Vec::new();
    for table in tables {
        sheets.push(folder.stage(table.sheet.clone(), |out| table.write(out))?);
    }
    folder.stage(Sheet::untabled(files::DATA_PACKAGE), |out| datapackage::write(&sheets, about, out))?;
    folder.stage_manifest(manifest_of(about, asked))?;
    folder.commit()
}

fn manifest_of(about: &Provenance, asked: &TablesRequest) -> Value {
    json!({
        "program": "topline",
        "version": env!("CARGO_PKG_VERSION"),
        "commit": COMMIT,
        "command": about.command,
        "seed": asked.seed,
        "set": about.set,
        "counts": { "replicates": asked.replicates, "runs": asked.runs },
        "design": asked.design,
        "timing": { "threads": about.threads, "seconds": (about.seconds * 1000.0).round() / 1000.0 },
        "scenarios": about.scenarios.iter().map(|s| &s.values).collect::<Vec<_>>(),
    })
}
