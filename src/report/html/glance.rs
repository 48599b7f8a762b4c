//! All options and chief outcomes in one table, and what a decision that stopped by itself says.

use minijinja::context;

use super::data::ScenarioSummary;
use super::findings::Findings;
use super::page::Page;
use super::rows::{ComparisonRow, WorldEffectRow};
use super::told;
use super::tone::tone;
use super::view::{PageBlock, PageCell, PageSection, PageTable};
use super::words::Words;
use crate::experiment::CostBasis;
use crate::outcome::direction::Direction;
use crate::report::appraisal::chief::CHIEF;
use crate::report::html::chart::dots::Tone;

mod decision;

/// The section; none where nothing was compared.
pub fn section(page: &Page<'_>) -> Option<PageSection> {
    if page.data.contrasts.is_empty() {
        return None;
    }
    let rows = effects(page);
    let told = told_of(page, &rows);
    let mut blocks = super::precision::warnings(page);
    let events: Vec<String> = page.data.policies().filter(|s| s.instruments == 0).map(|s| s.title.clone()).collect();
    if !events.is_empty() {
        blocks.push(PageBlock::text(page.words.say("glance.events", context! { list => page.words.list(&events), count => events.len() })));
    }
    blocks.extend(decision::sentences(page).into_iter().map(PageBlock::text));
    blocks.push(PageBlock::Table(table(page, &rows, &told)));
    blocks.extend((!page.data.world_effects.is_empty()).then(|| PageBlock::text(page.plain("glance.reference"))));
    Some(page.section("glance", finding(page, &told), blocks))
}

/// Effects on chief outcomes: means over plausible worlds, else of the reference world.
fn effects(page: &Page<'_>) -> Vec<ComparisonRow> {
    let data = page.data;
    if data.world_effects.is_empty() {
        return data.contrasts.iter().filter(|c| CHIEF.contains(&c.outcome.as_str())).cloned().collect();
    }
    let of = |row: &WorldEffectRow| ComparisonRow {
        scenario: row.scenario.clone(),
        outcome: row.outcome.clone(),
        unit: data.unit_of(&row.outcome).to_owned(),
        n: row.worlds * row.replicates,
        baseline_mean: None,
        scenario_mean: None,
        mean_difference: row.mean,
        ci_low: row.ci_low,
        ci_high: row.ci_high,
        share_better: None,
        p_value: row.p_value,
    };
    data.world_effects.iter().filter(|row| CHIEF.contains(&row.outcome.as_str())).map(of).collect()
}

/// Those of them that may be told: of what the first screen has too, what it tells; of the rest, what may be told when all of it is
/// looked at together.
fn told_of<'r>(page: &Page<'_>, rows: &'r [ComparisonRow]) -> Vec<&'r ComparisonRow> {
    let found = Findings::of(page);
    let told_there = |c: &&ComparisonRow| found.tells(&c.scenario, &c.outcome);
    let (above, rest): (Vec<_>, Vec<_>) = rows.iter().partition(|c| told_there(c).is_some());
    let above = above.into_iter().filter(|c| told_there(c) == Some(true));
    above.chain(told::those_told(&rest.into_iter().map(|c| (c, c.p_value)).collect::<Vec<_>>())).collect()
}

/// What the options are shown to change for the better and for the worse, costs left out.
fn finding(page: &Page<'_>, told: &[&ComparisonRow]) -> String {
    let policies: Vec<&ScenarioSummary> = page.data.policies().filter(|s| s.instruments > 0).collect();
    let of_policies = || told.iter().filter(|c| policies.iter().any(|s| s.name == c.scenario) && !CostBasis::is(&c.outcome));
    let direction = |c: &ComparisonRow| tone(&c.outcome, Direction::of(c.mean_difference, c.ci_low, c.ci_high));
    let list = |wanted: Tone| {
        let count = |name: &&str| of_policies().filter(|c| c.outcome == *name && direction(c) == wanted).count();
        let moved: Vec<(&str, usize)> = CHIEF.iter().map(|name| (*name, count(name))).filter(|(_, n)| *n > 0).collect();
        let said = |(name, n): &(&str, usize)| match policies.len() {
            1 => page.words.outcome(name),
            all => page.words.say("glance.count", context! { outcome => page.words.outcome(name), n, all }),
        };
        page.words.list(&moved.iter().map(said).collect::<Vec<_>>())
    };
    let (better, worse) = (list(Tone::Better), list(Tone::Worse));
    if better.is_empty() && worse.is_empty() {
        return page.plain("glance.finding_none");
    }
    page.words.say("glance.finding", context! { better, worse })
}

/// All options and chief outcomes in one table.
fn table(page: &Page<'_>, rows: &[ComparisonRow], told: &[&ComparisonRow]) -> PageTable {
    let (data, words) = (page.data, page.words);
    // Public cost stands on the first screen, and in the section on money.
    let shown = CHIEF.iter().copied().filter(|name| *name != CostBasis::Public.outcome());
    let chief: Vec<&str> = shown.filter(|name| rows.iter().any(|c| c.outcome == *name)).collect();
    let of = |scenario: &str, outcome: &str| rows.iter().find(|c| c.scenario == scenario && c.outcome == outcome);
    let head = chief.iter().map(|name| {
        let axis = words.plain(&format!("axis_change.{}", page.words.unit(data.unit_of(name)).key));
        words.say("glance.column", context! { outcome => words.outcome(name), unit => axis })
    });
    let row = |scenario: &ScenarioSummary| {
        let cells = chief.iter().map(|name| of(&scenario.name, name).map_or(PageCell::text("–"), |c| marked(c, words, told)));
        std::iter::once(PageCell::text(&scenario.title)).chain(cells).collect()
    };
    PageTable {
        caption: words.say("glance.caption", context! { baseline => data.baseline_title() }),
        head: std::iter::once(words.plain("word.policy")).chain(head).collect(),
        rows: data.policies().map(row).collect(),
    }
}

/// The cell of a difference; what may not be told is open, whatever its interval alone says.
fn marked(contrast: &ComparisonRow, words: &Words, told: &[&ComparisonRow]) -> PageCell {
    let may = told.contains(&contrast) || matches!(contrast.direction(), Direction::Same | Direction::Absent);
    if may { contrast.cell(words) } else { contrast.open_cell(words) }
}

#[cfg(test)]
mod tests {
    use super::super::sample::{data, row, said};
    use super::*;

    #[test]
    fn the_heading_counts_what_holds_when_all_of_the_table_is_looked_at_together() {
        let mut data = data(&[("vouchers", 5.0, [80.0, 70.0, 90.0]), ("guarantee", 0.5, [6.0, 1.0, 11.0])]);
        data.contrasts.push(row("guarantee", "startup_survival_3y", "share", [-0.2, -0.21, -0.19]));
        let find = |data: &_| said(data, |page| finding(page, &told_of(page, &effects(page))));
        assert_eq!(find(&data), "Shown to be better: exports with 1 of 2 options. Worse: startups alive after 3 years with 1 of 2 options");
        data.contrasts.iter_mut().for_each(|c| c.p_value = Some(0.04));
        assert_eq!(find(&data), "No option is shown to change a chief outcome");
    }

    #[test]
    fn what_may_not_be_told_is_open_in_the_table_too() {
        let mut data = data(&[("vouchers", 5.0, [80.0, 1.0, 160.0])]);
        data.contrasts.iter_mut().for_each(|c| c.p_value = Some(0.04));
        let cell = said(&data, |page| {
            let rows = effects(page);
            table(page, &rows, &told_of(page, &rows)).rows[0][1].clone()
        });
        assert!(cell.tone == "open" && cell.text.starts_with('○'), "{cell:?}");
    }
}
