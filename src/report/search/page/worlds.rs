//! Regret over the worlds of the search.

use super::about::SearchPage;
use super::phrase;
use crate::experiment::appraisal::regret::RegretInterval;
use crate::report::html::view::{PageBlock, PageCell, PageSection, PageTable};
use crate::report::output::text::{fixed, places};
use crate::report::search::names;

fn shown(interval: RegretInterval, factor: f64, unit: &str) -> PageCell {
    let [value, low, high] = [interval.value, interval.low, interval.high].map(|number| factor * number);
    let decimals = if factor == 1.0 { places((high - low) / 2.0, high.abs()) } else { 0 };
    PageCell::text(format!("{} ({} to {}) {unit}", fixed(value, decimals), fixed(low, decimals), fixed(high, decimals)))
}

/// The section; none of a search in one world.
pub fn section(page: &SearchPage<'_>) -> Option<PageSection> {
    let mut rows = Vec::new();
    for (number, budget) in page.result.budgets.iter().enumerate() {
        for (wanted, regrets) in page.plan.wanted.iter().zip(&budget.regrets) {
            for (place, regret) in regrets.iter().enumerate() {
                let name = if place + 1 == regrets.len() { "baseline".to_owned() } else { names::mix(page.plan, number, place) };
                let unit = phrase::unit(wanted);
                rows.push(vec![
                    PageCell::text(format!("{name}, {}", phrase::objective(page, wanted))),
                    shown(regret.mean, 1.0, unit),
                    shown(regret.max, 1.0, unit),
                    shown(regret.best, 100.0, "%"),
                ]);
            }
        }
    }
    if rows.is_empty() {
        return None;
    }
    let worlds = page.plan.file.worlds.len();
    let text = format!(
        "A world is a set of assumptions that agrees with the evidence. In each of the {worlds} worlds of the search another mix may be best. Regret is what \
         a mix gives less than the best of the mixes below and the baseline there."
    );
    let head = ["Mix and aim", "Mean regret", "Largest regret", "Best in so many worlds"].map(String::from).to_vec();
    let table = PageTable { caption: "Regret over the worlds of the search, with 95 % intervals".into(), head, rows };
    Some(PageSection {
        id: "worlds",
        label: "If the world is another".into(),
        heading: "If the world is another".into(),
        blocks: vec![PageBlock::text(text), PageBlock::Table(table)],
        folded: false,
    })
}
