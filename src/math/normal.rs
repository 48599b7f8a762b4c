//! The inverse of the normal distribution function.
//!
//! Wichura (1988), Algorithm AS 241: The Percentage Points of the Normal Distribution,
//! Applied Statistics 37(3), 477-484, routine PPND16: ratios of polynomials of degree 7 in
//! three ranges, relative error about 1e-16 before rounding.

#![allow(clippy::excessive_precision, reason = "constants stand as they were published")]

use super::ln::{ln, reduced};
use super::tally::{Operation, count};

/// Half-width of the central range around u = 1/2.
const CENTRAL: f64 = 0.425;
/// `CENTRAL` squared.
const CENTRAL_SQUARE: f64 = 0.180625;
/// Middle of the near tail, in r = sqrt(-ln u).
const NEAR: f64 = 1.6;
/// End of the near tail in r, and start of the far one (u about 1.4e-11).
const FAR: f64 = 5.0;

const A: [f64; 8] = [
    3.387_132_872_796_366_608,
    1.331_416_678_917_843_774_5e2,
    1.971_590_950_306_551_442_7e3,
    1.373_169_376_550_946_112_5e4,
    4.592_195_393_154_987_145_7e4,
    6.726_577_092_700_870_085_3e4,
    3.343_057_558_358_812_810_5e4,
    2.509_080_928_730_122_672_7e3,
];
const B: [f64; 8] = [
    1.0,
    4.231_333_070_160_091_125_2e1,
    6.871_870_074_920_579_083e2,
    5.394_196_021_424_751_107_7e3,
    2.121_379_430_158_659_586_7e4,
    3.930_789_580_009_271_061e4,
    2.872_908_573_572_194_267_4e4,
    5.226_495_278_852_854_561e3,
];
const C: [f64; 8] = [
    1.423_437_110_749_683_577_34,
    4.630_337_846_156_545_295_9,
    5.769_497_221_460_691_405_5,
    3.647_848_324_763_204_605_04,
    1.270_458_252_452_368_382_58,
    2.417_807_251_774_506_117_7e-1,
    2.272_384_498_926_918_458_33e-2,
    7.745_450_142_783_414_076_4e-4,
];
const D: [f64; 8] = [
    1.0,
    2.053_191_626_637_758_821_87,
    1.676_384_830_183_803_849_4,
    6.897_673_349_851_000_045_5e-1,
    1.481_039_764_274_800_745_9e-1,
    1.519_866_656_361_645_719_66e-2,
    5.475_938_084_995_344_946e-4,
    1.050_750_071_644_416_843_24e-9,
];
const E: [f64; 8] = [
    6.657_904_643_501_103_777_2,
    5.463_784_911_164_114_369_9,
    1.784_826_539_917_291_335_8,
    2.965_605_718_285_048_912_3e-1,
    2.653_218_952_657_612_309_3e-2,
    1.242_660_947_388_078_438_6e-3,
    2.711_555_568_743_487_578_15e-5,
    2.010_334_399_292_288_132_65e-7,
];
const F: [f64; 8] = [
    1.0,
    5.998_322_065_558_879_376_9e-1,
    1.369_298_809_227_358_053_1e-1,
    1.487_536_129_085_061_485_25e-2,
    7.868_691_311_456_132_591e-4,
    1.846_318_317_510_054_681_8e-5,
    1.421_511_758_316_445_888_7e-7,
    2.044_263_103_389_939_785_64e-15,
];

/// The number that a standard normal variable is below with probability `u`; error below 6 ulp (5.5 seen).
///
/// `inverse_normal(1 - u) == -inverse_normal(u)` wherever `1 - u` is exact. 0 gives minus
/// infinity, 1 infinity, numbers outside of 0 to 1 give NaN.
#[inline(always)]
pub fn inverse_normal(u: f64) -> f64 {
    let q = u - 0.5;
    let r = tail_radius(ln(lesser(u, q)));
    let (c, d) = (polynomial(&C, r - NEAR), polynomial(&D, r - NEAR));
    let (e, f) = (polynomial(&E, r - FAR), polynomial(&F, r - FAR));
    let far = r > FAR;
    let inside = joined(q, if far { e } else { c }, if far { f } else { d });
    let edge = if q < 0.0 { f64::NEG_INFINITY } else { f64::INFINITY };
    if (u == 0.0) | (u == 1.0) { edge } else { inside }
}

/// [`inverse_normal`] for `u` at least 1.4e-11 away from 0 and 1: the same bits without the
/// far tail, which no 32-bit word reaches.
#[inline(always)]
pub(crate) fn inverse_normal_near(u: f64) -> f64 {
    count(Operation::Normal);
    let q = u - 0.5;
    let r = tail_radius(reduced(lesser(u, q), 0.0)) - NEAR;
    joined(q, polynomial(&C, r), polynomial(&D, r))
}

/// The lesser of `u` and `1 - u`, for `q = u - 1/2`.
#[inline(always)]
fn lesser(u: f64, q: f64) -> f64 {
    if q < 0.0 { u } else { 1.0 - u }
}

/// sqrt(-ln(u)).
#[inline(always)]
fn tail_radius(ln_u: f64) -> f64 {
    (-ln_u).sqrt()
}

/// Chooses between the central ratio and that of a tail, and divides once.
#[inline(always)]
fn joined(q: f64, tail_over: f64, tail_under: f64) -> f64 {
    let r = CENTRAL_SQUARE - q * q;
    let central = q.abs() <= CENTRAL;
    let signed = if q < 0.0 { -tail_over } else { tail_over };
    let over = if central { q * polynomial(&A, r) } else { signed };
    let under = if central { polynomial(&B, r) } else { tail_under };
    over / under
}

/// c0 + c1 x + ... + c7 x^7 by Horner's rule.
#[inline(always)]
fn polynomial(c: &[f64; 8], x: f64) -> f64 {
    let high = ((c[7] * x + c[6]) * x + c[5]) * x + c[4];
    (((high * x + c[3]) * x + c[2]) * x + c[1]) * x + c[0]
}

/// Replaces each number by its [`inverse_normal`].
pub fn inverse_normal_slice(values: &mut [f64]) {
    for value in values {
        *value = inverse_normal(*value);
    }
}
