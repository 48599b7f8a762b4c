//! Many differences told together: which hold up together?
//!
//! Source: Holm (1979), *A Simple Sequentially Rejective Multiple Test Procedure*. The k-th smallest of m probabilities is multiplied by
//! m - k + 1, and none is below one before it; differences whose product is at most 0.05 all move with 95 %, whatever their dependence.

/// Probabilities corrected for their number, in the order given; what is missing stays so and does not count.
pub fn holm(probabilities: &[Option<f64>]) -> Vec<Option<f64>> {
    let mut order: Vec<usize> = (0..probabilities.len()).filter(|i| probabilities[*i].is_some()).collect();
    order.sort_by(|a, b| probabilities[*a].unwrap_or(1.0).total_cmp(&probabilities[*b].unwrap_or(1.0)));
    let mut corrected = vec![None; probabilities.len()];
    let mut largest = 0.0f64;
    for (place, which) in order.iter().enumerate() {
        let left = (order.len() - place) as f64;
        largest = largest.max(left * probabilities[*which].unwrap_or(1.0)).min(1.0);
        corrected[*which] = Some(largest);
    }
    corrected
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_smallest_is_multiplied_by_all_and_the_next_by_one_fewer() {
        let corrected = holm(&[Some(0.04), None, Some(0.01), Some(0.03)]);
        let expected = [Some(0.06), None, Some(0.03), Some(0.06)];
        for (found, expected) in corrected.iter().zip(expected) {
            assert_eq!(found.is_some(), expected.is_some());
            assert!((found.unwrap_or(0.0) - expected.unwrap_or(0.0)).abs() < 1e-12, "{corrected:?}");
        }
    }

    #[test]
    fn one_alone_is_not_corrected_and_none_is_above_one() {
        assert_eq!(holm(&[Some(0.02)]), [Some(0.02)]);
        assert_eq!(holm(&[Some(0.9), Some(0.8)]), [Some(1.0), Some(1.0)]);
        assert_eq!(holm(&[]), []);
    }
}
