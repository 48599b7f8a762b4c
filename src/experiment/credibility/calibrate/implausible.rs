//! Implausibility: how far a point is from what evidence says, in standard deviations.
//!
//! I = |m - c| / sqrt(v + e^2): m the mean of the pattern over replicates, c the centre of the range
//! of evidence, v the variance of m (of the emulator, or of the replicates over their number), e the
//! standard deviation of the evidence. A range says that every value in it is as good as another,
//! so e is that of a uniform variable, half the range over sqrt(3). A point is implausible when
//! its largest I is above 3, the three-sigma rule of Pukelsheim (1994) for any distribution with one mode.
//! History matching: Craig et al. (1997); Vernon, Goldstein and Bower (2010); for stochastic models
//! Andrianakis et al. (2015), *Bayesian History Matching of Complex Infectious Disease Models Using
//! Emulation*, PLOS Computational Biology 11.

use crate::outcome::pattern::Pattern;

/// Largest implausibility that is not implausible.
pub const CUT: f64 = 3.0;

/// Implausibility of a mean with its variance.
pub fn implausibility(pattern: &Pattern, mean: f64, variance: f64) -> f64 {
    let (centre, half) = ((pattern.low + pattern.high) / 2.0, (pattern.high - pattern.low) / 2.0);
    (mean - centre).abs() / (variance + half * half / 3.0).sqrt()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::outcome::pattern::PATTERNS;

    #[test]
    fn the_centre_is_plausible_and_noise_forgives() {
        let size = &PATTERNS[0];
        assert_eq!(implausibility(size, 5000.0, 0.0), 0.0);
        assert!((implausibility(size, 6000.0, 0.0) - 3f64.sqrt()).abs() < 1e-12);
        assert!(implausibility(size, 7000.0, 0.0) > CUT && implausibility(size, 7000.0, 4e5) < CUT);
    }
}
