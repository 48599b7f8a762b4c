//! `topline sweep`: many points times replicates, stopped and started at will.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use clap::builder::RangedU64ValueParser;
use clap::{Args, ValueEnum};
use indicatif::ProgressBar;

use crate::cli::error::{CliError, note, print};
use crate::cli::estimate::{estimate, in_words};
use crate::cli::find::sweep_file;
use crate::cli::options::Change;
use crate::cli::progress::bar;
use crate::cli::signals::stop_on_signals;
use crate::cli::source;
use crate::experiment::Failure;
use crate::experiment::sweep::{Cost, Shard, SweepPlan, SweepRun, pilot};
use crate::outcome::OUTCOMES;
use crate::report::sweep::{Format, Journal, JournalMode, Refusal, Timing, tables};
use crate::scenario::Overrides;
use crate::scenario::sweep::{MOST_REPLICATES, SweepFile};

/// How often progress is told where no terminal shows it.
const TOLD_EVERY: Duration = Duration::from_secs(60);
/// No run takes so long: a clock that went on by so much between two deliveries was set, or its machine slept.
const JUMP: Duration = Duration::from_secs(24 * 3600);

/// Run a design over levers and uncertainties; it can be stopped, resumed, extended and split into shards
#[derive(Args, Debug)]
pub struct SweepArgs {
    /// Sweep file, or name of a file in scenarios/sweeps/
    #[arg(value_name = "FILE")]
    file: String,
    #[command(flatten)]
    plan: Planned,
    /// Output folder [default: output/sweep-<name>]
    #[arg(short, long, value_name = "FOLDER")]
    out: Option<PathBuf>,
    /// Threads (default: as many as cores); results do not depend on it
    #[arg(short = 'j', long, value_name = "N", value_parser = RangedU64ValueParser::<usize>::new().range(1..=1024))]
    threads: Option<usize>,
    /// Go on with the sweep in the folder; more replicates or points than it has are added
    #[arg(long)]
    resume: bool,
    /// Do one part of the sweep: K/N (from 0), `auto` (Slurm array) or `auto/N` (Kubernetes, AWS Batch)
    #[arg(long, value_name = "K/N", allow_hyphen_values = true)]
    shard: Option<String>,
    /// End at the first run that fails
    #[arg(long)]
    fail_fast: bool,
    /// Go on with a sweep that another version of the program began
    #[arg(long)]
    allow_other_version: bool,
    /// Say what the sweep would cost and how narrow its intervals would be, after a few runs
    #[arg(long)]
    dry_run: bool,
    #[command(flatten)]
    form: TableForm,
    /// Print nothing but errors
    #[arg(short, long)]
    quiet: bool,
}

/// Options that make the plan of a sweep, beside its file.
#[derive(Args, Clone, Debug)]
pub struct Planned {
    /// Replicates of each case [default: those of the file]
    #[arg(short, long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=i64::from(MOST_REPLICATES)))]
    pub replicates: Option<u32>,
    #[command(flatten)]
    pub change: Change,
}

impl Planned {
    /// The plan of a sweep file.
    pub fn load(&self, file: &Path) -> Result<SweepPlan, CliError> {
        let names: Vec<&str> = OUTCOMES.iter().map(|outcome| outcome.name).collect();
        let set = Overrides::parse_set(&self.change.set).map_err(source::bad)?;
        let overrides = Overrides { set, quarters: self.change.quarters, scale: self.change.scale };
        let mut sweep = SweepFile::load(file, &names, &overrides).map_err(source::bad)?;
        sweep.replicates = self.replicates.unwrap_or(sweep.replicates);
        SweepPlan::new(sweep, self.said()).map_err(source::bad)
    }

    /// Everything that changes the base scenarios, as given.
    fn said(&self) -> Vec<String> {
        let mut said = self.change.set.clone();
        said.extend(self.change.quarters.map(|quarters| format!("run.quarters={quarters}")));
        said.extend(self.change.scale.map(|scale| format!("run.scale={scale}")));
        said
    }
}

/// Form of tables.
#[derive(Args, Clone, Copy, Debug)]
pub struct TableForm {
    /// Form of the tables; parquet needs a program built with that feature
    #[arg(long, value_name = "FORM", value_enum, default_value_t = Form::Csv)]
    format: Form,
    /// Compress CSV tables; zstd needs a program built with that feature
    #[arg(long, value_name = "HOW", value_enum)]
    compress: Option<Compression>,
}

/// Forms of tables.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Form {
    Csv,
    Parquet,
}

/// Compressions of CSV.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Compression {
    Zstd,
}

impl TableForm {
    /// What was asked for, where it makes sense.
    pub fn format(self) -> Result<Format, CliError> {
        match (self.format, self.compress) {
            (Form::Csv, None) => Ok(Format::Csv),
            #[cfg(feature = "zstd")]
            (Form::Csv, Some(Compression::Zstd)) => Ok(Format::Zstd),
            #[cfg(not(feature = "zstd"))]
            (Form::Csv, Some(Compression::Zstd)) => Err(CliError::bad_input(
                "this program was built without Zstandard; allowed: no --compress, or a program built with `--features zstd`",
            )),
            (Form::Parquet, Some(_)) => Err(CliError::bad_input("Parquet files are compressed as they are; allowed: --compress with --format csv")),
            #[cfg(feature = "parquet")]
            (Form::Parquet, None) => Ok(Format::Parquet),
            #[cfg(not(feature = "parquet"))]
            (Form::Parquet, None) => Err(CliError::bad_input(
                "this program was built without Parquet; allowed: --format csv, or a program built with `--features parquet`",
            )),
        }
    }
}

/// How a command about sweeps ends that is refused.
pub fn refused(refusal: Refusal) -> CliError {
    match refusal {
        Refusal::Input(text) => CliError::BadInput(text),
        Refusal::Failed(text) => CliError::Failed(text),
    }
}

/// The folder of a sweep that names none.
pub fn default_folder(name: &str) -> PathBuf {
    Path::new("output").join(format!("sweep-{name}"))
}

impl SweepArgs {
    /// Runs the command.
    pub fn run(self) -> Result<(), CliError> {
        let format = self.form.format()?;
        let shard = self.shard.as_deref().map(|text| Shard::parse(text, |name| std::env::var(name).ok()));
        let shard = shard.transpose().map_err(CliError::BadInput)?;
        let plan = self.plan.load(&sweep_file(&self.file)?)?;
        if !self.quiet && !self.dry_run {
            plan.warnings().iter().for_each(|warning| note(format!("warning: {warning}")));
        }
        let stop = stop_on_signals()?;
        if self.dry_run {
            let found = pilot(&plan, self.threads(), &stop).map_err(CliError::failed)?;
            return print(estimate(&plan, shard, &found, self.threads()));
        }
        let folder = self.out.clone().unwrap_or_else(|| default_folder(&plan.file.name));
        let how = JournalMode { resume: self.resume, shard, allow_other_version: self.allow_other_version };
        let (mut journal, notes) = Journal::open(&folder, &plan, how).map_err(refused)?;
        notes.iter().for_each(note);
        if journal.resumed() && !self.allow_other_version {
            journal.recheck(&plan).map_err(refused)?;
        }
        let cost = self.do_runs(&mut journal, &plan, &folder, &stop)?;
        self.finish(journal, &plan, &folder, format, &cost)
    }

    fn threads(&self) -> usize {
        self.threads.unwrap_or_else(|| std::thread::available_parallelism().map_or(1, usize::from))
    }

    /// Runs what is missing.
    fn do_runs(&self, journal: &mut Journal, plan: &SweepPlan, folder: &Path, stop: &AtomicBool) -> Result<Cost, CliError> {
        let (held, planned) = (journal.held(), journal.planned(plan));
        if held > 0 && held < planned && !self.quiet {
            note(format!("{held} of {planned} runs are there"));
        }
        let mut progress = Progress::new(held, planned, self.quiet);
        let mut first_failure = None;
        let mut watch = |runs: &[SweepRun]| {
            progress.add(runs.len() as u64);
            if let (true, Some(run)) = (self.fail_fast && first_failure.is_none(), runs.iter().find(|run| run.outcomes.is_err())) {
                first_failure = Some(run.clone());
                stop.store(true, Ordering::Relaxed);
            }
        };
        let cost = journal.run(plan, self.threads(), &mut watch, stop).map_err(refused)?;
        progress.end();
        let held = journal.held();
        if let Some(SweepRun { case, replicate, outcomes: Err(Failure { reason, .. }) }) = first_failure {
            let cell = plan.grid.cell(case);
            return Err(CliError::Failed(format!(
                "a run failed: point {}, scenario `{}`, replicate {replicate}: {reason}; {held} of {planned} runs are in {}",
                cell.point,
                plan.grid.layout.bases[cell.scenario].name,
                folder.display()
            )));
        }
        if !cost.complete {
            return Err(CliError::Interrupted(format!(
                "interrupted after {held} of {planned} runs, which are in {}; the same call with --resume goes on",
                folder.display()
            )));
        }
        Ok(cost)
    }

    /// Seals a shard, or writes the tables.
    fn finish(&self, journal: Journal, plan: &SweepPlan, folder: &Path, format: Format, cost: &Cost) -> Result<(), CliError> {
        let planned = journal.planned(plan);
        if self.shard.is_some() {
            let file = journal.seal().map_err(refused)?;
            return if self.quiet { Ok(()) } else { print(format!("{planned} runs in {}\n", file.display())) };
        }
        let timing = Timing { runs: Some((self.threads(), *cost)) };
        let began = Instant::now();
        let written = tables(folder, &journal, plan, format, &timing).map_err(refused)?;
        if !self.quiet {
            let seconds = cost.elapsed.as_secs_f64();
            let text = format!(
                "{planned} runs of {} cases ({} in {seconds:.1} s, tables in {:.1} s)",
                plan.grid.cases(),
                cost.runs,
                began.elapsed().as_secs_f64()
            );
            print(format!("{text}\n{} in {}\n", written.files.join(", "), folder.display()))?;
        }
        all_fine(written.failed, planned, folder)
    }
}

/// Failed runs end a command that wrote its tables.
pub fn all_fine(failed: u64, runs: u64, folder: &Path) -> Result<(), CliError> {
    match failed {
        0 => Ok(()),
        failed => Err(CliError::Failed(format!(
            "{failed} of {runs} runs failed; their parameters and reasons are in the table failures in {}",
            folder.display()
        ))),
    }
}

/// A bar on a terminal; elsewhere a line now and then.
struct Progress {
    bar: ProgressBar,
    delivered: Instant,
    told: Instant,
    quiet: bool,
}

impl Progress {
    fn new(done: u64, all: u64, quiet: bool) -> Self {
        let bar = bar(all, quiet).with_position(done);
        bar.reset_eta();
        Self { bar, delivered: Instant::now(), told: Instant::now(), quiet }
    }

    fn add(&mut self, runs: u64) {
        self.bar.inc(runs);
        let now = Instant::now();
        let pause = now.saturating_duration_since(std::mem::replace(&mut self.delivered, now));
        if pause > JUMP {
            self.bar.reset_eta();
            self.told = now;
        }
        if now.saturating_duration_since(self.told) > TOLD_EVERY && self.bar.is_hidden() && !self.quiet {
            self.told = now;
            let (done, all) = (self.bar.position(), self.bar.length().unwrap_or_default());
            note(format!("{done} of {all} runs, {} left", in_words(self.bar.eta())));
        }
    }

    fn end(self) {
        self.bar.finish_and_clear();
    }
}
