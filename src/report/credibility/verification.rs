//! What `verify` tells: each check with its answer, and the first difference of one that fails.

use crate::experiment::credibility::verify::{Fault, Mismatch, Verdict, Verification, What};
use crate::report::output::text::aligned;
use crate::units::Quarter;

/// The checks as a table, and what was not checked.
pub fn verification(asked: &Verification, verdict: &Verdict, replicates: u32) -> String {
    let scenario = &asked.scenarios[0];
    let answer = |fault: &Option<Fault>| if fault.is_none() { "passed" } else { "FAILED" };
    let rows: Vec<Vec<String>> =
        asked.checks.iter().zip(&verdict.faults).map(|(check, fault)| vec![check.name.clone(), answer(fault).into()]).collect();
    let mut text = format!("{}, {} quarters, replicates 0 to {}\n\n{}", scenario.name, scenario.quarters, replicates - 1, aligned(&rows));
    for note in &asked.left_out {
        text += &format!("not checked: {note}\n");
    }
    if asked.checks.len() > 1 {
        text += &match verdict.moves_from {
            Some(quarter) => format!("at its own strength it differs from {} on\n", scenario.start.plus(quarter as i32)),
            None => "warning: at its own strength it changes nothing either\n".into(),
        };
    }
    text
}

/// The first fault of each check that failed, a line each.
pub fn faults(asked: &Verification, verdict: &Verdict) -> String {
    let start = asked.scenarios[0].start;
    let told = |(check, fault): (&crate::experiment::credibility::verify::Check, &Option<Fault>)| {
        let Fault { replicate, what } = fault.as_ref()?;
        Some(format!("{}: replicate {replicate}, {}", check.name, fault_text(what, start)))
    };
    asked.checks.iter().zip(&verdict.faults).filter_map(told).collect::<Vec<_>>().join("\n")
}

fn fault_text(what: &What, start: Quarter) -> String {
    match what {
        What::Difference(Mismatch { quarter, slot, what, one, other }) => {
            let at = quarter.map_or("the whole run".into(), |t| start.plus(t as i32).to_string());
            let label = slot.map_or(String::new(), |slot| format!(", label {slot}"));
            format!("{at}{label}: {what} is {one} without and {other} with")
        }
        What::Imbalance(found) => {
            let apart = found.left - found.right;
            format!(
                "{}: it is not so that {}: {} and {} M KRW, {apart:e} apart",
                start.plus(found.quarter as i32),
                found.identity,
                found.left,
                found.right
            )
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::identities::Imbalance;

    #[test]
    fn a_fault_names_quarter_label_and_both_values() {
        let start = Quarter::new(2026, 1).unwrap();
        let difference = Mismatch { quarter: Some(5), slot: Some(17), what: "cash".into(), one: "1.5".into(), other: "1.6".into() };
        assert_eq!(fault_text(&What::Difference(difference), start), "2027Q2, label 17: cash is 1.5 without and 1.6 with");
        let imbalance = Imbalance { quarter: 0, identity: "all is equal", left: 2.0, right: 1.5 };
        assert_eq!(fault_text(&What::Imbalance(imbalance), start), "2026Q1: it is not so that all is equal: 2 and 1.5 M KRW, 5e-1 apart");
    }
}
