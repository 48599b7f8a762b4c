//! Writes `docs/core.md`: what `core = true` switches off, and where the effects of policies differ from those of the full model.
//!
//! ```text
//! cargo run --release --example write_core              # from docs/core.csv
//! cargo run --release --example write_core -- measure   # runs both models first, and writes docs/core.csv
//! ```
//!
//! `tests/core.rs` holds the committed page to what this writes.

use std::error::Error;
use std::fmt::Write;
use std::fs;
use std::path::Path;

use serde::{Deserialize, Serialize};
use topline::experiment::{Plan, Results, run};
use topline::outcome::OUTCOMES;
use topline::outcome::statistics::Paired;
use topline::scenario::registry::rows;
use topline::scenario::{Draft, Problems, Scenario};

/// Scenarios whose effects are compared: one of each instrument, and a package.
const POLICIES: [&str; 14] = [
    "brokerage",
    "content_fund",
    "creator_training",
    "fair_contract",
    "identity_condition",
    "loan_guarantee",
    "localisation_vouchers",
    "music_tax_credit",
    "music_tax_credit_refundable",
    "new_talent_credit",
    "package_balanced",
    "production_grants",
    "startup_grants",
    "touring_vouchers",
];
/// Outcomes on which they are compared; the last is their cost.
const MEASURED: [&str; 9] = [
    "export_revenue",
    "revenue",
    "small_label_exports",
    "creator_income_median",
    "startup_survival_3y",
    "startups_alive",
    "tax_revenue",
    "export_autonomy",
    "public_cost",
];
const REPLICATES: u32 = 200;
const SEED: u64 = 1;
/// Size of a standardised difference that is told.
const TOLD: f64 = 2.0;

/// The effect of a policy on an outcome in both models, and the core's less the full model's, replicate by replicate.
#[derive(Debug, Deserialize, Serialize)]
struct Row {
    outcome: String,
    policy: String,
    full: f64,
    full_se: f64,
    core: f64,
    core_se: f64,
    difference: f64,
    difference_se: f64,
}

impl Row {
    /// The difference over its standard error; 0 where nothing differs in any replicate.
    fn z(&self) -> f64 {
        if self.difference_se > 0.0 { self.difference / self.difference_se } else { 0.0 }
    }
}

fn file(name: &str) -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(name)
}

#[allow(dead_code, reason = "tests use this file as a module, without its main")]
fn main() -> Result<(), Box<dyn Error>> {
    match std::env::args().nth(1).as_deref() {
        None => {}
        Some("measure") => measure()?,
        Some(other) => return Err(format!("allowed: nothing, or measure; found: {other}").into()),
    }
    fs::write(file("docs/core.md"), page()?)?;
    println!("wrote docs/core.md");
    Ok(())
}

/// The baseline and all policies, as cores or not.
fn scenarios(core: &str) -> Result<Vec<Scenario>, Problems> {
    let load = |name: &str| {
        let mut draft = Draft::load(file(&format!("scenarios/{name}.toml")))?;
        draft.set("core", core)?;
        draft.build()
    };
    std::iter::once("baseline").chain(POLICIES).map(load).collect()
}

/// Effects of all policies on an outcome by replicate.
fn effects(results: &Results, policy: usize, outcome: usize) -> Vec<Option<f64>> {
    let runs = |case: usize| results.cases[case].runs.iter().map(|run| run.outcomes[outcome]);
    runs(policy).zip(runs(0)).map(|(with, without)| Some(with? - without?)).collect()
}

/// Runs both models and writes the table.
fn measure() -> Result<(), Box<dyn Error>> {
    let [full, core] = ["false", "true"].map(|core| -> Result<Results, Box<dyn Error>> {
        let scenarios = scenarios(core)?;
        let plan = Plan { scenarios: scenarios.iter().collect(), baseline: Some(0), replicates: REPLICATES, seed: SEED, threads: None, panel: false };
        Ok(run(&plan, &mut (), &Default::default()).map_err(|stopped| format!("{stopped:?}"))?)
    });
    let (full, core) = (full?, core?);
    let mut table = csv::Writer::from_path(file("docs/core.csv"))?;
    for outcome in MEASURED {
        let place = OUTCOMES.iter().position(|o| o.name == outcome).ok_or(format!("`{outcome}` is no outcome"))?;
        for (n, policy) in POLICIES.iter().enumerate() {
            let [a, b] = [&full, &core].map(|results| effects(results, n + 1, place));
            let zero = vec![Some(0.0); a.len()];
            let [of_full, of_core, apart] = [(&zero, &a), (&zero, &b), (&a, &b)].map(|(from, to)| Paired::of(from, to).difference);
            let mean = |e: &topline::outcome::statistics::Estimate| (e.mean.unwrap_or(0.0), e.se.unwrap_or(0.0));
            let ((full, full_se), (core, core_se), (difference, difference_se)) = (mean(&of_full), mean(&of_core), mean(&apart));
            let (outcome, policy) = (outcome.to_string(), (*policy).to_string());
            table.serialize(Row { outcome, policy, full, full_se, core, core_se, difference, difference_se })?;
        }
    }
    Ok(table.flush()?)
}

/// The page.
pub fn page() -> Result<String, Box<dyn Error>> {
    let table: Vec<Row> = csv::Reader::from_path(file("docs/core.csv"))?.deserialize().collect::<Result<_, _>>()?;
    let mut text = String::from(include_str!("write_core.md"));
    for row in rows().iter().filter(|row| row.core) {
        let neutral = row.neutral.unwrap_or_default();
        writeln!(text, "| `{}` | {} | {} | {} | {} |", row.name, row.section, row.default, neutral, row.description)?;
    }
    text.push_str("\n## Where effects differ\n\n");
    writeln!(
        text,
        "Effects of {} shipped policies, {REPLICATES} replicates of ten years, seed {SEED}, the same draws in both models. *r*: correlation of the {0} effects. *r of luck*: what two samples of the full model would have, 1 less the mean squared standard error over the variance of the effects. *z*: difference of an effect, core less full, over its standard error; all effects of a model are differences to the same runs of its baseline, so that values of z of one outcome lean the same way.\n",
        POLICIES.len()
    )?;
    text.push_str("| effect on | r | r of luck | largest size of z | above 2 |\n| --- | ---: | ---: | ---: | --- |\n");
    let of = |outcome: &str| table.iter().filter(|row| row.outcome == outcome).collect::<Vec<_>>();
    for outcome in MEASURED {
        writeln!(text, "{}", summary(outcome, &of(outcome)))?;
    }
    let tested: Vec<&Row> = table.iter().filter(|row| row.outcome != "public_cost").collect();
    let above = tested.iter().filter(|row| row.z().abs() > TOLD).count();
    writeln!(
        text,
        "\n{above} of {} sizes of z outside public cost are above 2; luck alone would give {:.0}.\n",
        tested.len(),
        0.0455 * tested.len() as f64
    )?;
    text.push_str("## Public cost\n\n| policy | full, bn KRW a year | core | core over full |\n| --- | ---: | ---: | ---: |\n");
    for row in of("public_cost") {
        let over = if row.full == 0.0 { "-".into() } else { format!("{:+.1} %", 100.0 * (row.core / row.full - 1.0)) };
        writeln!(text, "| {} | {:.3} | {:.3} | {over} |", row.policy, row.full, row.core)?;
    }
    text.push_str("\n## Exports\n\n| policy | full, bn KRW a year | core | z of the difference |\n| --- | ---: | ---: | ---: |\n");
    for row in of("export_revenue") {
        writeln!(text, "| {} | {:.1} ± {:.1} | {:.1} ± {:.1} | {:.1} |", row.policy, row.full, row.full_se, row.core, row.core_se, row.z())?;
    }
    text.push_str("\nThe number after ± is a standard error.\n");
    Ok(text)
}

/// One outcome's row.
fn summary(outcome: &str, of: &[&Row]) -> String {
    let n = of.len() as f64;
    let mean = |value: &dyn Fn(&Row) -> f64| of.iter().map(|row| value(row)).sum::<f64>() / n;
    let (full, core) = (mean(&|row| row.full), mean(&|row| row.core));
    let product = |a: &dyn Fn(&Row) -> f64, b: &dyn Fn(&Row) -> f64| mean(&|row| a(row) * b(row));
    let (x, y) = (|row: &Row| row.full - full, |row: &Row| row.core - core);
    let (xx, yy, xy) = (product(&x, &x), product(&y, &y), product(&x, &y));
    let luck = (1.0 - mean(&|row| row.full_se * row.full_se) / (xx * n / (n - 1.0))).max(0.0);
    let largest = of.iter().map(|row| row.z().abs()).fold(0.0, f64::max);
    let above: Vec<String> = of.iter().filter(|row| row.z().abs() > TOLD).map(|row| format!("{} ({:+.1})", row.policy, row.z())).collect();
    let above = if above.is_empty() { "none".to_string() } else { above.join(", ") };
    format!("| `{outcome}` | {:.4} | {luck:.3} | {largest:.1} | {above} |", xy / (xx * yy).sqrt())
}
