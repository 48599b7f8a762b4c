//! One plain sentence per scenario: what is up, what is down, and what cannot be told.

use crate::experiment::{Comparison, Contrast};
use crate::outcome::direction::Direction;
use crate::report::output::text::{listed, value_and_interval};

/// The sentence of a scenario over the given outcomes.
pub fn sentence(comparison: &Comparison, scenario: &str, outcomes: &[&str]) -> String {
    let contrasts: Vec<&Contrast> = outcomes.iter().filter_map(|name| comparison.of_outcome(scenario, name)).collect();
    let of = |wanted: Direction| contrasts.iter().copied().filter(move |c| Direction::of_estimate(&c.paired.difference) == wanted);
    let mut clauses: Vec<String> = of(Direction::Up).map(|c| moved(c, "up")).collect();
    clauses.extend(of(Direction::Down).map(|c| moved(c, "down")));
    clauses.extend(clause(of(Direction::Open).map(open).collect(), "it cannot be told whether", "moves", "move"));
    let name = |c: &Contrast| c.measure.name.clone();
    clauses.extend(clause(of(Direction::Same).map(name).collect(), "", "is the same in every replicate", "are the same in every replicate"));
    clauses.extend(clause(of(Direction::Absent).map(name).collect(), "", "does not exist", "do not exist"));
    match clauses.is_empty() {
        true => format!("{scenario}: there is nothing to compare."),
        false => format!("{scenario}: {}.", clauses.join("; ")),
    }
}

/// `export_revenue is up by 12.3 bn KRW/yr (10.1 to 14.5)`.
fn moved(contrast: &Contrast, direction: &str) -> String {
    let difference = &contrast.paired.difference;
    let (low, high) = (difference.ci_low.unwrap_or_default(), difference.ci_high.unwrap_or_default());
    let (low, high) = if direction == "up" { (low, high) } else { (-high, -low) };
    let (by, ends) = value_and_interval(difference.mean.unwrap_or_default().abs(), low, high);
    format!("{} is {direction} by {by}{} ({ends})", contrast.measure.name, unit(contrast.measure.unit))
}

/// A unit as it stands behind a number; pure numbers have none.
fn unit(unit: &str) -> String {
    if matches!(unit, "share" | "0..1" | "index" | "class") { String::new() } else { format!(" {unit}") }
}

/// `creator_income_median (-0.1 to 0.3 M KRW/yr)`.
fn open(contrast: &Contrast) -> String {
    let difference = &contrast.paired.difference;
    let ends = difference.ci_low.zip(difference.ci_high).map(|(low, high)| value_and_interval(0.0, low, high).1 + &unit(contrast.measure.unit));
    format!("{} ({})", contrast.measure.name, ends.unwrap_or_else(|| "one pair only".into()))
}

fn clause(words: Vec<String>, before: &str, one: &str, many: &str) -> Option<String> {
    let verb = if words.len() == 1 { one } else { many };
    (!words.is_empty()).then(|| format!("{before} {} {verb}", listed(&words)).trim_start().to_string())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::Measure;
    use crate::outcome::Better;
    use crate::outcome::statistics::{Paired, Scale};

    fn contrast(name: &str, differences: &[f64]) -> Contrast {
        let baseline: Vec<Option<f64>> = differences.iter().map(|_| Some(0.0)).collect();
        let scenario: Vec<Option<f64>> = differences.iter().map(|d| Some(*d)).collect();
        let measure =
            Measure { name: name.into(), unit: "bn", better: Better::Higher, outcome: 0, class: None, scale: Scale::Unbounded, nets_cost: false };
        Contrast { scenario: "grant".into(), measure, paired: Paired::of(&baseline, &scenario) }
    }

    #[test]
    fn a_sentence_says_what_is_up_what_is_down_and_what_cannot_be_told() {
        let contrasts = vec![
            contrast("exports", &[10.0, 11.0, 12.0]),
            contrast("income", &[-3.0, -3.5, -4.0]),
            contrast("survival", &[-1.0, 1.0, 0.5]),
            contrast("cost", &[0.0, 0.0, 0.0]),
            contrast("wins", &[]),
        ];
        let comparison = Comparison { baseline: "baseline".into(), contrasts };
        assert_eq!(
            sentence(&comparison, "grant", &["exports", "income", "survival", "cost", "wins"]),
            "grant: exports is up by 11.0 bn (8.5 to 13.5); income is down by 3.5 bn (2.3 to 4.7); \
             it cannot be told whether survival (-2.4 to 2.8 bn) moves; cost is the same in every replicate; wins does not exist."
        );
    }

    #[test]
    fn one_pair_tells_nothing() {
        let comparison = Comparison { baseline: "baseline".into(), contrasts: vec![contrast("exports", &[5.0]), contrast("cost", &[0.0])] };
        for outcome in ["exports", "cost"] {
            let text = sentence(&comparison, "grant", &[outcome]);
            assert_eq!(text, format!("grant: it cannot be told whether {outcome} (one pair only) moves."));
        }
        assert_eq!(sentence(&comparison, "other", &["exports"]), "other: there is nothing to compare.");
    }
}
