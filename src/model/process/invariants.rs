//! Invariants that every quarter keeps (9.2); a run that breaks one is reported as failed, with the number.

use crate::model::state::{Economy, Labels};
use crate::model::step::StepContext;
use crate::units::Market;

/// Why a run was broken off: an invariant did not hold or a number was not finite.
#[derive(Clone, Debug, PartialEq)]
pub struct InvariantViolation {
    /// Quarter of the run, negative in the burn-in.
    pub quarter: i32,
    /// What was broken, with the number.
    pub reason: String,
}

/// Invariants (9.2); a run that breaks one is reported as failed, with the number.
pub fn check(step: &StepContext, e: &Economy) -> Result<(), InvariantViolation> {
    let broken = |reason: String| Err(InvariantViolation { quarter: step.t, reason });
    let totals = &e.totals;
    for (name, value) in [("revenue", totals.revenue()), ("profit", totals.profit), ("cash of labels", e.ledger.cash), ("HHI", totals.hhi)] {
        if !value.is_finite() {
            return broken(format!("{name} is {value}, not a finite number"));
        }
    }
    for m in Market::ALL {
        let (fans, share) = (totals.fandom[m.index()], totals.korean_share[m.index()]);
        if !(fans >= 0.0 && fans.is_finite()) {
            return broken(format!("fandom in {m} is {fans}; it must be 0 or more"));
        }
        if !(0.0..=1.0).contains(&share) {
            return broken(format!("Korean share in {m} is {share}; it must be within 0 and 1"));
        }
    }
    if !step.cpu.run(
        #[inline(always)]
        || labels_are_sound(&e.labels, step.constants.p.claim_ceiling),
    ) {
        check_labels(step, e)?;
    }
    if totals.slots[0] > totals.slots[1] || totals.slots[2] > totals.slots[3] {
        return broken(format!("titles {} of {} slots, brokered {} of {}", totals.slots[0], totals.slots[1], totals.slots[2], totals.slots[3]));
    }
    Ok(())
}

/// Whether [`check_labels`] would find nothing; without branches.
#[inline(always)]
fn labels_are_sound(l: &Labels, ceiling: f64) -> bool {
    let slots = l.slots();
    let columns = [&l.identity, &l.private_claim, &l.public_claim, &l.bank_debt, &l.guaranteed_debt];
    let [identity, private, public, bank, guaranteed] = columns.map(|column| &column[..slots]);
    let mut sound = true;
    for i in 0..slots {
        sound &= (identity[i] >= 0.0) & (identity[i] <= 1.0) & (private[i] + public[i] <= ceiling + 1e-9) & (bank[i] >= 0.0) & (guaranteed[i] >= 0.0);
    }
    sound
}

/// Identity, claims and debt of each label.
fn check_labels(step: &StepContext, e: &Economy) -> Result<(), InvariantViolation> {
    let broken = |reason: String| Err(InvariantViolation { quarter: step.t, reason });
    for i in 0..e.labels.slots() {
        let (identity, claim, debt) = (e.labels.identity[i], e.labels.claim(i), e.labels.bank_debt[i].min(e.labels.guaranteed_debt[i]));
        if !(0.0..=1.0).contains(&identity) {
            return broken(format!("identity of label {i} is {identity}; it must be within 0 and 1"));
        }
        if claim.is_nan() || claim > step.constants.p.claim_ceiling + 1e-9 {
            return broken(format!("investors' claim on label {i} is {claim}, above the ceiling"));
        }
        if debt.is_nan() || debt < 0.0 {
            return broken(format!("debt of label {i} is {debt}; it must be 0 or more"));
        }
    }
    Ok(())
}
