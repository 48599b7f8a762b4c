//! `benefit_cost.csv`: what each scenario costs the public over the whole run and what it buys, in present values.

use crate::experiment::appraisal::benefit::Benefit;
use crate::outcome::statistics::{Estimate, Ratio};
use crate::report::output::files;
use crate::report::output::table::{Column, Sheet, cell};
use crate::report::output::tables::Table;
use crate::report::output::text::value_and_interval;

/// What the file holds.
pub fn sheet() -> Sheet {
    let columns = vec![
        Column::text("scenario", "Scenario."),
        Column::text(
            "measure",
            "`export_present_value`: extra exports. `fiscal_cost_present_value`: net fiscal cost with the cost of public funds. \
             `net_benefit`: counted_share of extra exports less that cost. `benefit_cost_ratio`: the same as a ratio. \
             `turning_share`: share of an extra won of exports from which benefits outweigh costs. \
             `tax_returned`: taxes that come back for each won of public cost.",
        ),
        Column::text("unit", "Unit of mean and interval; present values are of the whole run, at the scenario's discount rate."),
        Column::number("counted_share", "Share of an extra won of exports that counts as benefit (--benefit-share).").unit("share"),
        Column::integer("n", "Pairs of replicates."),
        Column::number("mean", "Mean difference to the baseline, or ratio of two such means; empty where the lower one is not above 0."),
        Column::number("ci_low", "Lower end of its 95 % interval (Student's t; of ratios, Fieller's); empty where a ratio has none."),
        Column::number("ci_high", "Upper end of it."),
        Column::number("p_value", "Two-sided probability of such a present value, or a larger one, by chance; empty for ratios.").unit("share"),
    ];
    Sheet { file: files::BENEFIT_COST, title: "Benefits and costs in present values", columns, key: &["scenario", "measure"] }
}

/// The table; none where nothing was appraised.
pub fn table(benefits: &[Benefit], counted: f64, names: &[&str]) -> Option<Table> {
    let rows: Vec<Vec<String>> = benefits.iter().flat_map(|benefit| rows(benefit, counted, names[benefit.scenario])).collect();
    (!rows.is_empty()).then(|| Table { sheet: sheet(), rows })
}

fn rows(benefit: &Benefit, counted: f64, name: &str) -> Vec<Vec<String>> {
    let row = |measure: &str, unit: &str, n: usize, numbers: [Option<f64>; 4]| {
        let mut row = vec![name.to_owned(), measure.to_owned(), unit.to_owned(), cell(Some(counted)), n.to_string()];
        row.extend(numbers.map(cell));
        row
    };
    let value = |measure: &str, (e, p): &(Estimate, Option<f64>)| row(measure, "bn KRW", e.n, [e.mean, e.ci_low, e.ci_high, *p]);
    let ratio = |measure: &str, ratio: &Option<Ratio>| {
        let Ratio { value, ends, .. } = ratio.unwrap_or_default();
        row(measure, "won for each won", benefit.cost.0.n, [value, ends.map(|e| e.0), ends.map(|e| e.1), None])
    };
    vec![
        value("export_present_value", &benefit.exports),
        value("fiscal_cost_present_value", &benefit.cost),
        value("net_benefit", &benefit.net),
        ratio("benefit_cost_ratio", &benefit.ratio),
        ratio("turning_share", &benefit.turning),
        ratio("tax_returned", &benefit.returned),
    ]
}

/// A line: from which share of an extra won of exports on each scenario pays.
pub fn text(benefits: &[Benefit], names: &[&str]) -> String {
    let said = |benefit: &Benefit| {
        let name = names[benefit.scenario];
        let shown = benefit.turning.and_then(|ratio| ratio.value.zip(ratio.ends));
        match shown {
            Some((value, (low, high))) => {
                let (value, ends) = value_and_interval(value, low, high);
                Some(format!("{name} from {value} ({ends})"))
            }
            None if benefit.cost.0.ci_high.is_some_and(|high| high <= 0.0) => Some(format!("{name} at any share, for it costs the budget nothing")),
            None => benefit.cost.0.mean.map(|_| format!("{name}: cannot tell")),
        }
    };
    let all: Vec<String> = benefits.iter().filter_map(said).collect();
    if all.is_empty() {
        return String::new();
    }
    format!("Benefits outweigh public cost (present values) if this share of an extra won of exports counts: {}.\n", all.join("; "))
}
