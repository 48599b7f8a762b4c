//! Screening: which parameters move which outcomes, by elementary effects.
//!
//! Morris (1991); mu* of Campolongo, Cariboni and Saltelli (2007), *An Effective Screening Design
//! for Sensitivity Analysis of Large Models*. All points have the same replicates with the same
//! draws, so that an effect is a paired difference.

use std::sync::atomic::{AtomicBool, Ordering};

use crate::experiment::design::sampling::{Point, Stream, StreamPurpose, morris_step, trajectory};
use crate::experiment::engine::survey::Taken;
use crate::experiment::{Factor, Interrupted, RunError, Sample, Space, Survey, Surveyor};
use crate::model::History;
use crate::outcome::find;
use crate::outcome::statistics::{mean, variance};
use crate::scenario::{Problems, Scenario};

/// Trajectories drawn again before the ranges count as contradicting the constraints.
const MOST_DRAWN_AGAIN: u32 = 10_000;

/// Points of a screening.
pub struct Trajectories {
    /// Points, trajectory by trajectory.
    pub points: Vec<Point>,
    /// Number of factors.
    pub factors: usize,
    /// Trajectories that were drawn again because a point broke a constraint.
    pub drawn_again: u32,
    /// Share of its range that each step crossed, negative downwards; trajectory by trajectory.
    pub shares: Vec<f64>,
}

impl Trajectories {
    /// Trajectories over a space.
    fn new(space: &Space, points: Vec<Point>, drawn_again: u32) -> Self {
        let factors = space.factors.len();
        let crossed = |pair: &[Point]| {
            let factor = moved(pair, factors).expect("a step moves a factor");
            space.factors[factor].share(pair[0][factor], pair[1][factor])
        };
        let shares = points.chunks(factors + 1).flat_map(|path| path.windows(2).map(crossed)).collect();
        Self { points, factors, drawn_again, shares }
    }
}

/// The factor that a step moved.
fn moved(pair: &[Point], factors: usize) -> Option<usize> {
    (0..factors).find(|f| pair[0][*f] != pair[1][*f])
}

/// Draws trajectories whose points all keep the constraints; `None` where hardly any does.
pub fn trajectories(space: &Space, count: u32, seed: u64, stop: &AtomicBool) -> Result<Option<Trajectories>, RunError> {
    let factors = space.factors.len();
    let (mut points, mut drawn_again) = (Vec::new(), 0);
    for number in 0..count {
        let mut stream = Stream::new(seed, StreamPurpose::Trajectory as u32, number);
        loop {
            if stop.load(Ordering::Relaxed) {
                return Err(RunError::Interrupted(Interrupted { done: number, planned: count }));
            }
            let path = trajectory(factors, &mut stream);
            if path.iter().all(|point| space.allows(point)) {
                points.extend(path);
                break;
            }
            drawn_again += 1;
            if drawn_again > MOST_DRAWN_AGAIN {
                return Ok(None);
            }
        }
    }
    Ok(Some(Trajectories::new(space, points, drawn_again)))
}

/// Effects of one factor on one outcome over its whole prior range.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct ElementaryEffects {
    /// Mean of the elementary effects.
    pub mu: f64,
    /// Mean of their absolute values.
    pub mu_star: f64,
    /// Standard deviation of the elementary effects; `None` for one trajectory.
    pub sigma: Option<f64>,
    /// Standard error of mu*.
    pub se: Option<f64>,
}

/// Elementary effects of every factor, from outputs in the order of the points; `None` where a
/// trajectory lacks an output.
pub fn effects(design: &Trajectories, outputs: &[Option<f64>]) -> Option<Vec<ElementaryEffects>> {
    let mut found: Vec<Vec<f64>> = vec![Vec::new(); design.factors];
    let paths = design.points.chunks(design.factors + 1).zip(outputs.chunks(design.factors + 1));
    for ((points, outputs), shares) in paths.zip(design.shares.chunks(design.factors)) {
        for ((pair, output), share) in points.windows(2).zip(outputs.windows(2)).zip(shares) {
            found[moved(pair, design.factors)?].push(elementary(output[1]? - output[0]?, *share));
        }
    }
    found.iter().map(|effects| summary(effects)).collect()
}

/// Elementary effect of a step: how the output would rise were the whole range crossed upwards. `share` is what the step
/// crossed of the range, negative downwards: a step between the two values of a switch crosses all of it, whatever its
/// length on the grid. A step that led to the same value moved nothing.
pub fn elementary(rise: f64, share: f64) -> f64 {
    if share == 0.0 { 0.0 } else { rise / share }
}

/// Mean share of a range that steps crossed; the length of a step where there are none.
pub fn mean_share(shares: impl Iterator<Item = f64>) -> f64 {
    let sizes: Vec<f64> = shares.map(f64::abs).filter(|share| *share > 0.0).collect();
    mean(&sizes).unwrap_or_else(morris_step)
}

/// Measures of a factor from its elementary effects; `None` without one.
pub fn summary(effects: &[f64]) -> Option<ElementaryEffects> {
    let sizes: Vec<f64> = effects.iter().map(|e| e.abs()).collect();
    let se = variance(&sizes).map(|v| (v / sizes.len() as f64).sqrt());
    Some(ElementaryEffects { mu: mean(effects)?, mu_star: mean(&sizes)?, sigma: variance(effects).map(f64::sqrt), se })
}

/// What a screening found for one output.
#[derive(Clone, Debug)]
pub struct Screened {
    /// Name of the output.
    pub output: &'static str,
    /// Mean of the output at each point; `None` where no run has it.
    pub means: Vec<Option<f64>>,
    /// Effects by factor; `None` where a point has no output.
    pub effects: Option<Vec<ElementaryEffects>>,
    /// Largest mu* that noise alone would give, were the draws of two points independent: what lies
    /// below may be nothing.
    pub noise: Option<f64>,
}

/// An output of a screening: its name and how it is taken from a run.
pub type Output = (&'static str, fn(&History) -> Option<f64>);

/// What a policy costs the budget, which is screened beside the chief outcomes where differences are.
pub const FISCAL: Output = ("net_fiscal_cost", |h| outcome(h, "net_fiscal_cost"));

/// The outcomes that matter most to a reader; of the verdict the share that is recurrent or autonomous.
pub const CHIEF: [Output; 5] = [
    ("export_revenue", |h| outcome(h, "export_revenue")),
    ("startup_survival_3y", |h| outcome(h, "startup_survival_3y")),
    ("creator_income_median", |h| outcome(h, "creator_income_median")),
    ("export_autonomy", |h| outcome(h, "export_autonomy")),
    ("verdict.recurrent_or_autonomous", |h| outcome(h, "verdict").map(|class| f64::from(u8::from(class >= 3.0)))),
];

fn outcome(h: &History, name: &str) -> Option<f64> {
    find(name).expect("a chief outcome is in the table").value(h)
}

/// What is screened: a scenario over a space, or its paired difference to another over the same.
pub struct Subject<'a> {
    /// The scenario.
    pub space: &'a Space,
    /// The one with which it is compared at every point, replicate by replicate with the same draws.
    pub against: Option<&'a Space>,
}

impl Subject<'_> {
    /// Scenarios at each point.
    pub fn scenarios(&self) -> usize {
        1 + usize::from(self.against.is_some())
    }

    /// The scenario of a survey's point: that of the comparison first, where there is one.
    fn scenario(&self, design: &Trajectories, point: usize) -> Result<Scenario, Problems> {
        match self.against {
            None => self.space.scenario(&design.points[point]),
            Some(against) => (if point.is_multiple_of(2) { against } else { self.space }).scenario(&design.points[point / 2]),
        }
    }
}

/// Runs all points and computes the effects on each output, or on its difference.
pub fn screen(
    subject: &Subject<'_>,
    design: &Trajectories,
    outputs: &[Output],
    (replicates, seed, threads): (u32, u64, usize),
    surveyor: &mut dyn FnMut(u64),
    stop: &AtomicBool,
) -> Result<Vec<Screened>, RunError> {
    let counts = vec![replicates; design.points.len() * subject.scenarios()];
    let survey = Survey {
        replicates: &counts,
        scenario: &|point| subject.scenario(design, point),
        take: &|history| outputs.iter().map(|(_, value)| value(history)).collect(),
        seed,
        threads,
        panel: true,
    };
    let mut moments = Moments { runs: surveyor, means: vec![Vec::new(); outputs.len()], variances: vec![Vec::new(); outputs.len()] };
    match subject.against {
        None => survey.conduct(&mut moments, stop)?,
        Some(_) => survey.conduct(&mut Differences { of: &mut moments, before: None }, stop)?,
    }
    let Moments { means, variances, .. } = moments;
    let of = |((output, means), variances): ((&Output, Vec<Option<f64>>), Vec<f64>)| {
        let crossed = mean_share(design.shares.iter().copied());
        let noise = mean(&variances).map(|v| (4.0 * v / (f64::from(replicates) * std::f64::consts::PI)).sqrt() / crossed);
        Screened { output: output.0, effects: effects(design, &means), means, noise }
    };
    Ok(outputs.iter().zip(means).zip(variances).map(of).collect())
}

/// The factors that move the outputs most, each effect in units of how much the outputs vary over the
/// prior ranges; `None` where hardly any point keeps the constraints.
pub fn strongest(
    space: &Space,
    count: u32,
    outputs: &[Output],
    how: (u32, u64, usize),
    most: usize,
    surveyor: &mut dyn FnMut(u64),
    stop: &AtomicBool,
) -> Result<Option<Vec<Factor>>, RunError> {
    let Some(design) = trajectories(space, count, how.1, stop)? else { return Ok(None) };
    let found = screen(&Subject { space, against: None }, &design, outputs, how, surveyor, stop)?;
    let mut strength = vec![0.0_f64; space.factors.len()];
    for screened in &found {
        let spread = variance(&screened.means.iter().flatten().copied().collect::<Vec<_>>()).map_or(0.0, f64::sqrt);
        let effects = screened.effects.iter().flatten().enumerate();
        effects.filter(|_| spread > 0.0).for_each(|(f, e)| strength[f] = strength[f].max(e.mu_star / spread));
    }
    let mut order: Vec<usize> = (0..strength.len()).collect();
    order.sort_by(|a, b| strength[*b].total_cmp(&strength[*a]).then(a.cmp(b)));
    order.truncate(most);
    order.sort_unstable();
    Ok(Some(order.into_iter().map(|f| space.factors[f].clone()).collect()))
}

/// Means and variances of outputs by point.
struct Moments<'a> {
    runs: &'a mut dyn FnMut(u64),
    means: Vec<Vec<Option<f64>>>,
    variances: Vec<Vec<f64>>,
}

impl Surveyor for Moments<'_> {
    fn runs(&mut self, count: u64) {
        (self.runs)(count);
    }
    fn point(&mut self, _point: usize, sample: Sample) -> Result<(), crate::experiment::SinkError> {
        for (output, (means, variances)) in self.means.iter_mut().zip(&mut self.variances).enumerate() {
            let present = sample.present(output);
            means.push(mean(&present));
            variances.extend(variance(&present));
        }
        Ok(())
    }
}

/// Takes samples two by two, and hands on the second less the first, replicate by replicate.
struct Differences<'a, 'b> {
    of: &'a mut Moments<'b>,
    before: Option<Sample>,
}

impl Surveyor for Differences<'_, '_> {
    fn runs(&mut self, count: u64) {
        self.of.runs(count);
    }
    fn point(&mut self, point: usize, sample: Sample) -> Result<(), crate::experiment::SinkError> {
        match self.before.take() {
            None => self.before = Some(sample),
            Some(before) => self.of.point(point / 2, difference(before, sample))?,
        }
        Ok(())
    }
}

/// The second sample less the first; where a run failed or has no number, there is none.
fn difference(before: Sample, after: Sample) -> Sample {
    let less = |(before, after): (Option<f64>, Option<f64>)| Some(after? - before?);
    let pair = |(before, after): (Taken, Taken)| Ok(before?.into_iter().zip(after?).map(less).collect());
    Sample { runs: before.runs.into_iter().zip(after.runs).map(pair).collect() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::design::factor::named_factors;
    use crate::scenario::Draft;

    /// A space of continuous parameters, then of `more`.
    fn space(continuous: &[&str], more: &[&str]) -> Space {
        let names: Vec<String> = continuous.iter().chain(more).map(|name| name.to_string()).collect();
        Space::new(Draft::registry("r"), named_factors(&names).unwrap()).unwrap()
    }

    fn design(factors: usize, count: u32) -> Trajectories {
        let paths = (0..count).flat_map(|n| trajectory(factors, &mut Stream::new(3, StreamPurpose::Trajectory as u32, n)));
        let space = space(&["start_probability", "quality_noise", "fame_spread"][..factors], &[]);
        Trajectories::new(&space, paths.collect(), 0)
    }

    #[test]
    fn a_count_of_few_values_has_the_effect_of_its_whole_range() {
        // Its prior range holds 3, 4 and 5: a step from 3 goes to 5, one from 5 to 4 or 3.
        let space = space(&["start_probability"], &["verdict_window"]);
        let design = trajectories(&space, 12, 5, &AtomicBool::new(false)).unwrap().unwrap();
        let value = |point: &Point| 7.0 * space.factors[1].cells[0].at(point[1]);
        let outputs: Vec<Option<f64>> = design.points.iter().map(|point| Some(value(point))).collect();
        let effect = effects(&design, &outputs).unwrap()[1];
        assert!((effect.mu_star - 14.0).abs() < 1e-9 && (effect.mu - 14.0).abs() < 1e-9 && effect.sigma.unwrap() < 1e-9, "{effect:?}");
    }

    #[test]
    fn effects_of_a_plane_are_its_slopes() {
        let design = design(3, 4);
        let outputs: Vec<Option<f64>> = design.points.iter().map(|p| Some(2.0 * p[0] - 5.0 * p[1])).collect();
        let effects = effects(&design, &outputs).unwrap();
        for (effect, slope) in effects.iter().zip([2.0, -5.0, 0.0_f64]) {
            assert!((effect.mu - slope).abs() < 1e-12 && (effect.mu_star - slope.abs()).abs() < 1e-12);
            assert!(effect.sigma.unwrap() < 1e-12);
        }
    }

    #[test]
    fn an_interaction_shows_in_sigma() {
        let design = design(2, 8);
        let outputs: Vec<Option<f64>> = design.points.iter().map(|p| Some(p[0] * p[1])).collect();
        assert!(effects(&design, &outputs).unwrap().iter().all(|e| e.sigma.unwrap() > 0.1));
        assert_eq!(effects(&design, &vec![None; outputs.len()]), None);
    }

    #[test]
    fn differences_are_paired_and_lack_what_either_run_lacks() {
        let sample = |runs: &[Option<f64>]| Sample { runs: runs.iter().map(|value| Ok(vec![*value])).collect() };
        let mut after = sample(&[Some(5.0), Some(2.0), None]);
        after.runs.push(Err(crate::experiment::Failure::of_the_run("broken".into())));
        let found = difference(sample(&[Some(3.0), None, Some(1.0), Some(1.0)]), after);
        assert_eq!((found.column(0), found.failed()), (vec![Some(2.0), None, None, None], 1));
    }

    #[test]
    fn a_scenario_less_itself_moves_by_nothing_whatever_the_parameter() {
        let short = || {
            let mut short = space(&["start_probability"], &[]);
            short.base.set("run.quarters", "4").unwrap();
            short
        };
        let (own, other) = (short(), short());
        let design = trajectories(&own, 2, 5, &AtomicBool::new(false)).unwrap().unwrap();
        let subject = Subject { space: &own, against: Some(&other) };
        let found = screen(&subject, &design, &CHIEF[..1], (2, 1, 1), &mut |_| {}, &AtomicBool::new(false)).unwrap();
        assert_eq!(found[0].means, vec![Some(0.0); 4]);
        assert_eq!(found[0].effects.as_ref().unwrap()[0].mu_star, 0.0);
        let alone = screen(&Subject { space: &own, against: None }, &design, &CHIEF[..1], (2, 1, 1), &mut |_| {}, &AtomicBool::new(false)).unwrap();
        assert!(alone[0].effects.as_ref().unwrap()[0].mu_star > 0.0);
    }
}
