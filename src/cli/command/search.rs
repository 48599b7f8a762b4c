//! `topline search`: the best ways to divide a sum among instruments, with a certificate.

use std::path::{Path, PathBuf};
use std::time::Instant;

use clap::Args;
use clap::builder::RangedU64ValueParser;
use indicatif::ProgressBar;

use super::sweep::refused;
use crate::cli::error::{CliError, note, print};
use crate::cli::estimate::in_words;
use crate::cli::evaluation::evaluate;
use crate::cli::find::search_file;
use crate::cli::options::Change;
use crate::cli::progress::bar;
use crate::cli::signals::stop_on_signals;
use crate::cli::source;
use crate::experiment::search::{SearchError, SearchMeans, SearchPlan, SearchWatcher, conduct, known_outcomes};
use crate::experiment::sweep::Shard;
use crate::report::search::{SearchJournal, SearchMode, SearchTiming, search_text, write_search};
use crate::report::{aligned, counted};
use crate::scenario::Overrides;
use crate::scenario::search::SearchFile;

/// Find the best ways to divide a budget among instruments, and certify them on runs of their own
#[derive(Args, Debug)]
pub struct SearchArgs {
    /// Search file, or name of a file in scenarios/searches/
    #[arg(value_name = "FILE")]
    file: String,
    #[command(flatten)]
    change: Change,
    /// Output folder [default: output/search-<name>]
    #[arg(short, long, value_name = "FOLDER")]
    out: Option<PathBuf>,
    /// Threads (default: as many as cores); results do not depend on it
    #[arg(short = 'j', long, value_name = "N", value_parser = RangedU64ValueParser::<usize>::new().range(1..=1024))]
    threads: Option<usize>,
    /// Go on with the search in the folder
    #[arg(long)]
    resume: bool,
    /// Do one part of the runs beside processes that do the others in the same folder: K/N (from 0), or as `sweep` takes it; 0 writes the tables
    #[arg(long, value_name = "K/N", allow_hyphen_values = true)]
    shard: Option<String>,
    /// Go on with a search that another version of the program began
    #[arg(long)]
    allow_other_version: bool,
    /// Say what the search would look at and about how long it would take, after a few runs
    #[arg(long)]
    dry_run: bool,
    /// Answer questions for values of mixes, lines of JSON on standard input, for an optimiser of another's
    #[arg(long, conflicts_with_all = ["dry_run", "resume", "out", "shard"])]
    evaluate: bool,
    /// Print nothing but errors
    #[arg(short, long)]
    quiet: bool,
}

/// Where a search writes when nothing else is said.
pub fn default_folder(name: &str) -> PathBuf {
    Path::new("output").join(format!("search-{name}"))
}

/// The plan of a search file with the changes of the command line.
pub fn plan(file: &Path, change: &Change) -> Result<SearchPlan, CliError> {
    let set = Overrides::parse_set(&change.set).map_err(source::bad)?;
    let overrides = Overrides { set, quarters: change.quarters, scale: change.scale };
    let read = SearchFile::load(file, &known_outcomes(), &overrides).map_err(source::bad)?;
    SearchPlan::new(read).map_err(source::bad)
}

/// What a search consists of, for `check` and `--dry-run`.
pub fn outline(plan: &SearchPlan) -> String {
    let file = &plan.file;
    let mut rows = Vec::new();
    for wanted in &plan.wanted {
        let direction = if wanted.objective.higher { "higher" } else { "lower" };
        let over = if file.worlds.len() > 1 { format!(", {} of {} worlds", wanted.objective.over.name(), file.worlds.len()) } else { String::new() };
        let what = format!("{direction}, differences of {} {} do not matter{over}", wanted.objective.epsilon, wanted.measure.unit);
        rows.push(vec!["objective".to_owned(), wanted.measure.name.clone(), what]);
    }
    for (sum, mixes) in file.budgets.iter().zip(&plan.first_look) {
        rows.push(vec!["budget".into(), format!("{} bn KRW a year", *sum as f64 / 1000.0), counted(mixes.len(), "mix")]);
    }
    for part in &file.parts {
        let chosen: Vec<String> = part.choices.iter().map(|choice| format!("{} of {}", choice.key, choice.values.join(" or "))).collect();
        rows.push(vec!["instrument".into(), part.name.clone(), chosen.join("; ")]);
    }
    let text: Vec<String> = rows.iter().map(|row| format!("  {:<10}  {:<24}  {}", row[0], row[1], row[2]).trim_end().to_owned() + "\n").collect();
    text.concat()
}

/// Shows the stages.
struct Watch {
    bar: ProgressBar,
    quiet: bool,
}

impl SearchWatcher for Watch {
    fn stage(&mut self, name: &str, runs: u64) {
        if !self.quiet {
            self.bar.println(name);
        }
        self.bar.reset();
        self.bar.set_length(runs);
    }

    fn runs(&mut self, count: u64) {
        self.bar.inc(count);
        // A stage may need more than was thought.
        if self.bar.length().is_some_and(|length| length < self.bar.position()) {
            self.bar.set_length(self.bar.position());
        }
    }
}

impl SearchArgs {
    /// Runs the command.
    pub fn run(self) -> Result<(), CliError> {
        let plan = plan(&search_file(&self.file)?, &self.change)?;
        let stop = stop_on_signals()?;
        let threads = self.threads.unwrap_or_else(|| std::thread::available_parallelism().map_or(1, usize::from));
        if self.evaluate {
            return evaluate(&plan, threads, &stop);
        }
        if self.dry_run {
            return print(format!("{}: {}\n{}{}", plan.file.name, plan.file.title, outline(&plan), estimate(&plan, threads, &stop)?));
        }
        let folder = self.out.clone().unwrap_or_else(|| default_folder(&plan.file.name));
        let shard = self.shard.as_deref().map(|text| Shard::parse(text, |name| std::env::var(name).ok()));
        let shard = shard.transpose().map_err(CliError::BadInput)?;
        let how = SearchMode { resume: self.resume, other_version: self.allow_other_version, shard };
        let (mut journal, notes) = SearchJournal::open(&folder, &plan, how).map_err(refused)?;
        notes.iter().filter(|_| !self.quiet).for_each(note);
        let began = Instant::now();
        let mut watch = Watch { bar: bar(0, self.quiet), quiet: self.quiet };
        let found = conduct(&plan, SearchMeans { threads, tape: &mut journal, watcher: &mut watch, stop: &stop, shard });
        watch.bar.finish_and_clear();
        journal.sync().map_err(CliError::failed)?;
        let result = found.map_err(|error| match error {
            SearchError::Interrupted => {
                let held = journal.held();
                CliError::Interrupted(format!(
                    "interrupted after {held} runs, which are in {}; the same call with --resume goes on",
                    folder.display()
                ))
            }
            SearchError::Tape(error) => CliError::Failed(format!("the journal in {} cannot go on: {error}", folder.display())),
            SearchError::Stuck(text) => CliError::BadInput(text),
        })?;
        if let Some(shard) = shard.filter(|shard| shard.index > 0) {
            return if self.quiet { Ok(()) } else { print(format!("shard {shard}: {} runs in {}\n", journal.held(), folder.display())) };
        }
        let timing = SearchTiming { threads, seconds: began.elapsed().as_secs_f64() };
        let (files, mixes) = write_search(&folder, &plan, &result, &self.change.set, timing).map_err(CliError::failed)?;
        if !self.quiet {
            print(search_text(&plan, &result))?;
            let shown = folder.display();
            print(format!("{} runs; {} and {} in {shown}\n", result.runs, files.join(", "), counted(mixes.len(), "scenario")))?;
        }
        match (result.failed, result.first_failure) {
            (0, _) => Ok(()),
            (failed, reason) => Err(CliError::Failed(format!("{failed} of {} runs failed, the first: {}", result.runs, reason.unwrap_or_default()))),
        }
    }
}

/// About how many runs a search needs and how long they take, from a few of them.
fn estimate(plan: &SearchPlan, threads: usize, stop: &std::sync::atomic::AtomicBool) -> Result<String, CliError> {
    let cost = crate::experiment::search::pilot(plan, threads, stop).map_err(|error| match error {
        SearchError::Interrupted => CliError::Interrupted("interrupted; nothing was written".into()),
        SearchError::Tape(error) => CliError::failed(error),
        SearchError::Stuck(text) => CliError::BadInput(text),
    })?;
    let row = |(stage, runs): (&str, u64)| vec![format!("  {stage}"), runs.to_string(), in_words(cost.per_run.mul_f64(runs as f64))];
    let rows: Vec<Vec<String>> = cost.stages.iter().copied().map(row).collect();
    Ok(format!("about, with {threads} threads (certify, challenge and curve end sooner where they can):\n{}", aligned(&rows)))
}
