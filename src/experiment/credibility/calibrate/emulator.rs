//! A quadratic response surface: the mean of a pattern as a function of the place in the prior ranges.

use crate::math::solve_positive;

/// Added to the diagonal, relative to the number of points, so that a factor that hardly varies does no harm.
const RIDGE: f64 = 1e-6;

/// c0 + sum c_i x_i + sum d_i x_i^2 with x = 2u - 1, by least squares.
#[derive(Clone, Debug, PartialEq)]
pub struct Surface {
    coefficients: Vec<f64>,
    /// Variance of the residuals: what the surface and the number of replicates leave open.
    pub variance: f64,
}

fn features(place: &[f64]) -> Vec<f64> {
    let x = || place.iter().map(|u| 2.0 * u - 1.0);
    std::iter::once(1.0).chain(x()).chain(x().map(|x| x * x)).collect()
}

/// Coefficients of a surface over so many factors.
pub fn coefficients(factors: usize) -> usize {
    1 + 2 * factors
}

impl Surface {
    /// Fits points and values; `None` where there are too few points.
    pub fn fit(points: &[&[f64]], values: &[f64]) -> Option<Self> {
        let rows: Vec<Vec<f64>> = points.iter().map(|p| features(p)).collect();
        let size = rows.first()?.len();
        let freedom = values.len().checked_sub(size).filter(|f| *f > 0)?;
        let mut matrix = vec![vec![0.0; size]; size];
        let mut right = vec![0.0; size];
        for (row, value) in rows.iter().zip(values) {
            for i in 0..size {
                right[i] += row[i] * value;
                for j in 0..=i {
                    matrix[i][j] += row[i] * row[j];
                }
            }
        }
        for (i, row) in matrix.iter_mut().enumerate() {
            row[i] += RIDGE * values.len() as f64;
        }
        let mut surface = Self { coefficients: solve_positive(matrix, right)?, variance: 0.0 };
        let squares: f64 = points.iter().zip(values).map(|(p, v)| (surface.at(p) - v) * (surface.at(p) - v)).sum();
        surface.variance = squares / freedom as f64;
        Some(surface)
    }

    /// Value at a place.
    pub fn at(&self, place: &[f64]) -> f64 {
        let (linear, square) = self.coefficients[1..].split_at(place.len());
        let term = |((u, a), b): ((&f64, &f64), &f64)| {
            let x = 2.0 * u - 1.0;
            x * (a + x * b)
        };
        self.coefficients[0] + place.iter().zip(linear).zip(square).map(term).sum::<f64>()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::design::sampling::latin_hypercube;

    #[test]
    fn a_quadratic_is_found_again() {
        let design = latin_hypercube(60, 3, 1, 0);
        let truth = |p: &[f64]| 3.0 + 2.0 * p[0] - p[1] * p[1] + 0.5 * p[2];
        let points: Vec<&[f64]> = design.iter().map(Vec::as_slice).collect();
        let values: Vec<f64> = points.iter().map(|p| truth(p)).collect();
        let surface = Surface::fit(&points, &values).unwrap();
        assert!((surface.at(&[0.2, 0.9, 0.4]) - truth(&[0.2, 0.9, 0.4])).abs() < 1e-4);
        assert!(surface.variance < 1e-8);
        assert_eq!(Surface::fit(&points[..5], &values[..5]), None);
    }
}
