//! Call 0: the quarter's conditions under the scheduled events (section 7 of the model), and the hit.

use crate::model::equation::events::{in_full, strikes};
use crate::model::state::{Conditions, Economy};
use crate::model::step::StepContext;
use crate::scenario::Event;
use crate::units::{Platform, Strategy, Tier};

/// Call 0: sets the quarter's conditions; a platform that leaves in full ends its partnerships.
pub fn set_conditions(step: &StepContext, e: &mut Economy) {
    e.conditions = Conditions::of_quarter(step.constants, step.t);
    for event in step.constants.events {
        if let Event::PlatformExit { platform, span, strength } = *event
            && (span.from == step.t || step.t == 0 && span.contains(0))
            && step.t >= 0
            && in_full(strength)
        {
            end_partnerships(e, platform);
        }
    }
}

fn end_partnerships(e: &mut Economy, platform: Platform) {
    for i in 0..e.labels.slots() {
        if e.labels.partner(i) == Some(platform) {
            e.labels.end_partnership(i);
        }
    }
}

/// The hit, right after call 6: one work of the tier becomes a tie_in placed on the platform with
/// the popularity of a world hit.
pub fn strike_hits(step: &StepContext, e: &mut Economy) {
    for event in step.constants.events {
        if let Event::Hit { quarter, tier, platform, popularity, .. } = *event
            && quarter == step.t
            && strikes(popularity)
            && let Some(x) = hit_work(e, tier)
        {
            e.works.strategy[x] = Strategy::TieIn;
            e.works.platform[x] = platform.index() as u8;
            e.works.hit[x] = true;
            e.works.list_titles();
        }
    }
}

/// The first placed tie_in of the tier, else its first tie_in, else its first work.
fn hit_work(e: &Economy, tier: Tier) -> Option<usize> {
    let of_tier = |x: &usize| e.labels.tier[e.works.label[*x] as usize] == tier;
    let tie_in = |x: &usize| e.works.strategy[*x] == Strategy::TieIn;
    let works = || (0..e.works.len()).filter(of_tier);
    works().find(|x| tie_in(x) && e.works.placed(*x)).or_else(|| works().find(tie_in)).or_else(|| works().next())
}

/// Popularity, quality floor and localisation of the hit in force for the tier of a hit work.
pub fn hit_of(step: &StepContext, tier: Tier) -> Option<(f64, f64, f64)> {
    step.constants.events.iter().find_map(|event| match *event {
        Event::Hit { quarter, tier: of, popularity, quality_floor, localisation, .. } if quarter == step.t && of == tier && strikes(popularity) => {
            Some((popularity, quality_floor, localisation))
        }
        _ => None,
    })
}
