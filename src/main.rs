//! The command `topline`.

#![forbid(unsafe_code)]

use std::process::ExitCode;

fn main() -> ExitCode {
    topline::command_line()
}
