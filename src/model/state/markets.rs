//! Platforms and markets.

use crate::units::{PerMarket, PerPlatform, PerStrategy};

/// State of the platforms.
#[derive(Clone, Copy, Debug, Default)]
pub struct Platforms {
    /// Belief b in Korean titles.
    pub belief: PerPlatform<f64>,
    /// Expected log performance e of a title.
    pub expectation: PerPlatform<f64>,
    /// Slots of the quarter.
    pub slots: PerPlatform<u32>,
    /// Titles given by the ordinary slots of the quarter.
    pub titles: PerPlatform<u32>,
    /// Titles of the quarter in brokered extra slots.
    pub brokered: u32,
    /// Extra slots that brokerage opened.
    pub brokered_slots: u32,
    /// Streaming value vp of exposure by market, last quarter, M KRW.
    pub value: PerPlatform<PerMarket<f64>>,
    /// Its mean vpbar over the titles of the last quarter that had any, M KRW.
    pub mean_value: PerMarket<f64>,
    /// Trailing part q of the works of each strategy that platforms place.
    pub placed_share: PerStrategy<f64>,
}

/// State of the markets.
#[derive(Clone, Copy, Debug, Default)]
pub struct Markets {
    /// Attention O to music from elsewhere, before events; constant after the burn-in.
    pub outside: PerMarket<f64>,
    /// All attention D of the quarter.
    pub attention: PerMarket<f64>,
    /// Korean share of attention.
    pub korean_share: PerMarket<f64>,
    /// Conversion factor cv of listeners into fans.
    pub conversion: PerMarket<f64>,
    /// Fans of all labels at the end of the quarter before, thousand.
    pub fandom: PerMarket<f64>,
    /// Room for fandom of the quarter.
    pub room: PerMarket<f64>,
}
