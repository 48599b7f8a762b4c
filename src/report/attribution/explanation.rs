//! What `explain` tells: a choice looked at again, where two runs part, and the channels of a change. The
//! last two leave `spread.csv` and `channels.csv`.

use crate::experiment::attribution::channels::{CHANNELS, Channels, SHARES};
use crate::experiment::attribution::divergence::{Parting, Spread, support_apart};
use crate::model::{ChoiceRow, UtilityTerms};
use crate::outcome::choice::{ChoiceFlip, Taste, flips, probabilities};
use crate::outcome::direction::Direction;
use crate::outcome::statistics::Estimate;
use crate::report::output::files;
use crate::report::output::table::{Column, Sheet, cell};
use crate::report::output::tables::Table;
use crate::report::output::text::{aligned, counted, listed, value_and_interval, with_half_width};
use crate::scenario::Scenario;
use crate::units::{Quarter, Strategy};

/// A term of utility: its name and its value.
type Term = (&'static str, fn(&UtilityTerms) -> f64);

const TERMS: [Term; 6] = [
    ("experience", |t| t.experience),
    ("support", |t| t.support),
    ("imitation", |t| t.imitation),
    ("capability", |t| t.capability),
    ("risk", |t| t.risk),
    ("switching", |t| t.switching),
];

/// A choice: terms, probabilities, the draw, what was taken and what would have changed it.
pub fn choice(scenario: &Scenario, row: &ChoiceRow) -> String {
    let p = &scenario.parameters;
    let taste = Taste { intensity: p.choice_intensity, policy_weight: p.policy_weight };
    let quarter = scenario.start.plus(row.quarter as i32);
    let mut text = format!("{}: label {} ({}), act {}, {quarter}\n\n", scenario.name, row.slot, row.tier, row.act);
    text += &aligned(&terms(row, taste));
    text += &format!("\n{}\n", taken(row));
    text + &what_would_flip(row, taste)
}

fn terms(row: &ChoiceRow, taste: Taste) -> Vec<Vec<String>> {
    let choice = &row.choice;
    let probabilities = probabilities(choice, taste.intensity);
    let heading = ["strategy"].into_iter().chain(TERMS.map(|t| t.0)).chain(["utility", "probability", "up to", "announced"]);
    let mut cumulated = 0.0;
    let line = |k: Strategy| {
        let (terms, i) = (&choice.terms[k.index()], k.index());
        cumulated += probabilities[i];
        let mut line = vec![k.to_string()];
        line.extend(TERMS.iter().map(|(_, term)| number(term(terms))));
        line.push(number(terms.sum()));
        line.extend(match choice.feasible[i] {
            true => [format!("{:.4}", probabilities[i]), format!("{cumulated:.4}")],
            false => [if choice.open[i] { "no money" } else { "closed" }.into(), String::new()],
        });
        line.push(percent(choice.announced[i]));
        line
    };
    std::iter::once(heading.map(String::from).collect()).chain(Strategy::ALL.into_iter().map(line)).collect()
}

fn number(value: f64) -> String {
    format!("{:.4}", value + 0.0)
}

fn percent(share: f64) -> String {
    format!("{:.1} %", 100.0 * share)
}

/// What was taken, and what became of the work.
fn taken(row: &ChoiceRow) -> String {
    let choice = &row.choice;
    let Some(taken) = choice.taken else { return "No strategy was feasible: the work was skipped.".into() };
    let how = if choice.bound { "bound by its partnership".into() } else { format!("draw {:.4}", choice.draw) };
    let became = match (row.made, row.platform) {
        (None, _) => "; the work was dropped for lack of money".into(),
        (Some(made), platform) => {
            let hit = if made == taken { String::new() } else { format!("; a hit made it {made}") };
            let placed = platform.map_or(String::new(), |platform| format!("; placed on {platform}"));
            hit + &placed
        }
    };
    format!("Taken: {taken} ({how}){became}.")
}

fn what_would_flip(row: &ChoiceRow, taste: Taste) -> String {
    if row.choice.bound {
        return "A partnership binds one work a quarter: support would not have changed it.\n".into();
    }
    let flips = flips(&row.choice, taste);
    if flips.is_empty() {
        return "No announced support of one strategy, from 0 to the whole cost, would have changed it.\n".into();
    }
    let told: String = flips.iter().map(|flip| flip_sentence(flip) + "\n").collect();
    told + if flips.iter().any(through_the_order) { ORDER } else { "" }
}

/// Why support of one strategy can bring another: said where it does.
const ORDER: &str = "(The draw stays where it is and the strategies lie in the order of the table: more weight of one moves the ends of \
                     those before it, and the draw falls to the next one first.)\n";

/// Whether more support of a strategy brings another one than itself.
fn through_the_order(flip: &ChoiceFlip) -> bool {
    flip.to > flip.from && flip.then.is_some_and(|then| then != flip.support_of)
}

/// `It would have been tie_in if announced support of touring were under 3.1 % of cost (it was 8.0 %).`
fn flip_sentence(flip: &ChoiceFlip) -> String {
    let then = flip.then.map_or("skipped".into(), |k| k.to_string());
    let (side, places) = (if flip.to < flip.from { "under" } else { "over" }, if (flip.to - flip.from).abs() < 0.002 { 4 } else { 1 });
    let percent = |share: f64| format!("{:.places$} %", 100.0 * share);
    format!(
        "It would have been {then} if announced support of {} were {side} {} of cost (it was {}).",
        flip.support_of,
        percent(flip.to),
        percent(flip.from)
    )
}

fn spread_sheet() -> Sheet {
    let columns = vec![
        Column::text("quarter", "Quarter."),
        Column::integer("labels", "Labels that live in either run at its end."),
        Column::integer("labels_apart", "Those with any other number, or alive in one run only."),
        Column::integer("labels_in_one", "Those alive in one run only, or founded anew in one of them."),
        Column::integer("works", "Works started in either run."),
        Column::integer("weighed_apart", "Those for which support, a term of utility or what is feasible differs."),
        Column::integer("taken_apart", "Those with another strategy."),
        Column::integer("works_in_one", "Those that only one run has."),
    ];
    Sheet { file: files::SPREAD, title: "How far two runs are apart, quarter by quarter", columns, key: &["quarter"] }
}

/// Where two runs part and how the difference spreads.
pub fn parting(pair: [&Scenario; 2], replicate: u32, found: &Parting) -> (Table, String) {
    let start = pair[0].start;
    let row = |s: &Spread| {
        let counts = [s.labels, s.labels_apart, s.labels_in_one, s.works, s.weighed_apart, s.taken_apart, s.works_in_one];
        std::iter::once(start.plus(s.quarter as i32).to_string()).chain(counts.map(|n| n.to_string())).collect::<Vec<_>>()
    };
    let table = Table { sheet: spread_sheet(), rows: found.spread.iter().map(row).collect() };
    let mut text = format!("{} and {}, replicate {replicate}\n\n", pair[0].name, pair[1].name);
    text += &first_words(start, found);
    let heading = ["quarter", "labels", "apart", "in one run", "works", "weighed apart", "taken apart", "in one run"].map(String::from).to_vec();
    let last = found.spread.len().saturating_sub(1);
    let first = found.spread.iter().position(|s| s.labels_apart + s.weighed_apart > 0).unwrap_or(last);
    let shown = found.spread.iter().filter(|s| s.quarter == first || s.quarter == last || (s.quarter > first && s.quarter % 4 == 3));
    text += &format!("\n{}", aligned(&std::iter::once(heading).chain(shown.map(row)).collect::<Vec<_>>()));
    (table, text)
}

fn first_words(start: Quarter, found: &Parting) -> String {
    let quarter = |t: u32| start.plus(t as i32);
    let mut text = String::new();
    match &found.weighed {
        None => text += "No work is weighed otherwise.\n",
        Some((one, other)) => {
            let support: Vec<String> =
                support_apart(one, other).iter().map(|(k, a, b)| format!("{k} {} instead of {}", percent(*b), percent(*a))).collect();
            let what = if support.is_empty() { "other terms of utility".into() } else { format!("announced support of {}", listed(&support)) };
            text += &format!("First weighed otherwise: {}, label {} ({}), act {}: {what}.\n", quarter(one.quarter), one.slot, one.tier, one.act);
        }
    }
    if let Some((one, other)) = &found.taken {
        let name = |row: &ChoiceRow| row.choice.taken.map_or("nothing".into(), |k| k.to_string());
        text += &format!(
            "First taken otherwise: {}, label {} ({}), act {}: {} instead of {}.\n",
            quarter(one.quarter),
            one.slot,
            one.tier,
            one.act,
            name(other),
            name(one)
        );
    }
    match &found.label {
        None => text + "No label has another number at the end of any quarter.\n",
        Some((one, _)) => {
            text + &format!("First label with other numbers at a quarter's end: {}, label {} ({}).\n", quarter(one.quarter), one.slot, one.tier)
        }
    }
}

fn channels_sheet() -> Sheet {
    let columns = vec![
        Column::text("scenario", "Scenario."),
        Column::text("against", "Scenario with which it is compared, with the same draws."),
        Column::text("outcome", "Share of strategies whose change is divided."),
        Column::text("unit", "Unit of mean, lower and upper."),
        Column::text("channel", "Channel: a term of utility; access (feasible, bound, made, taken by a hit); labels that only one run has."),
        Column::integer("n", "Replicates."),
        Column::number("mean", "Part of the change, mean over replicates; over the channels it sums to the change."),
        Column::number("lower", "Lower end of the 95 % interval of the mean (Student's t), over paired replicates."),
        Column::number("upper", "Upper end of the 95 % interval of the mean (Student's t), over paired replicates."),
    ];
    Sheet {
        file: files::CHANNELS,
        title: "Channels of the change in shares of strategies",
        columns,
        key: &["scenario", "against", "outcome", "channel"],
    }
}

/// The channels of the change in shares.
pub fn channels(pair: [&Scenario; 2], found: &Channels) -> (Table, String) {
    let row = |part: &crate::experiment::attribution::channels::ChannelPart| {
        let names = [pair[1].name.as_str(), &pair[0].name, part.share, "share", part.channel].map(String::from).to_vec();
        let value = &part.value;
        let numbers = [value.mean, value.ci_low, value.ci_high].map(cell);
        [names, vec![value.n.to_string()], numbers.to_vec()].concat()
    };
    let table = Table { sheet: channels_sheet(), rows: found.parts.iter().map(row).collect() };
    let n = found.changes.first().map_or(0, |(_, change)| change.n);
    let mut text = format!(
        "Change of shares of works, {} less {}, in percentage points with 95 % intervals, {}\n\n",
        pair[1].name,
        pair[0].name,
        counted(n, "paired replicate")
    );
    let mut rows = vec![std::iter::once("channel").chain(SHARES).map(String::from).collect::<Vec<_>>()];
    for channel in CHANNELS {
        let of = |share: &'static str| found.parts.iter().find(|p| p.share == share && p.channel == channel).map(|p| &p.value);
        rows.push(std::iter::once(channel.to_string()).chain(SHARES.iter().map(|share| points(of(share)))).collect());
    }
    rows.push(std::iter::once("all together".to_string()).chain(found.changes.iter().map(|(_, change)| points(Some(change)))).collect());
    text += &aligned(&rows);
    (table, text + "\n" + &change_sentence(found))
}

/// In percentage points.
fn points(value: Option<&Estimate>) -> String {
    value.and_then(|v| Some(with_half_width(100.0 * v.mean?, v.half_width().map(|half| 100.0 * half), true))).unwrap_or_else(|| "-".into())
}

/// What moved the platform-led share.
fn change_sentence(found: &Channels) -> String {
    let share = SHARES[0];
    let mut moved: Vec<_> = found.parts.iter().filter(|p| p.share == share && Direction::of_estimate(&p.value).moves()).collect();
    moved.sort_by(|a, b| b.value.mean.unwrap_or(0.0).abs().total_cmp(&a.value.mean.unwrap_or(0.0).abs()));
    let told = |p: &&crate::experiment::attribution::channels::ChannelPart| {
        let ends = [p.value.mean, p.value.ci_low, p.value.ci_high].map(|v| 100.0 * v.unwrap_or_default());
        let (mean, interval) = value_and_interval(ends[0], ends[1], ends[2]);
        format!("{} ({mean}, {interval} points)", p.channel)
    };
    match moved.is_empty() {
        true => format!("No channel is seen to move {share}.\n"),
        false => format!("{share} is moved by {}.\n", listed(&moved.iter().map(told).collect::<Vec<_>>())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_flip_reads_as_a_sentence() {
        let flip = ChoiceFlip { support_of: Strategy::Touring, from: 0.08, to: 0.031, then: Some(Strategy::TieIn) };
        assert_eq!(flip_sentence(&flip), "It would have been tie_in if announced support of touring were under 3.1 % of cost (it was 8.0 %).");
        assert!(!through_the_order(&flip), "less support that brings another strategy needs no word");
        assert!(through_the_order(&ChoiceFlip { support_of: Strategy::Balanced, from: 0.0, to: 0.7, then: Some(Strategy::TieIn) }));
        let near = ChoiceFlip { to: 0.0801, ..flip };
        assert!(flip_sentence(&near).contains("over 8.0100 % of cost"), "{}", flip_sentence(&near));
    }

    #[test]
    fn channels_that_are_seen_to_move_the_share_are_told_largest_first() {
        let part = |channel, values: &[f64]| crate::experiment::attribution::channels::ChannelPart {
            share: SHARES[0],
            channel,
            value: Estimate::of(values),
        };
        let parts = vec![part("support", &[0.01, 0.011, 0.012]), part("risk", &[0.01, -0.01]), part("imitation", &[-0.03, -0.031, -0.032])];
        let text = change_sentence(&Channels { parts, ..Channels::default() });
        assert_eq!(text, "platform_led_share is moved by imitation (-3.10, -3.35 to -2.85 points) and support (1.10, 0.85 to 1.35 points).\n");
    }
}
