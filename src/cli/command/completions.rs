//! `topline completions`: completion of the command line.

use clap::{Args, Command};
use clap_complete::Shell;

use crate::cli::error::{CliError, print};

/// Print the completions of a shell
#[derive(Args, Debug)]
pub struct CompletionsArgs {
    /// Shell
    shell: Shell,
}

impl CompletionsArgs {
    /// Runs the command for the whole program.
    pub fn run(self, mut program: Command) -> Result<(), CliError> {
        let mut script = Vec::new();
        clap_complete::generate(self.shell, &mut program, "topline", &mut script);
        print(String::from_utf8_lossy(&script))
    }
}
