//! Events (7): factors of the quarter's conditions; a strength of 0 leaves each as it is, bit for bit.

/// factor (1 - s): reach, slots, pools, attendance and what else an event of strength s takes away.
#[inline(always)]
pub fn lessened(factor: f64, strength: f64) -> f64 {
    factor * (1.0 - strength)
}

/// factor (1 + e): money from a market after a change of the won by e, above 0 where the won is weaker.
#[inline(always)]
pub fn exchanged(factor: f64, change: f64) -> f64 {
    factor * (1.0 + change)
}

/// s = 1: an event that leaves nothing; partnerships end and no visit is made.
#[inline(always)]
pub fn in_full(strength: f64) -> bool {
    strength >= 1.0
}

/// A popularity above 0 makes a hit.
#[inline(always)]
pub fn strikes(popularity: f64) -> bool {
    popularity > 0.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn events_multiply() {
        // 0.5 (1 - 0.25) = 0.375, then (1 - 0.5) of it
        assert_eq!(lessened(0.5, 0.25), 0.375);
        assert_eq!(lessened(lessened(0.5, 0.25), 0.5), 0.1875);
        assert_eq!(lessened(0.3, 0.0), 0.3);
        assert_eq!(lessened(0.3, 1.0), 0.0);
    }

    #[test]
    fn a_weaker_won_brings_more_and_a_stronger_won_less() {
        assert_eq!(exchanged(1.0, 0.25), 1.25);
        assert_eq!(exchanged(1.0, -0.25), 0.75);
    }

    #[test]
    fn only_a_strength_of_one_leaves_nothing() {
        assert!(in_full(1.0) && !in_full(0.999) && !in_full(0.0));
        assert!(strikes(0.5) && !strikes(0.0));
    }
}
