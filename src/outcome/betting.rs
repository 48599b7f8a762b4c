//! Intervals of a mean of bounded numbers that hold at every number of replicates at once, whatever the distribution.
//!
//! Waudby-Smith and Ramdas (2023), *Estimating Means of Bounded Random Variables by Betting*, theorem 3: the hedged capital process. For
//! numbers x_i in 0..1 and a candidate m for their mean, a gambler stakes on "above m" and another on "below m":
//!
//! ```text
//! K+_n(m) = product over i of (1 + min(l_i, c / m) (x_i - m)),      K-_n(m) = product of (1 - min(l_i, c / (1 - m)) (x_i - m))
//! l_i     = sqrt(2 ln(2 / a) / (v_(i-1) i ln(1 + i))),              v_i = (1/4 + sum to i of (x_j - mean_j)^2) / (i + 1)
//! ```
//!
//! At the true mean neither is expected to grow, so that by Ville (1939) half the one or half the other ever reaches 1 / a with
//! probability a at most. The interval holds every m at which neither has. No variance is estimated in vain: where nothing differs in
//! n replicates, what is left is about 2 ln(2 / a) / (c n) of the range, the rule of three of a sequence.

use crate::math;

/// Largest part of the stake that one number can lose, c: the authors take 1/2 or 3/4.
const STAKE: f64 = 0.75;
/// Halvings of a bisection.
const HALVINGS: usize = 40;
/// Factors multiplied before a logarithm is taken: each is between 1/4 and 7/4 of a bounded stake, or at most 1 + 3/4 / m.
const RUN: usize = 16;
/// Candidates nearest to 0 and 1.
const EDGE: f64 = 1e-9;

/// The interval of the mean of numbers between two limits, at an error probability; `None` of nothing.
pub fn interval(values: &[f64], (low, high): (f64, f64), error: f64) -> Option<(f64, f64)> {
    let n = values.len();
    let unit: Vec<f64> = values.iter().map(|v| ((v - low) / (high - low)).clamp(0.0, 1.0)).collect();
    let stakes = stakes(&unit, error);
    let threshold = math::ln(2.0 / error);
    let mean = unit.iter().sum::<f64>() / n as f64;
    let ruled_out = |m: f64, above: bool| ln_capital(&unit, &stakes, m, above) >= threshold;
    let back = |m: f64| low + m * (high - low);
    (n > 0).then(|| {
        // The one stake shrinks as m grows, the other as it falls: each bound is where a condition ceases to hold.
        let (mut ends, edges) = ([mean; 2], [EDGE, 1.0 - EDGE]);
        for (end, (edge, above)) in ends.iter_mut().zip(edges.into_iter().zip([true, false])) {
            *end = boundary(edge, mean, |m| ruled_out(m, above));
        }
        (back(ends[0]), back(ends[1]))
    })
}

/// From a candidate at the edge towards the mean: the first that is not ruled out; the edge where it is not.
fn boundary(edge: f64, mean: f64, ruled_out: impl Fn(f64) -> bool) -> f64 {
    if !ruled_out(edge) {
        return edge.round();
    }
    let (mut out, mut held) = (edge, mean);
    for _ in 0..HALVINGS {
        let middle = (out + held) / 2.0;
        if ruled_out(middle) { out = middle } else { held = middle }
    }
    out
}

/// Stakes, each from the numbers before it.
fn stakes(unit: &[f64], error: f64) -> Vec<f64> {
    let bits = 2.0 * math::ln(2.0 / error);
    let (mut sum, mut squares) = (0.5, 0.25);
    let mut variance = 0.25;
    let mut stake = |(i, x): (usize, &f64)| {
        let t = (i + 1) as f64;
        let stake = (bits / (variance * t * math::ln(1.0 + t))).sqrt();
        sum += x;
        squares += (x - sum / (t + 1.0)).powi(2);
        variance = squares / (t + 1.0);
        stake
    };
    unit.iter().enumerate().map(&mut stake).collect()
}

/// Logarithm of the capital of who stakes on a mean above m, or below it.
fn ln_capital(unit: &[f64], stakes: &[f64], m: f64, above: bool) -> f64 {
    let (sign, most) = if above { (1.0, STAKE / m) } else { (-1.0, STAKE / (1.0 - m)) };
    let of_run = |(xs, stakes): (&[f64], &[f64])| {
        let product: f64 = xs.iter().zip(stakes).map(|(x, stake)| 1.0 + sign * stake.min(most) * (x - m)).product();
        math::ln(product)
    };
    unit.chunks(RUN).zip(stakes.chunks(RUN)).map(of_run).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stakes_are_those_worked_by_hand() {
        // bits = 2 ln 40 = 7.37776. First: variance 1/4, sqrt(bits / (ln 2 / 4)). After 1: sum 1.5, squares 0.25 + (1 - 0.75)^2 = 0.3125,
        // variance 0.15625, sqrt(bits / (0.15625 * 2 ln 3)).
        let found = stakes(&[1.0, 0.0], 0.05);
        assert!((found[0] - 6.524_984_66).abs() < 1e-7 && (found[1] - 4.635_696_47).abs() < 1e-7, "{found:?}");
    }

    #[test]
    fn where_nothing_differs_the_rule_of_three_is_left() {
        for n in [40, 200, 2000] {
            let (low, high) = interval(&vec![0.0; n], (-1.0, 1.0), 0.05).unwrap();
            let three = 2.0 * math::ln(2.0 / 0.05) / (STAKE * n as f64);
            assert!((low + high).abs() < 1e-9 && high > 0.4 * three && high < 1.4 * three, "{n}: {high} against {three}");
        }
    }

    #[test]
    fn the_interval_stays_within_the_limits_and_holds_the_mean() {
        for values in [vec![1.0; 5], vec![0.0; 5], vec![0.0, 1.0, 0.5], vec![0.25]] {
            let mean = values.iter().sum::<f64>() / values.len() as f64;
            let (low, high) = interval(&values, (0.0, 1.0), 0.05).unwrap();
            assert!(0.0 <= low && low <= mean && mean <= high && high <= 1.0 && low < high, "{values:?}: {low} {high}");
        }
        assert_eq!(interval(&[], (0.0, 1.0), 0.05), None);
    }

    #[test]
    fn a_clear_difference_is_told_from_none() {
        let values: Vec<f64> = (0..200).map(|i| f64::from(u8::from(i % 5 == 0))).collect();
        let (low, high) = interval(&values, (-1.0, 1.0), 0.05).unwrap();
        assert!(low > 0.05 && high < 0.4, "{low} {high}");
    }

    #[test]
    fn the_capital_at_the_true_mean_is_not_expected_to_grow() {
        // All orders of one 1 and three 0 drawn with probability 1/4 each: the mean capital over all 2^4 draws is 1.
        let expected: f64 = (0..16u32)
            .map(|draw| {
                let x: Vec<f64> = (0..4).map(|i| f64::from(draw >> i & 1)).collect();
                let chance: f64 = x.iter().map(|x| if *x == 1.0 { 0.25 } else { 0.75 }).product();
                chance * ln_capital(&x, &stakes(&x, 0.05), 0.25, true).exp()
            })
            .sum();
        assert!((expected - 1.0).abs() < 1e-12, "{expected}");
    }
}
