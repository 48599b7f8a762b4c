//! Cells of a row, and what takes rows.

use std::io;

/// A cell.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum TableCell<'a> {
    /// Words.
    Text(&'a str),
    /// A whole number.
    Integer(i64),
    /// A number.
    Number(f64),
    /// Nothing.
    Missing,
}

impl From<Option<f64>> for TableCell<'_> {
    fn from(value: Option<f64>) -> Self {
        value.map_or(TableCell::Missing, TableCell::Number)
    }
}

/// Takes rows.
pub trait TableWriter {
    /// One row, a cell for each column of the sheet.
    fn row(&mut self, cells: &[TableCell<'_>]) -> io::Result<()>;
    /// Ends the table; what a full disk refused is reported here at the latest.
    fn end(self: Box<Self>) -> io::Result<()>;
}
