//! The order in which claims for money are served: by merit, by lottery, or first come (5.2).

use crate::draw::{Purpose, Time, to_normal, to_uniform};
use crate::model::columns::{DrawRows, Ranked, rank};
use crate::model::equation::take_up as equation;
use crate::model::state::Economy;
use crate::model::step::StepContext;
use crate::policy::Order;
use crate::units::Market;

/// Claims of one programme, and their draws.
#[derive(Clone, Debug, Default)]
pub struct Workspace {
    /// Claims, in the order in which they are served once they are ranked.
    pub claims: Vec<Ranked>,
    /// Draws of claims and of applications.
    pub draws: DrawRows,
}

impl Workspace {
    /// Allocates for so many creators and works.
    pub fn allocate(creators: usize, works: usize) -> Self {
        let claims = (works * Market::COUNT).max(creators);
        Self { claims: Vec::with_capacity(claims), draws: DrawRows::allocate(claims) }
    }
}

/// A draw for each claim: what for, when, and its index.
#[derive(Clone, Copy)]
pub struct Lot<I> {
    /// What the draw is for.
    pub purpose: Purpose,
    /// Quarter or year of the draw.
    pub time: Time,
    /// Index of a claim's draw.
    pub index: I,
}

impl<I: Fn(&Ranked) -> u32> Lot<I> {
    /// Sets the score of each claim from its word; claims are of slots with the given generations.
    fn draw(self, step: &StepContext, ws: &mut Workspace, generation: &[u32], score: impl Fn(&Ranked, u32) -> f64) {
        let Workspace { claims, draws: rows } = ws;
        let place = |claim: &Ranked| self.purpose.place((self.index)(claim));
        rows.clear();
        claims.iter().for_each(|claim| rows.push(claim.slot, generation[claim.slot as usize], place(claim).0));
        rows.draw(step, self.purpose, self.time);
        for (n, claim) in claims.iter_mut().enumerate() {
            claim.score = score(claim, rows.words[place(claim).1][n]);
        }
    }

    /// Orders the claims of slots by lot, highest uniform first.
    pub fn rank(self, step: &StepContext, ws: &mut Workspace, generation: &[u32]) {
        self.draw(step, ws, generation, |_, word| to_uniform(word));
        rank(&mut ws.claims);
    }
}

/// Orders claims of works for grants: highest merit, by lot, or least burden first.
pub fn rank_grants(step: &StepContext, e: &Economy, order: Order, ws: &mut Workspace) {
    let (p, labels) = (step.constants.p, &e.labels);
    let lot = |purpose: Purpose| Lot { purpose, time: step.time, index: |claim: &Ranked| claim.act };
    match order {
        Order::Merit => {
            let merit = |claim: &Ranked, word: u32| {
                let (promise, known) = (e.works.expected_quality[claim.work as usize], labels.ln_recognition[claim.slot as usize]);
                equation::merit(promise, p.merit_recognition, known, p.merit_noise, to_normal(word))
            };
            lot(Purpose::Merit).draw(step, ws, &labels.generation, merit);
        }
        Order::Lottery => lot(Purpose::GrantLottery).draw(step, ws, &labels.generation, |_, word| to_uniform(word)),
        Order::FirstCome => {
            let tier = |claim: &Ranked| labels.tier[claim.slot as usize].index();
            let burden = |claim: &Ranked, word: u32| equation::first_come(p.application_burden[tier(claim)], p.burden_noise, to_normal(word));
            lot(Purpose::Burden).draw(step, ws, &labels.generation, burden);
        }
    }
    rank(&mut ws.claims);
}
