//! Docking: the world at the first guesses of the registry, before any tuning, against distributions of an independent
//! implementation of the same specification (`docking/reference.csv`, 300 replicates).

use std::fs;

use topline::model::{RecordOptions, Simulation};
use topline::outcome::{OUTCOMES, VERDICTS};
use topline::scenario::Draft;

const REPLICATES: u32 = 300;
const SEED: u64 = 1;

/// The other implementation lets the credits of the burn-in into the first calendar year, as far as its mean shows:
/// with them our mean is 0.404 against its 0.401, without them 0.362. The outcome is defined by calendar year.
const EXPLAINED: &str = "creators_with_international_credit";

/// Counts of rare events: a tenth of the mean is allowed.
const RARE: [&str; 4] = ["wins_premiere", "wins_televised", "years_with_win", "chart_entries"];

/// What the registry has come to since, in the reference's world: the run opens as the calibration leaves it, no platform
/// forgets a title, localisation is learnt without bound, and all values are the first guesses.
fn first_guesses() -> Vec<(String, String)> {
    let text = fs::read_to_string("tests/docking/first_guesses.csv").expect("the first guesses are in the repository");
    text.lines().skip(1).filter_map(|line| line.split_once(',')).map(|(name, value)| (name.to_string(), value.to_string())).collect()
}

/// A row of the reference: outcome, mean, standard deviation.
fn reference() -> Vec<(String, f64, f64)> {
    let text = fs::read_to_string("tests/docking/reference.csv").expect("the reference is in the repository");
    let row = |line: &str| {
        let cells: Vec<&str> = line.split(',').collect();
        (cells[0].to_string(), cells[2].parse().expect("a mean"), cells[3].parse().expect("a standard deviation"))
    };
    text.lines().skip(1).map(row).collect()
}

/// Values of every outcome, replicate by replicate; classes of the verdict as shares.
fn values() -> Vec<(String, Vec<f64>)> {
    let mut draft = Draft::registry("registry");
    for (path, value) in first_guesses() {
        draft.set(&path, &value).expect("a parameter of the registry");
    }
    let scenario = draft.build().expect("the first guesses are a scenario");
    let mut simulation = Simulation::new(&scenario);
    let mut columns: Vec<(String, Vec<f64>)> = Vec::new();
    for outcome in OUTCOMES.iter() {
        if outcome.classes.is_empty() {
            columns.push((outcome.name.to_string(), Vec::new()))
        }
    }
    columns.extend(VERDICTS.iter().map(|class| (format!("verdict.{class}"), Vec::new())));
    for replicate in 0..REPLICATES {
        let history = simulation.run(&scenario, SEED, replicate, RecordOptions::default()).expect("no invariant breaks");
        for outcome in OUTCOMES.iter() {
            let Some(value) = outcome.value(history) else { continue };
            if outcome.classes.is_empty() {
                columns.iter_mut().find(|(name, _)| name == outcome.name).expect("a column").1.push(value);
            } else {
                let at = columns.len() - VERDICTS.len();
                for (class, column) in columns[at..].iter_mut().enumerate() {
                    column.1.push(f64::from(u8::from(class as f64 == value)))
                }
            }
        }
    }
    columns
}

#[test]
#[ignore = "the independent implementation is of the model of version 0.1: localisation, finance, entry and the burn-in have changed since"]
fn the_untuned_baseline_has_the_distributions_of_an_independent_implementation() {
    let values = values();
    let mut faults = Vec::new();
    for (name, mean, sd) in reference() {
        let column = &values.iter().find(|(of, _)| *of == name).expect("every outcome of the reference is ours").1;
        let n = column.len() as f64;
        let ours = column.iter().sum::<f64>() / n;
        let our_sd = (column.iter().map(|v| (v - ours) * (v - ours)).sum::<f64>() / (n - 1.0)).sqrt();
        let three_errors = 3.0 * ((sd * sd + our_sd * our_sd) / n).sqrt();
        let allowed = if name.starts_with("verdict.") { 0.02 } else { mean.abs() * if RARE.contains(&name.as_str()) { 0.1 } else { 0.03 } };
        let near = (ours - mean).abs() < three_errors.max(allowed);
        // A class that few runs reach has too few cases for its spread.
        let spread = name.starts_with("verdict.") || (our_sd / sd - 1.0).abs() < 0.2;
        if (!near || !spread) && name != EXPLAINED {
            faults.push(format!("{name}: {ours} ±{our_sd} against {mean} ±{sd}"))
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn the_one_outcome_that_differs_differs_as_explained() {
    let values = values();
    let column = &values.iter().find(|(of, _)| of == EXPLAINED).expect("an outcome").1;
    let ours = column.iter().sum::<f64>() / column.len() as f64;
    assert!((0.35..0.37).contains(&ours), "{ours}");
}
