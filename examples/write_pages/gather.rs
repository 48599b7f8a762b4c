//! Takes from the output folders what the pages tell, into the tables beside them.

use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;

use super::golden::{CHANNEL_OUTCOMES, CHANNELS, EFFECTS, POLICIES_FOLDERS, lasting};
use super::mechanisms::MECHANISMS;
use super::number::Number;
use super::table::Table;
use super::{commands, root};

/// Outcomes by which the tables are held to the program: one run of each scenario of each command.
pub const HELD: [&str; 6] = ["export_revenue", "placed_share", "creator_income_median", "startup_survival_3y", "tax_expenditure", "verdict"];

/// Gathers the tables of one page, `golden` or `evidence`, or of `evidence` those of effects in worlds alone: `outside`.
pub fn gather(page: &str) -> Result<(), Box<dyn Error>> {
    match page {
        "golden" => {
            held("scripts/golden.sh")?.write("docs/golden/held.csv")?;
            effects()?.write("docs/golden/effects.csv")?;
            Table::read("output/golden/ten_years/comparison.csv")?.write("docs/golden/ten_years.csv")?;
            channels()?.write("docs/golden/channels.csv")?;
            verdicts()?.write("docs/golden/verdicts.csv")
        }
        "evidence" => {
            held("scripts/evidence.sh")?.write("docs/evidence/held.csv")?;
            comparisons()?.write("docs/evidence/comparisons.csv")?;
            patterns()?.write("docs/evidence/mechanisms.csv")?;
            super::outside::gather()?;
            panel()?.write("docs/evidence/support.csv")?;
            Table::read("output/evidence/flows_held.csv")?.write("docs/evidence/flows_held.csv")?;
            Table::read("output/evidence/flows.csv")?.write("docs/evidence/flows.csv")
        }
        "outside" => super::outside::gather(),
        other => Err(format!("no such page: {other}; allowed: golden, evidence, outside").into()),
    }
}

/// The folder of a command: the word behind `--out`.
pub fn folder_of(command: &str) -> &str {
    command.split_whitespace().skip_while(|word| *word != "--out").nth(1).unwrap_or_default()
}

/// The first run of each scenario of each command of a script.
fn held(script: &str) -> Result<Table, Box<dyn Error>> {
    let mut header = vec!["folder", "scenario", "replicate"];
    header.extend(HELD);
    let mut held = Table::new(&header);
    for command in commands(script)?.iter().filter(|command| !command.starts_with("topline validate")) {
        let folder = folder_of(command);
        let first = Table::read(&format!("{folder}/runs.csv"))?.with(&[("replicate", "0")])?;
        let places: Vec<usize> = ["scenario", "replicate"].iter().chain(&HELD).map(|name| first.column(name)).collect::<Result<_, _>>()?;
        held.rows.extend(first.rows.iter().map(|row| std::iter::once(folder.to_string()).chain(places.iter().map(|p| row[*p].clone())).collect()));
    }
    Ok(held)
}

fn effects() -> Result<Table, Box<dyn Error>> {
    let mut table = Table::read("output/golden/ten_years/differences.csv")?;
    let place = table.column("outcome")?;
    table.rows.retain(|row| EFFECTS.contains(&row[place].as_str()));
    Ok(table)
}

/// Values of an outcome by scenario and replicate.
struct Runs(BTreeMap<String, Vec<Vec<Option<f64>>>>);

impl Runs {
    /// Values of outcomes from a folder's `runs.csv`; a verdict is 1 where wins last and 0 elsewhere.
    fn read(folder: &str, outcomes: &[&str]) -> Result<Self, Box<dyn Error>> {
        let table = Table::read(&format!("{folder}/runs.csv"))?;
        let (scenario, places) = (table.column("scenario")?, outcomes.iter().map(|o| table.column(o)).collect::<Result<Vec<_>, _>>()?);
        let mut runs = BTreeMap::new();
        for row in &table.rows {
            let values: &mut Vec<Vec<Option<f64>>> = runs.entry(row[scenario].clone()).or_insert_with(|| vec![Vec::new(); outcomes.len()]);
            for (column, place) in values.iter_mut().zip(&places) {
                column.push(row[*place].parse().ok().or_else(|| lasting(&row[*place])));
            }
        }
        Ok(Self(runs))
    }

    fn of(&self, scenario: &str, outcome: usize) -> Result<&[Option<f64>], String> {
        self.0.get(scenario).map(|values| values[outcome].as_slice()).ok_or_else(|| format!("no runs of {scenario}"))
    }

    /// Golden less baseline, replicate by replicate.
    fn of_the_hit(&self, outcome: usize) -> Result<Vec<Option<f64>>, String> {
        let (without, with) = (self.of("baseline", outcome)?, self.of("golden", outcome)?);
        Ok(without.iter().zip(with).map(|(a, b)| Some((*b)? - (*a)?)).collect())
    }
}

fn cells(number: Option<Number>) -> [String; 3] {
    number.map_or([const { String::new() }; 3], |n| [n.mean, n.low, n.high].map(|v| v.to_string()))
}

/// What the hit does with a channel switched off, and what the channel carries: the difference to all channels on.
fn channels() -> Result<Table, Box<dyn Error>> {
    let full = Runs::read("output/golden/three_years", &CHANNEL_OUTCOMES)?;
    let mut table = Table::new(&["channel", "outcome", "part", "mean_difference", "ci_low", "ci_high"]);
    let mut add = |channel: &str, outcome: &str, part: &str, number: Option<Number>| {
        let row = [channel, outcome, part].map(String::from).into_iter().chain(cells(number));
        table.rows.push(row.collect());
    };
    for (position, outcome) in CHANNEL_OUTCOMES.iter().enumerate() {
        let zero = vec![Some(0.0); full.of_the_hit(position)?.len()];
        add("none", outcome, "left", Number::of_pairs(&zero, &full.of_the_hit(position)?));
    }
    for (channel, _) in CHANNELS {
        let off = Runs::read(&format!("output/golden/without_{channel}"), &CHANNEL_OUTCOMES)?;
        for (position, outcome) in CHANNEL_OUTCOMES.iter().enumerate() {
            let (whole, left) = (full.of_the_hit(position)?, off.of_the_hit(position)?);
            add(channel, outcome, "left", Number::of_pairs(&vec![Some(0.0); left.len()], &left));
            add(channel, outcome, "carried", Number::of_pairs(&left, &whole));
        }
    }
    Ok(table)
}

/// Shares of the verdict's classes by scenario, without the hit and with it, and the share of runs in which wins last.
fn verdicts() -> Result<Table, Box<dyn Error>> {
    let mut table = Table::new(&["scenario", "hit", "class", "mean_difference", "ci_low", "ci_high"]);
    let [without, with] = POLICIES_FOLDERS.map(|folder| Runs::read(folder, &["verdict"]));
    let (without, with) = (without?, with?);
    for (folder, hit) in POLICIES_FOLDERS.into_iter().zip(["no", "yes"]) {
        let shares = Table::read(&format!("{folder}/distributions.csv"))?;
        let places = ["scenario", "outcome", "mean", "ci_low", "ci_high"].map(|name| shares.column(name));
        let [scenario, outcome, mean, low, high] = places.map(|place| place.unwrap_or_default());
        for row in shares.rows.iter().filter(|row| row[outcome].starts_with("verdict.")) {
            let class = row[outcome].trim_start_matches("verdict.");
            table.rows.push([&row[scenario], hit, class, &row[mean], &row[low], &row[high]].map(String::from).to_vec());
        }
    }
    for scenario in without.0.keys() {
        let (no, yes, base) = (without.of(scenario, 0)?, with.of(scenario, 0)?, without.of("baseline", 0)?);
        let mut add = |hit: &str, number| table.rows.push([scenario, hit, "lasting"].map(String::from).into_iter().chain(cells(number)).collect());
        add("difference", Number::of_pairs(no, yes));
        add("policy", Number::of_pairs(base, no));
    }
    Ok(table)
}

/// Rows of the comparisons that the page of evidence tells.
fn comparisons() -> Result<Table, Box<dyn Error>> {
    let mut table =
        Table::new(&["folder", "scenario", "outcome", "unit", "n", "baseline_mean", "scenario_mean", "mean_difference", "ci_low", "ci_high"]);
    let names = table.header[1..].to_vec();
    for command in commands("scripts/evidence.sh")?.iter().filter(|command| command.starts_with("topline compare")) {
        let folder = folder_of(command);
        let found = Table::read(&format!("{folder}/comparison.csv"))?;
        let places: Vec<usize> = names.iter().map(|name| found.column(name)).collect::<Result<_, _>>()?;
        let short = folder.rsplit('/').next().unwrap_or_default();
        table.rows.extend(found.rows.iter().map(|row| std::iter::once(short.to_string()).chain(places.iter().map(|p| row[*p].clone())).collect()));
    }
    Ok(table)
}

/// What validation says of each pattern, as it is and with a mechanism switched off.
fn patterns() -> Result<Table, Box<dyn Error>> {
    let mut table = Table::new(&["mechanism", "pattern", "mean", "ci_low", "ci_high", "p", "passed"]);
    let mut add = |name: &str, folder: &str, wanted: Option<&str>| -> Result<(), Box<dyn Error>> {
        let found = Table::read(&format!("output/evidence/{folder}/validation.csv"))?;
        let places: Vec<usize> = ["pattern", "mean", "ci_low", "ci_high", "p", "passed"].iter().map(|c| found.column(c)).collect::<Result<_, _>>()?;
        let year = found.column("year")?;
        let as_defined = found.rows.iter().filter(|row| row[year].is_empty());
        let rows = as_defined.filter(|row| wanted.is_none_or(|pattern| row[places[0]] == pattern));
        table.rows.extend(rows.map(|row| std::iter::once(name.to_string()).chain(places.iter().map(|p| row[*p].clone())).collect()));
        Ok(())
    };
    add("none", "patterns", None)?;
    MECHANISMS.iter().try_for_each(|mechanism| add(mechanism.folder, mechanism.folder, Some(mechanism.pattern)))?;
    Ok(table)
}

/// A year of a label in a replicate of a scenario: quarters in the panel, tier of the last one, profit and revenue.
#[derive(Default)]
struct LabelYear {
    quarters: usize,
    tier: String,
    profit: f64,
    revenue: f64,
}

/// Sums of a scenario and tier over the panel.
#[derive(Default)]
struct OfTier {
    label_quarters: usize,
    supported_label_quarters: usize,
    support: f64,
    exports_of_supported: f64,
    users: BTreeSet<[String; 4]>,
    label_years: usize,
    profitable_label_years: usize,
    profit: f64,
    revenue: f64,
}

/// Who gets the money and who makes a profit: sums over the panel by scenario and tier. Years count of labels that live
/// in all their quarters, at the tier of the last.
fn panel() -> Result<Table, Box<dyn Error>> {
    let mut reader = csv::Reader::from_path(root().join("output/evidence/panel/labels.csv"))?;
    let header = reader.headers()?.clone();
    let place = |name: &str| header.iter().position(|column| column == name).ok_or_else(|| format!("no column `{name}`"));
    let names = ["scenario", "tier", "replicate", "quarter", "slot", "generation", "support_received", "export_revenue", "profit", "revenue"];
    let places: Vec<usize> = names.iter().map(|name| place(name)).collect::<Result<_, _>>()?;
    let mut tiers: BTreeMap<[String; 2], OfTier> = BTreeMap::new();
    let mut label_years: BTreeMap<[String; 5], LabelYear> = BTreeMap::new();
    let mut years: BTreeSet<[String; 2]> = BTreeSet::new();
    for row in reader.records() {
        let row = row?;
        let [scenario, tier, replicate, quarter, slot, generation] = std::array::from_fn(|n| row[places[n]].to_string());
        let number = |n: usize| row[places[n]].parse::<f64>();
        let (support, exports, profit, revenue, year) = (number(6)?, number(7)?, number(8)?, number(9)?, quarter[..4].to_string());
        years.insert([replicate.clone(), year.clone()]);
        let of_tier = tiers.entry([scenario.clone(), tier.clone()]).or_default();
        of_tier.label_quarters += 1;
        if support > 0.0 {
            of_tier.supported_label_quarters += 1;
            of_tier.support += support;
            of_tier.exports_of_supported += exports;
            of_tier.users.insert([replicate.clone(), year.clone(), slot.clone(), generation.clone()]);
        }
        let label_year = label_years.entry([scenario, replicate, year, slot, generation]).or_default();
        label_year.quarters += 1;
        label_year.tier = tier;
        label_year.profit += profit;
        label_year.revenue += revenue;
    }
    for ([scenario, ..], year) in label_years.into_iter().filter(|(_, year)| year.quarters == 4) {
        let of_tier = tiers.entry([scenario, year.tier]).or_default();
        of_tier.label_years += 1;
        of_tier.profitable_label_years += usize::from(year.profit > 0.0);
        of_tier.profit += year.profit;
        of_tier.revenue += year.revenue;
    }
    let mut table = Table::new(&[
        "scenario",
        "tier",
        "label_quarters",
        "supported_label_quarters",
        "support",
        "exports_of_supported",
        "supported_labels_a_year",
        "label_years",
        "profitable_label_years",
        "profit",
        "revenue",
    ]);
    for (key, sum) in tiers {
        let counts = [sum.label_quarters, sum.supported_label_quarters].map(|n| n.to_string());
        let money = [sum.support, sum.exports_of_supported, sum.users.len() as f64 / years.len() as f64].map(|v| v.to_string());
        let of_years = [sum.label_years, sum.profitable_label_years].map(|n| n.to_string());
        let earned = [sum.profit, sum.revenue].map(|v| v.to_string());
        table.rows.push(key.into_iter().chain(counts).chain(money).chain(of_years).chain(earned).collect());
    }
    Ok(table)
}
