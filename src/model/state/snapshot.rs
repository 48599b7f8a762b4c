//! The state at the end of the burn-in, kept for the twins of a replicate.
//!
//! No policy and no event reaches the burn-in, so scenarios with the same parameters share it, replicate by
//! replicate. Taking up the kept state gives the same bits as simulating it again.

use super::creators::Creators;
use super::economy::Economy;
use super::labels::Labels;
use super::markets::{Markets, Platforms};
use super::members::Members;
use super::press::{Investors, Press};
use crate::draw::Draws;
use crate::model::columns::Table;
use crate::scenario::Parameters;
use crate::units::PerTier;

/// What the burn-in leaves behind, and what it depends on.
#[derive(Clone, Debug)]
pub struct Snapshot {
    parameters: Parameters,
    draws: Draws,
    labels: Labels,
    creators: Creators,
    members: Members,
    platforms: Platforms,
    markets: Markets,
    press: Press,
    investors: Investors,
    listener_unit: f64,
    revenue_reference: PerTier<f64>,
}

impl Snapshot {
    /// Keeps the state of an economy after its burn-in.
    pub fn of(e: &Economy, parameters: &Parameters, draws: Draws) -> Self {
        Self {
            parameters: parameters.clone(),
            draws,
            labels: e.labels.clone(),
            creators: e.creators.clone(),
            members: e.members.clone(),
            platforms: e.platforms,
            markets: e.markets,
            press: e.press,
            investors: e.investors,
            listener_unit: e.listener_unit,
            revenue_reference: e.revenue_reference,
        }
    }

    /// Whether the state is that of a replicate under the same parameters.
    pub fn is_of(&self, parameters: &Parameters, draws: Draws) -> bool {
        self.draws == draws && self.parameters == *parameters
    }

    /// Keeps another state in the same place.
    pub fn keep(&mut self, e: &Economy, of_parameters: &Parameters, of_draws: Draws) {
        let Self { parameters, draws, labels, creators, members, platforms, markets, press, investors, listener_unit, revenue_reference } = self;
        parameters.clone_from(of_parameters);
        *draws = of_draws;
        labels.copy_from(&e.labels);
        creators.copy_from(&e.creators);
        members.copy_from(&e.members);
        (*platforms, *markets, *press, *investors) = (e.platforms, e.markets, e.press, e.investors);
        (*listener_unit, *revenue_reference) = (e.listener_unit, e.revenue_reference);
    }

    /// Puts an economy into the kept state.
    pub fn restore(&self, e: &mut Economy) {
        // All fields by name, so that a new one is restored or said to begin anew.
        let Economy {
            labels,
            creators,
            members,
            platforms,
            markets,
            press,
            investors,
            openness,
            listener_unit,
            revenue_reference,
            works: _,
            year_works: _,
            year_credits: _,
            label_draws: _,
            government: _,
            conditions: _,
            ledger: _,
            totals: _,
            year: _,
            calibration: _,
        } = e;
        labels.copy_from(&self.labels);
        creators.copy_from(&self.creators);
        members.copy_from(&self.members);
        (*platforms, *markets, *press, *investors) = (self.platforms, self.markets, self.press, self.investors);
        (*listener_unit, *revenue_reference) = (self.listener_unit, self.revenue_reference);
        *openness = 0.0;
    }
}
