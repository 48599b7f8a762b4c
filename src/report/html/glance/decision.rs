//! What a decision that stopped by itself says: settled or not, and what each scenario is against the best.

use minijinja::context;

use crate::report::html::numbers::{count, fixed, number};
use crate::report::html::page::Page;
use crate::report::html::rows::DecisionRow;

/// The sentences; none where nothing was to be decided.
pub fn sentences(page: &Page<'_>) -> Vec<String> {
    let rows = &page.data.decision;
    let Some(first) = rows.first() else { return Vec::new() };
    let of = |status: &str| rows.iter().filter(|r| r.status == status).collect::<Vec<&DecisionRow>>();
    let undecided = of("undecided");
    let most = rows.iter().map(|r| r.replicates).max().unwrap_or(0);
    let unit = page.words.unit(&first.unit);
    let values = context! {
        best => page.data.title(&first.best), outcome => page.words.outcome(&first.outcome), replicates => count(most),
        confidence => fixed(100.0 * first.confidence.unwrap_or(0.0), 0),
        margin => page.words.change(&number(first.margin.unwrap_or(0.0) * unit.factor), unit),
    };
    let mut sentences = vec![page.words.say(if undecided.is_empty() { "decision.settled" } else { "decision.open" }, values)];
    let titles = |rows: &[&DecisionRow]| page.words.list(&rows.iter().map(|r| page.data.title(&r.scenario).to_string()).collect::<Vec<_>>());
    for status in ["separated", "indistinguishable"] {
        let found = of(status);
        if !found.is_empty() {
            sentences.push(page.words.say(&format!("decision.{status}"), context! { list => titles(&found) }));
        }
    }
    sentences.extend(undecided.iter().map(|r| {
        let needed = r.replicates_needed.map_or(page.plain("decision.unknown"), |n| count(n as usize));
        page.words.say("decision.undecided", context! { policy => page.data.title(&r.scenario), needed })
    }));
    sentences
}
