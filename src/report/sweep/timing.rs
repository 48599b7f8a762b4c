//! Where the time of a sweep went, for the manifest: all that two calls may tell differently.

use std::time::{Duration, Instant};

use cpu_time::ProcessTime;
use serde_json::{Value, json};

use crate::experiment::sweep::Cost;

/// What a call did before it wrote tables.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Timing {
    /// Threads, and what the runs of the call cost them; none where it made none.
    pub runs: Option<(usize, Cost)>,
}

/// Time from some moment on.
#[derive(Debug)]
pub struct TablesTimer {
    began: Instant,
    processor: ProcessTime,
}

impl TablesTimer {
    /// From now on.
    pub fn begin() -> Self {
        Self { began: Instant::now(), processor: ProcessTime::now() }
    }
}

impl Timing {
    /// For the manifest, which is written after the tables; `tables` began with them.
    pub fn with(&self, tables: &TablesTimer) -> Value {
        let mut timing = self.runs.map_or(json!({}), |(threads, cost)| of_runs(threads, &cost));
        timing["tables_seconds"] = json!(rounded(tables.began.elapsed()));
        timing["tables_processor_seconds"] = json!(rounded(tables.processor.elapsed()));
        if let Some((_, cost)) = self.runs.filter(|(_, cost)| !cost.simulation.is_zero()) {
            // Of the whole process: reading the sweep file, runs, journal and tables.
            let over = ProcessTime::now().as_duration().as_secs_f64() / cost.simulation.as_secs_f64() - 1.0;
            timing["processor_over_simulation"] = json!(thousandths(over));
        }
        timing
    }
}

fn of_runs(threads: usize, cost: &Cost) -> Value {
    let share = |part: Duration, whole: Duration| (!whole.is_zero()).then(|| thousandths(part.as_secs_f64() / whole.as_secs_f64()));
    let seconds = cost.elapsed.as_secs_f64();
    json!({
        "threads": threads,
        "seconds": rounded(cost.elapsed),
        "runs_of_this_call": cost.runs,
        "runs_per_second": (seconds > 0.0).then(|| thousandths(cost.runs as f64 / seconds)),
        "processor_seconds": rounded(cost.processor),
        "share_of_processor_in_simulation": share(cost.simulation, cost.processor),
        "share_of_time_on_disk": share(cost.sink, cost.elapsed),
    })
}

fn rounded(time: Duration) -> f64 {
    thousandths(time.as_secs_f64())
}

fn thousandths(number: f64) -> f64 {
    (number * 1000.0).round() / 1000.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_manifest_says_what_a_sweep_costs_beside_its_simulation() {
        let second = Duration::from_secs(1);
        let cost = Cost { runs: 8, simulation: second * 4, processor: second * 5, sink: second, elapsed: second * 2, complete: true };
        let said = Timing { runs: Some((2, cost)) }.with(&TablesTimer::begin());
        assert_eq!((&said["runs_per_second"], &said["share_of_processor_in_simulation"]), (&json!(4.0), &json!(0.8)));
        assert_eq!(said["share_of_time_on_disk"], 0.5);
        assert!(said["tables_processor_seconds"].is_f64() && said["processor_over_simulation"].is_f64());
    }

    #[test]
    fn tables_alone_tell_their_own_time() {
        let said = Timing::default().with(&TablesTimer::begin());
        assert!(said["tables_seconds"].is_f64() && said.get("runs_per_second").is_none() && said.get("processor_over_simulation").is_none());
    }
}
