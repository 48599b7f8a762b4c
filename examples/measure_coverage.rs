//! Measures how often intervals hold the truth: `cargo run --release --example measure_coverage [RUNS_CSV]`.
//!
//! The first table is of intervals that hold at every look (`outcome::sequence`), on numbers whose mean is known; with the `runs.csv` of
//! a comparison the second is of its outcomes: all its pairs are the population, from which pairs are drawn with replacement. The third
//! is of shares, by enumeration. The tables stand in docs/decisions.md; tests repeat them in small.

use std::collections::BTreeMap;

use rand::{Rng, SeedableRng};
use topline::draw::{Philox, to_normal, to_uniform};
use topline::outcome::sequence::interval;
use topline::outcome::statistics::{Discordant, Scale, share_interval, tango};
use topline::outcome::{anytime, find};

/// Error probability of an interval.
const ERROR: f64 = 0.05;
/// Most replicates, as `--max-replicates` has it.
const MOST: usize = 2000;

/// How often the interval held at all looks, and what it told at the last one.
#[derive(Default)]
struct Held {
    held: usize,
    problems: usize,
    told: usize,
    widths: Vec<f64>,
}

impl Held {
    fn add(&mut self, held: bool, last: Option<(f64, f64)>) {
        self.problems += 1;
        self.held += usize::from(held);
        self.told += usize::from(last.is_some());
        self.widths.extend(last.map(|(low, high)| (high - low) / 2.0));
    }

    fn share(&self) -> f64 {
        self.held as f64 / self.problems as f64
    }

    /// Coverage with its interval, share told, median half-width where told.
    fn shown(&mut self) -> String {
        let (low, high) = share_interval(self.held, self.problems).unwrap_or_default();
        self.widths.sort_by(f64::total_cmp);
        let width = self.widths.get(self.widths.len() / 2).map_or("-".into(), |w| format!("{w:.3}"));
        let told = self.told as f64 / self.problems as f64;
        format!("{:.3} ({low:.3} to {high:.3}) | {told:.2} | {width}", self.share())
    }
}

/// Takes the looks of a problem: whether the interval held at each, and the last one.
fn follow(values: &[f64], truth: f64, looks: &[usize], at: impl Fn(&[f64]) -> Option<(f64, f64)>) -> (bool, Option<(f64, f64)>) {
    let (mut held, mut last) = (true, None);
    for n in looks {
        last = at(&values[..*n]);
        held &= last.is_none_or(|(low, high)| low <= truth && truth <= high);
    }
    (held, last)
}

/// The interval that was used before: the t-mixture from the first look on, whatever the skewness.
fn plain(values: &[f64]) -> Option<(f64, f64)> {
    let (n, mean) = (values.len() as f64, values.iter().sum::<f64>() / values.len() as f64);
    let sd = (values.iter().map(|v| (v - mean).powi(2)).sum::<f64>() / n).sqrt();
    let half = anytime::half_width(values.len(), ERROR).filter(|_| sd > 0.0)? * sd;
    Some((mean - half, mean + half))
}

/// A distribution with its name, scale and mean.
struct Law {
    name: &'static str,
    scale: Scale,
    mean: f64,
    draw: fn(&mut Philox) -> f64,
}

fn uniform(random: &mut Philox) -> f64 {
    to_uniform(random.next_u32())
}

fn normal(random: &mut Philox) -> f64 {
    to_normal(random.next_u32())
}

fn event(random: &mut Philox, share: f64) -> f64 {
    f64::from(u8::from(uniform(random) < share))
}

fn laws() -> Vec<Law> {
    let law = |name, scale, mean, draw| Law { name, scale, mean, draw };
    vec![
        law("normal", Scale::Unbounded, 0.0, normal),
        law("exponential", Scale::Unbounded, 1.0, |r| -topline::math::ln(uniform(r))),
        law("lognormal, sigma 1", Scale::Unbounded, 0.5f64.exp(), |r| normal(r).exp()),
        law("lognormal, sigma 1.5", Scale::Unbounded, 1.125f64.exp(), |r| (1.5 * normal(r)).exp()),
        law("lognormal, sigma 2", Scale::Unbounded, 2f64.exp(), |r| (2.0 * normal(r)).exp()),
        law("event of 3 %, any number", Scale::Unbounded, 0.03, |r| event(r, 0.03)),
        law("event of 1 %, any number", Scale::Unbounded, 0.01, |r| event(r, 0.01)),
        law("event of 1 % behind noise of 0.01", Scale::Unbounded, 0.01, |r| 0.01 * normal(r) + event(r, 0.01)),
        law("event of 3 %, class", Scale::Class, 0.03, |r| event(r, 0.03)),
        law("event of 1 %, class", Scale::Class, 0.01, |r| event(r, 0.01)),
        law("event of 1 %, share", Scale::Share, 0.01, |r| event(r, 0.01)),
        law("normal, sd 0.01, share", Scale::Share, 0.0, |r| (0.01 * normal(r)).clamp(-1.0, 1.0)),
        law("event of 1 % behind noise of 0.001, share", Scale::Share, 0.0099, |r| (0.001 * normal(r) + 0.99 * event(r, 0.01)).clamp(-1.0, 1.0)),
    ]
}

fn known(problems: u16) {
    println!("| differences | held at all looks, before | held at all looks | told at 2,000 | half-width there |\n| --- | --- | --- | --- | --- |");
    let looks: Vec<usize> = (40..=MOST).step_by(20).collect();
    for law in laws() {
        let (mut now, mut before) = (Held::default(), Held::default());
        for problem in 0..problems {
            let mut seed = [7; 16];
            seed[..2].copy_from_slice(&problem.to_le_bytes());
            let mut random = Philox::from_seed(seed);
            let values: Vec<f64> = (0..MOST).map(|_| (law.draw)(&mut random)).collect();
            let (held, last) = follow(&values, law.mean, &looks, |v| interval(law.scale, v, 1.0, ERROR));
            now.add(held, last);
            let (held, last) = follow(&values, law.mean, &looks, plain);
            before.add(held, last);
        }
        println!("| {} | {:.3} | {} |", law.name, before.share(), now.shown());
    }
}

/// Differences to the first scenario by scenario and outcome, of replicates that have both.
fn pairs(path: &str) -> BTreeMap<(String, String), Vec<f64>> {
    let mut reader = csv::Reader::from_path(path).expect("runs.csv of a comparison");
    let names: Vec<String> = reader.headers().expect("a line of names").iter().map(String::from).collect();
    let column = |name: &str| names.iter().position(|n| n == name).expect("a column of runs.csv");
    let (scenario, replicate) = (column("scenario"), column("replicate"));
    let rows: Vec<csv::StringRecord> = reader.records().map(|row| row.expect("a row")).collect();
    let first = rows[0][scenario].to_string();
    let baseline: BTreeMap<&str, &csv::StringRecord> = rows.iter().filter(|r| r[scenario] == first).map(|r| (&r[replicate], r)).collect();
    let mut found: BTreeMap<(String, String), Vec<f64>> = BTreeMap::new();
    for row in rows.iter().filter(|r| r[scenario] != first) {
        let Some(twin) = baseline.get(&row[replicate]) else { continue };
        for (place, name) in names.iter().enumerate() {
            let Some(outcome) = find(name) else { continue };
            for (class, suffix) in classes(outcome.classes) {
                let value = |cell: &str| cell.parse::<f64>().ok().or_else(|| outcome.classes.iter().position(|c| *c == cell).map(|c| c as f64));
                let of = |cell: &str| value(cell).map(|v| class.map_or(v, |class: usize| f64::from(u8::from(v == class as f64))));
                if let (Some(a), Some(b)) = (of(&twin[place]), of(&row[place])) {
                    found.entry((row[scenario].to_string(), format!("{name}{suffix}"))).or_default().push(b - a);
                }
            }
        }
    }
    found
}

/// The outcome itself, or each of its classes with what is appended to the name.
fn classes(names: &[&str]) -> Vec<(Option<usize>, String)> {
    if names.is_empty() { vec![(None, String::new())] } else { names.iter().enumerate().map(|(n, name)| (Some(n), format!(".{name}"))).collect() }
}

/// Coverage before and now over the outcomes of a scale, and that of each outcome.
type HeldByScale = (Held, Held, Vec<(f64, String)>);

fn scale_of(name: &str) -> Scale {
    let (outcome, class) = name.split_once('.').map_or((name, None), |(outcome, class)| (outcome, Some(class)));
    find(outcome).map_or(Scale::Unbounded, |o| if class.is_some() { Scale::Class } else { o.scale() })
}

fn own(path: &str, problems: usize) {
    let looks: Vec<usize> = (40..400).step_by(20).chain((400..=MOST).step_by(100)).collect();
    let mut by_scale: BTreeMap<&str, HeldByScale> = BTreeMap::new();
    let mut random = Philox::from_seed([3; 16]);
    let mut population_size = 0;
    for ((scenario, name), population) in pairs(path).into_iter().filter(|(_, p)| p.len() >= 500) {
        population_size = population_size.max(population.len());
        let truth = population.iter().sum::<f64>() / population.len() as f64;
        let range = population.iter().fold(0.0, |range: f64, d| range.max(d.abs()));
        let scale = scale_of(&name);
        let (now, before, each) = by_scale
            .entry(match scale {
                Scale::Class => "classes",
                Scale::Share => "shares",
                Scale::Unbounded => "other numbers",
            })
            .or_default();
        let held_before = now.held;
        for _ in 0..problems {
            let values: Vec<f64> = (0..MOST).map(|_| population[(uniform(&mut random) * population.len() as f64) as usize]).collect();
            let (held, last) = follow(&values, truth, &looks, |v| interval(scale, v, range, ERROR));
            now.add(held, last.map(|_| (0.0, 0.0)));
            let (held, last) = follow(&values, truth, &looks, plain);
            before.add(held, last);
        }
        each.push(((now.held - held_before) as f64 / problems as f64, format!("{scenario}: {name}")));
    }
    println!("\n{population_size} pairs of each scenario, {problems} problems of each outcome and scenario\n");
    println!("| outcomes | differences | held, before | held | told at 2,000 | lowest |\n| --- | --- | --- | --- | --- | --- |");
    for (scale, (now, before, each)) in &mut by_scale {
        each.sort_by(|a, b| a.0.total_cmp(&b.0));
        let (low, high) = share_interval(now.held, now.problems).unwrap_or_default();
        let lowest: Vec<String> = each.iter().take(3).map(|(share, name)| format!("{name} {share:.3}")).collect();
        let told = now.told as f64 / now.problems as f64;
        println!(
            "| {scale} | {} | {:.3} | {:.3} ({low:.3} to {high:.3}) | {told:.2} | {} |",
            each.len(),
            before.share(),
            now.share(),
            lowest.join("; ")
        );
    }
}

fn choose(n: usize, k: usize) -> f64 {
    (0..k).fold(1.0, |product, i| product * (n - i) as f64 / (i + 1) as f64)
}

/// Coverage of a share's interval, least and mean over shares up to one half.
fn shares(n: usize) -> (f64, f64) {
    let intervals: Vec<(f64, f64)> = (0..=n).map(|k| share_interval(k, n).unwrap_or_default()).collect();
    let held = |p: f64| {
        let chance = |k: usize| choose(n, k) * p.powi(k as i32) * (1.0 - p).powi((n - k) as i32);
        (0..=n).filter(|k| intervals[*k].0 <= p && p <= intervals[*k].1).map(chance).sum::<f64>()
    };
    least_and_mean((0..1000).map(|i| held((f64::from(i) + 0.5) / 2000.0)))
}

/// Coverage of the interval of a difference, least and mean over shares that gain and lose the class.
fn differences(n: usize) -> (f64, f64) {
    let held = |(gain, lose): (f64, f64)| {
        let mut sum = 0.0;
        for (b, c) in (0..=n).flat_map(|b| (0..=n - b).map(move |c| (b, c))) {
            let (low, high) = tango(Discordant { n, gained: b, lost: c }).unwrap_or_default();
            if low <= gain - lose && gain - lose <= high {
                let rest = (1.0 - gain - lose).powi((n - b - c) as i32);
                sum += choose(n, b) * choose(n - b, c) * gain.powi(b as i32) * lose.powi(c as i32) * rest;
            }
        }
        sum
    };
    let shares = [0.001, 0.005, 0.01, 0.03, 0.05, 0.1, 0.2, 0.4];
    least_and_mean(shares.iter().flat_map(|gain| shares.map(|lose| (*gain, lose))).map(held))
}

fn least_and_mean(all: impl Iterator<Item = f64>) -> (f64, f64) {
    let all: Vec<f64> = all.collect();
    (all.iter().copied().fold(1.0, f64::min), all.iter().sum::<f64>() / all.len() as f64)
}

fn main() {
    known(1000);
    if let Some(path) = std::env::args().nth(1) {
        own(&path, 200);
    }
    println!("\n| replicates | one share: least | mean | difference: least | mean |\n| --- | --- | --- | --- | --- |");
    for n in [10, 20, 50, 100] {
        let ((a, b), (c, d)) = (shares(n), differences(n));
        println!("| {n} | {a:.3} | {b:.3} | {c:.3} | {d:.3} |");
    }
}
