//! Imitation (4.2): what the works of peers tell about a strategy.

/// Mean payoff of all works of a label's peers, from sums and numbers by strategy; 0 without works.
#[inline(always)]
pub fn mean_payoff<const N: usize>(payoffs: [f64; N], works: [f64; N]) -> f64 {
    let (mut payoff, mut work) = (payoffs[0], works[0]);
    for k in 1..N {
        payoff += payoffs[k];
        work += works[k];
    }
    payoff / work.max(1.0)
}

/// I = clip(mean payoff of the peers' works of a strategy - that of all their works, -1, 1); 0 where none has the strategy.
///
/// No branch on what peers happen to do.
#[inline(always)]
pub fn imitation(payoffs: f64, works: f64, mean_of_all: f64) -> f64 {
    let news = (payoffs / works.max(1.0) - mean_of_all).clamp(-1.0, 1.0);
    if works > 0.0 { news } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_mean_payoff_counts_works_equally() {
        // (0.9 + 0 - 0.3 + 0) / (3 + 0 + 1 + 0) = 0.15
        assert!((mean_payoff([0.9, 0.0, -0.3, 0.0], [3.0, 0.0, 1.0, 0.0]) - 0.15).abs() < 1e-12);
        assert_eq!(mean_payoff([0.0; 4], [0.0; 4]), 0.0);
    }

    #[test]
    fn imitation_is_the_mean_of_a_strategy_over_that_of_all() {
        // 0.9 / 3 - 0.15 = 0.15;   -0.3 / 1 - 0.15 = -0.45
        assert!((imitation(0.9, 3.0, 0.15) - 0.15).abs() < 1e-12);
        assert!((imitation(-0.3, 1.0, 0.15) + 0.45).abs() < 1e-12);
        assert_eq!(imitation(8.0, 2.0, 0.15), 1.0);
        assert_eq!(imitation(-1.0, 1.0, 2.5), -1.0);
        assert_eq!(imitation(0.0, 0.0, 0.15), 0.0, "nobody used it, so there is no news, not bad news");
    }
}
