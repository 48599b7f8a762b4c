//! Columns: tables declared once, and what is done to lists of numbers and rows of draws, whatever they mean.

pub(crate) mod by_market;
mod draw_rows;
mod each;
mod eights;
mod list;
mod powers;
mod ranked;
mod table;

pub use draw_rows::{DrawRows, MOST_BLOCKS};
pub(in crate::model) use each::each;
pub(in crate::model) use eights::eights;
pub use list::{keep, list};
pub use powers::Powers;
pub use ranked::{Ranked, ordered, rank};
pub(in crate::model) use table::columns;
pub use table::{Column, Table};
