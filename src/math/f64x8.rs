//! Eight numbers side by side: what is made of several columns stays in registers until the last is read.

use std::ops::{Add, AddAssign, Mul};

/// Eight numbers, as many as the widest vector holds.
pub type Chunk = [f64; F64x8::LANES];

/// Eight numbers to calculate with.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct F64x8(pub Chunk);

impl F64x8 {
    /// Number of lanes.
    pub const LANES: usize = 8;

    /// The sum, in the order of [`super::sum`].
    #[inline(always)]
    pub fn total(self) -> f64 {
        let lanes = self.0;
        ((lanes[0] + lanes[4]) + (lanes[1] + lanes[5])) + ((lanes[2] + lanes[6]) + (lanes[3] + lanes[7]))
    }
}

impl Add for F64x8 {
    type Output = Self;
    #[inline(always)]
    fn add(mut self, other: Self) -> Self {
        for (lane, other) in self.0.iter_mut().zip(other.0) {
            *lane += other;
        }
        self
    }
}

impl AddAssign for F64x8 {
    #[inline(always)]
    fn add_assign(&mut self, other: Self) {
        *self = *self + other;
    }
}

impl Mul for F64x8 {
    type Output = Self;
    #[inline(always)]
    fn mul(mut self, other: Self) -> Self {
        for (lane, other) in self.0.iter_mut().zip(other.0) {
            *lane *= other;
        }
        self
    }
}

impl Mul<f64> for F64x8 {
    type Output = Self;
    #[inline(always)]
    fn mul(mut self, factor: f64) -> Self {
        for lane in &mut self.0 {
            *lane *= factor;
        }
        self
    }
}

/// Columns of one length in chunks of eight: `step` has those that are read and those that are written, once for all whole
/// chunks, then for the rest, filled up with 0.
#[inline(always)]
pub fn in_chunks<const FROM: usize, const TO: usize>(
    from: [&[f64]; FROM],
    to: [&mut [f64]; TO],
    mut step: impl FnMut([&[Chunk]; FROM], [&mut [Chunk]; TO]),
) {
    let n = from.iter().map(|column| column.len()).min().unwrap_or(0);
    let from = from.map(|column| column[..n].as_chunks());
    let (mut whole, mut rest): ([&mut [Chunk]; TO], [&mut [f64]; TO]) = (join([], []), join([], []));
    for ((column, whole), rest) in to.into_iter().zip(&mut whole).zip(&mut rest) {
        (*whole, *rest) = column[..n].as_chunks_mut();
    }
    step(from.map(|(whole, _)| whole), whole);
    if n % F64x8::LANES > 0 {
        let (read, mut written) = (from.map(|(_, rest)| fill(rest)), rest.each_ref().map(|rest| fill(rest)));
        step(read.each_ref().map(std::slice::from_ref), written.each_mut().map(std::slice::from_mut));
        for (rest, written) in rest.into_iter().zip(written) {
            rest.copy_from_slice(&written[..n % F64x8::LANES]);
        }
    }
}

/// Columns of two arrays in one; those that are missing are empty.
#[inline(always)]
pub fn join<C: Default, const A: usize, const B: usize, const N: usize>(first: [C; A], second: [C; B]) -> [C; N] {
    let mut columns = first.into_iter().chain(second);
    std::array::from_fn(|_| columns.next().unwrap_or_default())
}

/// Fewer numbers than eight, filled up with 0.
#[inline]
pub fn fill(numbers: &[f64]) -> Chunk {
    let mut chunk = [0.0; F64x8::LANES];
    chunk[..numbers.len()].copy_from_slice(numbers);
    chunk
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sums_and_columns_in_chunks_are_those_one_by_one() {
        for n in 0..20 {
            let column: Vec<f64> = (0..n).map(|x| 1.0 / f64::from(x + 1)).collect();
            let (mut written, mut total) = (column.clone(), F64x8::default());
            in_chunks([&column], [&mut written], |[from], [to]| {
                for (to, from) in to.iter_mut().zip(from) {
                    total += F64x8(*from);
                    *to = (F64x8(*to) + F64x8(*from) * F64x8(*from) * 2.0).0;
                }
            });
            assert_eq!(total.total().to_bits(), super::super::sum(&column).to_bits());
            assert_eq!(written, column.iter().map(|x| x + x * x * 2.0).collect::<Vec<_>>());
        }
    }
}
