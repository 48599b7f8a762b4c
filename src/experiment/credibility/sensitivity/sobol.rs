//! Sobol' indices from Saltelli's scheme.
//!
//! First-order: Saltelli et al. (2010), *Variance based sensitivity analysis of model output*,
//! table 2 (b); total: Jansen (1999), (f) of the same table. Outputs are centred at their mean and
//! the variance is that of A and B together with n, as in SALib, so that both programs agree to
//! rounding.

use super::measure::SensitivityMeasure;
use crate::outcome::statistics::mean;

/// Outputs at the points of a block: A, B, and A with one factor after the other from B.
#[derive(Clone, Debug, PartialEq)]
pub struct SaltelliBlock {
    /// Output at A.
    pub a: f64,
    /// Outputs at A with one factor from B, by factor.
    pub ab: Vec<f64>,
    /// Output at B.
    pub b: f64,
}

/// Blocks from outputs in the order A, AB by factor, B; centred at the mean of all outputs.
pub fn blocks(outputs: &[Vec<f64>]) -> Vec<SaltelliBlock> {
    let all: Vec<f64> = outputs.iter().flatten().copied().collect();
    let centre = mean(&all).unwrap_or(0.0);
    let block = |outputs: &Vec<f64>| {
        let centred: Vec<f64> = outputs.iter().map(|y| y - centre).collect();
        let (first, last) = (0, centred.len() - 1);
        SaltelliBlock { a: centred[first], ab: centred[first + 1..last].to_vec(), b: centred[last] }
    };
    outputs.iter().map(block).collect()
}

/// First-order and total index of each factor, in this order, from the `chosen` blocks:
///
/// ```text
/// S1_i = mean(B (AB_i - A)) / V        ST_i = mean((A - AB_i)^2) / 2 V        V = var(A, B)
/// ```
///
/// `None` where the outputs do not vary beyond rounding.
pub fn indices(blocks: &[SaltelliBlock], chosen: &[usize]) -> Option<Vec<f64>> {
    let factors = blocks.first()?.ab.len();
    let variance = variance(blocks, chosen)?;
    let (mut first, mut total) = (vec![0.0; factors], vec![0.0; factors]);
    for SaltelliBlock { a, ab, b } in chosen.iter().map(|c| &blocks[*c]) {
        for (factor, ab) in ab.iter().enumerate() {
            first[factor] += b * (ab - a);
            total[factor] += (a - ab) * (a - ab);
        }
    }
    let n = chosen.len() as f64;
    Some((0..factors).flat_map(|f| [first[f] / n / variance, total[f] / n / 2.0 / variance]).collect())
}

/// What [`indices`] gives for each factor.
pub const MEASURES: [SensitivityMeasure; 2] = [SensitivityMeasure::FirstOrder, SensitivityMeasure::Total];

/// Variance of A and B together, with n; `None` where it is nothing but rounding.
fn variance(blocks: &[SaltelliBlock], chosen: &[usize]) -> Option<f64> {
    let outputs = || chosen.iter().flat_map(|c| [blocks[*c].a, blocks[*c].b]);
    let n = 2.0 * chosen.len() as f64;
    let centre = outputs().sum::<f64>() / n;
    let variance = outputs().map(|y| (y - centre) * (y - centre)).sum::<f64>() / n;
    (variance > 0.0).then_some(variance)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::design::sampling::saltelli;

    const PI: f64 = std::f64::consts::PI;

    fn indices_of(model: impl Fn(&[f64]) -> f64, factors: usize, base: usize) -> Vec<f64> {
        let points = saltelli(base, factors, 5).unwrap();
        let outputs: Vec<Vec<f64>> = points.chunks(factors + 2).map(|block| block.iter().map(|p| model(p)).collect()).collect();
        indices(&blocks(&outputs), &(0..base).collect::<Vec<_>>()).unwrap()
    }

    fn close(found: &[f64], known: &[f64], tolerance: f64) {
        assert_eq!(found.len(), known.len());
        assert!(found.iter().zip(known).all(|(f, k)| (f - k).abs() < tolerance), "{found:?} is not {known:?}");
    }

    /// Ishigami and Homma (1990), a = 7, b = 0.1: bends and an interaction.
    #[test]
    fn the_indices_of_the_ishigami_function_are_the_known_ones() {
        let ishigami = |u: &[f64]| {
            let x: Vec<f64> = u.iter().map(|u| PI * (2.0 * u - 1.0)).collect();
            x[0].sin() + 7.0 * x[1].sin().powi(2) + 0.1 * x[2].powi(4) * x[0].sin()
        };
        close(&indices_of(ishigami, 3, 16384), &[0.3139, 0.5576, 0.4424, 0.4424, 0.0, 0.2437], 0.01);
    }

    /// Sobol' (1993): V_i = 1 / (3 (1 + a_i)^2), V = prod(1 + V_i) - 1.
    #[test]
    fn the_indices_of_the_g_function_are_the_known_ones() {
        let a = [0.0, 1.0, 4.5, 9.0, 99.0];
        let g = |u: &[f64]| u.iter().zip(&a).map(|(u, a)| ((4.0 * u - 2.0).abs() + a) / (1.0 + a)).product::<f64>();
        let part = a.map(|a| 1.0 / (3.0 * (1.0 + a) * (1.0 + a)));
        let whole: f64 = part.iter().map(|v| 1.0 + v).product();
        let known: Vec<f64> = part.iter().flat_map(|v| [v / (whole - 1.0), v * whole / (1.0 + v) / (whole - 1.0)]).collect();
        close(&indices_of(g, 5, 8192), &known, 0.01);
    }

    #[test]
    fn a_level_far_from_zero_changes_nothing() {
        let found = indices_of(|u| 1e6 + u[0] + 2.0 * u[1], 2, 2048);
        close(&found, &[0.2, 0.2, 0.8, 0.8], 0.01);
    }

    #[test]
    fn an_output_that_does_not_vary_has_no_indices() {
        let outputs = vec![vec![0.1; 5]; 8];
        assert_eq!(indices(&blocks(&outputs), &[0, 1, 2, 3]), None);
        assert_eq!(indices(&[], &[]), None);
    }
}
