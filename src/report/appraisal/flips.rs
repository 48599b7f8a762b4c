//! `flips.csv`: the worlds in which another scenario is better, as boxes of few parameters.

use crate::experiment::appraisal::prim::Restriction;
use crate::experiment::appraisal::robustness::Flip;
use crate::report::output::files;
use crate::report::output::table::{Column, Sheet, cell};
use crate::report::output::tables::Table;
use crate::report::output::text::{counted, listed, rounded};
use crate::scenario::registry;

/// What the file holds.
pub fn sheet() -> Sheet {
    let columns = vec![
        Column::text("outcome", "Outcome."),
        Column::text("scenario", "Scenario that is better in most worlds."),
        Column::text("rival", "Scenario that is better in the worlds of interest."),
        Column::integer("worlds", "Worlds looked at."),
        Column::integer("flipped", "Worlds in which the rival is better."),
        Column::integer("box", "Number of the box, from 1; 0 where no box was found, and then the columns from parameter on are empty."),
        Column::text("parameter", "Parameter that the box restricts; a box has a row for each."),
        Column::text("parameter_unit", "Unit of the ends."),
        Column::number("lower", "The box has worlds with at least this value; empty where not restricted from below."),
        Column::number("upper", "The box has worlds with at most this value; empty where not restricted from above."),
        Column::integer("inside", "Worlds in the box."),
        Column::number("density", "Share of the worlds in the box in which the rival is better.").unit("share"),
        Column::number("coverage", "Share of all worlds in which the rival is better that the box has.").unit("share"),
        Column::number(
            "p",
            "Quasi-p-value of the restriction: probability of so many flipped worlds in the box were the parameter of no account (Bryant and Lempert 2010).",
        ),
    ];
    Sheet { file: files::FLIPS, title: "What flips the ranking", columns, key: &["outcome", "scenario", "rival", "box", "parameter"] }
}

/// The table; none without worlds.
pub fn table(found: &[Flip], names: &[&str]) -> Option<Table> {
    let rows: Vec<Vec<String>> = found.iter().flat_map(|flip| rows(flip, names)).collect();
    (!rows.is_empty()).then(|| Table { sheet: sheet(), rows })
}

fn rows(flip: &Flip, names: &[&str]) -> Vec<Vec<String>> {
    let mut head = vec![flip.measure.name.clone(), names[flip.scenario].into(), names[flip.rival].into()];
    head.extend([flip.worlds, flip.flipped].map(|n| n.to_string()));
    let Some((found, parameters)) = &flip.found else {
        head.push("0".into());
        head.resize(sheet().columns.len(), String::new());
        return vec![head];
    };
    let of = |(restriction, parameter): (&Restriction, &String)| {
        let unit = registry::find(parameter).map_or(String::new(), |row| row.unit.clone());
        let mut row = head.clone();
        row.extend(["1".into(), parameter.clone(), unit, cell(restriction.limits.low), cell(restriction.limits.high)]);
        row.extend([found.inside.to_string(), cell(Some(found.density)), cell(Some(found.coverage)), cell(Some(restriction.p))]);
        row
    };
    found.restrictions.iter().zip(parameters).map(of).collect()
}

/// What flips the ranking of the first outcome, in plain words.
pub fn sentences(found: &[Flip], names: &[&str]) -> String {
    let Some(first) = found.first() else { return String::new() };
    let of_first = found.iter().filter(|flip| flip.measure == first.measure);
    of_first.map(|flip| sentence(flip, names)).collect()
}

fn sentence(flip: &Flip, names: &[&str]) -> String {
    let (scenario, rival, outcome) = (names[flip.scenario], names[flip.rival], &flip.measure.name);
    let head = format!("  {rival} beats {scenario} for {outcome} in {} of {}", flip.flipped, counted(flip.worlds, "world"));
    let Some((found, parameters)) = &flip.found else { return head + "; no parameter tells which\n" };
    let limits = |(r, name): (&Restriction, &String)| match (r.limits.low, r.limits.high) {
        (Some(low), Some(high)) => format!("{name} from {} to {}", rounded(low), rounded(high)),
        (Some(low), None) => format!("{name} at least {}", rounded(low)),
        (_, high) => format!("{name} at most {}", rounded(high.unwrap_or_default())),
    };
    let limits: Vec<String> = found.restrictions.iter().zip(parameters).map(limits).collect();
    let (density, coverage) = (100.0 * found.density, 100.0 * found.coverage);
    format!("{head}: in {density:.0} % of the {} with {}, which are {coverage:.0} % of them\n", found.inside, listed(&limits))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::appraisal::decide::measure;
    use crate::experiment::appraisal::prim::{BoxLimits, PrimBox};

    #[test]
    fn a_flip_without_a_box_has_a_row_with_empty_cells_and_one_with_a_box_a_row_for_each_parameter() {
        let measure = measure("export_revenue").unwrap();
        let none = Flip { measure, scenario: 0, rival: 1, worlds: 40, flipped: 3, found: None };
        let restriction = Restriction { parameter: 0, limits: BoxLimits { low: Some(0.5), high: None }, p: 0.01 };
        let found = PrimBox { restrictions: vec![restriction], inside: 4, density: 0.75, coverage: 1.0 };
        let some = Flip { found: Some((found, vec!["start_probability".into()])), ..none.clone() };
        let rows = table(&[none.clone(), some.clone()], &["a", "b"]).unwrap().rows;
        assert_eq!(rows[0].join(","), "export_revenue,a,b,40,3,0,,,,,,,,");
        assert_eq!(rows[1].join(","), "export_revenue,a,b,40,3,1,start_probability,1/act/quarter,0.5,,4,0.75,1.0,0.01");
        let text = sentences(&[some, none], &["a", "b"]);
        assert!(text.contains("b beats a for export_revenue in 3 of 40 worlds: in 75 % of the 4 with start_probability at least 0.5"), "{text}");
    }
}
