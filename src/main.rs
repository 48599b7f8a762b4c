//! The command `topline`.

use std::process::ExitCode;

fn main() -> ExitCode { topline::cli::main() }
