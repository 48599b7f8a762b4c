//! `budget_curve.csv`: the best mix of each sum in each objective, and what the step from one sum to the next brings.

use super::frontier::known;
use super::names;
use crate::experiment::search::{SearchPlan, SearchResult};
use crate::report::output::files;
use crate::report::output::table::{Column, Sheet, cell};
use crate::report::output::tables::Table;

/// What the file holds.
pub fn sheet() -> Sheet {
    let columns = vec![
        Column::text("outcome", "Objective."),
        Column::text("unit", "Unit of the outcome."),
        Column::number("budget", "Sum that is divided.").unit("M KRW a year"),
        Column::text("mix", "The reported mix of that sum that is best in the objective."),
        Column::number("gain", "Its mean difference to the baseline, in blocks of the curve's own."),
        Column::number("gain_low", "Lower end of its interval; all intervals of the curve hold together with the confidence of the search."),
        Column::number("gain_high", "Upper end of it."),
        Column::number("step", "What it has more than the best mix of the sum before, in the same blocks; empty for the first sum."),
        Column::number("step_low", "Lower end of its interval."),
        Column::number("step_high", "Upper end of it."),
        Column::number("step_per_bn", "The step for each bn KRW of the sum that is more."),
        Column::number("step_per_bn_low", "Lower end of its interval."),
        Column::number("step_per_bn_high", "Upper end of it."),
    ];
    Sheet { file: files::BUDGET_CURVE, title: "What more money brings", columns, key: &["outcome", "budget"] }
}

/// The table; none of one sum.
pub fn table(plan: &SearchPlan, result: &SearchResult) -> Option<Table> {
    let mut rows = Vec::new();
    for (wanted, curve) in plan.wanted.iter().zip(&result.curves) {
        let (sign, mut before) = (wanted.sign(), None);
        let turned = |(mean, ends): (f64, Option<(f64, f64)>), by: f64| {
            let (a, b) = (mean * by, ends.map(|(low, high)| (low * by, high * by)));
            (a, b.map(|(low, high)| (low.min(high), low.max(high))))
        };
        for point in curve {
            let sum = plan.file.budgets[point.budget];
            let place = result.budgets[point.budget].certified.reported.iter().position(|c| *c == point.candidate).unwrap_or(0);
            let mut row =
                vec![wanted.measure.name.clone(), wanted.measure.unit.to_owned(), cell(Some(sum as f64)), names::mix(plan, point.budget, place)];
            row.extend(known(turned(point.gain, sign)));
            let more = before.map(|before: u64| (sum - before) as f64 / 1000.0);
            let step = |by: f64| point.step.map_or([const { String::new() }; 3], |step| known(turned(step, by)));
            row.extend(step(sign));
            row.extend(step(sign / more.unwrap_or(1.0)));
            before = Some(sum);
            rows.push(row);
        }
    }
    (!rows.is_empty()).then(|| Table { sheet: sheet(), rows })
}
