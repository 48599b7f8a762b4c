//! Partnerships of labels and platforms: founded in call 6, with the terms of brokerage; broken, renewed or ended in
//! call 12 (4.5).

use super::government::book_outlay;
use crate::draw::{Purpose, to_uniform};
use crate::model::columns::{keep, list};
use crate::model::equation::platforms::{self as equation, Break};
use crate::model::equation::remembered;
use crate::model::equation::take_up::affordable;
use crate::model::record::Flow;
use crate::model::state::{Economy, NONE};
use crate::model::step::StepContext;
use crate::policy::{Claim, Seam};
use crate::units::Strategy;

/// Lists the partnership works of labels with a partner.
pub fn list_bound(e: &Economy, bound: &mut Vec<u32>) {
    let (w, partner) = (&e.works, &e.labels.partner[..]);
    list(bound, w.len(), |x| w.strategy[x] == Strategy::Partnership);
    keep(bound, |x| partner[w.label[x] as usize] != NONE);
}

/// Whether a work belongs to a brokerage programme: a partnership work of a covered label with a place.
pub fn in_programme(step: &StepContext, e: &Economy, n: usize, x: usize) -> bool {
    let i = e.works.label[x] as usize;
    if e.works.strategy[x] != Strategy::Partnership || !e.government.accounts[n].place[i] {
        return false;
    }
    e.government.covers(step.constants, &e.labels, n, i, Claim::Label).is_some()
}

/// A work of a label without partner founds a deal, which must be paid; others need no money but some must be left.
pub fn can_pay(e: &Economy, n: usize, x: usize, cost: f64) -> bool {
    let money = e.government.accounts[n].money;
    let founds = e.labels.partner[e.works.label[x] as usize] == NONE;
    if founds { affordable(cost, money) && money > 0.0 } else { money > 0.0 }
}

/// A placed partnership work of a label without partner founds a partnership with that platform.
pub fn found(step: &StepContext, e: &mut Economy) {
    e.works.list_titles();
    for n in 0..e.works.titles.len() {
        let x = e.works.titles[n] as usize;
        let i = e.works.label[x] as usize;
        e.labels.relation[usize::from(e.works.platform[x])][i] += 1.0;
        if e.works.strategy[x] != Strategy::Partnership || e.labels.partner[i] != NONE {
            continue;
        }
        let (durable, break_factor) = broker_deal(step, e, x);
        e.labels.partner[i] = e.works.platform[x];
        e.labels.term[i] = equation::partnership_term(step.constants.p.partnership_term, durable) as i32;
        e.labels.performance[i] = 0.0;
        e.labels.break_factor[i] = break_factor;
    }
}

/// Terms of a new partnership: durable where a place pays for it while money is left.
fn broker_deal(step: &StepContext, e: &mut Economy, x: usize) -> (f64, f64) {
    if !e.government.active {
        return (0.0, 1.0);
    }
    for n in 0..step.constants.programmes.len() {
        let programme = &step.constants.programmes[n];
        if !programme.acts_at(Seam::Places) || !in_programme(step, e, n, x) {
            continue;
        }
        let cost = programme.rule.platform_wide().cost_per_deal;
        if !can_pay(e, n, x, cost) {
            continue;
        }
        let i = e.works.label[x] as usize;
        let terms = programme.rule.platform_terms(&e.government.facts(step.constants, &e.labels, i, n));
        e.government.accounts[n].money = (e.government.accounts[n].money - cost).max(0.0);
        book_outlay(step, e, n, Flow::Brokerage, cost);
        e.labels.support[i] += cost;
        return (terms.durable_factor, terms.break_factor);
    }
    (0.0, 1.0)
}

/// Performance of partnerships, on expectations before their update; then term, break and renewal.
pub fn update(step: &StepContext, e: &mut Economy, bound: &mut Vec<u32>) {
    let memory = step.constants.p.performance_memory;
    list_bound(e, bound);
    let (w, labels) = (&e.works, &mut e.labels);
    for x in bound.iter().map(|x| *x as usize) {
        let i = w.label[x] as usize;
        let news = match w.titles.binary_search(&(x as u32)) {
            Err(_) => -1.0,
            Ok(n) if w.platform[x] == labels.partner[i] => w.title_performance[n] - e.platforms.expectation[usize::from(w.platform[x])],
            Ok(_) => continue,
        };
        labels.performance[i] = remembered(labels.performance[i], news, memory);
    }
    for i in 0..e.labels.slots() {
        if e.labels.partner[i] != NONE {
            age_partnership(step, e, i);
        }
    }
}

/// A partnership breaks, or is renewed or ends at its term.
fn age_partnership(step: &StepContext, e: &mut Economy, i: usize) {
    let p = step.constants.p;
    let performance = e.labels.performance[i];
    e.labels.term[i] -= 1;
    let breaks = Break { base: p.break_base, slope: p.break_slope, ceiling: p.break_ceiling };
    let breaks = equation::break_probability(performance, e.labels.break_factor[i], &breaks);
    if to_uniform(e.label_draws.words_of(Purpose::Break)[i]) < breaks {
        e.labels.end_partnership(i);
    } else if e.labels.term[i] <= 0 {
        let renews = equation::renewal_probability(p.renewal_probability, performance);
        if to_uniform(e.label_draws.words_of(Purpose::Renewal)[i]) < renews {
            e.labels.term[i] = equation::partnership_term(p.partnership_term, 0.0) as i32;
        } else {
            e.labels.end_partnership(i);
        }
    }
}
