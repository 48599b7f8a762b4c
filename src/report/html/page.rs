//! What sections are made of.

use super::command::command;
use super::data::FolderData;
use super::view::{Figure, FigurePanel, PageBlock, PageSection, PageTable};
use super::words::Words;
use crate::report::credibility::trust::Several;

/// What sections are made of.
pub struct Page<'a> {
    /// What the folder holds.
    pub data: &'a FolderData,
    /// Words of the language.
    pub words: &'a Words,
    /// Chief outcomes with several modes.
    pub several: &'a [Several],
}

impl Page<'_> {
    /// A phrase without values.
    pub fn plain(&self, name: &str) -> String {
        self.words.plain(name)
    }

    /// A section whose heading says what is found.
    pub fn section(&self, id: &'static str, heading: String, blocks: Vec<PageBlock>) -> PageSection {
        PageSection { id, label: self.plain(&format!("{id}.heading")), heading, blocks, folded: false }
    }

    /// A section that is closed until asked for, and not printed.
    pub fn folded(&self, id: &'static str, blocks: Vec<PageBlock>) -> PageSection {
        let label = self.plain(&format!("{id}.heading"));
        PageSection { id, label: label.clone(), heading: label, blocks, folded: true }
    }

    /// Identifier of a picture of a scenario.
    pub fn anchor(&self, name: &str, scenario: &str) -> String {
        let number = self.data.experiment.scenarios.iter().position(|s| s.name == scenario).unwrap_or(0);
        format!("{name}-{number}")
    }

    /// A figure whose numbers are those of the experiment.
    pub fn figure(&self, name: &str, panels: Vec<FigurePanel>, table: PageTable) -> Figure {
        Figure {
            title: self.plain(&format!("{name}.title")),
            caption: self.plain(&format!("{name}.caption")),
            panels,
            table,
            command: command(self.data),
        }
    }
}
