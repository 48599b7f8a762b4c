//! `break_even.csv` and `break_even_points.csv`: where a difference is zero, and the points that were looked at.

use crate::experiment::appraisal::break_even::{Answer, BreakEven, BreakEvenPoint, BreakEvenQuestion};
use crate::outcome::{Better, OUTCOMES, Outcome};
use crate::report::output::files;
use crate::report::output::table::{Column, Sheet, cell};
use crate::report::output::tables::Table;
use crate::report::output::text::{aligned, counted, rounded, value_and_interval};

fn sheet() -> Sheet {
    let columns = vec![
        Column::text("scenario", "Scenario whose parameter is varied."),
        Column::text("against", "Scenario with which it is compared."),
        Column::text("outcome", "Outcome."),
        Column::text("unit", "Unit of the outcome and of target."),
        Column::number("cost_price", "Price of a won of public cost that is subtracted; empty where nothing is.").unit("ratio"),
        Column::number("target", "Difference that is looked for."),
        Column::text("parameter", "Parameter that is varied."),
        Column::text("parameter_unit", "Unit of low, high, break_even, lower and upper."),
        Column::number("low", "Lower end of the range that was searched."),
        Column::number("high", "Upper end of the range that was searched."),
        Column::number("break_even", "Value at which the mean paired difference is the target; empty where there is none in the range."),
        Column::number(
            "lower",
            "Value below which the 95 % interval of the difference excludes the target; empty where it does nowhere in the range.",
        ),
        Column::number(
            "upper",
            "Value above which the 95 % interval of the difference excludes the target; empty where it does nowhere in the range.",
        ),
    ];
    Sheet { file: files::BREAK_EVEN, title: "Break-even", columns, key: &["scenario", "against", "outcome", "parameter"] }
}

fn points_sheet() -> Sheet {
    let columns = vec![
        Column::text("parameter", "Parameter that is varied."),
        Column::number("value", "Its value, in parameter_unit of break_even.csv."),
        Column::integer("n", "Pairs: replicates in which the outcome exists in both scenarios."),
        Column::number("mean", "Mean paired difference, less the target, in the unit of the outcome."),
        Column::number("lower", "Lower end of its 95 % interval (Student's t)."),
        Column::number("upper", "Upper end of its 95 % interval (Student's t)."),
    ];
    Sheet { file: files::BREAK_EVEN_POINTS, title: "Differences at the points that were looked at", columns, key: &["parameter", "value"] }
}

/// Both tables, and what people read.
pub fn break_even(asked: &BreakEvenQuestion<'_>, found: &BreakEven) -> (Vec<Table>, String) {
    let [against, scenario] = asked.drafts.map(|draft| draft.name().to_string());
    let outcome = &OUTCOMES[asked.outcome];
    let (at, lower, upper) = match found.answer {
        Answer::Crosses { at, lower, upper, .. } => (Some(at), lower, upper),
        _ => (None, None, None),
    };
    let mut row = vec![scenario, against, outcome.name.into(), outcome.unit.into(), cell(asked.price), cell(Some(asked.target))];
    row.extend([asked.lever.name.clone(), asked.lever.unit().into()]);
    row.extend([Some(asked.between.0), Some(asked.between.1), at, lower, upper].map(cell));
    let point = |p: &BreakEvenPoint| {
        let numbers = [p.estimate.mean, p.estimate.ci_low, p.estimate.ci_high].map(cell);
        [vec![asked.lever.name.clone(), cell(Some(p.at)), p.estimate.n.to_string()], numbers.to_vec()].concat()
    };
    let tables = vec![Table { sheet: sheet(), rows: vec![row] }, Table { sheet: points_sheet(), rows: found.points.iter().map(point).collect() }];
    (tables, text(asked, found, outcome))
}

fn text(asked: &BreakEvenQuestion<'_>, found: &BreakEven, outcome: &Outcome) -> String {
    let heading = [asked.lever.name.as_str(), "difference", "95 % interval"].map(String::from).to_vec();
    let line = |p: &BreakEvenPoint| vec![rounded(p.at), p.estimate.mean.map_or("-".into(), rounded), interval(p)];
    let rows: Vec<Vec<String>> = std::iter::once(heading).chain(found.points.iter().map(line)).collect();
    format!(
        "{}, {}\n\n{}\n{}\n",
        subject(asked, outcome),
        counted(asked.replicates as usize, "paired replicate"),
        aligned(&rows),
        sentence(asked, found, outcome)
    )
}

fn interval(point: &BreakEvenPoint) -> String {
    let ends = point.estimate.ci_low.zip(point.estimate.ci_high);
    ends.map_or("-".into(), |(low, high)| value_and_interval(point.estimate.mean.unwrap_or_default(), low, high).1)
}

/// `export_revenue (bn KRW/yr) of grant less baseline, net of 1.2 x public_cost`.
fn subject(asked: &BreakEvenQuestion<'_>, outcome: &Outcome) -> String {
    let [against, scenario] = asked.drafts.map(|draft| draft.name());
    let net = asked.price.map_or(String::new(), |price| format!(", net of {price} x {}", asked.cost.outcome()));
    let target = if asked.target == 0.0 { String::new() } else { format!(", less the target of {}", asked.target) };
    format!("{} ({}) of {scenario} less {against}{net}{target}", outcome.name, outcome.unit)
}

/// Whether the difference is clear of the target on neither side.
fn found_nowhere(answer: &Answer) -> bool {
    matches!(answer, Answer::Crosses { lower: None, upper: None, .. })
}

fn sentence(asked: &BreakEvenQuestion<'_>, found: &BreakEven, outcome: &Outcome) -> String {
    let (name, unit) = (&asked.lever.name, asked.lever.unit());
    let (low, high) = asked.between;
    match found.answer {
        Answer::NoEffect => format!("{name} moves {} in no replicate between {low} and {high}.", outcome.name),
        Answer::NoCrossing => {
            let at = |p: &BreakEvenPoint| format!("{} ({}) at {}", p.estimate.mean.map_or("-".into(), rounded), interval(p), p.at);
            let ends: Vec<String> = [found.points.first(), found.points.last()].into_iter().flatten().map(at).collect();
            format!("No break-even between {low} and {high} {unit}: the difference is {}.", ends.join(" and "))
        }
        Answer::Crosses { at, lower, upper, rises, again } => {
            let lower = lower.map_or(format!("below {low}"), rounded);
            let upper = upper.map_or(format!("above {high}"), rounded);
            let mut text =
                format!("Break-even at {name} = {} {unit} (95 % interval: {lower} to {upper}); {}.", rounded(at), worth(outcome.better, rises));
            if found_nowhere(&found.answer) {
                text += "\nwarning: the interval of the difference holds the target in the whole range, so the simulation cannot tell; more replicates narrow it.";
            }
            if again {
                text += "\nwarning: the difference changes its sign again above; another range is asked for with --between.";
            }
            text
        }
    }
}

/// What is below and above the break-even, by the direction in which the outcome is better.
fn worth(better: Better, rises: bool) -> &'static str {
    match (better, rises) {
        (Better::Higher, true) => "below it is worth less, above more",
        (Better::Higher, false) => "below it is worth more, above less",
        (Better::Lower, true) => "less is better of this outcome: below it is worth more, above less",
        (Better::Lower, false) => "less is better of this outcome: below it is worth less, above more",
        (Better::Neither, true) => "below it is less than the target, above more",
        (Better::Neither, false) => "below it is more than the target, above less",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::CostBasis;
    use crate::experiment::appraisal::break_even::Lever;
    use crate::outcome::statistics::Estimate;
    use crate::scenario::Draft;

    fn told(answer: Answer) -> String {
        told_of("export_revenue", Some(1.2), answer)
    }

    fn told_of(outcome: &str, price: Option<f64>, answer: Answer) -> String {
        let draft = Draft::load("scenarios/startup_grants.toml").unwrap();
        let lever = Lever::find(&draft.build().unwrap(), "policy.production_grant.rate").unwrap();
        let outcome = OUTCOMES.iter().position(|o| o.name == outcome).unwrap();
        let (between, drafts) = ((0.0, 0.8), [&draft, &draft]);
        let asked =
            BreakEvenQuestion { drafts, lever, outcome, price, cost: CostBasis::Public, target: 0.0, between, replicates: 3, seed: 1, threads: 1 };
        let point = |at: f64, values: &[f64]| BreakEvenPoint { at, differences: values.to_vec(), estimate: Estimate::of(values) };
        let points = vec![point(0.0, &[-2.0, -2.1, -2.2]), point(0.8, &[1.0, 1.1, 1.2])];
        break_even(&asked, &BreakEven { points, answer, runs: 9, failed: 0 }).1
    }

    #[test]
    fn a_break_even_reads_as_a_sentence_and_an_open_end_is_said() {
        let text = told(Answer::Crosses { at: 0.25, lower: Some(0.2), upper: None, rises: true, again: true });
        assert!(text.contains("Break-even at policy.production_grant.rate = 0.2500 share of cost (95 % interval: 0.2000 to above 0.8)"), "{text}");
        assert!(text.contains("below it is worth less, above more.") && text.contains("changes its sign again above"), "{text}");
        assert!(text.contains("net of 1.2 x public_cost"), "{text}");
        assert!(told(Answer::Crosses { at: 0.25, lower: None, upper: None, rises: false, again: false }).contains("the simulation cannot tell"));
    }

    #[test]
    fn worth_follows_the_direction_in_which_an_outcome_is_better() {
        let told = |outcome: &str, rises: bool| {
            told_of(outcome, None, Answer::Crosses { at: 0.25, lower: Some(0.2), upper: Some(0.3), rises, again: false })
        };
        assert!(told("creator_exits", true).contains("below it is worth more, above less."), "{}", told("creator_exits", true));
        assert!(told("creator_exits", false).contains("below it is worth less, above more."));
        assert!(told("export_revenue", false).contains("below it is worth more, above less."));
        assert!(told("works", true).contains("below it is less than the target, above more."));
    }

    #[test]
    fn without_a_crossing_both_ends_are_told() {
        let text = told(Answer::NoCrossing);
        assert!(
            text.contains(
                "No break-even between 0 and 0.8 share of cost: the difference is -2.100 (-2.35 to -1.85) at 0 and 1.100 (0.85 to 1.35) at 0.8."
            ),
            "{text}"
        );
    }
}
