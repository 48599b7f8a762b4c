//! Call 4: who is credited for a work, and its expected quality (4.3).

use super::economy::{Economy, Now};
use crate::draw::{Purpose, to_exponential};
use crate::math;

/// Most creators that a work can credit; a scenario's `credit_count` is at most this.
const MOST_CREDITS: usize = 16;

/// Credits creators of every work, decides on the collaborator and the expected quality.
pub fn credit_creators(now: &Now, e: &mut Economy) {
    for x in 0..e.works.len() {
        let (i, act) = (e.works.label[x] as usize, e.works.act[x]);
        credit(now, e, x, i, act);
        let (mut skill, mut network) = (0.0, 0.0);
        let credits = e.works.credits(x);
        for &g in credits {
            skill += e.creators.skill[g as usize];
            network += e.creators.network[g as usize];
        }
        let n = credits.len().max(1) as f64;
        let (skill, mut network) = (skill / n, network / n);
        let p = now.world.p;
        let joins = math::logistic(p.abroad_intercept + p.abroad_slope * network);
        let abroad = now.uniform(Purpose::Abroad, e.who(i), act as usize) < joins;
        if abroad { network += p.collaborator_network; }
        e.works.abroad[x] = abroad;
        e.works.network[x] = network;
        e.works.expected_quality[x] = p.quality_skill * skill + p.quality_network * network;
    }
}

/// The race: the smallest values of Exp_g / (w0 + r_g), `credit_count` of them, without replacement.
fn credit(now: &Now, e: &mut Economy, x: usize, i: usize, act: u32) {
    let wanted = now.world.p.credit_count.min(MOST_CREDITS);
    e.works.credit_first[x] = e.works.credited.len() as u32;
    let members = e.creators.of_label(i);
    if members.len() <= wanted {
        e.works.credited.extend_from_slice(members);
        e.works.credit_count[x] = members.len() as u32;
        return;
    }
    let mut best = [(f64::INFINITY, 0u32); MOST_CREDITS];
    for &g in members {
        let word = now.draws.word(Purpose::CreditRace, now.time, e.creator(g as usize), act);
        let finish = to_exponential(word) / (now.world.p.fame_floor + e.creators.recognition[g as usize]);
        insert(&mut best[..wanted], finish, g);
    }
    e.works.credited.extend(best[..wanted].iter().map(|(_, g)| *g));
    e.works.credit_count[x] = wanted as u32;
}

/// Keeps the smallest finishes in ascending order; the earlier member stays first in a tie.
fn insert(best: &mut [(f64, u32)], finish: f64, g: u32) {
    let mut place = best.len();
    while place > 0 && finish < best[place - 1].0 { place -= 1; }
    if place < best.len() {
        best[place..].rotate_right(1);
        best[place] = (finish, g);
    }
}
