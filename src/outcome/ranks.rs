//! A few quantiles of very many values, to the bit those of sorted values, without sorting them all.

use super::statistics::{between, ranks_of, sorted};

/// Fewest values for which this is worth its while.
const FEWEST: usize = 512;
/// Cells of the range of values.
const CELLS: usize = 1024;

/// Values by rank. The range is cut into cells of equal width, and only cells in which a wanted rank lies are sorted.
struct Ranks {
    /// Rank of the first value of each cell, and of the end.
    first: Vec<usize>,
    /// Values in order, for cells that were asked for.
    cells: Vec<Option<Vec<f64>>>,
}

/// Quantiles of type 7 of values in any order, which are finite; `None` of nothing.
pub fn quantiles<const N: usize>(values: &[f64], probabilities: [f64; N]) -> [Option<f64>; N] {
    let ranks = Ranks::of(values, &probabilities);
    probabilities.map(|probability| between(values.len(), probability, |rank| ranks.at(rank)))
}

impl Ranks {
    fn of(values: &[f64], probabilities: &[f64]) -> Self {
        if values.len() < FEWEST {
            return Self { first: vec![0, values.len()], cells: vec![Some(sorted(values))] };
        }
        let (low, high) = values.iter().fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), v| (low.min(*v), high.max(*v)));
        let scale = CELLS as f64 / (high - low);
        // Never falls as the value grows, so that cells are in the order of values; what is no number becomes 0.
        let cell = |value: f64| (((value - low) * scale) as usize).min(CELLS - 1);
        let mut first = vec![0; CELLS + 1];
        values.iter().for_each(|value| first[cell(*value) + 1] += 1);
        (0..CELLS).for_each(|place| first[place + 1] += first[place]);
        let mut ranks = Self { first, cells: vec![None; CELLS] };
        for rank in probabilities.iter().flat_map(|probability| ranks_of(values.len(), *probability)) {
            let place = ranks.cell_of(rank);
            ranks.cells[place].get_or_insert_default();
        }
        for value in values {
            if let Some(kept) = &mut ranks.cells[cell(*value)] {
                kept.push(*value);
            }
        }
        ranks.cells.iter_mut().flatten().for_each(|kept| kept.sort_unstable_by(f64::total_cmp));
        ranks
    }

    /// The cell in which a rank lies.
    fn cell_of(&self, rank: usize) -> usize {
        self.first.partition_point(|first| *first <= rank) - 1
    }

    /// The value of a rank that was wanted.
    fn at(&self, rank: usize) -> f64 {
        let place = self.cell_of(rank);
        self.cells[place].as_ref().expect("wanted before")[rank - self.first[place]]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::draw::{Philox, to_normal};
    use crate::outcome::statistics::quantile;
    use rand::{Rng, SeedableRng};

    const PROBABILITIES: [f64; 9] = [0.0, 0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 1.0];

    fn same_as_sorted(values: &[f64]) {
        let ordered = sorted(values);
        let expected = PROBABILITIES.map(|probability| quantile(&ordered, probability));
        assert_eq!(quantiles(values, PROBABILITIES).map(|v| v.map(f64::to_bits)), expected.map(|v| v.map(f64::to_bits)));
    }

    #[test]
    fn quantiles_are_those_of_sorted_values_to_the_bit() {
        let mut random = Philox::from_seed([3; 16]);
        for count in [0, 1, 2, 511, 512, 513, 5000] {
            let normals: Vec<f64> = (0..count).map(|_| to_normal(random.next_u32())).collect();
            same_as_sorted(&normals);
            same_as_sorted(&normals.iter().map(|z| (3.0 * z).round() + 0.0).collect::<Vec<_>>());
            same_as_sorted(&normals.iter().map(|z| 7.0 + z * 1e-15).collect::<Vec<_>>());
            same_as_sorted(&normals.iter().map(|z| z.powi(31)).collect::<Vec<_>>());
        }
    }

    #[test]
    fn values_that_do_not_vary_or_span_all_numbers_have_quantiles() {
        same_as_sorted(&[0.25; 600]);
        let mut wide = vec![0.5; 600];
        (wide[7], wide[9], wide[11]) = (f64::MAX, f64::MIN, 5e-324);
        same_as_sorted(&wide);
    }
}
