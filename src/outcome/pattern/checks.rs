//! What is asked of the model without having been tuned to: no value of the baseline and no world was chosen by it.

use super::labels::{concentration_of_four, mean_of_small, share_that_grows};
use super::{Pattern, PatternTest};
use crate::math;
use crate::model::{History, YearTotals};
use crate::outcome::find;
use crate::outcome::window::{mean_years, sum_years};

/// All checks. Their ranges are what is published; where two sources or years differ, both ends.
pub const CHECKS: &[Pattern] = &[
    Pattern {
        id: "C01",
        name: "survival of entrants, 5 years",
        definition: "startup_survival_5y",
        unit: "share",
        low: 0.134,
        high: 0.343,
        source: "Arts, sports and leisure 0.134-0.205 (F059), all industries 0.296-0.343 (F060)",
        grade: "A",
        check: PatternTest::Mean(|h| find("startup_survival_5y").expect("an outcome").value(h)),
        of_year: None,
    },
    Pattern {
        id: "C02",
        name: "labels become more",
        definition: "(ln of the living labels at the end of the last year - ln of those at the end of the first) / years between",
        unit: "1/yr",
        low: 0.10,
        high: 0.16,
        source: "Registered agencies of all pop culture: 1,952 in 2016, 4,471 in 2024, 0.10 log points a year; 0.15 from 2022 to 2024 (F048, F049)",
        grade: "A",
        check: PatternTest::Mean(growth_of_labels),
        of_year: None,
    },
    Pattern {
        id: "C03",
        name: "new labels a year",
        definition: "entries",
        unit: "labels/yr",
        low: 26.0,
        high: 65.0,
        source: "Debuts of idol groups, 2009-2016 (F069); an entrant of the model has one act",
        grade: "B",
        check: PatternTest::Mean(|h| find("entries").expect("an outcome").value(h)),
        of_year: None,
    },
    Pattern {
        id: "C04",
        name: "new labels that grow",
        definition: "Entrants that leave tier startup upwards within 20 quarters / entrants born 20 quarters or more before the end",
        unit: "share",
        low: 0.02,
        high: 0.20,
        source: "Of debuted groups 0.02-0.04 become widely known (F070), 0.20 pay off (F071)",
        grade: "C",
        check: PatternTest::Mean(share_that_grows),
        of_year: None,
    },
    Pattern {
        id: "C05",
        name: "creators: mean income below the top 1 %",
        definition: "creator_income_mean (1 - creator_income_top1) / 0.99, year by year, mean over years",
        unit: "M KRW/yr",
        low: 11.0,
        high: 39.0,
        source: "Singers below the top 1 %: 11 in 2021 (F077); 39 in 2016, from the shares and the mean of the bottom 90 % (F074, F078)",
        grade: "B",
        check: PatternTest::Mean(|h| mean_years(&h.years, below_the_top)),
        of_year: None,
    },
    Pattern {
        id: "C06",
        name: "concentration within the four largest",
        definition: "Herfindahl index of the revenue of the last four quarters within the four largest labels",
        unit: "index",
        low: 0.32,
        high: 0.35,
        source: "0.324 in 2018, 0.345 in 2023 (F031); the spread of majors' fans at the start was set by it, what ten years make of it was not",
        grade: "C",
        check: PatternTest::Mean(concentration_of_four),
        of_year: None,
    },
    Pattern {
        id: "C07",
        name: "revenue of a small label",
        definition: "Mean revenue of living labels of tier small, last four quarters, tier at the end",
        unit: "bn KRW",
        low: 2.1,
        high: 3.1,
        source: "Small agencies 2.6 bn in 2014, 2.1 bn in 2016 (F051); high: the former in prices of 2024, a fifth above",
        grade: "B",
        check: PatternTest::Mean(mean_of_small),
        of_year: None,
    },
    Pattern {
        id: "C08",
        name: "wins for a nomination",
        definition: "Wins of both tiers / nominations, sums over the run",
        unit: "share",
        low: 0.03,
        high: 0.20,
        source: "One win in 15 nominations, 2021-2026; by chance 0.13-0.20 (F142)",
        grade: "C",
        check: PatternTest::Mean(wins_for_a_nomination),
        of_year: None,
    },
    Pattern {
        id: "C09",
        name: "Korean share of US attention at the end",
        definition: "korean_share_us",
        unit: "share",
        low: 0.005,
        high: 0.010,
        source: "Korean-language songs have 0.7 % of the streams of the 10,000 most streamed songs in the US (F128)",
        grade: "B",
        check: PatternTest::Mean(|h| find("korean_share_us").expect("an outcome").value(h)),
        of_year: None,
    },
];

/// Growth of the number of living labels from the end of the first year to that of the last; none below two years.
fn growth_of_labels(h: &History) -> Option<f64> {
    let living = |t: usize| h.quarters[t].living.iter().map(|n| f64::from(*n)).sum::<f64>();
    let (first, last) = (3, h.quarters.len().checked_sub(1).filter(|last| *last >= 7)?);
    let (before, after) = (living(first), living(last));
    (before > 0.0 && after > 0.0).then(|| (math::ln(after) - math::ln(before)) / ((last - first) as f64 / 4.0))
}

/// Mean income of a year of creators that are not among the best-paid 1 %, M KRW.
fn below_the_top(year: &YearTotals) -> Option<f64> {
    Some(year.creator_mean * (1.0 - year.creator_top1?) / 0.99)
}

fn wins_for_a_nomination(h: &History) -> Option<f64> {
    let nominations = sum_years(&h.years, |y| f64::from(y.nominations));
    let wins = sum_years(&h.years, |y| y.wins.iter().map(|n| f64::from(*n)).sum());
    (nominations > 0.0).then(|| wins / nominations)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::QuarterTotals;
    use crate::units::{PerAward, PerTier};

    #[test]
    fn the_number_of_labels_grows_by_its_logarithm_a_year() {
        let quarter = |living: u32| QuarterTotals { living: PerTier([0, 0, 0, living]), ..QuarterTotals::default() };
        let mut h = History { quarters: vec![quarter(1); 12], ..History::default() };
        (h.quarters[3], h.quarters[11]) = (quarter(100), quarter(400));
        // ln 4 over two years
        assert!((growth_of_labels(&h).unwrap() - std::f64::consts::LN_2).abs() < 1e-6);
        h.quarters.truncate(7);
        assert_eq!(growth_of_labels(&h), None);
    }

    #[test]
    fn income_below_the_top_leaves_out_what_the_top_earns() {
        // 99 of 100 share 100 * 50 * (1 - 0.505) = 2475
        let year = YearTotals { creator_mean: 50.0, creator_top1: Some(0.505), ..YearTotals::default() };
        assert!((below_the_top(&year).unwrap() - 25.0).abs() < 1e-9);
        assert_eq!(below_the_top(&YearTotals::default()), None);
    }

    #[test]
    fn wins_of_both_tiers_are_counted_for_all_nominations() {
        let year = |premiere, televised, nominations| YearTotals { wins: PerAward([premiere, televised]), nominations, ..YearTotals::default() };
        let h = History { years: vec![year(2, 1, 6), year(0, 0, 4)], ..History::default() };
        assert_eq!(wins_for_a_nomination(&h), Some(0.3));
        assert_eq!(wins_for_a_nomination(&History::default()), None);
    }
}
