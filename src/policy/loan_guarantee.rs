//! Guarantees for loans: banks lend to labels beyond their own limit, government covers the loss.
//!
//! ```text
//! guaranteed loan = min(gap + g5 own cost [going concern], limit_i - D, volume left),   limit_i = min(g1 Rev_i + g2, g_cap)
//! interest        = (r + g3 sp + g4) D a quarter,         g4 D goes to government
//! loss at exit    = coverage * (D - (cash)+ - owners' part)+   paid by government
//! ```
//!
//! | symbol | row of `policy.loan_guarantee` | unit | source | grade |
//! | --- | --- | --- | --- | --- |
//! | g1 | `limit_revenue_share` | share of yearly revenue | assumed | C |
//! | g2 | `limit_base` | M KRW | assumed | C |
//! | g_cap | `cap` | M KRW a label | KODIT 3 bn KRW a firm (F177) | A |
//! | | `volume` | M KRW a year | derived: a third of KODIT's 30 bn for all content (F177) or less, a tenth; KIBO 320 bn (F178); music 9-13 % (F012) | B |
//! | g3 | `spread_share` | share of the spread | assumed | C |
//! | g5 | `working_capital_share` | share of the label's own part of cost | assumed | C |
//! | g4 | `fee` | share a quarter | assumed; KODIT about 1 % a year, cut by 0.8 points (F177) | C |
//! | | `coverage` | share of missing debt | KODIT completion guarantee 95 % (F177) | A |
//! | | `eligible`, `take_up` | 0 or 1, share by tier | assumed | C |
//! | | `admin_share` | share of new guaranteed debt | assumed | C |
//!
//! D is the guaranteed debt of the label, Rev its trailing yearly revenue, r the interest rate and
//! sp the spread of its tier. The volume limits new debt and is no money spent. Guaranteed debt
//! runs on after the programme's end.

use super::terms::{Budget, Schedule, TakeUp, Values};
use super::answers::{FinanceOffer, GuaranteeTerms};
use super::instrument::{Instrument, Seam};
use super::facts::LabelFacts;
use crate::units::{KrwMillion, PerTier, Share};

/// What takes all strength where it is 0: new guaranteed debt of all, the largest of a label, or both its limits.
pub const STRENGTH: &[&[&str]] = &[&["volume"], &["cap"], &["limit_base", "limit_revenue_share"]];

/// Guarantees for loans.
#[derive(Clone, Debug)]
pub struct LoanGuarantee {
    /// Guaranteed limit as multiple of yearly revenue; may exceed 1.
    limit_revenue_share: f64,
    /// Guaranteed limit of a label without revenue.
    limit_base: KrwMillion,
    /// Largest guaranteed debt of a label.
    cap: KrwMillion,
    /// New guaranteed debt a year, M KRW.
    volume: Schedule,
    /// Part of the cost of its works that a going concern may borrow beside its gap.
    working_capital_share: Share,
    /// Part of the loan spread that is charged.
    spread_share: Share,
    /// Guarantee fee a quarter.
    fee: Share,
    /// Part of the missing debt that government pays at exit.
    coverage: Share,
    eligible: PerTier<bool>,
    take_up: TakeUp,
    admin_share: Share,
}

impl LoanGuarantee {
    /// Reads the rule from values that were checked.
    pub fn read(values: &dyn Values) -> Self {
        let share = |key: &str| Share::new(values.number(key)).expect("checked when the scenario was read");
        let amount = |key: &str| KrwMillion::new(values.number(key)).expect("checked when the scenario was read");
        Self {
            limit_revenue_share: values.number("limit_revenue_share"),
            limit_base: amount("limit_base"),
            cap: amount("cap"),
            volume: values.yearly("volume"),
            working_capital_share: share("working_capital_share"),
            spread_share: share("spread_share"),
            fee: share("fee"),
            coverage: share("coverage"),
            eligible: values.tiers("eligible"),
            take_up: TakeUp::read(values),
            admin_share: share("admin_share"),
        }
    }
}

impl Instrument for LoanGuarantee {
    fn seams(&self) -> &'static [Seam] { &[Seam::Guarantees] }
    fn has_strength(&self, year: usize) -> bool {
        let limit = self.limit_revenue_share > 0.0 || self.limit_base.get() > 0.0;
        limit && self.cap.get() > 0.0 && self.volume.of_year(year) > 0.0
    }
    fn tiers(&self) -> PerTier<bool> { self.eligible }
    fn take_up(&self) -> Option<&TakeUp> { Some(&self.take_up) }
    fn budget(&self) -> Budget<'_> { Budget::Volume(&self.volume) }
    fn admin_share(&self) -> f64 { self.admin_share.get() }

    /// `limit_i = min(g1 Rev_i + g2, g_cap)`, of which the debt that the label has is a part; g5 for going concerns.
    fn finance_offer(&self, label: &LabelFacts, _gap: f64) -> FinanceOffer {
        let limit = self.limit_revenue_share * label.revenue_year + self.limit_base.get();
        let guaranteed_limit = limit.min(self.cap.get());
        FinanceOffer { guaranteed_limit, working_capital: self.working_capital_share.get(), ..FinanceOffer::default() }
    }

    fn guarantee_terms(&self) -> Option<GuaranteeTerms> {
        Some(GuaranteeTerms { spread_share: self.spread_share.get(), fee: self.fee.get(), coverage: self.coverage.get() })
    }
}

#[cfg(test)]
mod tests {
    use crate::policy::example::{Given, changes_nothing, given, small_label};
    use super::*;

    fn kodit() -> Given {
        given(&[
            ("limit_revenue_share", 0.5),
            ("limit_base", 150.0),
            ("cap", 3000.0),
            ("volume", 30_000.0),
            ("working_capital_share", 0.05),
            ("spread_share", 0.25),
            ("fee", 0.0025),
            ("coverage", 0.95),
            ("eligible.major", 0.0),
        ])
    }

    #[test]
    fn a_guarantee_without_limits_changes_nothing() {
        let zero = ["limit_revenue_share", "limit_base", "cap", "volume", "working_capital_share", "spread_share", "fee", "coverage"].map(|key| (key, 0.0));
        changes_nothing(&LoanGuarantee::read(&given(&zero)));
    }

    #[test]
    fn a_label_with_500_million_of_revenue_may_owe_400_million() {
        let offer = LoanGuarantee::read(&kodit()).finance_offer(&small_label(), 80.0);
        assert_eq!(offer, FinanceOffer { guaranteed_limit: 400.0, equity_asked: 0.0, working_capital: 0.05 }, "0.5 * 500 + 150");
    }

    #[test]
    fn no_label_owes_more_than_the_cap() {
        let rich = LabelFacts { revenue_year: 50_000.0, ..small_label() };
        assert_eq!(LoanGuarantee::read(&kodit()).finance_offer(&rich, 9000.0).guaranteed_limit, 3000.0);
    }

    #[test]
    fn the_volume_limits_new_debt_and_is_no_budget() {
        let rule = LoanGuarantee::read(&kodit());
        assert_eq!(rule.budget(), Budget::Volume(&Schedule::Constant(30_000.0)));
        assert!(!rule.budget().counts_as_unused());
    }

    #[test]
    fn majors_may_not_apply_and_debt_has_terms() {
        let rule = LoanGuarantee::read(&kodit());
        assert_eq!(rule.tiers(), PerTier([false, true, true, true]));
        assert_eq!(rule.guarantee_terms(), Some(GuaranteeTerms { spread_share: 0.25, fee: 0.0025, coverage: 0.95 }));
    }
}
