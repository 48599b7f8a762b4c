//! What a search found, on the terminal.

use super::{certificate, names};
use crate::experiment::search::{BudgetResult, Known, SearchPlan, SearchResult};
use crate::report::output::text::{fixed, places, rounded};

/// The reported mixes with their effects, and what is claimed.
pub fn search_text(plan: &SearchPlan, result: &SearchResult) -> String {
    let mut text = String::new();
    for (number, budget) in result.budgets.iter().enumerate() {
        text += &format!("{} a year, {} candidates:\n", names::sum(budget.sum), budget.candidates.len());
        for (place, candidate) in budget.certified.reported.iter().enumerate() {
            text += &format!("  {}: {}\n", names::mix(plan, number, place), names::parts(plan, &budget.candidates[*candidate]));
            text += &of_mix(plan, budget, *candidate);
        }
        certificate::claimed(plan, budget, &certificate::margins(plan)).iter().for_each(|sentence| text += &format!("{sentence}\n"));
    }
    text
}

fn of_mix(plan: &SearchPlan, budget: &BudgetResult, candidate: usize) -> String {
    let mut text = String::new();
    for (objective, wanted) in plan.wanted.iter().enumerate() {
        let (name, unit) = (&wanted.measure.name, wanted.measure.unit);
        let (mean, gain) = (budget.means[candidate][objective], budget.gains[candidate][objective]);
        text += &format!("    {name} {} {unit}, against the baseline {}\n", rounded(mean.0), shown(gain, true));
    }
    text + &format!("    public cost {} bn KRW a year\n", shown(budget.costs[candidate], false))
}

/// A number with its interval; a difference with its sign.
fn shown((mean, ends): Known, difference: bool) -> String {
    let plus = |value: f64, decimals: usize| format!("{}{}", if difference && value > 0.0 { "+" } else { "" }, fixed(value, decimals));
    match ends {
        None => format!("{} (no interval: too few runs)", plus(mean, 2)),
        Some((low, high)) => {
            let decimals = places((high - low) / 2.0, low.abs().max(high.abs()));
            format!("{} ({} to {})", plus(mean, decimals), plus(low, decimals), plus(high, decimals))
        }
    }
}
