//! The verdict (6.3): full victory, or one step in a longer process?

use super::entry::{Better, Formula, Outcome};
use super::window::{last, mean};
use crate::model::{History, YearTotals};
use crate::units::Award;

/// Outcomes of the family.
pub const OUTCOMES: &[Outcome] = &[Outcome {
    name: "verdict",
    unit: "class",
    better: Better::Neither,
    family: "verdict",
    meaning: "Class of section 6.3 of the model: none, isolated, platform_dependent, recurrent, autonomous; empty when the run has no award year",
    formula: Formula::Run(verdict),
    classes: super::entry::VERDICTS,
}];

/// The last `verdict_window` award years.
pub fn window(h: &History) -> &[YearTotals] {
    &h.years[h.years.len().saturating_sub(h.yardsticks.verdict_window)..]
}

fn wins(year: &YearTotals) -> bool {
    year.wins.iter().any(|n| *n > 0)
}

/// Years with a win that make wins recurrent; in proportion, rounded up, in runs shorter than the window.
fn years_needed(h: &History) -> usize {
    let (years, of) = (h.yardsticks.verdict_years, h.yardsticks.verdict_window);
    if h.years.len() >= of { years } else { (h.years.len() * years).div_ceil(of) }
}

/// Number of the class, tests in the order of 6.3; `None` without award years.
fn verdict(h: &History) -> Option<f64> {
    if h.years.is_empty() {
        return None;
    }
    let y = &h.yardsticks;
    let weight: f64 = window(h).iter().map(|year| year.win_weight).sum();
    let of_wins = |weighted: fn(&YearTotals) -> f64| if weight > 0.0 { window(h).iter().map(weighted).sum::<f64>() / weight } else { 0.0 };
    let televised = h.years.iter().any(|year| year.wins[Award::Televised.index()] > 0);
    let export_autonomy = mean(last(h, 12), |q| q.autonomy).unwrap_or(0.0);
    let class = if !h.years.iter().any(wins) {
        0
    } else if window(h).iter().filter(|year| wins(year)).count() < years_needed(h) {
        1
    } else if of_wins(|year| year.win_autonomy) < y.verdict_win_autonomy {
        2
    } else if televised && of_wins(|year| year.win_identity) >= y.verdict_win_identity && export_autonomy >= y.verdict_export_autonomy {
        4
    } else {
        3
    };
    Some(f64::from(class))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{QuarterTotals, Yardsticks};
    use crate::units::PerAward;

    /// Ten years, of which these have a win of weight 2 with autonomy and identity, televised or not; exports with an autonomy.
    fn history(won: &[usize], televised: bool, [autonomy, identity, of_exports]: [f64; 3]) -> History {
        let yardsticks = Yardsticks {
            verdict_window: 5,
            verdict_years: 3,
            verdict_win_autonomy: 0.5,
            verdict_win_identity: 0.4,
            verdict_export_autonomy: 0.7,
            ..Yardsticks::default()
        };
        let year = |n: usize| {
            let mut wins = PerAward::default();
            if !won.contains(&n) {
                return YearTotals::default();
            }
            wins[if televised { Award::Televised } else { Award::Premiere }.index()] = 1;
            YearTotals { wins, win_weight: 2.0, win_autonomy: 2.0 * autonomy, win_identity: 2.0 * identity, ..YearTotals::default() }
        };
        let quarters = vec![QuarterTotals { autonomy: Some(of_exports), ..QuarterTotals::default() }; 40];
        History { years: (0..10).map(year).collect(), quarters, yardsticks, ..History::default() }
    }

    fn class(h: &History) -> &'static str {
        super::super::entry::VERDICTS[verdict(h).unwrap() as usize]
    }

    #[test]
    fn each_class_by_its_first_test() {
        let good = [0.6, 0.5, 0.8];
        assert_eq!(class(&history(&[], true, good)), "none");
        // Three of the last five years are needed: two, and wins before them, are isolated.
        assert_eq!(class(&history(&[0, 1, 2, 3, 8, 9], true, good)), "isolated");
        assert_eq!(class(&history(&[5, 7, 9], true, good)), "autonomous");
        assert_eq!(class(&history(&[5, 7, 9], true, [0.49, 0.5, 0.8])), "platform_dependent");
        assert_eq!(class(&history(&[5, 7, 9], true, [0.5, 0.4, 0.7])), "autonomous");
        // Recurrent: not televised, identity lost, or exports without autonomy.
        assert_eq!(class(&history(&[5, 7, 9], false, good)), "recurrent");
        assert_eq!(class(&history(&[5, 7, 9], true, [0.6, 0.39, 0.8])), "recurrent");
        assert_eq!(class(&history(&[5, 7, 9], true, [0.6, 0.5, 0.69])), "recurrent");
        assert_eq!(verdict(&History::default()), None);
    }

    #[test]
    fn a_short_run_needs_wins_in_proportion_and_a_televised_win_counts_from_any_year() {
        // Four of five years: 12 / 5, rounded up, are 3.
        let mut short = history(&[0, 1], true, [0.6, 0.5, 0.8]);
        short.years.truncate(4);
        assert_eq!((years_needed(&short), class(&short)), (3, "isolated"));
        short.years.truncate(3);
        assert_eq!((years_needed(&short), class(&short)), (2, "autonomous"));
        let mut early = history(&[5, 7, 9], false, [0.6, 0.5, 0.8]);
        early.years[0].wins[Award::Televised.index()] = 1;
        assert_eq!(class(&early), "autonomous");
    }

    #[test]
    fn wins_are_weighed_over_the_window_alone() {
        let mut h = history(&[5, 7, 9], true, [0.6, 0.5, 0.8]);
        h.years[1] = YearTotals { win_weight: 100.0, win_autonomy: 0.0, ..h.years[5].clone() };
        // 2 (0.6) + 6 (0.2) + 2 (0.6) over 10.
        h.years[7] = YearTotals { win_weight: 6.0, win_autonomy: 1.2, win_identity: 3.0, ..h.years[7].clone() };
        let of = |name: &str| {
            let outcome = super::super::find(name).unwrap();
            outcome.value(&h).unwrap()
        };
        assert!((of("win_autonomy") - 0.36).abs() < 1e-12 && (of("win_identity") - 0.5).abs() < 1e-12);
        assert_eq!(class(&h), "platform_dependent");
    }
}
