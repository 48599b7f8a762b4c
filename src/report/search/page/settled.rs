//! Which parts of a mix are settled, and which make no difference that can be told.

use super::about::SearchPage;
use super::phrase;
use crate::experiment::search::settled::{PartRange, ranges};
use crate::report::html::view::{PageBlock, PageCell, PageSection, PageTable};
use crate::report::output::text::{counted, fixed, listed};
use crate::report::search::names;

/// A range of shares in words.
fn range(part: &PartRange) -> String {
    let percent = |share: f64| fixed(100.0 * share, 0);
    if part.most - part.least < 0.005 {
        format!("{} %", percent(part.reported))
    } else {
        format!("{} to {} %", percent(part.least), percent(part.most))
    }
}

/// Parts of a mix that may move, in words.
fn moving(page: &SearchPage<'_>, parts: &[PartRange]) -> Vec<String> {
    let open = parts.iter().enumerate().filter(|(_, part)| part.most - part.least >= 0.005);
    open.map(|(number, part)| format!("{} between {}", phrase::part(page, number), range(part).replace(" to ", " and "))).collect()
}

/// What the first screen says: of the first mix, or of how many mixes there are as good where there are several sums.
pub fn in_short(page: &SearchPage<'_>) -> String {
    let budgets = &page.result.budgets;
    if budgets.len() > 1 {
        let as_good = budgets.iter().map(|budget| ranges(&budget.certified, &budget.candidates, budget.certified.reported[0]).0);
        let (least, most) = as_good.fold((usize::MAX, 0), |(least, most), n| (least.min(n), most.max(n)));
        let count = if least == most { counted(most, "other candidate") } else { format!("{least} to {most} other candidates") };
        let verb = if most == 1 { "is" } else { "are" };
        return format!(
            "for each sum {count} {verb} shown to be as good as the reported mix, within {}; the shares among them stand in a table below.",
            phrase::margins(page)
        );
    }
    let budget = &page.result.budgets[0];
    let (as_good, parts) = ranges(&budget.certified, &budget.candidates, budget.certified.reported[0]);
    let moving = moving(page, &parts);
    match (as_good, budget.certified.reached) {
        (0, true) => "no other candidate is shown to be as good as the first mix, up to what does not matter.".into(),
        (0, false) => "nothing could be told of that yet.".into(),
        (n, _) => format!(
            "{} shown to be as good as the first mix, within {}. Among them: {}.",
            if n == 1 { "1 other candidate is".to_owned() } else { format!("{n} other candidates are") },
            phrase::margins(page),
            if moving.is_empty() { "the same shares, with other choices".into() } else { listed(&moving) }
        ),
    }
}

/// The section.
pub fn section(page: &SearchPage<'_>) -> PageSection {
    let mut blocks = vec![PageBlock::text(format!(
        "Candidates that are shown to differ from a reported mix by no more than {} in any aim are as good as it: which of them is funded makes no \
         difference that matters. The search file sets that difference. Others may be as good, too, but it is not shown. The table gives the least and the largest share that an instrument has among them. A range is of candidates that were looked at; not \
         every mix inside it was.",
        phrase::margins(page)
    ))];
    let mut head = vec!["Mix".to_owned()];
    head.extend((0..page.plan.file.parts.len()).map(|part| phrase::sentence(&phrase::part(page, part))));
    let mut rows = Vec::new();
    for (number, budget) in page.result.budgets.iter().enumerate() {
        for (place, candidate) in budget.certified.reported.iter().enumerate() {
            let (as_good, parts) = ranges(&budget.certified, &budget.candidates, *candidate);
            let name = PageCell::text(format!("{} ({} as good)", names::mix(page.plan, number, place), counted(as_good, "other")));
            rows.push([name].into_iter().chain(parts.iter().map(|part| PageCell::text(range(part)))).collect());
        }
    }
    blocks.push(PageBlock::Table(PageTable { caption: "Shares among mixes that are as good".into(), head, rows }));
    PageSection { id: "settled", label: "What makes no difference".into(), heading: "What makes no difference".into(), blocks, folded: false }
}
