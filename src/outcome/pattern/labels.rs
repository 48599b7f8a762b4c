//! Patterns that look at single labels, through the panel.

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
}
