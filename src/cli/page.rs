//! Options of the page that `compare` and `report` write.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::error::CliError;
use crate::report::{self, Words};

/// A language of the page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum LanguageArg {
    /// English
    #[default]
    En,
    /// Korean
    Ko,
}

/// Options of the page.
#[derive(Args, Clone, Debug, Default)]
pub struct PageArgs {
    /// Language of the report: report.html is English, report.ko.html Korean
    #[arg(long, value_enum, default_value_t = LanguageArg::En)]
    language: LanguageArg,
    /// Folder with words, page or style of one's own for report.html (docs/report.md)
    #[arg(long, value_name = "FOLDER")]
    templates: Option<PathBuf>,
}

impl PageArgs {
    /// The words of the page.
    pub fn words(&self) -> Result<Words, CliError> {
        let language = match self.language {
            LanguageArg::En => report::Language::English,
            LanguageArg::Ko => report::Language::Korean,
        };
        Words::load(language, self.templates.as_deref()).map_err(CliError::bad_input)
    }
}
