//! `topline check`: is a scenario fit to run, and what does it assume?

use clap::Args;

use super::end::{End, print};
use super::find::scenario_file;
use super::options::Change;
use super::source;

/// Check scenarios and list what they assume, without running them
#[derive(Args, Debug)]
pub struct Check {
    /// Scenario files, or names of files in scenarios/
    #[arg(value_name = "SCENARIO", required = true)]
    scenarios: Vec<String>,
    #[command(flatten)]
    change: Change,
}

impl Check {
    /// Runs the command.
    pub fn run(self) -> Result<(), End> {
        let files = self.scenarios.iter().map(|given| scenario_file(given)).collect::<Result<Vec<_>, _>>()?;
        for scenario in source::load_all(&files, &self.change, false)? {
            print(source::summary(&scenario))?;
        }
        Ok(())
    }
}
