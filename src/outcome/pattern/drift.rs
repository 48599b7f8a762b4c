//! P18: nothing drifts by more than evidence allows, from the first year of a run to the tenth.

use super::years::yearly;
use crate::math;
use crate::model::History;

/// First and last year that are compared.
pub const FROM_TO: [usize; 2] = [1, 10];

/// How far an outcome may go from the first year to the last.
#[derive(Clone, Copy, Debug)]
pub struct DriftBound {
    /// Outcome.
    pub outcome: &'static str,
    /// How the change is measured.
    pub change: Change,
    /// Largest fall, below 0.
    pub low: f64,
    /// Largest rise.
    pub high: f64,
    /// Why so much: facts, or `design` where there is no evidence of a trend.
    pub source: &'static str,
}

/// The change of a mean over replicates.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    /// Last less first.
    Difference,
    /// ln(last / first).
    Logarithm,
}

const fn bound(outcome: &'static str, change: Change, [low, high]: [f64; 2], source: &'static str) -> DriftBound {
    DriftBound { outcome, change, low, high, source }
}

const NO_TREND: &str = "design: no evidence of a trend";

/// All bounds.
pub const BOUNDS: &[DriftBound] = &[
    bound("profit_margin", Change::Difference, [-0.04, 0.04], "HYBE 0.136 to 0.082 in one year (F039)"),
    bound("major_revenue_share", Change::Difference, [-0.05, 0.05], "album share of the four largest 0.588 to 0.609 in five years (F026)"),
    bound("recorded_music_share", Change::Difference, [-0.04, 0.04], "SM 0.42 to 0.48 (F045)"),
    bound("concert_share", Change::Difference, [-0.04, 0.04], "counterpart of recorded music (F045)"),
    bound("platform_led_share", Change::Difference, [-0.05, 0.05], NO_TREND),
    bound("tie_in_share", Change::Difference, [-0.05, 0.05], NO_TREND),
    bound("partnership_share", Change::Difference, [-0.05, 0.05], NO_TREND),
    bound("balanced_share", Change::Difference, [-0.05, 0.05], NO_TREND),
    bound("touring_share", Change::Difference, [-0.05, 0.05], NO_TREND),
    bound("creator_income_median", Change::Logarithm, [-0.25, 0.25], "bottom 90 % of singers 8.7 M KRW in 2016, bottom 99 % 11 in 2021 (F074, F077)"),
    bound("creator_income_top1", Change::Difference, [-0.05, 0.29], "0.481 to 0.769 in 2014-2021 (F073-F076): a fall is against evidence"),
    bound("works", Change::Logarithm, [-0.10, 0.10], "design: agencies grow in number (F048, F049), slots are fixed"),
    bound("startups_alive", Change::Logarithm, [-0.10, 0.10], "design: agencies grow in number (F048, F049), slots are fixed"),
    bound("skipped_share", Change::Difference, [-0.03, 0.03], NO_TREND),
    bound("revenue", Change::Logarithm, [-0.09, 1.9], "no fall by 1 % a year; at most 0.21 log points a year (F008)"),
    bound("export_identity", Change::Difference, [-0.05, 0.05], "design; lyrics in English rise (F131), so a fall inside is no fault"),
    bound("export_autonomy", Change::Difference, [-0.05, 0.05], NO_TREND),
    bound("korean_share_us", Change::Logarithm, [-0.15, 0.15], "two counts differ by 0.25 in half a year (F127, F128); no trend is known"),
    bound("nominations", Change::Logarithm, [-0.35, 0.35], "3-5 in 2021-2023, 10-11 in 2026 (F140, F141)"),
];

impl DriftBound {
    /// Values of the first and the last year in a run.
    pub fn of_a_run(&self, h: &History) -> [Option<f64>; 2] {
        FROM_TO.map(|year| yearly(h, self.outcome, year))
    }

    /// Drift relative to its bound, from the means over replicates: at most 1 where evidence allows it. `None` where a
    /// logarithm of 0 would be needed.
    pub fn used(&self, [first, last]: [f64; 2]) -> Option<f64> {
        let change = match self.change {
            Change::Difference => last - first,
            Change::Logarithm if first > 0.0 && last > 0.0 => math::ln(last / first),
            Change::Logarithm => return None,
        };
        Some(change / if change < 0.0 { self.low } else { self.high })
    }
}

/// The outcome that uses most of its bound, and how much. Values are means over replicates in the order of [`BOUNDS`],
/// first and last year. `None` where one is missing.
pub fn farthest(means: &[[Option<f64>; 2]]) -> Option<(&'static str, f64)> {
    let mut farthest: Option<(&'static str, f64)> = None;
    for (bound, [first, last]) in BOUNDS.iter().zip(means) {
        let used = bound.used([(*first)?, (*last)?])?;
        if farthest.is_none_or(|(_, most)| used > most) {
            farthest = Some((bound.outcome, used));
        }
    }
    farthest
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{QuarterTotals, YearTotals};
    use crate::outcome::find;

    fn means(change: &[(&str, f64, f64)]) -> Vec<[Option<f64>; 2]> {
        let of = |bound: &DriftBound| change.iter().find(|(name, ..)| *name == bound.outcome).map_or([0.5, 0.5], |(_, first, last)| [*first, *last]);
        BOUNDS.iter().map(|bound| of(bound).map(Some)).collect()
    }

    #[test]
    fn every_bound_names_an_outcome_with_a_course_and_lets_it_stand_still() {
        for bound in BOUNDS {
            assert!(find(bound.outcome).is_some_and(|outcome| outcome.has_trajectory()), "{}", bound.outcome);
            assert!(bound.low < 0.0 && bound.high > 0.0 && !bound.source.is_empty(), "{}", bound.outcome);
        }
    }

    #[test]
    fn what_stands_still_uses_nothing_and_what_drifts_is_named() {
        assert_eq!(farthest(&means(&[])).unwrap().1, 0.0);
        // 0.08 of 0.04; shares of 0.02 of 0.05 are less.
        let (name, used) = farthest(&means(&[("profit_margin", 0.04, 0.12), ("tie_in_share", 0.12, 0.10)])).unwrap();
        assert!(name == "profit_margin" && (used - 2.0).abs() < 1e-12, "{name} {used}");
        // A fall is held to the bound of falls: 0.03 of 0.05, a rise by as much to 0.03 of 0.29.
        let used = |first, last| farthest(&means(&[("creator_income_top1", first, last)])).unwrap().1;
        assert!((used(0.50, 0.47) - 0.6).abs() < 1e-12 && (used(0.47, 0.50) - 0.03 / 0.29).abs() < 1e-12);
        // ln(22 / 20) = 0.0953 of 0.25.
        let (_, used) = farthest(&means(&[("creator_income_median", 20.0, 22.0)])).unwrap();
        assert!((used - 0.381_240_719_217_299).abs() < 1e-9, "{used}");
    }

    #[test]
    fn a_missing_year_is_no_drift() {
        let mut missing = means(&[]);
        missing[3] = [Some(0.2), None];
        assert_eq!(farthest(&missing), None);
        assert_eq!(farthest(&means(&[("works", 0.0, 200.0)])), None);
        let quarters = vec![QuarterTotals::default(); 39];
        let short = History { quarters, years: vec![YearTotals::default()], ..History::default() };
        assert_eq!(BOUNDS[0].of_a_run(&short)[1], None);
    }
}
