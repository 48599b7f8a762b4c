//! What is kept of one run: its outcomes, checked to be numbers.

use crate::model::{History, InvariantViolation};
use crate::outcome::Outcome;

/// Why a run has no outcomes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// Quarter of the run, negative in the burn-in; `None` where the failure belongs to no quarter.
    pub quarter: Option<i32>,
    /// What was broken, with the number.
    pub reason: String,
}

impl Failure {
    /// A failure of the run as a whole.
    pub fn of_the_run(reason: String) -> Self {
        Self { quarter: None, reason }
    }
}

impl From<InvariantViolation> for Failure {
    fn from(broken: InvariantViolation) -> Self {
        Self { quarter: Some(broken.quarter), reason: broken.reason }
    }
}

/// Outcomes of one run, in the order of the table of outcomes.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Observed {
    /// One value for each outcome.
    pub outcomes: Vec<Option<f64>>,
    /// Quarter by quarter, one value for each outcome with a trajectory.
    pub trajectories: Vec<Option<f64>>,
}

/// Evaluates all outcomes of a run; a number that is not finite makes the run a failed one.
pub fn observe(table: &[Outcome], history: &History, quarters: usize) -> Result<Observed, Failure> {
    let outcomes = table.iter().map(|o| finite(o, o.value(history), None)).collect::<Result<_, _>>()?;
    let with_trajectory = || table.iter().filter(|o| o.has_trajectory());
    let cells = (0..quarters).flat_map(|quarter| with_trajectory().map(move |o| (o, quarter)));
    let trajectories = cells.map(|(o, quarter)| finite(o, o.of_quarter(history, quarter), Some(quarter as i32)));
    Ok(Observed { outcomes, trajectories: trajectories.collect::<Result<_, _>>()? })
}

/// Evaluates some outcomes of a run, without trajectories, into an empty list.
pub fn observe_outcomes(outcomes: &[Outcome], history: &History, mut values: Vec<Option<f64>>) -> Result<Vec<Option<f64>>, Failure> {
    // A collected `Result` would grow its list step by step, in each of a million short runs.
    values.reserve_exact(outcomes.len());
    for outcome in outcomes {
        values.push(finite(outcome, outcome.value(history), None)?);
    }
    Ok(values)
}

fn finite(outcome: &Outcome, value: Option<f64>, quarter: Option<i32>) -> Result<Option<f64>, Failure> {
    match value {
        Some(number) if !number.is_finite() => {
            let kind = if number.is_nan() { "NaN" } else { "infinite" };
            Err(Failure { quarter, reason: format!("{} is not finite: {kind}", outcome.name) })
        }
        // The smallest step towards one way of writing zero.
        value => Ok(value.map(|number| number + 0.0)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::QuarterTotals;
    use crate::outcome::{Better, Formula};

    /// The profit of a quarter, which [`history`] numbers from 0; none in quarter 0.
    const FINE: Outcome = Outcome {
        name: "fine",
        unit: "share",
        better: Better::Higher,
        family: "test",
        meaning: "Profit of the last quarter, where there is one.",
        formula: Formula::LastQuarters(1, |q| Some(q[0].profit).filter(|profit| *profit > 0.0)),
        classes: &[],
    };
    const ABSENT: Outcome = Outcome { name: "absent", formula: Formula::Run(|_| None), ..FINE };
    const HALVES: Outcome = Outcome { name: "halves", formula: Formula::LastQuarters(1, |q| Some(q[0].profit / 2.0)), ..FINE };
    const NAN: Outcome = Outcome { name: "nan", formula: Formula::Run(|_| Some(f64::NAN)), ..FINE };
    const LATE: Outcome = Outcome { name: "late", formula: Formula::LastQuarters(1, |q| Some(1.0 / (q[0].profit - 1.0))), ..FINE };

    fn history(quarters: u32) -> History {
        let quarter = |profit| QuarterTotals { profit: f64::from(profit), ..QuarterTotals::default() };
        History { quarters: (0..quarters).map(quarter).collect(), ..History::default() }
    }

    #[test]
    fn outcomes_stand_in_the_order_of_the_table_and_may_be_absent() {
        let observed = observe(&[FINE, ABSENT, HALVES], &history(3), 3).unwrap();
        assert_eq!(observed.outcomes, [Some(2.0), None, Some(1.0)]);
        assert_eq!(observed.trajectories, [None, Some(0.0), Some(1.0), Some(0.5), Some(2.0), Some(1.0)]);
    }

    #[test]
    fn a_number_that_is_not_finite_fails_the_run_with_its_name() {
        let failure = observe(&[FINE, NAN], &history(1), 1).unwrap_err();
        assert_eq!(failure, Failure { quarter: None, reason: "nan is not finite: NaN".into() });
        let failure = observe(&[LATE], &history(3), 3).unwrap_err();
        assert_eq!(failure, Failure { quarter: Some(1), reason: "late is not finite: infinite".into() });
    }

    #[test]
    fn a_zero_has_no_sign() {
        const ZERO: Outcome = Outcome { formula: Formula::Run(|_| Some(-0.0)), ..FINE };
        let observed = observe(&[ZERO], &History::default(), 1).unwrap();
        assert!(observed.outcomes[0].unwrap().is_sign_positive());
    }
}
