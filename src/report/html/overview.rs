//! The first screen: the answer in one sentence, how sure it is, a line for each option, and effect against money.
//!
//! Numbers are means over plausible worlds where these were looked at, else those of the reference world alone.

use minijinja::context;
use serde::Serialize;

use super::assumptions;
use super::chart::PictureText;
use super::chart::plane::{Choice, plane};
use super::classes;
use super::data::ScenarioSummary;
use super::findings::{Findings, TOLD, Told, measured};
use super::numbers::{fixed, interval, number, percent, signed};
use super::outside;
use super::page::Page;
use super::regret;
use super::view::{PageCell, PageTable};
use super::winners;
use crate::experiment::CostBasis;
use crate::outcome::outside::Standing;
use crate::report::appraisal::chief::{EXPORTS, left_over};

/// Rivals that are named at most.
const MANY: usize = 2;
/// Options whose names stand in the picture at most.
const NAMED: usize = 3;
/// Assumptions looked at for how well founded the answer is.
const DRIVERS: usize = 5;

/// A statement about the answer.
#[derive(Debug, Serialize)]
pub struct Statement {
    /// Name of what is told, the same in all languages.
    #[serde(skip)]
    pub name: &'static str,
    /// The same as the reader finds it.
    pub term: String,
    /// What is told.
    pub said: String,
}

/// What the first screen shows, ready for its template.
#[derive(Debug, Serialize)]
pub struct Overview {
    /// The answer.
    pub answer: String,
    /// What the numbers are.
    pub basis: String,
    /// How likely, how well founded, what would turn it.
    pub confidence: Vec<Statement>,
    /// A line for each option: what it costs and does.
    pub options: PageTable,
    /// Names of the options, in the order of the lines.
    #[serde(skip)]
    pub names: Vec<String>,
    /// Title of the picture, which says what is found.
    pub title: String,
    /// How to read it.
    pub caption: String,
    /// The picture.
    pub svg: String,
}

/// The screen; none where no policy was compared.
pub fn overview(page: &Page<'_>) -> Result<Option<Overview>, String> {
    let found = &Findings::of(page);
    let mut options: Vec<(&ScenarioSummary, Told)> =
        page.data.policies().filter(|s| s.instruments > 0).filter_map(|s| Some((s, found.told(&s.name, EXPORTS)?))).collect();
    if options.is_empty() {
        return Ok(None);
    }
    // The best of those shown to raise exports first, then all others, each by exports net of cost.
    options.sort_by(|a, b| net(page, b).total_cmp(&net(page, a)));
    if let Some(best) = options.iter().position(|(_, exports)| exports.up()) {
        options[..=best].rotate_right(1);
    }
    let svg = picture(found, &options)?;
    let loses = options.first().filter(|(_, e)| e.mean > 0.0).and_then(|(s, _)| losers(page, s)).unwrap_or_default();
    let victory = classes::short(page).unwrap_or_default();
    let (flips, hangs) = turn(page, &options);
    let said = [likely(found, &options), founded(page, &options), flips, hangs, small(found, &options), loses, victory];
    let confidence = ["likely", "founded", "turn", "hangs", "small", "loses", "victory"].into_iter().zip(said);
    let worlds = page.data.world_effects.first();
    let basis = match worlds {
        Some(row) => page.words.say("overview.basis", context! { worlds => row.worlds, baseline => page.data.baseline_title() }),
        None => page.words.say("overview.basis_reference", context! { baseline => page.data.baseline_title() }),
    };
    Ok(Some(Overview {
        answer: answer(found, &options),
        basis: [spent(page), Some(basis)].into_iter().flatten().collect::<Vec<_>>().join(" "),
        confidence: confidence
            .filter(|(_, said)| !said.is_empty())
            .map(|(name, said)| Statement { name, term: page.plain(&format!("overview.{name}_term")), said })
            .collect(),
        options: lines(found, &options),
        names: options.iter().map(|(s, _)| s.name.clone()).collect(),
        title: title(page, &options),
        caption: caption(page, worlds.is_some(), &options),
        svg,
    }))
}

/// What sum each option was made to spend, and which cannot; nothing where no sum was asked for.
fn spent(page: &Page<'_>) -> Option<String> {
    let first = page.data.spend.first()?;
    let unit = page.words.unit("bn KRW/yr");
    let money = |sum: f64| page.words.level(&number(sum * unit.factor), unit);
    let less = page.data.spend.iter().filter_map(|row| Some((page.data.title(&row.scenario), row.most.filter(|_| row.factor.is_some())?)));
    let less: Vec<String> = less.map(|(policy, most)| page.words.say("overview.absorbs", context! { policy, most => money(most) })).collect();
    let fixed: Vec<String> = page.data.spend.iter().filter(|row| row.factor.is_none()).map(|row| page.data.title(&row.scenario).to_owned()).collect();
    let (worlds, fixed) = (!page.data.world_effects.is_empty(), page.words.list(&fixed));
    Some(page.words.say("overview.spend", context! { sum => money(first.sum), worlds, less => less.join("; "), fixed }))
}

fn cost(page: &Page<'_>, scenario: &str) -> Option<Told> {
    measured(page, scenario, page.data.cost().outcome())
}

/// Exports less what the option costs.
fn net(page: &Page<'_>, (scenario, exports): &(&ScenarioSummary, Told)) -> f64 {
    exports.mean - cost(page, &scenario.name).map_or(0.0, |c| c.mean)
}

/// Whether the first option is shown to be ahead of all others.
fn settled(found: &Findings<'_>, options: &[(&ScenarioSummary, Told)]) -> bool {
    let (first, _) = options[0];
    options[1..].iter().all(|(other, _)| found.ahead(&first.name, &other.name).is_some_and(|(_, shown)| shown))
}

fn shown(page: &Page<'_>, told: &Told, outcome: &str) -> (String, String, Option<String>) {
    let unit = page.words.unit(page.data.unit_of(outcome));
    let range = interval(told.mean * unit.factor, told.low * unit.factor, told.high * unit.factor);
    let value = signed(range.value);
    let ends = page.words.say("range_signed", context! { low => range.low, high => range.high });
    let worlds = told.worlds.map(|(low, high)| {
        let shown = interval(told.mean * unit.factor, low * unit.factor, high * unit.factor);
        page.words.say("range_signed", context! { low => shown.low, high => shown.high })
    });
    (page.words.change(&value, unit), ends, worlds)
}

fn answer(found: &Findings<'_>, options: &[(&ScenarioSummary, Told)]) -> String {
    let page = found.page;
    let (first, exports) = &options[0];
    let (value, range, worlds) = shown(page, exports, EXPORTS);
    let money = money(page, &first.name);
    if !exports.up() {
        let (count, baseline) = (options.len(), page.data.baseline_title());
        let policy = if exports.mean > 0.0 { &first.title } else { "" };
        return page.words.say("overview.none", context! { count, baseline, policy, value, range, worlds, money, alone => count == 1 });
    }
    let open: Vec<String> = match settled(found, options) {
        true => Vec::new(),
        false => options[1..]
            .iter()
            .filter(|(other, _)| !found.ahead(&first.name, &other.name).is_some_and(|(_, shown)| shown))
            .map(|(other, _)| other.title.clone())
            .collect(),
    };
    // A list of many names is no answer.
    let others = if open.len() > MANY { String::new() } else { page.words.list(&open) };
    let level = page.data.contrast(&first.name, EXPORTS).and_then(|c| c.baseline_mean).filter(|level| *level > 0.0);
    let part = level.map_or(String::new(), |level| number(100.0 * exports.mean / level));
    let values = context! { policy => &first.title, value, part, range, worlds, money, alone => options.len() == 1, others };
    page.words.say(if open.is_empty() { "overview.answer" } else { "overview.answer_open" }, values)
}

/// Whether points of the picture have the numbers of the table's rows: of many options names would not stand at their points.
fn numbered(options: &[(&ScenarioSummary, Told)]) -> bool {
    options.len() > NAMED
}

/// The number of an option's row, from 1.
fn number_of(options: &[(&ScenarioSummary, Told)], option: &ScenarioSummary) -> usize {
    1 + options.iter().take_while(|(other, _)| other.name != option.name).count()
}

/// What the picture and the table show.
fn caption(page: &Page<'_>, worlds: bool, options: &[(&ScenarioSummary, Told)]) -> String {
    // Over worlds nobody has counted what is left of budgets; of a sum it follows from the cost.
    let of_reference = worlds && page.data.spend.is_empty();
    page.words.say("overview.caption", context! { worlds, of_reference, numbered => numbered(options) })
}

/// What an option costs, and what it leaves unspent.
fn money(page: &Page<'_>, scenario: &str) -> String {
    let Some(spent) = measured(page, scenario, CostBasis::Public.outcome()) else { return String::new() };
    let unit = page.words.unit("bn KRW/yr");
    if spent.mean == 0.0 {
        return page.plain("overview.free");
    }
    let unused =
        left(page, scenario).filter(|left| left_over(*left, spent.mean).is_some()).map(|left| page.words.level(&number(left * unit.factor), unit));
    page.words.say("overview.money", context! { cost => page.words.level(&number(spent.mean * unit.factor), unit), unused })
}

/// What is left of the sum that each option was to spend; without one, of its budgets.
fn left(page: &Page<'_>, scenario: &str) -> Option<f64> {
    let spent = || measured(page, scenario, CostBasis::Public.outcome()).map(|c| c.mean);
    match page.data.spend.first() {
        Some(asked) => spent().map(|spent| (asked.sum - spent).max(0.0)),
        None => page.data.distribution(scenario, "budget_unused").and_then(|d| d.mean),
    }
}

/// The same as a cell; of a sum it follows from the cost beside it and stands in no table.
fn rest(page: &Page<'_>, scenario: &str) -> PageCell {
    let factor = page.words.unit("bn KRW/yr").factor;
    let left = left(page, scenario);
    match page.data.spend.is_empty() {
        true => PageCell::number(left.map_or(String::new(), |v| number(v * factor)), left),
        false => PageCell::text(left.map_or("–".into(), |v| fixed(v * factor, 1))),
    }
}

/// A line: money, exports, small labels, startups; what is not shown to change is said so in one form.
fn line(found: &Findings<'_>, scenario: &ScenarioSummary, exports: &Told) -> String {
    let page = found.page;
    let words = page.words;
    let part = |outcome: &str, told: &Told| {
        let (value, range, _) = shown(page, told, outcome);
        let name = words.outcome(outcome);
        if told.open() {
            words.say("overview.part_open", context! { outcome => name, range })
        } else {
            words.say("overview.part", context! { outcome => name, value, range })
        }
    };
    let others = TOLD.iter().filter_map(|outcome| Some(part(outcome, &found.told(&scenario.name, outcome)?)));
    let parts: Vec<String> = std::iter::once(part(EXPORTS, exports)).chain(others).collect();
    words.say("overview.line", context! { money => money(page, &scenario.name), parts => parts.join("; ") })
}

/// A line for each option: cost, money left unspent, exports, small labels, startups.
fn lines(found: &Findings<'_>, options: &[(&ScenarioSummary, Told)]) -> PageTable {
    let page = found.page;
    let words = page.words;
    let money = words.unit("bn KRW/yr");
    let outcomes: Vec<&str> = std::iter::once(EXPORTS).chain(TOLD).collect();
    let column = |name: &&str| {
        let axis = words.plain(&format!("axis_change.{}", words.unit(page.data.unit_of(name)).key));
        words.say("glance.column", context! { outcome => words.outcome(name), unit => axis })
    };
    let axis = words.plain(&format!("axis_change.{}", money.key));
    let spent =
        ["overview.spent", "overview.unspent"].map(|name| words.say("glance.column", context! { outcome => words.plain(name), unit => &axis }));
    let row = |(scenario, exports): &(&ScenarioSummary, Told)| {
        let spent = measured(page, &scenario.name, CostBasis::Public.outcome()).map(|c| c.mean);
        let sum = |value: Option<f64>| PageCell::number(value.map_or(String::new(), |v| number(v * money.factor)), value);
        let cell = |outcome: &str, told: &Told| {
            let unit = words.unit(page.data.unit_of(outcome));
            let range = interval(told.mean * unit.factor, told.low * unit.factor, told.high * unit.factor);
            let below = words.say("range_signed", context! { low => range.low, high => range.high });
            let tone = if told.open() { "open" } else { "" };
            PageCell { below, tone, ..PageCell::number(signed(range.value), Some(told.mean)) }
        };
        let others = TOLD.iter().map(|name| found.told(&scenario.name, name).map_or(PageCell::text("–"), |t| cell(name, &t)));
        let title = match numbered(options) {
            true => format!("{}. {}", number_of(options, scenario), scenario.title),
            false => scenario.title.clone(),
        };
        [PageCell::text(title), sum(spent), rest(page, &scenario.name), cell(EXPORTS, exports)].into_iter().chain(others).collect()
    };
    PageTable {
        caption: words.plain("overview.table"),
        head: std::iter::once(words.plain("word.policy")).chain(spent).chain(outcomes.iter().map(column)).collect(),
        rows: options.iter().map(row).collect(),
    }
}

/// By the numbers: in how many worlds exports rise, and in how many the first option is ahead.
fn likely(found: &Findings<'_>, options: &[(&ScenarioSummary, Told)]) -> String {
    let page = found.page;
    let (first, exports) = &options[0];
    let nearest = options[1..].iter().filter_map(|(other, _)| Some((other.title.clone(), found.ahead(&first.name, &other.name)?.0)));
    let nearest = nearest.min_by(|a, b| a.1.total_cmp(&b.1));
    let rises = match exports.share {
        Some(share) => Some(if exports.mean > 0.0 { share } else { 1.0 - share }),
        None => page.data.contrast(&first.name, EXPORTS).and_then(|c| c.share_better),
    };
    let Some(rises) = rises.filter(|_| exports.up()) else { return String::new() };
    let name = if page.data.world_effects.is_empty() { "overview.likely_reference" } else { "overview.likely" };
    let (rival, share) = nearest.map_or((String::new(), String::new()), |(rival, share)| (rival, percent(share)));
    page.words.say(name, context! { policy => &first.title, rises => percent(rises), rival, share })
}

/// By what it rests on: how many of the strongest assumptions are known, and where published estimates lie.
fn founded(page: &Page<'_>, options: &[(&ScenarioSummary, Told)]) -> String {
    let drivers = assumptions::kinds(page, EXPORTS, DRIVERS);
    if drivers.is_empty() || options[0].1.mean <= 0.0 {
        return String::new();
    }
    let known = drivers.iter().filter(|guessed| !**guessed).count();
    let (first, _) = options[0];
    let outside = outside::standing(page, first).is_some_and(|standing| standing == Standing::Outside);
    let grade = (known * 3 / (drivers.len() + 1)).saturating_sub(usize::from(outside));
    let level = page.plain(&format!("overview.founded_{}", ["weakly", "fairly", "well"][grade.min(2)]));
    let published = page.plain(&format!(
        "overview.published_{}",
        match outside::standing(page, first) {
            None => "none",
            Some(standing) => standing.name(),
        }
    ));
    page.words.say("overview.founded", context! { level, guessed => drivers.len() - known, drivers => drivers.len(), published })
}

/// What would turn the answer: the box in which a rival is better; and what it hangs on, the strongest assumptions, where no box is known.
fn turn(page: &Page<'_>, options: &[(&ScenarioSummary, Told)]) -> (String, String) {
    let (first, _) = options[0];
    let named = regret::flips_of(page, EXPORTS, &first.name);
    if let Some(said) = named.into_iter().next() {
        return (said, String::new());
    }
    let drivers = assumptions::strongest(page, EXPORTS, 2);
    let hangs = page.words.say("overview.hangs", context! { drivers => page.words.list(&drivers) });
    (String::new(), if drivers.is_empty() { String::new() } else { hangs })
}

/// Which option does most for small labels and startups, of those shown to do something, and who loses with it.
fn small(found: &Findings<'_>, options: &[(&ScenarioSummary, Told)]) -> String {
    let page = found.page;
    let effects = options.iter().filter_map(|(s, _)| Some((*s, found.told(&s.name, TOLD[0])?)));
    let Some((option, effect)) = effects.filter(|(_, e)| e.up()).max_by(|a, b| a.1.mean.total_cmp(&b.1.mean)) else {
        return page.plain("overview.small_none");
    };
    let (value, range, _) = shown(page, &effect, TOLD[0]);
    let loses = page.words.list(&winners::losing(page, &option.name));
    // What the first option costs has been said.
    let money = if option.name == options[0].0.name { String::new() } else { money(page, &option.name) };
    page.words.say("overview.small", context! { policy => &option.title, value, range, money, loses })
}

/// Who loses with the option that the answer names.
fn losers(page: &Page<'_>, option: &ScenarioSummary) -> Option<String> {
    let said = winners::mean_losers(page, &option.name)?;
    Some(page.words.say("overview.loses", context! { policy => &option.title, said }))
}

fn title(page: &Page<'_>, options: &[(&ScenarioSummary, Told)]) -> String {
    let pays: Vec<String> =
        options.iter().filter(|(s, e)| e.up() && cost(page, &s.name).is_some_and(|c| e.low > c.high)).map(|(s, _)| s.title.clone()).collect();
    match pays.len() {
        0 => page.plain("overview.title_none"),
        n if n == options.len() => page.plain("overview.title_all"),
        _ => page.words.say("overview.title", context! { list => page.words.list(&pays) }),
    }
}

fn picture(found: &Findings<'_>, options: &[(&ScenarioSummary, Told)]) -> Result<String, String> {
    let page = found.page;
    let money = |s: &ScenarioSummary| cost(page, &s.name).map_or((0.0, 0.0, 0.0), |c| (c.mean, c.low, c.high));
    let unit = page.words.unit("bn KRW/yr");
    let scaled = |(a, b, c): (f64, f64, f64)| (a * unit.factor, b * unit.factor, c * unit.factor);
    let choice = |(s, e): &(&ScenarioSummary, Told)| {
        let own = money(s).0;
        let beaten = |(other, theirs): &(&ScenarioSummary, Told)| {
            let cost = money(other).0;
            other.name != s.name && cost <= own && theirs.mean >= e.mean && (cost < own || theirs.mean > e.mean)
        };
        Choice {
            label: if numbered(options) { number_of(options, s).to_string() } else { s.title.clone() },
            money: scaled(money(s)),
            effect: scaled((e.mean, e.low, e.high)),
            worlds: e.worlds.map(|(low, high)| (low * unit.factor, high * unit.factor)),
            dominated: options.iter().any(beaten),
        }
    };
    let choices: Vec<Choice> = options.iter().map(choice).collect();
    let axis = page.plain(&format!("axis_change.{}", unit.key));
    let across = page.words.say("overview.across", context! { cost => page.words.outcome(page.data.cost().outcome()), unit => &axis });
    let upwards = page.words.say("overview.upwards", context! { unit => &axis });
    let description = options.iter().map(|(s, e)| format!("{}: {}", s.title, line(found, s, e))).collect::<Vec<_>>().join(" ");
    plane(&PictureText { id: "overview".into(), title: title(page, options), description }, &choices, &across, &upwards)
}
