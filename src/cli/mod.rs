//! The command line: one command in one file.

mod bench;
mod break_even;
mod calibrate;
mod check;
mod compare;
mod completions;
mod decompose;
mod diff;
mod end;
mod estimate;
mod evidence;
mod experiment;
mod explain;
mod find;
mod judge;
mod list;
mod man;
mod merge;
mod new;
mod options;
mod outline;
mod outlook;
mod paper;
mod progress;
mod report;
mod run;
mod schema;
mod screen;
mod sensitivity;
mod slurm;
mod source;
mod status;
mod study;
mod sweep;
mod trust;
mod validate;
mod verify;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

use end::End;

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
    Run(run::Run),
    Compare(compare::Compare),
    Report(report::Report),
    Decompose(decompose::Decompose),
    BreakEven(break_even::BreakEvenCommand),
    Explain(explain::Explain),
    Check(check::Check),
    Validate(validate::Validate),
    Verify(verify::Verify),
    Trust(trust::Trust),
    Screen(screen::Screen),
    Sweep(sweep::Sweep),
    Merge(merge::Merge),
    Status(status::Status),
    Slurm(slurm::Slurm),
    Sensitivity(sensitivity::Sensitivity),
    Calibrate(calibrate::Calibrate),
    List(list::List),
    Bench(bench::Bench),
    New(new::New),
    Diff(diff::Diff),
    Schema(schema::Schema),
    Completions(completions::Completions),
    Man(man::Man),
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
            Self::Completions(command) => command.run(),
            Self::Man(command) => command.run(),
        }
    }
}

/// Reads the command line, does what it says and tells the exit code.
pub fn main() -> ExitCode {
    end::exit_code(Arguments::parse().command.run())
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_command_line_contradicts_itself_nowhere() {
        Arguments::command().debug_assert();
    }
}
