//! `topline decompose`: what each instrument of a package adds, and which complement each other.

use clap::Args;
use clap::builder::RangedU64ValueParser;
use serde_json::json;

use crate::cli::error::CliError;
use crate::cli::error::end_of;
use crate::cli::progress::Watched;
use crate::cli::signals::stop_on_signals;
use crate::cli::source;
use crate::cli::study::{StudyArgs, none_failed};
use crate::experiment::attribution::decompose::{DecompositionRequest, Package};
use crate::experiment::runs_of;
use crate::report;
use crate::scenario::Scenario;

/// Divide the effect of a package among its instruments: Shapley values and interactions
#[derive(Args, Debug)]
#[command(after_help = "Example: topline decompose package_balanced -r 100\n\n\
    All subsets of the instruments run with the same draws, each instrument at its own budget and with all its programmes. \
    Above six instruments a sample of orders stands for all of them.")]
pub struct DecomposeArgs {
    /// Scenario file, or name of a file in scenarios/, with one instrument or more
    package: String,
    /// Replicates of each subset
    #[arg(short, long, value_name = "N", default_value_t = 100, value_parser = clap::value_parser!(u32).range(1..))]
    replicates: u32,
    /// Pairs of random orders, above six instruments
    #[arg(long, value_name = "N", default_value_t = 10, value_parser = RangedU64ValueParser::<usize>::new().range(2..=1000))]
    orders: usize,
    #[command(flatten)]
    study: StudyArgs,
}

impl DecomposeArgs {
    /// Runs the command.
    pub fn run(self) -> Result<(), CliError> {
        let (draft, whole) = self.study.load(&[&self.package])?.remove(0);
        let package = Package::new(draft, self.orders, self.study.seed).map_err(source::bad)?;
        if package.members.is_empty() {
            return Err(CliError::bad_input(format!(
                "`{}` has no instrument to decompose; allowed: a scenario with one programme of policy or more that is switched on",
                whole.name
            )));
        }
        let subsets = package.subsets.len() as u64;
        let runs = runs_of(&[("subsets of instruments", subsets), ("replicates", u64::from(self.replicates))]).map_err(CliError::bad_input)?;
        let scenarios = package.subsets.iter().map(|s| package.scenario(*s)).collect::<Result<Vec<Scenario>, _>>().map_err(source::bad)?;
        let output = self.study.output("decompose", &whole.name)?;
        let stop = stop_on_signals()?;
        let mut sink = Watched::new((), runs, self.study.quiet);
        let asked = DecompositionRequest { name: &whole.name, replicates: self.replicates, seed: self.study.seed, threads: self.study.threads() };
        let found = package.run(&scenarios, &asked, &mut sink, &stop).map_err(|trouble| end_of(&trouble))?;
        sink.finish();
        let (tables, text) = report::decomposition(&found, package.subsets.len(), package.orders.as_ref().map(Vec::len));
        let design = json!({
            "instruments": package.members.iter().map(|kind| kind.name()).collect::<Vec<_>>(),
            "subsets": package.subsets.len(),
            "orders": package.orders.as_ref().map(Vec::len),
        });
        output.end(&tables, &text, &[&whole], &report::TablesRequest { seed: self.study.seed, replicates: self.replicates, runs, design })?;
        let first = found.results.failures().next().map(|(case, replicate, failure)| (case.name.clone(), replicate, failure));
        none_failed(found.results.failures().count(), runs, first)
    }
}
