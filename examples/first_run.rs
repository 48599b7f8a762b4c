//! A first run from the library: load a scenario, run it, print the distribution of an outcome.
//!
//! ```text
//! cargo run --release --example first_run
//! ```

use std::error::Error;
use std::sync::atomic::AtomicBool;

use topline::experiment::{self, Plan};
use topline::outcome::statistics::{Estimate, quantile, sorted};
use topline::scenario::{Overrides, Scenario};

/// Exports of a short baseline: few replicates and two years, so that it takes a moment.
pub fn main() -> Result<(), Box<dyn Error>> {
    let short = Overrides { quarters: Some(8), ..Overrides::default() };
    let baseline = Scenario::load_with("scenarios/baseline.toml", &short)?;

    let plan = Plan { scenarios: vec![&baseline], baseline: None, replicates: 8, seed: 1, threads: None, panel: false };
    let results = experiment::run(&plan, &mut (), &AtomicBool::new(false))?;

    let exports = results.measures().into_iter().find(|m| m.name == "export_revenue").ok_or("no such outcome")?;
    let values: Vec<f64> = results.values(0, &exports).into_iter().flatten().collect();
    let (ordered, estimate) = (sorted(&values), Estimate::of(&values));
    // What a sample is too small for does not exist; here it is shown as NaN.
    let shown = |number: Option<f64>| number.unwrap_or(f64::NAN);
    println!("{} of {} in {}, {} replicates", exports.name, baseline.title, exports.unit, values.len());
    println!("mean {:.1}, 95 % interval {:.1} to {:.1}", shown(estimate.mean), shown(estimate.ci_low), shown(estimate.ci_high));
    let quartiles = [0.25, 0.5, 0.75].map(|probability| shown(quantile(&ordered, probability)));
    println!("quartiles {quartiles:.1?}");
    Ok(())
}
