//! What labels, the press and investors learn of a quarter (4.2, call 12) and what investors see of labels (4.8).

use super::remembered;
use crate::units::Market;

/// att = sum over m of S_m pool_m: attention that a work wins, M KRW a year.
#[inline(always)]
pub fn attention(shares: [f64; Market::COUNT], pools: [f64; Market::COUNT]) -> f64 {
    shares.iter().zip(pools).fold(0.0, |sum, (share, pool)| sum + share * pool)
}

/// How the press weighs a work by its attention: `salience_weight`, `salience_floor` and `salience_ceiling`.
pub struct Salience {
    pub weight: f64,
    pub floor: f64,
    pub ceiling: f64,
}

/// w = 1 + weight * clip(att / mean att of the tier - floor, 0, ceiling); the ratio is 0 where the mean is 0.
#[inline(always)]
pub fn salience(attention: f64, tier_attention: f64, tier_works: f64, press: &Salience) -> f64 {
    let relative = attention * tier_works / tier_attention;
    let relative = if tier_attention > 0.0 { relative } else { 0.0 };
    1.0 + press.weight * (relative - press.floor).clamp(0.0, press.ceiling)
}

/// V^2 <- mem V^2 + (1 - mem) (x - ind)^2: square of the perceived volatility of a strategy, from a mean payoff x.
#[inline(always)]
pub fn volatility_squared(old: f64, mean_payoff: f64, industry: f64, memory: f64) -> f64 {
    let surprise = mean_payoff - industry;
    memory * old + (1.0 - memory) * surprise * surprise
}

/// x = (sum w pi + n0/2 (ind + old)) / (sum w + n0): what the press of a tier finds, shrunk to the industry and its past.
#[inline(always)]
pub fn press_finding(weighted_payoffs: f64, weights: f64, industry: f64, old: f64, shrinkage: f64) -> f64 {
    let prior = shrinkage / 2.0 * (industry + old);
    (weighted_payoffs + prior) / (weights + shrinkage)
}

/// delta press + (1 - delta) A: what a label takes a strategy for that it did not use.
#[inline(always)]
pub fn forgone_payoff(attraction: f64, press: f64, forgone_weight: f64) -> f64 {
    forgone_weight * press + (1.0 - forgone_weight) * attraction
}

/// pi_start <- mi pi_start + (1 - mi) sum w pi / sum w: what entrants hold of startups.
#[inline(always)]
pub fn startup_view(old: f64, weighted_payoffs: f64, weights: f64, memory: f64) -> f64 {
    memory * old + (1.0 - memory) * weighted_payoffs / weights
}

/// sent <- ms sent + (1 - ms) clip(ind - mean payoff of the quarter, -1, 1): sentiment of investors for a strategy.
#[inline(always)]
pub fn sentiment(old: f64, industry: f64, mean_payoff: f64, memory: f64) -> f64 {
    remembered(old, (industry - mean_payoff).clamp(-1.0, 1.0), memory)
}

/// clip(profit / max(cost, 1e-9), -1, 2): return on the cost of a quarter.
#[inline(always)]
pub fn return_on_cost(profit: f64, cost: f64) -> f64 {
    (profit / cost.max(1e-9)).clamp(-1.0, 2.0)
}

/// mix <- memory (mix + 0.1 works): how much of a strategy investors see in a label.
#[inline(always)]
pub fn strategy_mix(old: f64, works: f64, memory: f64) -> f64 {
    memory * (old + 0.1 * works)
}

#[cfg(test)]
mod tests {
    use super::*;

    const PRESS: Salience = Salience { weight: 0.5, floor: 1.0, ceiling: 4.0 };

    #[test]
    fn attention_is_the_share_of_each_market_times_its_money() {
        // 0.5 * 100 + 0.25 * 40 + 1 * 8 = 50 + 10 + 8
        let (shares, pools) = ([0.5, 0.25, 0.0, 0.0, 0.0, 0.0, 1.0], [100.0, 40.0, 1.0, 2.0, 3.0, 4.0, 8.0]);
        assert_eq!(attention(shares, pools), 68.0);
    }

    #[test]
    fn a_work_counts_more_by_its_attention_above_the_floor_and_up_to_the_ceiling() {
        // Mean of the tier 20 / 4 = 5; 15 is 3 times it: 1 + 0.5 (3 - 1)
        assert_eq!(salience(15.0, 20.0, 4.0, &PRESS), 2.0);
        // 0.8 of the mean is below the floor
        assert_eq!(salience(4.0, 20.0, 4.0, &PRESS), 1.0);
        // 8 times the mean: 1 + 0.5 * 4
        assert_eq!(salience(40.0, 20.0, 4.0, &PRESS), 3.0);
    }

    #[test]
    fn works_of_a_tier_without_attention_all_count_once() {
        assert_eq!(salience(0.0, 0.0, 3.0, &PRESS), 1.0);
        let from_zero = Salience { floor: -1.0, ..PRESS };
        // Ratio 0 and floor -1: 1 + 0.5 (0 + 1)
        assert_eq!(salience(0.0, 0.0, 3.0, &from_zero), 1.5);
    }

    #[test]
    fn volatility_remembers_the_square_of_a_surprise_of_either_sign() {
        // 0.75 * 0.4 + 0.25 * (0.5 - 0.1)^2 = 0.3 + 0.04
        assert!((volatility_squared(0.4, 0.5, 0.1, 0.75) - 0.34).abs() < 1e-15);
        assert_eq!(volatility_squared(0.4, 0.5, 0.1, 0.75), volatility_squared(0.4, -0.5, -0.1, 0.75));
    }

    #[test]
    fn the_press_of_a_tier_falls_back_on_the_industry_and_its_own_past() {
        // (3 + 2/2 (0.5 + 0.25)) / (6 + 2) = 3.75 / 8
        assert_eq!(press_finding(3.0, 6.0, 0.5, 0.25, 2.0), 0.46875);
        // Without works the mean of both: (0.5 + 0.25) / 2
        assert_eq!(press_finding(0.0, 0.0, 0.5, 0.25, 2.0), 0.375);
        // Without shrinkage the mean of the works: 3 / 6
        assert_eq!(press_finding(3.0, 6.0, 0.5, 0.25, 0.0), 0.5);
    }

    #[test]
    fn an_unused_strategy_is_taken_for_what_the_press_says_as_far_as_it_is_believed() {
        // 0.25 * 0.8 + 0.75 * 0.4 = 0.2 + 0.3
        assert!((forgone_payoff(0.4, 0.8, 0.25) - 0.5).abs() < 1e-15);
        assert_eq!(forgone_payoff(0.4, 0.8, 0.0), 0.4);
        assert_eq!(forgone_payoff(0.4, 0.8, 1.0), 0.8);
    }

    #[test]
    fn entrants_remember_the_weighted_mean_of_startups() {
        // 0.75 * 0.2 + 0.25 * 3 / 6 = 0.15 + 0.125
        assert!((startup_view(0.2, 3.0, 6.0, 0.75) - 0.275).abs() < 1e-15);
    }

    #[test]
    fn sentiment_follows_a_strategy_that_does_better_than_all_within_limits() {
        // 0.5 * 0.2 + 0.5 (0.7 - 0.3) = 0.1 + 0.2
        assert!((sentiment(0.2, 0.7, 0.3, 0.5) - 0.3).abs() < 1e-15);
        // 0.5 * 0.2 + 0.5 * 1, and with -1
        assert!((sentiment(0.2, 5.0, 1.0, 0.5) - 0.6).abs() < 1e-15);
        assert!((sentiment(0.2, 1.0, 5.0, 0.5) + 0.4).abs() < 1e-15);
    }

    #[test]
    fn a_return_is_profit_by_cost_within_minus_one_and_two() {
        assert_eq!(return_on_cost(3.0, 4.0), 0.75);
        assert_eq!(return_on_cost(-9.0, 4.0), -1.0);
        assert_eq!(return_on_cost(9.0, 4.0), 2.0);
        // Without cost nothing is divided by zero.
        assert_eq!(return_on_cost(0.0, 0.0), 0.0);
        assert_eq!(return_on_cost(1.0, 0.0), 2.0);
    }

    #[test]
    fn investors_forget_a_strategy_that_is_not_used() {
        // 0.75 (0.2 + 0.1 * 2) = 0.3
        assert!((strategy_mix(0.2, 2.0, 0.75) - 0.3).abs() < 1e-15);
        assert!((strategy_mix(0.2, 0.0, 0.75) - 0.15).abs() < 1e-15);
    }
}
