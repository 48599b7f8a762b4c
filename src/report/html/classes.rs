//! Full victory, or one step? The distribution over the classes of the verdict.

use minijinja::context;

use super::chart::PictureText;
use super::chart::bars::{Whole, parts};
use super::numbers::{interval, percent, signed};
use super::page::Page;
use super::view::{FigurePanel, PageBlock, PageCell, PageSection, PageTable};
use crate::outcome::VERDICTS;
use crate::outcome::statistics::{Paired, holm};

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
    blocks.extend(page.data.experiment.scenarios.iter().filter_map(|s| sentence(page, &s.name)).map(PageBlock::text));
    blocks.extend(changes(page));
    let figure = page.figure("classes", vec![panel(page, &classes)?], table(page, &classes));
    blocks.push(PageBlock::Figure(figure));
    blocks.push(PageBlock::Terms {
        terms: classes.iter().map(|(class, _)| (page.plain(&format!("class.{class}")), page.plain(&format!("class_means.{class}")))).collect(),
    });
    Ok(Some(PageSection { id: "classes", heading: page.plain("classes.heading"), blocks, folded: false }))
}

fn share(page: &Page<'_>, scenario: &str, class: &str) -> Option<f64> {
    page.data.distribution(scenario, &format!("verdict.{class}"))?.mean
}

/// Share of runs that end in a class that is one step at most.
fn one_step(page: &Page<'_>, scenario: &str) -> Option<f64> {
    ["none", "isolated", "platform_dependent"].iter().map(|class| share(page, scenario, class)).sum()
}

/// What the runs of a scenario end with; for the baseline alone, or for every scenario without one.
fn sentence(page: &Page<'_>, scenario: &str) -> Option<String> {
    if page.data.experiment.baseline.as_deref().is_some_and(|baseline| baseline != scenario) {
        return None;
    }
    let of = |class: &str| share(page, scenario, class).map(percent);
    let step = one_step(page, scenario)?;
    Some(page.words.say(
        "classes.sentence",
        context! {
            scenario => page.data.title(scenario),
            nothing => of("none")?, isolated => of("isolated")?, dependent => of("platform_dependent")?,
            recurrent => of("recurrent")?, autonomous => of("autonomous")?, step => percent(step),
        },
    ))
}

/// In a sentence: in how many runs without policy it is one step at most, and whether a policy is shown to change that.
pub fn short(page: &Page<'_>) -> Option<String> {
    let baseline = page.data.experiment.baseline.as_deref()?;
    let step = one_step(page, baseline)?;
    let lasting = LASTING.map(|class| page.plain(&format!("class.{class}"))).join(" + ");
    let change = |s: &'_ super::data::ScenarioSummary| page.data.runs.paired_classes(baseline, &s.name, &LASTING);
    let changes = page.data.policies().map(|s| Change { policy: s.name.as_str(), class: lasting.clone(), paired: change(s) }).collect();
    let moved = moved(page, changes);
    Some(page.words.say("classes.short", context! { step => percent(step), moved => moved.join(" ") }))
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
    let mut said: Vec<String> = moved(page, single.map(|(policy, class)| change(policy, &[class])).collect());
    let lasting = moved(page, names.iter().map(|policy| change(policy, &LASTING)).collect());
    if !names.is_empty() && lasting.is_empty() {
        said.push(page.words.say("classes.nothing_lasts", context! { policies => names.len() }));
    }
    said.into_iter().chain(lasting).map(PageBlock::text).collect()
}

/// Sentences of the changes that hold when all of them are looked at together (Holm).
fn moved(page: &Page<'_>, changes: Vec<Change<'_>>) -> Vec<String> {
    let corrected = holm(&changes.iter().map(|c| c.paired.p).collect::<Vec<_>>());
    let held = changes.iter().zip(corrected).filter(|(_, p)| p.is_some_and(|p| p <= 0.05));
    let sentence = |(change, _): (&Change<'_>, _)| {
        let difference = &change.paired.difference;
        let shown = interval(100.0 * difference.mean?, 100.0 * difference.ci_low?, 100.0 * difference.ci_high?);
        let range = page.words.say("range_signed", context! { low => shown.low, high => shown.high });
        let value = page.words.change(&signed(shown.value), page.words.unit("share"));
        Some(page.words.say("classes.moved", context! { policy => page.data.title(change.policy), class => &change.class, value, range }))
    };
    held.filter_map(sentence).collect()
}

fn panel(page: &Page<'_>, classes: &[(&'static str, String)]) -> Result<FigurePanel, String> {
    let key: Vec<String> = classes.iter().map(|(class, _)| page.plain(&format!("class.{class}"))).collect();
    let wholes: Vec<Whole> = page
        .data
        .experiment
        .scenarios
        .iter()
        .map(|s| {
            let parts = classes.iter().map(|(class, _)| share(page, &s.name, class).unwrap_or(0.0)).collect();
            Whole { label: s.title.clone(), parts }
        })
        .collect();
    let said = wholes.iter().map(|w| {
        format!("{}: {}", w.label, w.parts.iter().zip(&key).map(|(p, k)| format!("{k} {}", page.words.percent(*p))).collect::<Vec<_>>().join(", "))
    });
    let about = PictureText { id: "classes".into(), title: page.plain("classes.title"), description: said.collect::<Vec<_>>().join("; ") };
    Ok(FigurePanel { title: page.plain("classes.unit"), svg: parts(&about, &key, &COLOURS, &wholes)? })
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
