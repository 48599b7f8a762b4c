//! What a difference says, and whether that is good, in colour and words of the page.

use super::chart::dots::Tone;
use super::numbers::{ShownInterval, interval, signed};
use super::rows::ComparisonRow;
use super::view::PageCell;
use super::words::Words;
use crate::outcome::direction::Direction;
use crate::outcome::{self, Better};

/// Whether a movement of an outcome, or of one of its classes, is good.
pub fn tone(outcome: &str, direction: Direction) -> Tone {
    let better = outcome::find(outcome.split('.').next().unwrap_or_default()).map_or(Better::Neither, |o| o.better);
    match direction.is_better(better) {
        Some(true) => Tone::Better,
        Some(false) => Tone::Worse,
        None if direction.moves() => Tone::Moved,
        None => Tone::Open,
    }
}

impl ComparisonRow {
    /// What it says.
    pub fn direction(&self) -> Direction {
        Direction::of(self.mean_difference, self.ci_low, self.ci_high)
    }

    /// Whether what it says is good.
    pub fn tone(&self) -> Tone {
        tone(&self.outcome, self.direction())
    }

    /// The difference and its ends as shown, in the unit of the page; nothing where it does not exist.
    pub fn shown(&self, words: &Words) -> Option<ShownInterval> {
        let factor = words.unit(&self.unit).factor;
        let mean = self.mean_difference?;
        let (low, high) = (self.ci_low.unwrap_or(mean), self.ci_high.unwrap_or(mean));
        if self.direction() == Direction::Same {
            return Some(ShownInterval { value: "0".into(), low: "0".into(), high: "0".into() });
        }
        Some(interval(mean * factor, low * factor, high * factor))
    }

    /// The interval as shown; that there is none, of one pair.
    pub fn range(&self, words: &Words) -> String {
        match self.shown(words).filter(|_| self.ci_low.is_some()) {
            None => words.plain("glance.one_pair"),
            Some(shown) => words.say("range", minijinja::context! { low => shown.low, high => shown.high }),
        }
    }

    /// The same cell of a difference that may not be told although its own interval leaves out 0.
    pub fn open_cell(&self, words: &Words) -> PageCell {
        let cell = self.cell(words);
        let Some(shown) = self.shown(words).filter(|_| cell.value.is_some()) else { return cell };
        PageCell { text: format!("○ {}", signed(shown.value)), tone: "open", ..cell }
    }

    /// The difference with its interval below it, as a cell.
    pub fn cell(&self, words: &Words) -> PageCell {
        let Some(shown) = self.shown(words) else { return PageCell::text("–") };
        let below = match (self.direction(), self.ci_low) {
            (Direction::Same, _) => words.plain("glance.same"),
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
            p_value: None,
        }
    }

    #[test]
    fn an_interval_that_holds_zero_says_nothing() {
        assert_eq!(contrast("exits", Some(0.1), Some(-0.1), Some(0.3)).direction(), Direction::Open);
        assert_eq!(contrast("exits", Some(0.1), None, None).direction(), Direction::Open);
        assert_eq!(contrast("exits", None, None, None).direction(), Direction::Absent);
        assert_eq!(contrast("exits", Some(0.0), Some(0.0), Some(0.0)).direction(), Direction::Same);
    }

    #[test]
    fn whether_up_is_good_depends_on_the_outcome() {
        assert_eq!(contrast("export_revenue", Some(2.0), Some(1.0), Some(3.0)).tone(), Tone::Better);
        assert_eq!(contrast("exits", Some(2.0), Some(1.0), Some(3.0)).tone(), Tone::Worse);
        assert_eq!(contrast("verdict.none", Some(2.0), Some(1.0), Some(3.0)).tone(), Tone::Moved);
    }

    #[test]
    fn one_pair_is_shown_without_an_interval() {
        let words = Words::load(Language::English, None).unwrap();
        let alone = ComparisonRow { n: 1, ..contrast("public_cost", Some(0.424), None, None) };
        assert_eq!(alone.range(&words), "one pair only");
        assert_eq!(alone.cell(&words).below, "one pair only");
    }

    #[test]
    fn shares_are_shown_in_per_cent() {
        let words = Words::load(Language::English, None).unwrap();
        let shown = contrast("startup_survival_3y", Some(0.0618), Some(0.0574), Some(0.0662)).shown(&words).unwrap();
        assert_eq!((shown.value.as_str(), shown.low.as_str()), ("6.18", "5.74"));
    }
}
