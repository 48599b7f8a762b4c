//! `topline bench`: how fast is it here, and what does a settled difference cost?

use clap::Args;

use crate::cli::error::{CliError, note, print};
use crate::cli::find::scenario_file;
use crate::cli::options::Change;
use crate::cli::source;
use crate::experiment::bench::{Subject, measure};
use crate::report::bench_tables;
use crate::scenario::Scenario;

/// The scenario whose runs are timed.
const BASELINE: &str = "baseline";
/// The scenario that is compared with it.
const POLICY: &str = "production_grants";
/// Quarters of the runs of large economies.
const QUARTERS_OF_SIZES: usize = 8;

/// Measure the speed of runs and the cost of a settled difference, in about a minute
#[derive(Args, Debug)]
pub struct BenchArgs {
    /// As JSON
    #[arg(long)]
    json: bool,
    /// Time to spend, about; large economies may take longer
    #[arg(long, value_name = "SECONDS", default_value_t = 60, value_parser = clap::value_parser!(u32).range(1..))]
    seconds: u32,
    /// Sizes of economies to measure
    #[arg(long, value_name = "K,...", value_delimiter = ',', default_value = "1,16,250")]
    scales: Vec<f64>,
}

impl BenchArgs {
    /// Runs the command.
    pub fn run(self) -> Result<(), CliError> {
        if cfg!(feature = "tally") {
            return Err(CliError::bad_input("this build counts operations (feature `tally`): its times would say nothing"));
        }
        let [baseline, policy] = [load(BASELINE, &Change::default())?, load(POLICY, &Change::default())?];
        let of_size = |scale: &f64| load(BASELINE, &Change { scale: Some(*scale), quarters: Some(QUARTERS_OF_SIZES), ..Change::default() });
        let mut scales = self.scales;
        scales.sort_by(f64::total_cmp);
        let sizes = scales.iter().map(of_size).collect::<Result<Vec<_>, _>>()?;
        let subject = Subject { baseline: &baseline, policy: &policy, sizes: &sizes, seconds: f64::from(self.seconds) };
        let found = measure(&subject, |part| note(format!("measuring: {part}")));
        match self.json {
            true => print(format!("{}\n", serde_json::to_string_pretty(&found).map_err(CliError::failed)?)),
            false => print(bench_tables(&found)),
        }
    }
}

fn load(name: &str, change: &Change) -> Result<Scenario, CliError> {
    let mut scenarios = source::load_all(&[scenario_file(name)?], change, false)?;
    Ok(scenarios.remove(0))
}
