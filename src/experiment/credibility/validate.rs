//! Validation: does a scenario show the patterns that evidence gives?

use std::sync::atomic::AtomicBool;

use crate::experiment::{RunError, Sample, Survey, Surveyor};
use crate::model::History;
use crate::outcome::hypothesis::spreads_more;
use crate::outcome::pattern::{PATTERNS, Pattern, PatternTest, VariantSetting, Variants};
use crate::outcome::statistics::{Estimate, Paired, quantile, sorted};
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
        })
        .collect()
}

/// Runs the scenario and its variants and compares each pattern with its evidence.
pub fn validate(validation: &Validation<'_>, surveyor: &mut dyn FnMut(u64), stop: &AtomicBool) -> Result<Vec<PatternResult>, RunError> {
    let variants = validation.variants();
    let replicates: Vec<u32> = variants.iter().map(|v| v.replicates).collect();
    let survey = Survey {
        replicates: &replicates,
        scenario: &|point| set(validation.draft, &variants[point].settings)?.build(),
        take: &|history| numbers(&validation.patterns, history),
        seed: validation.seed,
        threads: validation.threads,
        panel: true,
    };
    let mut watched = Watched { samples: Vec::new(), runs: surveyor };
    survey.conduct(&mut watched, stop)?;
    Ok(findings(validation, &watched.samples))
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

fn findings(validation: &Validation<'_>, samples: &[Sample]) -> Vec<PatternResult> {
    let mut pairs = samples[1..].chunks_exact(2);
    let of = |(column, pattern): (usize, &&'static Pattern)| match pattern.check {
        PatternTest::Mean(_) => find_out(pattern, column, &[&samples[0]]),
        _ => {
            let pair = pairs.next().expect("two samples for each pattern that compares");
            find_out(pattern, column, &[&pair[0], &pair[1]])
        }
    };
    validation.patterns.iter().enumerate().map(of).collect()
}

/// Compares a pattern with its evidence, from the numbers in a column of one sample, or of two: with and without.
pub fn find_out(pattern: &'static Pattern, column: usize, samples: &[&Sample]) -> PatternResult {
    let failed = samples.iter().map(|s| s.failed()).sum();
    let (estimate, values, p) = match pattern.check {
        PatternTest::Mean(_) => {
            let values = samples[0].present(column);
            (Estimate::of(&values), values, None)
        }
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
    let ordered = sorted(&values);
    let mut finding = PatternResult {
        pattern,
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
        PatternTest::Mean(_) => true,
        PatternTest::SpreadRatio(_) => finding.p.is_some_and(|p| p < 0.05),
        PatternTest::Difference(_) => finding.ci_low.is_some_and(|low| low > 0.0),
    };
    finding.failed == 0 && in_range && sign
}

impl<'a> Validation<'a> {
    /// All patterns of a scenario.
    pub fn of_all(draft: &'a Draft, replicates: u32, seed: u64, threads: usize) -> Self {
        Self { draft, patterns: PATTERNS.iter().collect(), replicates, seed, threads }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn finding(id: &str, samples: &[&Sample]) -> PatternResult {
        find_out(PATTERNS.iter().find(|p| p.id == id).unwrap(), 0, samples)
    }

    fn sample(values: &[f64]) -> Sample {
        Sample { runs: values.iter().map(|v| Ok(vec![Some(*v)])).collect() }
    }

    #[test]
    fn a_mean_in_the_range_passes_unless_a_run_failed() {
        let mut sample = sample(&[0.3, 0.5]);
        let found = finding("P02", &[&sample]);
        assert_eq!((found.n, found.value, found.passed), (2, Some(0.4), true));
        sample.runs.push(Err(crate::experiment::Failure::of_the_run("broken".into())));
        assert!(!finding("P02", &[&sample]).passed);
    }

    #[test]
    fn a_difference_must_be_clear_of_zero() {
        let (zero, two) = (sample(&[0.0; 4]), sample(&[2.0, 2.0, 2.0, 2.1]));
        assert!(finding("P17", &[&two, &zero]).passed);
        assert!(!finding("P17", &[&sample(&[9.0, -5.0, 6.0, -2.0]), &zero]).passed);
    }

    #[test]
    fn the_variants_of_all_patterns_can_be_built() {
        let draft = Draft::registry("world");
        let validation = Validation::of_all(&draft, 3, 1, 1);
        assert!(validation.check().is_ok());
        assert_eq!(validation.runs(), 3 + 2 * 800 + 2 * 3);
    }
}
