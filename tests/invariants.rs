//! What the baseline must show at its default values: it starts where it should, stays within bounds, and a small
//! policy is seen because twins share their luck.
//!
//! Seeds are fixed, so nothing fails by chance from run to run. Each bound is the specification's (section 9); how far
//! the means were from it when the test was written is told beside it, with their standard error.

mod common;

use std::sync::LazyLock;

use common::{histories, paired, results, scenario, short, values};
use topline::experiment::Results;
use topline::model::{History, QuarterTotals};
use topline::outcome::{OUTCOMES, VERDICTS};
use topline::scenario::{Scenario, registry};
use topline::units::{Market, Strategy, Tier};

const REPLICATES: u32 = 30;
/// Twenty years.
const QUARTERS: usize = 80;
/// Ten years, the length of a shipped run.
const SHIPPED: usize = 40;

static BASELINE: LazyLock<Scenario> = LazyLock::new(|| short("baseline", QUARTERS));
static RUNS: LazyLock<Vec<History>> = LazyLock::new(|| histories(&BASELINE, REPLICATES));

/// Mean over replicates.
fn mean(of: impl Fn(&History) -> f64) -> f64 {
    RUNS.iter().map(of).sum::<f64>() / RUNS.len() as f64
}

#[test]
fn the_korean_share_of_every_market_starts_at_its_initial_value() {
    for m in Market::ALL.map(Market::index) {
        let ratio = mean(|h| h.quarters[0].korean_share[m]) / BASELINE.parameters.initial_korean_share[m];
        // Between 0.999 (kr) and 1.024 (eu); standard error 0.004 to 0.015.
        assert!((ratio - 1.0).abs() < 0.05, "{}: {ratio:.4} of the initial share in quarter 0", Market::at(m));
    }
}

#[test]
fn the_fans_of_every_market_are_about_as_many_after_the_first_year() {
    for m in Market::ALL.map(Market::index) {
        let ratio = mean(|h| h.quarters[3].fandom[m]) / BASELINE.parameters.initial_fandom[m];
        // Fans have settled before the run: 0.90 (eu) is the farthest.
        assert!((ratio - 1.0).abs() < 0.15, "{}: {ratio:.4} of the initial fans after a year", Market::at(m));
    }
}

#[test]
fn no_market_share_doubles_or_halves_in_twenty_years() {
    for m in Market::ALL.map(Market::index) {
        let start = mean(|h| h.quarters[0].korean_share[m]);
        for t in 0..QUARTERS {
            let ratio = mean(|h| h.quarters[t].korean_share[m]) / start;
            // At the end between 1.00 (kr) and 1.63 (row).
            assert!(ratio > 0.5 && ratio < 2.0, "{}, quarter {t}: {ratio:.3} of the share of the start", Market::at(m));
        }
    }
}

#[test]
fn neither_fans_nor_labels_nor_revenue_explode_or_collapse_in_twenty_years() {
    let p = &BASELINE.parameters;
    let labels: usize = p.label_count.iter().sum();
    for t in 0..QUARTERS {
        for m in Market::ALL.map(Market::index) {
            let ratio = mean(|h| h.quarters[t].fandom[m]) / p.initial_fandom[m];
            // Between 0.86 (cn after ten years) and 1.11 (jp at the end).
            assert!(ratio > 0.5 && ratio < 2.0, "{}, quarter {t}: {ratio:.3} of the initial fans", Market::at(m));
        }
        let living = mean(|h| h.quarters[t].living.iter().sum::<u32>().into()) / labels as f64;
        assert!(living > 0.5, "quarter {t}: {living:.3} of the labels live");
        for tier in Tier::ALL {
            assert!(mean(|h| h.quarters[t].living[tier.index()].into()) >= 1.0, "quarter {t}: no {tier} is left");
        }
        // Money of the markets grows by 4.4 % a year together, 2.4 times in twenty years.
        let revenue = mean(|h| h.quarters[t].revenue()) / mean(|h| h.quarters[0].revenue());
        assert!(revenue > 0.5 && revenue < 3.0, "quarter {t}: {revenue:.3} of the revenue of the start");
    }
}

#[test]
fn labels_stand_apart_in_identity_no_more_than_numbers_of_zero_to_one_can() {
    // Half of them at 0 and half at 1 have a standard deviation of 1/2, and nothing has more.
    let apart = RUNS.iter().flat_map(|history| &history.quarters).filter_map(|quarter| quarter.identity_sd);
    assert!(apart.clone().count() > QUARTERS);
    apart.for_each(|sd| assert!(sd > 0.0 && sd <= 0.5, "{sd}"));
}

#[test]
fn revenue_does_not_end_with_one_label() {
    for t in 0..QUARTERS {
        let hhi = mean(|h| h.quarters[t].hhi);
        // 0.25 in quarter 0, 0.16 in quarter 79; standard error 0.02.
        assert!(hhi < 0.5, "quarter {t}: HHI {hhi:.3}");
    }
}

/// Share of a strategy in the works of a year.
fn share(history: &History, strategy: Strategy, year: usize) -> f64 {
    let quarters = &history.quarters[4 * year..4 * year + 4];
    let sum = |f: fn(&QuarterTotals, usize) -> u32| quarters.iter().map(|quarter| f(quarter, strategy.index())).sum::<u32>();
    f64::from(sum(|quarter, k| quarter.works[k])) / f64::from(sum(|quarter, _| quarter.works_made()))
}

#[test]
fn every_strategy_is_alive_in_every_year_of_every_replicate() {
    for strategy in Strategy::ALL {
        for year in 0..QUARTERS / 4 {
            let shares: Vec<f64> = RUNS.iter().map(|history| share(history, strategy, year)).collect();
            // In 27 of 30 replicates none is ever below 0.02; the least is 0.0037 (tie_in in one year, back at 0.02 in two),
            // the most some 0.5 (balanced).
            assert!(shares.iter().all(|share| *share > 0.002 && *share < 0.9), "{strategy}, year {year}: {shares:.3?}");
            let mean = shares.iter().sum::<f64>() / shares.len() as f64;
            assert!(mean > 0.06, "{strategy}, year {year}: {mean:.3} on average");
        }
    }
}

/// Mean payoff of a strategy over the quarters of a shipped run.
fn payoff(history: &History, strategy: Strategy) -> f64 {
    let payoffs: Vec<f64> = history.quarters[..SHIPPED].iter().filter_map(|quarter| quarter.payoff[strategy.index()]).collect();
    payoffs.iter().sum::<f64>() / payoffs.len() as f64
}

/// A strategy that pays best throughout must be limited by access (the next test): touring is, by fans. Strategies open
/// to every label stay within a factor of 3.
#[test]
fn mean_payoffs_of_the_strategies_open_to_all_are_within_a_factor_of_three() {
    let open = [Strategy::Touring, Strategy::TieIn, Strategy::Balanced];
    let payoffs = open.map(|strategy| mean(|h| payoff(h, strategy)));
    let (least, most) = payoffs.iter().fold((f64::INFINITY, 0.0_f64), |(least, most), p| (least.min(*p), most.max(*p)));
    assert!(least > 0.0 && most / least < 3.0, "{open:?} pay {payoffs:.3?}: a factor of {:.2}", most / least);
    let partnership = mean(|h| payoff(h, Strategy::Partnership));
    assert!(partnership / least < 4.0, "partnership pays {partnership:.3} against {least:.3}");
}

#[test]
fn what_pays_best_throughout_is_limited_by_access() {
    let best = (0..SHIPPED / 4).map(|year| {
        let quarters = 4 * year..4 * year + 4;
        let of_run = |h: &History, k: usize| h.quarters[quarters.clone()].iter().filter_map(|q| q.payoff[k]).sum::<f64>();
        let of_year = |strategy: Strategy| mean(|h| of_run(h, strategy.index()));
        Strategy::ALL.into_iter().max_by(|a, b| of_year(*a).total_cmp(&of_year(*b))).unwrap()
    });
    let best: Vec<Strategy> = best.collect();
    // Partnership needs capability and a slot, touring fans; others pay best only for a while.
    let throughout = |strategy| best.iter().all(|k| *k == strategy);
    assert!(throughout(Strategy::Partnership) || throughout(Strategy::Touring) || best.iter().any(|k| *k != best[0]), "{best:?}");
    if throughout(Strategy::Partnership) {
        let open = scenario("baseline", &[("partnership_threshold", "0"), ("run.quarters", "20")]);
        let in_fifth_year = |runs: &[History]| runs.iter().map(|h| share(h, Strategy::Partnership, 4)).sum::<f64>() / runs.len() as f64;
        let (limited, free) = (in_fifth_year(&RUNS[..10]), in_fifth_year(&histories(&open, 10)));
        assert!(free > 1.2 * limited, "partnerships are {limited:.3} of works with the threshold of access and {free:.3} without");
    }
    if throughout(Strategy::Touring) {
        let fans: Vec<_> = registry::rows().iter().filter(|row| row.vector() == "initial_fandom").collect();
        let few: Vec<String> = fans.iter().map(|row| (0.5 * row.default.parse::<f64>().unwrap()).to_string()).collect();
        let settings: Vec<(&str, &str)> = fans.iter().map(|row| row.name.as_str()).zip(few.iter().map(String::as_str)).collect();
        let runs = histories(&scenario("baseline", &settings), 10);
        let [touring, partnership, balanced] = [Strategy::Touring, Strategy::Partnership, Strategy::Balanced]
            .map(|strategy| runs.iter().map(|h| payoff(h, strategy)).sum::<f64>() / runs.len() as f64);
        // 1.10, 1.03 and 1.14; with all of them 1.13, 1.07 and 0.91.
        assert!(touring < partnership.max(balanced), "with half the fans: {touring:.3}, {partnership:.3} and {balanced:.3}");
    }
}

/// Shipped policies of small strength, beside the baseline.
const SMALL: [&str; 4] = ["baseline", "production_grants", "creator_training", "music_tax_credit"];

static TWINS: LazyLock<Results> = LazyLock::new(|| {
    let scenarios: Vec<Scenario> = SMALL.iter().map(|name| short(name, SHIPPED)).collect();
    results(&scenarios.iter().collect::<Vec<_>>(), 40)
});

/// Variance of the paired difference over that of independent runs. Its relative standard error is about 0.3 with 40
/// pairs; measured were 0.008 to 0.054 for money, 0.005 to 0.11 for counts and 0.02 to 0.18 for shares.
#[track_caller]
fn shared_luck(outcome: &str, most: f64) {
    for (case, name) in SMALL.iter().enumerate().skip(1) {
        let reduction = paired(&TWINS, 0, case, outcome).variance_reduction.expect("the difference varies");
        let ratio = 1.0 / reduction;
        println!("{outcome}, {name}: {ratio:.3}");
        assert!(ratio <= most, "{outcome} under {name}: a ratio of {ratio:.3}; near 1 a draw is keyed by a place in a list");
    }
}

#[test]
fn twins_under_a_small_policy_share_nine_tenths_of_their_luck_in_money() {
    for outcome in ["revenue", "export_revenue", "creator_income_mean"] {
        shared_luck(outcome, 0.1);
    }
}

#[test]
fn twins_under_a_small_policy_share_half_of_their_luck_in_counts_and_shares_of_works() {
    let counts = ["works", "entries", "exits", "startups_alive", "creator_exits", "chart_entries", "nominations", "wins_premiere"];
    let shares = ["touring_share", "tie_in_share", "partnership_share", "balanced_share", "placed_share"];
    for outcome in counts.into_iter().chain(shares) {
        shared_luck(outcome, 0.5);
    }
}

#[test]
fn every_outcome_of_the_baseline_varies_but_public_money() {
    let constant = ["public_cost", "tax_expenditure", "guarantee_losses", "budget_unused", "public_stake_value"];
    // Without a programme nothing is guaranteed or bought.
    let absent = ["guarantee_loss_rate", "fund_return"];
    for outcome in OUTCOMES.iter().filter(|outcome| !absent.contains(&outcome.name)) {
        let values: Vec<f64> = values(&TWINS, 0, outcome.name).into_iter().flatten().collect();
        assert!(values.len() > 5, "{} exists in {} replicates of 40", outcome.name, values.len());
        let varies = values.iter().any(|value| *value != values[0]);
        assert_eq!(varies, !constant.contains(&outcome.name), "{}: {:?}", outcome.name, &values[..5]);
        if outcome.name == "verdict" {
            assert!(values.iter().all(|value| (*value as usize) < VERDICTS.len()));
        }
    }
}
