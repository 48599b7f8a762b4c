//! What a difference with its interval allows to say.

use super::chart::dots::Tone;
use super::numbers::{ShownInterval, interval, signed};
use super::rows::ComparisonRow;
use super::view::PageCell;
use super::words::Words;
use crate::outcome::{self, Better};

/// What is said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Finding {
    /// The interval lies above 0.
    Up,
    /// It lies below 0.
    Down,
    /// It holds 0, or there is none.
    Open,
    /// The difference is 0 in every pair.
    Same,
    /// There is no pair.
    Absent,
}

/// The finding of a mean and its interval.
pub fn finding(mean: Option<f64>, low: Option<f64>, high: Option<f64>) -> Finding {
    match (mean, low, high) {
        (None, ..) => Finding::Absent,
        (Some(mean), Some(low), Some(high)) if mean == 0.0 && low == 0.0 && high == 0.0 => Finding::Same,
        (_, Some(low), _) if low > 0.0 => Finding::Up,
        (_, _, Some(high)) if high < 0.0 => Finding::Down,
        _ => Finding::Open,
    }
}

impl ComparisonRow {
    /// What it says.
    pub fn finding(&self) -> Finding {
        finding(self.mean_difference, self.ci_low, self.ci_high)
    }

    /// Whether what it says is good.
    pub fn tone(&self) -> Tone {
        let better = outcome::find(self.outcome.split('.').next().unwrap_or_default()).map_or(Better::Neither, |o| o.better);
        match (self.finding(), better) {
            (Finding::Up, Better::Higher) | (Finding::Down, Better::Lower) => Tone::Better,
            (Finding::Up, Better::Lower) | (Finding::Down, Better::Higher) => Tone::Worse,
            (Finding::Up | Finding::Down, Better::Neither) => Tone::Moved,
            (Finding::Open | Finding::Same | Finding::Absent, _) => Tone::Open,
        }
    }

    /// The difference and its ends as shown, in the unit of the page; nothing where it does not exist.
    pub fn shown(&self, words: &Words) -> Option<ShownInterval> {
        let factor = words.unit(&self.unit).factor;
        let mean = self.mean_difference?;
        let (low, high) = (self.ci_low.unwrap_or(mean), self.ci_high.unwrap_or(mean));
        if self.finding() == Finding::Same {
            return Some(ShownInterval { value: "0".into(), low: "0".into(), high: "0".into() });
        }
        Some(interval(mean * factor, low * factor, high * factor))
    }

    /// The difference with its interval below it, as a cell.
    pub fn cell(&self, words: &Words) -> PageCell {
        let Some(shown) = self.shown(words) else { return PageCell::text("–") };
        let below = match (self.finding(), self.ci_low) {
            (Finding::Same, _) => words.plain("glance.same"),
            (_, None) => words.plain("glance.one_pair"),
            _ => words.say("range", minijinja::context! { low => shown.low, high => shown.high }),
        };
        let (tone, mark) = match self.tone() {
            Tone::Better => ("better", "▲ "),
            Tone::Worse => ("worse", "▼ "),
            Tone::Moved => ("moved", "● "),
            Tone::Open => ("open", "○ "),
        };
        let value = self.mean_difference.map(|v| v.to_string());
        PageCell { text: format!("{mark}{}", signed(shown.value)), below, value, tone }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::html::words::Language;

    fn contrast(outcome: &str, mean: Option<f64>, low: Option<f64>, high: Option<f64>) -> ComparisonRow {
        ComparisonRow {
            scenario: "grant".into(),
            outcome: outcome.into(),
            unit: "share".into(),
            n: 3,
            baseline_mean: Some(0.4),
            scenario_mean: Some(0.5),
            mean_difference: mean,
            ci_low: low,
            ci_high: high,
            share_better: None,
        }
    }

    #[test]
    fn an_interval_that_holds_zero_says_nothing() {
        assert_eq!(contrast("exits", Some(0.1), Some(-0.1), Some(0.3)).finding(), Finding::Open);
        assert_eq!(contrast("exits", Some(0.1), None, None).finding(), Finding::Open);
        assert_eq!(contrast("exits", None, None, None).finding(), Finding::Absent);
        assert_eq!(contrast("exits", Some(0.0), Some(0.0), Some(0.0)).finding(), Finding::Same);
    }

    #[test]
    fn whether_up_is_good_depends_on_the_outcome() {
        assert_eq!(contrast("export_revenue", Some(2.0), Some(1.0), Some(3.0)).tone(), Tone::Better);
        assert_eq!(contrast("exits", Some(2.0), Some(1.0), Some(3.0)).tone(), Tone::Worse);
        assert_eq!(contrast("verdict.none", Some(2.0), Some(1.0), Some(3.0)).tone(), Tone::Moved);
    }

    #[test]
    fn shares_are_shown_in_per_cent() {
        let words = Words::load(Language::English, None).unwrap();
        let shown = contrast("startup_survival_3y", Some(0.0618), Some(0.0574), Some(0.0662)).shown(&words).unwrap();
        assert_eq!((shown.value.as_str(), shown.low.as_str()), ("6.18", "5.74"));
    }
}
