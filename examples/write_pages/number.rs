//! Numbers as a page shows them: a mean with half the width of its 95 % interval.

use std::error::Error;

use topline::outcome::statistics::{Estimate, Paired};

use super::table::Table;

/// A mean and the ends of its 95 % interval.
#[derive(Clone, Copy, Debug)]
pub struct Number {
    /// Mean.
    pub mean: f64,
    /// Lower end.
    pub low: f64,
    /// Upper end.
    pub high: f64,
}

impl Number {
    /// From the columns of a table of differences, in the one row whose cells have these values.
    pub fn of_row(table: &Table, wanted: &[(&str, &str)]) -> Result<Self, Box<dyn Error>> {
        let of = |column| table.number(wanted, column).and_then(|cell| cell.ok_or_else(|| format!("no {column} for {wanted:?}").into()));
        Ok(Self { mean: of("mean_difference")?, low: of("ci_low")?, high: of("ci_high")? })
    }

    /// The mean of values, scenario less baseline.
    pub fn of_pairs(baseline: &[Option<f64>], scenario: &[Option<f64>]) -> Option<Self> {
        Self::of_estimate(&Paired::of(baseline, scenario).difference)
    }

    fn of_estimate(estimate: &Estimate) -> Option<Self> {
        Some(Self { mean: estimate.mean?, low: estimate.ci_low?, high: estimate.ci_high? })
    }

    /// The same in another unit.
    pub fn times(self, factor: f64) -> Self {
        let ends = [self.low * factor, self.high * factor];
        Self { mean: self.mean * factor, low: ends[0].min(ends[1]), high: ends[0].max(ends[1]) }
    }

    /// Whether the interval leaves 0 out.
    pub fn clear(&self) -> bool {
        self.low > 0.0 || self.high < 0.0
    }

    /// Half the width of the interval.
    pub fn half(&self) -> f64 {
        (self.high - self.low) / 2.0
    }

    /// `+47.1 ±1.2`.
    pub fn signed(&self) -> String {
        topline::report::with_half_width(self.mean, Some(self.half()), true).replace('-', "−")
    }

    /// `0.44 ±0.01`.
    pub fn plain(&self) -> String {
        topline::report::with_half_width(self.mean, Some(self.half()), false).replace('-', "−")
    }
}

/// A number at three significant digits.
pub fn short(value: f64) -> String {
    let digits = if value == 0.0 { 0 } else { (2 - value.abs().log10().floor() as i32).clamp(0, 4) as usize };
    let text = format!("{value:.digits$}");
    let text = if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.').to_string() } else { text };
    if text == "-0" { "0".into() } else { text.replace('-', "−") }
}

/// Refuses to write a sentence that its numbers no longer carry.
pub fn claim(holds: bool, sentence: &str) -> Result<(), Box<dyn Error>> {
    if holds { Ok(()) } else { Err(format!("the page says `{sentence}`, and its numbers no longer say so: write another sentence").into()) }
}
