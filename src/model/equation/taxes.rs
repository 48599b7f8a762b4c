//! Taxes and payouts (4.10), and the use of tax credits (5.3). Money in M KRW a year.

use crate::units::Bracket;

/// min(losses carried, limit Y): the part of an income that losses carried offset; `loss_offset_limit` for majors, 1 else.
#[inline(always)]
pub fn offset(losses: f64, income: f64, limit: f64) -> f64 {
    losses.min(limit * income)
}

/// Corporate tax on an income: each bracket's rate on the part within it; `bounds` are the upper ends of all but the last.
#[inline(always)]
pub fn tax_due(income: f64, bounds: &[f64; Bracket::COUNT - 1], rates: &[f64; Bracket::COUNT]) -> f64 {
    let mut tax = 0.0;
    for b in 0..Bracket::COUNT {
        let low = if b == 0 { 0.0 } else { bounds[b - 1] };
        let high = bounds.get(b).copied().unwrap_or(f64::INFINITY);
        tax += rates[b] * (income.min(high) - low).max(0.0);
    }
    tax
}

/// Tax factor: what a credit that is not refundable is worth to a label, 1 with tax due, else `liability_without_tax`.
#[inline(always)]
pub fn tax_factor(tax: f64, without_tax: f64) -> f64 {
    if tax > 0.0 { 1.0 } else { without_tax }
}

/// What may be used of the credits held: all where they are refundable, else what tax is still due.
#[inline(always)]
pub fn usable_credit(held: f64, refundable: bool, due: f64) -> f64 {
    if refundable { held } else { held.min(due) }
}

/// Pro-rata factor of a year's use: budget / use where the budget is exceeded, else 1.
#[inline(always)]
pub fn pro_rata(used: f64, budget: f64) -> f64 {
    if used > budget { budget / used } else { 1.0 }
}

/// (Y - tax)+, of which payouts are made; tax is net of credits used.
#[inline(always)]
pub fn after_tax(income: f64, tax: f64) -> f64 {
    (income - tax).max(0.0)
}

/// claim `investor_payout` net: payout to investors, and to the public fund likewise.
#[inline(always)]
pub fn payout(claim: f64, rate: f64, after_tax: f64) -> f64 {
    claim * rate * after_tax
}

/// min(`owner_payout` (1 - claims) net, (cash - `owner_cash_floor` FX)+), cash after tax and the payouts to investors.
#[inline(always)]
pub fn owner_payout(rate: f64, [private, public]: [f64; 2], after_tax: f64, cash: f64, floor: f64) -> f64 {
    let spare = (cash - floor).max(0.0);
    (rate * (1.0 - private - public) * after_tax).min(spare)
}

/// Income tax of creators: `creator_tax_rate` times what labels pay them. It is counted, and moves nothing in the model.
#[inline(always)]
pub fn creators_income_tax(paid_to_creators: f64, rate: f64) -> f64 {
    rate * paid_to_creators
}

/// Value-added tax: `vat_rate` times sales at home, on top of them. Revenue is without it, as in the accounts of firms, and
/// exports are zero-rated. It is counted, and moves nothing in the model.
#[inline(always)]
pub fn value_added_tax(domestic_sales: f64, rate: f64) -> f64 {
    rate * domestic_sales
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn losses_carried_offset_income_up_to_the_limit() {
        assert_eq!(offset(30.0, 100.0, 1.0), 30.0);
        assert_eq!(offset(300.0, 100.0, 1.0), 100.0);
        assert_eq!(offset(300.0, 100.0, 0.8), 80.0);
    }

    #[test]
    fn each_part_of_an_income_is_taxed_at_its_rate() {
        let tax = |income| tax_due(income, &[200.0, 1000.0, 5000.0], &[0.125, 0.25, 0.5, 0.75]);
        assert_eq!(tax(0.0), 0.0);
        assert_eq!(tax(-50.0), 0.0);
        // 0.125 * 160
        assert_eq!(tax(160.0), 20.0);
        // 0.125 * 200 + 0.25 * 400
        assert_eq!(tax(600.0), 125.0);
        // 25 + 0.25 * 800 + 0.5 * 4000 + 0.75 * 1000
        assert_eq!(tax(6000.0), 2975.0);
    }

    #[test]
    fn a_label_without_tax_due_values_a_credit_less() {
        assert_eq!([0.01, 0.0].map(|tax| tax_factor(tax, 0.25)), [1.0, 0.25]);
    }

    #[test]
    fn a_credit_is_used_against_tax_unless_it_is_refundable() {
        assert_eq!(usable_credit(50.0, false, 30.0), 30.0);
        assert_eq!(usable_credit(20.0, false, 30.0), 20.0);
        assert_eq!(usable_credit(50.0, true, 30.0), 50.0);
    }

    #[test]
    fn a_use_above_the_budget_is_cut_for_all_alike() {
        assert_eq!(pro_rata(400.0, 100.0), 0.25);
        assert_eq!(pro_rata(100.0, 400.0), 1.0);
        assert_eq!(pro_rata(0.0, 0.0), 1.0, "nothing is cut where nothing is used");
    }

    #[test]
    fn investors_get_their_part_and_owners_theirs_of_cash_above_the_floor() {
        assert_eq!([after_tax(100.0, 20.0), after_tax(-100.0, 0.0)], [80.0, 0.0]);
        // 0.25 * 0.5 * 80
        assert_eq!(payout(0.25, 0.5, 80.0), 10.0);
        // 0.5 (1 - 0.25 - 0.125) * 80 = 25; 40 - 30 = 10; nothing where cash is below the floor
        assert_eq!(owner_payout(0.5, [0.25, 0.125], 80.0, 100.0, 30.0), 25.0);
        assert_eq!(owner_payout(0.5, [0.25, 0.125], 80.0, 40.0, 30.0), 10.0);
        assert_eq!(owner_payout(0.5, [0.25, 0.125], 80.0, 20.0, 30.0), 0.0);
    }

    #[test]
    fn creators_pay_a_part_of_what_they_are_paid() {
        // 0.25 * 80
        assert_eq!(creators_income_tax(80.0, 0.25), 20.0);
        assert_eq!(creators_income_tax(80.0, 0.0), 0.0);
    }

    #[test]
    fn value_added_tax_comes_on_top_of_sales() {
        // 0.125 * 240; a tax within the price would be 240 * 0.125 / 1.125 = 26.7
        assert_eq!(value_added_tax(240.0, 0.125), 30.0);
        assert_eq!(value_added_tax(0.0, 0.125), 0.0);
    }
}
