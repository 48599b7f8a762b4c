//! What vouchers for localisation and for touring have in common: a part of a cost is paid, up to a cap.

use super::answers::Voucher;
use super::terms::{Budget, Schedule, TakeUp, Values};
use crate::units::{KrwMillion, PerTier, Share};

/// Terms of a voucher: `rate`, `cap`, `budget`, who may apply and who does, and what administration costs.
#[derive(Clone, Debug)]
pub struct VoucherTerms {
    /// Part of the cost that is paid.
    rate: Share,
    /// Largest voucher.
    cap: KrwMillion,
    /// Yearly budget, M KRW.
    budget: Schedule,
    /// Eligible tiers.
    pub eligible: PerTier<bool>,
    /// Who applies.
    pub take_up: TakeUp,
    admin_share: Share,
}

impl VoucherTerms {
    /// Reads the terms from values that were checked.
    pub fn read(values: &dyn Values) -> Self {
        let share = |key: &str| Share::new(values.number(key)).expect("checked when the scenario was read");
        Self {
            rate: share("rate"),
            cap: KrwMillion::new(values.number("cap")).expect("checked when the scenario was read"),
            budget: values.yearly("budget"),
            eligible: values.tiers("eligible"),
            take_up: TakeUp::read(values),
            admin_share: share("admin_share"),
        }
    }

    /// `min(rate * share, cap / cost)`: the part of the cost of a work that a voucher pays where it pays for a share of it.
    pub fn part_of(&self, share: f64, cost: f64) -> f64 {
        (self.rate.get() * share).min(self.cap.get() / cost)
    }

    /// Whether anything is paid in a calendar year, counted from the programme's first.
    pub fn has_strength(&self, year: usize) -> bool {
        self.rate.get() > 0.0 && self.cap.get() > 0.0 && self.budget.of_year(year) > 0.0
    }

    /// Money is released by quarters.
    pub fn budget(&self) -> Budget<'_> {
        Budget::Quarterly(&self.budget)
    }

    /// Administrative cost as share of outlay.
    pub fn admin_share(&self) -> f64 {
        self.admin_share.get()
    }

    /// The voucher for a cost: `min(rate * cost, cap)` is claimed, M KRW; none at rate 0.
    pub fn voucher(&self, cost: f64) -> Voucher {
        if self.rate == Share::ZERO {
            return Voucher::default();
        }
        Voucher { rate: self.rate.get(), cap: self.cap.get(), claim: (self.rate.get() * cost).min(self.cap.get()) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::policy::example::given;

    #[test]
    fn a_voucher_has_strength_with_rate_cap_and_money() {
        let all = [("rate", 0.6), ("cap", 150.0), ("budget", 5000.0)];
        assert!(VoucherTerms::read(&given(&all)).has_strength(3));
        for none in 0..3 {
            let but = std::array::from_fn::<_, 3, _>(|n| if n == none { (all[n].0, 0.0) } else { all[n] });
            assert!(!VoucherTerms::read(&given(&but)).has_strength(3), "{but:?}");
        }
    }

    #[test]
    fn a_part_of_a_cost_is_claimed_up_to_the_cap() {
        let terms = VoucherTerms::read(&given(&[("rate", 0.6), ("cap", 150.0), ("budget", 5000.0), ("eligible.major", 0.0)]));
        // 0.6 * 50; 0.6 * 1000 is above 150
        assert_eq!([50.0, 1000.0].map(|cost| terms.voucher(cost).claim), [30.0, 150.0]);
        assert_eq!(terms.voucher(50.0).cap, 150.0);
        // 0.6 * 0.25; 150 of 1200 are less than 0.6 * 0.5
        assert_eq!([terms.part_of(0.25, 500.0), terms.part_of(0.5, 1200.0)], [0.15, 0.125]);
        assert_eq!((terms.voucher(50.0).rate, terms.admin_share()), (0.6, 0.06));
        assert_eq!(terms.budget(), Budget::Quarterly(&Schedule::Constant(5000.0)));
        assert_eq!(terms.eligible, PerTier([false, true, true, true]));
    }
}
