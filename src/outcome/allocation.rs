//! Optimal computing budget allocation: where further replicates would help most to pick the best of several means.
//!
//! Chen, Lin, Yücesan and Chick (2000), *Simulation Budget Allocation for Further Enhancing the Efficiency of Ordinal
//! Optimization*, theorem 1. With b the best mean, d_i the distance of mean i to it and s_i the standard deviation:
//!
//! ```text
//! N_i / N_j = ((s_i / d_i) / (s_j / d_j))^2     i, j other than b
//! N_b       = s_b sqrt(sum over i other than b of (N_i / s_i)^2)
//! ```
//!
//! It takes replicates of different scenarios for independent; with common random numbers it is advice, not optimal.

/// Share of a budget by scenario. Means tied with the best take all, in equal parts; where nothing varies, all get the same.
pub fn allocation(means: &[f64], sds: &[f64], best: usize) -> Vec<f64> {
    let others = || (0..means.len()).filter(|i| *i != best);
    let distance = |i: usize| (means[i] - means[best]).abs();
    let tied = |i: usize| distance(i) == 0.0 && (sds[i] > 0.0 || sds[best] > 0.0);
    let mut weights = vec![0.0; means.len()];
    if others().any(tied) {
        others().filter(|i| tied(*i)).chain([best]).for_each(|i| weights[i] = 1.0);
    } else {
        others().filter(|i| distance(*i) > 0.0).for_each(|i| weights[i] = (sds[i] / distance(i)).powi(2));
        // (N_i / s_i)^2, written without dividing by a standard deviation that may be 0.
        let squares: f64 = others().filter(|i| distance(*i) > 0.0).map(|i| (sds[i] / distance(i).powi(2)).powi(2)).sum();
        weights[best] = sds[best] * squares.sqrt();
    }
    let total: f64 = weights.iter().sum();
    if total > 0.0 && total.is_finite() { weights.iter().map(|w| w / total).collect() } else { vec![1.0 / means.len().max(1) as f64; means.len()] }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_are_those_of_the_formula_by_hand() {
        // Means 3, 2, 1 and sd 1: weights of the others 1 and 1/4; of the best sqrt(1 + 1/16).
        let shares = allocation(&[3.0, 2.0, 1.0], &[1.0, 1.0, 1.0], 0);
        let best = (17.0f64 / 16.0).sqrt();
        for (share, weight) in shares.iter().zip([best, 1.0, 0.25]) {
            assert!((share - weight / (best + 1.25)).abs() < 1e-12, "{shares:?}");
        }
    }

    #[test]
    fn the_monotone_example_of_the_literature_is_met() {
        // Ten designs with means 0 to 9 and sd 6, the lowest the best: N_2 / N_3 = 4, N_2 / N_10 = 81.
        let means: Vec<f64> = (0..10).map(f64::from).collect();
        let shares = allocation(&means, &[6.0; 10], 0);
        assert!((shares[1] / shares[2] - 4.0).abs() < 1e-9 && (shares[1] / shares[9] - 81.0).abs() < 1e-9);
        assert!((shares[0] / shares[1] - (1..10).map(|d| f64::from(d).powi(-4)).sum::<f64>().sqrt()).abs() < 1e-9);
    }

    #[test]
    fn ties_and_numbers_that_do_not_vary_have_an_answer() {
        assert_eq!(allocation(&[1.0, 1.0, 0.0], &[1.0; 3], 0), [0.5, 0.5, 0.0]);
        assert_eq!(allocation(&[1.0, 0.0], &[0.0; 2], 0), [0.5, 0.5]);
        assert_eq!(allocation(&[1.0], &[1.0], 0), [1.0]);
        let one_certain = allocation(&[2.0, 1.0], &[0.0, 1.0], 0);
        assert_eq!(one_certain, [0.0, 1.0]);
    }
}
