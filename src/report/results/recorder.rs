//! The sink of the output folder: what must be kept of every run until the files are written.

use crate::report::output::files;
use std::io;
use std::path::PathBuf;

use super::labels::LabelPanel;
use super::trajectories;
use crate::experiment::{Case, RunResult, Sink, SinkError};
use crate::outcome::Outcome;
use crate::report::output::folder::{Folder, WriteError};
use crate::store::spill_file::SpillFile;

/// Keeps trajectories and panel on disk, in the folder they will be written to.
#[derive(Debug)]
pub struct Recorder {
    path: PathBuf,
    cases: Vec<Case>,
    pub(crate) trajectories: Vec<SpillFile>,
    pub(crate) panel: Option<LabelPanel>,
}

impl Recorder {
    /// A recorder of so many scenarios.
    pub fn new(folder: &Folder, cases: Vec<Case>, outcomes: &[Outcome], panel: bool) -> Result<Self, WriteError> {
        let columns = trajectories::with_trajectory(outcomes).len();
        let spools = cases.iter().map(|case| SpillFile::new(folder.path(), columns * case.quarters));
        let spools = spools.collect::<io::Result<_>>().map_err(|e| folder.cannot_write(files::TRAJECTORIES, e))?;
        let panel = panel.then(|| LabelPanel::new(folder.path(), cases.len())).transpose();
        let panel = panel.map_err(|e| folder.cannot_write(files::LABELS, e))?;
        Ok(Self { path: folder.path().to_path_buf(), cases, trajectories: spools, panel })
    }
}

impl Sink for Recorder {
    fn take(&mut self, run: &RunResult) -> Result<(), SinkError> {
        let cannot_write = |file: &str, e| WriteError::new(self.path.join(file), e);
        // A failed run leaves a record of nothing, so that records of all scenarios stand side by side.
        let spool = &mut self.trajectories[run.scenario];
        let written = if run.failure.is_some() { spool.push_nothing() } else { spool.push(&run.trajectories) };
        written.map_err(|e| cannot_write(files::TRAJECTORIES, e))?;
        if run.failure.is_none()
            && let Some(panel) = &mut self.panel
        {
            panel.push(&self.cases[run.scenario], run).map_err(|e| cannot_write(files::LABELS, e))?;
        }
        Ok(())
    }
}
