//! Commands called from within a program.

use std::fmt;
use std::path::PathBuf;
use std::sync::Arc;

use super::caller::Caller;
use super::error::{CliError, ended};
use crate::scenario::{Problem, with_texts};

/// A command as a program calls it: the words of the command line, and files that need not be on the disk.
///
/// Nothing is printed and no signal is listened to: the caller asks for what was said and may end the command from another
/// thread. The files that a command writes have the bytes that the command line would have written.
///
/// ```
/// let call = topline::Call::new(["list", "outcomes"]);
/// topline::call(&call)?;
/// assert!(call.text().contains("export_revenue"));
///
/// let call = topline::Call::new(["check", "basline"]);
/// let error = topline::call(&call).unwrap_err();
/// assert_eq!(error.code, 2);
/// assert!(error.message.contains("did you mean `baseline`?"));
/// # Ok::<(), topline::CallError>(())
/// ```
#[derive(Debug, Default)]
pub struct Call {
    words: Vec<String>,
    texts: Vec<(PathBuf, String)>,
    caller: Arc<Caller>,
}

/// Why a command ended early, with the message that the command line would have printed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CallError {
    /// Exit code: 1 a run failed, or the output cannot be written; 2 bad scenario or usage; 3 a validation failed; 130 stopped.
    pub code: u8,
    /// The message.
    pub message: String,
    /// What is wrong with scenarios, with places; empty where something else is wrong.
    pub problems: Vec<Problem>,
}

impl fmt::Display for CallError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for CallError {}

impl Call {
    /// A call with the words behind `topline`.
    pub fn new<W: Into<String>>(words: impl IntoIterator<Item = W>) -> Self {
        Self { words: words.into_iter().map(Into::into).collect(), ..Self::default() }
    }

    /// The same with files that the program holds in its hands ([`with_texts`]).
    pub fn holding(mut self, texts: Vec<(PathBuf, String)>) -> Self {
        self.texts = texts;
        self
    }

    /// Tells the command to end, from any thread: runs in hand are finished, and a sweep keeps what it has.
    pub fn stop(&self) {
        self.caller.stop();
    }

    /// Runs that are done of those under way, and how many there are; nothing before the first. A comparison with worlds
    /// has two counts, one after the other.
    pub fn progress(&self) -> Option<(u64, u64)> {
        self.caller.progress()
    }

    /// What the command printed so far.
    pub fn text(&self) -> String {
        self.caller.said().text.clone()
    }

    /// What the command noted so far; warnings begin with `warning: `.
    pub fn notes(&self) -> Vec<String> {
        self.caller.said().notes.clone()
    }

    /// Runs the command in this thread.
    pub(super) fn conduct(&self, command: impl FnOnce(&[String]) -> Result<(), CliError>) -> Result<(), CallError> {
        let end = self.caller.answered(|| with_texts(self.texts.clone(), || command(&self.words)));
        let Some((code, message)) = ended(end) else { return Ok(()) };
        let problems = std::mem::take(&mut self.caller.said().problems);
        Err(CallError { code, message: message.trim_end().trim_start_matches("error: ").to_owned(), problems })
    }
}
