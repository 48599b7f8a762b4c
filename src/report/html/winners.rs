//! Winners and losers by the size of labels, and among creators.

use minijinja::context;

use super::chart::PictureText;
use super::chart::bars::{Whole, parts};
use super::numbers::{interval, percent};
use super::page::Page;
use super::rows::WinnersRow;
use super::view::{FigurePanel, PageBlock, PageCell, PageSection, PageTable};

/// What is compared of each kind of agent.
const MEASURES: [(&str, &str); 3] = [("labels", "revenue"), ("labels", "profit"), ("creators", "income")];
/// Colours of worse, as before, and better.
const COLOURS: [usize; 3] = [5, 0, 4];

/// The section; a line with the command where agents were not compared.
pub fn section(page: &Page<'_>) -> Result<Option<PageSection>, String> {
    let heading = page.plain("winners.heading");
    if page.data.winners.is_empty() {
        let blocks = vec![PageBlock::text(page.plain("winners.absent"))];
        return Ok((!page.data.contrasts.is_empty()).then_some(PageSection { id: "winners", heading, blocks, folded: false }));
    }
    let panels = page.data.policies().filter(|s| rows(page, &s.name).next().is_some()).map(|s| panel(page, &s.name));
    let panels = panels.collect::<Result<Vec<_>, String>>()?;
    let figure = PageBlock::Figure(page.figure("winners", panels, table(page)));
    Ok(Some(PageSection { id: "winners", heading, blocks: vec![PageBlock::text(page.plain("winners.lead")), figure], folded: false }))
}

/// Rows of a scenario that are shown.
fn rows<'a>(page: &'a Page<'_>, scenario: &'a str) -> impl Iterator<Item = &'a WinnersRow> {
    let there = page.data.winners.iter().filter(|w| w.share_better.is_some());
    there.filter(move |w| w.scenario == scenario && MEASURES.contains(&(w.agents.as_str(), w.measure.as_str())))
}

fn group(page: &Page<'_>, row: &WinnersRow) -> String {
    let tier = page.words.known(&format!("tier.{}", row.tier)).unwrap_or(row.tier.clone());
    page.words.say(&format!("winners.{}", row.agents), context! { tier, measure => page.plain(&format!("winners.{}", row.measure)) })
}

/// Groups of which more are worse off than better off, with the numbers. Profit is before tax, so that it says nothing
/// of a policy that works through taxes.
pub fn losers(page: &Page<'_>, scenario: &str) -> Vec<String> {
    let taxed = page.data.experiment.scenarios.iter().any(|s| s.name == scenario && s.taxed);
    let told = rows(page, scenario).filter(|w| w.tier != "all" && !(taxed && w.measure == "profit"));
    let worse = told.filter_map(|w| {
        let (better, worse) = (w.share_better?, w.share_worse?);
        let apart = w.share_worse_low? > w.share_better_high?;
        apart.then(|| page.words.say("winners.loser", context! { group => group(page, w), worse => percent(worse), better => percent(better) }))
    });
    let worse: Vec<String> = worse.collect();
    let said = match (worse.is_empty(), rows(page, scenario).next()) {
        (_, None) => return Vec::new(),
        (true, _) => page.plain("winners.no_losers"),
        (false, _) => page.words.say("winners.losers", context! { list => page.words.list(&worse) }),
    };
    std::iter::once(said).chain(taxed.then(|| page.plain("winners.untaxed"))).collect()
}

/// Groups that lose in the mean, with how much; that none is shown to, where none is; nothing where agents were not compared.
pub fn mean_losers(page: &Page<'_>, scenario: &str) -> Option<String> {
    rows(page, scenario).next()?;
    let told = rows(page, scenario).filter(|w| w.tier != "all" && w.measure != "profit" && w.mean_change_high.is_some_and(|high| high < 0.0));
    let loser = |w: &WinnersRow| {
        let unit = page.words.unit(&w.unit);
        let ends = w.mean_change.zip(w.mean_change_low).zip(w.mean_change_high)?;
        let shown = interval(ends.0.0 * unit.factor, ends.0.1 * unit.factor, ends.1 * unit.factor);
        let range = page.words.say("range_signed", context! { low => shown.low, high => shown.high });
        Some(page.words.say("winners.mean_loser", context! { group => group(page, w), value => page.words.change(&shown.value, unit), range }))
    };
    let list: Vec<String> = told.filter_map(loser).collect();
    Some(match list.is_empty() {
        true => page.plain("winners.no_mean_losers"),
        false => page.words.say("winners.mean_losers", context! { list => page.words.list(&list) }),
    })
}

fn panel(page: &Page<'_>, scenario: &str) -> Result<FigurePanel, String> {
    let key = ["worse", "same", "better"].map(|name| page.plain(&format!("winners.key_{name}")));
    let whole = |w: &WinnersRow| {
        let (worse, better) = (w.share_worse.unwrap_or(0.0), w.share_better.unwrap_or(0.0));
        Whole { label: group(page, w), parts: vec![worse, (1.0 - worse - better).max(0.0), better] }
    };
    let wholes: Vec<Whole> = rows(page, scenario).map(whole).collect();
    let said = wholes.iter().map(|w| {
        format!("{}: {}", w.label, w.parts.iter().zip(&key).map(|(p, k)| format!("{k} {}", page.words.percent(*p))).collect::<Vec<_>>().join(", "))
    });
    let title = page.data.title(scenario).to_string();
    let about = PictureText {
        id: page.anchor("winners", scenario),
        title: format!("{}: {title}", page.plain("winners.title")),
        description: said.collect::<Vec<_>>().join("; "),
    };
    Ok(FigurePanel { title, svg: parts(&about, &key, &COLOURS, &wholes)? })
}

fn table(page: &Page<'_>) -> PageTable {
    let head = ["policy", "group", "share_worse", "share_better_off", "mean_change", "unit"];
    let row = |w: &WinnersRow| {
        let unit = page.words.unit(&w.unit);
        let cell = |value: Option<f64>, ends: Option<(f64, f64)>, factor: f64| {
            let Some((value, (low, high))) = value.zip(ends) else { return PageCell::text("–") };
            let shown = interval(value * factor, low * factor, high * factor);
            let below = page.words.say("range", context! { low => shown.low, high => shown.high });
            PageCell { below, ..PageCell::number(shown.value, Some(value)) }
        };
        vec![
            PageCell::text(page.data.title(&w.scenario)),
            PageCell::text(group(page, w)),
            cell(w.share_worse, w.share_worse_low.zip(w.share_worse_high), 100.0),
            cell(w.share_better, w.share_better_low.zip(w.share_better_high), 100.0),
            cell(w.mean_change, w.mean_change_low.zip(w.mean_change_high), unit.factor),
            PageCell::text(page.plain(&format!("axis_change.{}", unit.key))),
        ]
    };
    PageTable {
        caption: page.plain("winners.table"),
        head: head.map(|name| page.plain(&format!("word.{name}"))).to_vec(),
        rows: page.data.policies().flat_map(|s| rows(page, &s.name)).map(row).collect(),
    }
}
