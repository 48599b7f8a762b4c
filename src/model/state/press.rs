//! What the trade press reports and what investors hold and feel; sums for the calibration at the end of the burn-in.

use crate::units::{PerMarket, PerStrategy, PerTier};

/// What the trade press reports and investors and entrants see.
#[derive(Clone, Copy, Debug, Default)]
pub struct Press {
    /// Industry mean payoff by strategy.
    pub industry: PerStrategy<f64>,
    /// Square of the perceived volatility by strategy.
    pub volatility_squared: PerStrategy<f64>,
    /// Press mean by tier and strategy.
    pub tier: PerTier<PerStrategy<f64>>,
    /// Mean payoff of all works as investors see it.
    pub industry_view: f64,
    /// Its value at the end of the burn-in.
    pub industry_reference: f64,
    /// Mean payoff of startups' works as entrants see it.
    pub startup_view: f64,
    /// Its value at the end of the burn-in.
    pub startup_reference: f64,
}

/// Private investors.
#[derive(Clone, Copy, Debug, Default)]
pub struct Investors {
    /// Money at hand, M KRW.
    pub pool: f64,
    /// Sentiment by strategy.
    pub sentiment: PerStrategy<f64>,
}

/// Sums over the last four burn-in quarters, for calibration at its end.
#[derive(Clone, Copy, Debug, Default)]
pub struct Calibration {
    /// Listeners converted, before the conversion factor, by market.
    pub converted: PerMarket<f64>,
    /// Mean listeners of a major.
    pub major_listeners: f64,
}
