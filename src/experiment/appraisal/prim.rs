//! The patient rule induction method: a box of few parameters in which something happens often.
//!
//! Friedman and Fisher (1999), *Bump Hunting in High-Dimensional Data*. From the box that holds all points, the slice
//! of about `PEEL` of its points is taken off, at the lower or the upper end of one parameter, after which the share
//! of points of interest is largest, and so on until fewer than `SMALLEST` of all points are left. Of the boxes on
//! the way the one with the largest harmonic mean of density (share of interest within the box) and coverage (share
//! of all of interest that it holds) is kept. A restriction stays only if it is unlikely to be chance: its quasi-p-value
//! (Bryant and Lempert 2010, *Thinking Inside the Box*), the binomial probability of at least as many points of
//! interest in the box at the density of the box without the restriction, is at most `CHANCE`; and no more than
//! [`MOST_PARAMETERS`] stay. Last, each end that stayed is pasted: moved back outwards while that does not lower the density.

/// Part of a box's points that one peel takes off.
const PEEL: f64 = 0.05;
/// Smallest part of all points in a box.
const SMALLEST: f64 = 0.05;
/// Largest quasi-p-value of a restriction that stays.
const CHANCE: f64 = 0.05;
/// Most parameters of a box.
pub const MOST_PARAMETERS: usize = 3;

/// Limits of one parameter.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct BoxLimits {
    /// Smallest value inside; `None` where not restricted from below.
    pub low: Option<f64>,
    /// Largest value inside.
    pub high: Option<f64>,
}

impl BoxLimits {
    const OPEN: BoxLimits = BoxLimits { low: None, high: None };

    fn hold(&self, value: f64) -> bool {
        self.low.is_none_or(|low| value >= low) && self.high.is_none_or(|high| value <= high)
    }
}

/// A restriction of a box.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Restriction {
    /// Position of the parameter.
    pub parameter: usize,
    /// Its limits.
    pub limits: BoxLimits,
    /// Quasi-p-value.
    pub p: f64,
}

/// A box with what it holds.
#[derive(Clone, Debug, PartialEq)]
pub struct PrimBox {
    /// Restrictions, by parameter.
    pub restrictions: Vec<Restriction>,
    /// Points inside.
    pub inside: usize,
    /// Share of the points inside that are of interest.
    pub density: f64,
    /// Share of the points of interest that are inside.
    pub coverage: f64,
}

/// Points (`points[n][parameter]`) and which of them are of interest.
struct Cloud<'a> {
    points: &'a [Vec<f64>],
    of_interest: &'a [bool],
}

impl Cloud<'_> {
    /// Points inside, and those of interest among them.
    fn count(&self, limits: &[BoxLimits]) -> (usize, usize) {
        let inside = |point: &Vec<f64>| point.iter().zip(limits).all(|(value, limits)| limits.hold(*value));
        let held = self.points.iter().zip(self.of_interest).filter(|(point, _)| inside(point));
        held.fold((0, 0), |(all, hits), (_, hit)| (all + 1, hits + usize::from(*hit)))
    }

    fn density(&self, limits: &[BoxLimits]) -> f64 {
        let (inside, hits) = self.count(limits);
        if inside > 0 { hits as f64 / inside as f64 } else { 0.0 }
    }

    /// Harmonic mean of density and coverage.
    fn worth(&self, limits: &[BoxLimits]) -> f64 {
        let (inside, hits) = self.count(limits);
        let all = self.of_interest.iter().filter(|hit| **hit).count();
        2.0 * hits as f64 / (inside + all) as f64
    }

    /// Values of a parameter inside, in ascending order.
    fn values(&self, limits: &[BoxLimits], parameter: usize) -> Vec<f64> {
        let inside = self.points.iter().filter(|point| point.iter().zip(limits).all(|(value, limits)| limits.hold(*value)));
        let mut values: Vec<f64> = inside.map(|point| point[parameter]).collect();
        values.sort_by(f64::total_cmp);
        values
    }

    /// The box after the best peel; `None` where no peel leaves enough points.
    fn peeled(&self, limits: &[BoxLimits], smallest: usize) -> Option<Vec<BoxLimits>> {
        let mut best: Option<(f64, usize, Vec<BoxLimits>)> = None;
        for parameter in 0..limits.len() {
            let values = self.values(limits, parameter);
            let n = values.len();
            let off = ((PEEL * n as f64) as usize).max(1);
            if n <= off || values[0] == values[n - 1] {
                continue;
            }
            // Points tied with the last one taken off go with it.
            let low = values.iter().copied().find(|v| *v > values[off - 1]);
            let high = values.iter().rev().copied().find(|v| *v < values[n - off]);
            for end in [
                low.map(|low| BoxLimits { low: Some(low), ..limits[parameter] }),
                high.map(|high| BoxLimits { high: Some(high), ..limits[parameter] }),
            ] {
                let Some(end) = end else { continue };
                let mut cut = limits.to_vec();
                cut[parameter] = end;
                let (inside, hits) = self.count(&cut);
                if inside < smallest {
                    continue;
                }
                let density = hits as f64 / inside as f64;
                let better = best.as_ref().is_none_or(|(d, i, _)| density > *d || (density == *d && inside > *i));
                if better {
                    best = Some((density, inside, cut));
                }
            }
        }
        best.map(|(_, _, limits)| limits)
    }

    /// Quasi-p-value of the restriction of a parameter.
    fn chance(&self, limits: &[BoxLimits], parameter: usize) -> f64 {
        let mut without = limits.to_vec();
        without[parameter] = BoxLimits::OPEN;
        let (inside, hits) = self.count(limits);
        at_least(hits, inside, self.density(&without))
    }

    /// Drops what may be chance, the least certain first, then what is more than [`MOST_PARAMETERS`].
    fn pruned(&self, mut limits: Vec<BoxLimits>) -> Vec<BoxLimits> {
        loop {
            let restricted: Vec<usize> = (0..limits.len()).filter(|p| limits[*p] != BoxLimits::OPEN).collect();
            let chances = restricted.iter().map(|p| (*p, self.chance(&limits, *p)));
            let Some((worst, p)) = chances.max_by(|a, b| a.1.total_cmp(&b.1)) else { return limits };
            if p <= CHANCE && restricted.len() <= MOST_PARAMETERS {
                return limits;
            }
            limits[worst] = BoxLimits::OPEN;
        }
    }

    /// Moves each end outwards to the next value while the density does not fall.
    fn pasted(&self, mut limits: Vec<BoxLimits>) -> Vec<BoxLimits> {
        for parameter in 0..limits.len() {
            for low in [true, false] {
                while let Some(wider) = self.wider(&limits, parameter, low).filter(|wider| self.density(wider) >= self.density(&limits)) {
                    limits = wider;
                }
            }
        }
        limits
    }

    /// The box with one end of a parameter moved to the next value outside; open where there is none.
    fn wider(&self, limits: &[BoxLimits], parameter: usize, low: bool) -> Option<Vec<BoxLimits>> {
        let end = if low { limits[parameter].low? } else { limits[parameter].high? };
        let mut wider = limits.to_vec();
        let place = if low { &mut wider[parameter].low } else { &mut wider[parameter].high };
        *place = None;
        let outside = |v: &f64| if low { *v < end } else { *v > end };
        let beyond: Vec<f64> = self.values(&wider, parameter).into_iter().filter(outside).collect();
        let next = if low { beyond.last() } else { beyond.first() };
        let place = if low { &mut wider[parameter].low } else { &mut wider[parameter].high };
        *place = next.copied();
        Some(wider)
    }
}

/// Probability of at least `hits` of `n` at a probability of `p` each.
fn at_least(hits: usize, n: usize, p: f64) -> f64 {
    if hits == 0 || p >= 1.0 {
        return 1.0;
    }
    if p <= 0.0 {
        return 0.0;
    }
    // ln of binomial coefficients, term by term.
    let (ln_p, ln_q) = (crate::math::ln(p), crate::math::ln(1.0 - p));
    let mut ln_choose = 0.0;
    let mut sum = 0.0;
    for k in 0..=n {
        if k >= hits {
            sum += crate::math::exp(ln_choose + k as f64 * ln_p + (n - k) as f64 * ln_q);
        }
        ln_choose += crate::math::ln((n - k).max(1) as f64) - crate::math::ln((k + 1) as f64);
    }
    sum.min(1.0)
}

/// The box; `None` where no restriction is beyond chance.
pub fn prim(points: &[Vec<f64>], of_interest: &[bool]) -> Option<PrimBox> {
    let cloud = Cloud { points, of_interest };
    let parameters = points.first()?.len();
    let smallest = ((SMALLEST * points.len() as f64).ceil() as usize).max(2);
    let mut limits = vec![BoxLimits::OPEN; parameters];
    let mut best = limits.clone();
    while let Some(next) = cloud.peeled(&limits, smallest) {
        limits = next;
        if cloud.worth(&limits) > cloud.worth(&best) {
            best.clone_from(&limits);
        }
    }
    let limits = cloud.pruned(cloud.pasted(cloud.pruned(best)));
    let restriction = |parameter: usize| Restriction { parameter, limits: limits[parameter], p: cloud.chance(&limits, parameter) };
    let restrictions: Vec<Restriction> = (0..parameters).filter(|p| limits[*p] != BoxLimits::OPEN).map(restriction).collect();
    let (inside, hits) = cloud.count(&limits);
    let all = of_interest.iter().filter(|hit| **hit).count();
    let coverage = if all > 0 { hits as f64 / all as f64 } else { 0.0 };
    (!restrictions.is_empty()).then(|| PrimBox { restrictions, inside, density: cloud.density(&limits), coverage })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::design::sampling::latin_hypercube;

    #[test]
    fn a_box_of_two_parameters_is_found_among_eight() {
        let points = latin_hypercube(200, 8, 3, 0);
        let of_interest: Vec<bool> = points.iter().map(|p| p[1] < 0.4 && p[5] > 0.5).collect();
        let found = prim(&points, &of_interest).unwrap();
        assert_eq!(found.restrictions.iter().map(|r| r.parameter).collect::<Vec<_>>(), [1, 5]);
        let (first, second) = (found.restrictions[0].limits, found.restrictions[1].limits);
        assert!(first.low.is_none() && (first.high.unwrap() - 0.4).abs() < 0.05, "{first:?}");
        assert!(second.high.is_none() && (second.low.unwrap() - 0.5).abs() < 0.05, "{second:?}");
        assert!(found.density > 0.9 && found.coverage > 0.9, "{found:?}");
    }

    /// The points of `tests/compare_ema.py`.
    fn points_for_ema() -> (Vec<Vec<f64>>, Vec<bool>) {
        let roots = [2.0f64, 3.0, 5.0, 7.0, 11.0].map(f64::sqrt);
        let point = |n: usize| roots.iter().map(|r| ((n + 1) as f64 * r).fract()).collect::<Vec<f64>>();
        let points: Vec<Vec<f64>> = (0..200).map(point).collect();
        let of_interest = points.iter().enumerate().map(|(n, p)| (p[0] < 0.35 && p[3] > 0.55) || n % 23 == 0).collect();
        (points, of_interest)
    }

    #[test]
    fn the_box_is_as_good_as_that_of_ema_workbench() {
        // EMA Workbench 2.5.3 peels to a box with coverage 0.8333 and density 0.9722 (tests/compare_ema.py), which
        // restricts two parameters beyond chance and two more that are not.
        let (points, of_interest) = points_for_ema();
        let found = prim(&points, &of_interest).unwrap();
        assert_eq!(found.restrictions.iter().map(|r| r.parameter).collect::<Vec<_>>(), [0, 3]);
        let (first, second) = (found.restrictions[0].limits, found.restrictions[1].limits);
        assert!((first.high.unwrap() - 0.35).abs() < 0.02 && first.low.is_none(), "{first:?}");
        assert!((second.low.unwrap() - 0.55).abs() < 0.02 && second.high.is_none(), "{second:?}");
        let worth = 2.0 * found.density * found.coverage / (found.density + found.coverage);
        assert!(worth >= 0.8974 - 0.03, "{found:?}");
    }

    #[test]
    fn chance_is_no_box() {
        let points = latin_hypercube(80, 5, 4, 0);
        let everywhere = vec![true; 80];
        assert_eq!(prim(&points, &everywhere), None);
        assert_eq!(prim(&[], &[]), None);
    }

    #[test]
    fn a_parameter_that_does_not_vary_restricts_nothing() {
        let points: Vec<Vec<f64>> = (0..40).map(|n| vec![1.0, f64::from(n)]).collect();
        let of_interest: Vec<bool> = (0..40).map(|n| n >= 25).collect();
        let found = prim(&points, &of_interest).unwrap();
        assert_eq!((found.restrictions.len(), found.restrictions[0].parameter), (1, 1));
        assert_eq!((found.restrictions[0].limits.low, found.density, found.coverage), (Some(25.0), 1.0, 1.0));
    }

    #[test]
    fn the_binomial_tail_is_that_of_a_coin() {
        assert!((at_least(8, 10, 0.5) - 56.0 / 1024.0).abs() < 1e-12);
        assert_eq!((at_least(0, 10, 0.5), at_least(1, 10, 0.0), at_least(3, 3, 1.0)), (1.0, 0.0, 1.0));
    }
}
