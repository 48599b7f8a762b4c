//! Finance of works (4.8, call 5): the gap of a label, equity, loans and their service, and works scaled to the money.
//! Money in M KRW, rates by quarter.

use crate::math;
use crate::units::Strategy;

/// cost - grant: what a label pays for a work itself.
#[inline(always)]
pub fn own_part(cost: f64, grant: f64) -> f64 {
    cost - grant
}

/// (1 + `cash_buffer`) FX - cash: what a label lacks before it pays for works; below 0 it has more than it needs.
#[inline(always)]
pub fn lack(fixed_cost: f64, cash: f64, buffer: f64) -> f64 {
    (1.0 + buffer) * fixed_cost - cash
}

/// gap = (lack + sum of own parts)+: only a positive gap seeks money.
#[inline(always)]
pub fn gap(lack_with_works: f64) -> f64 {
    lack_with_works.max(0.0)
}

/// `investor_inflow` exp(clip(`inflow_sensitivity` (pi_ind - its reference), -1, 1)): new money of private investors.
#[inline(always)]
pub fn inflow(usual: f64, sensitivity: f64, view: f64, reference: f64) -> f64 {
    let mood = (sensitivity * (view - reference)).clamp(-1.0, 1.0);
    usual * math::exp(mood)
}

/// What private investors weigh in a label: `investor_return_weight`, `investor_sentiment_weight`, `investor_size_weight`.
#[derive(Clone, Copy, Debug)]
pub struct InvestorTaste {
    pub of_return: f64,
    pub of_sentiment: f64,
    pub of_size: f64,
}

/// sum over k of mix_k sent_k: what is felt about the strategies that investors see in a label.
#[inline(always)]
pub fn felt(mix: [f64; Strategy::COUNT], sentiment: [f64; Strategy::COUNT]) -> f64 {
    mix[0] * sentiment[0] + mix[1] * sentiment[1] + mix[2] * sentiment[2] + mix[3] * sentiment[3]
}

/// e = exp(return weight clip(ret, -1, 2) + sentiment weight felt + size weight ln(Rev + 50)): appeal to investors.
#[inline(always)]
pub fn appeal(taste: InvestorTaste, trailing_return: f64, felt: f64, revenue_year: f64) -> f64 {
    math::exp(taste.of_return * trailing_return.clamp(-1.0, 2.0) + taste.of_sentiment * felt + taste.of_size * math::ln(revenue_year + 50.0))
}

/// pool min(e / sum of e, `investor_cap`): what investors would put into a label.
#[inline(always)]
pub fn equity_offered(pool: f64, appeal: f64, total_appeal: f64, cap: f64) -> f64 {
    let share = (appeal / total_appeal).min(cap);
    pool * share
}

/// pool <- `investor_pool_retention` (pool - paid)+
#[inline(always)]
pub fn pool_left(pool: f64, paid: f64, retention: f64) -> f64 {
    retention * (pool - paid).max(0.0)
}

/// val = `valuation_multiple` Rev + `valuation_floor`: value of a label before new equity.
#[inline(always)]
pub fn valuation(revenue_year: f64, multiple: f64, floor: f64) -> f64 {
    multiple * revenue_year + floor
}

/// min(offered, gap, val (cl - claim)+ / (1 - cl)): the equity that a label takes under the ceiling cl of claims.
#[inline(always)]
pub fn equity_taken(offered: f64, gap: f64, value: f64, claim: f64, ceiling: f64) -> f64 {
    let allowed = value * (ceiling - claim).max(0.0) / (1.0 - ceiling);
    offered.min(gap).min(allowed)
}

/// new = e / (e + val): the part of a label that new equity buys.
#[inline(always)]
pub fn bought(equity: f64, value: f64) -> f64 {
    equity / (equity + value)
}

/// claim <- claim (1 - new): what an old claim is worth after new equity.
#[inline(always)]
pub fn diluted(claim: f64, bought: f64) -> f64 {
    claim * (1.0 - bought)
}

/// max(0, min(new, cl - claim)): the claim that is given for what was bought, after dilution.
#[inline(always)]
pub fn claim_given(bought: f64, claim: f64, ceiling: f64) -> f64 {
    bought.min(ceiling - claim).max(0.0)
}

/// p / `holding_years`: the part of a label that the public fund sells in a year, of its claim p.
#[inline(always)]
pub fn stake_sold(claim: f64, holding_years: f64) -> f64 {
    claim / holding_years
}

/// part * val (1 - `exit_discount`): what a part of a label is sold for.
#[inline(always)]
pub fn stake_price(part: f64, value: f64, exit_discount: f64) -> f64 {
    part * value * (1.0 - exit_discount)
}

/// min(1, money / sum of what is asked): the part of each gap that a round of the public fund offers.
#[inline(always)]
pub fn part_offered(money: f64, asked: f64) -> f64 {
    (money / asked).min(1.0)
}

/// min(gap, (`debt_limit`_T Rev - bank debt)+): what a bank lends.
#[inline(always)]
pub fn bank_loan(gap: f64, limit: f64, revenue_year: f64, bank_debt: f64) -> f64 {
    let credit_left = limit * revenue_year - bank_debt;
    gap.min(credit_left.max(0.0))
}

/// gap + `working_capital_share` * sum of own parts, the second for a going concern alone: what a guaranteed loan is for.
///
/// A going concern is `old_enough` and has a trailing return of 0 or more.
#[inline(always)]
pub fn guaranteed_need(gap: f64, working_capital: f64, own_parts: f64, old_enough: bool, trailing_return: f64) -> f64 {
    gap + if old_enough & (trailing_return >= 0.0) { working_capital * own_parts } else { 0.0 }
}

/// min(need, limit - debt): what a guaranteed loan may be; not above 0 where nothing is left.
#[inline(always)]
pub fn guaranteed_loan(need: f64, limit: f64, guaranteed_debt: f64) -> f64 {
    need.min(limit - guaranteed_debt)
}

/// `interest_rate` + part * `loan_spread`_T: what a bank asks; a guarantee spares a part of the spread.
#[inline(always)]
pub fn rate_of_interest(base: f64, part_of_spread: f64, spread: f64) -> f64 {
    base + part_of_spread * spread
}

/// rate * debt: interest or guarantee fee of a quarter.
#[inline(always)]
pub fn interest(rate: f64, debt: f64) -> f64 {
    rate * debt
}

/// `repayment_rate` * debt where cash > `cash_buffer` FX + the payment, else 0.
#[inline(always)]
pub fn repayment(debt: f64, rate: f64, cash: f64, fixed_cost: f64, buffer: f64) -> f64 {
    let payment = rate * debt;
    if cash > buffer * fixed_cost + payment { payment } else { 0.0 }
}

/// min(1, available / needed), 1 where nothing is needed: the part of a cost that can be paid; sc of 4.8, s of 4.4.
#[inline(always)]
pub fn payable_part(available: f64, needed: f64) -> f64 {
    if needed > 0.0 { (available / needed).min(1.0) } else { 1.0 }
}

/// cost <- (cost - grant) sc + grant: only the label's own part is scaled.
#[inline(always)]
pub fn scaled_cost(cost: f64, grant: f64, payable_part: f64) -> f64 {
    (cost - grant) * payable_part + grant
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stake_is_sold_over_years_below_its_valuation() {
        // A fifth of 0.2 of a label worth 1.5 * 400 + 300 = 900, 11 % below: 0.04 * 900 * 0.89.
        assert!((stake_sold(0.2, 5.0) - 0.04).abs() < 1e-15);
        assert!((stake_price(stake_sold(0.2, 5.0), valuation(400.0, 1.5, 300.0), 0.11) - 32.04).abs() < 1e-12);
    }

    #[test]
    fn a_going_concern_borrows_for_its_works_beside_its_gap() {
        // 10 + 0.05 * 200; a young or losing label has its gap alone.
        assert_eq!(guaranteed_need(10.0, 0.05, 200.0, true, 0.0), 20.0);
        assert_eq!(guaranteed_need(10.0, 0.05, 200.0, false, 0.5), 10.0);
        assert_eq!(guaranteed_need(10.0, 0.05, 200.0, true, -0.01), 10.0);
        assert_eq!(guaranteed_need(10.0, 0.0, 200.0, true, 0.5), 10.0);
    }

    #[test]
    fn a_label_seeks_what_works_and_a_buffered_quarter_cost_beyond_its_cash() {
        // (1 + 0.5) * 20 - 12
        assert_eq!(lack(20.0, 12.0, 0.5), 18.0);
        // A work of 100 with a grant of 30 adds 70.
        assert_eq!(gap(lack(20.0, 12.0, 0.5) + own_part(100.0, 30.0)), 88.0);
        // 1.5 * 20 + 70 - 130 is below 0.
        assert_eq!(gap(lack(20.0, 130.0, 0.5) + own_part(100.0, 30.0)), 0.0);
    }

    #[test]
    fn investors_bring_more_when_the_industry_does_better_than_it_did_within_a_factor_of_e() {
        // 2 (0.3 - 0.1) = 0.4, e^0.4 = 1.4918247
        assert!((inflow(100.0, 2.0, 0.3, 0.1) - 149.18247).abs() < 1e-5);
        assert!((inflow(100.0, 2.0, 0.1, 0.3) - 67.03200).abs() < 1e-5);
        assert!((inflow(100.0, 2.0, 5.0, 0.1) - 271.82818).abs() < 1e-5);
        assert!((inflow(100.0, 2.0, -5.0, 0.1) - 36.78794).abs() < 1e-5);
    }

    const TASTE: InvestorTaste = InvestorTaste { of_return: 0.5, of_sentiment: 2.0, of_size: 1.0 };

    #[test]
    fn what_is_felt_about_a_label_is_the_sentiment_of_what_it_makes() {
        // 1 * 0.5 + 2 * 0.25 - 4 * 0.125 + 3 * 0.5
        assert_eq!(felt([1.0, 2.0, 4.0, 3.0], [0.5, 0.25, -0.125, 0.5]), 2.0);
    }

    #[test]
    fn return_sentiment_and_size_appeal_to_investors() {
        // exp(0.5 * 0.4 + 2 * 0.1 + ln(150 + 50)) = 200 e^0.4
        assert!((appeal(TASTE, 0.4, 0.1, 150.0) - 298.36494).abs() < 1e-5);
        // A loss counts as -1 at most, a gain as 2: 50 e^-0.5 and 50 e^1.
        assert!((appeal(TASTE, -7.0, 0.0, 0.0) - 30.32653).abs() < 1e-5);
        assert!((appeal(TASTE, 7.0, 0.0, 0.0) - 135.91409).abs() < 1e-5);
    }

    #[test]
    fn a_label_gets_its_share_of_the_pool_up_to_the_cap() {
        // 1000 * 3 / 12; 9 / 12 is above the cap of 0.4
        assert_eq!(equity_offered(1000.0, 3.0, 12.0, 0.4), 250.0);
        assert_eq!(equity_offered(1000.0, 9.0, 12.0, 0.4), 400.0);
        // 0.5 (1000 - 250); never below 0
        assert_eq!(pool_left(1000.0, 250.0, 0.5), 375.0);
        assert_eq!(pool_left(100.0, 250.0, 0.5), 0.0);
    }

    #[test]
    fn a_label_takes_equity_for_its_gap_as_far_as_the_ceiling_of_claims_allows() {
        // 1.5 * 400 + 300
        assert_eq!(valuation(400.0, 1.5, 300.0), 900.0);
        // Room: 900 (0.5 - 0.25) / 0.5 = 450
        assert_eq!(equity_taken(800.0, 700.0, 900.0, 0.25, 0.5), 450.0);
        assert_eq!(equity_taken(800.0, 70.0, 900.0, 0.25, 0.5), 70.0);
        assert_eq!(equity_taken(8.0, 70.0, 900.0, 0.25, 0.5), 8.0);
        assert_eq!(equity_taken(800.0, 700.0, 900.0, 0.6, 0.5), 0.0, "above the ceiling");
    }

    #[test]
    fn new_equity_dilutes_old_claims_and_stops_at_the_ceiling() {
        // 300 / (300 + 900) = 0.25; 0.2 (1 - 0.25) = 0.15
        assert_eq!(bought(300.0, 900.0), 0.25);
        assert!((diluted(0.2, 0.25) - 0.15).abs() < 1e-15);
        // All that was bought; what is left under 0.5; nothing above it.
        assert_eq!(claim_given(0.25, 0.15, 0.5), 0.25);
        assert_eq!(claim_given(0.25, 0.375, 0.5), 0.125);
        assert_eq!(claim_given(0.25, 0.75, 0.5), 0.0);
    }

    #[test]
    fn a_round_pays_all_or_the_same_part_of_each_gap() {
        assert_eq!(part_offered(30.0, 120.0), 0.25);
        assert_eq!(part_offered(300.0, 120.0), 1.0);
    }

    #[test]
    fn a_bank_lends_up_to_a_part_of_revenue_and_a_guarantee_up_to_its_limit() {
        // 0.25 * 400 - 60 = 40
        assert_eq!(bank_loan(90.0, 0.25, 400.0, 60.0), 40.0);
        assert_eq!(bank_loan(9.0, 0.25, 400.0, 60.0), 9.0);
        assert_eq!(bank_loan(90.0, 0.25, 400.0, 160.0), 0.0);
        assert_eq!(guaranteed_loan(90.0, 100.0, 40.0), 60.0);
        assert_eq!(guaranteed_loan(9.0, 100.0, 40.0), 9.0);
        assert_eq!(guaranteed_loan(90.0, 100.0, 140.0), -40.0);
    }

    #[test]
    fn a_guarantee_spares_a_part_of_the_spread() {
        assert_eq!(rate_of_interest(0.015, 1.0, 0.01), 0.025);
        // 0.01 + 0.25 * 0.02
        assert!((rate_of_interest(0.01, 0.25, 0.02) - 0.015).abs() < 1e-17);
        assert_eq!(interest(0.025, 200.0), 5.0);
    }

    #[test]
    fn who_keeps_a_buffer_after_it_repays() {
        // The payment is 0.05 * 200 = 10, the buffer 0.5 * 20 = 10: cash must be above 20.
        assert_eq!(repayment(200.0, 0.05, 21.0, 20.0, 0.5), 10.0);
        assert_eq!(repayment(200.0, 0.05, 20.0, 20.0, 0.5), 0.0);
        assert_eq!(repayment(200.0, 0.05, 11.0, 20.0, 0.5), 0.0);
    }

    #[test]
    fn what_is_not_there_scales_the_own_part_alone() {
        assert_eq!(payable_part(30.0, 40.0), 0.75);
        assert_eq!(payable_part(80.0, 40.0), 1.0);
        assert_eq!(payable_part(0.0, 0.0), 1.0, "who needs nothing pays all of it");
        // (50 - 10) * 0.75 + 10
        assert_eq!(scaled_cost(50.0, 10.0, 0.75), 40.0);
    }
}
