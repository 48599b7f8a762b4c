//! Cost and value for money, and what is additional against what would have happened anyway.

use minijinja::context;

use super::chart::PictureText;
use super::chart::dots::{Dot, Tone, dots};
use super::numbers::{interval, number};
use super::page::Page;
use super::rows::{BudgetRow, ComparisonRow};
use super::view::{FigurePanel, PageBlock, PageCell, PageSection, PageTable};
use crate::experiment::CostBasis;
use crate::report::appraisal::budget::EQUAL;

mod additional;

/// The section; none where nothing was compared.
pub fn section(page: &Page<'_>) -> Result<Option<PageSection>, String> {
    let costs: Vec<&ComparisonRow> = page.data.policies().filter_map(|s| page.data.contrast(&s.name, CostBasis::Public.outcome())).collect();
    if costs.is_empty() {
        return Ok(None);
    }
    let fiscal: Vec<&ComparisonRow> = costs.iter().filter_map(|c| page.data.contrast(&c.scenario, CostBasis::Fiscal.outcome())).collect();
    let mut panels = vec![cost_panel(page, CostBasis::Public, &costs)?];
    panels.extend((!fiscal.is_empty()).then(|| cost_panel(page, CostBasis::Fiscal, &fiscal)).transpose()?);
    panels.extend(value_panel(page)?);
    let figure = page.figure("cost", panels, table(page, &costs));
    let mut blocks = vec![PageBlock::text(page.plain("cost.lead")), PageBlock::Figure(figure)];
    blocks.extend(unequal(page, &costs).map(PageBlock::text));
    blocks.extend(additional::blocks(page)?);
    Ok(Some(PageSection { id: "cost", heading: page.plain("cost.heading"), blocks, folded: false }))
}

/// Policies that do not cost what the first that costs anything does; those that cost nothing are no matter of money.
fn unequal(page: &Page<'_>, costs: &[&ComparisonRow]) -> Option<String> {
    let priced: Vec<(&str, f64)> =
        costs.iter().filter_map(|c| Some((page.data.title(&c.scenario), c.mean_difference.filter(|cost| *cost != 0.0)?))).collect();
    let (first, own) = *priced.first()?;
    let ratios = priced.iter().map(|(policy, cost)| (*policy, cost / own)).filter(|(_, ratio)| (ratio - 1.0).abs() > EQUAL);
    let list: Vec<String> = ratios.map(|(policy, ratio)| page.words.say("cost.ratio", context! { policy, ratio => number(ratio) })).collect();
    (!list.is_empty()).then(|| page.words.say("cost.unequal", context! { first, list => page.words.list(&list) }))
}

fn cost_panel(page: &Page<'_>, basis: CostBasis, costs: &[&ComparisonRow]) -> Result<FigurePanel, String> {
    let title = page.words.say("panel.outcome", context! { outcome => page.words.outcome(basis.outcome()), unit => page.plain("axis.bn_yearly") });
    let factor = costs.first().map_or(1.0, |c| page.words.unit(&c.unit).factor);
    let dot = |c: &&ComparisonRow| Dot {
        label: page.data.title(&c.scenario).to_string(),
        shown: c.shown(page.words).map_or("–".into(), |s| s.value),
        value: c.mean_difference.map(|mean| (mean * factor, c.ci_low.zip(c.ci_high).map(|(low, high)| (low * factor, high * factor)))),
        tone: Tone::Moved,
    };
    panel(&format!("cost-{}", basis.key()), title, &costs.iter().map(dot).collect::<Vec<_>>(), 0.0)
}

fn panel(id: &str, title: String, rows: &[Dot], mark: f64) -> Result<FigurePanel, String> {
    let description = rows.iter().map(|r| format!("{}: {}", r.label, r.shown)).collect::<Vec<_>>().join("; ");
    let svg = dots(&PictureText { id: id.into(), title: title.clone(), description }, rows, mark)?;
    Ok(FigurePanel { title, svg })
}

/// Extra exports for each won of public money, where the folder has them with their intervals.
fn value_panel(page: &Page<'_>) -> Result<Option<FigurePanel>, String> {
    let dot = |b: &BudgetRow| {
        let ends = b.per_bn_krw_low.zip(b.per_bn_krw_high);
        let tone = match ends {
            Some((low, _)) if low > 1.0 => Tone::Better,
            Some((_, high)) if high < 1.0 => Tone::Worse,
            _ => Tone::Open,
        };
        let shown = b.per_bn_krw.map_or("–".into(), |v| ends.map_or(number(v), |(low, high)| interval(v, low, high).value));
        Dot { label: page.data.title(&b.scenario).to_string(), shown, value: b.per_bn_krw.map(|v| (v, ends)), tone }
    };
    let rows: Vec<Dot> = page.data.budget.iter().filter(|b| b.outcome == "export_revenue" && b.per_bn_krw.is_some()).map(dot).collect();
    if rows.is_empty() {
        return Ok(None);
    }
    panel("cost-value", page.plain("cost.value"), &rows, 1.0).map(Some)
}

fn table(page: &Page<'_>, costs: &[&ComparisonRow]) -> PageTable {
    let head = ["policy", "public_cost", "net_fiscal_cost", "exports_per_won", "small_per_won", "other_per_won"];
    let cost = |c: &ComparisonRow| {
        let shown = c.shown(page.words);
        let below = shown.as_ref().map_or(String::new(), |_| c.range(page.words));
        PageCell { below, ..PageCell::number(shown.map_or(String::new(), |s| s.value), c.mean_difference) }
    };
    let row = |c: &&ComparisonRow| {
        let fiscal = page.data.contrast(&c.scenario, CostBasis::Fiscal.outcome()).map_or(PageCell::text("–"), cost);
        let per = |outcome: &str| {
            let extra = page.data.contrast(&c.scenario, outcome).and_then(|e| e.mean_difference);
            let ratio = extra.zip(c.mean_difference).filter(|(_, cost)| *cost > 0.0).map(|(extra, cost)| extra / cost);
            PageCell::text(ratio.map_or("–".into(), number))
        };
        let pays = ["export_revenue", "small_label_exports", "revenue"].map(per);
        [PageCell::text(page.data.title(&c.scenario)), cost(c), fiscal].into_iter().chain(pays).collect()
    };
    PageTable {
        caption: page.plain("cost.table"),
        head: head.map(|name| page.plain(&format!("word.{name}"))).to_vec(),
        rows: costs.iter().map(row).collect(),
    }
}
