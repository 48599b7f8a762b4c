//! For whom: what labels and creators gain or lose in the mean, by their size at the start.

use minijinja::context;

use super::chart::PictureText;
use super::chart::dots::{Dot, Tone, dots};
use super::numbers::{interval, number, signed};
use super::page::Page;
use super::rows::WinnersRow;
use super::told;
use super::view::{FigurePanel, PageBlock, PageCell, PageSection, PageTable};

/// What is compared of each kind of agent. Profit is before tax, so that it says nothing of a policy that works through taxes, and may
/// be negative: it stands in the table of the folder alone.
const MEASURES: [(&str, &str); 2] = [("labels", "revenue"), ("creators", "income")];
/// Rows of all tiers together, and of creators without a label at the start.
const NOT_SHOWN: [&str; 2] = ["all", "none"];

/// The section; a line where agents were not compared.
pub fn section(page: &Page<'_>) -> Result<Option<PageSection>, String> {
    if page.data.contrasts.is_empty() {
        return Ok(None);
    }
    if page.data.winners.is_empty() {
        return Ok(Some(page.section("winners", page.plain("winners.finding_absent"), vec![PageBlock::text(page.plain("winners.absent"))])));
    }
    let told = told_of(page);
    let panels = page.data.policies().filter(|s| rows(page, &s.name).next().is_some()).map(|s| panel(page, &s.name, &told));
    let figure = PageBlock::Figure(page.figure("winners", panels.collect::<Result<Vec<_>, String>>()?, table(page)));
    Ok(Some(page.section("winners", finding(page, &told), vec![figure])))
}

/// Rows of a scenario that are shown.
fn rows<'a>(page: &'a Page<'_>, scenario: &'a str) -> impl Iterator<Item = &'a WinnersRow> {
    let there = page.data.winners.iter().filter(|w| w.mean_change.is_some() && !NOT_SHOWN.contains(&w.tier.as_str()));
    there.filter(move |w| w.scenario == scenario && MEASURES.contains(&(w.agents.as_str(), w.measure.as_str())))
}

/// Mean changes that may be told when those of all groups and options are looked at together.
fn told_of<'a>(page: &'a Page<'_>) -> Vec<&'a WinnersRow> {
    let all = page.data.policies().flat_map(|s| rows(page, &s.name));
    told::those_told(&all.map(|w| (w, w.mean_change_p)).collect::<Vec<_>>())
}

fn is_told(told: &[&WinnersRow], row: &WinnersRow) -> bool {
    told.iter().any(|w| std::ptr::eq(*w, row))
}

fn group(page: &Page<'_>, row: &WinnersRow) -> String {
    let tier = page.words.known(&format!("tier.{}", row.tier)).unwrap_or(row.tier.clone());
    page.words.say(&format!("winners.{}", row.agents), context! { tier })
}

/// Groups that gain and groups that lose with a scenario, by name.
fn groups(page: &Page<'_>, told: &[&WinnersRow], scenario: &str) -> (Vec<String>, Vec<String>) {
    let of = |wanted: fn(f64) -> bool| {
        let found = rows(page, scenario).filter(|w| is_told(told, w) && w.mean_change.is_some_and(wanted));
        found.map(|w| group(page, w)).collect::<Vec<_>>()
    };
    (of(|change| change > 0.0), of(|change| change < 0.0))
}

/// With how many options somebody loses, and who; of one option, who gains and who loses.
fn finding(page: &Page<'_>, told: &[&WinnersRow]) -> String {
    let policies: Vec<&str> = page.data.policies().map(|s| s.name.as_str()).collect();
    if let [only] = policies[..] {
        let (gain, lose) = groups(page, told, only);
        return match (gain.is_empty(), lose.is_empty()) {
            (true, true) => page.plain("winners.finding_none"),
            _ => page.words.say("winners.finding_one", context! { gain => page.words.list(&gain), lose => page.words.list(&lose) }),
        };
    }
    let losing: Vec<String> = policies.iter().filter(|s| !groups(page, told, s).1.is_empty()).map(|s| page.data.title(s).to_owned()).collect();
    let gaining = policies.iter().filter(|s| !groups(page, told, s).0.is_empty()).count();
    match (gaining, losing.is_empty()) {
        (0, true) => page.plain("winners.finding_none"),
        _ => page.words.say("winners.finding", context! { gaining, all => policies.len(), losing => page.words.list(&losing) }),
    }
}

/// Names of the groups that are shown to lose in the mean with a scenario.
pub fn losing(page: &Page<'_>, scenario: &str) -> Vec<String> {
    groups(page, &told_of(page), scenario).1
}

/// Groups that lose in the mean with a scenario, with how much; that none is shown to, where none is; nothing where agents were not
/// compared.
pub fn mean_losers(page: &Page<'_>, scenario: &str) -> Option<String> {
    rows(page, scenario).next()?;
    let told = told_of(page);
    let loser = |w: &WinnersRow| {
        let unit = page.words.unit(&w.unit);
        let ends = w.mean_change.zip(w.mean_change_low).zip(w.mean_change_high)?;
        let shown = interval(ends.0.0 * unit.factor, ends.0.1 * unit.factor, ends.1 * unit.factor);
        let range = page.words.say("range_signed", context! { low => shown.low, high => shown.high });
        Some(page.words.say("winners.mean_loser", context! { group => group(page, w), value => page.words.change(&shown.value, unit), range }))
    };
    let lose = rows(page, scenario).filter(|w| is_told(&told, w) && w.mean_change.is_some_and(|change| change < 0.0));
    let list: Vec<String> = lose.filter_map(loser).collect();
    Some(match list.is_empty() {
        true => page.plain("winners.no_mean_losers"),
        false => page.words.say("winners.mean_losers", context! { list => page.words.list(&list) }),
    })
}

fn panel(page: &Page<'_>, scenario: &str, told: &[&WinnersRow]) -> Result<FigurePanel, String> {
    let dot = |w: &WinnersRow| {
        let tone = match (is_told(told, w), w.mean_change) {
            (true, Some(change)) if change < 0.0 => Tone::Worse,
            (true, Some(_)) => Tone::Better,
            _ => Tone::Open,
        };
        let ends = w.relative_change_low.zip(w.relative_change_high).map(|(low, high)| (100.0 * low, 100.0 * high));
        let shown = w
            .relative_change
            .map_or("–".into(), |v| signed(ends.map_or_else(|| number(100.0 * v), |(low, high)| interval(100.0 * v, low, high).value)));
        Dot { label: group(page, w), shown, value: w.relative_change.map(|v| (100.0 * v, ends)), tone }
    };
    let rows: Vec<Dot> = rows(page, scenario).map(dot).collect();
    let title = page.data.title(scenario).to_string();
    let said = rows.iter().map(|row| format!("{}: {}", row.label, row.shown)).collect::<Vec<_>>().join("; ");
    let about = PictureText { id: page.anchor("winners", scenario), title: format!("{}: {title}", page.plain("winners.title")), description: said };
    Ok(FigurePanel { title, svg: dots(&about, &rows, 0.0)? })
}

fn table(page: &Page<'_>) -> PageTable {
    let head = ["policy", "group", "mean_change", "unit", "relative_change", "share_worse", "share_better_off"];
    let row = |w: &WinnersRow| {
        let unit = page.words.unit(&w.unit);
        let cell = |value: Option<f64>, ends: Option<(f64, f64)>, factor: f64| {
            let Some((value, (low, high))) = value.zip(ends) else { return PageCell::text("–") };
            let shown = interval(value * factor, low * factor, high * factor);
            let below = page.words.say("range_signed", context! { low => shown.low, high => shown.high });
            PageCell { below, ..PageCell::number(shown.value, Some(value)) }
        };
        vec![
            PageCell::text(page.data.title(&w.scenario)),
            PageCell::text(group(page, w)),
            cell(w.mean_change, w.mean_change_low.zip(w.mean_change_high), unit.factor),
            PageCell::text(page.plain(&format!("axis_change.{}", unit.key))),
            cell(w.relative_change, w.relative_change_low.zip(w.relative_change_high), 100.0),
            cell(w.share_worse, w.share_worse_low.zip(w.share_worse_high), 100.0),
            cell(w.share_better, w.share_better_low.zip(w.share_better_high), 100.0),
        ]
    };
    PageTable {
        caption: page.plain("winners.table"),
        head: head.map(|name| page.plain(&format!("word.{name}"))).to_vec(),
        rows: page.data.policies().flat_map(|s| rows(page, &s.name)).map(row).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::html::sample::{data, said};

    fn row(scenario: &str, tier: &str, [mean, low, high]: [f64; 3]) -> WinnersRow {
        WinnersRow {
            scenario: scenario.into(),
            agents: "labels".into(),
            tier: tier.into(),
            measure: "revenue".into(),
            unit: "M KRW/yr".into(),
            share_better: Some(0.5),
            share_better_low: Some(0.4),
            share_better_high: Some(0.6),
            share_worse: Some(0.5),
            share_worse_low: Some(0.4),
            share_worse_high: Some(0.6),
            mean_change: Some(mean),
            mean_change_low: Some(low),
            mean_change_high: Some(high),
            mean_change_p: told::probability(Some(mean), Some((low, high)), 200),
            relative_change: Some(mean / 100.0),
            relative_change_low: Some(low / 100.0),
            relative_change_high: Some(high / 100.0),
        }
    }

    #[test]
    fn who_gains_and_who_loses_is_told_of_groups_that_hold_together() {
        let mut data = data(&[("vouchers", 5.0, [80.0, 70.0, 90.0])]);
        data.winners = vec![row("vouchers", "major", [-9.0, -10.0, -8.0]), row("vouchers", "small", [5.0, 4.0, 6.0])];
        data.winners.push(row("vouchers", "startup", [-1.0, -1.9, -0.1]));
        assert_eq!(said(&data, |page| finding(page, &told_of(page))), "Gain: small labels. Lose: major labels");
        let lost = said(&data, |page| mean_losers(page, "vouchers")).unwrap();
        assert!(lost.contains("major labels \u{2212}9.0 M KRW a year") && !lost.contains("startup"), "{lost}");
        data.winners.truncate(0);
        data.winners.push(row("vouchers", "startup", [-1.0, -1.9, -0.1]));
        assert_eq!(said(&data, |page| finding(page, &told_of(page))), "No group of labels or creators is shown to gain or to lose");
        assert_eq!(said(&data, |page| mean_losers(page, "none")), None);
    }
}
