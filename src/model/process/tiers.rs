//! Tiers and sizes of labels, at the year's end and at the end of the burn-in (4.8).

use crate::model::columns::each;
use crate::model::constants::RunConstants;
use crate::model::equation::firms as equation;
use crate::model::state::{BEFORE_THE_RUN, Economy, Labels, NONE};
use crate::model::step::StepContext;
use crate::units::Tier;

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
    let old_enough =
        |labels: &Labels, i: usize| labels.alive[i] && (labels.born[i] == BEFORE_THE_RUN || equation::old_enough(step.t, labels.born[i]));
    for i in 0..e.labels.slots() {
        if old_enough(&e.labels, i) {
            let p = step.constants.p;
            let tier = equation::next_tier(e.labels.tier[i], e.labels.revenue_year[i], &p.tier_threshold.0, p.tier_down_factor);
            if tier != e.labels.tier[i] {
                change_tier(step.constants, e, i, tier);
            }
        }
    }
    set_sizes(step, e, ws, old_enough);
    e.set_fixed_cost(step.constants);
}

/// Acts change at once: those beyond the new number are forgotten, so that they start anew if they return.
fn change_tier(constants: &RunConstants, e: &mut Economy, i: usize, tier: Tier) {
    e.labels.tier[i] = tier;
    let acts = constants.p.act_count[tier.index()];
    e.labels.last_strategy[i][acts..].fill(NONE);
}

/// Sizes of the labels `of` which they change, by revenue relative to the tier's at the start.
pub fn set_sizes(step: &StepContext, e: &mut Economy, ws: &mut Workspace, of: impl Fn(&Labels, usize) -> bool) {
    let (p, sizes) = (step.constants.p, &mut ws.sizes[..]);
    for ((size, tier), revenue) in sizes.iter_mut().zip(&e.labels.tier).zip(&e.labels.revenue_year) {
        *size = equation::relative_revenue(*revenue, e.revenue_reference[tier.index()]);
    }
    let (elasticity, floor, ceiling) = (p.size_elasticity, p.size_floor, p.size_ceiling);
    each!(step.cpu, sizes.len(); read {} write { size: sizes } { *size = equation::size(*size, elasticity, floor, ceiling) });
    for (i, size) in sizes.iter().enumerate() {
        if of(&e.labels, i) {
            e.labels.size[i] = *size;
        }
    }
}
