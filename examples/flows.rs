//! Flows of money that are no outcomes, with a policy less without, from the library: what labels
//! spend on works, what private investors give, and the tax that government gets.
//!
//! ```text
//! cargo run --release --example flows -- REPLICATES QUARTERS SCENARIO... > flows.csv
//! ```

use std::error::Error;
use std::sync::atomic::AtomicBool;

use topline::experiment::{Sample, Survey};
use topline::model::{Flow, History};
use topline::outcome::statistics::Paired;
use topline::scenario::{Overrides, Scenario};

/// Name of a row and the flows that it adds up.
const ROWS: &[(&str, &[Flow])] = &[
    ("spending_on_works", &[Flow::Production, Flow::Localisation, Flow::Visits]),
    ("private_equity", &[Flow::PrivateEquity]),
    ("tax_before_credits", &[Flow::Tax]),
    ("tax_credits", &[Flow::TaxCredits]),
];

/// Flows of a run, bn KRW a year.
fn of_a_run(history: &History) -> Vec<Option<f64>> {
    let years = history.quarters.len() as f64 / 4.0;
    let sum = |flows: &[Flow]| history.quarters.iter().flat_map(|q| flows.iter().map(|flow| q.ledger.of(*flow))).sum::<f64>();
    ROWS.iter().map(|(_, flows)| Some(sum(flows) / 1000.0 / years)).collect()
}

/// The table: one row for each scenario and flow.
pub fn table(replicates: u32, quarters: usize, scenarios: &[&str]) -> Result<String, Box<dyn Error>> {
    let length = Overrides { quarters: Some(quarters), ..Overrides::default() };
    let names: Vec<&str> = std::iter::once("baseline").chain(scenarios.iter().copied()).collect();
    let load = |name: &&str| Scenario::load_with(format!("scenarios/{name}.toml"), &length);
    names.iter().try_for_each(|name| load(name).map(drop))?;
    let (counts, threads) = (vec![replicates; names.len()], std::thread::available_parallelism()?.get());
    let survey = Survey { replicates: &counts, scenario: &|point| load(&names[point]), take: &of_a_run, seed: 1, threads, panel: false };
    let mut samples: Vec<Sample> = Vec::new();
    survey.conduct(&mut samples, &AtomicBool::new(false))?;
    let mut text = "scenario,flow,unit,n,baseline_mean,mean_difference,ci_low,ci_high\n".to_string();
    let shown = |number: Option<f64>| number.map_or(String::new(), |n| n.to_string());
    for (name, sample) in names.iter().zip(&samples).skip(1) {
        for (position, (flow, _)) in ROWS.iter().enumerate() {
            let paired = Paired::of(&samples[0].column(position), &sample.column(position));
            let (d, cells) = (paired.difference, [paired.baseline_mean, paired.difference.mean, paired.difference.ci_low, paired.difference.ci_high]);
            text += &format!("{name},{flow},bn KRW/yr,{},{}\n", d.n, cells.map(shown).join(","));
        }
    }
    Ok(text)
}

#[allow(dead_code, reason = "tests use this file as a module, without its main")]
fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [replicates, quarters, scenarios @ ..] = &arguments[..] else { return Err("needed: replicates, quarters, names of scenarios".into()) };
    let scenarios: Vec<&str> = scenarios.iter().map(String::as_str).collect();
    print!("{}", table(replicates.parse()?, quarters.parse()?, &scenarios)?);
    Ok(())
}
