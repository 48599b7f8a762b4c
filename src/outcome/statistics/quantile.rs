//! Quantiles of samples.
//!
//! Source: type 7 of Hyndman and Fan (1996), *Sample Quantiles in Statistical Packages*, as in pandas, NumPy and R.

/// Quantile of type 7 of values in ascending order; `None` of nothing.
pub fn quantile(sorted: &[f64], probability: f64) -> Option<f64> {
    between(sorted.len(), probability, |rank| sorted[rank])
}

/// Ranks, from 0, of the values between which a quantile of type 7 lies; none of nothing.
pub(in crate::outcome) fn ranks_of(count: usize, probability: f64) -> impl Iterator<Item = usize> {
    let ranks = |last: usize| {
        let below = ((probability * last as f64).floor() as usize).min(last);
        [below, (below + 1).min(last)]
    };
    count.checked_sub(1).map(ranks).into_iter().flatten()
}

/// Quantile of type 7 of so many values that are known by rank; `None` of nothing.
pub(in crate::outcome) fn between(count: usize, probability: f64, at: impl Fn(usize) -> f64) -> Option<f64> {
    let mut ranks = ranks_of(count, probability);
    let (below, above) = (ranks.next()?, ranks.next()?);
    let position = probability * (count - 1) as f64;
    Some(at(below) + (position - below as f64) * (at(above) - at(below)))
}

/// Values in ascending order.
pub fn sorted(values: &[f64]) -> Vec<f64> {
    let mut values = values.to_vec();
    values.sort_by(f64::total_cmp);
    values
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantiles_lie_between_values_as_in_pandas() {
        let values = sorted(&[4.0, 1.0, 3.0, 2.0]);
        assert_eq!(quantile(&values, 0.25), Some(1.75));
        assert_eq!(quantile(&values, 0.5), Some(2.5));
        assert_eq!((quantile(&values, 0.0), quantile(&values, 1.0)), (Some(1.0), Some(4.0)));
        assert_eq!((quantile(&[7.0], 0.95), quantile(&[], 0.5)), (Some(7.0), None));
    }
}
