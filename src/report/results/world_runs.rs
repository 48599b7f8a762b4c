//! `world_runs.csv`, and rows of `failures.csv` from worlds: kept on disk while they come in, so that memory stays flat.

use std::fs::File;
use std::io::{self, BufWriter, Seek, Write};
use std::path::Path;

use super::run_rows::{failure_row, run_row};
use crate::experiment::{Case, Record, RunResult};
use crate::outcome::OUTCOMES;
use crate::report::output::table::{CsvRows, Sheet};

/// Rows of all worlds so far.
#[derive(Debug)]
pub struct WorldRuns {
    cases: Vec<Case>,
    seed: u64,
    rows: BufWriter<File>,
    failures: Vec<[String; 6]>,
    count: usize,
    numbered: bool,
}

impl WorldRuns {
    /// No rows yet, kept in a folder.
    pub fn new(folder: &Path, cases: Vec<Case>, seed: u64) -> io::Result<Self> {
        Ok(Self { cases, seed, rows: BufWriter::new(tempfile::tempfile_in(folder)?), failures: Vec::new(), count: 0, numbered: true })
    }

    /// Adds a run.
    pub fn push(&mut self, world: &str, run: RunResult) -> io::Result<()> {
        let case = &self.cases[run.scenario];
        if let Some(failure) = &run.failure {
            self.failures.push(failure_row(case, world, run.replicate as usize, self.seed, failure));
        }
        let record = Record { outcomes: run.outcomes, failure: run.failure };
        self.count += 1;
        self.numbered &= world.parse::<u32>().is_ok();
        CsvRows::headless(&mut self.rows).row(run_row(&case.name, world, run.replicate as usize, self.seed, &OUTCOMES, &record))
    }

    /// Whether the names of all worlds are whole numbers, as readers that guess types will take them.
    pub fn numbered(&self) -> bool {
        self.numbered
    }

    /// Number of runs.
    pub fn count(&self) -> usize {
        self.count
    }

    /// Rows of failed runs.
    pub fn failures(&self) -> &[[String; 6]] {
        &self.failures
    }

    /// Writes the file.
    pub fn write(&mut self, sheet: &Sheet, mut out: impl Write) -> io::Result<()> {
        CsvRows::begin(sheet, &mut out)?.end()?;
        self.rows.flush()?;
        let file = self.rows.get_mut();
        file.rewind()?;
        io::copy(file, &mut out).map(drop)
    }
}
