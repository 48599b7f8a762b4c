//! Platforms: slots, scores, beliefs and partnerships (4.5).

use super::remembered;
use crate::math;
use crate::scenario::ScoreWeight;

/// How platforms' slots follow their beliefs: `slot_response`, `slot_floor` and `slot_ceiling`.
pub struct SlotResponse {
    pub response: f64,
    pub floor: f64,
    pub ceiling: f64,
}

/// clip(exp(response * belief), floor, ceiling): factor of the slots of a platform.
#[inline(always)]
pub fn slot_factor(belief: f64, slots: &SlotResponse) -> f64 {
    math::exp(slots.response * belief).clamp(slots.floor, slots.ceiling)
}

/// floor(base * factor * (1 - cut) * event factor + u): slots of a platform in a quarter.
#[inline(always)]
pub fn slots(base: f64, factor: f64, cut: f64, event_factor: f64, u: f64) -> f64 {
    (base * factor * (1.0 - cut) * event_factor + u).floor()
}

/// What every platform looks at in a work.
pub struct Merits {
    /// Expected ln quality.
    pub quality: f64,
    /// Network.
    pub network: f64,
    /// Localisation capability.
    pub localisation: f64,
    /// ln(1 + R).
    pub recognition: f64,
}

/// own = w_q eq + w_n network + w_l Kl + w_r ln(1 + R): what all platforms see alike.
#[inline(always)]
pub fn own_score(work: &Merits, weight: &ScoreWeight) -> f64 {
    weight.quality * work.quality + weight.network * work.network + weight.localisation * work.localisation + weight.recognition * work.recognition
}

/// own + w_d rel + worth of the platform + Gumbel noise.
#[inline(always)]
pub fn pair_score(own: f64, relation: f64, weight: f64, worth: f64, noise: f64) -> f64 {
    own + weight * relation + worth + noise
}

/// rel <- (1 - delta_rel) rel: what a quarter leaves of the relation between a label and a platform.
#[inline(always)]
pub fn faded_relation(relation: f64, fade: f64) -> f64 {
    (1.0 - fade) * relation
}

/// ln(1e-6 + value): how a platform's value of the quarter before counts in its order of works.
#[inline(always)]
pub fn ln_value(value: f64) -> f64 {
    math::ln(1e-6 + value)
}

/// floor(`partner_slot_share` * slots + 1/2): slots that a platform gives to partners.
#[inline(always)]
pub fn partner_slots(share: f64, slots: f64) -> f64 {
    (share * slots + 0.5).floor()
}

/// Z quality + 1e-6, of which the ln is the performance of a title.
#[inline(always)]
pub fn strength(popularity: f64, quality: f64) -> f64 {
    popularity * quality + 1e-6
}

/// b <- (1 - updating) b + updating clip(surprise, -B, B): belief of a platform after its titles' mean surprise.
#[inline(always)]
pub fn belief_of_titles(old: f64, surprise: f64, updating: f64, bound: f64) -> f64 {
    (1.0 - updating) * old + updating * surprise.clamp(-bound, bound)
}

/// How a large hit moves all platforms: `belief_spillover`, `belief_threshold` and `belief_bound`.
pub struct Spillover {
    pub rate: f64,
    pub threshold: f64,
    pub bound: f64,
}

/// b <- clip(b + rate (best - threshold)+, -B, B): belief of a platform after the best surprise of all titles.
#[inline(always)]
pub fn belief_of_hits(old: f64, best: f64, hits: &Spillover) -> f64 {
    let news = hits.rate * (best - hits.threshold).max(0.0);
    (old + news).clamp(-hits.bound, hits.bound)
}

/// How partnerships break: `break_base`, `break_slope` and `break_ceiling`.
pub struct Break {
    pub base: f64,
    pub slope: f64,
    pub ceiling: f64,
}

/// clip(base + slope (-p)+, 0, ceiling) * factor: probability that a partnership of performance p breaks.
#[inline(always)]
pub fn break_probability(performance: f64, factor: f64, breaks: &Break) -> f64 {
    (breaks.base + breaks.slope * (-performance).max(0.0)).clamp(0.0, breaks.ceiling) * factor
}

/// logistic(logit(usual) + p): probability that a partnership of performance p is renewed at its term.
#[inline(always)]
pub fn renewal_probability(usual: f64, performance: f64) -> f64 {
    math::logistic(math::logit(usual) + performance)
}

/// floor(term (1 + durable factor)): quarters of a partnership.
#[inline(always)]
pub fn partnership_term(term: f64, durable_factor: f64) -> f64 {
    (term * (1.0 + durable_factor)).floor()
}

/// What streaming of a platform's exposure in a market is worth.
pub struct Exposure {
    /// Part of the market's listeners that the platform reaches.
    pub reach: f64,
    /// Listeners of the market, thousand.
    pub listeners: f64,
    /// D: attention of all works and the catalogue in the market.
    pub attention: f64,
    /// Money of the market's streaming in a quarter, M KRW: [`super::revenue::quarterly_pool`].
    pub pool: f64,
}

/// vp = reach listeners / D * pool / 4: streaming of a quarter, at full rights, by exposure of all whom the platform reaches, M KRW.
#[inline(always)]
pub fn exposure_value(market: &Exposure) -> f64 {
    market.reach * market.listeners / market.attention * market.pool
}

/// q <- memory q + (1 - memory) placed works / works: part of a strategy's works that platforms place; kept where there are none.
#[inline(always)]
pub fn placed_share(old: f64, placed: f64, works: f64, memory: f64) -> f64 {
    if works > 0.0 { remembered(old, placed / works, memory) } else { old }
}

/// vpbar: mean value of exposure over the titles of a quarter, M KRW; kept where there are none.
#[inline(always)]
pub fn mean_value(old: f64, sum: f64, titles: f64) -> f64 {
    if titles > 0.0 { sum / titles } else { old }
}

/// floor(places / 4 + u): extra slots of a brokerage programme in a quarter.
#[inline(always)]
pub fn brokered_slots(places: u32, u: f64) -> u32 {
    (f64::from(places) / 4.0 + u).floor() as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slots_follow_belief_within_limits() {
        let response = SlotResponse { response: 0.5, floor: 0.75, ceiling: 1.5 };
        assert_eq!(slot_factor(0.0, &response), 1.0);
        // exp(0.5 * 0.5) = 1.2840
        assert!((slot_factor(0.5, &response) - 1.284_025_416_687_741_4).abs() < 1e-14);
        assert_eq!(slot_factor(4.0, &response), 1.5);
        assert_eq!(slot_factor(-4.0, &response), 0.75);
    }

    #[test]
    fn slots_are_rounded_by_the_draw_after_cuts_and_events() {
        // 10 * 1.5 * (1 - 0.5) * 0.5 = 3.75
        assert_eq!(slots(10.0, 1.5, 0.5, 0.5, 0.125), 3.0);
        assert_eq!(slots(10.0, 1.5, 0.5, 0.5, 0.25), 4.0);
        assert_eq!(slots(10.0, 1.5, 1.0, 0.5, 0.99), 0.0);
    }

    #[test]
    fn a_score_weighs_the_merits_of_work_and_pair() {
        let work = Merits { quality: 2.0, network: 4.0, localisation: 0.5, recognition: 1.0 };
        let weight = ScoreWeight { quality: 0.5, network: 0.25, localisation: 2.0, recognition: -0.5, commitment: 7.0, relation: 7.0, value: 7.0 };
        // 1 + 1 + 1 - 0.5
        assert_eq!(own_score(&work, &weight), 2.5);
        // 2.5 + 0.5 * 3 + 0.25 - 1
        assert_eq!(pair_score(2.5, 3.0, 0.5, 0.25, -1.0), 3.25);
    }

    #[test]
    fn a_relation_fades_from_quarter_to_quarter() {
        // Two titles in a quarter, which fade with it, and none after: 2 * 0.9 = 1.8, 1.8 * 0.9 = 1.62.
        let first = faded_relation(0.0 + 2.0, 0.1);
        assert!((first - 1.8).abs() < 1e-15 && (faded_relation(first, 0.1) - 1.62).abs() < 1e-15);
        assert_eq!(faded_relation(7.0, 0.0), 7.0);
        // 0.9^20 = 0.1216: what is left after twenty quarters without a title.
        let left = (0..20).fold(1.0, |relation, _| faded_relation(relation, 0.1));
        assert!((left - 0.121_576_654_590_569_3).abs() < 1e-12);
        // A title a quarter comes to rest at (1 - 0.1) / 0.1 = 9 after the fade, 10 before it.
        let resting = (0..400).fold(0.0, |relation, _| faded_relation(relation + 1.0, 0.1));
        assert!((resting - 9.0).abs() < 1e-9);
    }

    #[test]
    fn a_platform_without_value_has_a_low_worth_but_one() {
        // ln 1e-6 = -6 ln 10
        assert!((ln_value(0.0) + 13.815_510_557_964_274).abs() < 1e-12);
        assert!((ln_value(1.0) - 1e-6).abs() < 1e-12);
    }

    #[test]
    fn the_part_for_partners_is_rounded_to_the_nearest_slot() {
        // 0.25 * 5 = 1.25, 0.25 * 6 = 1.5
        assert_eq!(partner_slots(0.25, 5.0), 1.0);
        assert_eq!(partner_slots(0.25, 6.0), 2.0);
    }

    #[test]
    fn a_title_without_public_still_has_a_performance() {
        assert_eq!(strength(0.0, 3.0), 1e-6);
        assert_eq!(strength(2.0, 3.0), 6.000_001);
    }

    #[test]
    fn belief_moves_by_a_bounded_surprise() {
        // 0.75 * 0.4 + 0.25 * 0.8 = 0.5
        assert!((belief_of_titles(0.4, 0.8, 0.25, 1.0) - 0.5).abs() < 1e-15);
        // 0.3 + 0.25 * 1 and 0.3 - 0.25 * 1
        assert!((belief_of_titles(0.4, 9.0, 0.25, 1.0) - 0.55).abs() < 1e-15);
        assert!((belief_of_titles(0.4, -9.0, 0.25, 1.0) - 0.05).abs() < 1e-15);
    }

    #[test]
    fn only_a_hit_above_the_threshold_is_seen_by_all() {
        let hits = Spillover { rate: 0.5, threshold: 2.0, bound: 1.5 };
        // 0.25 + 0.5 (3 - 2)
        assert_eq!(belief_of_hits(0.25, 3.0, &hits), 0.75);
        assert_eq!(belief_of_hits(0.25, 1.0, &hits), 0.25);
        assert_eq!(belief_of_hits(0.25, 9.0, &hits), 1.5);
        // The bound holds for what awards have added, too.
        assert_eq!(belief_of_hits(2.0, 0.0, &hits), 1.5);
        assert_eq!(belief_of_hits(-2.0, 0.0, &hits), -1.5);
    }

    #[test]
    fn a_partnership_breaks_sooner_the_worse_it_does() {
        let breaks = Break { base: 0.125, slope: 0.25, ceiling: 0.5 };
        // 0.125 + 0.25 * 1
        assert_eq!(break_probability(-1.0, 1.0, &breaks), 0.375);
        assert_eq!(break_probability(-1.0, 0.5, &breaks), 0.1875);
        // Doing well does not make it safer than the base.
        assert_eq!(break_probability(3.0, 1.0, &breaks), 0.125);
        assert_eq!(break_probability(-9.0, 1.0, &breaks), 0.5);
        assert_eq!(break_probability(0.0, 1.0, &Break { base: -0.5, ..breaks }), 0.0);
    }

    #[test]
    fn a_partnership_that_does_as_expected_is_renewed_as_usual() {
        assert!((renewal_probability(0.7, 0.0) - 0.7).abs() < 1e-14);
        // Odds of 1 times e: e / (1 + e)
        assert!((renewal_probability(0.5, 1.0) - 0.731_058_578_630_004_9).abs() < 1e-14);
    }

    #[test]
    fn a_term_is_in_whole_quarters() {
        // 12 * 1.5 = 18, 7 * 1.25 = 8.75
        assert_eq!(partnership_term(12.0, 0.5), 18.0);
        assert_eq!(partnership_term(7.0, 0.25), 8.0);
    }

    #[test]
    fn exposure_is_worth_its_part_of_a_quarter_s_money() {
        // 0.5 * 40 / 80 = 0.25 of 8
        assert_eq!(exposure_value(&Exposure { reach: 0.5, listeners: 40.0, attention: 80.0, pool: 8.0 }), 2.0);
    }

    #[test]
    fn labels_learn_how_many_works_of_a_strategy_are_placed_and_what_a_title_is_worth() {
        // 0.75 * 0.5 + 0.25 * 1 / 4
        assert_eq!(placed_share(0.5, 1.0, 4.0, 0.75), 0.4375);
        assert_eq!(placed_share(0.5, 0.0, 0.0, 0.75), 0.5);
        assert_eq!(mean_value(3.0, 10.0, 4.0), 2.5);
        assert_eq!(mean_value(3.0, 0.0, 0.0), 3.0);
    }

    #[test]
    fn a_quarter_of_the_places_opens_as_slots_rounded_by_the_draw() {
        // 6 / 4 = 1.5
        assert_eq!([brokered_slots(6, 0.4), brokered_slots(6, 0.5), brokered_slots(12, 0.9)], [1, 2, 3]);
        assert_eq!(brokered_slots(0, 0.99), 0);
    }
}
