//! What is allowed and yet probably not meant: told beside results, never refused.

use std::fmt;

use super::registry::{self, Row};
use super::{Difference, Entry, Scenario, diff, instrument_or_event};
use crate::policy::UNLIMITED;
use crate::units::amount_in_words;

/// Differences of the world that are told one by one.
const TOLD: usize = 4;

/// Something that a user should know of a scenario.
#[derive(Clone, Debug, PartialEq)]
pub enum ScenarioWarning {
    /// A programme of policy that runs in no quarter: it is not in force, or has no money, rate or other strength.
    Idle {
        /// Scenario.
        scenario: String,
        /// Programme.
        programme: String,
    },
    /// An amount of money far from the usual one: probably meant in another unit.
    Amount {
        /// Scenario.
        scenario: String,
        /// Parameter.
        path: String,
        /// The amount, M KRW.
        amount: f64,
        /// The usual one, M KRW.
        usual: f64,
    },
    /// A core that sets itself what a core switches off.
    KeptOn {
        /// Scenario.
        scenario: String,
        /// Paths, each with its value and where it was set.
        values: Vec<String>,
    },
    /// A scenario whose world is not that of the baseline: what differs is not the effect of policy alone.
    OtherWorld {
        /// Scenario.
        scenario: String,
        /// Baseline.
        baseline: String,
        /// Parameters of the world that differ.
        differences: Vec<Difference>,
    },
}

impl fmt::Display for ScenarioWarning {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Idle { scenario, programme } => {
                write!(
                    f,
                    "warning: `{programme}` of `{scenario}` runs in no quarter: see its start and end, its money and what else its strength is made of"
                )
            }
            Self::Amount { scenario, path, amount, usual } => {
                let (said, usual) = (amount_in_words(*amount), amount_in_words(*usual));
                write!(
                    f,
                    "warning: `{path}` of `{scenario}` is {said} where {usual} is usual: a bare number is in M KRW (`8bn` and `80억` have a unit)"
                )
            }
            Self::KeptOn { scenario, values } => {
                write!(f, "warning: `{scenario}` is a core and keeps what it sets itself: {}", values.join(", "))
            }
            Self::OtherWorld { scenario, baseline, differences } => {
                let value = |value: &Option<String>| value.clone().unwrap_or_else(|| "none".into());
                let told = differences.iter().take(TOLD).map(|d| format!("{} ({}, there {})", d.path, value(&d.b), value(&d.a)));
                let more = if differences.len() > TOLD { format!(" and {} more", differences.len() - TOLD) } else { String::new() };
                write!(
                    f,
                    "warning: `{scenario}` differs from `{baseline}` in its world as well: {}{more}; what comes out differs by that too, \
                     not by policy alone (`extends = \"{baseline}\"` gives it the same world; see `topline diff {baseline} {scenario}`)",
                    told.collect::<Vec<_>>().join(", ")
                )
            }
        }
    }
}

/// How far from the usual an amount is told: under a thousandth, or over a hundred times.
const FEW: f64 = 1e-3;
const MANY: f64 = 100.0;

/// Path of the row of a programme's parameter: several programmes of an instrument have numbers, `policy.tax_credit[2].budget`.
fn without_number(path: &str) -> String {
    match (path.find('['), path.find(']')) {
        (Some(open), Some(close)) if open < close => format!("{}{}", &path[..open], &path[close + 1..]),
        _ => path.to_owned(),
    }
}

/// The usual amount of a row of policy: its default, or where that stands for none the upper end of its range.
fn usual(row: &Row) -> Option<f64> {
    let default: f64 = row.default.parse().ok()?;
    let amount = if default >= UNLIMITED || default == 0.0 { row.high? } else { default };
    (row.unit.starts_with("M KRW") && amount > 0.0).then_some(amount)
}

impl Scenario {
    /// Amounts of its instruments that are far from the usual ones.
    fn amounts(&self) -> Vec<ScenarioWarning> {
        let of = |entry: &Entry| {
            let usual = usual(registry::find(&without_number(&entry.path))?)?;
            let amount: f64 = entry.value.parse().ok()?;
            let far = amount > 0.0 && amount != UNLIMITED && (amount < FEW * usual || amount > MANY * usual);
            far.then(|| ScenarioWarning::Amount { scenario: self.name.clone(), path: entry.path.clone(), amount, usual })
        };
        self.entries().iter().filter(|entry| entry.is_set() && entry.path.starts_with("policy.")).filter_map(of).collect()
    }

    /// Its programmes that never run, amounts that are probably meant in another unit, and what it sets itself though it is a core.
    pub fn warnings(&self) -> Vec<ScenarioWarning> {
        let values: Vec<String> = self.kept_on().map(|entry| format!("{} = {} ({})", entry.path, entry.value, entry.origin)).collect();
        let kept = (!values.is_empty()).then(|| ScenarioWarning::KeptOn { scenario: self.name.clone(), values });
        let last = self.quarters as i32;
        let idle = self.programmes.iter().filter(|programme| !(0..last).any(|quarter| programme.is_on(self.start, quarter)));
        let idle = idle.map(|programme| ScenarioWarning::Idle { scenario: self.name.clone(), programme: programme.name.clone() });
        idle.chain(self.amounts()).chain(kept).collect()
    }

    /// Where its world is not that of a baseline.
    pub fn warning_beside(&self, baseline: &Scenario) -> Option<ScenarioWarning> {
        let of_world = |d: &Difference| instrument_or_event(&d.path).is_none() && !d.path.starts_with("run.");
        let differences: Vec<Difference> = diff(baseline, self).into_iter().filter(of_world).collect();
        let (scenario, baseline) = (self.name.clone(), baseline.name.clone());
        (!differences.is_empty()).then_some(ScenarioWarning::OtherWorld { scenario, baseline, differences })
    }
}

#[cfg(test)]
mod tests {
    use crate::scenario::Draft;

    fn scenario(settings: &[(&str, &str)]) -> crate::scenario::Scenario {
        let mut draft = Draft::load("scenarios/baseline.toml").unwrap();
        settings.iter().for_each(|(path, value)| draft.set(path, value).unwrap());
        draft.build().unwrap()
    }

    #[test]
    fn a_programme_that_begins_after_the_run_is_idle() {
        let late = scenario(&[("policy.brokerage.start", "2040Q1")]);
        assert!(late.warnings()[0].to_string().contains("`brokerage` of `baseline` runs in no quarter"));
        assert!(scenario(&[("policy.brokerage.start", "2035Q4")]).warnings().is_empty(), "one quarter is enough");
    }

    #[test]
    fn a_programme_announced_without_money_is_idle() {
        assert_eq!(scenario(&[("policy.brokerage.budget", "499")]).warnings().len(), 1, "no deal is paid");
        assert!(scenario(&[("policy.brokerage.budget", "500")]).warnings().is_empty());
    }

    #[test]
    fn another_world_is_told_with_both_values_and_policy_is_not() {
        let other = scenario(&[("fixed_cost.major", "60000"), ("policy.brokerage.places", "4")]);
        let said = other.warning_beside(&scenario(&[])).unwrap().to_string();
        assert!(said.contains("its world as well: fixed_cost.major (60000, there "), "{said}");
        assert!(!said.contains("brokerage"), "{said}");
        assert_eq!(scenario(&[("policy.brokerage.places", "4")]).warning_beside(&scenario(&[])), None);
    }
}
