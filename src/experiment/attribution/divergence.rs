//! Where two runs of the same random numbers part, and how the difference spreads.

use std::collections::BTreeMap;

use crate::model::{ChoiceRow, History, PanelRow};
use crate::units::Strategy;

/// A row of one run and of the other.
type Pair<'a, T> = (Option<&'a T>, Option<&'a T>);

/// Where two runs part.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Parting {
    /// The first work for which something else was weighed, in order of quarter, slot and act: in both runs.
    pub weighed: Option<(ChoiceRow, ChoiceRow)>,
    /// The first work for which something else was taken.
    pub taken: Option<(ChoiceRow, ChoiceRow)>,
    /// The first label whose numbers at the end of a quarter differ: in both runs.
    pub label: Option<(PanelRow, PanelRow)>,
    /// Quarter by quarter.
    pub spread: Vec<Spread>,
}

/// How far two runs are apart in a quarter.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Spread {
    /// Quarter of the run.
    pub quarter: usize,
    /// Labels that live in either run at its end.
    pub labels: usize,
    /// Those with any other number, or alive in one run only.
    pub labels_apart: usize,
    /// Those alive in one run only, or with another founder in the slot.
    pub labels_in_one: usize,
    /// Works started in either run.
    pub works: usize,
    /// Those for which something else was weighed.
    pub weighed_apart: usize,
    /// Those with another strategy.
    pub taken_apart: usize,
    /// Those that only one run has.
    pub works_in_one: usize,
}

/// Announced support that differs between two choices: strategy, in the one, in the other.
pub fn support_apart(one: &ChoiceRow, other: &ChoiceRow) -> Vec<(Strategy, f64, f64)> {
    let announced = |row: &ChoiceRow, k: Strategy| row.choice.announced[k.index()];
    Strategy::ALL.into_iter().map(|k| (k, announced(one, k), announced(other, k))).filter(|(_, a, b)| a != b).collect()
}

/// Compares two runs that recorded choices and panel.
pub fn parting(one: &History, other: &History) -> Parting {
    let mut spread: Vec<Spread> = (0..one.quarters.len()).map(|quarter| Spread { quarter, ..Spread::default() }).collect();
    let mut found = Parting::default();
    for pair in pairs(&one.choices, &other.choices, |row| (row.quarter, row.slot, row.act)) {
        work_apart(pair, &mut spread, &mut found);
    }
    for (quarter, pair) in pairs(&one.panel, &other.panel, |row| (row.quarter, row.slot, 0)).into_iter().map(|pair| (of(&pair).quarter, pair)) {
        let spread = &mut spread[quarter as usize];
        spread.labels += 1;
        match pair {
            (Some(a), Some(b)) if a == b => {}
            (Some(a), Some(b)) => {
                spread.labels_apart += 1;
                spread.labels_in_one += usize::from(a.generation != b.generation);
                found.label.get_or_insert((*a, *b));
            }
            _ => {
                spread.labels_apart += 1;
                spread.labels_in_one += 1;
            }
        }
    }
    found.spread = spread;
    found
}

fn work_apart((one, other): Pair<'_, ChoiceRow>, spread: &mut [Spread], found: &mut Parting) {
    let spread = &mut spread[of(&(one, other)).quarter as usize];
    spread.works += 1;
    match (one, other) {
        (Some(a), Some(b)) if a.generation == b.generation => {
            if (a.choice.announced, a.choice.terms, a.choice.feasible) != (b.choice.announced, b.choice.terms, b.choice.feasible) {
                spread.weighed_apart += 1;
                found.weighed.get_or_insert((*a, *b));
            }
            if a.choice.taken != b.choice.taken {
                spread.taken_apart += 1;
                found.taken.get_or_insert((*a, *b));
            }
        }
        _ => spread.works_in_one += 1,
    }
}

fn of<'a, T>(pair: &Pair<'a, T>) -> &'a T {
    pair.0.or(pair.1).expect("one of a pair exists")
}

/// Rows of one key side by side, in order of keys.
fn pairs<'a, T>(one: &'a [T], other: &'a [T], key: impl Fn(&T) -> (u32, u32, u32)) -> Vec<Pair<'a, T>> {
    let mut rows: BTreeMap<(u32, u32, u32), Pair<'a, T>> = one.iter().map(|row| (key(row), (Some(row), None))).collect();
    for row in other {
        rows.entry(key(row)).or_default().1 = Some(row);
    }
    rows.into_values().collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::attribution::channels::twins;
    use crate::model::Simulation;
    use crate::scenario::Draft;

    fn short(name: &str, settings: &[(&str, &str)]) -> crate::scenario::Scenario {
        let mut draft = Draft::load(format!("scenarios/{name}.toml")).unwrap();
        for (path, value) in [("run.scale", "0.2"), ("run.quarters", "8")].iter().chain(settings) {
            draft.set(path, value).unwrap();
        }
        draft.build().unwrap()
    }

    #[test]
    fn runs_part_in_the_quarter_in_which_a_policy_begins_and_not_before() {
        let (baseline, grants) = (short("baseline", &[]), short("startup_grants", &[("policy.production_grant.start", "2026Q4")]));
        let [twin, run] = twins(&mut Simulation::new(&baseline), [&baseline, &grants], 1, 0).unwrap();
        let found = parting(&twin, &run);
        let (one, other) = found.weighed.unwrap();
        assert_eq!((one.quarter, one.slot, one.act), (other.quarter, other.slot, other.act));
        assert_eq!(one.quarter, 3);
        assert!(support_apart(&one, &other).iter().all(|(_, before, with)| *before == 0.0 && *with > 0.0));
        assert!(found.spread[..3].iter().all(|s| s.labels_apart + s.weighed_apart + s.taken_apart + s.works_in_one == 0 && s.works > 0));
        // All labels may be apart at once; a year later some are too young to differ.
        assert!([3, 7].iter().all(|t| found.spread[*t].labels_apart > 0));
        let same = parting(&twin, &twin);
        assert!(same.weighed.is_none() && same.label.is_none());
    }
}
