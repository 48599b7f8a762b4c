//! Call 0: the quarter's conditions under the scheduled events (section 7 of the model), and the hit.

use super::economy::{Economy, Now};
use super::world::World;
use crate::scenario::Event;
use crate::units::{Market, PerMarket, PerPlatform, Platform, Strategy, Tier};

/// Factors of the quarter; 1 (0 for what stops) without events, bit for bit.
#[derive(Clone, Debug, Default)]
pub struct Conditions {
    /// Reach of each platform in each market, share of listeners.
    pub reach: PerPlatform<PerMarket<f64>>,
    /// Factor of a platform's base slots.
    pub slots: PerPlatform<f64>,
    /// Money of the market in the quarter's year, M KRW.
    pub pool: PerMarket<f64>,
    /// Factor of album spending, licensing income and new fans.
    pub openness: PerMarket<f64>,
    /// Factor of attendance rate and capacity.
    pub attendance: PerMarket<f64>,
    /// Markets without any visit.
    pub no_visits: PerMarket<bool>,
    /// Factor of money from a market: the exchange rate.
    pub exchange: PerMarket<f64>,
}

impl Conditions {
    /// Conditions of quarter `t`; before the run no event is in force.
    pub fn of_quarter(world: &World, t: i32) -> Self {
        let mut it = Self {
            reach: world.p.reach,
            slots: PerPlatform([1.0; 4]),
            pool: PerMarket::build(|m| world.market_pool(m.index(), t)),
            openness: PerMarket([1.0; 7]),
            attendance: PerMarket([1.0; 7]),
            no_visits: PerMarket([false; 7]),
            exchange: PerMarket([1.0; 7]),
        };
        for event in world.events.iter().filter(|_| t >= 0) {
            it.apply(event, t);
        }
        it
    }

    fn apply(&mut self, event: &Event, t: i32) {
        match *event {
            Event::PlatformExit { platform, span, strength } if span.contains(t) => {
                let j = platform.index();
                self.slots[j] *= 1.0 - strength;
                self.reach[j].iter_mut().for_each(|reach| *reach *= 1.0 - strength);
            }
            Event::MarketClosure { market, span, strength } if span.contains(t) => self.close(market, strength),
            Event::TouringStop { markets, span, strength } if span.contains(t) => {
                for m in (0..Market::COUNT).filter(|m| markets[*m]) {
                    self.stop_touring(m, strength);
                }
            }
            Event::ExchangeRate { markets, span, strength } if span.contains(t) => {
                for m in (0..Market::COUNT).filter(|m| markets[*m]) {
                    self.exchange[m] *= 1.0 + strength;
                }
            }
            _ => {}
        }
    }

    fn close(&mut self, market: Market, strength: f64) {
        let m = market.index();
        self.pool[m] *= 1.0 - strength;
        self.openness[m] *= 1.0 - strength;
        self.reach.iter_mut().for_each(|reach| reach[m] *= 1.0 - strength);
        self.stop_touring(m, strength);
    }

    fn stop_touring(&mut self, m: usize, strength: f64) {
        self.attendance[m] *= 1.0 - strength;
        self.no_visits[m] |= strength >= 1.0;
    }
}

/// Call 0: sets the quarter's conditions; a platform that leaves in full ends its partnerships.
pub fn set_conditions(now: &Now, e: &mut Economy) {
    e.conditions = Conditions::of_quarter(now.world, now.t);
    for event in now.world.events {
        if let Event::PlatformExit { platform, span, strength } = *event
            && (span.from == now.t || now.t == 0 && span.contains(0))
            && now.t >= 0
            && strength >= 1.0
        {
            end_partnerships(e, platform);
        }
    }
}

fn end_partnerships(e: &mut Economy, platform: Platform) {
    for i in 0..e.labels.slots() {
        if e.labels.partner(i) == Some(platform) {
            e.labels.end_partnership(i);
        }
    }
}

/// The hit, right after call 6: one work of the tier becomes a tie_in placed on the platform with
/// the popularity of a world hit.
pub fn strike_hits(now: &Now, e: &mut Economy) {
    for event in now.world.events {
        if let Event::Hit { quarter, tier, platform, popularity, .. } = *event
            && quarter == now.t
            && popularity > 0.0
            && let Some(x) = hit_work(e, tier)
        {
            e.works.strategy[x] = Strategy::TieIn;
            e.works.platform[x] = platform.index() as u8;
            e.works.hit[x] = true;
            e.works.list_titles();
        }
    }
}

/// The first placed tie_in of the tier, else its first tie_in, else its first work.
fn hit_work(e: &Economy, tier: Tier) -> Option<usize> {
    let of_tier = |x: &usize| e.labels.tier[e.works.label[*x] as usize] == tier;
    let tie_in = |x: &usize| e.works.strategy[*x] == Strategy::TieIn;
    let works = || (0..e.works.len()).filter(of_tier);
    works().find(|x| tie_in(x) && e.works.placed(*x)).or_else(|| works().find(tie_in)).or_else(|| works().next())
}

/// Popularity, quality floor and localisation of the hit in force for the tier of a hit work.
pub fn hit_of(now: &Now, tier: Tier) -> Option<(f64, f64, f64)> {
    now.world.events.iter().find_map(|event| match *event {
        Event::Hit { quarter, tier: of, popularity, quality_floor, localisation, .. } if quarter == now.t && of == tier && popularity > 0.0 => {
            Some((popularity, quality_floor, localisation))
        }
        _ => None,
    })
}
