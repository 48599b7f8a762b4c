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
    let outcomes = table.iter().map(|o| finite(o, (o.value)(history), None)).collect::<Result<_, _>>()?;
    let with_trajectory = || table.iter().filter_map(|o| o.trajectory.map(|f| (o, f)));
    let cells = (0..quarters).flat_map(|quarter| with_trajectory().map(move |(o, f)| (o, f, quarter)));
    let trajectories = cells.map(|(o, f, quarter)| finite(o, f(history, quarter), Some(quarter as i32)));
    Ok(Observed { outcomes, trajectories: trajectories.collect::<Result<_, _>>()? })
}

/// Evaluates some outcomes of a run, without trajectories, into an empty list.
pub fn observe_outcomes(outcomes: &[Outcome], history: &History, mut values: Vec<Option<f64>>) -> Result<Vec<Option<f64>>, Failure> {
    // A collected `Result` would grow its list step by step, in each of a million short runs.
    values.reserve_exact(outcomes.len());
    for outcome in outcomes {
        values.push(finite(outcome, (outcome.value)(history), None)?);
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
    use crate::outcome::Better;

    const FINE: Outcome = Outcome {
        name: "fine",
        unit: "share",
        better: Better::Higher,
        family: "test",
        meaning: "Always a half.",
        value: |_| Some(0.5),
        trajectory: Some(|_, quarter| (quarter > 0).then_some(quarter as f64)),
        classes: &[],
    };
    const ABSENT: Outcome = Outcome { name: "absent", value: |_| None, trajectory: None, ..FINE };
    const HALVES: Outcome = Outcome { name: "halves", trajectory: Some(|_, q| Some(q as f64 / 2.0)), ..FINE };
    const NAN: Outcome = Outcome { name: "nan", value: |_| Some(f64::NAN), ..FINE };
    const LATE: Outcome = Outcome { name: "late", trajectory: Some(|_, q| Some(1.0 / (q as f64 - 1.0))), ..FINE };

    #[test]
    fn outcomes_stand_in_the_order_of_the_table_and_may_be_absent() {
        let observed = observe(&[FINE, ABSENT, HALVES], &History::default(), 3).unwrap();
        assert_eq!(observed.outcomes, [Some(0.5), None, Some(0.5)]);
        assert_eq!(observed.trajectories, [None, Some(0.0), Some(1.0), Some(0.5), Some(2.0), Some(1.0)]);
    }

    #[test]
    fn a_number_that_is_not_finite_fails_the_run_with_its_name() {
        let failure = observe(&[FINE, NAN], &History::default(), 1).unwrap_err();
        assert_eq!(failure, Failure { quarter: None, reason: "nan is not finite: NaN".into() });
        let failure = observe(&[LATE], &History::default(), 3).unwrap_err();
        assert_eq!(failure, Failure { quarter: Some(1), reason: "late is not finite: infinite".into() });
    }

    #[test]
    fn a_zero_has_no_sign() {
        const ZERO: Outcome = Outcome { value: |_| Some(-0.0), trajectory: None, ..FINE };
        let observed = observe(&[ZERO], &History::default(), 1).unwrap();
        assert!(observed.outcomes[0].unwrap().is_sign_positive());
    }
}
