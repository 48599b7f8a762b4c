//! `docs/golden.md`: the case itself.

use std::error::Error;
use std::fmt::Write;

use super::commands;
use super::number::{Number, claim, short};
use super::plot::{Bar, Panel, over_time, stacked};
use super::table::Table;

/// Outcomes whose effect is told quarter by quarter.
pub const EFFECTS: [&str; 7] =
    ["export_revenue", "korean_share_us", "placed_share", "platform_led_share", "creator_income_median", "export_autonomy", "nominations"];

/// Outcomes of the table of channels.
pub const CHANNEL_OUTCOMES: [&str; 5] = ["export_revenue", "placed_share", "platform_led_share", "creator_income_median", "nominations"];

/// Channels by the folder of the experiment without them, and what they are.
pub const CHANNELS: [(&str, &str); 8] = [
    ("fans", "the song's listeners become fans of its label"),
    ("catalogue", "the song is heard on, as catalogue"),
    ("platforms", "beliefs of platforms: more slots"),
    ("imitation", "imitation: peers, and the trade press"),
    ("investors", "investors and founders"),
    ("institution", "the institution: openness, and what awards bring"),
    ("recognition", "recognition of the label"),
    ("all", "all of these"),
];

/// Folders with all policies, without the hit and with it.
pub const POLICIES_FOLDERS: [&str; 2] = ["output/golden/policies", "output/golden/policies_with_hit"];

const CLASSES: [&str; 5] = ["none", "isolated", "platform_dependent", "recurrent", "autonomous"];

/// 1 for the verdicts of which wins last, 0 for the others, nothing for other words.
pub fn lasting(verdict: &str) -> Option<f64> {
    CLASSES.contains(&verdict).then(|| f64::from(u8::from(["recurrent", "autonomous"].contains(&verdict))))
}

/// The tables that the page tells.
struct Tables {
    effects: Table,
    ten_years: Table,
    channels: Table,
    verdicts: Table,
}

/// The page and its pictures.
pub fn pages() -> Result<Vec<(String, String)>, Box<dyn Error>> {
    let read = |name| Table::read(&format!("docs/golden/{name}.csv"));
    let tables = Tables { effects: read("effects")?, ten_years: read("ten_years")?, channels: read("channels")?, verdicts: read("verdicts")? };
    Ok(vec![
        ("docs/golden/effects.svg".into(), picture_of_effects(&tables)?),
        ("docs/golden/verdicts.svg".into(), picture_of_verdicts(&tables)?),
        ("docs/golden.md".into(), page(&tables)?),
        ("docs/golden/annex.md".into(), annex(&tables)?),
    ])
}

/// `2026Q1` as years; the middle of the quarter.
fn time(quarter: &str) -> Result<f64, Box<dyn Error>> {
    let (year, number) = quarter.split_once('Q').ok_or_else(|| format!("no quarter: {quarter}"))?;
    Ok(year.parse::<f64>()? + (number.parse::<f64>()? - 0.5) / 4.0)
}

impl Tables {
    /// The effect of the hit on an outcome in a quarter.
    fn effect(&self, outcome: &str, quarter: &str) -> Result<Number, Box<dyn Error>> {
        Number::of_row(&self.effects, &[("outcome", outcome), ("quarter", quarter)])
    }

    /// All quarters in which an outcome has an effect.
    fn quarters(&self, outcome: &str) -> Result<Vec<String>, Box<dyn Error>> {
        let (rows, place, mean) =
            (self.effects.with(&[("outcome", outcome)])?, self.effects.column("quarter")?, self.effects.column("mean_difference")?);
        Ok(rows.rows.iter().filter(|row| !row[mean].is_empty()).map(|row| row[place].clone()).collect())
    }

    /// The last quarter up to which the interval leaves 0 out without a break, from a quarter on.
    fn lasts(&self, outcome: &str, from: &str) -> Result<Option<String>, Box<dyn Error>> {
        let mut last = None;
        for quarter in self.quarters(outcome)?.into_iter().skip_while(|quarter| quarter != from) {
            if !self.effect(outcome, &quarter)?.clear() {
                break;
            }
            last = Some(quarter);
        }
        Ok(last)
    }

    /// The quarter in which the mean effect is furthest from 0.
    fn peak(&self, outcome: &str) -> Result<(String, Number), Box<dyn Error>> {
        let mut peak: Option<(String, Number)> = None;
        for quarter in self.quarters(outcome)? {
            let effect = self.effect(outcome, &quarter)?;
            if peak.as_ref().is_none_or(|(_, before)| effect.mean.abs() > before.mean.abs()) {
                peak = Some((quarter, effect));
            }
        }
        peak.ok_or_else(|| format!("{outcome} has no effect").into())
    }

    fn ten_years(&self, outcome: &str) -> Result<Number, Box<dyn Error>> {
        Number::of_row(&self.ten_years, &[("scenario", "golden"), ("outcome", outcome)])
    }

    fn channel(&self, channel: &str, outcome: &str, part: &str) -> Result<Number, Box<dyn Error>> {
        Number::of_row(&self.channels, &[("channel", channel), ("outcome", outcome), ("part", part)])
    }

    fn verdict(&self, scenario: &str, hit: &str, class: &str) -> Result<Number, Box<dyn Error>> {
        Number::of_row(&self.verdicts, &[("scenario", scenario), ("hit", hit), ("class", class)])
    }

    /// Scenarios in the order of the script.
    fn scenarios() -> Result<Vec<String>, Box<dyn Error>> {
        let commands = commands("scripts/golden.sh")?;
        let run = commands.iter().find(|command| command.starts_with("topline run")).ok_or("no command runs the policies")?;
        Ok(run.split_whitespace().skip(2).take_while(|word| !word.starts_with('-')).map(String::from).collect())
    }
}

fn picture_of_effects(tables: &Tables) -> Result<String, Box<dyn Error>> {
    let panel = |title, outcome: &str, factor: f64| -> Result<Panel, Box<dyn Error>> {
        let quarters = tables.quarters(outcome)?;
        let times = quarters.iter().map(|quarter| time(quarter)).collect::<Result<_, _>>()?;
        let numbers = quarters.iter().map(|quarter| Ok(tables.effect(outcome, quarter)?.times(factor))).collect::<Result<_, Box<dyn Error>>>()?;
        Ok(Panel { title, times, numbers })
    };
    let panels = [
        panel("Exports, bn KRW a year", "export_revenue", 1.0)?,
        panel("Korean share of attention in the US, points", "korean_share_us", 100.0)?,
        panel("Works placed among those that seek a title, points", "placed_share", 100.0)?,
        panel("Platform-led works, points", "platform_led_share", 100.0)?,
    ];
    let description = "Four charts of the difference that the hit makes, from 2026 to 2035, each with its 95 % interval and a line at zero. The numbers are in effects.csv.";
    over_time(&panels, description)
}

fn picture_of_verdicts(tables: &Tables) -> Result<String, Box<dyn Error>> {
    let mut bars = Vec::new();
    for scenario in Tables::scenarios()? {
        for (hit, kind, name) in [("no", "without", scenario.as_str()), ("yes", "with hit", "")] {
            let shares = CLASSES.iter().map(|class| Ok(tables.verdict(&scenario, hit, class)?.mean)).collect::<Result<_, Box<dyn Error>>>()?;
            bars.push(Bar { name: name.into(), kind, shares });
        }
    }
    stacked(
        &bars,
        &CLASSES,
        "Shares of runs by verdict, for the baseline and each policy, without the hit and with it. The numbers are in the table below.",
    )
}

/// Percent without decimals.
fn percent(share: f64) -> String {
    format!("{:.0} %", 100.0 * share)
}

/// Two pages for those who decide: what it is, what it changes over ten years, how, and what not to read into it.
fn page(tables: &Tables) -> Result<String, Box<dyn Error>> {
    let mut text = opening(tables)?;
    text += "![Effects of the hit over time](golden/effects.svg)\n\n";
    text += &ten_years(tables)?;
    text += &course(tables)?;
    text += &through(tables)?;
    text += &victory(tables)?;
    text += LIMITS;
    text += "\nTables by quarter, by channel and by policy, and the commands that make them: [golden/annex.md](golden/annex.md).\n";
    Ok(text)
}

/// What stands behind the page: tables by quarter, channel and policy, and how they are made.
fn annex(tables: &Tables) -> Result<String, Box<dyn Error>> {
    let mut text = String::from(
        "# Golden: tables\n\n*Generated by `scripts/golden.sh` from outputs of the program; do not edit. What they say stands in [golden.md](../golden.md).*\n\n",
    );
    text += &effects(tables)?;
    text += &channels(tables)?;
    text += &verdicts(tables)?;
    text += "## How the numbers are made\n\n`scripts/golden.sh` runs these commands (all with `--force --quiet`), takes what both pages tell from their tables into \
             this folder, and writes pages and pictures; a test repeats runs of each command and compares. Effects by quarter are in `differences.csv`, \
             those of the whole run in `comparison.csv`, verdicts in `distributions.csv`; what a channel carries is computed replicate by replicate from `runs.csv`.\n\n";
    for command in commands("scripts/golden.sh")? {
        writeln!(text, "    {command}")?;
    }
    Ok(text)
}

/// The whole run with and without the hit, of all replicates.
fn ten_years(tables: &Tables) -> Result<String, Box<dyn Error>> {
    const ROWS: [(&str, &str, f64); 12] = [
        ("export_revenue", "exports, bn KRW a year", 1.0),
        ("small_label_exports", "exports of small labels and startups, bn KRW a year", 1.0),
        ("creator_income_median", "median creator, M KRW a year", 1.0),
        ("platform_led_share", "platform-led works, %", 100.0),
        ("export_autonomy", "autonomy of exported works, 0 to 100", 100.0),
        ("nominations", "nominations a year", 1.0),
        ("wins_premiere", "awards before the telecast in ten years", 1.0),
        ("verdict.none", "runs without a win, %", 100.0),
        ("verdict.isolated", "runs with isolated wins, %", 100.0),
        ("verdict.platform_dependent", "runs with recurring wins of little autonomy, %", 100.0),
        ("verdict.recurrent", "runs with recurring wins, %", 100.0),
        ("verdict.autonomous", "runs with lasting success on own terms, %", 100.0),
    ];
    let mut text =
        String::from("## Ten years, all 1,000 replicates\n\n| | without the hit | with it | difference, 95 % |\n| --- | ---: | ---: | ---: |\n");
    for (outcome, name, factor) in ROWS {
        let level = |column: &str| -> Result<String, Box<dyn Error>> {
            let mean = tables.ten_years.number(&[("scenario", "golden"), ("outcome", outcome)], column)?.ok_or_else(|| format!("no {outcome}"))?;
            Ok(short(factor * mean))
        };
        let difference = tables.ten_years(outcome)?.times(factor).signed();
        writeln!(text, "| {name} | {} | {} | {difference} |", level("baseline_mean")?, level("scenario_mean")?)?;
    }
    text += "\nNumbers after ± are half the width of a 95 % interval; one that holds 0 says that the simulation cannot tell.\n\n";
    Ok(text)
}

fn opening(tables: &Tables) -> Result<String, Box<dyn Error>> {
    let (first, year, exports) =
        (tables.effect("export_revenue", "2026Q1")?, tables.effect("export_revenue", "2027Q4")?, tables.ten_years("export_revenue")?);
    let baseline = |outcome: &str| tables.ten_years.number(&[("scenario", "golden"), ("outcome", outcome)], "baseline_mean");
    let level = baseline("export_revenue")?.ok_or("no exports")?;
    let lasts = tables.lasts("export_revenue", "2026Q1")?.ok_or("exports do not move")?;
    let isolated = ["baseline_mean", "scenario_mean"].map(|column| tables.ten_years.number(&[("outcome", "verdict.isolated")], column));
    let [without, with] = isolated.map(|share| share.ok().flatten().unwrap_or_default());
    claim(first.low > 0.0 && first.mean > 1.5 * year.mean, "the effect on exports fades")?;
    claim(exports.mean.abs() < 0.01 * level, "over ten years the effect is below one percent of exports")?;
    for class in CLASSES {
        let moved = tables.ten_years(&format!("verdict.{class}"))?;
        claim(!moved.clear() && moved.half() < 0.05, "no class of the verdict moves")?;
    }
    Ok(format!(
        "# Golden: what one world hit changes\n\n\
         *Generated by `scripts/golden.sh` from outputs of the program; do not edit. The model compares scenarios under its assumptions; it forecasts nothing.*\n\n\
         **In short.** The hit of early 2026 is one step, not a victory. It lifts exports by {first} bn KRW (at an annual rate) in its quarter and by {year} at the end of the \
         next year; without a break the difference can be told up to {lasts}. Over ten years it is {exports} bn KRW a year on {level}, or {percent} %. \
         Platforms take more Korean titles for about a year, labels turn to platforms a little, and then both return. \
         The answer to the question does not move: wins stay isolated in {without} of runs without the hit and in {with} with it ({isolated} points).\n\n\
         ## The case\n\n\
         [`golden.toml`](../scenarios/golden.toml) adds one event to the baseline: in 2026Q1 a work of a mid-sized label, made as a one-off title for a global video platform, is 130 times as \
         popular as the median title (Golden: seven weeks at number one of the Hot 100, 2.43 bn streams; F115, F119). Nobody answers with a policy. Both histories meet the same luck, label by \
         label, in 1,000 replicates of ten years, so their difference is what the hit does.\n\n",
        first = first.plain(),
        year = year.plain(),
        exports = exports.plain(),
        level = short(level.round()),
        percent = exports.times(100.0 / level).plain(),
        isolated = tables.ten_years("verdict.isolated")?.times(100.0).signed(),
        without = percent(without),
        with = percent(with),
    ))
}

fn effects(tables: &Tables) -> Result<String, Box<dyn Error>> {
    const QUARTERS: [&str; 7] = ["2026Q1", "2026Q2", "2026Q4", "2027Q4", "2028Q4", "2030Q4", "2035Q4"];
    const ROWS: [(&str, &str, f64); 7] = [
        ("export_revenue", "exports, bn KRW/yr", 1.0),
        ("korean_share_us", "Korean share of US attention, points", 100.0),
        ("placed_share", "placed among works that seek a title, points", 100.0),
        ("platform_led_share", "platform-led works, points", 100.0),
        ("export_autonomy", "autonomy of exported works, points", 100.0),
        ("creator_income_median", "median creator, M KRW in the year", 1.0),
        ("nominations", "nominations in the year", 1.0),
    ];
    let mut text = String::from("## What it changes, and for how long\n\n");
    writeln!(text, "| with the hit less without | {} |\n| --- |{}", QUARTERS.join(" | "), " ---: |".repeat(QUARTERS.len()))?;
    for (outcome, name, factor) in ROWS {
        let cell = |quarter: &&str| match tables.effect(outcome, quarter) {
            Ok(effect) => effect.times(factor).signed(),
            Err(_) => String::new(),
        };
        writeln!(text, "| {name} | {} |", QUARTERS.iter().map(cell).collect::<Vec<_>>().join(" | "))?;
    }
    text += "\n";
    Ok(text)
}

/// How the effect comes and goes, in words.
fn course(tables: &Tables) -> Result<String, Box<dyn Error>> {
    let mut text = String::from("## How it comes and goes\n\n");
    let (placed, led) = (tables.peak("placed_share")?, tables.peak("platform_led_share")?);
    let until = |outcome: &str, from: &str| tables.lasts(outcome, from).map(|last| last.unwrap_or_else(|| "no quarter".into()));
    claim(tables.effect("placed_share", "2028Q4")?.high < 0.0, "later a little fewer are placed")?;
    claim(placed.0.starts_with("2026") && placed.1.low > 0.0, "platforms take more titles in 2026")?;
    claim(led.1.mean.abs() < 0.02, "platform-led works move by less than two points")?;
    let median = tables.ten_years("creator_income_median")?;
    let top = tables.ten_years("major_revenue_share")?.times(100.0);
    writeln!(
        text,
        "- **The song itself** makes the first quarter; then its catalogue and the fans it made go on. The Korean share of attention in the United States stays above that of the other \
         history up to {us}, for catalogue is slow to fade.\n\
         - **Platforms** believe more: of the works that seek a title, {placed_by} points more are placed in {placed_at}; that can be told up to {placed_until}, and later a little fewer are placed.\n\
         - **Labels** imitate little and late: platform-led works gain {led_by} points at most ({led_at}). Exports lose {autonomy} points of autonomy in the quarter of the hit, and little afterwards.\n\
         - **Who gains**: over ten years the median creator's income changes by {median} M KRW a year and the majors' share of revenue by {top} points: {told}.\n",
        us = until("korean_share_us", "2026Q1")?,
        autonomy = tables.effect("export_autonomy", "2026Q1")?.times(-100.0).plain(),
        placed_by = placed.1.times(100.0).plain(),
        placed_at = placed.0,
        placed_until = until("placed_share", &placed.0)?,
        led_by = led.1.times(100.0).plain(),
        led_at = led.0,
        median = median.signed(),
        top = top.signed(),
        told = match [median.low > 0.0 || median.high < 0.0, top.low > 0.0 || top.high < 0.0] {
            [true, true] => "small, and not chance",
            [false, false] => "neither can be told from chance",
            _ => "small, and only one of them can be told from chance",
        },
    )?;
    Ok(text)
}

fn channels(tables: &Tables) -> Result<String, Box<dyn Error>> {
    let mut text = String::from(
        "## Through which channel\n\n\
         The first three years again (400 replicates), with one channel after the other switched off in both histories. A cell is what the channel carries: the effect with all \
         channels less the effect without it, replicate by replicate, in the mean of three years. Channels overlap, so they do not add up. Bold: the interval leaves 0 out.\n\n\
         | channel | exports, bn KRW/yr | placed, points | platform-led, points | median creator, M KRW/yr | nominations a year |\n| --- | ---: | ---: | ---: | ---: | ---: |\n",
    );
    let factor = |outcome: &str| if outcome.ends_with("_share") { 100.0 } else { 1.0 };
    let row = |channel: &str, part: &str| -> Result<String, Box<dyn Error>> {
        let cell = |outcome: &&str| -> Result<String, Box<dyn Error>> {
            let number = tables.channel(channel, outcome, part)?;
            let shown = number.times(factor(outcome)).signed();
            Ok(if number.clear() { format!("**{shown}**") } else { shown })
        };
        Ok(CHANNEL_OUTCOMES.iter().map(cell).collect::<Result<Vec<_>, _>>()?.join(" | "))
    };
    writeln!(text, "| *whole effect* | {} |", row("none", "left")?)?;
    for (channel, meaning) in CHANNELS {
        writeln!(text, "| {meaning} | {} |", row(channel, "carried")?)?;
    }
    writeln!(text, "| *left without all* | {} |", row("all", "left")?)?;
    text += "\n";
    Ok(text)
}

/// Which channels can be told to carry an outcome.
fn through(tables: &Tables) -> Result<String, Box<dyn Error>> {
    let carried = |channel: &str, outcome: &str| tables.channel(channel, outcome, "carried");
    let all = carried("all", "export_revenue")?;
    claim(all.low > 0.0, "all channels together carry exports")?;
    claim(tables.channel("all", "export_revenue", "left")?.high < 0.0, "what is left without all is below 0")?;
    let through = |(outcome, name): &(&str, &str)| -> Result<String, Box<dyn Error>> {
        let told: Vec<&str> = CHANNELS
            .iter()
            .filter(|(channel, _)| *channel != "all" && carried(channel, outcome).is_ok_and(|n| n.clear()))
            .map(|(_, meaning)| *meaning)
            .collect();
        Ok(if told.is_empty() {
            format!("- {name}: no single channel that can be told from chance")
        } else {
            format!("- {name}: {}", told.join("; "))
        })
    };
    let names = [
        ("export_revenue", "exports"),
        ("placed_share", "placed titles"),
        ("platform_led_share", "the turn to platforms"),
        ("creator_income_median", "income of the median creator"),
        ("nominations", "nominations"),
    ];
    let lines = names.iter().map(through).collect::<Result<Vec<_>, _>>()?.join("\n");
    Ok(format!(
        "## Through which channels\n\nEach channel was switched off in both histories, for three years (400 replicates). What can be told:\n\n{lines}\n\nAll channels together carry {} bn KRW of exports a year. Without them a little less than nothing is left: the first quarter's streams \
         do not make up for the fans and catalogue that the label's own release would have brought, and that are switched off here. One hit of one mid-sized label hardly moves the mean return of 400 labels, \
         and one more nomination does not open an electorate.\n\n",
        all.plain(),
    ))
}

fn verdicts(tables: &Tables) -> Result<String, Box<dyn Error>> {
    let mut text = String::from(
        "## How runs end, by policy\n\n\
         Each run ends in one of five verdicts: *none* (no win in ten years), *isolated* (wins that do not recur), *platform_dependent* (recurring, with little autonomy), *recurrent*, *autonomous* \
         (recurring, televised, with identity and autonomy kept). The last two are wins that last.\n\n\
         ![Verdicts with and without the hit, by policy](verdicts.svg)\n\n\
         | shares of 200 runs, % (without hit / with hit) | none | isolated | platform-dependent | recurrent | autonomous | wins last: policy less baseline, points | hit less no hit, points |\n\
         | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |\n",
    );
    for scenario in Tables::scenarios()? {
        let share = |hit, class| tables.verdict(&scenario, hit, class).map(|n| format!("{:.1}", 100.0 * n.mean).trim_end_matches(".0").to_string());
        let cells: Vec<String> =
            CLASSES.iter().map(|class| Ok(format!("{} / {}", share("no", class)?, share("yes", class)?))).collect::<Result<_, Box<dyn Error>>>()?;
        let difference = tables.verdict(&scenario, "difference", "lasting")?;
        let policy = tables.verdict(&scenario, "policy", "lasting").ok().filter(|_| scenario != "baseline");
        writeln!(
            text,
            "| {scenario} | {} | {} | {} |",
            cells.join(" | "),
            policy.map_or(String::new(), |p| p.times(100.0).signed()),
            difference.times(100.0).signed()
        )?;
    }
    text += "\n";
    Ok(text)
}

/// Whether policies or the hit change how runs end.
fn victory(tables: &Tables) -> Result<String, Box<dyn Error>> {
    let (mut raise, mut by_hit) = (Vec::new(), Vec::new());
    for scenario in Tables::scenarios()? {
        let policy = tables.verdict(&scenario, "policy", "lasting").ok().filter(|_| scenario != "baseline");
        raise.extend(policy.filter(|p| p.clear()).map(|p| format!("`{scenario}` ({} points)", p.times(100.0).signed())));
        by_hit.extend(tables.verdict(&scenario, "difference", "lasting")?.clear().then_some(scenario));
    }
    let raised = match raise.len() {
        0 => "No policy changes the share of runs in which wins last by more than chance allows".to_string(),
        1 => format!("One policy moves the share of runs in which wins last: {}", raise[0]),
        _ => format!("{} policies move the share of runs in which wins last: {}", raise.len(), raise.join(", ")),
    };
    let hits = match by_hit.len() {
        0 => "under no policy does the hit change it".to_string(),
        n => format!(
            "the hit changes it under {n} of {} ({}), where one in twenty is expected by chance",
            Tables::scenarios()?.len(),
            by_hit.join(", ")
        ),
    };
    let luck = tables.verdict("baseline", "difference", "lasting")?.times(100.0);
    let over_all = ["recurrent", "autonomous"].map(|class| tables.ten_years(&format!("verdict.{class}")).map(|n| 100.0 * n.mean).unwrap_or_default());
    Ok(format!(
        "## Full victory, or one step?\n\nEvery shipped policy was run with and without the hit (200 replicates). {raised}; {hits}. That the baseline's own {luck} points in these 200 are luck shows in all 1,000, where the same difference is {all} points. \
         The verdict is coarse: with 200 runs a share is known to about {half:.0} points. What policies do to exports, small labels and incomes is far larger than what the hit does, and seen in far \
         fewer runs: `topline compare baseline golden package_balanced`.\n\n",
        luck = luck.signed(),
        all = short(over_all.iter().sum()),
        half = 100.0 * tables.verdict("baseline", "no", "isolated")?.half(),
    ))
}

const LIMITS: &str = "## Limits\n\n\
     - The size of the hit is an assumption fitted to one fact (its chart run); the label, the platform and the quality of the song are assumed.\n\
     - Nearly all weights of the channels are guesses (grade C in [parameters.md](parameters.md)): how much a hit counts in the press, how far a surprise moves platforms, how much a win opens the \
     institution. That investors and institution carry nothing is a result about these guesses. [assumptions.md](assumptions.md) ranks them.\n\
     - There is one hit. A sequence of hits, or one that changes the rules of the award, is not modelled; a government that reacts to it (`event.budget_reaction`) was not asked here.\n\
     - Listeners' taste for Korean music as such does not change: the model knows fans of labels and attention to works. If the song opened ears for others, the effect is too small here.\n\
     - Intervals cover luck within the model, not whether the model is right. Of twenty intervals that stand for nothing, one leaves 0 out.\n";
