//! `certificate.json`: what is claimed of a front, with which probability, of which mixes, and what is not claimed.

use serde_json::{Value, json};

use super::names;
use crate::experiment::search::{BudgetResult, FRESH, SearchPlan, SearchResult};
use crate::report::output::text::fixed;

/// The certificate.
pub fn certificate(plan: &SearchPlan, result: &SearchResult) -> Value {
    let objectives: Vec<Value> = plan
        .wanted
        .iter()
        .map(|wanted| {
            json!({
                "outcome": wanted.measure.name, "unit": wanted.measure.unit, "better": if wanted.objective.higher { "higher" } else { "lower" },
                "epsilon": wanted.objective.epsilon, "over_worlds": wanted.objective.over.name(),
            })
        })
        .collect();
    let budgets: Vec<Value> = result.budgets.iter().enumerate().map(|(number, budget)| of_budget(plan, number, budget)).collect();
    json!({
        "program": "topline",
        "version": env!("CARGO_PKG_VERSION"),
        "search": plan.file.name,
        "title": plan.file.title,
        "plan": plan.hash,
        "seed": plan.file.seed,
        "confidence": plan.file.effort.confidence,
        "objectives": objectives,
        "public_cost_at_most": plan.file.cost_limit,
        "worlds": plan.file.worlds.iter().map(|world| &world.name).collect::<Vec<_>>(),
        "instruments": plan.file.parts.iter().map(|part| &part.name).collect::<Vec<_>>(),
        "reached": result.budgets.iter().all(|budget| budget.certified.reached),
        "budgets": budgets,
        "runs": result.runs,
        "failed": result.failed,
        "not_claimed": not_claimed(plan),
    })
}

fn of_budget(plan: &SearchPlan, number: usize, budget: &BudgetResult) -> Value {
    let certified = &budget.certified;
    let mixes: Vec<String> = (0..certified.reported.len()).map(|place| names::mix(plan, number, place)).collect();
    let [beaten, too_dear, set_aside, twins] = budget.left;
    let challenge = budget.challenged.as_ref().map(|challenged| {
        json!({
            "mixes": challenged.mixes, "beat_the_front": challenged.beat.len(), "not_told": challenged.open.len(),
            "largest_share_that_may": challenged.share, "confidence": 0.95, "blocks": challenged.blocks,
        })
    });
    json!({
        "budget": budget.sum,
        "universe": {
            "enumerated": budget.enumerated, "lattice_units": plan.file.effort.units, "refined": budget.refined,
            "left_before": { "beaten": beaten, "too_dear": too_dear, "set_aside": set_aside, "twins": twins },
            "candidates": budget.candidates.len(),
        },
        "fresh_replicates": { "first": FRESH, "last": FRESH + certified.blocks.saturating_sub(1), "blocks": certified.blocks },
        "error_of_one_interval": certified.error_of_one,
        "reached": certified.reached,
        "reported": mixes,
        "challenge": challenge,
        "claimed": claimed(plan, budget, &margins(plan)),
    })
}

/// What is claimed for a sum, in sentences, given what does not matter in words; all but that of the challenge hold together with the
/// confidence.
pub fn claimed(plan: &SearchPlan, budget: &BudgetResult, margin: &str) -> Vec<String> {
    let (certified, effort) = (&budget.certified, plan.file.effort);
    let percent = fixed(100.0 * effort.confidence, if (100.0 * effort.confidence).fract() == 0.0 { 0 } else { 1 });
    let candidates = budget.candidates.len();
    // Of one objective there is nothing to be better in every one of.
    let (in_every, in_any) = if plan.wanted.len() > 1 { (" in every objective", " in any objective") } else { ("", "") };
    let mut said = Vec::new();
    if certified.reached {
        said.push(format!("With {percent} %: none of the {candidates} candidates is better than a reported mix by more than {margin}{in_every}."));
        said.push(format!(
            "With the same {percent} %: for each of the {candidates} candidates there is a reported mix that is no worse by more than {margin}{in_any}."
        ));
        if let Some(limit) = plan.file.cost_limit {
            said.push(format!("With the same {percent} %: the mean public cost of each reported mix is at most {limit} bn KRW a year."));
        }
    } else {
        said.push(format!(
            "Nothing of the front: after {} fresh blocks it could not be told at {percent} % that no candidate is better by more than what does not matter.",
            certified.blocks
        ));
    }
    if let Some(challenged) = &budget.challenged {
        let share = fixed(100.0 * challenged.share, 1);
        said.push(match (challenged.beat.len(), challenged.open.len()) {
            (0, 0) => format!(
                "With 95 %: of all mixes of the space, at most {share} % beat every reported mix by more than what does not matter; none of {} random ones did.",
                challenged.mixes
            ),
            (beat, open) => format!(
                "With 95 %: of all mixes of the space, at most {share} % beat every reported mix by more than what does not matter; of {} random ones {} did, and of {open} it could not be told.",
                challenged.mixes,
                if beat == 0 { "none".to_owned() } else { beat.to_string() }
            ),
        });
    }
    said
}

/// What does not matter, in words.
pub fn margins(plan: &SearchPlan) -> String {
    let of = |wanted: &crate::experiment::search::Wanted| format!("{} {} ({})", wanted.objective.epsilon, wanted.measure.unit, wanted.measure.name);
    plan.wanted.iter().map(of).collect::<Vec<_>>().join(", ")
}

/// What is not claimed, in sentences.
pub fn not_claimed(plan: &SearchPlan) -> Vec<String> {
    let mut said = vec![
        "That no other mix is better: the candidates were chosen from all mixes by few runs each, and what was left out then is not certified to be worse.".to_owned(),
        match plan.file.effort.challenge {
            0 => "How many of all mixes may be better: no random mixes were tried (challenge = 0 in the search file).".to_owned(),
            _ => "That none of all mixes is better: the random mixes limit the share of those that may be.".to_owned(),
        },
        "Anything of instruments, rates, caps or choices that the search file does not name.".to_owned(),
        "That the model is right: every sentence is of means of its runs. What the model rests on is in docs/assumptions.md.".to_owned(),
    ];
    said.push(match plan.file.worlds.len() {
        1 => {
            "Anything of other worlds than the one that was searched; `topline compare` of the written scenarios looks at plausible ones.".to_owned()
        }
        n => format!("Anything of other worlds than the {n} that were searched."),
    });
    said
}
