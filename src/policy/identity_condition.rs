//! Condition on other support: it goes to labels that keep their identity.
//!
//! ```text
//! a work of strategy k:  allowed when h_i - h_l identity_loss_k >= h_min,  grant rate * (1 + h_b)
//! a label:               allowed when h_i >= h_min
//! ```
//!
//! | symbol | row of `policy.identity_condition` | unit | source | grade |
//! | --- | --- | --- | --- | --- |
//! | h_min | `threshold` | 0..1 | assumed; French quota: +10 points of francophone output (F193) | C |
//! | h_b | `bonus` | share of the grant rate | assumed | C |
//! | h_l | `loss_weight` | - | assumed | C |
//!
//! It has no money of its own and no effect alone. Grants and all announced support are judged
//! on the planned work, at the foreign localisation h_l; everything else on the label. Judging
//! the finished work would need clawback.

use super::facts::{Claim, LabelFacts};
use super::answers::Eligibility;
use super::instrument::{Instrument, Seam};
use super::terms::Values;
use crate::units::Share;

/// What takes all strength where all of it is 0: every label meets the condition, and none gains by it.
pub const STRENGTH: &[&[&str]] = &[&["threshold", "bonus"]];

/// Condition on other support.
#[derive(Clone, Debug)]
pub struct IdentityCondition {
    /// Smallest identity for support.
    threshold: Share,
    /// Rise of the grant rate for works that meet it.
    bonus: Share,
    /// Foreign localisation assumed when a planned work is judged.
    loss_weight: Share,
}

impl IdentityCondition {
    /// Reads the rule from values that were checked.
    pub fn read(values: &dyn Values) -> Self {
        let share = |key: &str| Share::new(values.number(key)).expect("checked when the scenario was read");
        Self { threshold: share("threshold"), bonus: share("bonus"), loss_weight: share("loss_weight") }
    }
}

impl Instrument for IdentityCondition {
    fn seams(&self) -> &'static [Seam] { &[Seam::Conditions] }
    fn has_strength(&self, _year: usize) -> bool { self.threshold.get() > 0.0 || self.bonus.get() > 0.0 }

    fn eligibility(&self, label: &LabelFacts, claim: Claim) -> Eligibility {
        let (identity_lost, bonus) = match claim {
            Claim::Work(strategy) => (self.loss_weight.get() * label.industry.identity_loss[strategy.index()], self.bonus.get()),
            Claim::Label => (0.0, 0.0),
        };
        // Identity never falls below 0, so that a threshold of 0 asks for nothing.
        let identity = (label.identity - identity_lost).max(0.0);
        Eligibility { allowed: identity >= self.threshold.get(), grant_factor: 1.0 + bonus }
    }
}

#[cfg(test)]
mod tests {
    use crate::policy::terms::Budget;
    use crate::policy::example::{changes_nothing, given, small_label};
    use super::*;
    use crate::units::Strategy;

    fn condition(threshold: f64, bonus: f64) -> IdentityCondition {
        IdentityCondition::read(&given(&[("threshold", threshold), ("bonus", bonus), ("loss_weight", 0.5)]))
    }
    fn label(identity: f64) -> LabelFacts<'static> { LabelFacts { identity, ..small_label() } }

    #[test]
    fn a_threshold_of_zero_without_bonus_changes_nothing() {
        changes_nothing(&condition(0.0, 0.0));
        assert!(condition(0.0, 0.0).eligibility(&label(0.01), Claim::Work(Strategy::TieIn)).allowed, "0.01 - 0.15 counts as 0");
    }

    #[test]
    fn a_work_that_would_cost_too_much_identity_gets_nothing() {
        let answer = |k| condition(0.6, 0.2).eligibility(&label(0.7), Claim::Work(k)).allowed;
        assert!(answer(Strategy::Touring), "0.7 - 0.5 * 0.08 = 0.66");
        assert!(!answer(Strategy::TieIn), "0.7 - 0.5 * 0.30 = 0.55");
    }

    #[test]
    fn a_label_is_judged_on_its_own_identity() {
        assert!(condition(0.6, 0.2).eligibility(&label(0.6), Claim::Label).allowed);
        assert!(!condition(0.6, 0.2).eligibility(&label(0.59), Claim::Label).allowed);
    }

    #[test]
    fn the_grant_rate_rises_by_the_bonus_and_nothing_else_does() {
        assert_eq!(condition(0.6, 0.2).eligibility(&label(0.9), Claim::Work(Strategy::Touring)).grant_factor, 1.2);
        assert_eq!(condition(0.6, 0.2).eligibility(&label(0.9), Claim::Label).grant_factor, 1.0);
    }

    #[test]
    fn it_has_no_money_of_its_own() {
        assert_eq!(condition(0.6, 0.2).budget(), Budget::None);
        assert!(condition(0.6, 0.2).take_up().is_none());
    }
}
