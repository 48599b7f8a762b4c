//! How the mixes were found.

use super::about::SearchPage;
use super::phrase;
use crate::report::html::view::{PageBlock, PageCell, PageSection, PageTable};
use crate::report::search::names;

/// The section.
pub fn section(page: &SearchPage<'_>) -> PageSection {
    let effort = page.plan.file.effort;
    let rows = page
        .result
        .budgets
        .iter()
        .map(|budget| {
            let [beaten, too_dear, set_aside, twins] = budget.left;
            let challenged = budget.challenged.as_ref().map_or("none".to_owned(), |challenged| format!("{} random mixes", challenged.mixes));
            [
                names::sum(budget.sum),
                budget.enumerated.to_string(),
                budget.refined.to_string(),
                format!("{beaten} beaten, {too_dear} too dear, {set_aside} set aside, {twins} that did the same as another"),
                budget.candidates.len().to_string(),
                budget.certified.blocks.to_string(),
                challenged,
            ]
            .map(PageCell::text)
            .to_vec()
        })
        .collect();
    let head = ["Sum", "Mixes in units", "Refined mixes", "Left out before", "Candidates", "Fresh blocks", "Challenge"].map(String::from).to_vec();
    let blocks = vec![
        PageBlock::text(format!(
            "All mixes in {} equal parts of the sum, or a part of them that fills the space, were simulated a few times; those that others beat were left out, \
             and mixes between the best were added in {} rounds. The best candidates then met new simulated years (fresh blocks) until the sentences above \
             could be told. At last random mixes of all that could be made were set against the front.",
            effort.units, effort.generations
        )),
        PageBlock::Table(PageTable { caption: "From all mixes to the reported ones".into(), head, rows }),
        PageBlock::Command { text: "The same search again, from its file:".into(), command: phrase::command(page) },
    ];
    PageSection { id: "found", label: "How this was found".into(), heading: "How this was found".into(), blocks, folded: true }
}
