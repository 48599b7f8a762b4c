//! Columns: what is done to lists of numbers, rows of draws and columns, whatever they mean.

pub mod by_market;
mod draw_rows;
mod list;
mod ranked;

pub use draw_rows::{DrawRows, MOST_BLOCKS};
pub use list::{keep, list};
pub use ranked::{Ranked, ordered, rank};
