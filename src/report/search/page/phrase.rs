//! Words that several sections share: names of instruments and objectives, mixes in a sentence, numbers with intervals.

use super::about::SearchPage;
use crate::experiment::search::{Known, Wanted};
use crate::report::output::text::{fixed, listed, rounded, value_and_interval};
use crate::report::search::names;
use crate::scenario::registry;
use crate::scenario::search::{Mix, MixPart};

/// Name of a part for readers.
pub fn part(page: &SearchPage<'_>, number: usize) -> String {
    let about = &page.plan.file.parts[number];
    let usual = page.words.known(&format!("instrument.{}", about.kind.name())).filter(|_| about.name == about.kind.name());
    usual.unwrap_or_else(|| about.name.replace('_', " "))
}

/// Name of an objective for readers.
pub fn objective(page: &SearchPage<'_>, wanted: &Wanted) -> String {
    page.words.outcome(&wanted.measure.name).replace('_', " ")
}

/// A unit for readers.
pub fn unit(wanted: &Wanted) -> &'static str {
    match wanted.measure.unit {
        "bn KRW/yr" => "bn KRW a year",
        "M KRW/yr" => "M KRW a year",
        other => other,
    }
}

/// What a mix funds, the largest part first: `12 bn KRW for touring voucher (40 %; cap 300 M KRW a visit)`.
pub fn funds(page: &SearchPage<'_>, mix: &Mix) -> String {
    let mut order: Vec<usize> = (0..mix.money.len()).filter(|part| mix.money[*part] > 0).collect();
    order.sort_by_key(|part| (std::cmp::Reverse(mix.money[*part]), *part));
    let one = |number: usize| {
        let about = &page.plan.file.parts[number];
        let chosen: Vec<String> = about.chosen(mix.variant[number]).map(|(key, value)| setting(about, key, value)).collect();
        let beside = [vec![format!("{} %", fixed(100.0 * mix.share(number), 0))], chosen].concat().join("; ");
        format!("{} for {} ({beside})", names::sum(mix.money[number]), part(page, number))
    };
    listed(&order.into_iter().map(one).collect::<Vec<_>>())
}

/// A parameter of a part and its value for readers: `cap 300 M KRW a visit`, `rate 60 % of cost`, `not refundable`, `selection: lottery`,
/// `eligible: small and startup`.
pub fn setting(about: &MixPart, key: &str, value: &str) -> String {
    let (name, path) = (key.replace('_', " "), format!("policy.{}.{key}", about.kind.name()));
    let Some(cells) = value.strip_prefix('{').and_then(|inner| inner.strip_suffix('}')) else {
        return match registry::find(&path).filter(|_| !value.starts_with('"')).map(|row| row.unit.as_str()) {
            Some("0 or 1") => format!("{}{name}", if matches!(value, "0" | "false") { "not " } else { "" }),
            Some(unit) => format!("{name} {}", quantity(value, unit)),
            None => format!("{name}: {}", value.trim_matches('"').replace('_', " ")),
        };
    };
    let cells: Vec<(&str, &str)> =
        cells.split(',').filter_map(|cell| cell.split_once('=')).map(|(cell, value)| (cell.trim(), value.trim())).collect();
    let unit = cells.first().and_then(|(cell, _)| registry::find(&format!("{path}.{cell}"))).map_or("", |row| row.unit.as_str());
    // Of what it is a share stands once in the registry; in every cell it would be noise.
    let unit = if unit.starts_with("share") { "share" } else { unit };
    let each: Vec<String> = match unit {
        "0 or 1" => cells.iter().filter(|(_, value)| *value != "0").map(|(cell, _)| (*cell).to_owned()).collect(),
        _ => cells.iter().map(|(cell, value)| format!("{} for {cell}", quantity(value, unit))).collect(),
    };
    format!("{name}: {}", if each.is_empty() { "none".to_owned() } else { listed(&each) })
}

/// A number with its unit as people write it: shares in per cent.
fn quantity(value: &str, unit: &str) -> String {
    match (unit.strip_prefix("share"), value.parse::<f64>()) {
        (Some(of), Ok(share)) => format!("{} %{of}", fixed(100.0 * share, usize::from((100.0 * share).fract().abs() > 1e-9))),
        _ => format!("{value} {}", unit.trim_start_matches('-').replace('/', " a ")).trim_end().to_owned(),
    }
}

/// A number with its interval: `31 (12 to 50)`; an end next to zero is not shown as zero.
pub fn amount((mean, ends): Known) -> String {
    match ends {
        None => format!("{} (no interval)", fixed(mean, if mean.abs() < 10.0 { 2 } else { 1 })),
        Some((low, high)) if mean == 0.0 && low == high => "0".into(),
        Some((low, high)) => {
            let (value, interval) = value_and_interval(mean, low, high);
            format!("{value} ({interval})")
        }
    }
}

/// A difference with its sign and interval: `+31 (12 to 50)`.
pub fn difference(known: Known) -> String {
    let text = amount(known);
    let shown_as_zero = !text.split(' ').next().is_some_and(|value| value.chars().any(|c| ('1'..='9').contains(&c)));
    if known.0 > 0.0 && !shown_as_zero { format!("+{text}") } else { text }
}

/// Public cost, bn KRW a year, at a tenth of a bn where it is ten or more.
pub fn cost((mean, ends): Known) -> String {
    match ends {
        Some((low, high)) if mean >= 10.0 => format!("{} ({} to {})", fixed(mean, 1), fixed(low, 1), fixed(high, 1)),
        _ => amount((mean, ends)),
    }
}

/// A sentence with a capital at its head.
pub fn sentence(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or(String::new(), |first| first.to_uppercase().collect::<String>() + letters.as_str())
}

/// What a mix changes in an objective: `exports by +31 (12 to 50) bn KRW a year`.
pub fn effect(page: &SearchPage<'_>, wanted: &Wanted, gain: Known) -> String {
    format!("{} by {}", objective(page, wanted), change(wanted, gain))
}

/// A change with its unit, and whether it may be nothing.
pub fn change(wanted: &Wanted, gain: Known) -> String {
    let open = gain.1.is_none_or(|(low, high)| low <= 0.0 && high >= 0.0);
    format!("{} {}{}", difference(gain), unit(wanted), if open { ", which may be nothing" } else { "" })
}

/// What the money could go to, what effects are measured against, and of which years numbers are.
pub fn terms(page: &SearchPage<'_>) -> String {
    let file = &page.plan.file;
    let all: Vec<String> = (0..file.parts.len()).map(|number| part(page, number)).collect();
    let level = |(objective_number, wanted): (usize, &Wanted)| {
        let budget = &page.result.budgets[0];
        let first = budget.certified.reported[0];
        let level = budget.means[first][objective_number].0 - budget.gains[first][objective_number].0;
        format!("{} {} {}", objective(page, wanted), rounded(level), unit(wanted))
    };
    let levels: Vec<String> = page.plan.wanted.iter().enumerate().map(level).collect();
    let worlds = match file.worlds.len() {
        1 => String::new(),
        n => format!(" and {n} worlds (sets of assumptions)"),
    };
    format!(
        "Money could go to {}. Effects are against the scenario “{}”{}, where the model has {}; each mix adds its programmes to it. \
         Numbers are means over the {} quarters from {}{worlds}, of simulated runs; intervals, in brackets, hold all together with {} %.",
        listed(&all),
        page.baseline.title,
        if page.baseline.programmes.is_empty() { ", without policy" } else { "" },
        listed(&levels),
        page.baseline.quarters,
        page.baseline.start,
        fixed(100.0 * file.effort.confidence, 0)
    )
}

/// What does not matter, in words: `20 bn KRW a year of exports`.
pub fn margins(page: &SearchPage<'_>) -> String {
    let of = |wanted: &Wanted| format!("{} {} of {}", wanted.objective.epsilon, unit(wanted), objective(page, wanted));
    listed(&page.plan.wanted.iter().map(of).collect::<Vec<_>>())
}

/// A number turned back and multiplied.
pub fn turned((mean, ends): Known, by: f64) -> Known {
    (mean * by, ends.map(|(low, high)| (by * low, by * high)).map(|(a, b)| (a.min(b), a.max(b))))
}

/// The command that makes the page again.
pub fn command(page: &SearchPage<'_>) -> String {
    format!("topline search {}", crate::report::shell::word(&page.plan.file.name))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::search::known_outcomes;
    use crate::scenario::Overrides;
    use crate::scenario::search::SearchFile;

    #[test]
    fn settings_read_with_their_units() {
        let file = SearchFile::load("scenarios/searches/three_aims.toml", &known_outcomes(), &Overrides::default())
            .unwrap_or_else(|problems| panic!("{problems}"));
        let part = |name: &str| file.parts.iter().find(|part| part.name == name).unwrap();
        let said = |name: &str, key: &str, value: &str| setting(part(name), key, value);
        assert_eq!(said("touring_voucher", "cap", "100"), "cap 100 M KRW a visit");
        assert_eq!(said("touring_voucher", "rate", "0.6"), "rate 60 % of cost");
        assert_eq!(said("brokerage", "durable_factor", "1"), "durable factor 1");
        assert_eq!(said("startup_grant", "selection", "\"first_come\""), "selection: first come");
        assert_eq!([said("tax_credit", "refundable", "0"), said("tax_credit", "refundable", "1")], ["not refundable", "refundable"]);
        assert_eq!(said("startup_grant", "eligible", "{ major = 0, mid = 0, small = 1, startup = 1 }"), "eligible: small and startup");
        assert_eq!(said("tax_credit", "rate", "{ major = 0, small = 0.125 }"), "rate: 0 % for major and 12.5 % for small");
    }

    #[test]
    fn an_end_next_to_zero_is_not_shown_as_zero() {
        assert_eq!(difference((2.38, Some((-0.021, 4.79)))), "+2.38 (-0.02 to 4.79)");
        assert_eq!([difference((0.0, Some((0.0, 0.0)))), difference((12.345, None))], ["0", "+12.3 (no interval)"]);
        assert_eq!([cost((23.041, Some((22.63, 23.44)))), cost((5.245, None))], ["23.0 (22.6 to 23.4)", "5.25 (no interval)"]);
    }
}
