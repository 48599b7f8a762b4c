//! Records: the money of a quarter, its totals, and what a run leaves behind for outcomes.

mod choices;
mod history;
#[doc(hidden)]
pub mod identities;
mod ledger;
mod lines;
mod listed;
mod panel;
mod receipts;
mod records;
mod stopwatch;
mod totals;
mod trace;

pub use choices::{Choice, ChoiceRow};
pub use history::{Entrant, History, Yardsticks};
pub use ledger::{Flow, Ledger, Sector};
pub use lines::{Line, book_lines};
pub use panel::PanelRow;
pub use receipts::{Earner, ReceiptRow};
pub use records::Records;
pub use stopwatch::{Process, Stopwatch};
pub use totals::{QuarterTotals, YearTotals};
pub use trace::{Trace, WorkTrace};
