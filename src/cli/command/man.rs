//! `topline man`: the manual page.

use std::io;

use clap::{Args, Command};
use clap_mangen::Man as Page;

use crate::cli::error::{CliError, print};

/// Print the manual page, with all commands
#[derive(Args, Debug)]
pub struct ManArgs {}

impl ManArgs {
    /// Runs the command for the whole program.
    pub fn run(self, program: Command) -> Result<(), CliError> {
        let mut page = Vec::new();
        render(program, &mut page).map_err(CliError::failed)?;
        print(String::from_utf8_lossy(&page))
    }
}

/// The page of the program, then name and options of each command.
fn render(mut program: Command, page: &mut Vec<u8>) -> io::Result<()> {
    program.build();
    Page::new(program.clone()).render(page)?;
    for command in program.get_subcommands().filter(|command| command.get_name() != "help") {
        let command: Command = command.clone().display_name(format!("topline {}", command.get_name()));
        let part = Page::new(command);
        part.render_name_section(page)?;
        part.render_synopsis_section(page)?;
        part.render_options_section(page)?;
    }
    Ok(())
}
