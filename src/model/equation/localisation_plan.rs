//! How far a label localises a work: what attention is worth to it, its two plans, vouchers and cash (4.4).

use super::finance::payable_part;
use crate::math;

/// What a won of a work's gross streaming of its quarter brings the label, at full rights.
#[derive(Clone, Copy, Debug)]
pub struct Worth {
    /// 1 - `streaming_fee` - c: what suppliers and creators leave of it.
    pub net: f64,
    /// tau: [`super::payoff::tail`].
    pub tail: f64,
    /// keep: part of its attention that stays in a catalogue.
    pub keep: f64,
    /// rt: rights kept by the label.
    pub rights: f64,
    /// phi: [`fan_ratio`] of the market.
    pub fans: f64,
    /// conv: conversion of listeners into fans.
    pub conversion: f64,
}

/// b = (1 - `streaming_fee` - c) (1 + tau keep) rt + phi conv: worth of a won of gross streaming at full rights.
#[inline(always)]
pub fn worth(of: &Worth) -> f64 {
    of.net * (1.0 + of.tail * of.keep) * of.rights + of.fans * of.conversion
}

/// phi = worth of a listener's conversion * audience / pool: value of new fans beside a won of gross streaming.
///
/// `fan_worth`: [`super::payoff::fan_worth`], M KRW for a thousand; `audience`: thousand listeners of all attention;
/// `pool`: streaming of the quarter, M KRW; 0 where there is none.
#[inline(always)]
pub fn fan_ratio(fan_worth: f64, audience: f64, pool: f64) -> f64 {
    if pool > 0.0 { fan_worth * audience / pool } else { 0.0 }
}

/// zbar = exp(`title_spread`^2 / 2): mean popularity of a title.
pub fn mean_popularity(spread: f64) -> f64 {
    math::exp(spread * spread / 2.0)
}

/// v = b (rho + a): what all attention of a work in a market is worth, M KRW.
///
/// `own` rho: streaming that the label's works win by themselves; `title` a: streaming by the title's exposure.
#[inline(always)]
pub fn value(worth: f64, own: f64, title: f64) -> f64 {
    worth * (own + title)
}

/// (1 - q) without + q with: what is expected before the title is known.
#[inline(always)]
pub fn expected(chance: f64, without: f64, with: f64) -> f64 {
    (1.0 - chance) * without + chance * with
}

/// c = `localisation_cost` ref / (1 + Kl): full localisation for one market, M KRW.
#[inline(always)]
pub fn unit_cost(cost: f64, reference_cost: f64, capability: f64) -> f64 {
    cost * reference_cost / (1.0 + capability)
}

/// What a level of localisation is planned from, besides the value at stake.
#[derive(Clone, Copy, Debug)]
pub struct Plan {
    /// L = `language_loss` `localisation_reach` `language_distance`: log points that full localisation wins.
    pub loss: f64,
    /// 1 + `early_gain` where it is planned early, else 1.
    pub gain: f64,
    /// c (1 - rate): price of full localisation to the label, M KRW; early the cost is lower.
    pub price: f64,
}

/// l = clip(v L gain / (2 c), 0, 1 / gain), where the marginal gain meets the marginal cost.
///
/// A denominator of 0 gives 1 / gain where the numerator is above 0, else 0.
#[inline(always)]
pub fn level(value: f64, plan: &Plan) -> f64 {
    let level = value * plan.loss * plan.gain / (2.0 * plan.price);
    // 0 / 0 is no number and gives 0.
    if level > 0.0 { level.min(1.0 / plan.gain) } else { 0.0 }
}

/// v L gain l - c l^2 at the level planned: what localisation for a market is expected to bring, M KRW.
#[inline(always)]
pub fn profit(value: f64, plan: &Plan) -> f64 {
    let level = level(value, plan);
    value * plan.loss * plan.gain * level - cost(plan.price, level)
}

/// c l^2: cost of a level, M KRW.
#[inline(always)]
pub fn cost(unit_cost: f64, level: f64) -> f64 {
    unit_cost * level * level
}

/// min(1, l gain): level as the public meets it.
#[inline(always)]
pub fn effective_level(level: f64, gain: f64) -> f64 {
    (level * gain).min(1.0)
}

/// (cash - sum of (cost - grant))+ * cost_x / sum of cost: what a label has left for the localisation of a work, M KRW;
/// where its works cost nothing each has the same part.
#[inline(always)]
pub fn money_left(cash: f64, own_costs: f64, cost: f64, costs: f64, works: f64) -> f64 {
    (cash - own_costs).max(0.0) * if costs > 0.0 { cost / costs } else { 1.0 / works }
}

/// min(left / (1 - rate), left + cap): the largest cost that a label pays with a voucher and what it has left, M KRW.
#[inline(always)]
pub fn payable_with_voucher(left: f64, rate: f64, cap: f64) -> f64 {
    (left / (1.0 - rate)).min(left + cap)
}

/// sqrt(s): the part of a level that a part s of its cost buys, for the cost grows with the square.
#[inline(always)]
pub fn payable_level(part: f64) -> f64 {
    part.sqrt()
}

/// max(l without voucher, l1 min(1, sqrt(cap / (rate C1)))): a level that no more is claimed for than a voucher pays.
///
/// `subsidised` l1: level at the price (1 - rate) c; `claim` rate C1: what all of them would claim, M KRW.
#[inline(always)]
pub fn level_with_voucher(without: f64, subsidised: f64, cap: f64, claim: f64) -> f64 {
    without.max(subsidised * payable_level(payable_part(cap, claim)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::equation::payoff::tail;

    // The example of all tests: c = 0.13, fee 0.18, tail 0.4 at kappa 0.88, no fans; loss 0.8 of which 0.4 can be closed,
    // distance 1; ref 130, Kl 0.25.
    const NET: f64 = 1.0 - 0.18 - 0.13;
    const LOSS: f64 = 0.8 * 0.4;

    fn worth_of(keep: f64, rights: f64) -> f64 {
        worth(&Worth { net: NET, tail: tail(0.4, 0.88), keep, rights, fans: 0.0, conversion: 1.0 })
    }
    fn late() -> Plan {
        Plan { loss: LOSS, gain: 1.0, price: unit_cost(0.06, 130.0, 0.25) }
    }
    fn early() -> Plan {
        Plan { gain: 1.12, price: 0.6 * unit_cost(0.06, 130.0, 0.25), ..late() }
    }
    /// Value of a touring work whose label's works stream so much.
    fn touring(rho: f64) -> f64 {
        value(worth_of(1.0, 1.0), rho, 0.0)
    }
    fn near(a: f64, b: f64) {
        assert!((a - b).abs() < 5e-6 * b.abs().max(1.0), "{a} against {b}");
    }

    #[test]
    fn attention_is_worth_what_the_payoff_counts() {
        // tau = 0.4 * 0.88 / 0.12 = 2.93333.
        // 0.69 * 3.93333; tie_in 0.69 (1 + 2.93333 / 2) 0.35; partnership 0.69 (1 + 2.64) 0.75; balanced 0.69 * 3.93333 * 0.9.
        near(worth_of(1.0, 1.0), 2.714);
        near(worth_of(0.5, 0.35), 0.5957);
        near(worth_of(0.9, 0.75), 1.8837);
        near(worth_of(1.0, 0.9), 2.4426);
    }

    #[test]
    fn new_fans_are_worth_their_purchases_beside_streaming() {
        // 0.5 * 40 / 80 = 0.25; half of it where half as many are won: 0.69 + 0.125.
        assert_eq!(fan_ratio(0.5, 40.0, 80.0), 0.25);
        assert_eq!(fan_ratio(0.5, 40.0, 0.0), 0.0);
        near(worth(&Worth { net: NET, tail: 0.0, keep: 1.0, rights: 1.0, fans: 0.25, conversion: 0.5 }), 0.815);
    }

    #[test]
    fn a_title_adds_the_streaming_of_its_exposure() {
        // 2 (10 + 5); exp(2^2 / 2) = e^2.
        assert_eq!(value(2.0, 10.0, 5.0), 30.0);
        near(mean_popularity(2.0), 7.389_056_1);
        // 0.75 * 8 + 0.25 * 16
        assert_eq!(expected(0.25, 8.0, 16.0), 10.0);
    }

    #[test]
    fn localisation_costs_less_to_those_who_can() {
        // 0.06 * 130 / 1.25 = 6.24
        near(unit_cost(0.06, 130.0, 0.25), 6.24);
    }

    #[test]
    fn the_level_is_where_marginal_gain_meets_marginal_cost() {
        // v L = 27.14 * 0.32 = 8.6848; 8.6848 / 12.48; the cost 6.24 * 0.695897^2, and as much is left of twice that.
        near(touring(10.0) * LOSS, 8.6848);
        near(level(touring(10.0), &late()), 0.695_897);
        near(cost(late().price, 0.695_897), 3.021_87);
        near(profit(touring(10.0), &late()), 3.021_87);
    }

    #[test]
    fn an_early_plan_costs_less_and_reaches_all_sooner() {
        // 8.6848 * 1.12 / 7.488 = 1.299 is above 1 / 1.12; cost 3.744 / 1.12^2; profit 8.6848 - 2.98469.
        let level = level(touring(10.0), &early());
        near(level, 0.892_857);
        near(effective_level(level, 1.12), 1.0);
        near(cost(early().price, level), 2.984_69);
        near(profit(touring(10.0), &early()), 5.700_11);
    }

    #[test]
    fn a_small_early_plan_stays_inside_its_limits() {
        // v L = 1.73696; * 1.12 / 7.488.
        let level = level(touring(2.0), &early());
        near(level, 0.259_802);
        near(effective_level(level, 1.12), 0.290_978);
        near(cost(early().price, level), 0.252_709);
    }

    #[test]
    fn what_costs_nothing_is_done_in_full_where_it_gains_something() {
        let free = Plan { price: 0.0, ..early() };
        assert_eq!(level(8.0, &free), 1.0 / 1.12);
        assert_eq!(level(0.0, &free), 0.0);
        assert_eq!(level(8.0, &Plan { loss: 0.0, ..free }), 0.0);
        assert_eq!(level(-8.0, &early()), 0.0);
        assert_eq!(profit(0.0, &free), 0.0);
    }

    #[test]
    fn an_early_plan_pays_where_titles_are_likely_enough() {
        // Without value of its own a work gains q^2 v^2 L^2 1.2544 / (4 * 0.6 c) early and q v^2 L^2 / (4 c) late:
        // early from q = 0.6 / 1.2544 = 0.478316 on.
        let pays = |q: f64| {
            let with = value(worth_of(0.5, 0.35), 0.0, 2.0);
            profit(expected(q, 0.0, with), &early()) / expected(q, profit(0.0, &late()), profit(with, &late()))
        };
        near(pays(0.478_316), 1.0);
        assert!(pays(0.47) < 1.0);
        assert!(pays(0.49) > 1.0);
    }

    #[test]
    fn a_voucher_raises_the_level_by_the_price_it_saves() {
        let (plan, value) = (early(), touring(2.0));
        // 0.259802 / 0.4 = 0.649505; cost 0.252709 / 0.4^2; claim 0.6 of it.
        let subsidised = level(value, &Plan { price: plan.price * (1.0 - 0.6), ..plan });
        near(subsidised, 0.649_505);
        near(cost(plan.price, subsidised), 1.579_43);
        let claim = 0.6 * cost(plan.price, subsidised);
        near(claim, 0.947_658);
        assert_eq!(level_with_voucher(level(value, &plan), subsidised, 150.0, claim), subsidised);
        // A cap of 0.3: sqrt(0.3 / 0.947658) = 0.562645 of it, which costs 0.5.
        let capped = level_with_voucher(level(value, &plan), subsidised, 0.3, claim);
        near(capped, 0.365_441);
        near(0.6 * cost(plan.price, capped), 0.3);
        // A cap of nothing leaves the plan without voucher.
        assert_eq!(level_with_voucher(level(value, &plan), subsidised, 0.0, claim), level(value, &plan));
        assert_eq!(level_with_voucher(0.0, 0.0, 0.0, 0.0), 0.0);
    }

    #[test]
    fn localisation_is_paid_from_what_production_leaves() {
        // 0.5 - 0.4 for one work; for two of costs 3 and 1 three quarters of it; nothing where production takes all.
        near(money_left(0.5, 0.4, 0.4, 0.4, 1.0), 0.1);
        near(money_left(0.5, 0.4, 3.0, 4.0, 2.0), 0.075);
        near(money_left(0.5, 0.4, 0.0, 0.0, 2.0), 0.05);
        assert_eq!(money_left(0.5, 0.6, 0.4, 0.4, 1.0), 0.0);
        // 0.1 / 0.252709: the level goes with its root.
        let part = payable_part(0.1, 0.252_709);
        near(part, 0.395_712);
        near(0.259_802 * payable_level(part), 0.163_431);
        assert_eq!(payable_part(0.1, 0.05), 1.0);
        assert_eq!(payable_part(0.0, 0.0), 1.0);
        assert_eq!(payable_part(f64::INFINITY, 0.25), 1.0);
    }

    #[test]
    fn a_voucher_stretches_the_money_that_is_left() {
        // 0.1 / 0.4 = 0.25, of which the voucher pays 0.15; with a cap of 0.05 it is 0.15.
        near(payable_with_voucher(0.1, 0.6, 150.0), 0.25);
        near(payable_with_voucher(0.1, 0.6, 0.05), 0.15);
        assert_eq!(payable_with_voucher(0.0, 0.6, 150.0), 0.0);
    }
}
