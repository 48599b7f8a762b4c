//! Value for money: what options cost, whether benefits outweigh it, and what is additional against what would have happened anyway.

use minijinja::context;

use super::chart::PictureText;
use super::chart::dots::{Dot, Tone, dots};
use super::numbers::{interval, percent};
use super::page::Page;
use super::rows::{BenefitRow, ComparisonRow};
use super::told;
use super::view::{FigurePanel, PageBlock, PageCell, PageSection, PageTable};
use crate::experiment::CostBasis;

mod additional;

/// The section; none where nothing was compared.
pub fn section(page: &Page<'_>) -> Result<Option<PageSection>, String> {
    let costs: Vec<&ComparisonRow> = page.data.policies().filter_map(|s| page.data.contrast(&s.name, CostBasis::Public.outcome())).collect();
    if costs.is_empty() {
        return Ok(None);
    }
    let fiscal: Vec<&ComparisonRow> = costs.iter().filter_map(|c| page.data.contrast(&c.scenario, CostBasis::Fiscal.outcome())).collect();
    // The table has public cost; its picture is that of the first screen.
    let mut panels: Vec<FigurePanel> = (!fiscal.is_empty()).then(|| cost_panel(page, CostBasis::Fiscal, &fiscal)).transpose()?.into_iter().collect();
    panels.extend(additional::panel(page)?);
    let figure = page.figure("cost", panels, additional::table(page));
    let mut blocks = vec![PageBlock::text(page.plain("cost.lead")), PageBlock::Table(table(page, &costs))];
    blocks.extend(page.data.benefits.first().map(|b| PageBlock::text(page.words.say("cost.share", context! { share => percent(b.counted_share) }))));
    blocks.push(PageBlock::Figure(figure));
    Ok(Some(page.section("cost", finding(page), blocks)))
}

/// With how many options benefits are shown to outweigh cost, and with how many cost outweighs benefits.
fn finding(page: &Page<'_>) -> String {
    let rows: Vec<&BenefitRow> = page.data.benefits.iter().filter(|b| b.measure == "net_benefit").collect();
    let Some(first) = rows.first() else { return page.plain("cost.heading") };
    let held = told::those_told(&rows.iter().map(|b| (*b, b.p_value)).collect::<Vec<_>>());
    let names = |wanted: fn(f64) -> bool| {
        let found = held.iter().filter(|b| b.mean.is_some_and(wanted));
        page.words.list(&found.map(|b| page.data.title(&b.scenario).to_owned()).collect::<Vec<_>>())
    };
    let (pays, short) = (names(|net| net > 0.0), names(|net| net < 0.0));
    let open = held.len() < rows.len();
    page.words.say("cost.finding", context! { pays, short, open, share => percent(first.counted_share) })
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
    let rows: Vec<Dot> = costs.iter().map(dot).collect();
    let description = rows.iter().map(|r| format!("{}: {}", r.label, r.shown)).collect::<Vec<_>>().join("; ");
    let svg = dots(&PictureText { id: format!("cost-{}", basis.key()), title: title.clone(), description }, &rows, 0.0)?;
    Ok(FigurePanel { title, svg })
}

/// What each option costs a year, what of it comes back, and from which share of extra exports on it pays.
fn table(page: &Page<'_>, costs: &[&ComparisonRow]) -> PageTable {
    let head = ["policy", "public_cost", "net_fiscal_cost", "tax_returned", "benefit_cost", "turning_share"];
    let cost = |c: &ComparisonRow| {
        let shown = c.shown(page.words);
        let below = shown.as_ref().map_or(String::new(), |_| c.range(page.words));
        PageCell { below, ..PageCell::number(shown.map_or(String::new(), |s| s.value), c.mean_difference) }
    };
    let row = |c: &&ComparisonRow| {
        let fiscal = page.data.contrast(&c.scenario, CostBasis::Fiscal.outcome()).map_or(PageCell::text("–"), cost);
        let ratios = [("tax_returned", 1.0), ("benefit_cost_ratio", 1.0), ("turning_share", 100.0)];
        let ratios = ratios.map(|(measure, factor)| ratio(page, &c.scenario, measure, factor));
        let first = [PageCell::text(page.data.title(&c.scenario)), cost(c), fiscal];
        first.into_iter().chain(ratios).collect()
    };
    PageTable {
        caption: page.plain("cost.table"),
        head: head.map(|name| page.plain(&format!("word.{name}"))).to_vec(),
        rows: costs.iter().map(row).collect(),
    }
}

/// A ratio with its interval; that it cannot be told, where it has none.
fn ratio(page: &Page<'_>, scenario: &str, measure: &str, factor: f64) -> PageCell {
    let Some(row) = page.data.benefits.iter().find(|b| b.scenario == scenario && b.measure == measure) else { return PageCell::text("–") };
    let Some(mean) = row.mean else { return PageCell::text("–") };
    let Some((low, high)) = row.ci_low.zip(row.ci_high) else { return PageCell::text(page.plain("cost.cannot_tell")) };
    let shown = interval(mean * factor, low * factor, high * factor);
    let below = page.words.say("range_signed", context! { low => shown.low, high => shown.high });
    PageCell { below, ..PageCell::number(shown.value, Some(mean)) }
}

#[cfg(test)]
mod tests {
    use super::super::sample::{data, said};
    use super::*;

    fn benefit(scenario: &str, mean: f64, half: f64) -> BenefitRow {
        let (measure, ends) = ("net_benefit".to_owned(), (Some(mean - half), Some(mean + half)));
        let p_value = told::probability(Some(mean), ends.0.zip(ends.1), 200);
        BenefitRow { scenario: scenario.into(), measure, counted_share: 0.5, mean: Some(mean), ci_low: ends.0, ci_high: ends.1, p_value }
    }

    #[test]
    fn only_what_holds_together_is_said_to_pay() {
        let mut data = data(&[("vouchers", 5.0, [80.0, 70.0, 90.0]), ("guarantee", 0.5, [-6.0, -18.0, 6.0])]);
        data.benefits = vec![benefit("vouchers", 300.0, 50.0), benefit("guarantee", 9.0, 8.0)];
        let told = said(&data, finding);
        assert_eq!(told, "Benefits outweigh public cost with vouchers, if 50 % of an extra won of exports counts; with the others it cannot be told");
        data.benefits = vec![benefit("vouchers", 30.0, 28.0), benefit("guarantee", 9.0, 8.0)];
        assert_eq!(
            said(&data, finding),
            "For no option is it shown whether benefits outweigh public cost, if 50 % of an extra won of exports counts"
        );
    }
}
