//! Published estimates of what each instrument brings for each won, beside what it brings in the model over worlds.

use std::collections::BTreeMap;
use std::error::Error;
use std::fmt::Write;

use topline::outcome::outside::{Effect, OutsideEstimate, Standing, published};
use topline::outcome::statistics::{quantile, sorted};
use topline::policy::Kind;

use super::number::short;
use super::table::Table;

/// Folder of the comparison in worlds.
const FOLDER: &str = "output/evidence/outside";
/// Name of the baseline's own world, whose runs stand in `runs.csv`.
const REFERENCE: &str = "default";
/// Instruments and the shipped scenario of each.
const INSTRUMENTS: [(Kind, &str); Kind::COUNT] = [
    (Kind::ProductionGrant, "production_grants"),
    (Kind::LoanGuarantee, "loan_guarantee"),
    (Kind::EquityFund, "content_fund"),
    (Kind::TaxCredit, "music_tax_credit"),
    (Kind::CreatorTraining, "creator_training"),
    (Kind::Brokerage, "brokerage"),
    (Kind::LocalisationVoucher, "localisation_vouchers"),
    (Kind::TouringVoucher, "touring_vouchers"),
    (Kind::FairContract, "fair_contract"),
    (Kind::IdentityCondition, "identity_condition"),
];
/// Columns by which the table is held to the program: the first run in the first world of each scenario.
pub const HELD: [&str; 5] = ["export_revenue", "creator_revenue_share", "revenue", "startup_survival_3y", "public_cost"];

/// Means of a scenario in a world: exports, creators' income and public cost in bn KRW a year, survival in points.
#[derive(Clone, Copy, Default)]
struct Means {
    n: f64,
    sums: [f64; 4],
}

/// Takes the tables of the page from the runs in worlds.
pub fn gather() -> Result<(), Box<dyn Error>> {
    let runs = Table::read(&format!("{FOLDER}/world_runs.csv"))?;
    held(&runs)?.write("docs/evidence/outside_held.csv")?;
    let mut means = means(&runs)?;
    means.extend(self::means(&Table::read(&format!("{FOLDER}/runs.csv"))?)?);
    let names = ["instrument", "scenario", "effect", "unit", "worlds", "median", "p05", "p95", "as_assumed", "public_cost"];
    let mut table = Table::new(&names);
    for (instrument, scenario) in INSTRUMENTS {
        for (number, effect) in Effect::ALL.into_iter().enumerate() {
            let for_each_won = |world: &str| -> Option<f64> {
                let [with, without] = [scenario, "baseline"].map(|s| means.get(&(world.to_owned(), s.to_owned())));
                let [with, without] = [with?, without?];
                let change = |k: usize| with.sums[k] / with.n - without.sums[k] / without.n;
                (change(3) > 0.0).then(|| change(number) / change(3))
            };
            let worlds: Vec<&str> = means.keys().filter(|key| key.1 == "baseline" && key.0 != REFERENCE).map(|key| key.0.as_str()).collect();
            let values = sorted(&worlds.iter().filter_map(|world| for_each_won(world)).collect::<Vec<_>>());
            let shown = |value: Option<f64>| value.map_or(String::new(), |v| v.to_string());
            let at = |p: f64| shown(quantile(&values, p));
            let of_reference =
                means.get(&(REFERENCE.to_owned(), scenario.to_owned())).ok_or_else(|| format!("no run of {scenario} in the baseline's world"))?;
            let cost = of_reference.sums[3] / of_reference.n;
            let mut row = [instrument.name(), scenario, effect.name(), effect.unit()].map(String::from).to_vec();
            row.extend([values.len().to_string(), at(0.5), at(0.05), at(0.95), shown(for_each_won(REFERENCE)), cost.to_string()]);
            table.rows.push(row);
        }
    }
    table.write("docs/evidence/outside.csv")
}

/// The first run in the first world of each scenario.
fn held(runs: &Table) -> Result<Table, Box<dyn Error>> {
    let first = runs.with(&[("world", "1"), ("replicate", "0")])?;
    let mut header = vec!["scenario"];
    header.extend(HELD);
    let mut held = Table::new(&header);
    let places: Vec<usize> = header.iter().map(|name| first.column(name)).collect::<Result<_, _>>()?;
    held.rows = first.rows.iter().map(|row| places.iter().map(|p| row[*p].clone()).collect()).collect();
    Ok(held)
}

/// Means by world and scenario, over runs in which all exist.
fn means(runs: &Table) -> Result<BTreeMap<(String, String), Means>, Box<dyn Error>> {
    let names = ["world", "scenario", "export_revenue", "creator_revenue_share", "revenue", "startup_survival_3y", "public_cost"];
    let places: Vec<usize> = names.iter().map(|name| runs.column(name)).collect::<Result<_, _>>()?;
    let mut means: BTreeMap<(String, String), Means> = BTreeMap::new();
    for row in &runs.rows {
        let numbers: Vec<Option<f64>> = places[2..].iter().map(|p| row[*p].parse().ok()).collect();
        let [Some(exports), Some(share), Some(revenue), Some(survival), Some(cost)] = numbers[..] else { continue };
        let mean = means.entry((row[places[0]].clone(), row[places[1]].clone())).or_default();
        mean.n += 1.0;
        mean.sums.iter_mut().zip([exports, share * revenue, 100.0 * survival, cost]).for_each(|(sum, value)| *sum += value);
    }
    Ok(means)
}

/// What the model has of an effect.
struct Found {
    estimate: Option<&'static OutsideEstimate>,
    instrument: Kind,
    effect: Effect,
    /// Median, 5 and 95 % quantiles over worlds; none where nothing is paid.
    worlds: Option<[f64; 3]>,
    as_assumed: Option<f64>,
}

impl Found {
    fn standing(&self) -> Option<Standing> {
        let [median, p05, p95] = self.worlds?;
        Some(self.estimate?.standing(median, [p05, p95]))
    }

    /// `touring_voucher: exports 1.5 (0.3 to 2.1 over worlds) against 2.2 to 19`.
    fn said(&self) -> Option<String> {
        let ([median, p05, p95], estimate) = (self.worlds?, self.estimate?);
        let (name, effect) = (self.instrument.name(), self.effect.name());
        Some(format!("{name}: {effect} {} ({} to {} over worlds) against {}", short(median), short(p05), short(p95), range(estimate)))
    }
}

fn range(estimate: &OutsideEstimate) -> String {
    if estimate.high.is_finite() { format!("{} to {}", short(estimate.low), short(estimate.high)) } else { format!("above {}", short(estimate.low)) }
}

fn found() -> Result<Vec<Found>, Box<dyn Error>> {
    let table = Table::read("docs/evidence/outside.csv")?;
    let mut all = Vec::new();
    for (instrument, scenario) in INSTRUMENTS {
        for effect in Effect::ALL {
            let of = |column: &str| table.number(&[("scenario", scenario), ("effect", effect.name())], column);
            let worlds = of("median")?.zip(of("p05")?).zip(of("p95")?).map(|((median, p05), p95)| [median, p05, p95]);
            all.push(Found { estimate: published(instrument, effect), instrument, effect, worlds, as_assumed: of("as_assumed")? });
        }
    }
    Ok(all)
}

/// What lies outside, for the first page; that nothing does where nothing does.
pub fn summary() -> Result<String, Box<dyn Error>> {
    let found = found()?;
    let with = |standing: Standing| found.iter().filter(|f| f.standing() == Some(standing)).filter_map(Found::said).collect::<Vec<_>>();
    let (outside, partly) = (with(Standing::Outside), with(Standing::Partly));
    let list = |said: &[String]| if said.is_empty() { "none".to_owned() } else { said.join("; ") };
    let tested = found.iter().filter(|f| f.estimate.is_some()).count();
    Ok(format!(
        "- **Outside published estimates** of effects for each won, in nine tenths of worlds: {}. Outside in the middle world alone: {}. For {tested} of {} effects of instruments an estimate was found ([below](#for-each-won-over-worlds)).\n",
        list(&outside),
        list(&partly),
        found.len()
    ))
}

/// The table of all instruments.
pub fn section() -> Result<String, Box<dyn Error>> {
    let mut text = String::from(
        "## For each won, over worlds\n\n\
         What each instrument's shipped scenario changes, over its public cost: exports and creators' income in won for each won, survival of entrants over three years in points for each bn KRW a year. The middle world and the middle nine \
         tenths of the shipped worlds, which hold the noise of 20 replicates too; *as assumed* is the baseline's world, over 100 replicates. *Inside*: the middle world lies in the published range; *partly*: it does not, but some of the nine tenths do; *outside*: none does. \
         Where nothing is paid nothing can be divided. Sources and what they are of: below the table.\n\n\
         | instrument | effect | published | grade | worlds: middle | 5 to 95 % | as assumed | |\n| --- | --- | ---: | --- | ---: | ---: | ---: | --- |\n",
    );
    let found = found()?;
    for f in &found {
        let (published, grade) = f.estimate.map_or(("not found".into(), "-"), |e| (range(e), e.grade));
        let [median, p05, p95] = f.worlds.map_or([const { String::new() }; 3], |worlds| worlds.map(short));
        let spread = if p05.is_empty() { "nothing is paid".to_owned() } else { format!("{p05} to {p95}") };
        let standing = f.standing().map_or("not tested", Standing::name);
        let standing = if standing == "outside" { "**outside**" } else { standing };
        let (instrument, effect, own) = (f.instrument.name(), f.effect.name(), f.as_assumed.map_or(String::new(), short));
        writeln!(text, "| {instrument} | {effect} | {published} | {grade} | {median} | {spread} | {own} | {standing} |")?;
    }
    text.push('\n');
    for estimate in topline::outcome::outside::OUTSIDE {
        writeln!(text, "- {}, {}: {}. Quality: {}.", estimate.instrument.name(), estimate.effect.name(), estimate.source, estimate.quality)?;
    }
    Ok(text + "\n")
}
