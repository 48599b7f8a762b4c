//! Full victory, or one step? The distribution over the classes of the verdict.

use minijinja::context;

use super::chart::PictureText;
use super::chart::bars::Whole;
use super::chart::hundred::hundred;
use super::numbers::{interval, percent, signed};
use super::page::Page;
use super::told;
use super::view::{FigurePanel, PageBlock, PageCell, PageSection, PageTable};
use crate::outcome::VERDICTS;
use crate::outcome::statistics::Paired;

/// Colours of the classes, in their order.
const COLOURS: [usize; 5] = [0, 1, 2, 3, 4];

/// Classes that are told together: more than one step.
const LASTING: [&str; 2] = ["recurrent", "autonomous"];

/// The section; none without a verdict.
pub fn section(page: &Page<'_>) -> Result<Option<PageSection>, String> {
    let classes = page.data.classes();
    if classes.is_empty() {
        return Ok(None);
    }
    let mut blocks = vec![PageBlock::text(page.plain("classes.lead"))];
    blocks.extend(changes(page));
    let figure = page.figure("classes", panels(page, &classes)?, table(page, &classes));
    blocks.push(PageBlock::Figure(figure));
    Ok(Some(page.section("classes", finding(page), blocks)))
}

/// In how many of a hundred runs it is one step at most, and whether an option is shown to change that.
fn finding(page: &Page<'_>) -> String {
    let experiment = &page.data.experiment;
    let first = experiment.baseline.as_deref().or(experiment.scenarios.first().map(|s| s.name.as_str())).unwrap_or_default();
    let Some(step) = one_step(page, first) else { return page.plain("classes.heading") };
    let (alone, moved) = (experiment.baseline.is_none(), lasting(page).len());
    page.words.say("classes.finding", context! { step => percent(step), alone, moved, all => page.data.policies().count() })
}

fn share(page: &Page<'_>, scenario: &str, class: &str) -> Option<f64> {
    page.data.distribution(scenario, &format!("verdict.{class}"))?.mean
}

/// Share of runs that end in a class that is one step at most.
fn one_step(page: &Page<'_>, scenario: &str) -> Option<f64> {
    ["none", "isolated", "platform_dependent"].iter().map(|class| share(page, scenario, class)).sum()
}

/// In a sentence: in how many runs without policy it is one step at most, and whether a policy is shown to change that.
pub fn short(page: &Page<'_>) -> Option<String> {
    let baseline = page.data.experiment.baseline.as_deref()?;
    let step = one_step(page, baseline)?;
    Some(page.words.say("classes.short", context! { step => percent(step), moved => lasting(page).join(" ") }))
}

/// Options that are shown to change how many runs end with wins that recur or last, a sentence for each.
fn lasting(page: &Page<'_>) -> Vec<String> {
    let Some(baseline) = page.data.experiment.baseline.as_deref() else { return Vec::new() };
    let class = LASTING.map(|class| page.plain(&format!("class.{class}"))).join(" + ");
    let change = |s: &super::data::ScenarioSummary| page.data.runs.paired_classes(baseline, &s.name, &LASTING);
    let of = page.data.policies().map(|s| Change { policy: s.name.as_str(), class: class.clone(), paired: change(s) });
    moved(page, &of.collect::<Vec<_>>())
}

/// What is told of a class, or of classes together, in one scenario.
struct Change<'a> {
    policy: &'a str,
    class: String,
    paired: Paired,
}

/// Scenarios that change the share of a class, tested together: all classes of all of them, then wins that recur or last, as one share.
fn changes(page: &Page<'_>) -> Vec<PageBlock> {
    let Some(baseline) = page.data.experiment.baseline.as_deref() else { return Vec::new() };
    let change = |policy, classes: &[&str]| {
        let names: Vec<String> = classes.iter().map(|class| page.plain(&format!("class.{class}"))).collect();
        Change { policy, class: names.join(" + "), paired: page.data.runs.paired_classes(baseline, policy, classes) }
    };
    let names: Vec<&str> = page.data.policies().map(|s| s.name.as_str()).collect();
    let single = names.iter().flat_map(|policy| VERDICTS.iter().map(move |class| (*policy, *class)));
    // One family: what is said of single classes and of wins that recur or last is looked at together.
    let all: Vec<Change<'_>> = single.map(|(policy, class)| change(policy, &[class])).chain(names.iter().map(|p| change(p, &LASTING))).collect();
    moved(page, &all).into_iter().map(PageBlock::text).collect()
}

/// Sentences of the changes that hold when all of them are looked at together.
fn moved(page: &Page<'_>, changes: &[Change<'_>]) -> Vec<String> {
    let held = told::those_told(&changes.iter().map(|c| (c, c.paired.p)).collect::<Vec<_>>());
    let sentence = |change: &Change<'_>| {
        let difference = &change.paired.difference;
        let shown = interval(100.0 * difference.mean?, 100.0 * difference.ci_low?, 100.0 * difference.ci_high?);
        let range = page.words.say("range_signed", context! { low => shown.low, high => shown.high });
        let value = page.words.change(&signed(shown.value), page.words.unit("share"));
        Some(page.words.say("classes.moved", context! { policy => page.data.title(change.policy), class => &change.class, value, range }))
    };
    held.into_iter().filter_map(sentence).collect()
}

/// A hundred dots for each scenario, some scenarios to a picture.
fn panels(page: &Page<'_>, classes: &[(&'static str, String)]) -> Result<Vec<FigurePanel>, String> {
    let key: Vec<String> = classes.iter().map(|(class, _)| page.plain(&format!("class.{class}"))).collect();
    let scenarios = &page.data.experiment.scenarios;
    // Scenarios that fit side by side in as many columns as the page has.
    let each = scenarios.len().div_ceil(3).max(1);
    let picture = |(number, part): (usize, &[super::data::ScenarioSummary])| {
        let whole = |s: &super::data::ScenarioSummary| Whole {
            label: s.title.clone(),
            parts: classes.iter().map(|(class, _)| share(page, &s.name, class).unwrap_or(0.0)).collect(),
        };
        let wholes: Vec<Whole> = part.iter().map(whole).collect();
        let said = wholes.iter().map(|w| {
            format!(
                "{}: {}",
                w.label,
                w.parts.iter().zip(&key).map(|(p, k)| format!("{k} {}", page.words.percent(*p))).collect::<Vec<_>>().join(", ")
            )
        });
        let id = format!("classes-{number}");
        let about = PictureText { id, title: page.plain("classes.title"), description: said.collect::<Vec<_>>().join("; ") };
        // The first picture has the key of all.
        let shown = if number == 0 { &key[..] } else { &[] };
        Ok(FigurePanel { title: String::new(), svg: hundred(&about, shown, &COLOURS, &wholes)? })
    };
    scenarios.chunks(each).enumerate().map(picture).collect()
}

fn table(page: &Page<'_>, classes: &[(&'static str, String)]) -> PageTable {
    let head = classes.iter().map(|(class, _)| page.plain(&format!("class.{class}")));
    let row = |s: &super::data::ScenarioSummary| {
        let cells = classes.iter().map(|(_, name)| {
            let found = page.data.distribution(&s.name, name);
            let mean = found.and_then(|d| d.mean);
            let ends = found.and_then(|d| d.ci_low.zip(d.ci_high)).map_or(String::new(), |(low, high)| {
                page.words.say("range", context! { low => percent(low.max(0.0)), high => percent(high.min(1.0)) })
            });
            PageCell { below: ends, ..PageCell::number(mean.map_or(String::new(), |m| page.words.percent(m)), mean) }
        });
        std::iter::once(PageCell::text(&s.title)).chain(cells).collect()
    };
    PageTable {
        caption: page.plain("classes.table"),
        head: std::iter::once(page.plain("word.scenario")).chain(head).collect(),
        rows: page.data.experiment.scenarios.iter().map(row).collect(),
    }
}
