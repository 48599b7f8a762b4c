//! From labels to their works and back, in all markets: a work looks its label up once, not once for each market.

use crate::units::{Market, PerMarket};

/// What each work has of its label: `of` the label's number in a market and the work.
#[inline]
pub fn gather(to: [&mut [f64]; Market::COUNT], labels: &[u32], from: &PerMarket<Vec<f64>>, of: impl Fn(f64, usize) -> f64) {
    let (works, slots) = (labels.len(), from[0].len());
    let (to, from) = (to.map(|column| &mut column[..works]), from.each_ref().map(|column| &column[..slots]));
    for x in 0..works {
        let i = labels[x] as usize;
        for m in 0..Market::COUNT {
            to[m][x] = of(from[m][i], x);
        }
    }
}

/// Adds the numbers of works to those of their labels, work by work: `of` the work's number in a market and the work.
#[inline]
pub fn add(to: &mut PerMarket<Vec<f64>>, labels: &[u32], from: &PerMarket<Vec<f64>>, of: impl Fn(f64, usize) -> f64) {
    let (works, slots) = (labels.len(), to[0].len());
    let (to, from) = (to.each_mut().map(|column| &mut column[..slots]), from.each_ref().map(|column| &column[..works]));
    for x in 0..works {
        let i = labels[x] as usize;
        for m in 0..Market::COUNT {
            to[m][i] += of(from[m][x], x);
        }
    }
}

/// One number of each work of what it has in several markets: `of` these, in the order of the columns.
#[inline(always)]
pub fn join<const N: usize>(to: &mut [f64], from: [&[f64]; N], of: impl Fn([f64; N]) -> f64) {
    let works = to.len();
    let from = from.map(|column| &column[..works]);
    for x in 0..works {
        let mut row = [0.0; N];
        for m in 0..N {
            row[m] = from[m][x];
        }
        to[x] = of(row);
    }
}

#[cfg(test)]
mod tests {
    use super::join;

    #[test]
    fn a_work_s_numbers_are_joined_in_the_order_of_the_columns() {
        let mut worth = [0.0; 2];
        join(&mut worth, [&[1.0, 2.0], &[3.0, 5.0, 9.0]], |[first, second]| 10.0 * first + second);
        assert_eq!(worth, [13.0, 25.0]);
    }
}
