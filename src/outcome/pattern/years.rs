//! Patterns of single years: a reference that stands still shows them in each.

use crate::model::{History, QuarterTotals};
use crate::outcome::find;
use crate::outcome::statistics;

/// Years of the run in which patterns are asked; those beyond its end are left out.
pub const YEARS: [usize; 3] = [1, 5, 10];

/// Quarters of a year of the run: year n has quarters 4 (n - 1) to 4 n - 1; `None` where the run is shorter.
pub(super) fn quarters_of(h: &History, year: usize) -> Option<&[QuarterTotals]> {
    h.quarters.get(4 * year.checked_sub(1)?..4 * year)
}

/// Mean over the quarters of a year of the run in which an outcome has a value.
pub(super) fn yearly(h: &History, outcome: &str, year: usize) -> Option<f64> {
    quarters_of(h, year)?;
    let outcome = find(outcome).expect("the pattern names an outcome");
    let values: Vec<f64> = (4 * (year - 1)..4 * year).filter_map(|t| outcome.of_quarter(h, t)).collect();
    statistics::mean(&values)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::YearTotals;

    #[test]
    fn a_year_is_the_mean_of_its_quarters_that_have_a_value() {
        let quarter = |hhi: f64| QuarterTotals { hhi, ..QuarterTotals::default() };
        let year = |quarter: usize, nominations| YearTotals { quarter, nominations, ..YearTotals::default() };
        let h = History { quarters: (1..=9).map(f64::from).map(quarter).collect(), years: vec![year(3, 2), year(7, 6)], ..History::default() };
        // Quarters 5 to 8 of 1..9: (5 + 6 + 7 + 8) / 4.
        assert_eq!([1, 2, 3].map(|year| yearly(&h, "concentration_hhi", year)), [Some(2.5), Some(6.5), None]);
        // A calendar year has one value, in the quarter that ends it.
        assert_eq!(yearly(&h, "nominations", 2), Some(6.0));
        assert!(quarters_of(&h, 0).is_none() && quarters_of(&h, 2).is_some_and(|q| q[0].hhi == 5.0));
    }
}
