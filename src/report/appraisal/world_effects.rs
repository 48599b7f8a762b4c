//! `world_effects.csv`: what each scenario changes over plausible worlds, and how far that is luck, world, or both.

use super::answers::Appraisal;
use super::chief::{CHIEF, EXPORTS, headings};
use crate::experiment::appraisal::generality::{WorldEffect, WorldLead};
use crate::experiment::{Comparison, Measure, Results};
use crate::outcome::Better;
use crate::report::output::files;
use crate::report::output::table::{Column, Sheet, cell};
use crate::report::output::tables::Table;
use crate::report::output::text::{aligned, counted, fixed, value_and_interval, with_half_width};

/// What the file holds.
pub fn sheet() -> Sheet {
    let columns = vec![
        Column::text("scenario", "Scenario."),
        Column::text("outcome", "Outcome."),
        Column::text("unit", "Unit of the differences and of their standard deviations."),
        Column::integer("worlds", "Plausible worlds."),
        Column::integer("replicates", "Replicates in each world; the same draws in all worlds and scenarios."),
        Column::number("reference", "Mean paired difference to the baseline in the reference world, as in comparison.csv."),
        Column::number("mean", "Mean paired difference to the baseline over worlds and replicates."),
        Column::number("ci_low", "Lower end of its 95 % interval: worlds and replicates as samples (two-way random effects)."),
        Column::number("ci_high", "Upper end of it."),
        Column::number(
            "p_value",
            "Two-sided probability of such a mean, or a larger one, by chance; of many told together, correct it for their number (Holm).",
        )
        .unit("share"),
        Column::number("p05", "5 % quantile over worlds, noise taken out."),
        Column::number("p95", "95 % quantile over worlds, noise taken out."),
        Column::number(
            "share_sign",
            "Mean over worlds of the probability that the difference there has the sign of its mean; empty where the mean is 0.",
        )
        .unit("share"),
        Column::number("share_sign_low", "Lower end of its 95 % interval: worlds as a sample.").unit("share"),
        Column::number("share_sign_high", "Upper end of it.").unit("share"),
        Column::number("sd_world", "Standard deviation between worlds."),
        Column::number("sd_luck", "Standard deviation between replicates, in all worlds alike."),
        Column::number("sd_both", "Standard deviation of what luck does in one world and not in the others."),
    ];
    Sheet { file: files::WORLD_EFFECTS, title: "Effects over plausible worlds", columns, key: &["scenario", "outcome"] }
}

/// The table; none without worlds.
pub fn table(results: &Results, judgement: &Appraisal) -> Option<Table> {
    let comparison = Comparison::of(results)?;
    let row = |effect: &WorldEffect| {
        let (name, over) = (&results.cases[effect.scenario].case.name, &effect.over);
        let reference = comparison.of_outcome(name, &effect.measure.name).and_then(|c| c.paired.difference.mean);
        let mut row = vec![name.clone(), effect.measure.name.clone(), effect.measure.unit.into()];
        row.extend([over.worlds.to_string(), over.replicates.to_string(), cell(reference)]);
        row.extend([over.mean, over.low, over.high].map(|v| cell(Some(v))));
        row.push(cell(over.p));
        row.extend([over.p05, over.p95].map(|v| cell(Some(v))));
        row.extend([over.same_sign.map(|s| s.0), over.same_sign.map(|s| s.1), over.same_sign.map(|s| s.2)].map(cell));
        row.extend([over.sd_world, over.sd_luck, over.sd_both].map(|v| cell(Some(v))));
        row
    };
    let rows: Vec<Vec<String>> = judgement.world_effects.iter().map(row).collect();
    (!rows.is_empty()).then(|| Table { sheet: sheet(), rows })
}

/// Chief effects over worlds as a table, then which scenario leads.
pub fn text(results: &Results, judgement: &Appraisal) -> String {
    let effects = &judgement.world_effects;
    let Some(first) = effects.first() else { return String::new() };
    let of = |scenario: usize, outcome: &str| effects.iter().find(|e| e.scenario == scenario && e.measure.name == outcome);
    let chief: Vec<&Measure> = CHIEF.iter().filter_map(|name| effects.iter().find(|e| e.measure.name == *name).map(|e| &e.measure)).collect();
    let mut rows = headings("scenario", &chief);
    for (scenario, case) in results.cases.iter().enumerate().filter(|(s, _)| effects.iter().any(|e| e.scenario == *s)) {
        let cells = |shown: fn(&WorldEffect) -> String| chief.iter().map(move |m| of(scenario, &m.name).map_or("-".into(), shown));
        rows.push(std::iter::once(case.case.name.clone()).chain(cells(mean)).collect());
        rows.push(std::iter::once("  in 90 % of worlds".to_string()).chain(cells(range)).collect());
    }
    let (worlds, replicates) = (counted(first.over.worlds, "plausible world"), counted(first.over.replicates, "replicate"));
    let baseline = results.baseline.map_or("", |b| results.cases[b].case.name.as_str());
    format!(
        "Differences to {baseline} over {worlds}, {replicates} in each, with 95 % intervals\n\n{}\n{}",
        aligned(&rows),
        leading(results, judgement)
    )
}

/// `+20 ±16`.
fn mean(effect: &WorldEffect) -> String {
    with_half_width(effect.over.mean, Some(effect.over.high - effect.over.mean), true)
}

/// `-5 to 44`.
fn range(effect: &WorldEffect) -> String {
    let over = &effect.over;
    if over.p05 == over.p95 { "alike".into() } else { value_and_interval(over.mean, over.p05.min(over.mean), over.p95.max(over.mean)).1 }
}

/// The scenario that leads all others in the mean over worlds; none where there is one scenario alone.
fn leader(leads: &[WorldLead], outcome: &str) -> Option<usize> {
    let of: Vec<&WorldLead> = leads.iter().filter(|l| l.measure.name == outcome).collect();
    of.iter().map(|l| l.scenario).find(|s| of.iter().filter(|l| l.scenario == *s).all(|l| l.over.mean > 0.0))
}

/// Which scenario leads in the first outcome, and how surely.
fn leading(results: &Results, judgement: &Appraisal) -> String {
    let leads = &judgement.world_leads;
    let outcome = leads.iter().find(|l| l.measure.name == EXPORTS).or(leads.first()).map(|l| l.measure.clone());
    let Some((measure, first)) = outcome.and_then(|m| leader(leads, &m.name).map(|s| (m, s))) else { return String::new() };
    let rivals: Vec<&WorldLead> = leads.iter().filter(|l| l.scenario == first && l.measure.name == measure.name).collect();
    let Some(next) = rivals.iter().min_by(|a, b| a.over.mean.total_cmp(&b.over.mean)) else { return String::new() };
    let net = if measure.nets_cost { format!(", net of {}", judgement.cost.words()) } else { String::new() };
    let (by, ends) = value_and_interval(next.over.mean, next.over.low, next.over.high);
    let share = next.over.same_sign.map_or(String::new(), |s| format!("; it is ahead in {} % of worlds", fixed(100.0 * s.0, 0)));
    let open = if next.over.low > 0.0 { "" } else { "it cannot be told which is best: " };
    let better = if measure.better == Better::Lower { "lower" } else { "higher" };
    format!(
        "{}{net}: {open}{} is {better} than {} by {by} {} ({ends}) over worlds{share}.\n",
        measure.name, results.cases[first].case.name, results.cases[next.rival].case.name, measure.unit
    )
}
