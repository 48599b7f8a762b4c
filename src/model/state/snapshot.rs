//! The state at the end of the burn-in, kept for the twins of a replicate.
//!
//! No policy and no event reaches the burn-in, so scenarios with the same parameters share it, replicate by
//! replicate, where their years end in the same quarters. Taking up the kept state gives the same bits as simulating it again.

use super::creators::Creators;
use super::economy::Economy;
use super::labels::Labels;
use super::markets::{Markets, Platforms};
use super::members::Members;
use super::press::{Investors, Press};
use crate::draw::Draws;
use crate::model::columns::Table;
use crate::model::constants::RunConstants;
use crate::scenario::Parameters;
use crate::units::PerTier;

/// What the burn-in leaves behind, and what it depends on.
#[derive(Clone, Debug)]
pub struct Snapshot {
    parameters: Parameters,
    draws: Draws,
    start_of_year: u32,
    scale: f64,
    labels: Labels,
    creators: Creators,
    members: Members,
    platforms: Platforms,
    markets: Markets,
    press: Press,
    investors: Investors,
    openness: f64,
    listener_unit: f64,
    revenue_reference: PerTier<f64>,
}

impl Snapshot {
    /// Keeps the state of an economy after its burn-in.
    pub fn of(e: &Economy, constants: &RunConstants, draws: Draws) -> Self {
        Self {
            parameters: constants.p.clone(),
            draws,
            start_of_year: constants.start.of_year(),
            scale: constants.scale,
            labels: e.labels.clone(),
            creators: e.creators.clone(),
            members: e.members.clone(),
            platforms: e.platforms,
            markets: e.markets,
            press: e.press,
            investors: e.investors,
            openness: e.openness,
            listener_unit: e.listener_unit,
            revenue_reference: e.revenue_reference,
        }
    }

    /// Whether the state is that of a replicate under the same parameters that starts in the same quarter of a year.
    pub fn is_of(&self, constants: &RunConstants, draws: Draws) -> bool {
        let same_run = self.draws == draws && self.start_of_year == constants.start.of_year() && self.scale == constants.scale;
        same_run && self.parameters == *constants.p
    }

    /// Keeps another state in the same place.
    pub fn keep(&mut self, e: &Economy, constants: &RunConstants, of_draws: Draws) {
        let Self {
            parameters,
            draws,
            start_of_year,
            scale,
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
        } = self;
        parameters.clone_from(constants.p);
        (*draws, *start_of_year, *scale) = (of_draws, constants.start.of_year(), constants.scale);
        labels.copy_from(&e.labels);
        creators.copy_from(&e.creators);
        members.copy_from(&e.members);
        (*platforms, *markets, *press, *investors) = (e.platforms, e.markets, e.press, e.investors);
        (*openness, *listener_unit, *revenue_reference) = (e.openness, e.listener_unit, e.revenue_reference);
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
            event_memory: _,
            ledger: _,
            totals: _,
            year: _,
            calibration: _,
        } = e;
        labels.copy_from(&self.labels);
        creators.copy_from(&self.creators);
        members.copy_from(&self.members);
        (*platforms, *markets, *press, *investors) = (self.platforms, self.markets, self.press, self.investors);
        (*openness, *listener_unit, *revenue_reference) = (self.openness, self.listener_unit, self.revenue_reference);
    }
}
