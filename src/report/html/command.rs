//! The command that repeats an experiment, from what its folder says of it.

use super::data::FolderData;
use crate::report::output::manifest::ComparisonRequest;
use crate::report::output::shell::word as quoted;

/// The command.
pub fn command(data: &FolderData) -> String {
    std::iter::once("topline".to_owned()).chain(arguments(data)).map(|word| quoted(&word)).collect::<Vec<_>>().join(" ")
}

/// Its words, without the program's name.
pub fn arguments(data: &FolderData) -> Vec<String> {
    let experiment = &data.experiment;
    let mut words = vec![experiment.command.clone()];
    words.extend(scenarios(data));
    let inquiry = asked(data);
    words.extend(inquiry.as_ref().and_then(decision).unwrap_or(vec!["-r".into(), experiment.replicates.to_string()]));
    words.extend(["-s".into(), experiment.seed.to_string(), "--quarters".into(), experiment.quarters.to_string()]);
    words.extend(option("--scale", (experiment.scale != 1.0).then_some(experiment.scale)));
    words.extend(experiment.set.iter().flat_map(|set| option("--set", Some(set))));
    words.extend(inquiry.iter().flat_map(further));
    words
}

/// An option with its value; nothing without one.
fn option(name: &str, value: Option<impl ToString>) -> Vec<String> {
    value.map_or(Vec::new(), |value| vec![name.to_owned(), value.to_string()])
}

/// Scenarios as they were given, the baseline first; of an older folder by their names.
fn scenarios(data: &FolderData) -> Vec<String> {
    let experiment = &data.experiment;
    if experiment.given.len() == experiment.scenarios.len() {
        return experiment.given.clone();
    }
    let others = experiment.scenarios.iter().map(|s| s.name.clone()).filter(|name| experiment.baseline.as_ref() != Some(name));
    experiment.baseline.iter().cloned().chain(others).collect()
}

/// The question that fixed the number of replicates.
fn decision(asked: &ComparisonRequest) -> Option<Vec<String>> {
    let words = option("--decide", Some(asked.decide.as_ref()?)).into_iter();
    let confidence = option("--confidence", asked.confidence.filter(|c| *c != 0.95));
    Some(words.chain(confidence).chain(option("--max-replicates", asked.max_replicates)).collect())
}

/// What else was asked.
fn further(asked: &ComparisonRequest) -> Vec<String> {
    let mut words: Vec<String> = asked.budget_check.then(|| "--budget-check".to_string()).into_iter().collect();
    words.extend(option("--cost", asked.cost.as_ref()));
    words.extend(option("--worlds", asked.worlds.as_deref().or(Some("0")).filter(|worlds| *worlds != "all")));
    words.extend(option("--world-replicates", asked.world_replicates.filter(|_| asked.worlds.is_some())));
    words.extend(asked.targets.iter().flat_map(|target| option("--target", Some(target))));
    words.extend(option("--spend", asked.spend));
    words.extend(asked.events.iter().flat_map(|event| option("--if", Some(&event.given))));
    words.extend(option("--benefit-share", asked.benefit_share));
    words.extend(option("--weights", asked.weights.as_ref()));
    words.extend((!asked.twins).then(|| "--no-twins".to_string()));
    words
}

/// What the manifest says was asked, else what the tables of an older folder tell of it; nothing of other commands.
fn asked(data: &FolderData) -> Option<ComparisonRequest> {
    if data.experiment.asked.is_some() || data.experiment.command != "compare" {
        return data.experiment.asked.clone();
    }
    let first = data.decision.first();
    let margin = first.and_then(|d| d.margin).filter(|m| *m != 0.0).map_or(String::new(), |margin| format!(":{margin}"));
    let open = data.decision.iter().any(|d| d.status == "undecided");
    Some(ComparisonRequest {
        decide: first.map(|d| format!("{}{margin}", d.outcome)),
        confidence: first.and_then(|d| d.confidence),
        max_replicates: open.then_some(data.experiment.replicates as u32),
        worlds: data.regret.first().map(|r| r.worlds.to_string()),
        world_replicates: data.regret.first().map(|r| r.replicates as u32),
        targets: Vec::new(),
        spend: None,
        budget_check: data.budget,
        cost: None,
        events: Vec::new(),
        benefit_share: None,
        weights: None,
        twins: true,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::html::data::{ExperimentSummary, ScenarioSummary};
    use crate::report::html::rows::DecisionRow;
    use crate::report::output::manifest::AskedEvent;

    fn data() -> FolderData {
        let scenario = |name: &str| ScenarioSummary { name: name.into(), title: name.into(), ..ScenarioSummary::default() };
        let scenarios = vec![scenario("baseline"), scenario("golden")];
        let experiment = ExperimentSummary {
            command: "compare".into(),
            baseline: Some("baseline".into()),
            scenarios,
            replicates: 40,
            seed: 7,
            quarters: 8,
            scale: 0.5,
            set: vec!["start_probability=0.6".into()],
            ..ExperimentSummary::default()
        };
        FolderData { experiment, ..FolderData::default() }
    }

    #[test]
    fn an_experiment_is_repeated_with_all_that_it_was_asked() {
        let expected = "topline compare baseline golden -r 40 -s 7 --quarters 8 --scale 0.5 --set start_probability=0.6 --worlds 0";
        assert_eq!(command(&data()), expected);
    }

    #[test]
    fn scenarios_are_named_as_they_were_given_and_quoted_for_a_shell() {
        let mut given = data();
        given.experiment.given = vec!["baseline".into(), "my files/$(touch x).toml".into()];
        assert!(command(&given).starts_with("topline compare baseline 'my files/$(touch x).toml' -r 40"), "{}", command(&given));
    }

    #[test]
    fn a_decision_is_repeated_by_its_question() {
        let decision = DecisionRow {
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
        let asked = FolderData { decision: vec![decision], ..data() };
        assert!(command(&asked).contains(" --decide export_revenue:11.5 --max-replicates 40 -s 7 "), "{}", command(&asked));
    }

    #[test]
    fn a_decision_is_repeated_as_it_was_asked_not_as_it_was_worked_out() {
        let inquiry = ComparisonRequest {
            decide: Some("export_revenue: 0.5%".into()),
            confidence: Some(0.9),
            max_replicates: Some(200),
            worlds: Some("4".into()),
            world_replicates: Some(20),
            targets: vec!["export_revenue>=2000".into()],
            spend: Some(30000.0),
            budget_check: true,
            cost: Some("net_fiscal_cost".into()),
            events: vec![AskedEvent {
                given: "event_platform_exit".into(),
                name: "event_platform_exit".into(),
                title: "A platform leaves".into(),
                title_ko: None,
                hash: String::new(),
            }],
            benefit_share: Some(0.25),
            weights: Some("exports=2,small=1".into()),
            twins: false,
        };
        let mut asked = data();
        asked.experiment.asked = Some(inquiry);
        let expected = "topline compare baseline golden --decide 'export_revenue: 0.5%' --confidence 0.9 --max-replicates 200 -s 7 --quarters 8 \
                        --scale 0.5 --set start_probability=0.6 --budget-check --cost net_fiscal_cost --worlds 4 --world-replicates 20 \
                        --target 'export_revenue>=2000' --spend 30000 --if event_platform_exit --benefit-share 0.25 --weights exports=2,small=1 --no-twins";
        assert_eq!(command(&asked), expected);
    }
}
