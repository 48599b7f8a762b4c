//! The interval of a mean difference that holds at every look, by what is known of the numbers.
//!
//! | scale of the outcome | interval |
//! | --- | --- |
//! | class (differences -1, 0, 1) | betting (`betting`): holds for every distribution |
//! | share (differences in -1..1) | betting at half the error, and from the rare look on also the skewed one at the other half |
//! | any number | the skewed one, from the rare look on |
//!
//! **The skewed interval** is the t-mixture ([`anytime`]) of half-width h standard deviations, widened and held back by skewness g. To first
//! order the luck of a skewed mean is off by g (2 z^2 + 1) / (6 sqrt n) standard errors (Johnson (1978), *Modified t Tests and Confidence
//! Intervals for Asymmetrical Populations*; Hall (1992), *On the Removal of Skewness by Transformation*), in standard deviations |g| h^2 / 3.
//! The skewness of a sample is too small where it matters, so twice that is added:
//!
//! ```text
//! mean -+ s (h + 2/3 |g| h^2),     and no interval while n < 40 g^2
//! ```
//!
//! Cochran (1977, *Sampling Techniques*, 2.15) asks n > 25 g^2 for Student's interval at one look; here are many. Of events of one size
//! the rule asks that 40 have been seen.
//!
//! **The rare look.** What happens in 1 of 100 replicates may be missing from the first n, and nothing in them tells. Before
//! ln(2 / a) / 0.01 replicates (369 at 5 %) nothing is said, so that it has been seen but with half the error. What is rarer still can
//! hide: a difference in fewer than 1 of 100 replicates, larger by a hundred times than all others.
//!
//! Both constants were chosen by measurement (`examples/measure_coverage.rs`; the table stands in docs/decisions.md).

use super::statistics::{Scale, mean, variance, varies};
use super::{anytime, betting};
use crate::math;

/// Replicates for each unit of squared skewness.
const PER_SKEWNESS: f64 = 40.0;
/// Twice the first-order shift of a skewed mean, over |g| h^2.
const SHIFT: f64 = 2.0 / 3.0;
/// Share of replicates of an event that shall not be missed.
const RARE: f64 = 0.01;
/// Differences of shares lie between these.
const OF_SHARES: (f64, f64) = (-1.0, 1.0);

/// Differences of pairs, summed up.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Spread {
    /// Number.
    pub n: usize,
    /// Mean.
    pub mean: f64,
    /// Standard deviation over n; 0 where nothing varies beyond rounding.
    pub sd: f64,
    /// Absolute skewness.
    pub skewness: f64,
}

impl Spread {
    /// Sums up; `None` of nothing.
    pub fn of(values: &[f64]) -> Option<Self> {
        let (n, mean) = (values.len(), mean(values)?);
        let over_n = |v: f64| (v * (n - 1) as f64 / n as f64).sqrt();
        let sd = if varies(values.iter().copied()) { variance(values).map_or(0.0, over_n) } else { 0.0 };
        let cubes = values.iter().map(|v| (v - mean).powi(3)).sum::<f64>() / n as f64;
        let skewness = if sd > 0.0 { (cubes / (sd * sd * sd)).abs() } else { 0.0 };
        Some(Self { n, mean, sd, skewness })
    }

    /// Half the width of the skewed interval after n such values, where there is one.
    fn half_width(&self, n: usize, error: f64) -> Option<f64> {
        self.early_half_width(n, error).filter(|_| n >= rare_look(error))
    }

    /// The same without the rare look.
    fn early_half_width(&self, n: usize, error: f64) -> Option<f64> {
        let told = self.sd > 0.0 && n as f64 >= PER_SKEWNESS * self.skewness * self.skewness;
        let half = anytime::half_width(n, error).filter(|_| told)?;
        Some(self.sd * (half + SHIFT * self.skewness * half * half))
    }
}

/// Replicates by which an event of 1 % has happened with probability 1 - error / 2.
pub fn rare_look(error: f64) -> usize {
    (math::ln(2.0 / error) / RARE).ceil() as usize
}

/// Replicates before which nothing can be told of numbers of a scale.
pub fn first_look(scale: Scale, error: f64) -> usize {
    if scale == Scale::Unbounded { rare_look(error) } else { 2 }
}

/// The interval of a mean difference; an end is `None` while it is not bounded. `range` is that of the values whose differences are
/// taken: a difference of numbers that never vary is uncertain by what it would be if one in n hid as much.
pub fn interval(scale: Scale, differences: &[f64], range: f64, error: f64) -> Option<(f64, f64)> {
    match scale {
        Scale::Class => betting::interval(differences, OF_SHARES, error),
        Scale::Share => {
            let (low, high) = betting::interval(differences, OF_SHARES, error / 2.0)?;
            let skewed = skewed(differences, error / 2.0);
            Some(skewed.map_or((low, high), |(a, b)| (low.max(a), high.min(b))))
        }
        Scale::Unbounded => skewed(differences, error).or_else(|| constant(differences, range, error)),
    }
}

/// The interval of a mean difference without the rare look: for choosing what is looked at further, where an event that was missed costs
/// runs and makes nothing false. Numbers that never varied say nothing.
pub fn early_interval(scale: Scale, differences: &[f64], error: f64) -> Option<(f64, f64)> {
    if scale != Scale::Unbounded {
        return interval(scale, differences, 0.0, error);
    }
    let spread = Spread::of(differences)?;
    let half = spread.early_half_width(spread.n, error)?;
    Some((spread.mean - half, spread.mean + half))
}

/// The skewed interval.
fn skewed(differences: &[f64], error: f64) -> Option<(f64, f64)> {
    let spread = Spread::of(differences)?;
    let half = spread.half_width(spread.n, error)?;
    Some((spread.mean - half, spread.mean + half))
}

/// The interval of a difference that never varies: the rule of three, for differences as large as the range of the values.
fn constant(differences: &[f64], range: f64, error: f64) -> Option<(f64, f64)> {
    let spread = Spread::of(differences).filter(|s| s.sd == 0.0 && s.n >= rare_look(error) && range > 0.0)?;
    let half = range * rule_of_three(spread.n, error);
    Some((spread.mean - half, spread.mean + half))
}

/// Share of replicates that may differ though none of n did.
fn rule_of_three(n: usize, error: f64) -> f64 {
    math::ln(2.0 / error) / n as f64
}

/// The smallest number of values, above those there are, at which half the width would be at most `width`, if mean, spread and
/// skewness stay; `None` beyond `most`. Of a class, the width of betting is close to that of normal numbers, and never below the
/// rule of three.
pub fn needed(scale: Scale, spread: &Spread, range: f64, width: f64, error: f64, most: usize) -> Option<usize> {
    let narrow = |n: usize| {
        let hidden = |range: f64| range * rule_of_three(n, error);
        let half = match scale {
            Scale::Unbounded if spread.sd == 0.0 => (n >= rare_look(error) && range > 0.0).then(|| hidden(range)),
            Scale::Unbounded => spread.half_width(n, error),
            Scale::Class => anytime::half_width(n, error).map(|half| (half * spread.sd).max(hidden(2.0))),
            Scale::Share => {
                let by_betting = anytime::half_width(n, error / 2.0).map(|half| (half * spread.sd).max(hidden(2.0)));
                [by_betting, spread.half_width(n, error / 2.0)].into_iter().flatten().reduce(f64::min)
            }
        };
        half.is_some_and(|half| half <= width)
    };
    first(spread.n + 1, most, narrow)
}

/// The first number from which a condition holds, by bisection; `None` where it does not hold at the last.
fn first(from: usize, most: usize, holds: impl Fn(usize) -> bool) -> Option<usize> {
    let (mut low, mut high) = (from.saturating_sub(1), most.max(from));
    if !holds(high) {
        return None;
    }
    while high - low > 1 {
        let middle = low + (high - low) / 2;
        if holds(middle) { high = middle } else { low = middle }
    }
    Some(high)
}

#[cfg(test)]
#[path = "sequence_tests.rs"]
mod tests;
