//! `what_ifs.csv`: what each scenario does where an event happens, and what the event itself does.

use super::chief::EXPORTS;
use crate::experiment::appraisal::what_if::{Shift, WhatIf};
use crate::report::output::files;
use crate::report::output::table::{Column, Sheet, cell};
use crate::report::output::tables::Table;
use crate::report::output::text::value_and_interval;

/// What the file holds.
pub fn sheet() -> Sheet {
    let columns = vec![
        Column::text("event", "Scenario whose events happen in all scenarios (--if)."),
        Column::text("scenario", "Scenario; the rows of the baseline say what the event itself does."),
        Column::text("outcome", "Outcome; `outcome.class` is 1 in replicates of the class and 0 in others."),
        Column::text("unit", "Unit of all differences."),
        Column::integer("n", "Pairs of replicates."),
        Column::number("mean_difference", "Scenario less baseline, both with the event; of the baseline, with the event less without."),
        Column::number("ci_low", "Lower end of its 95 % interval (Student's t; of a class, Tango's)."),
        Column::number("ci_high", "Upper end of it."),
        Column::number("p_value", "Two-sided probability of such a difference, or a larger one, by chance; of many told together, correct it.")
            .unit("share"),
        Column::number("without", "The same difference without the event, over the same pairs; empty for the baseline."),
        Column::number("change", "What the event changes in the difference; empty for the baseline."),
        Column::number("change_low", "Lower end of its 95 % interval (Student's t)."),
        Column::number("change_high", "Upper end of it."),
        Column::number("change_p", "Two-sided probability of such a change, or a larger one, by chance.").unit("share"),
    ];
    Sheet { file: files::WHAT_IFS, title: "Scenarios where an event happens", columns, key: &["event", "scenario", "outcome"] }
}

/// The table; none where no event was asked for.
pub fn table(found: &[WhatIf], names: &[&str]) -> Option<Table> {
    let row = |what_if: &WhatIf, shift: &Shift| {
        let effect = &shift.effect.difference;
        let mut row = vec![what_if.event.clone(), names[shift.scenario].to_owned(), shift.measure.name.clone(), shift.measure.unit.to_owned()];
        row.push(effect.n.to_string());
        row.extend([effect.mean, effect.ci_low, effect.ci_high, shift.effect.p].map(cell));
        let change = shift.change.as_ref();
        let of_change = change.map(|c| c.difference).unwrap_or_default();
        row.extend([change.and_then(|c| c.baseline_mean), of_change.mean, of_change.ci_low, of_change.ci_high].map(cell));
        row.push(cell(change.and_then(|c| c.p)));
        row
    };
    let rows: Vec<Vec<String>> = found.iter().flat_map(|w| w.shifts.iter().map(move |shift| row(w, shift))).collect();
    (!rows.is_empty()).then(|| Table { sheet: sheet(), rows })
}

/// A line for each event: what it does to exports, and what each scenario does then.
pub fn text(found: &[WhatIf], names: &[&str], baseline: Option<usize>) -> String {
    let line = |what_if: &WhatIf| {
        let of_exports = what_if.shifts.iter().filter(|shift| shift.measure.name == EXPORTS);
        let shown = |shift: &Shift| {
            let difference = &shift.effect.difference;
            let (mean, ends) = difference.mean.zip(difference.ci_low.zip(difference.ci_high))?;
            let (value, ends) = value_and_interval(mean, ends.0, ends.1);
            Some(format!("{} ({ends})", if mean > 0.0 { format!("+{value}") } else { value }))
        };
        let event = of_exports.clone().find(|shift| Some(shift.scenario) == baseline).and_then(shown).unwrap_or("not known".into());
        let policies: Vec<String> = of_exports
            .filter(|shift| Some(shift.scenario) != baseline)
            .filter_map(|shift| Some(format!("{} {}", names[shift.scenario], shown(shift)?)))
            .collect();
        format!("If {}: {EXPORTS} {event} bn KRW/yr without policy; then {}.\n", what_if.event, policies.join("; "))
    };
    found.iter().map(line).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::appraisal::decide::measure;
    use crate::outcome::statistics::Paired;

    #[test]
    fn a_row_has_the_effect_with_the_event_and_what_the_event_changes_in_it() {
        let measure = measure(EXPORTS).unwrap();
        let effect = Paired::of(&[Some(1.0), Some(2.0), Some(3.0)], &[Some(2.0), Some(4.0), Some(4.0)]);
        let change = Paired::of(&[Some(3.0), Some(3.0), Some(3.0)], &[Some(1.0), Some(2.0), Some(1.0)]);
        let event = Paired::of(&[Some(9.0), Some(9.0), Some(9.0)], &[Some(1.0), Some(2.0), Some(3.0)]);
        let shifts = vec![
            Shift { scenario: 0, measure: measure.clone(), effect: event, change: None },
            Shift { scenario: 1, measure, effect, change: Some(change) },
        ];
        let found = [WhatIf { event: "exit".into(), title: "A platform leaves".into(), shifts, runs: 6, failed: 0 }];
        let rows = table(&found, &["baseline", "grant"]).unwrap().rows;
        assert_eq!(rows[0][..6], ["exit", "baseline", EXPORTS, "bn KRW/yr", "3", "-7.0"]);
        assert_eq!(rows[0][9..], ["", "", "", "", ""]);
        let number = |cell: &str| cell.parse::<f64>().unwrap();
        assert!((number(&rows[1][5]) - 4.0 / 3.0).abs() < 1e-12 && number(&rows[1][9]) == 3.0 && (number(&rows[1][10]) + 5.0 / 3.0).abs() < 1e-12);
        assert!(rows.iter().all(|row| row.len() == sheet().columns.len()));
        let text = text(&found, &["baseline", "grant"], Some(0));
        assert!(text.starts_with("If exit: export_revenue -7.0 (") && text.contains("then grant +1.3 ("), "{text}");
        assert!(super::table(&[], &[]).is_none());
    }
}
