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
    let [in_every, in_any, in_some] =
        if plan.wanted.len() > 1 { [" in every objective", " in any objective", ", in some objective"] } else { [""; 3] };
    let mut said = Vec::new();
    if certified.reached {
        let alone = certified.reported.len() == 1;
        let than = if alone { "the reported mix" } else { "any reported mix" };
        said.push(format!("With {percent} %: none of the {candidates} candidates is better than {than} by more than {margin}{in_every}."));
        // Of one objective and one reported mix this would be the same sentence.
        if !(alone && plan.wanted.len() == 1) {
            said.push(format!(
                "With the same {percent} %: whichever of the {candidates} candidates one would have preferred, some reported mix gives up no more than {margin} against it{in_any}."
            ));
        }
        if let Some(limit) = plan.file.cost_limit {
            said.push(format!("With the same {percent} %: the mean public cost of each reported mix is at most {limit} bn KRW a year."));
        }
    } else {
        said.push(format!(
            "Nothing is certified: {} new simulations of each candidate (fresh blocks) were too few to tell at {percent} % that none of them is better by more than {margin}{in_every}.",
            certified.blocks
        ));
    }
    if let Some(challenged) = &budget.challenged {
        let beat = match challenged.beat.len() {
            0 => "none was shown to be better by so much".to_owned(),
            1 => "1 was shown to be better by so much".to_owned(),
            n => format!("{n} were shown to be better by so much"),
        };
        let open = match challenged.open.len() {
            0 => String::new(),
            n => format!(", and for {n} it stayed open"),
        };
        said.push(format!(
            "With 95 %, a probability of its own: of all mixes that the search file allows, at most {} in 100 are better than {} by more than {margin}{in_some}. \
             Of {} that were drawn at random {beat}{open}.",
            fixed(100.0 * challenged.share, 1),
            if certified.reported.len() == 1 { "the reported mix" } else { "each reported mix" },
            challenged.mixes
        ));
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
        format!(
            "It is not claimed that no other mix is better: the candidates were chosen by few runs of each mix, and what was left out then may be better. {}",
            match plan.file.effort.challenge {
                0 => "How many of all mixes are was not looked at: none was drawn at random to see (challenge = 0 in the search file).",
                _ => "Of all mixes it is claimed alone that few are better by so much.",
            }
        ),
        "Nothing is claimed of instruments, rates, caps or choices that the search file does not name.".to_owned(),
        "It is not claimed that the model is right: every sentence is of means of its runs. What the model rests on is listed in docs/assumptions.md of the project.".to_owned(),
    ];
    said.push(match plan.file.worlds.len() {
        1 => {
            "Nothing is claimed of other worlds (sets of assumptions) than the one that was searched; a comparison of the written scenarios (topline compare) looks at plausible ones.".to_owned()
        }
        n => format!("Nothing is claimed of other worlds (sets of assumptions) than the {n} that were searched."),
    });
    said
}
