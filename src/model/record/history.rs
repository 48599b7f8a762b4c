//! What a run leaves behind for outcomes: totals by quarter and by year.

use super::choices::ChoiceRow;
use super::ledger::Ledger;
use super::panel::PanelRow;
use super::receipts::ReceiptRow;
use super::totals::{QuarterTotals, YearTotals};
use super::trace::Trace;
use crate::model::constants::RunConstants;
use crate::scenario::Parameters;
use crate::units::Quarter;

/// A label that entered in the run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Entrant {
    /// Quarter of entry.
    pub born: i32,
    /// Quarter of exit.
    pub died: Option<i32>,
}

/// Parameters that outcomes need.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Yardsticks {
    /// Social discount rate a year.
    pub discount_rate: f64,
    /// Cost of raising public money, per won.
    pub marginal_cost_of_funds: f64,
    /// Value added in all industries for each won of revenue.
    pub value_added_coefficient: f64,
    /// Persons employed in all industries for each bn KRW of revenue.
    pub employment_coefficient: f64,
    /// Award years that the verdict looks back.
    pub verdict_window: usize,
    /// Years with a win that make wins recurrent.
    pub verdict_years: usize,
    /// Autonomy of wins below which they are platform-dependent.
    pub verdict_win_autonomy: f64,
    /// Identity of wins needed for autonomous.
    pub verdict_win_identity: f64,
    /// Autonomy of exports needed for autonomous.
    pub verdict_export_autonomy: f64,
}

impl Yardsticks {
    fn of(p: &Parameters) -> Self {
        Self {
            discount_rate: p.discount_rate,
            marginal_cost_of_funds: p.marginal_cost_of_funds,
            value_added_coefficient: p.value_added_coefficient,
            employment_coefficient: p.employment_coefficient,
            verdict_window: p.verdict_window,
            verdict_years: p.verdict_years,
            verdict_win_autonomy: p.verdict_win_autonomy,
            verdict_win_identity: p.verdict_win_identity,
            verdict_export_autonomy: p.verdict_export_autonomy,
        }
    }
}

/// History of one run.
#[derive(Clone, Debug, Default)]
pub struct History {
    /// First quarter of the run.
    pub start: Option<Quarter>,
    /// Totals by quarter.
    pub quarters: Vec<QuarterTotals>,
    /// Totals by calendar year that ended in the run.
    pub years: Vec<YearTotals>,
    /// Labels that entered.
    pub entrants: Vec<Entrant>,
    /// Parameters that outcomes need.
    pub yardsticks: Yardsticks,
    /// Stocks of money before the first quarter.
    pub opening: Ledger,
    /// One row per quarter and living label, where asked for.
    pub panel: Vec<PanelRow>,
    /// One row per started work, in order of quarter, slot and act, where asked for.
    pub choices: Vec<ChoiceRow>,
    /// One row per work and per living label's catalogue, in order of quarter, where asked for.
    pub receipts: Vec<ReceiptRow>,
    /// Works and earnings of slots, where asked for.
    pub trace: Trace,
}

impl History {
    /// Allocates for the quarters of a run.
    pub fn allocate(constants: &RunConstants) -> Self {
        let slots = constants.label_slots();
        Self {
            quarters: Vec::with_capacity(constants.quarters),
            years: Vec::with_capacity(constants.quarters / 4 + 1),
            entrants: Vec::with_capacity(slots * constants.quarters / 16 + slots),
            ..Self::default()
        }
    }

    /// Forgets the run before.
    pub fn clear(&mut self, constants: &RunConstants) {
        // The stocks of money are written when the run opens.
        let Self { start, quarters, years, entrants, yardsticks, opening: _, panel, choices, receipts, trace } = self;
        *start = Some(constants.start);
        quarters.clear();
        years.clear();
        entrants.clear();
        *yardsticks = Yardsticks::of(constants.p);
        panel.clear();
        choices.clear();
        receipts.clear();
        trace.clear();
    }
}
