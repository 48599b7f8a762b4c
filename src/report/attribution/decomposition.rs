//! `shapley.csv` and `interactions.csv`: what each instrument of a package adds, and which complement each other.

use crate::experiment::Measure;
use crate::experiment::attribution::decompose::{Decomposition, Pair};
use crate::outcome::Better;
use crate::outcome::direction::Direction;
use crate::outcome::statistics::Estimate;
use crate::report::appraisal::chief::{CHIEF, headings};
use crate::report::output::files;
use crate::report::output::table::{Column, Sheet, cell};
use crate::report::output::tables::Table;
use crate::report::output::text::{aligned, counted, listed, rounded, value_and_interval, with_half_width};

fn sheet() -> Sheet {
    let columns = vec![
        Column::text("scenario", "Package that is divided."),
        Column::text("outcome", "Outcome; `outcome.class` is the share of replicates of the class."),
        Column::text("unit", "Unit of mean, lower, upper and sampling_error."),
        Column::text("instrument", "Instrument, with all its programmes."),
        Column::integer("n", "Replicates in which the outcome exists in every subset that was run."),
        Column::number("mean", "Shapley value, mean over replicates; over the instruments it sums to the package's effect."),
        Column::number("lower", "Lower end of the 95 % interval of the mean (Student's t), over paired replicates."),
        Column::number("upper", "Upper end of the 95 % interval of the mean (Student's t), over paired replicates."),
        Column::number("sampling_error", "Standard error from the sample of orders; empty where all subsets were run."),
    ];
    Sheet { file: files::SHAPLEY, title: "Shapley values of instruments", columns, key: &["scenario", "outcome", "instrument"] }
}

fn interactions_sheet() -> Sheet {
    let columns = vec![
        Column::text("scenario", "Package that is divided."),
        Column::text("outcome", "Outcome; `outcome.class` is the share of replicates of the class."),
        Column::text("unit", "Unit of mean, lower and upper."),
        Column::text("first", "One instrument."),
        Column::text("second", "The other instrument."),
        Column::integer("n", "Replicates in which the outcome exists in every subset that was run."),
        Column::number("mean", "Effect of both less the effects of each alone, v(ij) - v(i) - v(j) + v(none), mean over replicates."),
        Column::number("lower", "Lower end of the 95 % interval of the mean (Student's t), over paired replicates."),
        Column::number("upper", "Upper end of the 95 % interval of the mean (Student's t), over paired replicates."),
    ];
    Sheet { file: files::INTERACTIONS, title: "Interactions of pairs of instruments", columns, key: &["scenario", "outcome", "first", "second"] }
}

/// Both tables, and what people read of the chief outcomes; `orders` is the number of sampled orders.
pub fn decomposition(found: &Decomposition, subsets: usize, orders: Option<usize>) -> (Vec<Table>, String) {
    let part = |p: &crate::experiment::attribution::decompose::ShapleyValue| {
        row(found, &p.measure, &[p.instrument.name()], &p.value).into_iter().chain([cell(p.sampling_error)]).collect()
    };
    let pair = |p: &Pair| row(found, &p.measure, &[p.first.name(), p.second.name()], &p.value);
    let tables = vec![
        Table { sheet: sheet(), rows: found.parts.iter().map(part).collect() },
        Table { sheet: interactions_sheet(), rows: found.pairs.iter().map(pair).collect() },
    ];
    (tables, text(found, subsets, orders))
}

fn row(found: &Decomposition, measure: &Measure, names: &[&str], value: &Estimate) -> Vec<String> {
    let mut row = vec![found.name.clone(), measure.name.clone(), measure.unit.into()];
    row.extend(names.iter().map(|name| name.to_string()));
    row.push(value.n.to_string());
    row.extend([value.mean, value.ci_low, value.ci_high].map(cell));
    row
}

fn text(found: &Decomposition, subsets: usize, orders: Option<usize>) -> String {
    let chief: Vec<&Measure> = CHIEF.iter().filter_map(|name| found.effects.iter().find(|(m, _)| m.name == *name)).map(|(m, _)| m).collect();
    let replicates = found.results.cases.first().map_or(0, |case| case.runs.len());
    let how = orders.map_or(format!("all {subsets} subsets"), |n| format!("a sample of {n} orders, {subsets} subsets"));
    let mut text = format!("Shapley values of {} with 95 % intervals, {}, {how}\n\n", found.name, counted(replicates, "paired replicate"));
    text += &aligned(&values(found, &chief));
    if orders.is_some() {
        text += &sampling_sentence(found, &chief);
    }
    if found.pairs.is_empty() {
        return text;
    }
    text += "\nInteractions: both together less the sum of each alone\n\n";
    text += &aligned(&interactions(found, &chief));
    text += "\n";
    text += &chief.iter().map(|measure| sentence(found, measure)).collect::<String>();
    text + "Each interval stands alone: of 20 pairs that do not interact, one seems to by chance.\n"
}

/// A row for each instrument, and the effect of all.
fn values(found: &Decomposition, chief: &[&Measure]) -> Vec<Vec<String>> {
    let mut rows = headings("instrument", chief);
    for kind in &found.members {
        let of = |m: &&Measure| found.parts.iter().find(|p| p.instrument == *kind && p.measure == **m).map(|p| &p.value);
        rows.push(std::iter::once(kind.name().to_string()).chain(chief.iter().map(|m| shown(of(m)))).collect());
    }
    let whole = |m: &&Measure| shown(found.effects.iter().find(|(measure, _)| measure == *m).map(|(_, value)| value));
    rows.push(std::iter::once("all together".to_string()).chain(chief.iter().map(whole)).collect());
    rows
}

/// A row for each pair.
fn interactions(found: &Decomposition, chief: &[&Measure]) -> Vec<Vec<String>> {
    let mut rows = headings("pair", chief);
    for pair in found.pairs.iter().filter(|p| p.measure == *chief[0]) {
        let same = |other: &&Pair| (other.first, other.second) == (pair.first, pair.second);
        let of = |m: &&Measure| shown(found.pairs.iter().filter(same).find(|p| p.measure == **m).map(|p| &p.value));
        rows.push(std::iter::once(format!("{} + {}", pair.first.name(), pair.second.name())).chain(chief.iter().map(of)).collect());
    }
    rows
}

fn shown(value: Option<&Estimate>) -> String {
    value.and_then(|v| Some(with_half_width(v.mean?, v.half_width(), true))).unwrap_or_else(|| "-".into())
}

fn sampling_sentence(found: &Decomposition, chief: &[&Measure]) -> String {
    let largest = |m: &&Measure| {
        let errors = found.parts.iter().filter(|p| p.measure == **m).filter_map(|p| p.sampling_error);
        format!("{} {} {}", m.name, rounded(errors.fold(0.0, f64::max)), m.unit)
    };
    format!("Largest standard errors from the sample of orders: {}\n", listed(&chief.iter().map(largest).collect::<Vec<_>>()))
}

/// What the pairs do to an outcome, in a sentence.
fn sentence(found: &Decomposition, measure: &Measure) -> String {
    let pairs: Vec<&Pair> = found.pairs.iter().filter(|p| p.measure == *measure).collect();
    let of = |wanted: Effect| pairs.iter().filter(move |p| effect(p) == Some(wanted)).map(|p| told(p)).collect::<Vec<_>>();
    let clause = |effect: Effect, words: &str| (!of(effect).is_empty()).then(|| format!("{} {words}", listed(&of(effect))));
    let clauses: Vec<String> = match measure.better {
        Better::Lower | Better::Neither => vec![clause(Effect::More, "give more together"), clause(Effect::Less, "give less together")],
        Better::Higher => vec![clause(Effect::Complement, "complement each other"), clause(Effect::CrowdOut, "crowd each other out")],
    }
    .into_iter()
    .flatten()
    .collect();
    match clauses.is_empty() {
        true => format!("{}: no pair is seen to interact.\n", measure.name),
        false => format!("{}: {}.\n", measure.name, clauses.join("; ")),
    }
}

/// What an interaction means, where its interval excludes 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Effect {
    Complement,
    CrowdOut,
    More,
    Less,
}

fn effect(pair: &Pair) -> Option<Effect> {
    let more = match Direction::of_estimate(&pair.value) {
        Direction::Up => true,
        Direction::Down => false,
        _ => return None,
    };
    Some(match (pair.measure.better, more) {
        (Better::Higher, true) => Effect::Complement,
        (Better::Higher, false) => Effect::CrowdOut,
        (Better::Lower | Better::Neither, true) => Effect::More,
        (Better::Lower | Better::Neither, false) => Effect::Less,
    })
}

/// `production_grant with tax_credit (-3.1, -4.0 to -2.2 bn KRW/yr)`.
fn told(pair: &Pair) -> String {
    let (low, high) = (pair.value.ci_low.unwrap_or_default(), pair.value.ci_high.unwrap_or_default());
    let (mean, interval) = value_and_interval(pair.value.mean.unwrap_or_default(), low, high);
    format!("{} with {} ({mean}, {interval} {})", pair.first.name(), pair.second.name(), pair.measure.unit)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::Results;
    use crate::outcome::statistics::Scale;
    use crate::policy::Kind;

    fn pair(better: Better, values: &[f64]) -> Pair {
        let measure = Measure { name: "gain".into(), unit: "bn", better, outcome: 0, class: None, scale: Scale::Unbounded, nets_cost: false };
        Pair { first: Kind::ProductionGrant, second: Kind::TaxCredit, measure, value: Estimate::of(values) }
    }

    fn found(pair: Pair) -> Decomposition {
        let results = Results { outcomes: &[], seed: 1, baseline: None, cases: vec![] };
        Decomposition { name: "package".into(), members: vec![], parts: vec![], pairs: vec![pair], effects: vec![], results }
    }

    #[test]
    fn pairs_complement_or_crowd_out_where_more_is_better_and_give_more_or_less_elsewhere() {
        for (better, values, words) in [
            (Better::Higher, [3.0, 3.1, 3.2], "complement each other."),
            (Better::Lower, [-3.0, -3.1, -3.2], "give less together."),
            (Better::Higher, [-3.0, -3.1, -3.2], "crowd each other out."),
            (Better::Neither, [3.0, 3.1, 3.2], "give more together."),
            (Better::Higher, [-3.0, 3.1, 3.2], "no pair is seen to interact."),
        ] {
            let pair = pair(better, &values);
            let text = sentence(&found(pair.clone()), &pair.measure);
            assert!(text.trim_end().ends_with(words), "{text}");
        }
        let text = told(&pair(Better::Higher, &[3.0, 3.1, 3.2]));
        assert_eq!(text, "production_grant with tax_credit (3.10, 2.85 to 3.35 bn)");
    }
}
