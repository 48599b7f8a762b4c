//! The exponential and the logistic function.

#![allow(clippy::excessive_precision, reason = "constants stand as they were published")]

use super::tally::{Operation, count};

/// 1 / ln 2.
const LOG2_E: f64 = std::f64::consts::LOG2_E;
/// The first 32 bits of ln 2, so that a multiple by any exponent is exact (fdlibm).
const LN2_HIGH: f64 = 6.931_471_803_691_238_164_90e-1;
/// The rest of ln 2.
const LN2_LOW: f64 = 1.908_214_929_270_587_700_02e-10;
/// 1.5 * 2^52: a sum with it rounds to a whole number, found in the low bits.
const ROUNDER: f64 = 6_755_399_441_055_744.0;
/// Below this the result would come near the smallest normal number and is given as 0.
const LOWEST: f64 = -708.0;
/// From here up every result is infinite.
const HIGHEST: f64 = 710.0;

/// (e^r - 1 - r - r^2/2) / r^3 on |r| <= ln(2)/2, at Chebyshev nodes; the error of e^r is 2^-59.8.
const TAIL: [f64; 10] = [
    0.16666666666666669,
    0.041666666666666664,
    0.008333333333330062,
    0.0013888888888886552,
    0.00019841269863053618,
    2.4801587317144498e-5,
    2.7557268459997064e-6,
    2.755728296954995e-7,
    2.510038549551032e-8,
    2.0911236630261545e-9,
];

/// e to the power `x`; error below 1 ulp (0.80 seen).
///
/// `exp(0)` is 1 exactly. Below -708 the result is 0 (so there are no subnormal results),
/// above 709.782... infinity; NaN stays NaN.
///
/// Reduction by multiples of ln 2 in two parts, then a polynomial of degree 12 in the rest,
/// after Muller, *Elementary Functions* (2016), ch. 11.
#[inline(always)]
pub fn exp(x: f64) -> f64 {
    count(Operation::Exp);
    // The comparisons are written so that NaN passes.
    let capped = if x > HIGHEST { HIGHEST } else { x };
    let capped = if capped < LOWEST { LOWEST } else { capped };
    let shifted = capped * LOG2_E + ROUNDER;
    let k = shifted - ROUNDER;
    let high = capped - k * LN2_HIGH;
    let low = k * LN2_LOW;
    let r = high - low;
    let lost = (high - r) - low;
    let fraction = 1.0 + (r + (lost + r * r * (0.5 + r * tail(r))));
    // 2^k in two steps, for 2^1024 is no number.
    let power = f64::from_bits((shifted.to_bits() << 52).wrapping_add(1022 << 52));
    let y = (fraction * 2.0) * power;
    if x < LOWEST { 0.0 } else { y }
}

/// The polynomial [`TAIL`] in a fixed tree order, which shortens the chain of operations.
#[inline(always)]
fn tail(r: f64) -> f64 {
    let c = &TAIL;
    let r2 = r * r;
    let r4 = r2 * r2;
    let low = (c[0] + c[1] * r) + (c[2] + c[3] * r) * r2;
    let middle = (c[4] + c[5] * r) + (c[6] + c[7] * r) * r2;
    let top = c[8] + c[9] * r;
    low + (middle + top * r4) * r4
}

/// 1 / (1 + e^-x), the probability whose log-odds are `x`; error below 2.5 ulp (2.0 seen).
///
/// Below -709.78 the result is 0, above 37 it is 1.
#[inline(always)]
pub fn logistic(x: f64) -> f64 {
    1.0 / (1.0 + exp(-x))
}

/// Replaces each number by its [`exp`].
pub fn exp_slice(values: &mut [f64]) {
    for value in values {
        *value = exp(*value);
    }
}
