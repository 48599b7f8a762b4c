//! Mean and variance.

/// Mean; `None` of nothing. Equal values give exactly that value.
pub fn mean(values: &[f64]) -> Option<f64> {
    let first = *values.first()?;
    if values.iter().all(|v| *v == first) {
        return Some(first);
    }
    Some(values.iter().sum::<f64>() / values.len() as f64)
}

/// Variance with n - 1; `None` below two values.
pub fn variance(values: &[f64]) -> Option<f64> {
    variance_about(mean(values)?, values)
}

/// Variance with n - 1, of values with this mean.
pub(super) fn variance_about(mean: f64, values: &[f64]) -> Option<f64> {
    let squares: f64 = values.iter().map(|v| (v - mean) * (v - mean)).sum();
    (values.len() > 1).then(|| squares / (values.len() - 1) as f64)
}
