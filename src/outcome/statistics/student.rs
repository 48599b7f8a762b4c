//! Quantiles and tails of Student's t.
//!
//! Sources: the Cornish-Fisher expansion of Abramowitz and Stegun (1964), formula 26.7.5; a table where it is too coarse;
//! tails for even degrees of freedom by formula 26.7.4, which needs no function beyond the square root.

/// Quantile of the standard normal distribution at 0.975: intervals are 95 % intervals.
pub(super) const Z_975: f64 = 1.959_963_984_540_054;

/// Quantiles of Student's t at 0.975 for 1 to 30 degrees of freedom, where the expansion is too
/// coarse (above 30 its error is below 1e-7).
const T_975: [f64; 30] = [
    12.706204736175,
    4.302652729749,
    3.182446305284,
    2.776445105198,
    2.570581835636,
    2.446911851145,
    2.364624251593,
    2.306004135204,
    2.262157162798,
    2.228138851986,
    2.200985160092,
    2.178812829667,
    2.160368656463,
    2.144786687918,
    2.131449545560,
    2.119905299221,
    2.109815577833,
    2.100922040241,
    2.093024054408,
    2.085963447266,
    2.079613844728,
    2.073873067904,
    2.068657610419,
    2.063898561628,
    2.059538552753,
    2.055529438643,
    2.051830516480,
    2.048407141795,
    2.045229642133,
    2.042272456301,
];

/// Quantile of Student's t at 0.975; `None` without a degree of freedom.
pub fn t_975(degrees: usize) -> Option<f64> {
    if degrees == 0 {
        return None;
    }
    if let Some(known) = T_975.get(degrees - 1) {
        return Some(*known);
    }
    let (n, z) = (degrees as f64, Z_975);
    let odd = |coefficients: &[f64]| coefficients.iter().rev().fold(0.0, |sum, c| sum * z * z + c) * z;
    let g1 = odd(&[1.0, 1.0]) / 4.0;
    let g2 = odd(&[3.0, 16.0, 5.0]) / 96.0;
    let g3 = odd(&[-15.0, 17.0, 19.0, 3.0]) / 384.0;
    let g4 = odd(&[-945.0, -1920.0, 1482.0, 776.0, 79.0]) / 92_160.0;
    Some(z + g1 / n + g2 / (n * n) + g3 / (n * n * n) + g4 / (n * n * n * n))
}

/// Probability that Student's t exceeds `t`; an odd number of degrees of freedom counts as one less.
pub fn t_above(t: f64, degrees: usize) -> Option<f64> {
    let n = degrees - degrees % 2;
    if n == 0 || t.is_nan() {
        return None;
    }
    if t.is_infinite() {
        return Some(if t > 0.0 { 0.0 } else { 1.0 });
    }
    let whole = n as f64 + t * t;
    let (sin, cos2) = (t / whole.sqrt(), n as f64 / whole);
    let (mut term, mut sum) = (1.0, 0.0);
    for k in (0..n).step_by(2) {
        sum += term;
        term *= cos2 * (k + 1) as f64 / (k + 2) as f64;
    }
    Some((1.0 - sin * sum) / 2.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Probability of |t| below `t`: Abramowitz and Stegun 26.7.3 (odd) and 26.7.4 (even), exact.
    fn two_sided(t: f64, degrees: usize) -> f64 {
        let theta = (t / (degrees as f64).sqrt()).atan();
        let (sin, cos2) = (theta.sin(), theta.cos().powi(2));
        let odd = degrees % 2 == 1;
        let (mut term, mut sum) = (if odd { theta.cos() } else { 1.0 }, 0.0);
        let mut k = if odd { 1 } else { 0 };
        while k < degrees.saturating_sub(1) {
            sum += term;
            k += 2;
            term *= cos2 * (k - 1) as f64 / k as f64;
        }
        if odd { 2.0 / std::f64::consts::PI * (theta + sin * sum) } else { sin * sum }
    }

    #[test]
    fn the_quantile_of_t_holds_95_percent_for_any_degrees_of_freedom() {
        for degrees in (1..60).chain([99, 199, 500, 1999]) {
            let held = two_sided(t_975(degrees).unwrap(), degrees);
            assert!((held - 0.95).abs() < 1e-8, "{degrees}: {held}");
        }
        assert_eq!(t_975(0), None);
    }

    #[test]
    fn the_quantile_of_t_meets_published_values() {
        for (degrees, published) in [(1, 12.7062), (11, 2.20099), (30, 2.04227), (199, 1.97196), (1_000_000, 1.95997)] {
            assert!((t_975(degrees).unwrap() - published).abs() < 1e-5, "{degrees}");
        }
    }

    #[test]
    fn the_tail_of_t_meets_published_quantiles() {
        for (t, degrees, p) in [(2.228_138_852, 10, 0.025), (1.644_854, 1_000_000, 0.05), (1.646_764, 798, 0.05), (-2.919_986, 2, 0.95)] {
            assert!((t_above(t, degrees).unwrap() - p).abs() < 2e-6, "{degrees}: {:?}", t_above(t, degrees));
        }
        assert_eq!((t_above(1.0, 1), t_above(f64::INFINITY, 4)), (None, Some(0.0)));
    }
}
