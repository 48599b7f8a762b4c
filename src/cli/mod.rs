//! The command line: what is read from it, and what the commands share.

mod call;
mod caller;
mod command;
mod cost;
mod credibility;
mod decision;
mod error;
mod estimate;
mod evaluation;
mod experiment;
mod find;
mod options;
mod outline;
mod page;
mod progress;
mod record;
mod robustness;
mod signals;
mod source;
mod study;
mod what_if;

use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::OnceLock;

use clap::{CommandFactory, Parser, Subcommand};

pub use call::{Call, CallError};
use error::{CliError, print};

/// Agent-based policy scenario simulator of the Korean music industry.
///
/// Scenario files go in, distributions of outcomes come out: exports, survival of young labels,
/// incomes of creators, autonomy and identity, awards and public cost.
#[derive(Debug, Parser)]
#[command(name = "topline", version = version(), about, long_about, max_term_width = 100, after_help = EXIT_CODES)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

/// Version with the commit of a released program.
fn version() -> &'static str {
    static VERSION: OnceLock<String> = OnceLock::new();
    let commit = crate::report::COMMIT.map_or(String::new(), |commit| format!(" ({commit})"));
    VERSION.get_or_init(|| env!("CARGO_PKG_VERSION").to_owned() + &commit)
}

/// Exit codes, for the help.
const EXIT_CODES: &str = "Exit codes: 0 done; 1 a run failed, or the output cannot be written; \
    2 bad scenario or usage; 3 a validation failed; 130 interrupted.";

#[derive(Debug, Subcommand)]
enum Command {
    Run(command::run::RunArgs),
    Compare(command::compare::CompareArgs),
    Report(command::report::ReportArgs),
    Decompose(command::decompose::DecomposeArgs),
    BreakEven(command::break_even::BreakEvenArgs),
    Explain(command::explain::ExplainArgs),
    Check(command::check::CheckArgs),
    Validate(command::validate::ValidateArgs),
    Verify(command::verify::VerifyArgs),
    Record(command::record::RecordArgs),
    Trust(command::trust::TrustArgs),
    Screen(command::screen::ScreenArgs),
    Search(command::search::SearchArgs),
    Sweep(command::sweep::SweepArgs),
    Merge(command::merge::MergeArgs),
    Status(command::status::StatusArgs),
    Slurm(command::slurm::SlurmArgs),
    Sensitivity(command::sensitivity::SensitivityArgs),
    Calibrate(command::calibrate::CalibrateArgs),
    List(command::list::ListArgs),
    Bench(command::bench::BenchArgs),
    New(command::new::NewArgs),
    Diff(command::diff::DiffArgs),
    Schema(command::schema::SchemaArgs),
    Completions(command::completions::CompletionsArgs),
    Man(command::man::ManArgs),
}

impl Command {
    fn run(self) -> Result<(), CliError> {
        match self {
            Self::Run(command) => command.run(),
            Self::Compare(command) => command.run(),
            Self::Report(command) => command.run(),
            Self::Decompose(command) => command.run(),
            Self::BreakEven(command) => command.run(),
            Self::Explain(command) => command.run(),
            Self::Check(command) => command.run(),
            Self::Validate(command) => command.run(),
            Self::Verify(command) => command.run(again),
            Self::Record(command) => command.run(),
            Self::Trust(command) => command.run(),
            Self::Screen(command) => command.run(),
            Self::Search(command) => command.run(),
            Self::Sweep(command) => command.run(),
            Self::Merge(command) => command.run(),
            Self::Status(command) => command.run(),
            Self::Slurm(command) => command.run(),
            Self::Sensitivity(command) => command.run(),
            Self::Calibrate(command) => command.run(),
            Self::List(command) => command.run(),
            Self::Bench(command) => command.run(),
            Self::New(command) => command.run(),
            Self::Diff(command) => command.run(),
            Self::Schema(command) => command.run(),
            Self::Completions(command) => command.run(Arguments::command()),
            Self::Man(command) => command.run(Arguments::command()),
        }
    }
}

/// Does what the words of a command say, in this process.
fn again(words: Vec<String>) -> Result<(), CliError> {
    let all = std::iter::once("topline".to_owned()).chain(words);
    Arguments::try_parse_from(all).map_err(|e| CliError::bad_input(e.to_string()))?.command.run()
}

/// Reads the command line, does what it says and tells the exit code.
pub fn main() -> ExitCode {
    let command = Arguments::parse().command;
    error::exit_code(signals::end_on_signals().and_then(|()| command.run()))
}

/// Calls a command from within a program, in this thread.
pub fn call(call: &Call) -> Result<(), CallError> {
    call.conduct(|words| {
        let given = std::iter::once("topline").chain(words.iter().map(String::as_str));
        match Arguments::try_parse_from(given) {
            Ok(arguments) => arguments.command.run(),
            // What was asked for, such as help, is no mistake.
            Err(answer) if !answer.use_stderr() => print(answer),
            Err(mistake) => Err(CliError::bad_input(mistake)),
        }
    })
}

/// The file of a scenario as commands find it: a path, or a name in the folder of scenarios or among the shipped ones.
pub fn scenario_file(given: &str) -> Result<PathBuf, CallError> {
    let mut found = PathBuf::new();
    Call::default().conduct(|_| find::scenario_file(given).map(|file| found = file))?;
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_line_contradicts_itself_nowhere() {
        Arguments::command().debug_assert();
    }
}
