//! The burn-in (2.3): what is reset and set after each quarter of its first part, what is frozen at the end of that, and with
//! what the run opens after the second.

use super::tiers::{self, set_sizes};
use crate::model::columns::Table;
use crate::model::constants::RunConstants;
use crate::model::equation::fandom;
use crate::model::record::YearTotals;
use crate::model::state::Economy;
use crate::model::step::StepContext;
use crate::units::{Market, PerMarket, PerTier, Tier};

/// Quarters over which the calibration averages: the last of the first part.
const CALIBRATION_QUARTERS: i32 = 4;

/// End of a quarter of the first part: cash and debt as at the start; the last four enter the calibration.
pub fn close_quarter(step: &StepContext, e: &mut Economy) {
    e.labels.cash.copy_from_slice(&e.labels.initial_cash);
    e.labels.bank_debt.fill(0.0);
    e.labels.profit_year.fill(0.0);
    let converted = PerMarket::build(|m| e.works.converted[m.index()].iter().sum::<f64>());
    // What a new fan is worth is known in the calibration too, though none is won.
    convert_by(step, e, &converted);
    if step.t < step.constants.settling_starts() - CALIBRATION_QUARTERS {
        return;
    }
    for (mean, sum) in e.calibration.converted.iter_mut().zip(converted.iter()) {
        *mean += sum / f64::from(CALIBRATION_QUARTERS);
    }
    let majors = || (0..step.constants.starting_labels).filter(|i| e.labels.tier[*i] == Tier::Major);
    let listeners: f64 = majors().map(|i| e.labels.listeners[i]).sum();
    e.calibration.major_listeners += listeners / majors().count().max(1) as f64 / f64::from(CALIBRATION_QUARTERS);
}

/// End of the first part: conversion, listener unit, references of tiers, investors and entrants; sizes; incomes anew.
pub fn freeze_references(step: &StepContext, e: &mut Economy, ws: &mut tiers::Workspace) {
    let converted = e.calibration.converted;
    convert_by(step, e, &converted);
    if e.calibration.major_listeners > 0.0 {
        e.listener_unit = e.calibration.major_listeners;
    }
    e.revenue_reference = mean_revenue(step.constants, e);
    take_views(e);
    set_sizes(step, e, ws, |_, _| true);
    e.creators.clear_year();
}

/// End of the burn-in: the year begins with the run.
pub fn open_year(e: &mut Economy) {
    e.creators.clear_year();
    e.labels.profit_year.fill(0.0);
    e.year_works.forget_all();
    e.year_credits.clear();
    e.year = YearTotals::default();
}

/// The views of the industry's and of startups' payoff become their references: after the calibration, and after each quarter of
/// the settling, in which nobody finds returns unusual.
pub fn take_views(e: &mut Economy) {
    e.press.industry_reference = e.press.industry_view;
    e.press.startup_reference = e.press.startup_view;
}

/// Sets the conversion factor of each market from the listeners that the works of a quarter convert, thousand.
fn convert_by(step: &StepContext, e: &mut Economy, converted: &PerMarket<f64>) {
    let p = step.constants.p;
    for m in 0..Market::COUNT {
        let fans: f64 = e.labels.fandom[m].iter().sum();
        e.markets.conversion[m] = fandom::conversion_factor(p.conversion_scale, p.fan_churn, fans, converted[m]);
    }
}

fn mean_revenue(constants: &RunConstants, e: &Economy) -> PerTier<f64> {
    PerTier::build(|tier| {
        let of_tier = || (0..constants.starting_labels).filter(|i| e.labels.tier[*i] == tier);
        of_tier().map(|i| e.labels.revenue_year[i]).sum::<f64>() / of_tier().count().max(1) as f64
    })
}
