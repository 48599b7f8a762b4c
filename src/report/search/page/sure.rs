//! What is certain, and what is not.

use super::about::SearchPage;
use super::phrase;
use crate::report::html::view::{Item, PageBlock, PageSection};
use crate::report::output::text::fixed;
use crate::report::search::{certificate, names};

/// What the first screen says.
pub fn in_short(page: &SearchPage<'_>) -> String {
    let (budgets, confidence) = (&page.result.budgets, page.plan.file.effort.confidence);
    let percent = fixed(100.0 * confidence, 0);
    let candidates: usize = budgets.iter().map(|budget| budget.candidates.len()).sum();
    let reached = budgets.iter().filter(|budget| budget.certified.reached).count();
    let front = match reached {
        0 => format!(
            "not sure: after {} fresh simulated years the best of {candidates} candidates could not be told at {percent} %.",
            budgets[0].certified.blocks
        ),
        n if n < budgets.len() => {
            format!("for {n} of {} sums, {percent} % that no candidate is better by more than what does not matter.", budgets.len())
        }
        _ => format!(
            "{percent} % that none of {candidates} candidates is better by more than {}, on simulations that the search had not used.",
            phrase::margins(page)
        ),
    };
    let largest = budgets.iter().filter_map(|budget| budget.challenged.as_ref().map(|challenged| challenged.share)).fold(0.0, f64::max);
    let challenged = if largest > 0.0 {
        format!(" Of all mixes that could be made, at most {} % do better by more than that (95 %).", fixed(100.0 * largest, 1))
    } else {
        String::new()
    };
    front + &challenged
}

/// The section.
pub fn section(page: &SearchPage<'_>) -> PageSection {
    let several = page.result.budgets.len() > 1;
    let mut items: Vec<Item> = page
        .result
        .budgets
        .iter()
        .map(|budget| Item {
            heading: if several { format!("What is certified for {}", names::sum(budget.sum)) } else { "What is certified".into() },
            sentences: certificate::claimed(page.plan, budget, &phrase::margins(page)),
        })
        .collect();
    items.push(Item { heading: "What is not claimed".into(), sentences: certificate::not_claimed(page.plan) });
    let blocks = vec![
        PageBlock::text(
            "The best of many noisy numbers is mostly lucky. So the mixes were chosen on some simulated years and judged on others, which the search had \
             never used; and sentences are made only where they hold for all candidates at once with the probability that is told."
                .into(),
        ),
        PageBlock::Items { items, beside: false },
    ];
    PageSection { id: "sure", label: "How sure this is".into(), heading: "How sure this is".into(), blocks, folded: false }
}
