//! A quadratic surface over mixtures, and how far true means lie from it.
//!
//! Scheffe (1958), *Experiments with Mixtures*: with s_i the share of a component, and shares that add up to 1,
//!
//! ```text
//! f = sum b_i s_i + sum over i < j of b_ij s_i s_j
//! ```
//!
//! Constants and squares are among these. The mean y_k of mix k has the variance of its luck v_k, known, and that of true means about
//! the surface, t. Coefficients are by least squares with weights 1 / (t + v_k), and t is such that the sum of (y_k - f_k)^2 / (t + v_k)
//! is the number of means less that of coefficients (Paule and Mandel 1982, *Consensus Values and Weighting Factors*), 0 where even t = 0 gives less.

use crate::math::solve_positive;

/// Added to the diagonal, as part of the weights of the levels, so that components that hardly occur do no harm.
const RIDGE: f64 = 1e-6;
/// Means for each coefficient below which there are no products.
const ENOUGH: usize = 2;
/// Halvings of the search for t.
const HALVINGS: u32 = 40;

/// A surface, and what it leaves open.
#[derive(Clone, Debug)]
pub struct MixtureSurface {
    coefficients: Vec<f64>,
    /// Variance of true means about the surface.
    pub true_spread: f64,
}

/// Means of mixes that have the same number of blocks: weighed alike.
struct Level {
    luck: f64,
    matrix: Vec<Vec<f64>>,
    right: Vec<f64>,
}

/// What is fitted.
struct Means<'a> {
    rows: Vec<Vec<f64>>,
    values: &'a [f64],
    luck: &'a [f64],
    levels: Vec<Level>,
}

impl MixtureSurface {
    /// Fits shares of components, means and variances of their luck; `None` where there are too few.
    pub fn fit(shares: &[&[f64]], values: &[f64], luck: &[f64]) -> Option<Self> {
        let components = shares.first()?.len();
        let products = values.len() >= ENOUGH * terms_of(components, true);
        let size = terms_of(components, products);
        let freedom = values.len().checked_sub(size).filter(|freedom| *freedom > 0)?;
        let means = Means::new(shares, values, luck, products);
        let excess = |spread: f64| Some(means.misfit(&means.coefficients(spread)?, spread) - freedom as f64);
        let (mut low, mut high) = (0.0, luck.iter().copied().fold(0.0, f64::max) + variance_about(values));
        if excess(low)? > 0.0 {
            for _ in 0..HALVINGS {
                let middle = (low + high) / 2.0;
                if excess(middle)? > 0.0 { low = middle } else { high = middle }
            }
        }
        Some(Self { coefficients: means.coefficients(low)?, true_spread: low })
    }

    /// Value of a mix of these shares.
    pub fn at(&self, shares: &[f64]) -> f64 {
        product(&terms(shares, self.coefficients.len() > shares.len()), &self.coefficients)
    }
}

impl<'a> Means<'a> {
    fn new(shares: &[&[f64]], values: &'a [f64], luck: &'a [f64], products: bool) -> Self {
        let rows: Vec<Vec<f64>> = shares.iter().map(|shares| terms(shares, products)).collect();
        let size = rows[0].len();
        let mut levels: Vec<Level> = Vec::new();
        for ((row, value), luck) in rows.iter().zip(values).zip(luck) {
            let place = levels.iter().position(|level| level.luck == *luck).unwrap_or_else(|| {
                levels.push(Level { luck: *luck, matrix: vec![vec![0.0; size]; size], right: vec![0.0; size] });
                levels.len() - 1
            });
            let level = &mut levels[place];
            for i in (0..size).filter(|i| row[*i] != 0.0) {
                level.right[i] += row[i] * value;
                level.matrix[i][..=i].iter_mut().zip(row).for_each(|(sum, x)| *sum += row[i] * x);
            }
        }
        Self { rows, values, luck, levels }
    }

    /// Coefficients by weighted least squares.
    fn coefficients(&self, spread: f64) -> Option<Vec<f64>> {
        let size = self.rows[0].len();
        let (mut matrix, mut right) = (vec![vec![0.0; size]; size], vec![0.0; size]);
        let mut total = 0.0;
        for level in &self.levels {
            let weight = weight(spread, level.luck);
            total += weight;
            for i in 0..size {
                right[i] += weight * level.right[i];
                matrix[i].iter_mut().zip(&level.matrix[i]).for_each(|(sum, x)| *sum += weight * x);
            }
        }
        (0..size).for_each(|i| matrix[i][i] += RIDGE * total);
        solve_positive(matrix, right)
    }

    /// Weighted sum of squares about a surface.
    fn misfit(&self, coefficients: &[f64], spread: f64) -> f64 {
        let rows = self.rows.iter().zip(self.values).zip(self.luck);
        rows.map(|((row, value), luck)| weight(spread, *luck) * (value - product(row, coefficients)).powi(2)).sum()
    }
}

/// Weight of a mean; of means without any luck, a large one.
fn weight(spread: f64, luck: f64) -> f64 {
    1.0 / (spread + luck).max(f64::MIN_POSITIVE.sqrt())
}

fn product(row: &[f64], coefficients: &[f64]) -> f64 {
    row.iter().zip(coefficients).map(|(x, c)| x * c).sum()
}

fn variance_about(values: &[f64]) -> f64 {
    crate::outcome::statistics::variance(values).unwrap_or(0.0)
}

fn terms_of(components: usize, products: bool) -> usize {
    components + if products { components * components.saturating_sub(1) / 2 } else { 0 }
}

/// Shares, and products of two of them.
fn terms(shares: &[f64], products: bool) -> Vec<f64> {
    let mut terms = shares.to_vec();
    if products {
        for (place, share) in shares.iter().enumerate() {
            terms.extend(shares[..place].iter().map(|other| share * other));
        }
    }
    terms
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::design::sampling::Stream;
    use crate::math::inverse_normal;

    /// All mixes of four components in sixths.
    fn sixths() -> Vec<Vec<f64>> {
        let mut found = Vec::new();
        for a in 0..=6 {
            for b in 0..=6 - a {
                for c in 0..=6 - a - b {
                    found.push([a, b, c, 6 - a - b - c].map(|n| f64::from(n) / 6.0).to_vec());
                }
            }
        }
        found
    }

    fn normal(key: u64) -> f64 {
        inverse_normal(Stream::new(key, 904, 0).uniform())
    }

    #[test]
    fn a_surface_with_squares_and_products_is_found_again() {
        let mixes = sixths();
        let shares: Vec<&[f64]> = mixes.iter().map(Vec::as_slice).collect();
        let truth = |s: &[f64]| 3.0 + 2.0 * s[0] - s[1] * s[1] + 4.0 * s[0] * s[3];
        let values: Vec<f64> = shares.iter().map(|s| truth(s)).collect();
        let surface = MixtureSurface::fit(&shares, &values, &vec![1.0; values.len()]).unwrap();
        assert!((surface.at(&[0.1, 0.2, 0.3, 0.4]) - truth(&[0.1, 0.2, 0.3, 0.4])).abs() < 1e-3);
        assert_eq!(surface.true_spread, 0.0);
    }

    #[test]
    fn means_of_many_blocks_weigh_more() {
        let mixes = sixths();
        let shares: Vec<&[f64]> = mixes.iter().chain(&mixes).map(Vec::as_slice).collect();
        // The first half has no luck to speak of, the second nothing else.
        let (half, luck) = (mixes.len(), |n: usize| if n < mixes.len() { 1e-4_f64 } else { 100.0 });
        let values: Vec<f64> = (0..shares.len()).map(|n| shares[n][0] + luck(n).sqrt() * normal(n as u64)).collect();
        let luck: Vec<f64> = (0..2 * half).map(luck).collect();
        let surface = MixtureSurface::fit(&shares, &values, &luck).unwrap();
        assert!((surface.at(&[1.0, 0.0, 0.0, 0.0]) - 1.0).abs() < 0.1);
    }

    #[test]
    fn the_spread_of_true_means_is_told_from_luck() {
        let mixes = sixths();
        let shares: Vec<&[f64]> = mixes.iter().map(Vec::as_slice).collect();
        let spread_of = |of_true: f64, of_luck: f64| {
            let luck = vec![of_luck * of_luck; shares.len()];
            let found = |seed: u64| {
                let draw = |n: usize| of_true * normal(seed * 10_000 + n as u64) + of_luck * normal(seed * 10_000 + 5000 + n as u64);
                let values: Vec<f64> = (0..shares.len()).map(|n| 7.0 * shares[n][1] + draw(n)).collect();
                MixtureSurface::fit(&shares, &values, &luck).unwrap().true_spread
            };
            (0..40).map(found).sum::<f64>() / 40.0
        };
        // 84 means and 10 coefficients: the variance of one estimate is about 2 (9 + 1)^2 / 74, of the mean of 40 a fortieth.
        assert!((spread_of(3.0, 1.0) - 9.0).abs() < 1.0, "{}", spread_of(3.0, 1.0));
        assert!(spread_of(0.0, 2.0) < 0.5, "{}", spread_of(0.0, 2.0));
    }

    #[test]
    fn of_few_means_there_is_no_surface() {
        let mixes = sixths();
        let shares: Vec<&[f64]> = mixes[..4].iter().map(Vec::as_slice).collect();
        assert!(MixtureSurface::fit(&shares, &[1.0; 4], &[1.0; 4]).is_none());
    }
}
