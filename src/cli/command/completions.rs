//! `topline completions`: completion of the command line.

use clap::{Args, CommandFactory};
use clap_complete::Shell;

use crate::cli::Arguments;
use crate::cli::error::{End, print};

/// Print the completions of a shell
#[derive(Args, Debug)]
pub struct Completions {
    /// Shell
    shell: Shell,
}

impl Completions {
    /// Runs the command.
    pub fn run(self) -> Result<(), End> {
        let mut script = Vec::new();
        clap_complete::generate(self.shell, &mut Arguments::command(), "topline", &mut script);
        print(String::from_utf8_lossy(&script))
    }
}
