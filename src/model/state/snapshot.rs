//! The state at the end of the burn-in, kept for the twins of a replicate.
//!
//! No policy and no event reaches the burn-in, so scenarios with the same parameters share it, replicate by
//! replicate. Taking up the kept state gives the same bits as simulating it again.

use crate::model::state::{Creators, Economy, Investors, Labels, Markets, Platforms, Press};
use crate::scenario::Parameters;
use crate::units::PerTier;

/// What the burn-in leaves behind, and what it depends on.
#[derive(Clone, Debug)]
pub struct Snapshot {
    parameters: Parameters,
    seed: u64,
    replicate: u32,
    labels: Labels,
    creators: Creators,
    platforms: Platforms,
    markets: Markets,
    press: Press,
    investors: Investors,
    listener_unit: f64,
    revenue_reference: PerTier<f64>,
}

impl Snapshot {
    /// Keeps the state of an economy after its burn-in.
    pub fn of(e: &Economy, parameters: &Parameters, seed: u64, replicate: u32) -> Self {
        Self {
            parameters: parameters.clone(),
            seed,
            replicate,
            labels: e.labels.clone(),
            creators: e.creators.clone(),
            platforms: e.platforms,
            markets: e.markets,
            press: e.press,
            investors: e.investors,
            listener_unit: e.listener_unit,
            revenue_reference: e.revenue_reference,
        }
    }

    /// Whether the state is that of a world's replicate.
    pub fn is_of(&self, parameters: &Parameters, seed: u64, replicate: u32) -> bool {
        self.seed == seed && self.replicate == replicate && self.parameters == *parameters
    }

    /// Keeps another state in the same place.
    pub fn keep(&mut self, e: &Economy, parameters: &Parameters, seed: u64, replicate: u32) {
        self.parameters.clone_from(parameters);
        (self.seed, self.replicate) = (seed, replicate);
        self.labels.copy_from(&e.labels);
        self.creators.copy_from(&e.creators);
        (self.platforms, self.markets, self.press, self.investors) = (e.platforms, e.markets, e.press, e.investors);
        (self.listener_unit, self.revenue_reference) = (e.listener_unit, e.revenue_reference);
    }

    /// Puts an economy into the kept state.
    pub fn restore(&self, e: &mut Economy) {
        e.labels.copy_from(&self.labels);
        e.creators.copy_from(&self.creators);
        (e.platforms, e.markets, e.press, e.investors) = (self.platforms, self.markets, self.press, self.investors);
        (e.listener_unit, e.revenue_reference) = (self.listener_unit, self.revenue_reference);
        e.openness = 0.0;
    }
}
