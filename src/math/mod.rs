//! Fixed arithmetic: elementary functions with the same bits on every x86-64 CPU and build.
//!
//! The functions use only `+ - * / sqrt`, comparisons and bit casts, which IEEE 754 fixes to
//! the last bit; the compiler neither reorders nor fuses them. They have no branches that
//! depend on data, so a flat loop over a slice becomes vector code, with the same results.
//! Error bounds are given in ulp, units in the last place of the exact result, and measured
//! against `reference.csv` (see `tests.rs`).

mod ascending;
mod cpu;
mod exp;
mod f64x8;
mod linear;
mod ln;
mod normal;
pub mod tally;
#[cfg(test)]
mod tests;

pub(crate) use ascending::Ascending;
pub use cpu::{Cpu, VARIABLE as CPU_VARIABLE};
pub use exp::{exp, exp_slice, logistic};
pub(crate) use f64x8::{F64x8, fill, in_chunks, join};
pub(crate) use linear::solve_positive;
pub(crate) use ln::ln_of_normal;
pub(crate) use ln::logit;
pub use ln::{ln, ln_slice};
pub(crate) use normal::inverse_normal_near;
pub use normal::{inverse_normal, inverse_normal_slice};

/// The sum of a slice in eight lanes, added in a fixed order: the same bits on every path.
#[inline(always)]
#[cfg(test)]
pub(crate) fn sum(values: &[f64]) -> f64 {
    let mut lanes = [0.0; F64x8::LANES];
    let chunks = values.chunks_exact(F64x8::LANES);
    let rest = chunks.remainder();
    for chunk in chunks {
        for (lane, value) in lanes.iter_mut().zip(chunk) {
            *lane += value;
        }
    }
    for (lane, value) in lanes.iter_mut().zip(rest) {
        *lane += value;
    }
    F64x8(lanes).total()
}

/// The sums of columns of one length, each as [`sum`] adds it: side by side, for an addition waits for the one before.
#[inline(always)]
pub(crate) fn sums<const N: usize>(columns: [&[f64]; N]) -> [f64; N] {
    let mut totals = [F64x8::default(); N];
    in_chunks(
        columns,
        [],
        #[inline(always)]
        |columns, []| {
            let places = columns[0].len();
            let columns = columns.map(|column| &column[..places]);
            for place in 0..places {
                for (total, column) in totals.iter_mut().zip(&columns) {
                    *total += F64x8(column[place]);
                }
            }
        },
    );
    totals.map(F64x8::total)
}

/// Adds columns of one length to sums, each from its first number to its last: side by side, for an addition
/// waits for the one before.
#[inline(always)]
pub(crate) fn add_in_order<const N: usize>(mut sums: [f64; N], columns: [&[f64]; N]) -> [f64; N] {
    let n = columns.iter().map(|column| column.len()).min().unwrap_or(0);
    let columns = columns.map(|column| &column[..n]);
    for i in 0..n {
        for (sum, column) in sums.iter_mut().zip(&columns) {
            *sum += column[i];
        }
    }
    sums
}

/// Rows with a 1 at their own place and 0 elsewhere, rows behind the last place 0 throughout: times such a row, a number
/// is added to one of several sums that grow side by side.
#[inline(always)]
pub(crate) fn unit_rows<const ROWS: usize, const N: usize>() -> [[f64; N]; ROWS] {
    std::array::from_fn(|row| std::array::from_fn(|place| if place == row { 1.0 } else { 0.0 }))
}

/// `x` to the power `y` for `x > 0`, as `exp(y ln x)`.
///
/// The relative error is about `(1 + |y ln x|)` ulp, for that of the logarithm is carried
/// up; the result is neither exact at `y = 1` nor always for squares. `x = 0` gives 0 for
/// `y > 0` and infinity for `y < 0`; `0^0` and negative `x` give NaN.
#[inline(always)]
pub fn pow(x: f64, y: f64) -> f64 {
    exp(y * ln(x))
}
