//! `topline screen`: which parameters drive the results?

use std::fs;
use std::path::PathBuf;

use clap::Args;
use serde_json::json;

use crate::cli::credibility::CredibilityArgs;
use crate::cli::error::CliError;
use crate::cli::error::end_of;
use crate::cli::progress::bar;
use crate::cli::signals::stop_on_signals;
use crate::cli::source;
use crate::experiment::credibility::screen::{CHIEF, FISCAL, Output, Subject, screen, trajectories};
use crate::experiment::design::factor::{all_factors, named_factors};
use crate::experiment::{Factor, Space, runs_of};
use crate::outcome::pattern::PATTERNS;
use crate::report::{self, TablesRequest};
use crate::scenario::Draft;

/// Rank the parameters of the world by what they move (Morris screening over the prior ranges)
#[derive(Args, Debug)]
pub struct ScreenArgs {
    /// Trajectories
    #[arg(short, long, value_name = "N", default_value_t = 10, value_parser = clap::value_parser!(u32).range(2..))]
    trajectories: u32,
    /// Replicates of each point
    #[arg(short, long, value_name = "N", default_value_t = 8, value_parser = clap::value_parser!(u32).range(2..))]
    replicates: u32,
    /// Screen what moves the difference to this scenario, in pairs with the same draws
    #[arg(long, value_name = "SCENARIO", conflicts_with = "write_docs")]
    versus: Option<String>,
    /// Only these parameters or vectors [default: all with a prior range]
    #[arg(short, long, value_name = "NAMES", value_delimiter = ',')]
    parameters: Vec<String>,
    /// Also write screening_points.csv: design and outputs
    #[arg(long)]
    points: bool,
    /// Write what was found as a page of Markdown
    #[arg(long, value_name = "FILE")]
    write_docs: Option<PathBuf>,
    #[command(flatten)]
    common: CredibilityArgs,
}

impl ScreenArgs {
    /// Runs the command.
    pub fn run(self) -> Result<(), CliError> {
        let task = self.common.begin("screen")?;
        let factors = if self.parameters.is_empty() { all_factors() } else { named_factors(&self.parameters).map_err(CliError::bad_input)? };
        let against = self.versus.as_deref().map(|name| self.common.draft_of(name)).transpose()?;
        let against = against.map(|draft| self.other(&task.draft, draft, factors.clone())).transpose()?;
        let space = Space::new(task.draft.clone(), factors).map_err(source::bad)?;
        let subject = Subject { space: &space, against: against.as_ref() };
        let seed = self.common.study.seed;
        let points = ("points of a trajectory", space.factors.len() as u64 + 1);
        let scenarios = ("scenarios of a point", subject.scenarios() as u64);
        let runs = runs_of(&[("trajectories", u64::from(self.trajectories)), points, scenarios, ("replicates", u64::from(self.replicates))]);
        let runs = runs.map_err(CliError::bad_input)?;
        let (stop, bar) = (stop_on_signals()?, bar(runs, self.common.study.quiet));
        let design = trajectories(&space, self.trajectories, seed, &stop)
            .map_err(|t| end_of(&t))?
            .ok_or_else(|| CliError::bad_input("hardly any point of these prior ranges keeps the constraints; choose other --parameters"))?;
        let patterns = PATTERNS.iter().filter_map(|p| Some((p.id, p.of_a_run()?)));
        // A pattern is of a world, not of a policy.
        let outputs: Vec<Output> = match against {
            None => CHIEF.iter().copied().chain(patterns).collect(),
            Some(_) => CHIEF.iter().copied().chain([FISCAL]).collect(),
        };
        let how = (self.replicates, seed, self.common.study.threads());
        let found = screen(&subject, &design, &outputs, how, &mut |n| bar.inc(n), &stop).map_err(|t| end_of(&t))?;
        bar.finish_and_clear();
        let mut tables = vec![report::screening(&space.factors, &found)];
        if self.points {
            tables.push(report::screening_points(&space.factors, &design, &found));
        }
        let chief = if against.is_some() { &found[..] } else { &found[..CHIEF.len()] };
        if let Some(file) = &self.write_docs {
            let page = report::assumptions(&space.factors, chief, &self.command(design.drawn_again));
            fs::write(file, page).map_err(|e| CliError::failed(format!("cannot write {}: {e}", file.display())))?;
        }
        let design =
            json!({ "trajectories": self.trajectories, "factors": space.factors.len(), "drawn_again": design.drawn_again, "versus": self.versus });
        let asked = TablesRequest { seed, replicates: self.replicates, runs, design };
        task.end(&tables, &report::screening_shown(&space.factors, chief), &asked)
    }

    /// The other scenario over the same parameters; one of another time cannot be compared.
    fn other(&self, own: &Draft, against: Draft, factors: Vec<Factor>) -> Result<Space, CliError> {
        let [own, other] = [own.build().map_err(source::bad)?, against.build().map_err(source::bad)?];
        if (own.start, own.quarters) != (other.start, other.quarters) {
            return Err(CliError::bad_input(format!(
                "--versus: runs of `{}` and `{}` differ in time; allowed: the same start and quarters",
                own.name, other.name
            )));
        }
        Space::new(against, factors).map_err(source::bad)
    }

    /// How the page was made.
    fn command(&self, drawn_again: u32) -> String {
        let Self { trajectories, replicates, common, .. } = self;
        format!(
            "Generated from `screening.csv` beside this page, both by `topline screen --trajectories {trajectories} --replicates {replicates} \
             --seed {} --write-docs docs/assumptions.md`: {trajectories} Morris trajectories over the prior ranges of the registry, \
             {replicates} replicates of each point with the same draws at all points. {drawn_again} trajectories broke a constraint and were drawn again.",
            common.study.seed
        )
    }
}
