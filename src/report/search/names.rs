//! What mixes are called, and how they read.

use crate::experiment::search::SearchPlan;
use crate::report::output::text::fixed;
use crate::scenario::search::Mix;

/// A sum as people write it: `30 bn KRW`.
pub fn sum(amount: u64) -> String {
    let bn = amount as f64 / 1000.0;
    let decimals = [1000, 100, 10].iter().position(|unit| amount.is_multiple_of(*unit)).unwrap_or(3);
    format!("{} bn KRW", fixed(bn, decimals))
}

/// Name of a reported mix, by its place on the front of a sum; also that of its scenario.
pub fn mix(plan: &SearchPlan, budget: usize, place: usize) -> String {
    let number = place + 1;
    match plan.file.budgets.len() {
        1 => format!("mix_{number:02}"),
        _ => format!("mix_{}_{number:02}", sum(plan.file.budgets[budget]).replace(" bn KRW", "bn").replace('.', "_")),
    }
}

/// What a mix funds, the largest part first: `40 % production_grant (selection "merit"), 60 % brokerage`.
pub fn parts(plan: &SearchPlan, mix: &Mix) -> String {
    let mut order: Vec<usize> = (0..mix.money.len()).filter(|part| mix.money[*part] > 0).collect();
    order.sort_by_key(|part| (std::cmp::Reverse(mix.money[*part]), *part));
    let part = |number: usize| {
        let about = &plan.file.parts[number];
        let chosen: Vec<String> = about.chosen(mix.variant[number]).map(|(key, value)| format!("{key} {value}")).collect();
        let chosen = if chosen.is_empty() { String::new() } else { format!(" ({})", chosen.join(", ")) };
        format!("{} % {}{chosen}", fixed(100.0 * mix.share(number), 0), about.name)
    };
    order.into_iter().map(part).collect::<Vec<_>>().join(", ")
}
