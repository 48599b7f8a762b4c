//! Lines of revenue and their splits (4.7).

use super::Real;
use crate::math;
use crate::units::Market;

/// Money of a quarter's streaming in a market, M KRW: pool_m(t) / 4, times the exchange factor.
///
/// `pool`: M KRW a year.
#[inline(always)]
pub fn quarterly_pool(pool: f64, exchange: f64) -> f64 {
    pool / 4.0 * exchange
}

/// Streaming of a work in a market, M KRW: S_xm rt_x pool_m(t) / 4.
///
/// `share` of attention S and `rights` kept by the label: 0 to 1; `pool`: [`quarterly_pool`].
#[inline(always)]
pub fn streaming<R: Real>(share: R, rights: R, pool: f64) -> R {
    share * rights * pool
}

/// Weight of a work where streaming is paid by listener: S_xm (S_xm / mean S_.m)^-theta; 0 for a work that nobody hears.
///
/// `relative`: S over its mean over the quarter's works.
#[inline(always)]
pub fn listener_weight(share: f64, relative: f64, flattening: f64) -> f64 {
    if share > 0.0 { share * math::pow(relative, -flattening) } else { 0.0 }
}

/// (1 - u) S_xm + u sum S weight_xm / sum of weights: share of attention that a work is paid for when the part u is paid by listener.
///
/// `unit`: sum of S over the sum of weights.
#[inline(always)]
pub fn paid_share(share: f64, weight: f64, unit: f64, user_centric: f64) -> f64 {
    (1.0 - user_centric) * share + user_centric * (unit * weight)
}

/// (c_S - c)+: by how much a floor of the creators' share of streaming raises it.
#[inline(always)]
pub fn rise(floor: f64, contract: f64) -> f64 {
    (floor - contract).max(0.0)
}

/// Albums of a work in a market, M KRW: F_im share_a alb_k `album_spending`_m.
///
/// `fans` of the act: thousand; `spending`: M KRW for a thousand fans, with openness and exchange factor.
#[inline(always)]
pub fn albums<R: Real>(fans: R, intensity: R, spending: f64) -> R {
    fans * intensity * spending
}

/// Part of a market's receipts that is exports: all of a foreign market's, none of Korea's.
#[inline(always)]
pub fn from_abroad(market: Market) -> f64 {
    if market == Market::Kr { 0.0 } else { 1.0 }
}

/// Streaming of one unit of catalogue attention in a market, M KRW: pool_m(t) / 4 / D_m.
#[inline(always)]
pub fn catalogue_rate(pool: f64, attention: f64) -> f64 {
    pool / attention
}

/// Streaming of a label's catalogue in a market, M KRW: C_im / D_m pool_m(t) / 4.
///
/// `attention` C of the catalogue; `rate`: [`catalogue_rate`].
#[inline(always)]
pub fn catalogue_streaming<R: Real>(attention: R, rate: f64) -> R {
    attention * rate
}

/// Levy on streaming in a market, M KRW: rate times what streaming services pay labels there.
///
/// `rate`: share; `streaming`: of the quarter's works and of catalogues, M KRW.
#[inline(always)]
pub fn levy(rate: f64, streaming: f64) -> f64 {
    rate * streaming
}

/// Licensing and endorsement of a label in a market, M KRW: `licensing_income`_m F_im.
///
/// `fans`: thousand; `income`: M KRW for a thousand fans, with openness and exchange factor.
#[inline(always)]
pub fn licensing<R: Real>(fans: R, income: f64) -> R {
    fans * income
}

/// FB = `fee_base`_tier Z_i `strategy_cost`_k min(1, scale_x), M KRW: what fee and backend are parts of.
#[inline(always)]
pub fn platform_base(fee_base: f64, size: f64, strategy_cost: f64, scale: f64) -> f64 {
    fee_base * size * strategy_cost * scale.min(1.0)
}

/// bar_i = 1 + `bargaining_recognition` ln(1 + R_i).
#[inline(always)]
pub fn bargaining(weight: f64, ln_recognition: f64) -> f64 {
    1.0 + weight * ln_recognition
}

/// Fee of a placed work, M KRW: `platform_fee`_k FB bar_i (1 - fee cut).
#[inline(always)]
pub fn platform_fee(rate: f64, base: f64, bargaining: f64, cut: f64) -> f64 {
    rate * base * bargaining * (1.0 - cut)
}

/// Backend of a placed work, M KRW: FB min(`backend_ceiling`, `platform_backend`_k Z_x quality_x bar_i).
#[inline(always)]
pub fn platform_backend(base: f64, rate: f64, title: Title, bargaining: f64, ceiling: f64) -> f64 {
    base * (rate * title.popularity * title.quality * bargaining).min(ceiling)
}

/// What the success of a title comes from.
#[derive(Clone, Copy, Debug)]
pub struct Title {
    /// Popularity Z of the title.
    pub popularity: f64,
    /// Quality of the work.
    pub quality: f64,
}

/// Gross receipts of a work by line, M KRW.
#[derive(Clone, Copy, Debug)]
pub struct Lines {
    /// Streaming.
    pub streaming: f64,
    /// Albums.
    pub albums: f64,
    /// Concerts and merchandise.
    pub concerts: f64,
    /// Fee of the platform.
    pub fee: f64,
    /// Backend of the platform.
    pub backend: f64,
}

/// Parts of suppliers, and what the creators' contract share c is multiplied by; 1 for the lines that are not named.
#[derive(Clone, Copy, Debug)]
pub struct Splits {
    /// Suppliers' part of streaming.
    pub streaming_fee: f64,
    /// Suppliers' part of albums.
    pub album_cost: f64,
    /// Suppliers' part of concerts.
    pub concert_cost: f64,
    /// Factor of c for concerts.
    pub creator_concerts: f64,
    /// Factor of c for fees.
    pub creator_fees: f64,
}

/// Receipts from audiences, M KRW: what platforms do not pay.
#[inline(always)]
pub fn from_audiences(lines: &Lines) -> f64 {
    lines.streaming + lines.albums + lines.concerts
}

/// Gross revenue, M KRW: receipts from audiences and from the platform.
#[inline(always)]
pub fn gross(from_audiences: f64, lines: &Lines) -> f64 {
    from_audiences + lines.fee + lines.backend
}

/// Suppliers' part of a work's receipts, M KRW; none of fees and backend.
#[inline(always)]
pub fn to_suppliers(lines: &Lines, splits: &Splits) -> f64 {
    splits.streaming_fee * lines.streaming + splits.album_cost * lines.albums + splits.concert_cost * lines.concerts
}

/// Creators' part of a work's receipts, M KRW: c of each line, times the factor of the line, and what a law adds to streaming.
///
/// `contract`: c, and `rise`: (c_S - c)+; 0 where there is nobody to pay.
#[inline(always)]
pub fn to_creators(lines: &Lines, contract: f64, rise: f64, splits: &Splits) -> f64 {
    contract * (lines.streaming + lines.albums + lines.backend)
        + contract * splits.creator_concerts * lines.concerts
        + contract * splits.creator_fees * lines.fee
        + rise * lines.streaming
}

/// What is left to the label, M KRW.
#[inline(always)]
pub fn net(gross: f64, to_creators: f64, to_suppliers: f64) -> f64 {
    gross - to_creators - to_suppliers
}

/// The label's part of streaming, M KRW: streaming (1 - `streaming_fee` - c - (c_S - c)+).
#[inline(always)]
pub fn net_streaming(streaming: f64, contract: f64, rise: f64, splits: &Splits) -> f64 {
    streaming * (1.0 - splits.streaming_fee - contract - rise)
}

/// Suppliers' part of catalogue and licensing, M KRW.
#[inline(always)]
pub fn catalogue_to_suppliers(catalogue: f64, licensing: f64, streaming_fee: f64, licensing_cost: f64) -> f64 {
    catalogue * streaming_fee + licensing * licensing_cost
}

/// Creators' part of catalogue and licensing, M KRW: c of both, and what a law adds to the catalogue's streaming; none where
/// there is nobody to pay.
///
/// `fame`: sum of `fame_floor` + r_g over the label's creators, 0 without any; `rise`: (c_S - c)+.
#[inline(always)]
pub fn catalogue_to_creators(gross: f64, catalogue: f64, contract: f64, rise: f64, fame: f64) -> f64 {
    let (contract, rise) = if fame > 0.0 { (contract, rise) } else { (0.0, 0.0) };
    gross * contract + rise * catalogue
}

/// What one of equal parts is, M KRW; the whole where there is nobody to pay.
#[inline(always)]
pub fn equal_part(all: f64, parts: u32) -> f64 {
    all / f64::from(parts.max(1))
}

/// What is paid for each unit of fame, M KRW; 0 where there is nobody to pay.
#[inline(always)]
pub fn unit_of_fame(to_creators: f64, fame: f64) -> f64 {
    if fame > 0.0 { to_creators / fame } else { 0.0 }
}

/// Rev_i <- 0.75 Rev_i + gross revenue of the quarter, M KRW a year: `kept` is 0.75 and `quarters` 1; in the first
/// quarter of the burn-in 0 and 4.
#[inline(always)]
pub fn yearly_revenue(year: f64, quarter: f64, kept: f64, quarters: f64) -> f64 {
    kept * year + quarters * quarter
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::math::F64x8;

    const LINES: Lines = Lines { streaming: 100.0, albums: 40.0, concerts: 20.0, fee: 10.0, backend: 5.0 };
    const SPLITS: Splits = Splits { streaming_fee: 0.25, album_cost: 0.5, concert_cost: 0.75, creator_concerts: 2.0, creator_fees: 0.5 };

    #[test]
    fn a_quarter_of_the_pool_goes_by_share_and_rights() {
        // 800 / 4 * 1.5 = 300; 300 * 0.125 * 0.5 = 18.75.
        let pool = quarterly_pool(800.0, 1.5);
        assert_eq!(pool, 300.0);
        assert_eq!(streaming(0.125, 0.5, pool), 18.75);
        assert_eq!(streaming(F64x8([0.125; 8]), F64x8([0.5; 8]), pool), F64x8([18.75; 8]));
        // 300 in a market of 1200 units of attention: 0.25 for each.
        assert_eq!(catalogue_rate(pool, 1200.0), 0.25);
        assert_eq!(catalogue_streaming(40.0, 0.25), 10.0);
    }

    #[test]
    fn fans_buy_albums_of_works_that_sell_them() {
        // 30 * 0.5 * 4 = 60.
        assert_eq!(albums(30.0, 0.5, 4.0), 60.0);
        assert_eq!(albums(30.0, 0.0, 4.0), 0.0);
        // 30 * 0.25 for licences.
        assert_eq!(licensing(30.0, 0.25), 7.5);
    }

    #[test]
    fn receipts_of_all_markets_but_korea_are_exports() {
        assert_eq!(Market::ALL.map(from_abroad), [0.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0]);
    }

    #[test]
    fn a_platform_pays_for_what_is_made_but_not_for_more_than_the_reference() {
        // 10 * 2 * 0.5 * 0.75 = 7.5; beyond scale 1: 10.
        assert_eq!(platform_base(10.0, 2.0, 0.5, 0.75), 7.5);
        assert_eq!(platform_base(10.0, 2.0, 0.5, 3.0), 10.0);
    }

    #[test]
    fn a_known_label_bargains_for_more_and_a_cut_takes_from_the_fee_alone() {
        // 1 + 0.5 * 2 = 2; 0.25 * 8 * 2 * (1 - 0.25) = 3.
        let bar = bargaining(0.5, 2.0);
        assert_eq!(bar, 2.0);
        assert_eq!(bargaining(0.5, 0.0), 1.0);
        assert_eq!(platform_fee(0.25, 8.0, bar, 0.25), 3.0);
        assert_eq!(platform_fee(0.25, 8.0, bar, 1.0), 0.0);
    }

    #[test]
    fn the_backend_grows_with_success_up_to_its_ceiling() {
        let title = Title { popularity: 0.5, quality: 3.0 };
        // 0.25 * 0.5 * 3 * 2 = 0.75, of 8: 6; with a ceiling of 0.5: 4.
        assert_eq!(platform_backend(8.0, 0.25, title, 2.0, 9.0), 6.0);
        assert_eq!(platform_backend(8.0, 0.25, title, 2.0, 0.5), 4.0);
        assert_eq!(platform_backend(8.0, 0.25, Title { popularity: 0.0, ..title }, 2.0, 9.0), 0.0);
    }

    #[test]
    fn the_splits_of_a_work_add_up_to_its_gross_revenue() {
        let audiences = from_audiences(&LINES);
        // 100 + 40 + 20; with 10 + 5 of the platform.
        assert_eq!(audiences, 160.0);
        assert_eq!(gross(audiences, &LINES), 175.0);
        // 0.25 * 100 + 0.5 * 40 + 0.75 * 20 = 25 + 20 + 15.
        assert_eq!(to_suppliers(&LINES, &SPLITS), 60.0);
        // 0.125 * (100 + 40 + 5) + 0.125 * 2 * 20 + 0.125 * 0.5 * 10 = 18.125 + 5 + 0.625.
        assert_eq!(to_creators(&LINES, 0.125, 0.0, &SPLITS), 23.75);
        // 175 - 23.75 - 60.
        assert_eq!(net(175.0, 23.75, 60.0), 91.25);
    }

    #[test]
    fn a_floor_adds_to_the_creators_part_of_streaming_alone() {
        // (0.25 - 0.125) of 100 beside the 23.75 of the contract; the label keeps 100 (1 - 0.25 - 0.125 - 0.125).
        assert_eq!((rise(0.25, 0.125), rise(0.125, 0.25)), (0.125, 0.0));
        assert_eq!(to_creators(&LINES, 0.125, 0.125, &SPLITS), 36.25);
        assert_eq!(net_streaming(100.0, 0.125, 0.125, &SPLITS), 50.0);
        // Of 80 from catalogue and licences 0.25, and 0.125 more of the 60 of the catalogue; nothing where nobody is there.
        assert_eq!(catalogue_to_creators(80.0, 60.0, 0.25, 0.125, 8.0), 27.5);
        assert_eq!(catalogue_to_creators(80.0, 60.0, 0.25, 0.125, 0.0), 0.0);
    }

    #[test]
    fn payment_by_listener_takes_from_what_is_heard_most_and_pays_out_the_same() {
        // Two works of shares 0.1 and 0.3, relative to their mean 0.5 and 1.5, and theta = 1: weights 0.2 and 0.2, so that each
        // is paid for half of 0.4.
        let weights = [(0.1, 0.5), (0.3, 1.5)].map(|(share, relative)| listener_weight(share, relative, 1.0));
        assert!((weights[0] - 0.2).abs() < 1e-15 && (weights[1] - 0.2).abs() < 1e-15);
        let paid = |user_centric: f64| [(0.1, weights[0]), (0.3, weights[1])].map(|(share, weight)| paid_share(share, weight, 1.0, user_centric));
        let near = |found: [f64; 2], expected: [f64; 2]| found.iter().zip(expected).all(|(found, expected)| (found - expected).abs() < 1e-15);
        assert!(near(paid(1.0), [0.2, 0.2]) && near(paid(0.5), [0.15, 0.25]));
        assert_eq!(paid(0.0), [0.1, 0.3]);
        assert_eq!(listener_weight(0.0, 0.0, 0.5), 0.0);
    }

    #[test]
    fn where_there_is_nobody_to_pay_the_label_keeps_the_creators_part() {
        assert_eq!(to_creators(&LINES, 0.0, 0.0, &SPLITS), 0.0);
        // 100 * (1 - 0.25 - 0) and 100 * (1 - 0.25 - 0.125).
        assert_eq!(net_streaming(100.0, 0.0, 0.0, &SPLITS), 75.0);
        assert_eq!(net_streaming(100.0, 0.125, 0.0, &SPLITS), 62.5);
        assert_eq!(catalogue_to_creators(80.0, 60.0, 0.25, 0.0, 0.0), 0.0);
        assert_eq!(unit_of_fame(20.0, 0.0), 0.0);
        assert_eq!(equal_part(20.0, 0), 20.0);
    }

    #[test]
    fn creators_share_works_equally_and_the_catalogue_by_fame() {
        assert_eq!(equal_part(20.0, 4), 5.0);
        // c = 0.25 of 80 is 20; for a fame of 8 in all: 2.5 for each unit.
        assert_eq!(catalogue_to_creators(80.0, 60.0, 0.25, 0.0, 8.0), 20.0);
        assert_eq!(unit_of_fame(20.0, 8.0), 2.5);
        // 60 * 0.25 + 20 * 0.5.
        assert_eq!(catalogue_to_suppliers(60.0, 20.0, 0.25, 0.5), 25.0);
    }

    #[test]
    fn trails_keep_a_part_of_what_was() {
        // 0.75 * 400 + 50 = 350; at the start 4 * 50, whatever stood there.
        assert_eq!(yearly_revenue(400.0, 50.0, 0.75, 1.0), 350.0);
        assert_eq!(yearly_revenue(400.0, 50.0, 0.0, 4.0), 200.0);
    }
}
