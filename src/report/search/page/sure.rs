//! What is certain, and what is not.

use super::about::SearchPage;
use super::{phrase, settled};
use crate::report::html::view::{Item, PageBlock, PageSection};
use crate::report::output::text::{fixed, listed};
use crate::report::search::{certificate, names};

/// What the first screen says.
pub fn in_short(page: &SearchPage<'_>) -> String {
    let (budgets, confidence) = (&page.result.budgets, page.plan.file.effort.confidence);
    let (percent, several) = (fixed(100.0 * confidence, 0), page.plan.wanted.len() > 1);
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
        1 if budgets.len() == 1 && candidates == budgets[0].certified.reported.len() => {
            "the search found no other candidate that the reported mixes could be compared with.".into()
        }
        1 if budgets.len() == 1 => format!(
            "{percent} % that none of the other {} best mixes that the search found (its candidates) is better than a reported one by more than {}{} on simulations that the search had not used.",
            candidates - budgets[0].certified.reported.len(),
            phrase::margins(page),
            if several { ", in all of these,".to_owned() } else { part_of_effect(page) }
        ),
        _ => format!(
            "it holds with {percent} %, in simulations that the search had not used: for none of the {} sums is one of the other best mixes that the search found (its candidates, {} in all) better than the \
             reported one by more than {}{}.{}",
            budgets.len(),
            candidates,
            phrase::margins(page),
            if several { ", in all of these" } else { "" },
            settled::lenient(page)
        ),
    };
    let largest = budgets.iter().filter_map(|budget| budget.challenged.as_ref().map(|challenged| challenged.share)).fold(0.0, f64::max);
    let challenged = if largest > 0.0 {
        let better = if several { "do more by that in some aim than any reported mix" } else { "are better by more than that" };
        format!(" Of all mixes that could be made, at most {} in 100 {better}; this is sure with 95 %, too.", fixed(100.0 * largest, 1))
    } else {
        " How many of all mixes that could be made are better was not tested.".into()
    };
    front + &challenged
}

/// How large what does not matter is beside what the mix brings, in one aim.
fn part_of_effect(page: &SearchPage<'_>) -> String {
    let ([wanted], budget) = (&page.plan.wanted[..], &page.result.budgets[0]) else { return String::new() };
    let part = wanted.objective.epsilon / budget.gains[budget.certified.reported[0]][0].0.abs();
    if part.is_finite() { format!(" ({} % of what the mix brings)", fixed(100.0 * part, 0)) } else { String::new() }
}

/// The section.
pub fn section(page: &SearchPage<'_>) -> PageSection {
    let claimed: Vec<(u64, Vec<String>)> =
        page.result.budgets.iter().map(|budget| (budget.sum, certificate::claimed(page.plan, budget, &phrase::margins(page)))).collect();
    let item = |alike: &[(u64, Vec<String>)]| {
        let sums = listed(&alike.iter().map(|(sum, _)| names::sum(*sum)).collect::<Vec<_>>());
        let heading = match (claimed.len(), alike.len()) {
            (1, _) => "What is certified".to_owned(),
            (all, n) if all == n => "What is certified for each sum".to_owned(),
            _ => format!("What is certified for {sums}"),
        };
        Item { heading, sentences: alike[0].1.clone() }
    };
    let mut items: Vec<Item> = claimed.chunk_by(|one, other| one.1 == other.1).map(item).collect();
    items.push(Item { heading: "What is not claimed".into(), sentences: certificate::not_claimed(page.plan) });
    let blocks = vec![
        PageBlock::text(
            "The best of many uncertain numbers is often the luckiest. So the mixes were chosen by some simulations and judged by others, which the search had \
             never used. The best that it found, its candidates, met there; the certificate says what is known of them, all together, with the probability that it names."
                .into(),
        ),
        PageBlock::Items { items, beside: false },
    ];
    PageSection { id: "sure", label: "How sure this is".into(), heading: "How sure this is".into(), blocks, folded: false }
}
