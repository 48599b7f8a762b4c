//! Experiments in which nothing has any effect: how many pages say that something has?
//!
//! Each made-up experiment has a baseline, three options and an event, 100 replicates, and 40 worlds of 4 replicates. Differences are
//! luck alone, of half of the outcomes normal and of half lognormal with a skewness of 2, that of the most skewed chief difference of
//! the shipped policies (exports under production grants). Whatever the page says to move, to lead or to pay is false.

use super::data::{ExperimentSummary, FolderData, ScenarioSummary};
use super::overview::{Statement, overview};
use super::page::Page;
use super::rows::{BenefitRow, ComparisonRow, DistributionRow, WhatIfRow, WinnersRow, WorldEffectRow, WorldLeadRow};
use super::runs::ChiefRuns;
use super::view::{PageBlock, PageSection};
use super::words::{Language, Words};
use super::{classes, cost, course, glance, otherwise, strategies, winners};
use crate::draw::{Philox, to_uniform};
use crate::experiment::CostBasis;
use crate::math::{exp, inverse_normal};
use crate::outcome::VERDICTS;
use crate::outcome::statistics::{Crossed, Estimate, Paired};
use crate::report::appraisal::chief::{CHIEF, EXPORTS};
use rand::{Rng, SeedableRng};

const OPTIONS: [&str; 3] = ["one", "two", "three"];
const REPLICATES: usize = 100;
const WORLDS: usize = 40;
/// Standard deviation of the logarithm: a skewness of 2.
const SIGMA: f64 = 0.55;
const STRATEGIES: [&str; 4] = ["touring_share", "tie_in_share", "partnership_share", "balanced_share"];
const TIERS: [&str; 4] = ["major", "mid", "small", "startup"];

struct Luck(Philox);

impl Luck {
    fn normal(&mut self) -> f64 {
        inverse_normal(to_uniform(self.0.next_u32()))
    }

    /// Without effect: mean 0, of every second outcome skewed.
    fn difference(&mut self, skewed: bool) -> f64 {
        let normal = self.normal();
        if skewed { (exp(SIGMA * normal) - exp(0.5 * SIGMA * SIGMA)) / SIGMA } else { normal }
    }

    fn differences(&mut self, skewed: bool) -> Vec<Option<f64>> {
        (0..REPLICATES).map(|_| Some(self.difference(skewed))).collect()
    }
}

fn nothing() -> Vec<Option<f64>> {
    vec![Some(0.0); REPLICATES]
}

fn contrast(scenario: &str, outcome: &str, paired: &Paired) -> ComparisonRow {
    let difference = paired.difference;
    ComparisonRow {
        scenario: scenario.into(),
        outcome: outcome.into(),
        unit: "bn KRW/yr".into(),
        n: difference.n,
        baseline_mean: Some(100.0),
        scenario_mean: difference.mean.map(|mean| 100.0 + mean),
        mean_difference: difference.mean,
        ci_low: difference.ci_low,
        ci_high: difference.ci_high,
        share_better: None,
        p_value: paired.p,
    }
}

/// Differences by world and replicate: what the world does, what luck does in all worlds, and what both do.
fn crossed(luck: &mut Luck, skewed: bool) -> Vec<Vec<f64>> {
    let shared: Vec<f64> = (0..4).map(|_| luck.difference(skewed)).collect();
    let world = |luck: &mut Luck| {
        // Shares of the three as in comparisons of the shipped policies.
        let own = 0.4 * luck.normal();
        shared.iter().map(|s| 0.3 * s + own + luck.difference(skewed)).collect()
    };
    (0..WORLDS).map(|_| world(luck)).collect()
}

fn effect(scenario: &str, outcome: &str, over: &Crossed) -> WorldEffectRow {
    WorldEffectRow {
        scenario: scenario.into(),
        outcome: outcome.into(),
        worlds: over.worlds,
        replicates: over.replicates,
        mean: Some(over.mean),
        ci_low: Some(over.low),
        ci_high: Some(over.high),
        p_value: over.p,
        p05: Some(over.p05),
        p95: Some(over.p95),
        share_sign: over.same_sign.map(|s| s.0),
        sd_world: None,
        sd_luck: None,
        sd_both: None,
    }
}

fn winner(scenario: &str, agents: &str, tier: &str, paired: &Paired) -> WinnersRow {
    let change = paired.difference;
    let share = |value: f64| Some(value);
    WinnersRow {
        scenario: scenario.into(),
        agents: agents.into(),
        tier: tier.into(),
        measure: if agents == "labels" { "revenue" } else { "income" }.into(),
        unit: "M KRW/yr".into(),
        share_better: share(0.5),
        share_better_low: share(0.4),
        share_better_high: share(0.6),
        share_worse: share(0.5),
        share_worse_low: share(0.4),
        share_worse_high: share(0.6),
        mean_change: change.mean,
        mean_change_low: change.ci_low,
        mean_change_high: change.ci_high,
        mean_change_p: paired.p,
        relative_change: change.mean,
        relative_change_low: change.ci_low,
        relative_change_high: change.ci_high,
    }
}

/// A row of every class and chief outcome of every scenario.
fn distributions() -> Vec<DistributionRow> {
    let row = |scenario: &str, outcome: String| DistributionRow {
        scenario: scenario.into(),
        outcome,
        unit: "bn KRW/yr".into(),
        n: REPLICATES,
        missing: 0,
        mean: Some(0.2),
        ci_low: Some(0.1),
        ci_high: Some(0.3),
    };
    let outcomes = || VERDICTS.iter().map(|class| format!("verdict.{class}")).chain(CHIEF.iter().map(|name| (*name).to_owned()));
    std::iter::once("baseline").chain(OPTIONS).flat_map(|scenario| outcomes().map(move |outcome| row(scenario, outcome))).collect()
}

/// A comparison without any effect; with worlds or without.
fn experiment(seed: u64, worlds: bool) -> FolderData {
    let mut luck = Luck(Philox::seed_from_u64(seed));
    let summary = |name: &str| ScenarioSummary {
        name: name.into(),
        title: name.into(),
        instruments: usize::from(name != "baseline"),
        ..ScenarioSummary::default()
    };
    let scenarios: Vec<ScenarioSummary> = std::iter::once("baseline").chain(OPTIONS).map(summary).collect();
    let events = vec![("event".to_owned(), "An event".to_owned())];
    let experiment =
        ExperimentSummary { baseline: Some("baseline".into()), scenarios, events, replicates: REPLICATES, ..ExperimentSummary::default() };
    let mut data = FolderData { experiment, runs: verdicts(&mut luck), distributions: distributions(), ..FolderData::default() };
    for option in OPTIONS {
        for (place, outcome) in CHIEF.iter().chain(&STRATEGIES).enumerate() {
            data.contrasts.push(contrast(option, outcome, &Paired::of(&nothing(), &luck.differences(place % 2 == 1))));
        }
        for tier in TIERS {
            for agents in ["labels", "creators"] {
                data.winners.push(winner(option, agents, tier, &Paired::of(&nothing(), &luck.differences(true))));
            }
        }
        let net = Paired::of(&nothing(), &luck.differences(true));
        let Estimate { mean, ci_low, ci_high, .. } = net.difference;
        let p_value = net.p;
        data.benefits.push(BenefitRow { scenario: option.into(), measure: "net_benefit".into(), counted_share: 0.5, mean, ci_low, ci_high, p_value });
    }
    if worlds {
        in_worlds(&mut luck, &mut data);
    }
    for scenario in std::iter::once("baseline").chain(OPTIONS) {
        let (effect, change) = (Paired::of(&nothing(), &luck.differences(true)), Paired::of(&nothing(), &luck.differences(true)));
        let Estimate { mean, ci_low, ci_high, .. } = effect.difference;
        data.what_ifs.push(WhatIfRow {
            event: "event".into(),
            scenario: scenario.into(),
            outcome: EXPORTS.into(),
            mean_difference: mean,
            ci_low,
            ci_high,
            p_value: effect.p,
            without: Some(0.0),
            change_p: (scenario != "baseline").then_some(change.p).flatten(),
        });
    }
    data
}

fn in_worlds(luck: &mut Luck, data: &mut FolderData) {
    let mut exports = Vec::new();
    for option in OPTIONS {
        for (place, outcome) in CHIEF.iter().enumerate() {
            let values = crossed(luck, place % 2 == 0);
            data.world_effects.push(effect(option, outcome, &Crossed::of(&values).unwrap()));
            if *outcome == EXPORTS {
                exports.push(values);
            }
        }
    }
    for (one, ours) in OPTIONS.iter().zip(&exports) {
        for (other, theirs) in OPTIONS.iter().zip(&exports).filter(|(other, _)| *other != one) {
            let lead: Vec<Vec<f64>> = ours.iter().zip(theirs).map(|(a, b)| a.iter().zip(b).map(|(a, b)| a - b).collect()).collect();
            let over = Crossed::of(&lead).unwrap();
            data.world_leads.push(WorldLeadRow {
                scenario: (*one).into(),
                rival: (*other).into(),
                outcome: EXPORTS.into(),
                mean: Some(over.mean),
                p_value: over.p,
                share_ahead: over.same_sign.map(|s| s.0),
            });
        }
    }
}

/// Classes of runs that no option changes; those of a replicate are alike in half of the cases.
fn verdicts(luck: &mut Luck) -> ChiefRuns {
    let mut text = String::from("scenario,world,replicate,verdict,export_revenue,public_cost\n");
    for replicate in 0..REPLICATES {
        let class = |luck: &mut Luck| VERDICTS[(5.0 * to_uniform(luck.0.next_u32())) as usize];
        let shared = class(luck);
        for scenario in std::iter::once("baseline").chain(OPTIONS) {
            let own = if luck.normal() > 0.0 { shared } else { class(luck) };
            text += &format!("{scenario},default,{replicate},{own},{},0\n", luck.difference(true));
        }
    }
    ChiefRuns::of_text(&text).unwrap()
}

/// What a page says although nothing has an effect.
fn false_statements(data: &FolderData) -> Vec<String> {
    let words = Words::load(Language::English, None).unwrap();
    let page = Page { data, words: &words, several: &[] };
    let screen = overview(&page).unwrap().unwrap();
    let plain = |name: &str| words.plain(name);
    let mut said = Vec::new();
    let mut must = |holds: bool, what: &str| {
        if !holds {
            said.push(what.to_owned())
        }
    };
    must(screen.answer.starts_with("None of 3 policies"), &screen.answer);
    must(screen.title == plain("overview.title_none"), &screen.title);
    for Statement { term, said: sentence, .. } in &screen.confidence {
        must(!term.starts_with("How likely"), sentence);
        must(!term.starts_with("Who loses") || sentence.ends_with(&plain("winners.no_mean_losers")), sentence);
        must(!term.starts_with("For small labels") || sentence == &plain("overview.small_none"), sentence);
        must(!term.starts_with("Full victory") || sentence.ends_with("No option is shown to change that."), sentence);
    }
    must(screen.options.rows.iter().flatten().filter(|cell| !cell.below.is_empty()).all(|cell| cell.tone == "open"), "a cell of the first screen");
    let sections: Vec<PageSection> = [
        glance::section(&page),
        course::section(&page).unwrap(),
        winners::section(&page).unwrap(),
        strategies::section(&page).unwrap(),
        cost::section(&page).unwrap(),
        classes::section(&page).unwrap(),
        otherwise::section(&page),
    ]
    .into_iter()
    .flatten()
    .collect();
    for section in &sections {
        let quiet = match section.id {
            "glance" => section.heading == plain("glance.finding_none"),
            "winners" => section.heading == plain("winners.finding_none"),
            "cost" => section.heading.starts_with("For no option"),
            "classes" => section.heading.contains("no option is shown to change that"),
            _ => true,
        };
        must(quiet, &section.heading);
        for block in &section.blocks {
            match block {
                PageBlock::Text { text } => must(!text.contains("changes the share") && !text.contains("without policy exports change"), text),
                PageBlock::Table(table) if section.id == "otherwise" => {
                    must(table.rows.iter().flatten().all(|cell| !cell.text.contains('*')), "an event that changes an option");
                }
                PageBlock::Table(table) if section.id == "glance" => {
                    must(table.rows.iter().flatten().all(|cell| !["better", "worse"].contains(&cell.tone)), "a cell of the glance");
                }
                _ => {}
            }
        }
    }
    said
}

/// Pages with a false statement among so many.
fn false_pages(experiments: u64, worlds: bool) -> (usize, Vec<String>) {
    let all: Vec<Vec<String>> = (0..experiments).map(|seed| false_statements(&experiment(seed, worlds))).collect();
    (all.iter().filter(|said| !said.is_empty()).count(), all.into_iter().flatten().collect())
}

#[test]
fn of_500_experiments_about_nothing_at_most_5_in_100_pages_say_something() {
    let (with, said) = false_pages(250, true);
    let (without, more) = false_pages(250, false);
    // 25 of 500 are 5 %.
    assert!(with + without <= 25, "{with} of 250 with worlds, {without} of 250 without: {said:#?} {more:#?}");
}

#[test]
fn the_same_page_speaks_where_there_is_an_effect() {
    let mut data = experiment(1, true);
    for row in data.world_effects.iter_mut().filter(|row| row.scenario == "two" && row.outcome == EXPORTS) {
        (row.mean, row.ci_low, row.ci_high, row.p_value) = (Some(30.0), Some(25.0), Some(35.0), Some(1e-12));
    }
    assert!(data.cost() == CostBasis::Public && false_statements(&data).iter().any(|said| said.starts_with("Exports rise with two: +30")));
}
