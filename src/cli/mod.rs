//! The command line: what is read from it, and what the commands share.

mod command;
mod error;
mod estimate;
mod evidence;
mod experiment;
mod find;
mod judge;
mod options;
mod outline;
mod paper;
mod progress;
mod robustness;
mod source;
mod study;

use std::process::ExitCode;

use clap::{CommandFactory, Parser, Subcommand};

use error::End;

/// Agent-based policy scenario simulator of the Korean music industry.
///
/// Scenario files go in, distributions of outcomes come out: exports, survival of young labels,
/// incomes of creators, autonomy and identity, awards and public cost.
#[derive(Debug, Parser)]
#[command(name = "topline", version, about, long_about, max_term_width = 100, after_help = EXIT_CODES)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

/// Exit codes, for the help.
const EXIT_CODES: &str = "Exit codes: 0 done; 1 a run failed, or the output cannot be written; \
    2 bad scenario or usage; 3 a validation failed; 130 interrupted.";

#[derive(Debug, Subcommand)]
enum Command {
    Run(command::run::Run),
    Compare(command::compare::Compare),
    Report(command::report::Report),
    Decompose(command::decompose::Decompose),
    BreakEven(command::break_even::BreakEvenCommand),
    Explain(command::explain::Explain),
    Check(command::check::Check),
    Validate(command::validate::Validate),
    Verify(command::verify::Verify),
    Trust(command::trust::Trust),
    Screen(command::screen::Screen),
    Sweep(command::sweep::Sweep),
    Merge(command::merge::Merge),
    Status(command::status::Status),
    Slurm(command::slurm::Slurm),
    Sensitivity(command::sensitivity::Sensitivity),
    Calibrate(command::calibrate::Calibrate),
    List(command::list::List),
    Bench(command::bench::Bench),
    New(command::new::New),
    Diff(command::diff::Diff),
    Schema(command::schema::Schema),
    Completions(command::completions::Completions),
    Man(command::man::Man),
}

impl Command {
    fn run(self) -> Result<(), End> {
        match self {
            Self::Run(command) => command.run(),
            Self::Compare(command) => command.run(),
            Self::Report(command) => command.run(),
            Self::Decompose(command) => command.run(),
            Self::BreakEven(command) => command.run(),
            Self::Explain(command) => command.run(),
            Self::Check(command) => command.run(),
            Self::Validate(command) => command.run(),
            Self::Verify(command) => command.run(),
            Self::Trust(command) => command.run(),
            Self::Screen(command) => command.run(),
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

/// Reads the command line, does what it says and tells the exit code.
pub fn main() -> ExitCode {
    error::exit_code(Arguments::parse().command.run())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_line_contradicts_itself_nowhere() {
        Arguments::command().debug_assert();
    }
}
