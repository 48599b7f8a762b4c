//! A small set of results for the tests of this floor.

use crate::experiment::{Case, CaseResults, Failure, Record, Results};
use crate::outcome::{Better, Formula, Outcome};

static TABLE: [Outcome; 3] = [REVENUE, EXITS, VERDICT];

const REVENUE: Outcome = Outcome {
    name: "revenue",
    unit: "bn KRW/yr",
    better: Better::Higher,
    family: "economy",
    meaning: "Revenue of all labels.",
    formula: Formula::Quarters(|_| None),
    classes: &[],
};
const EXITS: Outcome = Outcome { name: "exits", unit: "labels/yr", better: Better::Lower, ..REVENUE };
const VERDICT: Outcome =
    Outcome { name: "verdict", unit: "class", better: Better::Neither, formula: Formula::Run(|_| None), classes: &["none", "isolated"], ..REVENUE };

fn ok(outcomes: [Option<f64>; 3]) -> Record {
    Record { outcomes: outcomes.to_vec(), failure: None }
}

/// Three replicates of two scenarios; one run failed and some outcomes do not exist.
pub fn results() -> Results {
    let case = |name: &str| Case { name: name.into(), start: "2026Q1".parse().unwrap(), quarters: 2 };
    let baseline = vec![ok([Some(1.5), None, Some(1.0)]), ok([Some(2.5), Some(4.0), Some(0.0)]), ok([Some(2.0), Some(4.0), None])];
    let failure = Failure { quarter: Some(1), reason: "cash of label 3 is NaN, at call 5".into() };
    let failed = Record { outcomes: Vec::new(), failure: Some(failure) };
    let grant = vec![ok([Some(2.5), Some(3.0), Some(1.0)]), failed, ok([Some(3.25), Some(3.0), Some(1.0)])];
    Results {
        outcomes: &TABLE,
        seed: 7,
        baseline: Some(0),
        cases: vec![
            CaseResults { case: case("baseline"), runs: baseline, twins: None },
            CaseResults { case: case("grant"), runs: grant, twins: None },
        ],
    }
}
