//! Validation: does a scenario show the patterns that evidence gives?

use std::sync::atomic::AtomicBool;

use crate::experiment::{RunError, Sample, Survey, Surveyor};
use crate::model::History;
use crate::outcome::hypothesis::spreads_more;
use crate::outcome::pattern::{BOUNDS, Pattern, PatternTest, VariantSetting, Variants, YEARS, farthest};
use crate::outcome::statistics::{Estimate, Paired, mean, quantile, sorted};
use crate::scenario::{Draft, Problems};

/// What is validated and how.
pub struct Validation<'a> {
    /// The scenario; variants are set in copies of it.
    pub draft: &'a Draft,
    /// Patterns to compute.
    pub patterns: Vec<&'static Pattern>,
    /// Replicates; a pattern may ask for more.
    pub replicates: u32,
    /// Seed of all draws.
    pub seed: u64,
    /// Number of threads.
    pub threads: usize,
}

/// What a pattern was found to be.
#[derive(Clone, Debug)]
pub struct PatternResult {
    /// The pattern.
    pub pattern: &'static Pattern,
    /// Year of the run that is looked at, from 1; `None` for the pattern as it is defined.
    pub year: Option<usize>,
    /// Outcome that decides, where the pattern looks at several.
    pub decided_by: Option<&'static str>,
    /// Replicates with a value.
    pub n: usize,
    /// Replicates whose run failed.
    pub failed: usize,
    /// The number that is compared with the range: a mean, a ratio or a mean difference.
    pub value: Option<f64>,
    /// 5 % quantile over replicates, where there is one value for each.
    pub p05: Option<f64>,
    /// 95 % quantile over replicates.
    pub p95: Option<f64>,
    /// Lower end of the 95 % interval of the value.
    pub ci_low: Option<f64>,
    /// Upper end.
    pub ci_high: Option<f64>,
    /// Probability of the test, where there is one.
    pub p: Option<f64>,
    /// Whether the pattern holds; never where runs failed.
    pub passed: bool,
}

/// A variant of the scenario.
struct Variant {
    settings: Vec<VariantSetting>,
    replicates: u32,
}

impl Validation<'_> {
    /// All variants: the scenario itself, then two for each pattern that compares.
    fn variants(&self) -> Vec<Variant> {
        let mut variants = vec![Variant { settings: vec![], replicates: self.replicates }];
        for pattern in &self.patterns {
            if let PatternTest::SpreadRatio(v) | PatternTest::Difference(v) = pattern.check {
                let replicates = self.replicates.max(v.replicates);
                variants.extend([v.with, v.without].map(|own| Variant { settings: [v.both, own].concat(), replicates }));
            }
        }
        variants
    }

    /// Number of runs.
    pub fn runs(&self) -> u64 {
        self.variants().iter().map(|v| u64::from(v.replicates)).sum()
    }

    /// Builds all variants once, so that a mistake is found before the first run.
    pub fn check(&self) -> Result<(), Problems> {
        self.variants().iter().try_for_each(|variant| set(self.draft, &variant.settings)?.build().map(drop))
    }

    /// What is looked at beside each pattern as it is defined: the years that a run has, and both ends of each drift.
    fn beside(&self) -> Vec<Beside> {
        // A scenario that cannot be built has no year; its runs fail, and so do its patterns.
        let quarters = self.draft.build_for_runs().map_or(0, |scenario| scenario.quarters);
        let mut beside = Vec::new();
        for pattern in &self.patterns {
            if pattern.of_year.is_some() {
                beside.extend(YEARS.iter().filter(|year| 4 * **year <= quarters).map(|year| Beside::Year(pattern, *year)));
            }
            if let PatternTest::Drift = pattern.check {
                beside.push(Beside::Drift(pattern));
            }
        }
        beside
    }
}

/// What is looked at in runs of the scenario itself, beside the patterns as they are defined.
#[derive(Clone, Copy)]
enum Beside {
    /// A pattern in a year of the run.
    Year(&'static Pattern, usize),
    /// First and last year of the outcomes that may not drift.
    Drift(&'static Pattern),
}

impl Beside {
    /// Its numbers in a run.
    fn numbers(&self, h: &History) -> Vec<Option<f64>> {
        match self {
            Self::Year(pattern, year) => vec![pattern.of_year.and_then(|value| value(h, *year))],
            Self::Drift(_) => BOUNDS.iter().flat_map(|bound| bound.of_a_run(h)).collect(),
        }
    }

    /// How many they are.
    fn columns(&self) -> usize {
        match self {
            Self::Year(..) => 1,
            Self::Drift(_) => 2 * BOUNDS.len(),
        }
    }
}

fn set(draft: &Draft, settings: &[VariantSetting]) -> Result<Draft, Problems> {
    let mut draft = draft.clone();
    for (path, value) in settings {
        draft.set_as(path, value, "pattern")?;
    }
    Ok(draft)
}

/// Takes every number that a pattern needs; those of other variants cost nothing.
pub fn numbers(patterns: &[&'static Pattern], history: &History) -> Vec<Option<f64>> {
    patterns
        .iter()
        .map(|pattern| match pattern.check {
            PatternTest::Mean(value) | PatternTest::SpreadRatio(Variants { value, .. }) | PatternTest::Difference(Variants { value, .. }) => {
                value(history)
            }
            // It needs more than a number of each run.
            PatternTest::Drift => None,
        })
        .collect()
}

/// Runs the scenario and its variants and compares each pattern with its evidence.
pub fn validate(validation: &Validation<'_>, surveyor: &mut dyn FnMut(u64), stop: &AtomicBool) -> Result<Vec<PatternResult>, RunError> {
    let variants = validation.variants();
    let beside = validation.beside();
    let replicates: Vec<u32> = variants.iter().map(|v| v.replicates).collect();
    let survey = Survey {
        replicates: &replicates,
        scenario: &|point| set(validation.draft, &variants[point].settings)?.build(),
        take: &|history| {
            let mut numbers = numbers(&validation.patterns, history);
            numbers.extend(beside.iter().flat_map(|it| it.numbers(history)));
            numbers
        },
        seed: validation.seed,
        threads: validation.threads,
        panel: true,
    };
    let mut watched = Watched { samples: Vec::new(), runs: surveyor };
    survey.conduct(&mut watched, stop)?;
    Ok(findings(validation, &beside, &watched.samples))
}

/// Keeps samples and tells how many runs are done.
struct Watched<'a> {
    samples: Vec<Sample>,
    runs: &'a mut dyn FnMut(u64),
}

impl Surveyor for Watched<'_> {
    fn runs(&mut self, count: u64) {
        (self.runs)(count);
    }
    fn point(&mut self, _point: usize, sample: Sample) -> Result<(), crate::experiment::SinkError> {
        self.samples.push(sample);
        Ok(())
    }
}

fn findings(validation: &Validation<'_>, beside: &[Beside], samples: &[Sample]) -> Vec<PatternResult> {
    let (own, mut pairs) = (&samples[0], samples[1..].chunks_exact(2));
    let first = validation.patterns.len();
    let column_of = |n: usize| first + beside[..n].iter().map(Beside::columns).sum::<usize>();
    let mut places = beside.iter().enumerate().map(|(n, it)| (it, column_of(n))).peekable();
    let mut found = Vec::new();
    for (column, pattern) in validation.patterns.iter().enumerate() {
        match pattern.check {
            PatternTest::Mean(_) => found.push(find_out(pattern, column, &[own])),
            PatternTest::SpreadRatio(_) | PatternTest::Difference(_) => {
                let pair = pairs.next().expect("two samples for each pattern that compares");
                found.push(find_out(pattern, column, &[&pair[0], &pair[1]]));
            }
            PatternTest::Drift => {}
        }
        while let Some((it, at)) = places.next_if(|(it, _)| matches!(it, Beside::Year(of, _) | Beside::Drift(of) if of.id == pattern.id)) {
            found.push(match it {
                Beside::Year(_, year) => PatternResult { year: Some(*year), ..mean_in_range(pattern, own.failed(), own.present(at)) },
                Beside::Drift(_) => find_drift(pattern, own, at),
            });
        }
    }
    found
}

/// Compares the mean of values with the range.
fn mean_in_range(pattern: &'static Pattern, failed: usize, values: Vec<f64>) -> PatternResult {
    finding(pattern, failed, Estimate::of(&values), &values, None)
}

/// The largest drift relative to its bound, from the means of the first and the last year that stand from a column on.
fn find_drift(pattern: &'static Pattern, sample: &Sample, first: usize) -> PatternResult {
    let means: Vec<[Option<f64>; 2]> = (0..BOUNDS.len()).map(|n| [0, 1].map(|end| mean(&sample.present(first + 2 * n + end)))).collect();
    let farthest = farthest(&means);
    let estimate = Estimate { n: sample.runs.len() - sample.failed(), mean: farthest.map(|(_, used)| used), ..Estimate::default() };
    PatternResult { decided_by: farthest.map(|(name, _)| name), ..finding(pattern, sample.failed(), estimate, &[], None) }
}

/// Compares a pattern with its evidence, from the numbers in a column of one sample, or of two: with and without.
pub fn find_out(pattern: &'static Pattern, column: usize, samples: &[&Sample]) -> PatternResult {
    let failed = samples.iter().map(|s| s.failed()).sum();
    let (estimate, values, p) = match pattern.check {
        PatternTest::Mean(_) => return mean_in_range(pattern, failed, samples[0].present(column)),
        PatternTest::Drift => return find_drift(pattern, samples[0], column),
        PatternTest::SpreadRatio(_) => {
            let (with, without) = (samples[0].present(column), samples[1].present(column));
            let test = spreads_more(&with, &without);
            let n = with.len().min(without.len());
            (Estimate { n, mean: test.map(|t| t.ratio), ..Estimate::default() }, vec![], test.map(|t| t.p))
        }
        PatternTest::Difference(_) => {
            let (with, without) = (samples[0].column(column), samples[1].column(column));
            let values = with.iter().zip(&without).filter_map(|(a, b)| Some((*a)? - (*b)?)).collect();
            (Paired::of(&without, &with).difference, values, None)
        }
    };
    finding(pattern, failed, estimate, &values, p)
}

fn finding(pattern: &'static Pattern, failed: usize, estimate: Estimate, values: &[f64], p: Option<f64>) -> PatternResult {
    let ordered = sorted(values);
    let mut finding = PatternResult {
        pattern,
        year: None,
        decided_by: None,
        n: estimate.n,
        failed,
        value: estimate.mean,
        p05: quantile(&ordered, 0.05),
        p95: quantile(&ordered, 0.95),
        ci_low: estimate.ci_low,
        ci_high: estimate.ci_high,
        p,
        passed: false,
    };
    finding.passed = passes(&finding);
    finding
}

fn passes(finding: &PatternResult) -> bool {
    let in_range = finding.value.is_some_and(|value| finding.pattern.holds(value));
    let sign = match finding.pattern.check {
        PatternTest::Mean(_) | PatternTest::Drift => true,
        PatternTest::SpreadRatio(_) => finding.p.is_some_and(|p| p < 0.05),
        PatternTest::Difference(_) => finding.ci_low.is_some_and(|low| low > 0.0),
    };
    finding.failed == 0 && in_range && sign
}

impl<'a> Validation<'a> {
    /// All patterns of a scenario, those that are only checked too.
    pub fn of_all(draft: &'a Draft, replicates: u32, seed: u64, threads: usize) -> Self {
        Self { draft, patterns: Pattern::all().collect(), replicates, seed, threads }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(id: &str, samples: &[&Sample]) -> PatternResult {
        find_out(Pattern::all().find(|p| p.id == id).unwrap(), 0, samples)
    }

    fn sample(values: &[f64]) -> Sample {
        Sample { runs: values.iter().map(|v| Ok(vec![Some(*v)])).collect() }
    }

    #[test]
    fn a_mean_in_the_range_passes_unless_a_run_failed() {
        let mut sample = sample(&[0.3, 0.5]);
        let mean = found("P02", &[&sample]);
        assert_eq!((mean.n, mean.value, mean.passed), (2, Some(0.4), true));
        sample.runs.push(Err(crate::experiment::Failure::of_the_run("broken".into())));
        assert!(!found("P02", &[&sample]).passed);
    }

    #[test]
    fn a_difference_must_be_clear_of_zero() {
        let (zero, two) = (sample(&[0.0; 4]), sample(&[2.0, 2.0, 2.0, 2.1]));
        assert!(found("P17", &[&two, &zero]).passed);
        assert!(!found("P17", &[&sample(&[9.0, -5.0, 6.0, -2.0]), &zero]).passed);
    }

    #[test]
    fn a_pattern_is_asked_of_the_years_that_a_run_has() {
        let mut draft = Draft::registry("world");
        draft.set("run.quarters", "20").unwrap();
        let validation =
            Validation { patterns: Pattern::all().filter(|p| ["P04", "P13"].contains(&p.id)).collect(), ..Validation::of_all(&draft, 2, 1, 1) };
        let beside = validation.beside();
        // P04 is of the end; P13 has the years 1 and 5 of five: columns 2 and 3 after the two patterns themselves.
        let sample = |year_5: f64| Sample { runs: vec![Ok(vec![Some(43.0), Some(0.1), Some(0.05), Some(year_5)])] };
        let found = findings(&validation, &beside, &[sample(0.2)]);
        let told: Vec<_> = found.iter().map(|f| (f.pattern.id, f.year, f.value, f.passed)).collect();
        let expected =
            [("P04", None, Some(43.0), true), ("P13", None, Some(0.1), true), ("P13", Some(1), Some(0.05), true), ("P13", Some(5), Some(0.2), false)];
        assert_eq!(told, expected);
    }

    #[test]
    fn drift_is_of_means_and_names_the_outcome() {
        let draft = Draft::registry("world");
        let validation = Validation { patterns: Pattern::all().filter(|p| p.id == "P18").collect(), ..Validation::of_all(&draft, 2, 1, 1) };
        let run = |margin: f64| {
            // The pattern itself has no number of a run; the margin is the first of the outcomes that may not drift.
            let still = BOUNDS[1..].iter().flat_map(|_| [Some(0.5), Some(0.5)]);
            Ok([None, Some(0.1), Some(margin)].into_iter().chain(still).collect())
        };
        // Rises by 0.06 and 0 are 0.03 on average: 0.75 of 0.04.
        let one = findings(&validation, &validation.beside(), &[Sample { runs: vec![run(0.16), run(0.1)] }]);
        assert!(one.len() == 1 && one[0].passed && one[0].decided_by == Some("profit_margin") && one[0].n == 2);
        assert!((one[0].value.unwrap() - 0.75).abs() < 1e-12);
        // By 0.08 on average: twice what evidence allows.
        let far = findings(&validation, &validation.beside(), &[Sample { runs: vec![run(0.18), run(0.18)] }]);
        assert!(!far[0].passed && (far[0].value.unwrap() - 2.0).abs() < 1e-12);
    }

    #[test]
    fn the_variants_of_all_patterns_can_be_built() {
        let draft = Draft::registry("world");
        let validation = Validation::of_all(&draft, 3, 1, 1);
        assert!(validation.check().is_ok());
        assert_eq!(validation.runs(), 3 + 2 * 800 + 2 * 3);
    }
}
