//! Vouchers for touring abroad: part of the fixed cost of a visit is paid.
//!
//! ```text
//! claim_xm = min(V_t fx_xm, V_tc)              visits of eligible markets that would pay with it
//! d_ik     = counted * T_k * min(V_t vs_i, V_tc / RB_i)             announced
//! ```
//!
//! | symbol | row of `policy.touring_voucher` | unit | source | grade |
//! | --- | --- | --- | --- | --- |
//! | V_t | `rate` | share of the fixed cost | assumed | C |
//! | V_tc | `cap` | M KRW a visit | KOCCA 2026 call: up to 100 M KRW (F176) | B |
//! | | `budget` | M KRW a year | assumed; MEGS 1.6 M GBP a year (F185) | C |
//! | | `market` | 0 or 1 by foreign market | assumed | C |
//! | | `eligible`, `take_up` | 0 or 1, share by tier | assumed | C |
//! | | `admin_share` | share of outlay | Canada Music Fund 4.9 % (F194) | A |
//!
//! vs is the label's trailing cost of a visit as share of the reference cost, T the touring
//! intensity. Claims are drawn by lottery before the decision to tour, in full amounts only:
//! government cannot see which visits need them.

use super::terms::{Budget, TakeUp, Values};
use super::voucher::VoucherTerms;
use super::instrument::{Instrument, Seam};
use super::facts::{LabelFacts, Stage};
use super::answers::Voucher;
use crate::units::{PerMarket, PerTier, Strategy};

/// What takes all strength where it is 0: the part of a visit that is paid, the largest voucher, or the money.
pub const STRENGTH: &[&[&str]] = &[&["rate"], &["cap"], &["budget"]];

/// Vouchers for touring abroad.
#[derive(Clone, Debug)]
pub struct TouringVoucher {
    terms: VoucherTerms,
    /// Visits of these markets are eligible.
    markets: PerMarket<bool>,
}

impl TouringVoucher {
    /// Reads the rule from values that were checked.
    pub fn read(values: &dyn Values) -> Self {
        Self { terms: VoucherTerms::read(values), markets: values.markets("market") }
    }
}

impl Instrument for TouringVoucher {
    fn seams(&self) -> &'static [Seam] { &[Seam::TouringVouchers] }
    fn has_strength(&self, year: usize) -> bool { self.terms.has_strength(year) }
    fn tiers(&self) -> PerTier<bool> { self.terms.eligible }
    fn take_up(&self) -> Option<&TakeUp> { Some(&self.terms.take_up) }
    fn budget(&self) -> Budget<'_> { self.terms.budget() }
    fn admin_share(&self) -> f64 { self.terms.admin_share() }
    fn expects_service(&self) -> bool { true }

    /// `counted * T_k * min(V_t vs_i, V_tc / RB_i)`.
    fn announced_support(&self, label: &LabelFacts, strategy: Strategy, _grant_factor: f64, counted: f64) -> f64 {
        counted * label.industry.touring_intensity[strategy.index()] * self.terms.part_of(label.visit_share, label.reference_budget)
    }

    /// `min(V_t fx_xm, V_tc)` in eligible markets.
    fn cost_voucher(&self, _label: &LabelFacts, stage: Stage, cost: f64) -> Voucher {
        match stage {
            Stage::Visit(market) if self.markets[market.index()] => self.terms.voucher(cost),
            _ => Voucher::default(),
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::policy::example::{changes_nothing, given, small_label};
    use super::*;
    use crate::units::Market;

    fn vouchers(rate: f64) -> TouringVoucher {
        TouringVoucher::read(&given(&[
            ("rate", rate),
            ("cap", 100.0),
            ("budget", 5000.0),
            ("market", 1.0),
            ("market.cn", 0.0),
            ("eligible.major", 0.0),
        ]))
    }
    fn visit(market: Market, cost: f64) -> Voucher { vouchers(0.6).cost_voucher(&small_label(), Stage::Visit(market), cost) }

    #[test]
    fn a_voucher_of_rate_zero_changes_nothing() { changes_nothing(&vouchers(0.0)); }

    #[test]
    fn three_fifths_of_a_visit_of_50_million_are_30_million() {
        assert_eq!(visit(Market::Us, 50.0), Voucher { rate: 0.6, cap: 100.0, claim: 30.0 });
    }

    #[test]
    fn the_cap_binds() { assert_eq!(visit(Market::Us, 900.0).claim, 100.0); }

    #[test]
    fn a_market_that_is_not_eligible_gets_nothing_and_korea_never_is() {
        assert_eq!(visit(Market::Cn, 50.0), Voucher::default());
        assert_eq!(visit(Market::Kr, 50.0), Voucher::default());
    }

    #[test]
    fn localisation_gets_nothing() {
        assert_eq!(vouchers(0.6).cost_voucher(&small_label(), Stage::Localisation, 50.0), Voucher::default());
    }

    #[test]
    fn a_label_counts_on_the_voucher_as_far_as_the_strategy_tours() {
        let support = |k| vouchers(0.6).announced_support(&small_label(), k, 1.0, 0.5);
        assert_eq!(support(Strategy::Touring), 0.5 * (0.6 * 0.4));
        assert_eq!(support(Strategy::TieIn), 0.0);
    }

    #[test]
    fn a_label_counts_on_no_more_than_the_cap() {
        // 100 of a budget of 800 are 0.125, less than 0.6 * 0.4; balanced works tour 0.8 of the time: 0.5 * 0.8 * 0.125.
        let rich = LabelFacts { reference_budget: 800.0, ..small_label() };
        let support = |k| vouchers(0.6).announced_support(&rich, k, 1.0, 0.5);
        assert_eq!([support(Strategy::Touring), support(Strategy::Balanced)], [0.0625, 0.05]);
    }

    #[test]
    fn majors_may_not_apply_where_the_call_leaves_them_out() {
        assert_eq!(vouchers(0.6).tiers(), PerTier([false, true, true, true]));
    }
}
