//! Patterns that look at single labels, through the panel.

use std::collections::HashMap;

use crate::model::{History, PanelRow};
use crate::outcome::statistics;
use crate::outcome::window::last;
use crate::units::Tier;

/// Listed firms of the evidence behind P04.
const LISTED: usize = 14;

/// Revenue of the last four quarters and tier at the end of each label living at the end, from the panel.
fn living_at_the_end(h: &History) -> Vec<(Tier, f64)> {
    let end = h.quarters.len() as u32;
    let recent: Vec<&PanelRow> = h.panel.iter().filter(|row| row.quarter + 4 >= end).collect();
    let living = recent.iter().filter(|row| row.quarter + 1 == end);
    let slots = recent.iter().map(|row| row.slot as usize + 1).max().unwrap_or(0);
    let mut labels = vec![None; slots];
    for row in living {
        labels[row.slot as usize] = Some((row.generation, row.tier, 0.0));
    }
    for row in &recent {
        if let Some((generation, _, revenue)) = &mut labels[row.slot as usize]
            && *generation == row.generation
        {
            *revenue += row.revenue;
        }
    }
    labels.into_iter().flatten().map(|(_, tier, revenue)| (tier, revenue)).collect()
}

/// Mean revenue of the largest labels over that of small ones.
pub(super) fn listed_against_small(h: &History) -> Option<f64> {
    let labels = living_at_the_end(h);
    let mut revenue: Vec<f64> = labels.iter().map(|label| label.1).collect();
    revenue.sort_by(|a, b| b.total_cmp(a));
    let small: Vec<f64> = labels.iter().filter(|label| label.0 == Tier::Small).map(|label| label.1).collect();
    let mean = statistics::mean;
    let small = mean(&small).filter(|mean| *mean > 0.0)?;
    Some(mean(revenue.get(..LISTED)?)? / small)
}

/// Share of the largest label in the industry's revenue of the last four quarters.
pub(super) fn largest_share(h: &History) -> Option<f64> {
    let whole: f64 = last(h, 4).iter().map(|q| q.revenue()).sum();
    let largest = living_at_the_end(h).into_iter().map(|label| label.1).max_by(f64::total_cmp)?;
    (whole > 0.0).then(|| largest / whole)
}

/// Herfindahl index of the revenue of the last four quarters within the four largest labels.
pub(super) fn concentration_of_four(h: &History) -> Option<f64> {
    let mut revenue: Vec<f64> = living_at_the_end(h).into_iter().map(|label| label.1).collect();
    revenue.sort_by(|a, b| b.total_cmp(a));
    let four = revenue.get(..4)?;
    let whole: f64 = four.iter().sum();
    (whole > 0.0).then(|| four.iter().map(|own| (own / whole).powi(2)).sum())
}

/// Mean revenue of labels of tier small in the last four quarters, bn KRW.
pub(super) fn mean_of_small(h: &History) -> Option<f64> {
    let small: Vec<f64> = living_at_the_end(h).into_iter().filter(|label| label.0 == Tier::Small).map(|label| label.1 / 1000.0).collect();
    statistics::mean(&small)
}

/// Quarters within which an entrant grows or does not.
const TIME_TO_GROW: u32 = 20;

/// Share of entrants that leave tier startup upwards within [`TIME_TO_GROW`], of those born so long before the end.
pub(super) fn share_that_grows(h: &History) -> Option<f64> {
    let end = h.quarters.len() as u32;
    // An entrant's first row is of the quarter of its birth, in which it is a startup of a generation above 0.
    let mut born: HashMap<(u32, u32), (u32, bool)> = HashMap::new();
    for row in h.panel.iter().filter(|row| row.generation > 0) {
        let (quarter, grown) = born.entry((row.slot, row.generation)).or_insert((row.quarter, false));
        *grown |= row.tier != Tier::Startup && row.quarter <= *quarter + TIME_TO_GROW;
    }
    let observed: Vec<bool> = born.values().filter(|(quarter, _)| quarter + TIME_TO_GROW < end).map(|(_, grown)| *grown).collect();
    (!observed.is_empty()).then(|| observed.iter().filter(|grown| **grown).count() as f64 / observed.len() as f64)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(quarter: u32, slot: u32, generation: u32, tier: Tier, revenue: f64) -> PanelRow {
        PanelRow {
            quarter,
            slot,
            generation,
            tier,
            strategy: None,
            works: 0,
            revenue,
            export_revenue: 0.0,
            profit: 0.0,
            cash: 0.0,
            fandom: 0.0,
            support_received: 0.0,
        }
    }

    #[test]
    fn a_label_counts_with_its_own_last_four_quarters() {
        let mut h = History { quarters: vec![Default::default(); 6], ..History::default() };
        h.panel = vec![
            row(1, 0, 0, Tier::Small, 100.0),
            row(2, 0, 0, Tier::Small, 1.0),
            row(4, 1, 0, Tier::Mid, 50.0),
            row(5, 0, 0, Tier::Major, 2.0),
            row(5, 1, 1, Tier::Startup, 4.0),
        ];
        assert_eq!(living_at_the_end(&h), [(Tier::Major, 3.0), (Tier::Startup, 4.0)]);
    }

    #[test]
    fn concentration_looks_at_the_four_largest_alone() {
        let mut h = History { quarters: vec![Default::default(); 4], ..History::default() };
        h.panel = [40.0, 20.0, 20.0, 20.0, 19.0].into_iter().enumerate().map(|(slot, own)| row(3, slot as u32, 0, Tier::Mid, own)).collect();
        // 0.4^2 + 3 * 0.2^2
        assert!((concentration_of_four(&h).unwrap() - 0.28).abs() < 1e-12);
        h.panel.truncate(3);
        assert_eq!(concentration_of_four(&h), None);
    }

    #[test]
    fn small_labels_are_counted_by_their_tier_at_the_end_in_bn() {
        let mut h = History { quarters: vec![Default::default(); 4], ..History::default() };
        let rows =
            [row(2, 0, 0, Tier::Mid, 500.0), row(3, 0, 0, Tier::Small, 1500.0), row(3, 1, 0, Tier::Small, 4000.0), row(3, 2, 0, Tier::Mid, 9.0)];
        h.panel = rows.to_vec();
        assert_eq!(mean_of_small(&h), Some(3.0));
    }

    #[test]
    fn entrants_grow_where_they_leave_their_tier_in_time() {
        let mut h = History { quarters: vec![Default::default(); 30], ..History::default() };
        h.panel = vec![
            // There at the start: no entrant.
            row(0, 0, 0, Tier::Startup, 1.0),
            row(5, 0, 0, Tier::Small, 1.0),
            // Grows in time.
            row(2, 1, 1, Tier::Startup, 1.0),
            row(22, 1, 1, Tier::Small, 1.0),
            // Grows a quarter too late.
            row(2, 2, 1, Tier::Startup, 1.0),
            row(23, 2, 1, Tier::Small, 1.0),
            // Born too late to tell.
            row(10, 3, 1, Tier::Startup, 1.0),
            row(12, 3, 1, Tier::Small, 1.0),
        ];
        assert_eq!(share_that_grows(&h), Some(0.5));
        assert_eq!(share_that_grows(&History::default()), None);
    }
}
