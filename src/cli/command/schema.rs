//! `topline schema`: the JSON Schema of scenario files.

use clap::Args;

use crate::cli::error::{CliError, print};
use crate::cli::source;

/// Print the JSON Schema of scenario files, for editors that complete and check them
#[derive(Args, Debug)]
pub struct SchemaArgs {}

impl SchemaArgs {
    /// Runs the command.
    pub fn run(self) -> Result<(), CliError> {
        print(format!("{:#}\n", source::schema()))
    }
}
