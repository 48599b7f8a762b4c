//! Fair division of an effect among its causes.
//!
//! The value of a set of causes is v(S). A cause's Shapley value (Shapley 1953, *A Value for n-Person
//! Games*) is what it adds, averaged over all orders in which causes may come together:
//!
//! ```text
//! phi_i = sum over S without i of |S|! (n - |S| - 1)! / n! * (v(S + i) - v(S))
//! ```
//!
//! so that the values of all causes sum to v(all) - v(none). Sets are bit masks: bit i is cause i.

/// A set of causes.
pub type Set = u32;

/// The set of all `n` causes.
pub fn everyone(n: usize) -> Set {
    (1 << n) - 1
}

/// Shapley values of `n` causes; `v` has the value of each of the 2^n sets, at the place of its mask.
pub fn shapley(n: usize, v: &[f64]) -> Vec<f64> {
    let weights: Vec<f64> = (0..n).map(|size| weight(n, size)).collect();
    let value = |i: usize| {
        let without = (0..v.len()).filter(|set| set >> i & 1 == 0);
        without.map(|set| weights[set.count_ones() as usize] * (v[set | 1 << i] - v[set])).sum()
    };
    (0..n).map(value).collect()
}

/// |S|! (n - |S| - 1)! / n! for a set of `size`: one over n times the number of sets of that size without i.
fn weight(n: usize, size: usize) -> f64 {
    let sets = (0..size).fold(1.0, |product, k| product * (n - 1 - k) as f64 / (k + 1) as f64);
    1.0 / (n as f64 * sets)
}

/// What each cause adds in one order; the average over random orders estimates the Shapley values
/// (Castro, Gomez and Tejada 2009).
pub fn marginals(order: &[usize], v: impl Fn(Set) -> f64) -> Vec<f64> {
    let mut added = vec![0.0; order.len()];
    let (mut set, mut before) = (0, v(0));
    for i in order {
        set |= 1 << i;
        let now = v(set);
        added[*i] = now - before;
        before = now;
    }
    added
}

/// The sets that an order passes through, from none to all.
pub fn path(order: &[usize]) -> Vec<Set> {
    let joined = order.iter().scan(0, |set, i| {
        *set |= 1 << i;
        Some(*set)
    });
    std::iter::once(0).chain(joined).collect()
}

/// v(ij) - v(i) - v(j) + v(none): what two causes do together beyond what each does alone.
pub fn interaction(i: usize, j: usize, v: impl Fn(Set) -> f64) -> f64 {
    v(1 << i | 1 << j) - v(1 << i) - v(1 << j) + v(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// One left glove and two right ones: a pair is worth 1.
    fn gloves(set: Set) -> f64 {
        f64::from(u8::from(set & 1 == 1 && set & 6 != 0))
    }

    #[test]
    fn the_left_glove_is_worth_two_thirds_and_each_right_one_a_sixth() {
        let v: Vec<f64> = (0..8).map(gloves).collect();
        let values = shapley(3, &v);
        for (value, known) in values.iter().zip([2.0 / 3.0, 1.0 / 6.0, 1.0 / 6.0]) {
            assert!((value - known).abs() < 1e-15, "{values:?}");
        }
    }

    #[test]
    fn values_sum_to_the_effect_of_all_and_one_who_adds_nothing_has_none() {
        let v: Vec<f64> = (0..32u32).map(|set| f64::from((set & 0b1_0111).pow(2)) / 7.0 + 3.0).collect();
        let values = shapley(5, &v);
        assert!((values.iter().sum::<f64>() - (v[31] - v[0])).abs() < 1e-12, "{values:?}");
        assert!(values[3].abs() < 1e-12, "{values:?}");
    }

    #[test]
    fn the_average_over_all_orders_is_the_shapley_value() {
        let orders = [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]];
        let added: Vec<Vec<f64>> = orders.iter().map(|order| marginals(order, gloves)).collect();
        let mean = |i: usize| added.iter().map(|a| a[i]).sum::<f64>() / 6.0;
        assert!((mean(0) - 2.0 / 3.0).abs() < 1e-15 && (mean(1) - 1.0 / 6.0).abs() < 1e-15);
        assert_eq!(path(&[2, 0, 1]), [0b000, 0b100, 0b101, 0b111]);
    }

    #[test]
    fn gloves_of_two_hands_complement_each_other_and_two_right_ones_do_not() {
        assert_eq!((interaction(0, 1, gloves), interaction(1, 2, gloves)), (1.0, 0.0));
        // What either does alone is lost where both do it: they crowd each other out.
        let either = |set: Set| f64::from(u8::from(set != 0));
        assert_eq!(interaction(0, 1, either), -1.0);
    }
}
