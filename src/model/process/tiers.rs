//! Tiers and sizes of labels, at the year's end and at the end of the burn-in (4.8).

use crate::math;
use crate::model::constants::RunConstants;
use crate::model::state::{BEFORE_THE_RUN, Economy, Labels, NONE};
use crate::model::step::StepContext;
use crate::units::Tier;

/// Quarters that a label keeps its tier and size after entry: its trailing revenue is not yet a year's.
const PROBATION: i32 = 4;

/// What tiers and sizes work with.
#[derive(Clone, Debug, Default)]
pub struct Workspace {
    /// Size of each label.
    sizes: Vec<f64>,
}

impl Workspace {
    /// Allocates for so many labels.
    pub fn allocate(labels: usize) -> Self {
        Self { sizes: vec![0.0; labels] }
    }
}

/// Tiers and sizes of the labels old enough.
pub fn classify_labels(step: &StepContext, e: &mut Economy, ws: &mut Workspace) {
    let old_enough = |labels: &Labels, i: usize| {
        let young = labels.born[i] != BEFORE_THE_RUN && step.t - labels.born[i] < PROBATION;
        labels.alive[i] && !young
    };
    for i in 0..e.labels.slots() {
        if old_enough(&e.labels, i) {
            let tier = next_tier(step.constants, e, i);
            if tier != e.labels.tier[i] {
                change_tier(step.constants, e, i, tier);
            }
        }
    }
    set_sizes(step, e, ws, old_enough);
    e.set_fixed_cost(step.constants);
}

/// Up one tier above the threshold of the next, else down one below a part of the own threshold.
fn next_tier(constants: &RunConstants, e: &Economy, i: usize) -> Tier {
    let threshold = &constants.p.tier_threshold.0;
    let t = e.labels.tier[i].index();
    let revenue = e.labels.revenue_year[i];
    if t > 0 && revenue > threshold[t - 1] {
        Tier::at(t - 1)
    } else if t + 1 < Tier::COUNT && revenue < constants.p.tier_down_factor * threshold[t] {
        Tier::at(t + 1)
    } else {
        Tier::at(t)
    }
}

/// Acts change at once: those beyond the new number are forgotten, so that they start anew if they return.
fn change_tier(constants: &RunConstants, e: &mut Economy, i: usize, tier: Tier) {
    e.labels.tier[i] = tier;
    let acts = constants.p.act_count[tier.index()];
    e.labels.last_strategy[i][acts..].fill(NONE);
}

/// Z = clip((Rev / Rev0 of the tier)^elasticity, floor, ceiling).
pub fn set_sizes(step: &StepContext, e: &mut Economy, ws: &mut Workspace, of: impl Fn(&Labels, usize) -> bool) {
    let p = step.constants.p;
    let sizes = &mut ws.sizes[..];
    for ((size, tier), revenue) in sizes.iter_mut().zip(&e.labels.tier).zip(&e.labels.revenue_year) {
        let reference = e.revenue_reference[tier.index()];
        *size = if reference > 0.0 { revenue.max(0.0) / reference } else { 1.0 };
    }
    let (elasticity, floor, ceiling) = (p.size_elasticity, p.size_floor, p.size_ceiling);
    step.cpu.run(
        #[inline(always)]
        || size_up(sizes, elasticity, floor, ceiling),
    );
    for (i, size) in sizes.iter().enumerate() {
        if of(&e.labels, i) {
            e.labels.size[i] = *size;
        }
    }
}

/// The loop of [`set_sizes`]; `sizes` come with revenue relative to the reference.
#[inline(always)]
fn size_up(sizes: &mut [f64], elasticity: f64, floor: f64, ceiling: f64) {
    for size in sizes {
        let power = math::pow(*size, elasticity);
        *size = if *size > 0.0 { power.max(floor).min(ceiling) } else { floor };
    }
}
