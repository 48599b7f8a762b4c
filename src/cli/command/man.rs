//! `topline man`: the manual page.

use std::io;

use clap::{Args, Command, CommandFactory};
use clap_mangen::Man as Page;

use crate::cli::Arguments;
use crate::cli::error::{End, print};

/// Print the manual page, with all commands
#[derive(Args, Debug)]
pub struct Man {}

impl Man {
    /// Runs the command.
    pub fn run(self) -> Result<(), End> {
        let mut page = Vec::new();
        render(&mut page).map_err(End::failed)?;
        print(String::from_utf8_lossy(&page))
    }
}

/// The page of the program, then name and options of each command.
fn render(page: &mut Vec<u8>) -> io::Result<()> {
    let mut program = Arguments::command();
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
