//! An entry of the table of outcomes.

use super::statistics::Scale;
use super::window::{ending_at, last, sum_years};
use crate::model::{History, QuarterTotals, Yardsticks, YearTotals};

/// Name of the family of parts of the public budget.
pub const PUBLIC_FINANCE: &str = "public finance";

/// Which direction of an outcome is better.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Better {
    /// More is better.
    Higher,
    /// Less is better.
    Lower,
    /// Neither.
    Neither,
}

/// One outcome: its name, unit and meaning, and the function of a run's history that gives it.
#[derive(Clone, Copy, Debug)]
pub struct Outcome {
    /// Name of the column.
    pub name: &'static str,
    /// Unit.
    pub unit: &'static str,
    /// Better direction.
    pub better: Better,
    /// Family, for grouping.
    pub family: &'static str,
    /// Meaning, a sentence.
    pub meaning: &'static str,
    /// How it follows from the history of a run.
    pub formula: Formula,
    /// Names of the classes where the outcome is a class, else empty.
    pub classes: &'static [&'static str],
}

/// How an outcome follows from the history of a run. From one formula follow the value of a run and, where there is one,
/// its course quarter by quarter; `None` does not exist (an empty cell).
#[derive(Clone, Copy, Debug)]
pub enum Formula {
    /// Of quarters: all of a run, or one.
    Quarters(fn(&[QuarterTotals]) -> Option<f64>),
    /// Of quarters and a yardstick of the run: all of a run, or one.
    Measured(fn(&[QuarterTotals], &Yardsticks) -> Option<f64>),
    /// Of quarters: the last so many of a run (all in shorter ones), or one.
    LastQuarters(usize, fn(&[QuarterTotals]) -> Option<f64>),
    /// Of calendar years: all of a run, or the one that ends with a quarter.
    Years(fn(&[YearTotals]) -> Option<f64>),
    /// Of each calendar year: their sum over the length of a run in years, or that of the one that ends with a quarter.
    EachYear(fn(&YearTotals) -> f64),
    /// Of a run as a whole, and of no quarter. For a class: the number of the class.
    Run(fn(&History) -> Option<f64>),
}

impl Outcome {
    /// The scale of its values; those of a class are of [`Scale::Class`], one by one.
    pub fn scale(&self) -> Scale {
        // A margin is a share of revenue, but a loss is below 0.
        let share = matches!(self.unit, "share" | "0..1") && self.name != "profit_margin";
        if share { Scale::Share } else { Scale::Unbounded }
    }

    /// Whether it is money for all labels or the country together, of which the cost of a policy can be taken off: more is
    /// better, bn KRW a year, and no part of the public budget, in which that cost stands already.
    pub fn nets_cost(&self) -> bool {
        self.unit == "bn KRW/yr" && self.better == Better::Higher && self.family != PUBLIC_FINANCE
    }

    /// Value of a run.
    pub fn value(&self, h: &History) -> Option<f64> {
        match self.formula {
            Formula::Quarters(of) => of(&h.quarters),
            Formula::Measured(of) => of(&h.quarters, &h.yardsticks),
            Formula::LastQuarters(n, of) => of(last(h, n)),
            Formula::Years(of) => of(&h.years),
            Formula::EachYear(of) => Some(sum_years(&h.years, of) / (h.quarters.len() as f64 / 4.0)),
            Formula::Run(of) => of(h),
        }
    }

    /// Value of quarter `t` of a run; of years only where one ends.
    pub fn of_quarter(&self, h: &History, t: usize) -> Option<f64> {
        match self.formula {
            Formula::Quarters(of) | Formula::LastQuarters(_, of) => of(&h.quarters[t..=t]),
            Formula::Measured(of) => of(&h.quarters[t..=t], &h.yardsticks),
            Formula::Years(of) => of(ending_at(h, t)?),
            Formula::EachYear(of) => Some(sum_years(ending_at(h, t)?, of)),
            Formula::Run(_) => None,
        }
    }

    /// Whether it has a course quarter by quarter.
    pub fn has_trajectory(&self) -> bool {
        !matches!(self.formula, Formula::Run(_))
    }
}

/// Classes of the verdict (6.3).
pub const VERDICTS: &[&str] = &["none", "isolated", "platform_dependent", "recurrent", "autonomous"];

#[cfg(test)]
mod tests {
    use super::*;

    const SUM: fn(&[QuarterTotals]) -> Option<f64> = |q| Some(q.iter().map(|q| q.profit).sum());
    const OUTCOME: Outcome =
        Outcome { name: "sum", unit: "", better: Better::Higher, family: "test", meaning: "", formula: Formula::Quarters(SUM), classes: &[] };

    /// Six quarters of profit 1 to 6, from the third of a calendar year on; years of 10 and 20 exits end with the second and the last.
    fn history() -> History {
        let quarter = |profit: f64| QuarterTotals { profit, ..QuarterTotals::default() };
        let year = |quarter: usize, creator_exits| YearTotals { quarter, creator_exits, ..YearTotals::default() };
        History { quarters: (1..=6).map(f64::from).map(quarter).collect(), years: vec![year(1, 10.0), year(5, 20.0)], ..History::default() }
    }

    #[test]
    fn a_formula_of_quarters_gives_a_run_and_each_quarter() {
        let (all, two) = (OUTCOME, Outcome { formula: Formula::LastQuarters(2, SUM), ..OUTCOME });
        assert_eq!((all.value(&history()), all.of_quarter(&history(), 2)), (Some(21.0), Some(3.0)));
        assert_eq!((two.value(&history()), two.of_quarter(&history(), 2)), (Some(11.0), Some(3.0)));
        assert!(all.has_trajectory() && two.has_trajectory());
    }

    #[test]
    fn a_formula_of_years_gives_only_the_quarters_with_which_a_year_ends() {
        let exits = Outcome { formula: Formula::EachYear(|y| y.creator_exits), ..OUTCOME };
        let count = Outcome { formula: Formula::Years(|y| Some(y.len() as f64)), ..OUTCOME };
        assert_eq!((exits.value(&history()), count.value(&history())), (Some(20.0), Some(2.0)));
        let course = |outcome: &Outcome| (0..6).map(|t| outcome.of_quarter(&history(), t)).collect::<Vec<_>>();
        assert_eq!(course(&exits), [None, Some(10.0), None, None, None, Some(20.0)]);
        assert_eq!(course(&count), [None, Some(1.0), None, None, None, Some(1.0)]);
    }

    #[test]
    fn a_formula_of_the_run_has_no_quarters() {
        let run = Outcome { formula: Formula::Run(|h| Some(h.years.len() as f64)), ..OUTCOME };
        assert_eq!((run.value(&history()), run.of_quarter(&history(), 1), run.has_trajectory()), (Some(2.0), None, false));
    }
}
