//! The tables of the bench, for people to read and paste.

use std::fmt::Display;

use super::output::text::{aligned, listed, rounded};
use crate::experiment::bench::{BenchResults, Floor, Pairs, ProcessTime, SETTLED_SHARE, SizeCost, Speed, Threads};

/// Below this share of its core, times on the wall say little.
const QUIET: f64 = 0.97;

/// All tables.
pub fn bench_tables(bench: &BenchResults) -> String {
    let BenchResults { machine, speed, floor, threads, sizes, pairs } = bench;
    let name = machine.processor.as_deref().unwrap_or("unknown processor");
    let head = format!("topline {} on {name}, {} path, {} threads\n", machine.version, machine.path, machine.threads);
    let parts = [head, speed_table(speed), process_table(speed), floor_table(floor), thread_table(threads), pair_table(pairs), size_table(sizes)];
    let advice = warnings(bench);
    parts.join("\n") + &if advice.is_empty() { String::new() } else { format!("\nnote: {}\n", listed(&advice)) }
}

fn warnings(bench: &BenchResults) -> Vec<String> {
    let busy = bench.speed.share_of_core < QUIET;
    let text = format!(
        "this process had its core for {} of the time; other programs were running, so measure again for speed-up and times of processes",
        percent(bench.speed.share_of_core)
    );
    if busy { vec![text] } else { Vec::new() }
}

fn speed_table(speed: &Speed) -> String {
    aligned(&[
        row("one thread", [format!("{} runs", speed.runs)]),
        row("label-quarters per CPU-second", [thousands(speed.per_cpu_second)]),
        row("label-quarters per second on the wall", [thousands(speed.per_wall_second)]),
        row("CPU time of a run, ms", [rounded(speed.milliseconds_per_run)]),
        row("label-quarters of a run", [thousands(speed.label_quarters)]),
    ])
}

fn process_table(speed: &Speed) -> String {
    let mut rows = vec![row("process", ["ms/run", "share"])];
    let of = |p: &ProcessTime| row(p.name, [format!("{:.3}", p.milliseconds_per_run), percent(p.share)]);
    rows.extend(speed.processes.iter().map(of));
    aligned(&rows)
}

fn floor_table(floor: &Floor) -> String {
    let mut rows = vec![row("floor", ["calls/run", "ns each", "ms/run"])];
    for part in &floor.parts {
        rows.push(row(part.name, [thousands(part.calls), format!("{:.2}", part.nanoseconds), format!("{:.3}", part.milliseconds_per_run)]));
    }
    rows.push(row("all", [String::new(), String::new(), format!("{:.3}", floor.milliseconds_per_run)]));
    rows.push(row("a run over the floor", [String::new(), String::new(), format!("{:.2}", floor.ratio)]));
    aligned(&rows)
}

fn thread_table(threads: &[Threads]) -> String {
    let mut rows = vec![row("threads", ["label-quarters/s", "per CPU-second", "speed-up"])];
    for t in threads {
        rows.push(row(t.threads, [thousands(t.per_wall_second), thousands(t.per_cpu_second), format!("{:.2}", t.speed_up)]));
    }
    aligned(&rows)
}

fn size_table(sizes: &[SizeCost]) -> String {
    let mut rows = vec![row("scale", ["labels", "quarters", "ns/label-quarter", "relative", "peak MiB"])];
    for s in sizes {
        let memory = s.peak_memory.map_or(String::new(), |mib| format!("{mib:.0}"));
        let cost = format!("{:.0}", s.nanoseconds_per_label_quarter);
        rows.push(row(s.scale, [thousands(s.labels as f64), s.quarters.to_string(), cost, format!("{:.2}", s.relative), memory]));
    }
    let head = sizes.iter().map(|s| format!("scale {}", s.scale));
    let mut processes = vec![row("ns/label-quarter", head)];
    for (n, process) in sizes.first().map_or(&[][..], |s| &s.processes[..]).iter().enumerate() {
        let cost = |s: &SizeCost| format!("{:.1}", s.processes[n].share * s.nanoseconds_per_label_quarter);
        processes.push(row(process.name, sizes.iter().map(cost)));
    }
    format!("{}\n{}", aligned(&rows), aligned(&processes))
}

fn pair_table(pairs: &Pairs) -> String {
    let head = format!(
        "{} against the baseline, {} pairs of {} ms CPU ({} ms independent)\nsettled: 95 % half-width of the difference at {} of the baseline's mean\n",
        pairs.scenario,
        pairs.replicates,
        rounded(pairs.milliseconds_per_pair),
        rounded(pairs.milliseconds_independent),
        percent(SETTLED_SHARE)
    );
    let mut rows = vec![row("outcome", ["variance reduction", "pairs", "CPU s", "independent", "CPU s"])];
    for r in &pairs.outcomes {
        let settled = [r.paired, r.independent].map(|settled| match settled {
            Some(s) => [thousands(s.replicates), format!("{:.2}", s.cpu_seconds)],
            None => [String::new(), String::new()],
        });
        let reduction = r.variance_reduction.map_or(String::new(), |v| format!("{v:.1}"));
        rows.push(row(r.outcome, [reduction].into_iter().chain(settled.concat())));
    }
    head + &aligned(&rows)
}

fn row<C: Display>(name: impl Display, cells: impl IntoIterator<Item = C>) -> Vec<String> {
    std::iter::once(name.to_string()).chain(cells.into_iter().map(|cell| cell.to_string())).collect()
}

fn percent(share: f64) -> String {
    format!("{:.1} %", share * 100.0)
}

/// A whole number with its thousands apart.
fn thousands(value: f64) -> String {
    let digits = format!("{value:.0}");
    let groups: Vec<&str> = digits.as_bytes().rchunks(3).rev().map(|group| std::str::from_utf8(group).unwrap_or_default()).collect();
    groups.join(",")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_stand_apart() {
        for (value, text) in [(0.0, "0"), (999.4, "999"), (1234.0, "1,234"), (1_234_567.0, "1,234,567")] {
            assert_eq!(thousands(value), text);
        }
    }
}
