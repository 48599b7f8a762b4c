//! The natural logarithm and the log-odds.

#![allow(clippy::excessive_precision, reason = "constants stand as they were published")]

use super::tally::{Operation, count};

/// The first 32 bits of ln 2, so that a multiple by any exponent is exact (fdlibm).
const LN2_HIGH: f64 = 6.931_471_803_691_238_164_90e-1;
/// The rest of ln 2.
const LN2_LOW: f64 = 1.908_214_929_270_587_700_02e-10;
/// 2^52: or-ing a whole number below 2^52 into its bits adds the number.
const TWO_52: f64 = 4_503_599_627_370_496.0;
/// 2^54, which lifts subnormal numbers into the normal range.
const TWO_54: f64 = 18_014_398_509_481_984.0;
/// Bits of a number just below sqrt(1/2), the lower end of the reduced range (musl).
const SQRT_HALF_BITS: u64 = 0x3fe6_a09e_0000_0000;
const ONE_BITS: u64 = 0x3ff0_0000_0000_0000;
const MANTISSA: u64 = 0x000f_ffff_ffff_ffff;

/// ln(1+f) = 2s + s(z L0 + z^2 L1 + ...), s = f/(2+f), z = s^2; error 2^-58.45 (fdlibm `e_log.c`).
const LG: [f64; 7] = [
    6.666666666666735130e-01,
    3.999999999940941908e-01,
    2.857142874366239149e-01,
    2.222219843214978396e-01,
    1.818357216161805012e-01,
    1.531383769920937332e-01,
    1.479819860511658591e-01,
];

/// The natural logarithm; error below 1 ulp (0.79 seen), after fdlibm's `e_log.c`.
///
/// `ln(1)` is 0 exactly, `ln(0)` is minus infinity, of a negative number or NaN it is NaN, of
/// infinity infinity; subnormal numbers are treated in full.
#[inline(always)]
pub fn ln(x: f64) -> f64 {
    count(Operation::Ln);
    let tiny = x < f64::MIN_POSITIVE;
    let scaled = if tiny { x * TWO_54 } else { x };
    let offset = if tiny { 54.0 } else { 0.0 };
    let y = reduced(scaled, offset);
    let edge = if x == 0.0 { f64::NEG_INFINITY } else { f64::NAN };
    let edge = if x == f64::INFINITY { x } else { edge };
    if (x > 0.0) & (x <= f64::MAX) { y } else { edge }
}

/// [`ln`] of a normal positive number (2^-1022 or more, not infinite): the same bits with
/// fewer operations. Of other arguments the result has no meaning.
#[inline(always)]
pub(crate) fn ln_of_normal(x: f64) -> f64 {
    count(Operation::LnOfDraw);
    reduced(x, 0.0)
}

/// ln(x) - offset * ln(2) for normal positive `x`: x = 2^k (1 + f), 1 + f from sqrt(1/2) to sqrt(2).
#[inline(always)]
pub(super) fn reduced(x: f64, offset: f64) -> f64 {
    let bits = x.to_bits().wrapping_add(ONE_BITS - SQRT_HALF_BITS);
    let biased = f64::from_bits((bits >> 52) | TWO_52.to_bits());
    let k = (biased - TWO_52) - (1023.0 + offset);
    let f = f64::from_bits((bits & MANTISSA).wrapping_add(SQRT_HALF_BITS)) - 1.0;
    let half_square = 0.5 * f * f;
    let s = f / (2.0 + f);
    let tail = s * (half_square + series(s * s)) + k * LN2_LOW;
    tail - half_square + f + k * LN2_HIGH
}

/// z L0 + z^2 L1 + ... + z^7 L6, odd and even powers apart.
#[inline(always)]
fn series(z: f64) -> f64 {
    let w = z * z;
    let odd = z * (LG[0] + w * (LG[2] + w * (LG[4] + w * LG[6])));
    let even = w * (LG[1] + w * (LG[3] + w * LG[5]));
    odd + even
}

/// ln(p / (1 - p)), the log-odds of a probability.
///
/// The error is below 2.5 ulp of the larger of the result and 1: near p = 1/2, where the
/// result is near 0, it is bounded in absolute terms only. 0 gives minus infinity, 1
/// infinity, numbers outside of 0 to 1 give NaN.
#[inline(always)]
pub fn logit(p: f64) -> f64 {
    ln(p / (1.0 - p))
}

/// Replaces each number by its [`ln`].
pub fn ln_slice(values: &mut [f64]) {
    for value in values {
        *value = ln(*value);
    }
}
