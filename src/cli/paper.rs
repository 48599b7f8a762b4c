//! Options of the page that `compare` and `report` write.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::error::End;
use crate::report::{self, Words};

/// A language of the page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Language {
    /// English
    #[default]
    En,
    /// Korean
    Ko,
}

/// Options of the page.
#[derive(Args, Clone, Debug, Default)]
pub struct Paper {
    /// Language of the report: report.html is English, report.ko.html Korean
    #[arg(long, value_enum, default_value_t = Language::En)]
    language: Language,
    /// Folder with words, page or style of one's own for report.html (docs/report.md)
    #[arg(long, value_name = "FOLDER")]
    templates: Option<PathBuf>,
}

impl Paper {
    /// The words of the page.
    pub fn words(&self) -> Result<Words, End> {
        let language = match self.language {
            Language::En => report::Language::English,
            Language::Ko => report::Language::Korean,
        };
        Words::load(language, self.templates.as_deref()).map_err(End::bad_input)
    }
}
