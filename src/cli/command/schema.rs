//! `topline schema`: the JSON Schema of scenario files.

use clap::Args;

use crate::cli::error::{End, print};
use crate::cli::source;

/// Print the JSON Schema of scenario files, for editors that complete and check them
#[derive(Args, Debug)]
pub struct Schema {}

impl Schema {
    /// Runs the command.
    pub fn run(self) -> Result<(), End> {
        print(format!("{:#}\n", source::schema()))
    }
}
