//! Vouchers for localisation: part of its cost is paid, whether it is planned early or late.
//!
//! ```text
//! claim_x = min(V_l cost_x, V_lc)          cost_x: localisation for all foreign markets
//! d_ik    = counted * min(V_l ls_i, V_lc / (RB_i strategy_cost_k))      announced, every strategy
//! ```
//!
//! | symbol | row of `policy.localisation_voucher` | unit | source | grade |
//! | --- | --- | --- | --- | --- |
//! | V_l | `rate` | share of cost | assumed | C |
//! | V_lc | `cap` | M KRW a work | assumed | C |
//! | | `budget` | M KRW a year | assumed | C |
//! | | `eligible`, `take_up` | 0 or 1, share by tier | assumed | C |
//! | | `admin_share` | share of outlay | Canada Music Fund 4.9 % (F194) | A |
//!
//! ls is the label's trailing share of localisation in the cost of a work. Covered works raise
//! their levels as far as the voucher and its cap go; only those that are paid (by lottery, in full) keep them.

use super::terms::{Budget, TakeUp, Values};
use super::voucher::VoucherTerms;
use super::instrument::{Instrument, Seam};
use super::facts::{LabelFacts, Stage};
use super::answers::Voucher;
use crate::units::{PerTier, Strategy};

/// What takes all strength where it is 0: the part of a cost that is paid, the largest voucher, or the money.
pub const STRENGTH: &[&[&str]] = &[&["rate"], &["cap"], &["budget"]];

/// Vouchers for localisation.
#[derive(Clone, Debug)]
pub struct LocalisationVoucher {
    terms: VoucherTerms,
}

impl LocalisationVoucher {
    /// Reads the rule from values that were checked.
    pub fn read(values: &dyn Values) -> Self {
        Self { terms: VoucherTerms::read(values) }
    }
}

impl Instrument for LocalisationVoucher {
    fn seams(&self) -> &'static [Seam] { &[Seam::LocalisationVouchers] }
    fn has_strength(&self, year: usize) -> bool { self.terms.has_strength(year) }
    fn tiers(&self) -> PerTier<bool> { self.terms.eligible }
    fn take_up(&self) -> Option<&TakeUp> { Some(&self.terms.take_up) }
    fn budget(&self) -> Budget<'_> { self.terms.budget() }
    fn admin_share(&self) -> f64 { self.terms.admin_share() }
    fn expects_service(&self) -> bool { true }

    /// `counted * min(V_l ls_i, V_lc / (RB_i strategy_cost_k))`.
    fn announced_support(&self, label: &LabelFacts, strategy: Strategy, _grant_factor: f64, counted: f64) -> f64 {
        counted * self.terms.part_of(label.localisation_share, label.usual_cost(strategy))
    }

    /// `min(V_l cost_x, V_lc)`.
    fn cost_voucher(&self, _label: &LabelFacts, stage: Stage, cost: f64) -> Voucher {
        if stage == Stage::Localisation { self.terms.voucher(cost) } else { Voucher::default() }
    }
}

#[cfg(test)]
mod tests {
    use crate::policy::example::{changes_nothing, given, small_label};
    use super::*;
    use crate::units::Market;

    fn vouchers(rate: f64) -> LocalisationVoucher {
        LocalisationVoucher::read(&given(&[("rate", rate), ("cap", 150.0), ("budget", 5000.0), ("eligible.major", 0.0)]))
    }

    #[test]
    fn a_voucher_of_rate_zero_changes_nothing() { changes_nothing(&vouchers(0.0)); }

    #[test]
    fn three_fifths_of_50_million_are_30_million() {
        let voucher = vouchers(0.6).cost_voucher(&small_label(), Stage::Localisation, 50.0);
        assert_eq!(voucher, Voucher { rate: 0.6, cap: 150.0, claim: 30.0 });
    }

    #[test]
    fn the_cap_binds() { assert_eq!(vouchers(0.6).cost_voucher(&small_label(), Stage::Localisation, 1000.0).claim, 150.0); }

    #[test]
    fn a_visit_gets_nothing() {
        assert_eq!(vouchers(0.6).cost_voucher(&small_label(), Stage::Visit(Market::Jp), 50.0), Voucher::default());
    }

    #[test]
    fn a_label_counts_on_the_voucher_in_proportion_to_its_localisation_whatever_it_makes() {
        for k in Strategy::ALL {
            assert_eq!(vouchers(0.6).announced_support(&small_label(), k, 1.0, 0.5), 0.5 * (0.6 * 0.1));
        }
    }

    #[test]
    fn a_label_counts_on_no_more_than_the_cap() {
        // Tie-ins cost 0.6 * 5000: 150 are 0.05 of it, less than 0.6 * 0.1. Touring costs 5000: 0.03.
        let rich = LabelFacts { reference_budget: 5000.0, ..small_label() };
        let support = |k| vouchers(0.6).announced_support(&rich, k, 1.0, 0.5);
        assert_eq!([support(Strategy::TieIn), support(Strategy::Touring)], [0.025, 0.015]);
    }

    #[test]
    fn majors_may_not_apply_where_the_call_leaves_them_out() {
        assert_eq!(vouchers(0.6).tiers(), PerTier([false, true, true, true]));
    }
}
