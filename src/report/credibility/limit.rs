//! What `verify` tells of small values: what is left of each effect as its parameter goes to 0.

use crate::experiment::credibility::limit::{Approach, Limit, PARTS, REPLICATES};
use crate::report::output::text::{aligned, rounded};

/// A table of effects at parts of each parameter; nothing without parameters.
pub fn approaches(all: &[Approach]) -> String {
    if all.is_empty() {
        return String::new();
    }
    let head = ["small values".into()].into_iter().chain(PARTS.map(|part| format!("x {part}"))).chain([String::new()]);
    let row = |approach: &Approach| {
        let mut cells = vec![approach.path.clone()];
        cells.extend(approach.effects.iter().map(|effect| rounded(*effect)));
        if approach.whole {
            // Of a whole number the second effect is that of 1.
            cells[2] = format!("1: {}", cells[2]);
        }
        cells.resize(1 + PARTS.len(), String::new());
        cells.push(answer(approach).into());
        cells
    };
    let rows: Vec<Vec<String>> = [head.collect()].into_iter().chain(all.iter().map(row)).collect();
    format!(
        "\n{}mean absolute difference in revenue to the parameter at 0, M KRW, over {REPLICATES} replicates of the first four quarters in which it runs\n",
        aligned(&rows)
    )
}

fn answer(approach: &Approach) -> &'static str {
    match approach.limit() {
        Limit::Reached => "passed",
        Limit::Jump => "FAILED",
        Limit::Untold if approach.whole => "whole number",
        Limit::Untold => "no effect yet",
    }
}

/// A line for each parameter whose effect does not go to 0.
pub fn jumps(all: &[Approach]) -> String {
    let told = |approach: &Approach| {
        let [whole, small, smallest] = [0, 3, 4].map(|n| rounded(approach.effects[n]));
        format!(
            "{}: the effect does not go to 0: {whole} M KRW at its value, {small} at a ten-thousandth, {smallest} at a tenth of that; allowed: at most a fifth and a twentieth",
            approach.path
        )
    };
    all.iter().filter(|approach| approach.limit() == Limit::Jump).map(told).collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn approach(path: &str, whole: bool, effects: &[f64]) -> Approach {
        Approach { path: path.into(), whole, effects: effects.to_vec() }
    }

    #[test]
    fn each_parameter_has_its_effects_and_an_answer() {
        let all = [
            approach("a.rate", false, &[8000.0, 35.0, 3.5, 0.4, 0.04]),
            approach("a.cap", false, &[8000.0, 8000.0, 7900.0, 7800.0, 7700.0]),
            approach("a.places", true, &[500.0, 100.0]),
            approach("a.gain", false, &[0.0; 5]),
        ];
        let text = approaches(&all);
        let lines: Vec<Vec<&str>> = text.lines().map(|line| line.split_whitespace().collect()).collect();
        assert_eq!(lines[1], ["small", "values", "x", "1", "x", "0.01", "x", "0.001", "x", "0.0001", "x", "0.00001"]);
        assert_eq!(lines[2], ["a.rate", "8000", "35.00", "3.500", "0.4000", "0.04000", "passed"]);
        assert_eq!(lines[3].last(), Some(&"FAILED"));
        assert_eq!(lines[4], ["a.places", "500.0", "1:", "100.0", "whole", "number"]);
        assert_eq!(lines[5].join(" "), "a.gain 0.000 0.000 0.000 0.000 0.000 no effect yet");
        assert!(
            jumps(&all).starts_with("a.cap: the effect does not go to 0: 8000 M KRW at its value, 7800 at a ten-thousandth, 7700 at a tenth of that")
        );
        assert_eq!((jumps(&all).lines().count(), approaches(&[]).as_str()), (1, ""));
    }
}
