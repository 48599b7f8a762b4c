//! The command that repeats an experiment, from what its folder says of it.

use super::data::Data;

/// The command.
pub fn command(data: &Data) -> String {
    let experiment = &data.experiment;
    let mut words = vec!["topline".to_string(), experiment.command.clone()];
    words.extend(experiment.baseline.clone());
    words.extend(experiment.scenarios.iter().map(|s| s.name.clone()).filter(|name| experiment.baseline.as_ref() != Some(name)));
    words.push(replicates(data));
    words.push(format!("-s {} --quarters {}", experiment.seed, experiment.quarters));
    words.extend((experiment.scale != 1.0).then(|| format!("--scale {}", experiment.scale)));
    words.extend(experiment.set.iter().map(|set| format!("--set {set}")));
    words.extend((!data.budget.is_empty()).then(|| "--budget-check".to_string()));
    words.extend(data.regret.first().map(|r| format!("--worlds {} --world-replicates {}", r.worlds, r.replicates)));
    words.join(" ")
}

/// A fixed number, or the question that fixed it.
fn replicates(data: &Data) -> String {
    let Some(asked) = data.decision.first() else { return format!("-r {}", data.experiment.replicates) };
    let mut words = format!("--decide {}", asked.outcome);
    words += &asked.margin.filter(|m| *m != 0.0).map_or(String::new(), |margin| format!(":{margin}"));
    words += &asked.confidence.filter(|c| *c != 0.95).map_or(String::new(), |confidence| format!(" --confidence {confidence}"));
    let open = data.decision.iter().any(|d| d.status == "undecided");
    words + &if open { format!(" --max-replicates {}", data.experiment.replicates) } else { String::new() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::html::data::{Experiment, Scenario};
    use crate::report::html::rows::Decision;

    fn data() -> Data {
        let scenario = |name: &str| Scenario { name: name.into(), title: name.into(), ..Scenario::default() };
        let scenarios = vec![scenario("baseline"), scenario("golden")];
        let experiment = Experiment {
            command: "compare".into(),
            baseline: Some("baseline".into()),
            scenarios,
            replicates: 40,
            seed: 7,
            quarters: 8,
            scale: 0.5,
            set: vec!["start_probability=0.6".into()],
            ..Experiment::default()
        };
        Data { experiment, ..Data::default() }
    }

    #[test]
    fn an_experiment_is_repeated_with_all_that_it_was_asked() {
        let expected = "topline compare baseline golden -r 40 -s 7 --quarters 8 --scale 0.5 --set start_probability=0.6";
        assert_eq!(command(&data()), expected);
    }

    #[test]
    fn a_decision_is_repeated_by_its_question() {
        let decision = Decision {
            scenario: "golden".into(),
            outcome: "export_revenue".into(),
            unit: "bn KRW/yr".into(),
            margin: Some(11.5),
            confidence: Some(0.95),
            replicates: 40,
            status: "undecided".into(),
            best: "golden".into(),
            replicates_needed: None,
        };
        let asked = Data { decision: vec![decision], ..data() };
        assert!(command(&asked).contains(" --decide export_revenue:11.5 --max-replicates 40 -s 7 "), "{}", command(&asked));
    }
}
