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
