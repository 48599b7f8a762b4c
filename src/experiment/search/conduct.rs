//! A whole search, sum by sum: enumerate, screen, refine, certify, challenge.

use std::collections::HashMap;
use std::sync::atomic::AtomicBool;

use super::aims::{Aim, Row, mean_of};
use super::certify::{Certified, CertifyQuestion, certify};
use super::challenge::{Challenged, MOST_BLOCKS, challenge};
use super::curve::{CurveMix, CurvePoint, best_of, curve, first_look};
use super::evaluate::{BlockValues, Evaluator, SearchError, SearchTape, SearchWatcher};
use super::pairs::Pair;
use super::plan::SearchPlan;
use super::pool::{Left, Pool};
use super::refine::{refine, ripen};
use super::screen::{ScreenLimits, best, screen};
use crate::experiment::appraisal::regret::{FEWEST, Regret, regret};
use crate::experiment::design::sampling::{Stream, StreamPurpose};
use crate::experiment::sweep::Shard;
use crate::outcome::Better;
use crate::scenario::search::Mix;

/// First replicate of the certificate: the search itself uses those from 0 on.
pub const FRESH: u32 = 1_000_000;
/// First replicate of the challenge.
const OF_CHALLENGE: u32 = 2_000_000;
/// First replicate of the curve over sums.
const OF_CURVE: u32 = 2_500_000;
/// Worlds below which there is no regret over them.
const FEW_WORLDS: usize = 2;

/// An estimate with its interval.
pub type Known = (f64, Option<(f64, f64)>);

/// What was found for one sum.
#[derive(Debug)]
pub struct BudgetResult {
    /// The sum, M KRW a year.
    pub sum: u64,
    /// Mixes of the lattice, or of the part of it that was looked at.
    pub enumerated: usize,
    /// Mixes that the refinement added.
    pub refined: usize,
    /// Mixes that were beaten, too dear, set aside or twins before the certificate.
    pub left: [usize; 4],
    /// Candidates of the certificate.
    pub candidates: Vec<Mix>,
    /// What is certified of them.
    pub certified: Certified,
    /// Mean and interval of each objective by candidate, as they are.
    pub means: Vec<Vec<Known>>,
    /// Difference to the baseline of each objective by candidate, as it is.
    pub gains: Vec<Vec<Known>>,
    /// Mean public cost by candidate, bn KRW a year.
    pub costs: Vec<Known>,
    /// The challenge; `None` where none was asked for.
    pub challenged: Option<Challenged>,
    /// Random mixes of the challenge.
    pub challengers: Vec<Mix>,
    /// Regret over worlds of reported mixes and, last, of the baseline, by objective; empty in one world.
    pub regrets: Vec<Vec<Regret>>,
}

/// What was found.
#[derive(Debug)]
pub struct SearchResult {
    /// By sum.
    pub budgets: Vec<BudgetResult>,
    /// Best mixes by sum, for each objective; empty of one sum.
    pub curves: Vec<Vec<CurvePoint>>,
    /// All runs.
    pub runs: u64,
    /// Of these, those that failed.
    pub failed: u64,
    /// Why the first of them did.
    pub first_failure: Option<String>,
}

/// Where runs come from and go to.
pub struct SearchMeans<'a> {
    /// Number of threads.
    pub threads: usize,
    /// Where runs are kept.
    pub tape: &'a mut dyn SearchTape,
    /// Who is told.
    pub watcher: &'a mut dyn SearchWatcher,
    /// Raised to stop.
    pub stop: &'a AtomicBool,
    /// The part of the runs that is made here; `None`: all.
    pub shard: Option<Shard>,
}

/// Conducts a search.
pub fn conduct(plan: &SearchPlan, means: SearchMeans<'_>) -> Result<SearchResult, SearchError> {
    let SearchMeans { threads, tape, watcher, stop, shard } = means;
    let evaluator = Evaluator { plan, threads, tape, watcher, stop, shard, units: 0, runs: 0, failed: 0, first_failure: None };
    let mut search = Search { plan, aims: plan.aims(), evaluator };
    let mut budgets = Vec::new();
    for budget in 0..plan.file.budgets.len() {
        budgets.push(search.of_budget(budget)?);
    }
    let curves = search.curves(&budgets)?;
    let Evaluator { runs, failed, first_failure, .. } = search.evaluator;
    Ok(SearchResult { budgets, curves, runs, failed, first_failure })
}

/// What the fresh blocks say.
struct Judged {
    certified: Certified,
    /// Rows of the baseline.
    baseline: Vec<Row>,
    /// All values of the candidates, and last of the baseline.
    kept: Vec<Vec<BlockValues>>,
}

struct Search<'a> {
    plan: &'a SearchPlan,
    aims: Vec<Aim>,
    evaluator: Evaluator<'a>,
}

impl Search<'_> {
    /// Part of the error of the certificate for one sum.
    fn error(&self) -> f64 {
        (1.0 - self.plan.file.effort.confidence) / self.plan.file.budgets.len() as f64
    }

    fn of_budget(&mut self, budget: usize) -> Result<BudgetResult, SearchError> {
        let enumerated = self.plan.first_look[budget].len();
        let pool = self.looked_at(budget)?;
        let refined = pool.mixes.len() - enumerated;
        let candidates = self.candidates(&pool);
        if candidates.is_empty() {
            return Err(SearchError::Stuck(format!("no mix of {} M KRW a year keeps to the limit of public cost", self.plan.file.budgets[budget])));
        }
        let mixes: Vec<Mix> = candidates.iter().map(|point| pool.mixes[*point].clone()).collect();
        let Judged { certified, baseline, kept } = self.certified(budget, &mixes)?;
        if certified.reported.is_empty() {
            return Err(SearchError::Stuck(format!(
                "no candidate of {} M KRW a year keeps to the limit of public cost on fresh runs; allowed: a higher limit, or a smaller budget",
                self.plan.file.budgets[budget]
            )));
        }
        let (challengers, challenged) = self.challenged(budget, &mixes, &certified)?;
        let count = |why: Left| pool.left.iter().filter(|left| **left == Some(why)).count();
        let regrets = self.regrets(&certified, &kept);
        let (means, gains, costs) = self.known(&certified, &baseline);
        Ok(BudgetResult {
            sum: self.plan.file.budgets[budget],
            enumerated,
            refined,
            left: [Left::Beaten, Left::TooDear, Left::SetAside, Left::Twin].map(count),
            candidates: mixes,
            certified,
            means,
            gains,
            costs,
            challenged,
            challengers,
            regrets,
        })
    }

    /// Enumerates, screens and refines.
    fn looked_at(&mut self, budget: usize) -> Result<Pool, SearchError> {
        let (plan, aims) = (self.plan, self.aims.clone());
        let (space, effort, worlds) = (plan.space(budget), plan.file.effort, plan.file.worlds.len() as u64);
        let mut pool = Pool::default();
        for mix in &plan.first_look[budget] {
            pool.add(mix.clone());
        }
        let nothing = space.nothing();
        let evaluator = &mut self.evaluator;
        evaluator.watcher.stage("screen", effort.screen_runs);
        let mut more = |pool: &mut Pool, points: &[usize], blocks: std::ops::Range<u32>| {
            if pool.baseline.len() < blocks.end as usize {
                let missing = pool.baseline.len() as u32..blocks.end;
                let found = evaluator.blocks(&[&nothing], missing, 0)?;
                pool.baseline.extend(found[0].iter().map(|block| plan.row(block)));
            }
            let mixes: Vec<&Mix> = points.iter().map(|point| &pool.mixes[*point]).collect();
            for (point, found) in points.iter().zip(evaluator.blocks(&mixes, blocks, 0)?) {
                pool.rows[*point].extend(found.iter().map(|block| plan.row(block)));
            }
            Ok(())
        };
        let limits = ScreenLimits { worlds, runs: effort.screen_runs, enough: effort.candidates as usize };
        screen(&mut pool, &plan.file, &aims, limits, &mut more)?;
        refine(&mut pool, space, &aims, &mut more)?;
        let likely = best(&pool, &plan.file, &aims, &pool.active(), 2 * effort.candidates as usize);
        ripen(&mut pool, &likely, &mut more)?;
        pool.leave_out_twins(16);
        Ok(pool)
    }

    /// The mixes that go to the certificate: the best estimates of those with enough blocks, within the limit of cost.
    fn candidates(&self, pool: &Pool) -> Vec<usize> {
        let cheap = |point: &usize| {
            self.plan.file.cost_limit.is_none_or(|limit| mean_of(&pool.rows[*point], self.aims.len()).is_some_and(|cost| cost <= limit))
        };
        let active = pool.active();
        let longest = active.iter().map(|point| pool.rows[*point].len()).max().unwrap_or(0).min(64);
        let ripe: Vec<usize> = active.into_iter().filter(|point| pool.rows[*point].len() >= longest).filter(cheap).collect();
        best(pool, &self.plan.file, &self.aims, &ripe, self.plan.file.effort.candidates as usize)
    }

    /// Certifies candidates on fresh blocks.
    fn certified(&mut self, budget: usize, mixes: &[Mix]) -> Result<Judged, SearchError> {
        let plan = self.plan;
        let effort = plan.file.effort;
        let asked = CertifyQuestion { aims: &self.aims, cost_limit: plan.file.cost_limit, error: self.error(), most: effort.blocks };
        let nothing = plan.space(budget).nothing();
        let mut kept: Vec<Vec<BlockValues>> = vec![Vec::new(); mixes.len() + 1];
        let evaluator = &mut self.evaluator;
        evaluator.watcher.stage("certify", mixes.len() as u64 * u64::from(effort.blocks.min(1000)) * plan.file.worlds.len() as u64);
        let mut more = |active: &[usize], blocks: std::ops::Range<u32>| {
            let run: Vec<&Mix> = active.iter().map(|candidate| &mixes[*candidate]).chain([&nothing]).collect();
            let mut found = evaluator.blocks(&run, blocks, FRESH)?;
            kept[mixes.len()].extend(found.pop().unwrap_or_default());
            let rows = found.iter().map(|blocks| blocks.iter().map(|block| plan.row(block)).collect()).collect();
            active.iter().zip(found).for_each(|(candidate, blocks)| kept[*candidate].extend(blocks));
            Ok(rows)
        };
        let certified = certify(asked, mixes.len(), &mut more)?;
        let baseline = kept[mixes.len()].iter().map(|block| plan.row(block)).collect();
        Ok(Judged { certified, baseline, kept })
    }

    /// Random mixes of the space against the reported ones, where that was asked for.
    fn challenged(&mut self, budget: usize, mixes: &[Mix], certified: &Certified) -> Result<(Vec<Mix>, Option<Challenged>), SearchError> {
        let (plan, wanted) = (self.plan, self.plan.file.effort.challenge);
        if wanted == 0 {
            return Ok((Vec::new(), None));
        }
        let space = plan.space(budget);
        let draw = |slot: u32| space.random(&mut Stream::new(plan.file.seed, StreamPurpose::Challenge as u32, (budget as u32) << 16 | slot));
        let challengers: Option<Vec<Mix>> = (0..wanted).map(draw).collect();
        let Some(challengers) = challengers else {
            return Err(SearchError::Stuck(
                "the constraints leave so little of the space that no random mix meets them; allowed: wider limits, or challenge = 0".into(),
            ));
        };
        let points: Vec<&Mix> = certified.reported.iter().map(|candidate| &mixes[*candidate]).chain(&challengers).collect();
        let evaluator = &mut self.evaluator;
        evaluator.watcher.stage("challenge", points.len() as u64 * u64::from(MOST_BLOCKS) * plan.file.worlds.len() as u64);
        let mut more = |active: &[usize], blocks: std::ops::Range<u32>| {
            let run: Vec<&Mix> = active.iter().map(|point| points[*point]).collect();
            let found = evaluator.blocks(&run, blocks, OF_CHALLENGE)?;
            Ok(found.iter().map(|blocks| blocks.iter().map(|block| plan.row(block)).collect()).collect())
        };
        let found = challenge(&self.aims, certified.reported.len(), challengers.len(), &mut more)?;
        Ok((challengers, Some(found)))
    }

    /// Means, differences to the baseline and costs of all candidates, each with an interval; all intervals hold together with the
    /// confidence of the search, whichever candidates are reported.
    fn known(&self, certified: &Certified, baseline: &[Row]) -> (Vec<Vec<Known>>, Vec<Vec<Known>>, Vec<Known>) {
        let error = certified.error_of_one;
        let none = |rows: &[Row]| -> Vec<Row> { rows.iter().map(|row| vec![Some(0.0); row.len()]).collect() };
        let turned = |(mean, ends): Known, sign: f64| match sign < 0.0 {
            true => (-mean, ends.map(|(low, high)| (-high, -low))),
            false => (mean, ends),
        };
        let of = |rows: &[Row], other: &[Row], measure: usize, scale| {
            let pair = Pair::of(rows, other, measure);
            (pair.mean(), pair.interval(scale, error))
        };
        let all = |other: &dyn Fn(&[Row]) -> Vec<Row>| -> Vec<Vec<Known>> {
            let of_candidate = |rows: &Vec<Row>| {
                let other = other(rows);
                let wanted = self.aims.iter().zip(&self.plan.wanted).enumerate();
                wanted.map(|(objective, (aim, wanted))| turned(of(rows, &other, objective, aim.scale), wanted.sign())).collect()
            };
            certified.rows.iter().map(of_candidate).collect()
        };
        let costs = certified.rows.iter().map(|rows| of(rows, &none(rows), self.aims.len(), crate::outcome::statistics::Scale::Unbounded)).collect();
        (all(&none), all(&|_| baseline.to_vec()), costs)
    }

    /// Regret over worlds of the reported mixes and the baseline, from the fresh blocks.
    fn regrets(&self, certified: &Certified, kept: &[Vec<BlockValues>]) -> Vec<Vec<Regret>> {
        let worlds = self.plan.file.worlds.len();
        if worlds < FEW_WORLDS {
            return Vec::new();
        }
        let shown: Vec<usize> = certified.reported.iter().copied().chain([kept.len() - 1]).collect();
        let of = |wanted: &super::plan::Wanted| {
            let blocks = shown.iter().map(|candidate| kept[*candidate].len()).min().unwrap_or(0);
            let values = |candidate: usize, block: usize| wanted.by_world(&kept[candidate][block]);
            let whole: Vec<usize> = (0..blocks).filter(|block| shown.iter().all(|candidate| values(*candidate, *block).is_some())).collect();
            if whole.len() < FEWEST {
                return Vec::new();
            }
            let by_block: HashMap<(usize, usize), Vec<f64>> =
                shown.iter().flat_map(|c| whole.iter().filter_map(move |b| Some(((*c, *b), values(*c, *b)?)))).collect();
            let world = |world: usize| shown.iter().map(|c| whole.iter().map(|b| by_block[&(*c, *b)][world]).collect()).collect();
            let all: Vec<Vec<Vec<f64>>> = (0..worlds).map(world).collect();
            regret(&all, if wanted.objective.higher { Better::Higher } else { Better::Lower }, None, self.plan.file.seed)
        };
        self.plan.wanted.iter().map(of).collect()
    }

    /// What each sum brings in each objective, on blocks of their own; nothing of one sum.
    fn curves(&mut self, budgets: &[BudgetResult]) -> Result<Vec<Vec<CurvePoint>>, SearchError> {
        if budgets.len() < 2 {
            return Ok(Vec::new());
        }
        let (plan, aims) = (self.plan, self.aims.clone());
        let best: Vec<Vec<(usize, usize)>> = (0..aims.len())
            .map(|objective| {
                let of = |(number, budget): (usize, &BudgetResult)| {
                    Some((number, best_of(&budget.certified.reported, &budget.certified.rows, objective)?))
                };
                budgets.iter().enumerate().filter_map(of).collect()
            })
            .collect();
        let mut places: Vec<(usize, usize)> = best.concat();
        places.sort_unstable();
        places.dedup();
        let error = (1.0 - plan.file.effort.confidence) / aims.len() as f64;
        let as_certified = budgets.iter().map(|budget| budget.certified.blocks).max().unwrap_or(0);
        let blocks = first_look(budgets.len(), &aims, error).max(as_certified).min(plan.file.effort.blocks);
        let nothing = plan.space(0).nothing();
        let run: Vec<&Mix> = places.iter().map(|(number, candidate)| &budgets[*number].candidates[*candidate]).chain([&nothing]).collect();
        self.evaluator.watcher.stage("curve", run.len() as u64 * u64::from(blocks) * plan.file.worlds.len() as u64);
        let found = self.evaluator.blocks(&run, 0..blocks, OF_CURVE)?;
        let rows: Vec<Vec<Row>> = found.iter().map(|blocks| blocks.iter().map(|block| plan.row(block)).collect()).collect();
        let of_objective = |(objective, best): (usize, &Vec<(usize, usize)>)| {
            let mix = |place: &(usize, usize)| {
                let rows = &rows[places.binary_search(place).expect("every best mix is among the places")];
                CurveMix { budget: place.0, candidate: place.1, rows }
            };
            curve(&best.iter().map(mix).collect::<Vec<_>>(), &rows[places.len()], objective, &aims[objective], error)
        };
        Ok(best.iter().enumerate().map(of_objective).collect())
    }
}
