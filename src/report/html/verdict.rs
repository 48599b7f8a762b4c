//! The answer in short: which policy is best for exports, at what cost, which helps small labels, how sure, for whom it
//! is bad, and what would change the answer; then each policy by itself.

use minijinja::context;

use super::chart::dots::Tone;
use super::numbers::{count, fixed, interval, number, percent};
use super::page::Page;
use super::rows::ComparisonRow;
use super::view::{Item, PageBlock, PageCell, PageSection, PageTable};
use crate::experiment::CostBasis;
use crate::outcome::direction::Direction;
use crate::outcome::statistics::holm;
use crate::report::appraisal::chief::{CHIEF, EXPORTS};

mod cost;
mod decision;
pub(super) mod outside;
pub mod policy;
#[cfg(test)]
pub(super) mod sample;
mod small;

/// Outcomes that tell for whom a policy is bad.
const WATCHED: [&str; 10] = [
    "small_label_exports",
    "startup_survival_3y",
    "exits",
    "creator_income_median",
    "creator_income_gini",
    "creator_exits",
    "creator_revenue_share",
    "rights_retained",
    "export_autonomy",
    "export_identity",
];
/// Strongest assumptions that are named.
const DRIVERS: usize = 3;

/// The section; none where nothing was compared.
pub fn section(page: &Page<'_>) -> Option<PageSection> {
    let ranked = ranked(page);
    if page.data.contrasts.is_empty() {
        return None;
    }
    let mut blocks = super::precision::warnings(page);
    if !page.data.world_effects.is_empty() {
        blocks.push(PageBlock::text(page.plain("answer.reference")));
    }
    match ranked.iter().find(|best| best.direction() == Direction::Up) {
        Some(best) => blocks.push(PageBlock::Items { items: answers(page, best, &ranked), beside: false }),
        None => blocks.push(PageBlock::Items { items: open_answers(page, &ranked), beside: false }),
    }
    blocks.push(PageBlock::Table(glance(page)));
    Some(PageSection { id: "answer", heading: page.plain("answer.heading"), blocks, folded: false })
}

/// Differences in exports of scenarios with instruments of policy, the largest net of cost first: events are no policies.
fn ranked<'a>(page: &'a Page<'_>) -> Vec<&'a ComparisonRow> {
    let asked = page.data.policies().filter(|s| s.instruments > 0);
    let mut ranked: Vec<&ComparisonRow> =
        asked.filter_map(|s| page.data.contrast(&s.name, EXPORTS)).filter(|c| c.mean_difference.is_some()).collect();
    let cost = |scenario: &str| page.data.contrast(scenario, page.data.cost().outcome()).and_then(|c| c.mean_difference);
    let net = |c: &ComparisonRow| c.mean_difference.unwrap_or(0.0) - cost(&c.scenario).unwrap_or(0.0);
    ranked.sort_by(|a, b| net(b).total_cmp(&net(a)));
    ranked
}

/// What scenarios without an instrument do, each with its losses before its gains, the one that loses most exports first.
fn what_if(page: &Page<'_>) -> Vec<String> {
    let exports = |name: &str| page.data.contrast(name, EXPORTS).and_then(|c| c.mean_difference).unwrap_or(0.0);
    let mut events: Vec<&super::data::ScenarioSummary> = page.data.policies().filter(|s| s.instruments == 0).collect();
    events.sort_by(|a, b| exports(&a.name).total_cmp(&exports(&b.name)));
    let sentence = |event: &&super::data::ScenarioSummary| {
        let told = CHIEF.iter().filter_map(|name| page.data.contrast(&event.name, name));
        let told: Vec<&ComparisonRow> = told.filter(|c| c.outcome != CostBasis::Public.outcome()).collect();
        let of = |tone| told.iter().filter(|c| c.tone() == tone).filter_map(|c| policy::moved(page, c)).collect::<Vec<_>>();
        let (worse, better) = (of(Tone::Worse), of(Tone::Better));
        let values = context! { event => &event.title, worse => page.words.list(&worse), better => page.words.list(&better) };
        page.words.say("answer.what_if", values)
    };
    events.iter().map(sentence).collect()
}

fn item(page: &Page<'_>, question: &str, sentences: Vec<String>) -> Item {
    Item { heading: page.plain(&format!("answer.{question}_question")), sentences }
}

fn nobody(page: &Page<'_>, ranked: &[&ComparisonRow]) -> String {
    page.words.say("answer.nobody", context! { count => ranked.len(), baseline => page.data.baseline_title() })
}

/// What can be said where no policy is shown to raise exports.
fn open_answers(page: &Page<'_>, ranked: &[&ComparisonRow]) -> Vec<Item> {
    let own = || ranked.iter().map(|c| policy::costs(page, &c.scenario)).find(|said| !said.is_empty());
    let costs: Vec<String> = cost::compared(page, ranked).map(|said| vec![said]).or_else(own).unwrap_or_default();
    let best = if ranked.is_empty() { Vec::new() } else { vec![nobody(page, ranked)] };
    let items = [("best", best), ("cost", costs), ("small", small::sentences(page, ranked)), ("what_if", what_if(page))];
    items.into_iter().filter(|(_, sentences)| !sentences.is_empty()).map(|(question, sentences)| item(page, question, sentences)).collect()
}

fn answers(page: &Page<'_>, best: &ComparisonRow, ranked: &[&ComparisonRow]) -> Vec<Item> {
    let items = [
        item(page, "best", best_sentences(page, best, ranked)),
        item(page, "cost", cost::sentences(page, best, ranked)),
        item(page, "small", small::sentences(page, ranked)),
        item(page, "sure", [decision::sentences(page), sure_sentences(page, best)].concat()),
        item(page, "bad", bad_sentences(page, best)),
        item(page, "flip", flip_sentences(page, best, ranked)),
        item(page, "what_if", what_if(page)),
    ];
    items.into_iter().filter(|item| !item.sentences.is_empty()).collect()
}

/// Which is best, and from which others it cannot be told.
fn best_sentences(page: &Page<'_>, best: &ComparisonRow, ranked: &[&ComparisonRow]) -> Vec<String> {
    let (data, words) = (page.data, page.words);
    let Some(shown) = best.shown(page.words) else { return Vec::new() };
    let policy = data.title(&best.scenario);
    let value = words.change(&shown.value, page.words.unit(&best.unit));
    let relative = best.mean_difference.zip(best.baseline_mean).map_or(0.0, |(d, mean)| d / mean);
    let range = words.say("range", context! { low => shown.low, high => shown.high });
    let share = fixed(100.0 * relative, 1);
    let mut sentences = vec![words.say("answer.best", context! { policy, value, range, share, baseline => data.baseline_title() })];
    let open: Vec<String> =
        ranked.iter().filter(|rival| lead(page, best, rival).is_some_and(|l| l.1 <= 0.0)).map(|c| data.title(&c.scenario).to_string()).collect();
    let first = ranked.first().is_some_and(|c| c.scenario == best.scenario);
    match (ranked.get(1), open.is_empty()) {
        (None, _) => {}
        (Some(_), false) if !first => {
            sentences.push(words.say(
                "answer.best_behind",
                context! { cost => words.plain(&format!("cost.net_of_{}", data.cost().key())), others => words.list(&open) },
            ))
        }
        (Some(_), false) => sentences.push(words.say(
            "answer.best_open",
            context! { policy, cost => words.plain(&format!("cost.net_of_{}", data.cost().key())), others => words.list(&open) },
        )),
        (Some(second), true) => {
            let Some((mean, low, high)) = lead(page, best, second) else { return sentences };
            let factor = words.unit(&best.unit).factor;
            let shown = interval(mean * factor, low * factor, high * factor);
            let value = words.change(&shown.value, page.words.unit(&best.unit));
            let range = words.say("range", context! { low => shown.low, high => shown.high });
            let cost = words.plain(&format!("cost.net_of_{}", data.cost().key()));
            sentences.push(words.say("answer.best_settled", context! { policy, cost, second => data.title(&second.scenario), value, range }));
        }
    }
    sentences
}

/// Exports net of cost of the best above those of a rival with the interval of the difference; none for itself.
fn lead(page: &Page<'_>, best: &ComparisonRow, rival: &ComparisonRow) -> Option<(f64, f64, f64)> {
    if rival.scenario == best.scenario {
        return None;
    }
    let difference = page.data.runs.paired_net(&rival.scenario, &best.scenario, EXPORTS, page.data.cost())?.difference;
    Some((difference.mean?, difference.ci_low?, difference.ci_high?))
}

fn sure_sentences(page: &Page<'_>, best: &ComparisonRow) -> Vec<String> {
    let (data, words) = (page.data, page.words);
    let policy = data.title(&best.scenario);
    let mut sentences = Vec::new();
    if let Some(share) = best.share_better {
        let values = context! { policy, n => count(best.n), share => percent(share), baseline => data.baseline_title() };
        sentences.push(words.say("answer.sure", values));
    }
    let intervals = data.policies().count() * data.chief().len();
    sentences.push(words.say("answer.sure_many", context! { intervals, chance => fixed(intervals as f64 * 0.05, 0) }));
    sentences.push(words.plain("answer.sure_not"));
    sentences
}

fn bad_sentences(page: &Page<'_>, best: &ComparisonRow) -> Vec<String> {
    let (data, words) = (page.data, page.words);
    let policy = data.title(&best.scenario);
    let watched: Vec<&ComparisonRow> = WATCHED.iter().filter_map(|name| data.contrast(&best.scenario, name)).collect();
    let worse: Vec<&ComparisonRow> = watched.iter().copied().filter(|c| c.tone() == Tone::Worse).collect();
    let open: Vec<String> = watched.iter().filter(|c| c.direction() == Direction::Open).map(|c| words.outcome(&c.outcome)).collect();
    let mut sentences = super::winners::losers(page, &best.scenario);
    sentences.push(match worse.is_empty() {
        true => words.say("answer.bad_none", context! { policy, watched => watched.len() }),
        false => words
            .say("answer.bad", context! { policy, worse => words.list(&worse.iter().filter_map(|c| policy::moved(page, c)).collect::<Vec<_>>()) }),
    });
    if !open.is_empty() {
        sentences.push(words.say("answer.bad_open", context! { open => words.list(&open) }));
    }
    sentences
}

/// What would change the answer: the lead, the interval, the worth of exports, other worlds, the strongest assumptions.
fn flip_sentences(page: &Page<'_>, best: &ComparisonRow, ranked: &[&ComparisonRow]) -> Vec<String> {
    let (data, words) = (page.data, page.words);
    let (policy, mean) = (data.title(&best.scenario), best.mean_difference.unwrap_or(0.0));
    let mut sentences = Vec::new();
    let next = ranked.iter().find(|c| c.scenario != best.scenario);
    if let Some((rival, lead)) = next.and_then(|rival| Some((rival, lead(page, best, rival)?.0))).filter(|(_, lead)| *lead > 0.0) {
        let value = words.change(&number(lead * words.unit(&best.unit).factor), words.unit(&best.unit));
        let share = percent(lead / mean);
        sentences.push(words.say("answer.flip_lead", context! { policy, rival => data.title(&rival.scenario), value, share }));
    }
    sentences.extend(policy::flip(page, best));
    sentences.extend(cost::worth(page, best));
    sentences.extend(super::regret::sentences(page, &best.scenario, EXPORTS));
    let drivers = super::assumptions::strongest(page, EXPORTS, DRIVERS);
    if !drivers.is_empty() {
        sentences.push(words.say("answer.flip_assumed", context! { drivers => words.list(&drivers) }));
    }
    sentences
}

/// All policies and chief outcomes in one table.
fn glance(page: &Page<'_>) -> PageTable {
    let (data, words) = (page.data, page.words);
    let chief: Vec<&str> = CHIEF.iter().copied().filter(|name| data.contrasts.iter().any(|c| c.outcome == *name)).collect();
    let head = chief.iter().map(|name| {
        let axis = words.plain(&format!("axis_change.{}", page.words.unit(data.unit_of(name)).key));
        words.say("glance.column", context! { outcome => words.outcome(name), unit => axis })
    });
    let together = together(page, &chief);
    let row = |scenario: &super::data::ScenarioSummary| {
        let cells = chief.iter().map(|name| data.contrast(&scenario.name, name).map_or(PageCell::text("–"), |c| marked(c, words, &together)));
        std::iter::once(PageCell::text(&scenario.title)).chain(cells).collect()
    };
    PageTable {
        caption: words.say("glance.caption", context! { baseline => data.baseline_title() }),
        head: std::iter::once(words.plain("word.policy")).chain(head).collect(),
        rows: data.policies().map(row).collect(),
    }
}

/// Differences that move when all of the table are looked at together (Holm).
fn together<'a>(page: &'a Page<'_>, chief: &[&str]) -> Vec<&'a ComparisonRow> {
    let told: Vec<&ComparisonRow> = page.data.contrasts.iter().filter(|c| chief.contains(&c.outcome.as_str())).collect();
    let corrected = holm(&told.iter().map(|c| c.p_value).collect::<Vec<_>>());
    told.into_iter().zip(corrected).filter(|(_, p)| p.is_some_and(|p| p <= 0.05)).map(|(contrast, _)| contrast).collect()
}

/// The cell of a difference, marked where it is one of these.
fn marked(contrast: &ComparisonRow, words: &super::words::Words, together: &[&ComparisonRow]) -> PageCell {
    let cell = contrast.cell(words);
    let mark = if together.contains(&contrast) { "*" } else { "" };
    PageCell { text: cell.text + mark, ..cell }
}
