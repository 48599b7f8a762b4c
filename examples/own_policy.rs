//! A policy of one's own from the library: set its values over the baseline, compare with the same luck.
//!
//! ```text
//! cargo run --release --example own_policy
//! ```

use std::error::Error;

use topline::experiment::Compare;
use topline::scenario::Draft;

/// Startup grants by lottery against the baseline, over two years and with few replicates.
pub fn main() -> Result<(), Box<dyn Error>> {
    let mut draft = Draft::load("scenarios/baseline.toml")?;
    draft.set("run.quarters", "8")?;
    let baseline = draft.build()?;

    // A key of an instrument that the scenario does not have switches the instrument on.
    draft.rename("lottery_grants");
    draft.set("policy.production_grant.budget", "20000")?; // M KRW a year
    draft.set("policy.production_grant.rate", "0.7")?;
    draft.set("policy.production_grant.cap", "30")?; // M KRW a work
    draft.set("policy.production_grant.selection", "lottery")?;
    let grants = draft.build()?;

    let comparison = baseline.compare(&[grants], 8, 1)?;
    for outcome in ["startups_alive", "works", "public_cost"] {
        let contrast = comparison.of_outcome("lottery_grants", outcome).ok_or("no such outcome")?;
        let difference = contrast.paired.difference;
        // An interval needs two pairs; without, it does not exist and is shown as NaN.
        let [mean, low, high] = [difference.mean, difference.ci_low, difference.ci_high].map(|number| number.unwrap_or(f64::NAN));
        println!("{outcome}: {mean:+.2} {} (95 % interval {low:+.2} to {high:+.2}, {} pairs)", contrast.measure.unit, difference.n);
    }
    Ok(())
}
