//! What a sweep would cost, for `--dry-run`.

use std::time::Duration;

use crate::experiment::sweep::{Pilot, Shard, SweepPlan};
use crate::report::sweep::record_length;
use crate::report::{CHIEF, aligned, rounded};

/// Bytes of a cell of a table, on average.
const CELL: u64 = 18;
/// Rows of summary have so many cells besides those of the point.
const SUMMARY_CELLS: u64 = 20;
/// What a dry run says.
pub fn estimate(plan: &SweepPlan, shard: Option<Shard>, found: &Pilot, threads: usize) -> String {
    let layout = &plan.grid.layout;
    let all = plan.grid.runs();
    let runs = shard.map_or(all, |shard| shard.runs(all).end - shard.runs(all).start);
    let outcomes = plan.outcomes.len() as u64;
    let cells = layout.axes.len() as u64 + outcomes + 6;
    let journal = runs * record_length(plan.outcomes.len()) as u64;
    let tables = all * cells * CELL / 2 + plan.grid.cases() as u64 * outcomes * (SUMMARY_CELLS + layout.axes.len() as u64) * CELL / 2;
    let mut text = format!(
        "{}: {} points x {} base scenarios x {} worlds x {} replicates = {all} runs\n",
        layout.name,
        plan.grid.points.len(),
        layout.bases.len(),
        layout.worlds.len(),
        layout.replicates
    );
    if let Some(shard) = shard {
        text += &format!("shard {shard}: {runs} runs\n");
    }
    let time = found.per_run.mul_f64(runs as f64);
    text += &format!("time    about {} with {threads} threads ({} runs of a pilot)\n", in_words(time), found.runs);
    text += &format!("disk    about {} for the journal, {} for tables as CSV\n", bytes(journal), bytes(tables));
    if found.failed > 0 {
        text += &format!("failed  {} of {} runs of the pilot\n", found.failed, found.runs);
    }
    let mut rows = vec![vec!["95 % interval of a point's mean".to_owned(), String::new(), String::new()]];
    for (outcome, half_width) in plan.outcomes.iter().zip(&found.half_widths).filter(|(outcome, _)| CHIEF.contains(&outcome.name)) {
        let half = half_width.map_or("unknown".into(), |half| format!("±{}", rounded(half)));
        rows.push(vec![format!("  {}", outcome.name), half, outcome.unit.to_owned()]);
    }
    text + &aligned(&rows)
}

/// A time, for people.
pub fn in_words(time: Duration) -> String {
    match time.as_secs_f64() {
        s if s < 60.0 => format!("{s:.1} s"),
        s if s < 5400.0 => format!("{:.0} min", s / 60.0),
        s if s < 48.0 * 3600.0 => format!("{:.1} h", s / 3600.0),
        s => format!("{:.1} days", s / 86_400.0),
    }
}

fn bytes(count: u64) -> String {
    let units = ["bytes", "kB", "MB", "GB", "TB", "PB"];
    let (mut number, mut unit) = (count as f64, 0);
    while number >= 1000.0 && unit + 1 < units.len() {
        (number, unit) = (number / 1000.0, unit + 1);
    }
    if unit == 0 { format!("{count} bytes") } else { format!("{number:.1} {}", units[unit]) }
}
