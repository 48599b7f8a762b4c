//! What a sweep would cost, for `--dry-run`.

use std::time::Duration;

use super::outline::outline;
use crate::experiment::sweep::{Pilot, Shard, SweepPlan};
use crate::report::sweep::{record_length, table_bytes};
use crate::report::{CHIEF, aligned, rounded};

/// Most base scenarios whose intervals are shown.
const SHOWN: usize = 6;

/// What a dry run says.
pub fn estimate(plan: &SweepPlan, shard: Option<Shard>, found: &Pilot, threads: usize) -> String {
    let all = plan.grid.runs();
    let runs = shard.map_or(all, |shard| shard.runs(all).end - shard.runs(all).start);
    let mut text = format!("{}: {}", plan.grid.layout.name, outline(plan));
    if let Some(shard) = shard {
        text += &format!("shard {shard}: {runs} runs\n");
    }
    let (time, pilot) = (found.per_run.mul_f64(runs as f64), found.runs.len());
    text += &format!("time    about {} with {threads} threads ({pilot} runs of a pilot)\n", in_words(time));
    let (journal, tables) = (runs * record_length(plan.outcomes.len()) as u64, table_bytes(plan, &found.runs));
    let [design, of_runs, summary] = [tables.design, tables.runs, tables.summary].map(bytes);
    text += &format!("disk    about {} for the journal; as CSV {design} for design, {of_runs} for runs, {summary} for summary\n", bytes(journal));
    if found.failed > 0 {
        text += &format!("failed  {} of {pilot} runs of the pilot\n", found.failed);
    }
    text + &intervals(plan, found)
}

/// Half-widths of the chief outcomes by base scenario.
fn intervals(plan: &SweepPlan, found: &Pilot) -> String {
    let layout = &plan.grid.layout;
    let mut heading = vec!["outcome".to_owned()];
    heading.extend(layout.bases.iter().take(SHOWN).map(|base| base.name.clone()));
    let mut rows = vec![heading];
    for (position, outcome) in plan.outcomes.iter().enumerate().filter(|(_, outcome)| CHIEF.contains(&outcome.name)) {
        let half = |of_base: &Vec<Option<f64>>| of_base[position].map_or("unknown".into(), |half| format!("±{}", rounded(half)));
        let cells = found.half_widths.iter().take(SHOWN).map(half);
        rows.push(std::iter::once(format!("  {}", outcome.name)).chain(cells).chain([outcome.unit.to_owned()]).collect());
    }
    let more = layout.bases.len().saturating_sub(SHOWN);
    let more = if more == 0 { String::new() } else { format!(" (without {more} more)") };
    format!("half of the 95 % interval of the mean at a point, over {} replicates, by base scenario{more}\n{}", layout.replicates, aligned(&rows))
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
