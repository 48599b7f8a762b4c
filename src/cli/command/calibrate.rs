//! `topline calibrate`: which worlds does the evidence leave?

use clap::Args;
use serde_json::json;

use crate::cli::credibility::{CredibilityArgs, ScenarioStudy};
use crate::cli::error::end_of;
use crate::cli::error::{CliError, note};
use crate::cli::progress::bar;
use crate::cli::signals::stop_on_signals;
use crate::cli::source;
use crate::experiment::credibility::calibrate::{Calibrated, HistoryMatching, calibrate, of_a_run};
use crate::experiment::credibility::screen::{Output, strongest};
use crate::experiment::design::factor::{all_factors, named_factors};
use crate::experiment::{Factor, RunError, Space, runs_of};
use crate::report::{self, TablesRequest};
use crate::store::calibration::JournalFile;

/// Find sets of parameters that agree with all evidence (history matching over the prior ranges)
///
/// What is done is kept in a journal beside the output folder: the same command goes on where it was stopped.
#[derive(Args, Debug)]
pub struct CalibrateArgs {
    /// Parameters or vectors to calibrate [default: those that a Morris screening finds to matter]
    #[arg(short, long, value_name = "NAMES", value_delimiter = ',')]
    parameters: Vec<String>,
    /// Number of parameters that the screening picks
    #[arg(long, value_name = "N", default_value_t = 30, value_parser = clap::builder::RangedU64ValueParser::<usize>::new().range(1..), conflicts_with = "parameters")]
    count: usize,
    /// Trajectories of the screening
    #[arg(long, value_name = "N", default_value_t = 4, value_parser = clap::value_parser!(u32).range(2..), conflicts_with = "parameters")]
    trajectories: u32,
    /// Points of a wave
    #[arg(long, value_name = "N", default_value_t = 300)]
    points: usize,
    /// Replicates of each point
    #[arg(short, long, value_name = "N", default_value_t = 8, value_parser = clap::value_parser!(u32).range(2..))]
    replicates: u32,
    /// Replicates with which worlds are confirmed
    #[arg(long, value_name = "N", default_value_t = 24, value_parser = clap::value_parser!(u32).range(2..))]
    confirm: u32,
    /// Worlds to find
    #[arg(short, long, value_name = "N", default_value_t = 64)]
    worlds: usize,
    /// Most waves
    #[arg(long, value_name = "N", default_value_t = 6, value_parser = clap::builder::RangedU64ValueParser::<usize>::new().range(1..=50))]
    waves: usize,
    /// Also demand of each world the patterns that need hundreds of replicates
    #[arg(long)]
    paired: bool,
    #[command(flatten)]
    common: CredibilityArgs,
}

impl CalibrateArgs {
    /// Runs the command.
    pub fn run(self) -> Result<(), CliError> {
        self.count_runs()?;
        let task = self.common.begin("calibrate")?;
        let space = Space::new(task.draft.clone(), self.factors(&task)?).map_err(source::bad)?;
        self.enough_points(space.factors.len())?;
        let (found, runs) = self.calibrate(&task, &space)?;
        let tables = [report::worlds(&space, &found), report::pinned(&space, &found)];
        let waves: Vec<_> = found.waves.iter().map(|w| json!({ "points": w.points, "drawn_again": w.drawn_again, "left": w.left })).collect();
        let names: Vec<&str> = space.factors.iter().map(|f| f.name.as_str()).collect();
        let asked =
            TablesRequest { seed: self.common.study.seed, replicates: self.replicates, runs, design: json!({ "factors": names, "waves": waves }) };
        let journal = journal_of(&task);
        task.end(&tables, &report::calibration_text(&space, &found), &asked)?;
        // Not needed once the tables are there.
        let _ = std::fs::remove_file(journal);
        Ok(())
    }

    /// Counts the runs of a wave and of a confirmation, before anything is made for them.
    fn count_runs(&self) -> Result<(), CliError> {
        let (points, worlds) = (("points", self.points as u64), ("worlds", self.worlds as u64));
        let confirmed = u64::from(self.confirm.max(HistoryMatching::most_replicates(self.paired)));
        let wave = runs_of(&[points, ("replicates", u64::from(self.replicates))]);
        let confirmation = runs_of(&[worlds, ("variants", 2), ("replicates of a confirmation", confirmed)]);
        wave.and(confirmation).map(drop).map_err(CliError::bad_input)
    }

    /// Refuses waves of fewer points than surfaces over so many parameters need.
    fn enough_points(&self, parameters: usize) -> Result<(), CliError> {
        let (fewest, points) = (HistoryMatching::fewest_points(parameters), self.points);
        if points >= fewest {
            return Ok(());
        }
        Err(CliError::bad_input(format!("--points is too small for {parameters} parameters; allowed: {fewest} or more; found: {points}")))
    }

    /// The parameters asked for, or the guesses that move patterns most against their ranges.
    fn factors(&self, task: &ScenarioStudy) -> Result<Vec<Factor>, CliError> {
        if !self.parameters.is_empty() {
            return named_factors(&self.parameters).map_err(CliError::bad_input);
        }
        let guessed: Vec<Factor> = all_factors().into_iter().filter(Factor::guessed).collect();
        self.enough_points(self.count.min(guessed.len()))?;
        let space = Space::new(task.draft.clone(), guessed).map_err(source::bad)?;
        let points = ("points of a trajectory", space.factors.len() as u64 + 1);
        let runs = runs_of(&[("trajectories", u64::from(self.trajectories)), points, ("replicates", 2)]).map_err(CliError::bad_input)?;
        let (stop, bar) = (stop_on_signals()?, bar(runs, self.common.study.quiet));
        let outputs: Vec<Output> = of_a_run().iter().filter_map(|p| Some((p.id, p.of_a_run()?))).collect();
        let how = (2, self.common.study.seed, self.common.study.threads());
        let chosen = strongest(&space, self.trajectories, &outputs, how, self.count, &mut |n| bar.inc(n), &stop).map_err(|t| end_of(&t))?;
        bar.finish_and_clear();
        chosen.ok_or_else(|| CliError::bad_input("hardly any point of the prior ranges keeps the constraints; choose --parameters"))
    }

    fn calibrate(&self, task: &ScenarioStudy, space: &Space) -> Result<(Calibrated, u64), CliError> {
        let Self { points, replicates, confirm, worlds, waves, paired, .. } = *self;
        let calibration = HistoryMatching {
            space,
            points,
            replicates,
            confirm,
            worlds,
            waves,
            paired,
            seed: self.common.study.seed,
            threads: self.common.study.threads(),
        };
        let names: Vec<&str> = space.factors.iter().map(|f| f.name.as_str()).collect();
        let question = json!({
            "version": env!("CARGO_PKG_VERSION"), "scenario": task.scenario.hash(), "seed": calibration.seed, "points": points,
            "replicates": replicates, "confirm": confirm, "worlds": worlds, "waves": waves, "paired": paired, "factors": names,
        });
        let (stop, bar) = (stop_on_signals()?, bar(0, self.common.study.quiet));
        let (mut stage_now, mut all) = (String::new(), 0);
        let progress = |stage: &str, runs: u64, of: u64| {
            if stage != stage_now {
                stage_now = stage.into();
                bar.reset();
                bar.set_length(of);
                bar.println(stage);
            }
            all += runs;
            bar.inc(runs);
        };
        let path = journal_of(task);
        let (mut journal, known) = JournalFile::open(&path, &question.to_string(), progress)
            .map_err(|e| CliError::failed(format!("cannot use the journal {}: {e}", path.display())))?;
        if known > 0 && !self.common.study.quiet {
            note(format!("{known} points are known from {}", path.display()));
        }
        let found = calibrate(&calibration, &mut journal, &stop).map_err(|trouble| match trouble {
            RunError::Interrupted(_) => CliError::Interrupted(format!("interrupted; the same command goes on from {}", path.display())),
            RunError::Sink(_) => end_of(&trouble),
        })?;
        drop(journal);
        bar.finish_and_clear();
        let runs = found.waves.iter().map(|w| w.points as u64 * u64::from(replicates)).sum();
        Ok((found, runs))
    }
}

/// The journal beside the output folder.
fn journal_of(task: &ScenarioStudy) -> std::path::PathBuf {
    let mut name = task.output.path.clone().into_os_string();
    name.push(".journal");
    name.into()
}
