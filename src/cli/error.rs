//! How a command ends: exit codes, and what is said on the way out.

use std::fmt::Display;
use std::io::{self, Write};
use std::process::ExitCode;

use super::caller;
use crate::experiment::RunError;
use crate::scenario::plain;

/// Longest message, characters.
const LONGEST: usize = 100_000;

/// Exit code of a command that was interrupted.
pub const INTERRUPTED: u8 = 130;

/// Why a command ends early, with a message where there is something to say.
#[derive(Debug, PartialEq, Eq)]
pub enum CliError {
    /// A run failed, or the output cannot be written.
    Failed(String),
    /// A scenario or the usage is wrong.
    BadInput(String),
    /// A validation failed.
    Invalid(String),
    /// Told to stop.
    Interrupted(String),
    /// Nobody reads the output any more.
    PipeClosed,
}

impl CliError {
    /// A wrong scenario or usage.
    pub fn bad_input(message: impl Display) -> Self {
        Self::BadInput(message.to_string())
    }
    /// A failure that is not the input's.
    pub fn failed(message: impl Display) -> Self {
        Self::Failed(message.to_string())
    }
}

/// How a command ends that has no results.
pub fn end_of(trouble: &RunError) -> CliError {
    match trouble {
        RunError::Interrupted(_) => CliError::Interrupted(format!("{trouble}; nothing was written")),
        RunError::Sink(_) => CliError::failed(trouble),
    }
}

/// Exit code and message of an early end.
pub fn ended(end: Result<(), CliError>) -> Option<(u8, String)> {
    match end {
        Ok(()) | Err(CliError::PipeClosed) => None,
        Err(CliError::Failed(message)) => Some((1, message)),
        Err(CliError::BadInput(message)) => Some((2, message)),
        Err(CliError::Invalid(message)) => Some((3, message)),
        Err(CliError::Interrupted(message)) => Some((INTERRUPTED, message)),
    }
}

/// Prints the message of an early end on stderr and tells the exit code.
pub fn exit_code(end: Result<(), CliError>) -> ExitCode {
    let Some((code, message)) = ended(end) else { return ExitCode::SUCCESS };
    // Nothing can be done where stderr is closed as well.
    let _ = writeln!(io::stderr(), "{}", labelled(message.trim_end()));
    ExitCode::from(code)
}

/// Begins with `error: `, unless the message does already; nothing in it acts on the terminal.
fn labelled(message: &str) -> String {
    let message = &plain::harmless(message, LONGEST);
    if message.starts_with("error: ") { message.to_string() } else { format!("error: {message}") }
}

/// Prints to stdout; a reader that went away (`| head`) is no failure.
pub fn print(text: impl Display) -> Result<(), CliError> {
    let text = text.to_string();
    if caller::printed(&text) {
        return Ok(());
    }
    let mut out = io::stdout().lock();
    write!(out, "{text}").and_then(|()| out.flush()).map_err(|error| match error.kind() {
        io::ErrorKind::BrokenPipe => CliError::PipeClosed,
        _ => CliError::Failed(format!("cannot write to standard output: {error}")),
    })
}

/// Prints a note to stderr.
pub fn note(text: impl Display) {
    let text = plain::harmless(&text.to_string(), LONGEST);
    if !caller::noted(&text) {
        // A note that cannot be read changes nothing.
        let _ = writeln!(io::stderr(), "{text}");
    }
}
