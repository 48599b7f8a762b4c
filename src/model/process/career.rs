//! Creators at the year's end: statistics, leaving for good, moving, training (4.3, 5.3).

use super::claims::{self, Lot};
use super::founding::found_creator;
use super::government::book_outlay;
use super::quartile::Quartiles;
use crate::draw::{Purpose, to_uniform};
use crate::math::Ascending;
use crate::model::columns::{DrawRows, Ranked, each, list};
use crate::model::equation::creators as equation;
use crate::model::record::Flow;
use crate::model::state::{Economy, UNATTACHED};
use crate::model::step::StepContext;
use crate::policy::{Claim, CreatorFacts, Seam};
use crate::units::Tier;

/// What the year's end works with for creators.
#[derive(Clone, Debug, Default)]
pub struct Workspace {
    /// Creators by skill.
    quartiles: Quartiles,
    /// Incomes in ascending order.
    incomes: Ascending,
    /// Draws of each creator slot: quitting, moving, destination.
    draws: DrawRows,
    /// Creators that move, then those that leave.
    chosen: Vec<u32>,
    destinations: Destinations,
}

/// Labels as destinations of creators, before anybody moves.
#[derive(Clone, Debug, Default)]
struct Destinations {
    /// Mean income of the creators of each label, M KRW a year.
    mean_income: Vec<f64>,
    /// Places of each label; 0 of empty slots.
    places: Vec<f64>,
    /// Weight of each label.
    weights: Vec<f64>,
    /// Weights up to that of each label.
    cumulated: Vec<f64>,
}

impl Workspace {
    /// Allocates for so many labels and creators.
    pub fn allocate(labels: usize, creators: usize) -> Self {
        Self {
            quartiles: Quartiles::allocate(creators),
            incomes: Ascending::allocate(creators),
            draws: DrawRows::allocate(creators),
            chosen: Vec::with_capacity(creators),
            destinations: Destinations::allocate(labels),
        }
    }
}

impl Destinations {
    fn allocate(labels: usize) -> Self {
        let column = || vec![0.0; labels];
        Self { mean_income: column(), places: column(), weights: column(), cumulated: column() }
    }
}

/// Statistics of the year's incomes over all creator slots (6.1); mean and median are those of a person.
pub fn measure_creators(step: &StepContext, e: &mut Economy, ws: &mut Workspace) {
    let persons = step.constants.p.persons_per_creator;
    let n = e.creators.slots();
    let (order, income) = (ws.incomes.order(&e.creators.income), |g: &u32| e.creators.income[*g as usize]);
    let (mut total, mut ranked) = (0.0, 0.0);
    for (y, rank) in order.iter().map(income).zip(1..) {
        total += y;
        ranked += y * f64::from(rank);
    }
    let top: f64 = order[n - n / 100..].iter().map(income).sum();
    let international = e.creators.international_credits.iter().filter(|c| **c > 0).count();
    e.year.creator_mean = total / n as f64 / persons;
    e.year.creator_median = income(&order[n / 2]) / persons;
    e.year.creator_gini = (total > 0.0).then(|| 2.0 * ranked / (n as f64 * total) - (n as f64 + 1.0) / n as f64);
    e.year.creator_top1 = (total > 0.0).then(|| top / total);
    e.year.creators_international = international as f64 / n as f64;
}

/// Poor creators may leave for good; others may move to a label with open places and better pay.
pub fn quit_and_move(step: &StepContext, e: &mut Economy, ws: &mut Workspace) {
    let Workspace { quartiles, incomes, draws, chosen, destinations } = ws;
    quartiles.part(&e.creators.skill);
    let medians = quartiles.median_incomes(&e.creators.income, incomes.places());
    destinations.weigh(step, e);
    draws.draw_each(step, Purpose::Quitting, step.year(), &e.creators.generation, 0);
    let (p, n) = (step.constants.p, e.creators.slots());
    let [quitting, moving, destination] = [0, 1, 2].map(|word: usize| &draws.words[word][..n]);
    // Who leaves and who moves is known before anybody does.
    let quits =
        |income: f64, g: usize| equation::quits(income, p.persons_per_creator, p.subsistence_income, to_uniform(quitting[g]), p.quitting_probability);
    let (label, income) = (&e.creators.label[..n], &e.creators.income[..n]);
    list(chosen, n, |g| {
        let moves = to_uniform(moving[g]) < equation::moving_probability(p.moving_rate, income[g], medians[quartiles.of[g] as usize]);
        ((label[g] == UNATTACHED) | moves) & !quits(income[g], g)
    });
    move_creators(e, chosen, &destinations.cumulated, destination);
    let income = &e.creators.income[..n];
    list(chosen, n, |g| quits(income[g], g));
    chosen.iter().for_each(|g| replace(step, e, *g as usize));
    e.creators.clear_year();
    e.members.index(&e.creators.label);
}

/// Each goes to a label drawn by the weights of destinations, which may be its own.
fn move_creators(e: &mut Economy, movers: &[u32], cumulated: &[f64], destination: &[u32]) {
    for g in movers.iter().map(|g| *g as usize) {
        if let Some(label) = pick_destination(cumulated, to_uniform(destination[g])) {
            e.creators.label[g] = label;
        }
    }
}

impl Destinations {
    /// Weights of all labels, from the creators and incomes there.
    fn weigh(&mut self, step: &StepContext, e: &Economy) {
        let (p, labels) = (step.constants.p, e.labels.slots());
        for i in 0..labels {
            let members = e.members.of_label(i);
            let income: f64 = members.iter().map(|g| e.creators.income[*g as usize]).sum();
            let places = equation::places(p.vacancy_floor, p.creator_count[e.labels.tier[i].index()] as f64, members.len() as f64);
            self.mean_income[i] = income / members.len().max(1) as f64;
            self.places[i] = if e.labels.alive[i] { places } else { 0.0 };
        }
        let exponent = p.moving_pay_exponent;
        each!(step.cpu, labels;
            read { places: self.places, mean_income: self.mean_income }
            write { weight: self.weights }
            { *weight = equation::destination_weight(places, mean_income, exponent) });
        let mut sum = 0.0;
        for (weight, cumulated) in self.weights.iter().zip(&mut self.cumulated) {
            sum += weight;
            *cumulated = sum;
        }
    }
}

/// The first label whose cumulated weight exceeds u times the total.
fn pick_destination(cumulated: &[f64], u: f64) -> Option<u32> {
    let total = *cumulated.last()?;
    if total <= 0.0 {
        return None;
    }
    let i = cumulated.partition_point(|c| *c <= u * total);
    Some(i.min(cumulated.len() - 1) as u32)
}

/// A creator leaves for good; a newcomer takes the slot, at the same label or none.
fn replace(step: &StepContext, e: &mut Economy, g: usize) {
    let p = step.constants.p;
    let label = e.creators.label[g];
    let recognition = if label == UNATTACHED { p.initial_recognition[Tier::Startup.index()] } else { e.labels.recognition[label as usize] };
    e.creators.generation[g] += 1;
    found_creator(step, e, g, 0.0, p.initial_network * p.newcomer_network, p.newcomer_fame * recognition);
    e.year.creator_exits += p.persons_per_creator;
}

/// Training: floor(money / cost) places a year, by lottery over the creators of covered labels.
pub fn train_creators(step: &StepContext, e: &mut Economy, ws: &mut claims::Workspace) {
    if !e.government.active {
        return;
    }
    for n in 0..step.constants.programmes.len() {
        let programme = &step.constants.programmes[n];
        let Some(cost) = programme.rule.cost_per_place().filter(|_| programme.acts_at(Seam::Training)) else { continue };
        let money = e.government.accounts[n].money;
        let places = if cost > 0.0 { ((money + 1e-9) / cost).floor() as usize } else { 0 };
        if places > 0 {
            train(step, e, n, places, cost, ws);
        }
    }
}

fn train(step: &StepContext, e: &mut Economy, n: usize, places: usize, cost: f64, ws: &mut claims::Workspace) {
    ws.claims.clear();
    for i in 0..e.labels.slots() {
        if !e.labels.alive[i] || !e.government.accounts[n].applied[i] {
            continue;
        }
        let facts = e.government.facts(step.constants, &e.labels, i, n);
        if e.government.condition(step.constants, &facts, Claim::Label).is_none() {
            continue;
        }
        for &g in e.members.of_label(i) {
            ws.claims.push(Ranked { slot: g, work: i as u32, ..Ranked::default() });
        }
    }
    let lot = Lot { purpose: Purpose::TrainingLottery, time: step.year(), index: |_: &Ranked| 0 };
    lot.rank(step, ws, &e.creators.generation);
    for claim in ws.claims.iter().take(places) {
        let (g, i) = (claim.slot as usize, claim.work as usize);
        let p = step.constants.p;
        let creator = CreatorFacts {
            skill: e.creators.skill[g],
            starting_skill: e.creators.starting_skill[g],
            network: e.creators.network[g],
            skill_ceiling: p.skill_ceiling,
            network_ceiling: p.network_ceiling,
        };
        let facts = e.government.facts(step.constants, &e.labels, i, n);
        let gains = step.constants.programmes[n].rule.creator_places(&facts, &creator);
        e.creators.skill[g] += gains.skill;
        e.creators.starting_skill[g] += gains.starting_skill;
        e.creators.network[g] += gains.network;
        e.government.accounts[n].money -= cost;
        e.labels.support[i] += cost;
        book_outlay(step, e, n, Flow::Training, cost);
    }
}
