//! Strategy choice (4.2): what a strategy is worth to a label, whether the label can pay for it, and the plan of a work.

use crate::math;
use crate::units::{PerStrategy, Strategy};

/// Fans relative to those of the start of a label without any, so that their logarithm is finite.
pub const LEAST_RELATIVE_FANDOM: f64 = 1e-12;

/// Part of the coordination cost in a work of each strategy: none in touring and tie-ins, half in balanced works.
pub const COORDINATION_SHARE: PerStrategy<f64> = PerStrategy([0.0, 0.0, 1.0, 0.5]);

/// RB = `reference_budget`_T Z, M KRW: the budget of a work by the label's tier and size Z.
#[inline(always)]
pub fn reference_budget(of_tier: f64, size: f64) -> f64 {
    of_tier * size
}

/// frag = 1 / (1 + (cash)+ / (FX + started works * RB)), from 0 (safe) to 1 (nothing at hand); money in M KRW.
#[inline(always)]
pub fn fragility(cash: f64, fixed_cost: f64, started: u32, budget: f64) -> f64 {
    let runway = cash.max(0.0) / (fixed_cost + f64::from(started) * budget);
    1.0 / (1.0 + runway)
}

/// What a label can pay from; all in M KRW but the debt limit, a share of the year's revenue.
#[derive(Clone, Copy, Debug, Default)]
pub struct Means {
    pub cash: f64,
    /// FX of the quarter.
    pub fixed_cost: f64,
    pub debt_limit: f64,
    /// Rev, the trailing revenue of a year.
    pub revenue_year: f64,
    pub bank_debt: f64,
    pub trailing_equity: f64,
}

/// funds / started works, M KRW, with funds = (cash - FX)+ + (`debt_limit`_T Rev - bank debt)+ + trailing equity.
#[inline(always)]
pub fn funds_per_work(means: Means, started: u32) -> f64 {
    let own = (means.cash - means.fixed_cost).max(0.0);
    let credit = (means.debt_limit * means.revenue_year - means.bank_debt).max(0.0);
    (own + credit + means.trailing_equity) / f64::from(started)
}

/// kap = clip(`capability_slope` (Kp - mean Kp of the tier), -1, 1): what K is in tie-ins and partnerships.
#[inline(always)]
pub fn capability_on_platforms(platform_capability: f64, tier_mean: f64, slope: f64) -> f64 {
    (slope * (platform_capability - tier_mean)).clamp(-1.0, 1.0)
}

/// fam = `fandom_slope` clip(lf - mean lf of the tier, -1, 1): what K is in touring.
#[inline(always)]
pub fn capability_in_touring(log_fandom: f64, tier_mean: f64, slope: f64) -> f64 {
    slope * (log_fandom - tier_mean).clamp(-1.0, 1.0)
}

/// (kap + fam) / 2: what K is in balanced works.
#[inline(always)]
pub fn capability_in_both(on_platforms: f64, in_touring: f64) -> f64 {
    (on_platforms + in_touring) / 2.0
}

/// Partnership needs Kp >= `partnership_threshold`, a current partner, or a place of a brokerage programme.
#[inline(always)]
pub fn partnership_open(platform_capability: f64, threshold: f64, has_partner: bool, waived: bool) -> bool {
    (platform_capability >= threshold) | has_partner | waived
}

/// What a label sees of a strategy: A, d (share of cost), I, K, and its own frag.
#[derive(Clone, Copy, Debug, Default)]
pub struct Prospect {
    pub attraction: f64,
    pub announced: f64,
    pub imitation: f64,
    pub capability: f64,
    pub fragility: f64,
}

/// What the terms of a strategy's utility weigh.
#[derive(Clone, Copy, Debug, Default)]
pub struct Taste {
    /// `policy_weight` `strategy_cost`_k: support is a share of the cost, utility of the reference budget
    pub support: f64,
    /// `imitation_weight`
    pub imitation: f64,
    /// `capability_weight`
    pub capability: f64,
    /// `risk_weight` V_k
    pub risk: f64,
}

/// `policy_weight` `strategy_cost`_k: weight of support, which is a share of the cost, in a utility in reference budgets.
#[inline(always)]
pub fn support_weight(policy_weight: f64, strategy_cost: f64) -> f64 {
    policy_weight * strategy_cost
}

/// The six terms of a strategy's utility (4.2), kept apart for explanation.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct UtilityTerms {
    /// Own experience: the attraction.
    pub experience: f64,
    /// Announced support, weighted.
    pub support: f64,
    /// Imitation, weighted.
    pub imitation: f64,
    /// Capability, weighted.
    pub capability: f64,
    /// Perceived risk, weighted; negative.
    pub risk: f64,
    /// Cost of switching; negative or 0.
    pub switching: f64,
}

impl UtilityTerms {
    /// Utility: the sum of the terms, in this order.
    #[inline(always)]
    pub fn sum(&self) -> f64 {
        self.experience + self.support + self.imitation + self.capability + self.risk + self.switching
    }
}

/// U = A + `policy_weight` `strategy_cost`_k d + `imitation_weight` I + `capability_weight` K - `risk_weight` V frag, term by term; the
/// switching cost belongs to the act and is 0 here.
#[inline(always)]
pub fn utility_terms(taste: Taste, prospect: Prospect) -> UtilityTerms {
    UtilityTerms {
        experience: prospect.attraction,
        support: taste.support * prospect.announced,
        imitation: taste.imitation * prospect.imitation,
        capability: taste.capability * prospect.capability,
        risk: -(taste.risk * prospect.fragility),
        switching: 0.0,
    }
}

/// `smallest_scale` RB `strategy_cost`_k, M KRW: what a work costs at the least, without support.
#[inline(always)]
pub fn least_cost(smallest_scale: f64, budget: f64, strategy_cost: f64) -> f64 {
    smallest_scale * budget * strategy_cost
}

/// Affordable: funds of a work >= its least cost * (1 - d).
#[inline(always)]
pub fn affordable(funds: f64, least_cost: f64, announced: f64) -> bool {
    funds >= least_cost * (1.0 - announced)
}

/// beta (U - best U), whose exp is the weight of a choice; -inf, so a weight of 0, where a strategy is not feasible.
#[inline(always)]
pub fn choice_exponent(utility: f64, best: f64, intensity: f64) -> f64 {
    if utility == f64::NEG_INFINITY { utility } else { intensity * (utility - best) }
}

/// The strategy that a work takes: P(k) in proportion to the weights, drawn with one u in (0, 1) against the cumulated
/// P in the order of strategies; a bound work takes partnership. `None` where none is feasible.
pub fn taken(bound: bool, feasible: &PerStrategy<bool>, draw: f64, weights: &PerStrategy<f64>) -> Option<Strategy> {
    if bound {
        return Some(Strategy::Partnership);
    }
    let target = draw * weights.iter().sum::<f64>();
    // What is not feasible weighs nothing, so the draw cannot fall on it.
    let (mut cumulated, mut passed) = (0.0, 0);
    for weight in weights.iter() {
        cumulated += weight;
        passed += usize::from(target >= cumulated);
    }
    if passed < Strategy::COUNT { Some(Strategy::at(passed)) } else { Strategy::ALL.into_iter().rev().find(|k| feasible[k.index()]) }
}

/// s = (1 - d)^-`budget_elasticity`, exactly 1 without support: the scale of a work, relative to its reference cost.
#[inline(always)]
pub fn scale(announced: f64, elasticity: f64) -> f64 {
    if announced > 0.0 { math::pow(1.0 - announced, -elasticity) } else { 1.0 }
}

/// co = `coordination_cost` (1 - Kp) RB times the strategy's share of it ([`COORDINATION_SHARE`]), M KRW.
#[inline(always)]
pub fn coordination_cost(share: f64, cost: f64, platform_capability: f64, budget: f64) -> f64 {
    share * (cost * (1.0 - platform_capability) * budget)
}

/// cost_x = ref s + co, M KRW; `waived` is the part of co that a brokerage place takes off.
#[inline(always)]
pub fn work_cost(reference_cost: f64, scale: f64, coordination: f64, waived: f64) -> f64 {
    reference_cost * scale + (coordination - waived)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn close(found: f64, by_hand: f64) {
        assert!((found - by_hand).abs() < 1e-12, "{found} instead of {by_hand}");
    }

    #[test]
    fn fragility_falls_with_the_works_that_cash_pays() {
        // 300 / (20 + 2 * 40) = 3 quarters, so 1 / 4.
        close(fragility(300.0, 20.0, 2, reference_budget(20.0, 2.0)), 0.25);
        assert_eq!(fragility(0.0, 20.0, 2, 40.0), 1.0);
        assert_eq!(fragility(-500.0, 20.0, 2, 40.0), 1.0, "debts count as no cash");
    }

    #[test]
    fn funds_are_cash_over_fixed_cost_open_credit_and_equity_shared_by_the_works() {
        let means = Means { cash: 100.0, fixed_cost: 40.0, debt_limit: 0.5, revenue_year: 200.0, bank_debt: 70.0, trailing_equity: 6.0 };
        // (60 + (100 - 70) + 6) / 3 = 32
        close(funds_per_work(means, 3), 32.0);
        // No cash beyond the fixed cost: (0 + 30 + 6) / 3 = 12
        close(funds_per_work(Means { cash: 10.0, ..means }, 3), 12.0);
        // No credit beyond the limit: (60 + 0 + 6) / 3 = 22
        close(funds_per_work(Means { bank_debt: 130.0, ..means }, 3), 22.0);
    }

    #[test]
    fn capability_counts_from_the_mean_of_the_tier_and_is_clipped() {
        // 2 * (0.6 - 0.5) = 0.2, and -0.4 below the mean
        close(capability_on_platforms(0.6, 0.5, 2.0), 0.2);
        close(capability_on_platforms(0.3, 0.5, 2.0), -0.4);
        // The slope comes before the clip: 20 * 0.1 = 2 and -2
        assert_eq!(capability_on_platforms(0.6, 0.5, 20.0), 1.0);
        assert_eq!(capability_on_platforms(0.4, 0.5, 20.0), -1.0);
        // 0.3 * (2.5 - 2) = 0.15; here the clip comes before the slope: 0.3 * clip(5) = 0.3
        close(capability_in_touring(2.5, 2.0, 0.3), 0.15);
        assert_eq!(capability_in_touring(7.0, 2.0, 0.3), 0.3);
        assert_eq!(capability_in_touring(-3.0, 2.0, 0.3), -0.3);
        // (0.2 - 0.6) / 2
        close(capability_in_both(0.2, -0.6), -0.2);
    }

    #[test]
    fn capability_a_partner_or_a_place_opens_partnership() {
        assert!(partnership_open(0.4, 0.4, false, false), "the threshold itself is enough");
        assert!(!partnership_open(0.39, 0.4, false, false));
        assert!(partnership_open(0.1, 0.4, true, false));
        assert!(partnership_open(0.1, 0.4, false, true));
    }

    #[test]
    fn support_counts_by_what_the_strategy_costs() {
        // Three tenths of a cost of 0.6 budgets.
        let taste = Taste { support: support_weight(1.0, 0.6), ..Taste::default() };
        close(utility_terms(taste, Prospect { announced: 0.3, ..Prospect::default() }).support, 0.18);
        close(support_weight(0.5, 0.6), 0.3);
    }

    #[test]
    fn utility_adds_what_attracts_and_takes_off_risk() {
        let taste = Taste { support: 2.0, imitation: 0.5, capability: 3.0, risk: 0.4 };
        let prospect = Prospect { attraction: 0.1, announced: 0.25, imitation: -0.6, capability: 0.2, fragility: 0.5 };
        let terms = utility_terms(taste, prospect);
        close(terms.experience, 0.1);
        close(terms.support, 0.5);
        close(terms.imitation, -0.3);
        close(terms.capability, 0.6);
        close(terms.risk, -0.2);
        // 0.1 + 0.5 - 0.3 + 0.6 - 0.2 = 0.7
        close(terms.sum(), 0.7);
    }

    #[test]
    fn a_strategy_is_affordable_from_its_least_cost_after_support_on() {
        // 0.5 * 80 * 1.25 = 50; with a fifth supported 40.
        let least = least_cost(0.5, 80.0, 1.25);
        close(least, 50.0);
        assert!(affordable(50.0, least, 0.0), "the cost itself is enough");
        assert!(!affordable(49.9, least, 0.0));
        assert!(affordable(40.1, least, 0.2));
        assert!(!affordable(39.9, least, 0.2));
        assert!(affordable(f64::INFINITY, least, 0.0), "the burn-in has money without limit");
    }

    #[test]
    fn the_best_strategy_has_exponent_0_and_others_less_by_intensity() {
        assert_eq!(choice_exponent(0.7, 0.7, 5.0), 0.0);
        // 5 * (0.5 - 0.7) = -1
        close(choice_exponent(0.5, 0.7, 5.0), -1.0);
        assert_eq!(choice_exponent(f64::NEG_INFINITY, 0.7, 5.0), f64::NEG_INFINITY);
        assert_eq!(choice_exponent(f64::NEG_INFINITY, f64::NEG_INFINITY, 5.0), f64::NEG_INFINITY, "no strategy is feasible");
        assert_eq!(choice_exponent(f64::NEG_INFINITY, 0.7, 0.0), f64::NEG_INFINITY, "even where all others are alike");
    }

    #[test]
    fn support_makes_a_work_larger_and_none_leaves_it_alone() {
        // (1 - 0.75)^-0.5 = 2
        close(scale(0.75, 0.5), 2.0);
        assert_eq!(scale(0.0, 0.5), 1.0);
    }

    #[test]
    fn coordination_falls_with_capability_and_a_place_waives_it() {
        // 0.5 * (0.2 * (1 - 0.75) * 80) = 2
        let coordination = coordination_cost(COORDINATION_SHARE[Strategy::Balanced.index()], 0.2, 0.75, 80.0);
        close(coordination, 2.0);
        close(coordination_cost(COORDINATION_SHARE[Strategy::Partnership.index()], 0.2, 0.75, 80.0), 4.0);
        assert_eq!(coordination_cost(COORDINATION_SHARE[Strategy::Touring.index()], 0.2, 0.75, 80.0), 0.0);
        assert_eq!(coordination_cost(COORDINATION_SHARE[Strategy::TieIn.index()], 0.2, 0.75, 80.0), 0.0);
        // 100 * 1.5 + 2 = 152, and 150 where all is waived
        close(work_cost(100.0, 1.5, coordination, 0.0), 152.0);
        close(work_cost(100.0, 1.5, coordination, coordination), 150.0);
    }

    const OPEN: PerStrategy<bool> = PerStrategy([true, false, true, true]);

    /// Weights 1, 0, 1, 2: a quarter of the draws takes touring, none a tie-in, a quarter partnership, half balanced.
    fn of_draw(draw: f64) -> Option<Strategy> {
        taken(false, &OPEN, draw, &PerStrategy([1.0, 0.0, 1.0, 2.0]))
    }

    #[test]
    fn a_draw_falls_on_a_strategy_by_its_part_of_the_weights() {
        use Strategy::{Balanced, Partnership, Touring};
        assert_eq!([0.01, 0.24, 0.25, 0.49, 0.5, 0.99].map(of_draw), [Touring, Touring, Partnership, Partnership, Balanced, Balanced].map(Some));
    }

    #[test]
    fn a_draw_that_rounding_leaves_beyond_all_weights_takes_the_last_that_is_feasible() {
        let feasible = PerStrategy([true, true, false, false]);
        assert_eq!(taken(false, &feasible, 1.0, &PerStrategy([0.5, 0.5, 0.0, 0.0])), Some(Strategy::TieIn));
    }

    #[test]
    fn a_bound_work_takes_partnership_and_without_a_feasible_strategy_there_is_none() {
        assert_eq!(taken(true, &PerStrategy([false; 4]), 0.1, &PerStrategy([1.0; 4])), Some(Strategy::Partnership));
        assert_eq!(taken(false, &PerStrategy([false; 4]), 0.5, &PerStrategy([0.0; 4])), None);
    }
}
