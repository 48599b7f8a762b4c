//! Which parts of a mix are settled, and which make no difference that can be told.

use super::about::SearchPage;
use super::{answer, front, phrase};
use crate::experiment::search::BudgetResult;
use crate::experiment::search::certify::CandidateStatus;
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
            "for each sum {count} {verb} shown to be as good as the reported mix, within {}; a table below has them.",
            phrase::margins(page)
        );
    }
    let budget = &page.result.budgets[0];
    let reported = &budget.certified.reported;
    if reported.len() > 1 && budget.certified.reached {
        let alike: usize = reported.iter().map(|candidate| alike(budget, *candidate).len()).sum();
        return format!(
            "{} shown to be as good as a reported one, within {}.",
            match alike {
                0 => "no other candidate is".to_owned(),
                1 => "1 other candidate is".to_owned(),
                n => format!("{n} other candidates are"),
            },
            phrase::margins(page)
        );
    }
    let (as_good, parts) = ranges(&budget.certified, &budget.candidates, budget.certified.reported[0]);
    let moving = moving(page, &parts);
    let of = if budget.certified.reported.len() > 1 { names::mix(page.plan, 0, 0) } else { "this mix".into() };
    match (as_good, budget.certified.reached) {
        (0, true) => format!("no other candidate is shown to be as good as {of} within {}.", phrase::margins(page)),
        (0, false) => "nothing could be told of that yet.".into(),
        (n, _) => format!(
            "{} shown to be as good as {of}, within {}: with {}. {}",
            if n == 1 { "1 other candidate is".to_owned() } else { format!("{n} other candidates are") },
            phrase::margins(page),
            if moving.is_empty() { "the same shares, on other terms".into() } else { listed(&moving) },
            cheapest(page, budget)
        ),
    }
}

/// Candidates that are as good as a reported one.
fn alike(budget: &BudgetResult, reported: usize) -> Vec<usize> {
    (0..budget.candidates.len()).filter(|candidate| budget.certified.status[*candidate] == CandidateStatus::AsGood(reported)).collect()
}

/// The candidate that costs least among the first reported mix and those that are as good.
fn cheapest(page: &SearchPage<'_>, budget: &BudgetResult) -> String {
    let first = budget.certified.reported[0];
    let least = alike(budget, first).into_iter().fold(first, |best, other| if budget.costs[other].0 < budget.costs[best].0 { other } else { best });
    match least == first {
        true => "None of them costs less in the mean.".into(),
        false => format!(
            "The cheapest of them, at {} bn KRW a year, funds {}.",
            phrase::cost(budget.costs[least]),
            phrase::funds(page, &budget.candidates[least])
        ),
    }
}

/// What must be said where what does not matter is more than all that a mix brings.
pub fn lenient(page: &SearchPage<'_>) -> String {
    let [wanted] = &page.plan.wanted[..] else { return String::new() };
    let small = |(number, budget): (usize, &BudgetResult)| {
        let gain = answer::gain(page, 0, number, budget.certified.reported[0]).0;
        (gain.abs() < wanted.objective.epsilon).then(|| names::sum(budget.sum))
    };
    let sums: Vec<String> = page.result.budgets.iter().enumerate().filter_map(small).collect();
    match (sums.is_empty(), page.result.budgets.len()) {
        (true, _) => String::new(),
        (false, 1) => " That margin is more than all that the mix brings, so little is said by it.".into(),
        _ => format!(" For {} that margin is more than all that the mix brings, so little is said by it.", listed(&sums)),
    }
}

/// The section.
pub fn section(page: &SearchPage<'_>) -> PageSection {
    let margins = phrase::margins(page);
    let rows = whole_rows(page);
    let blocks = if rows.is_empty() {
        vec![PageBlock::text(format!("No other candidate is shown to be as good as a reported mix within {margins}."))]
    } else {
        let text = format!(
            "A candidate is as good as a reported mix if it is shown to differ from it by no more than {margins}{}: a margin that whoever wrote the search chose. \
             Of the other candidates that is not shown; they may be as good, too.{} The first table has each of these mixes whole; within that margin, any of \
             them can be funded instead. The second has the least and the largest share of an instrument among them. A mix inside these ranges that is not in \
             the first table was not looked at.",
            if page.plan.wanted.len() > 1 { ", in none of these more" } else { "" },
            lenient(page)
        );
        vec![PageBlock::text(text), PageBlock::Table(whole(page, rows)), PageBlock::Table(shares(page))]
    };
    PageSection { id: "settled", label: "What makes no difference".into(), heading: "What makes no difference".into(), blocks, folded: false }
}

/// Reported mixes that others are as good as, each with these.
fn whole_rows(page: &SearchPage<'_>) -> Vec<Vec<PageCell>> {
    let mut rows = Vec::new();
    for (number, budget) in page.result.budgets.iter().enumerate() {
        for reported in &budget.certified.reported {
            let others = alike(budget, *reported);
            if !others.is_empty() {
                let all = front::ranked(page, number).into_iter().filter(|(_, candidate)| candidate == reported || others.contains(candidate));
                rows.extend(all.map(|ranked| front::row(page, number, ranked)));
            }
        }
    }
    rows
}

/// The table of these.
fn whole(page: &SearchPage<'_>, rows: Vec<Vec<PageCell>>) -> PageTable {
    let caption = format!("Reported mixes, and those that are as good.{}", front::chosen_by(page));
    PageTable { caption, head: front::head(page), rows }
}

/// Least and largest shares among mixes that are as good.
fn shares(page: &SearchPage<'_>) -> PageTable {
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
    PageTable { caption: "Shares among mixes that are as good".into(), head, rows }
}
