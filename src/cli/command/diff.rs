//! `topline diff`: what differs between two scenarios.

use clap::Args;

use crate::cli::error::{CliError, print};
use crate::cli::find::scenario_file;
use crate::cli::options::Change;
use crate::cli::source;
use crate::report::aligned;

/// Show what differs between two scenarios, resolved
#[derive(Args, Debug)]
pub struct DiffArgs {
    /// One scenario: a file, or the name of a file in scenarios/
    a: String,
    /// The other scenario
    b: String,
}

impl DiffArgs {
    /// Runs the command.
    pub fn run(self) -> Result<(), CliError> {
        let files = [scenario_file(&self.a)?, scenario_file(&self.b)?];
        let scenarios = source::load_all(&files, &Change::default(), false)?;
        let (a, b) = (&scenarios[0], &scenarios[1]);
        let rows = source::differences(a, b);
        if rows.is_empty() {
            return print(format!("{} and {} resolve to the same values\n", a.name, b.name));
        }
        let heading = ["path", &a.name, &b.name, "unit"].map(String::from).to_vec();
        print(aligned(&std::iter::once(heading).chain(rows).collect::<Vec<_>>()))
    }
}
