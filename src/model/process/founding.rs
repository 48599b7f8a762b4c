//! The initial state (2.2) and the founding of entrants (4.8): draws keyed by slot and generation.

use crate::draw::{Purpose, Time, to_normal};
use crate::model::columns::{DrawRows, each, list};
use crate::model::constants::RunConstants;
use crate::model::equation::founding as equation;
use crate::model::state::{BEFORE_THE_RUN, Economy, Labels, UNATTACHED};
use crate::model::step::StepContext;
use crate::units::{Market, PerMarket, Strategy, Tier};

/// Order of a label's founding draws.
#[repr(u32)]
enum LabelDraw {
    Fandom = 0,
    MarketFandom = 1,
    Cash = 8,
    PlatformCapability = 9,
    LocalisationCapability = 10,
    Identity = 11,
    CreatorShare = 12,
}

/// Order of a creator's founding draws.
#[repr(u32)]
enum CreatorDraw {
    Skill = 0,
    Network = 1,
    Fame = 2,
}

/// What the founding of the economy works with.
#[derive(Clone, Debug, Default)]
pub struct Workspace {
    /// All slots of labels.
    slots: Vec<u32>,
    /// Draws of the labels.
    labels: FoundingDraws,
    creators: FoundingCreators,
}

/// What the creators of the start are founded from.
#[derive(Clone, Debug, Default)]
struct FoundingCreators {
    draws: DrawRows,
    /// Skill that a creator has over its draw, by its label's tier.
    premium: Vec<f64>,
    /// Mean of the network, by its label's tier.
    mean_network: Vec<f64>,
    /// Recognition of its label.
    fame: Vec<f64>,
}

impl Workspace {
    /// Allocates for so many labels and creators.
    pub fn allocate(labels: usize, creators: usize) -> Self {
        Self { slots: Vec::with_capacity(labels), labels: FoundingDraws::allocate(labels), creators: FoundingCreators::allocate(creators) }
    }
}

impl FoundingCreators {
    fn allocate(creators: usize) -> Self {
        let column = || vec![0.0; creators];
        Self { draws: DrawRows::allocate(creators), premium: column(), mean_network: column(), fame: column() }
    }
}

/// Sets up the labels, creators, press and investors of the start.
pub fn found_economy(step: &StepContext, e: &mut Economy, ws: &mut Workspace) {
    let constants = step.constants;
    e.labels.generation.fill(0);
    list(&mut ws.slots, e.labels.slots(), |_| true);
    e.labels.forget(&ws.slots);
    let normals = &mut ws.labels;
    normals.draw_labels(step, (0..constants.starting_labels as u32).map(|i| (i, 0)));
    for i in constants.starting_labels..e.labels.slots() {
        leave_empty(&mut e.labels, i);
    }
    for (i, &tier) in constants.slot_tier[..constants.starting_labels].iter().enumerate() {
        e.labels.born[i] = BEFORE_THE_RUN;
        e.labels.entrant[i] = u32::MAX;
        let fandom = found_label(constants, |index| normals.of_label(i, index), &mut e.labels, i, tier, 1.0);
        for (m, fans) in fandom.iter().enumerate() {
            e.labels.fandom[m][i] = *fans;
        }
        e.labels.attraction.iter_mut().for_each(|column| column[i] = constants.p.initial_attraction);
        e.labels.tax_factor[i] = constants.p.liability_start;
    }
    share_out_fandom(constants, &mut e.labels);
    found_creators(step, e, &mut ws.creators);
    e.press = Default::default();
    e.press.industry.0 = [constants.p.initial_attraction; 4];
    e.press.volatility_squared.0 = [constants.p.initial_volatility * constants.p.initial_volatility; 4];
    e.press.tier.iter_mut().for_each(|tier| tier.0 = [constants.p.initial_attraction; 4]);
    e.press.industry_view = constants.p.initial_attraction;
    e.investors = Default::default();
    e.investors.pool = constants.p.investor_inflow;
    e.platforms = Default::default();
    e.markets = Default::default();
    e.openness = 0.0;
    e.calibration = Default::default();
}

/// A slot in which no label has been: nobody's tier, cash or fans stand in it.
fn leave_empty(labels: &mut Labels, i: usize) {
    labels.tier[i] = Tier::Startup;
    labels.alive[i] = false;
    labels.born[i] = BEFORE_THE_RUN;
    labels.entrant[i] = u32::MAX;
    labels.fandom.iter_mut().chain(labels.attraction.iter_mut()).for_each(|column| column[i] = 0.0);
    let numbers = [
        &mut labels.size,
        &mut labels.cash,
        &mut labels.initial_cash,
        &mut labels.platform_capability,
        &mut labels.initial_platform_capability,
        &mut labels.localisation_capability,
        &mut labels.initial_localisation_capability,
        &mut labels.recognition,
        &mut labels.identity,
        &mut labels.founding_identity,
        &mut labels.creator_share,
        &mut labels.localisation_share,
        &mut labels.visit_share,
        &mut labels.tax_factor,
    ];
    numbers.into_iter().for_each(|column| column[i] = 0.0);
}

/// y_im is a label's weight; the division makes totals by tier and market exact.
fn share_out_fandom(constants: &RunConstants, labels: &mut Labels) {
    for m in 0..Market::COUNT {
        for tier in Tier::ALL {
            let of_tier = |i: &usize| constants.slot_tier[*i] == tier;
            let total: f64 = (0..constants.starting_labels).filter(of_tier).map(|i| labels.fandom[m][i]).sum();
            let fans = constants.p.initial_fandom[m] * constants.p.initial_fandom_share[tier.index()];
            for i in (0..constants.starting_labels).filter(of_tier) {
                labels.fandom[m][i] = equation::fans(fans, labels.fandom[m][i], total);
            }
        }
    }
}

/// Sets all attributes of a new label in a slot without memories but fandom and attraction; returns y_im of each market.
///
/// `z` gives the label's normal draws; `factor` multiplies f ([`equation::entrant_factor`] for entrants).
fn found_label(constants: &RunConstants, z: impl Fn(u32) -> f64, labels: &mut Labels, i: usize, tier: Tier, factor: f64) -> PerMarket<f64> {
    let p = constants.p;
    let t = tier.index();
    let f = equation::standing(p.fandom_spread[t], z(LabelDraw::Fandom as u32), factor);
    let founding_identity = equation::identity(p.initial_identity, p.identity_spread, z(LabelDraw::Identity as u32));
    labels.tier[i] = tier;
    labels.alive[i] = true;
    labels.size[i] = 1.0;
    labels.cash[i] = equation::cash(p.initial_cash[t], f, p.cash_spread, z(LabelDraw::Cash as u32));
    labels.initial_cash[i] = labels.cash[i];
    labels.recognition[i] = equation::recognition(p.initial_recognition[t], f);
    labels.platform_capability[i] =
        equation::platform_capability(p.initial_platform_capability[t], p.platform_capability_spread, z(LabelDraw::PlatformCapability as u32));
    labels.initial_platform_capability[i] = labels.platform_capability[i];
    labels.localisation_capability[i] = equation::localisation_capability(
        p.initial_localisation_capability[t],
        p.localisation_capability_spread,
        z(LabelDraw::LocalisationCapability as u32),
    );
    labels.initial_localisation_capability[i] = labels.localisation_capability[i];
    labels.identity[i] = founding_identity;
    labels.founding_identity[i] = founding_identity;
    labels.creator_share[i] = equation::creator_share(p.initial_creator_share[t], p.creator_share_spread, z(LabelDraw::CreatorShare as u32));
    labels.localisation_share[i] = p.initial_localisation_share;
    labels.visit_share[i] = p.initial_visit_share;
    PerMarket::build(|m| equation::market_standing(f, p.fandom_market_spread, z(LabelDraw::MarketFandom as u32 + m.index() as u32)))
}

/// Draws of labels that are founded together.
#[derive(Clone, Debug, Default)]
pub struct FoundingDraws {
    rows: DrawRows,
    normals: [Vec<f64>; 4],
}

impl FoundingDraws {
    /// Blocks of a label: draws 0 to 15.
    const BLOCKS: usize = 4;

    /// Allocates for so many labels.
    pub fn allocate(labels: usize) -> Self {
        let rows = labels * Self::BLOCKS;
        Self { rows: DrawRows::allocate(rows), normals: [(); 4].map(|()| Vec::with_capacity(rows)) }
    }

    /// Draws for labels, given by slot and generation.
    pub fn draw_labels(&mut self, step: &StepContext, labels: impl Iterator<Item = (u32, u32)>) {
        self.rows.clear();
        labels.for_each(|(slot, generation)| self.rows.push_blocks(slot, generation, Self::BLOCKS as u32));
        self.rows.draw(step, Purpose::FoundLabel, Time::FOUNDING);
        for (normals, words) in self.normals.iter_mut().zip(&self.rows.words) {
            normals.resize(words.len(), 0.0);
            each!(step.cpu, words.len(); read { word: words } write { z: normals } { *z = to_normal(word) });
        }
    }

    /// Draw `index` of the `n`th label.
    pub fn of_label(&self, n: usize, index: u32) -> f64 {
        self.normals[index as usize % 4][n * Self::BLOCKS + index as usize / 4]
    }
}

/// Founds the creators of the start: those of the first label first, and so on.
fn found_creators(step: &StepContext, e: &mut Economy, ws: &mut FoundingCreators) {
    describe_creators(step.constants, e, ws);
    let c = &mut e.creators;
    c.generation.fill(0);
    ws.draws.draw_each(step, Purpose::FoundCreator, Time::FOUNDING, &c.generation, 0);
    let [skill_word, network_word, fame_word] =
        [CreatorDraw::Skill, CreatorDraw::Network, CreatorDraw::Fame].map(|draw| &ws.draws.words[draw as usize]);
    let spread = step.constants.p.fame_spread;
    each!(step.cpu, c.slots();
    read {
        skill_word: skill_word, network_word: network_word, fame_word: fame_word,
        premium: ws.premium, mean_network: ws.mean_network, fame: ws.fame,
    }
    write { skill: c.skill, network: c.network, recognition: c.recognition }
    {
        *skill = equation::skill(skill_word, premium);
        *network = equation::network(network_word, mean_network);
        *recognition = equation::creator_recognition(fame_word, fame, spread);
    });
    c.starting_skill.copy_from_slice(&c.skill);
    c.starting_recognition.copy_from_slice(&c.recognition);
    c.clear_year();
    e.members.index(&c.label);
}

/// Label of each creator of the start, and what its traits are drawn around.
fn describe_creators(constants: &RunConstants, e: &mut Economy, ws: &mut FoundingCreators) {
    let (p, mut first) = (constants.p, 0);
    for (i, tier) in constants.slot_tier[..constants.starting_labels].iter().enumerate() {
        let members = first..first + p.creator_count[tier.index()];
        e.creators.label[members.clone()].fill(i as u32);
        ws.premium[members.clone()].fill(p.skill_premium[tier.index()]);
        ws.mean_network[members.clone()].fill(p.initial_network * p.network_factor[tier.index()]);
        ws.fame[members.clone()].fill(e.labels.recognition[i]);
        first = members.end;
    }
}

/// A new person in a creator slot.
pub fn found_creator(step: &StepContext, e: &mut Economy, g: usize, premium: f64, mean_network: f64, fame: f64) {
    let block = step.draws.block(Purpose::FoundCreator, Time::FOUNDING, e.creator(g), 0);
    let c = &mut e.creators;
    c.skill[g] = equation::skill(block[CreatorDraw::Skill as usize], premium);
    c.starting_skill[g] = c.skill[g];
    c.network[g] = equation::network(block[CreatorDraw::Network as usize], mean_network);
    c.recognition[g] = equation::creator_recognition(block[CreatorDraw::Fame as usize], fame, step.constants.p.fame_spread);
    c.starting_recognition[g] = c.recognition[g];
}

/// An entrant takes the empty slot `i`: tier startup, generation + 1, nothing inherited (4.8).
///
/// `z` gives the label's normal draws.
pub fn found_entrant(step: &StepContext, e: &mut Economy, i: usize, z: impl Fn(u32) -> f64, unattached: &mut Unattached) {
    let p = step.constants.p;
    let startup = Tier::Startup.index();
    e.labels.generation[i] += 1;
    e.labels.born[i] = step.t;
    let weights = found_label(step.constants, z, &mut e.labels, i, Tier::Startup, equation::entrant_factor(p.fandom_spread[startup]));
    for m in 0..Market::COUNT {
        let average = p.initial_fandom[m] * p.initial_fandom_share[startup] / p.label_count[startup].max(1) as f64;
        e.labels.fandom[m][i] = average * weights[m] * p.entrant_fandom;
    }
    for k in 0..Strategy::COUNT {
        e.labels.attraction[k][i] = e.press.tier[startup][k];
    }
    e.labels.tax_factor[i] = p.liability_without_tax;
    hire(step.constants, e, i, unattached);
}

/// The unattached creators that entrants take, in the order of slots.
#[derive(Clone, Debug, Default)]
pub struct Unattached {
    slots: Vec<u32>,
    /// For each, itself while it is free, else a later one from which to look on (a disjoint-set forest).
    next: Vec<u32>,
    free: usize,
}

impl Unattached {
    /// Allocates for all creators.
    pub fn allocate(creators: usize) -> Self {
        Self { slots: Vec::with_capacity(creators), next: Vec::with_capacity(creators + 1), free: 0 }
    }

    /// Lists the creators without a label.
    pub fn list(&mut self, label: &[u32]) {
        list(&mut self.slots, label.len(), |g| label[g] == UNATTACHED);
        self.next.clear();
        self.next.extend(0..=self.slots.len() as u32);
        self.free = self.slots.len();
    }

    /// Takes the first free creator from slot `start` on, round and round.
    fn take(&mut self, start: u32) -> Option<u32> {
        if self.free == 0 {
            return None;
        }
        let from = self.slots.partition_point(|g| *g < start);
        let mut n = self.find(from);
        if n == self.slots.len() {
            n = self.find(0);
        }
        self.next[n] = n as u32 + 1;
        self.free -= 1;
        Some(self.slots[n])
    }

    /// The first free one from place `n` on; the path is halved on the way.
    fn find(&mut self, mut n: usize) -> usize {
        while self.next[n] as usize != n {
            self.next[n] = self.next[self.next[n] as usize];
            n = self.next[n] as usize;
        }
        n
    }
}

/// Takes up to `creator_count.startup` unattached creators, scanning from slot 7 i modulo their number.
fn hire(constants: &RunConstants, e: &mut Economy, i: usize, unattached: &mut Unattached) {
    let start = (7 * i % e.creators.slots()) as u32;
    let places = constants.p.creator_count[Tier::Startup.index()];
    e.members.hire(&mut e.creators.label, i, (0..places).map_while(|_| unattached.take(start)));
}
