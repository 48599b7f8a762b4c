//! What opens a quarter and a run: flows cleared, draws of labels, stocks before the first quarter.

use crate::draw::Purpose;
use crate::math;
use crate::model::record::QuarterTotals;
use crate::model::state::Economy;
use crate::model::step::StepContext;
use crate::units::Market;

/// Clears the flows of the quarter before; takes the logarithm of recognition, which stands until call 11.
pub fn open_quarter(step: &StepContext, e: &mut Economy) {
    let (recognition, ln_recognition) = (&e.labels.recognition[..], &mut e.labels.ln_recognition[..]);
    step.cpu.run(
        #[inline(always)]
        || {
            for (ln, r) in ln_recognition.iter_mut().zip(recognition) {
                *ln = math::ln(1.0 + r);
            }
        },
    );
    // One block for each slot: break and renewal of its partnership, closure of its label.
    e.label_draws.draw_each(step, Purpose::Break, step.time, &e.labels.generation, 0);
    e.labels.clear_flows();
    e.works.clear();
    e.ledger.clear();
    e.totals = QuarterTotals::default();
}

/// Stocks of money and of fans before the first quarter of the run, or of the settling.
pub fn open_stocks(e: &mut Economy) {
    e.ledger.clear();
    e.ledger.cash = e.labels.cash.iter().sum();
    e.ledger.bank_debt = e.labels.bank_debt.iter().sum();
    e.ledger.guaranteed_debt = e.labels.guaranteed_debt.iter().sum();
    e.markets.fandom.0 = math::add_in_order([0.0; Market::COUNT], e.labels.fandom.each_ref().map(|column| &column[..]));
}
