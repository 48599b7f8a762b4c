//! What a page shows, ready for its template: sections of blocks, figures and tables of cells.

use serde::Serialize;

/// A section with its heading.
#[derive(Debug, Serialize)]
pub struct PageSection {
    /// Anchor.
    pub id: &'static str,
    /// What it is about, for the list of contents.
    pub label: String,
    /// Heading: what is found.
    pub heading: String,
    /// Contents, in order.
    pub blocks: Vec<PageBlock>,
    /// Whether it is closed until asked for, and not printed.
    pub folded: bool,
}

/// A part of a section.
#[derive(Debug, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum PageBlock {
    /// A paragraph.
    Text {
        /// Its words.
        text: String,
    },
    /// A paragraph that must not be overlooked.
    Warning {
        /// Its words.
        text: String,
    },
    /// Smaller headings with their sentences.
    Items {
        /// The headings.
        items: Vec<Item>,
        /// Whether they stand side by side where there is room.
        beside: bool,
    },
    /// A sentence and a command.
    Command {
        /// The sentence.
        text: String,
        /// The command.
        command: String,
    },
    /// Terms with their meanings.
    Terms {
        /// Term and meaning.
        terms: Vec<(String, String)>,
    },
    /// Pictures of one kind with the table behind them.
    Figure(Figure),
    /// A table that is no picture's.
    Table(PageTable),
}

impl PageBlock {
    /// A paragraph.
    pub fn text(text: String) -> Self {
        Self::Text { text }
    }
}

/// A smaller heading with its sentences.
#[derive(Debug, Serialize)]
pub struct Item {
    /// The heading.
    pub heading: String,
    /// The sentences, a paragraph each.
    pub sentences: Vec<String>,
}

/// Pictures on common axes, the table behind them and how to make them again.
#[derive(Debug, Serialize)]
pub struct Figure {
    /// Title.
    pub title: String,
    /// How to read it.
    pub caption: String,
    /// The pictures.
    pub panels: Vec<FigurePanel>,
    /// The numbers.
    pub table: PageTable,
    /// The command that makes its numbers again.
    pub command: String,
}

/// A picture.
#[derive(Debug, Serialize)]
pub struct FigurePanel {
    /// What it is of.
    pub title: String,
    /// An SVG element.
    pub svg: String,
}

/// A table.
#[derive(Debug, Default, Serialize)]
pub struct PageTable {
    /// What it holds.
    pub caption: String,
    /// Headings of columns.
    pub head: Vec<String>,
    /// Rows; the first cell is the heading of the row.
    pub rows: Vec<Vec<PageCell>>,
}

/// A cell of a table.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct PageCell {
    /// What is read.
    pub text: String,
    /// A second, smaller line.
    pub below: String,
    /// The number as it stands in the file it comes from.
    pub value: Option<String>,
    /// `better`, `worse` or `open`, where the number says so.
    pub tone: &'static str,
}

impl PageCell {
    /// Words.
    pub fn text(text: impl Into<String>) -> Self {
        Self { text: text.into(), ..Self::default() }
    }

    /// A number of a file, as shown; an empty cell where there is none.
    pub fn number(shown: String, value: Option<f64>) -> Self {
        match value {
            Some(value) => Self { text: shown, value: Some(value.to_string()), ..Self::default() },
            None => Self::text("–"),
        }
    }
}
