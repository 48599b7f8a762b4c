//! If the world is otherwise: in how many plausible worlds the answer holds, what flips it, what events do to it, and under which
//! weightings of outcomes each option is best.

use minijinja::context;

use super::data::ScenarioSummary;
use super::numbers::{interval, percent, signed};
use super::page::Page;
use super::regret;
use super::rows::{WeightingRow, WhatIfRow};
use super::told;
use super::view::{PageBlock, PageCell, PageSection, PageTable};
use crate::report::appraisal::chief::EXPORTS;

/// Heaviest outcomes that are named of an option's supporters.
const HEAVIEST: usize = 2;

/// The section; none where nothing was compared.
pub fn section(page: &Page<'_>) -> Option<PageSection> {
    if page.data.contrasts.is_empty() {
        return None;
    }
    let mut blocks: Vec<PageBlock> = regret::flips(page).into_iter().map(PageBlock::text).collect();
    blocks.extend(events(page).into_iter().flatten());
    blocks.extend(weightings(page).into_iter().flatten());
    Some(page.section("otherwise", finding(page), blocks))
}

/// In how many worlds the answer holds.
fn finding(page: &Page<'_>) -> String {
    let Some(first) = page.data.world_effects.first() else { return page.plain("otherwise.finding_none") };
    let shares = page.data.policies().filter(|s| s.instruments > 0).filter_map(|s| {
        let row = page.data.world_effects.iter().find(|e| e.scenario == s.name && e.outcome == EXPORTS)?;
        Some((s.title.clone(), row.share_sign?, row.mean?))
    });
    let rising = |(title, share, mean): (String, f64, f64)| (title, if mean > 0.0 { share } else { 1.0 - share });
    let mut shares: Vec<(String, f64)> = shares.map(rising).collect();
    shares.sort_by(|a, b| b.1.total_cmp(&a.1));
    match (shares.first(), shares.last()) {
        (Some((policy, share)), _) if shares.len() == 1 => {
            page.words.say("otherwise.finding_one", context! { policy, share => percent(*share), worlds => first.worlds })
        }
        (Some((most, high)), Some((least, low))) => {
            let values = context! { most, high => percent(*high), least, low => percent(*low), worlds => first.worlds };
            page.words.say("otherwise.finding", values)
        }
        _ => page.plain("otherwise.finding_none"),
    }
}

/// In how many worlds each option is ahead of each other one, exports net of cost.
pub fn leads(page: &Page<'_>) -> Option<PageTable> {
    let options: Vec<&ScenarioSummary> = page.data.policies().filter(|s| s.instruments > 0).collect();
    let of = |one: &str, other: &str| page.data.world_leads.iter().find(|l| l.scenario == one && l.rival == other && l.outcome == EXPORTS);
    if options.len() < 2 || page.data.world_leads.is_empty() {
        return None;
    }
    let cell = |one: &ScenarioSummary, other: &ScenarioSummary| match of(&one.name, &other.name) {
        Some(lead) => PageCell::number(lead.share_ahead.map_or(page.plain("worlds.alike"), percent), lead.share_ahead),
        None => PageCell::text(""),
    };
    let row = |one: &&ScenarioSummary| std::iter::once(PageCell::text(&one.title)).chain(options.iter().map(|other| cell(one, other))).collect();
    Some(PageTable {
        caption: page.plain("otherwise.leads"),
        head: std::iter::once(page.plain("otherwise.ahead")).chain(options.iter().map(|s| s.title.clone())).collect(),
        rows: options.iter().map(row).collect(),
    })
}

/// What options do to exports where an event happens, in one table; nothing where no event was asked for.
fn events(page: &Page<'_>) -> Option<[PageBlock; 2]> {
    let of_exports: Vec<&WhatIfRow> = page.data.what_ifs.iter().filter(|w| w.outcome == EXPORTS).collect();
    let mut events: Vec<&str> = Vec::new();
    for row in &of_exports {
        if !events.contains(&row.event.as_str()) {
            events.push(&row.event);
        }
    }
    let baseline = page.data.experiment.baseline.as_deref()?;
    let find = |event: &str, scenario: &str| of_exports.iter().find(|w| w.event == event && w.scenario == scenario).copied();
    let family: Vec<(&WhatIfRow, Option<f64>)> =
        of_exports.iter().map(|w| (*w, if w.scenario == baseline { w.p_value } else { w.change_p })).collect();
    let held = told::those_told(&family);
    let is_told = |row: &WhatIfRow| held.iter().any(|h| std::ptr::eq(*h, row));
    let unit = page.words.unit("bn KRW/yr");
    let shown = |row: &WhatIfRow| {
        let (mean, (low, high)) = row.mean_difference.zip(row.ci_low.zip(row.ci_high))?;
        let shown = interval(mean * unit.factor, low * unit.factor, high * unit.factor);
        Some((signed(shown.value), page.words.say("range_signed", context! { low => shown.low, high => shown.high })))
    };
    let cell = |row: Option<&WhatIfRow>, mark: bool| {
        let Some((row, (value, below))) = row.and_then(|row| Some((row, shown(row)?))) else { return PageCell::text("–") };
        let star = if mark && is_told(row) { "*" } else { "" };
        PageCell { below, ..PageCell::number(value + star, row.mean_difference) }
    };
    let own = |event: &&&str| {
        let row = find(event, baseline)?;
        let (value, range) = shown(row)?;
        if !is_told(row) {
            return Some(page.words.say("otherwise.event_open", context! { event => page.data.event_title(event), range }));
        }
        Some(page.words.say("otherwise.event", context! { event => page.data.event_title(event), value => page.words.change(&value, unit), range }))
    };
    let mut said: Vec<String> = events.iter().collect::<Vec<_>>().iter().filter_map(own).collect();
    let row = |s: &ScenarioSummary| {
        let without = events.first().and_then(|event| find(event, &s.name)).and_then(|w| w.without);
        let first = PageCell::number(without.map_or(String::new(), |v| signed(super::numbers::number(v * unit.factor))), without);
        [PageCell::text(&s.title), first].into_iter().chain(events.iter().map(|event| cell(find(event, &s.name), true))).collect()
    };
    let axis = page.plain(&format!("axis_change.{}", unit.key));
    let titles = events.iter().map(|event| page.words.say("otherwise.if", context! { event => page.data.event_title(event) }));
    let table = PageTable {
        caption: page.words.say("otherwise.events", context! { unit => axis }),
        head: [page.plain("word.policy"), page.plain("otherwise.without")].into_iter().chain(titles).collect(),
        rows: page.data.policies().map(row).collect(),
    };
    said.push(page.plain("otherwise.events_lead"));
    (!events.is_empty()).then(|| [PageBlock::text(said.join(" ")), PageBlock::Table(table)])
}

/// Under how many weightings of outcomes each option is best; nothing for a single policy.
fn weightings(page: &Page<'_>) -> Option<[PageBlock; 2]> {
    let rows = &page.data.weightings;
    let mut scenarios: Vec<&WeightingRow> = Vec::new();
    for row in rows {
        if !scenarios.iter().any(|s| s.scenario == row.scenario) {
            scenarios.push(row);
        }
    }
    scenarios.sort_by(|a, b| b.share_best.total_cmp(&a.share_best));
    let own = rows.iter().any(|row| row.share_best_own.is_some());
    let heaviest = |scenario: &str| {
        let mut of: Vec<&WeightingRow> = rows.iter().filter(|r| r.scenario == scenario && r.central_weight.is_some()).collect();
        of.sort_by(|a, b| b.central_weight.unwrap_or(0.0).total_cmp(&a.central_weight.unwrap_or(0.0)));
        let named = |r: &&WeightingRow| {
            let (outcome, weight) = (page.words.outcome(&r.outcome), percent(r.central_weight.unwrap_or(0.0)));
            page.words.say("otherwise.weight", context! { outcome, weight })
        };
        page.words.list(&of.iter().take(HEAVIEST).map(named).collect::<Vec<_>>())
    };
    let baseline = page.data.experiment.baseline.as_deref();
    let row = |first: &&WeightingRow| {
        let nothing = baseline == Some(first.scenario.as_str());
        let name = if nothing { page.plain("otherwise.nothing") } else { page.data.title(&first.scenario).to_owned() };
        let mine = own.then(|| PageCell::number(first.share_best_own.map_or(String::new(), percent), first.share_best_own));
        let cells = [PageCell::text(name), PageCell::number(percent(first.share_best), Some(first.share_best))];
        cells.into_iter().chain(mine).chain([PageCell::text(heaviest(&first.scenario))]).collect()
    };
    let mine = own.then(|| page.plain("otherwise.best_own"));
    let head = [page.plain("word.policy"), page.plain("otherwise.best")].into_iter().chain(mine).chain([page.plain("otherwise.heaviest")]).collect();
    let outcomes = rows.iter().filter(|row| scenarios.first().is_some_and(|s| s.scenario == row.scenario)).count();
    let table = PageTable { caption: page.plain("otherwise.weightings"), head, rows: scenarios.iter().map(row).collect() };
    let lead = page.words.say("otherwise.weightings_lead", context! { outcomes });
    (!rows.is_empty()).then(|| [PageBlock::text(lead), PageBlock::Table(table)])
}
