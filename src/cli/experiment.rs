//! From scenario files to an output folder: what `run` and `compare` do.

use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;
use std::time::Instant;

use super::decision::DecisionArgs;
use super::error::{CliError, end_of, note, print};
use super::find;
use super::options::Options;
use super::progress::Watched;
use super::robustness::RobustnessCheck;
use super::signals::stop_on_signals;
use super::source;
use super::what_if::Contingencies;
use crate::experiment::appraisal::benefit::{COUNTED, benefits};
use crate::experiment::appraisal::decide::{Decision, DecisionQuestion, decide};
use crate::experiment::appraisal::spend::{SpendError, SpendQuestion, Spending};
use crate::experiment::appraisal::weightings::weightings;
use crate::experiment::{Plan, PlanPart, Results, RunError, Sink, run_part, runs_of};
use crate::outcome::OUTCOMES;
use crate::report::{self, Appraisal, ComparisonExtras, FirstScreen, Folder, Provenance, Recorder, Several, Words, WorldRuns};
use crate::scenario::{Draft, Scenario};

/// An experiment as asked for on the command line.
pub struct ScenarioExperiment {
    /// `run` or `compare`.
    pub command: &'static str,
    /// Files of the scenarios.
    pub files: Vec<PathBuf>,
    /// Position of the baseline.
    pub baseline: Option<usize>,
    /// The scenario after which the output folder is named.
    pub named_after: PathBuf,
    /// What is asked beyond differences; only of a comparison.
    pub judge: Option<DecisionArgs>,
    /// Options.
    pub options: Options,
    /// Words of the page, where one is asked for.
    pub words: Option<Words>,
}

impl ScenarioExperiment {
    /// Loads, runs, writes and tells. Whatever can be wrong is found before the first run.
    pub fn run(self) -> Result<(), CliError> {
        let drafts = source::drafts(&self.files, &self.options.change, self.baseline.is_some())?;
        let (mut drafts, mut scenarios): (Vec<Draft>, Vec<Scenario>) = drafts.into_iter().unzip();
        self.refuse_other_calendars(&scenarios)?;
        self.refuse_core_beside_full(&scenarios)?;
        self.warn(&scenarios);
        let asked = self.judge.clone().unwrap_or_default();
        self.count_runs(&asked)?;
        self.refuse_weights_of_one(&asked, &scenarios)?;
        let question = asked.question()?;
        let mut contingencies = Contingencies::of(&asked.events, &drafts, &self.options)?;
        let mut outlook = self.judge.as_ref().map(|asked| RobustnessCheck::of(asked, &self.files, &self.options)).transpose()?.flatten();
        let folder = Folder::open(&self.folder(), self.options.force).map_err(CliError::BadInput)?;
        let spent = asked.spend.map(|sum| self.spend(sum, &mut drafts, &mut scenarios)).transpose()?.unwrap_or_default();
        contingencies.renew(&drafts)?;
        if let Some(outlook) = &mut outlook {
            outlook.spend(&spent);
        }
        let plan = self.plan(&scenarios);
        let stop = stop_on_signals()?;
        self.say(|| describe(&plan));
        let recorder = Recorder::new(&folder, plan.cases(), &OUTCOMES[..], plan.panel).map_err(CliError::failed)?;
        let expected = question.as_ref().map_or(plan.runs(), |q| u64::from(q.most) * scenarios.len() as u64);
        let mut sink = Watched::new(recorder, expected, self.options.silent());
        let began = Instant::now();
        let (results, decision) = self.simulate(&plan, question, &mut sink, &stop).map_err(|trouble| end_of(&trouble))?;
        let mut judgement =
            Appraisal { decision, budget: asked.budget_check, spent, sum: asked.spend.map(|sum| sum / 1000.0), ..Appraisal::default() };
        let worlds = outlook.map(|outlook| outlook.look(&plan, &folder, &mut judgement, &stop)).transpose()?;
        judgement.what_ifs = contingencies.look(&plan, &results, &stop)?;
        self.appraise(&results, &asked, &scenarios, &mut judgement);
        let mut about = self.about(&scenarios, &results, &plan, began.elapsed().as_secs_f64());
        about.asked.iter_mut().for_each(|asked| asked.events = contingencies.asked());
        let path = folder.path().to_path_buf();
        let several = if self.options.silent() && self.words.is_none() { Vec::new() } else { report::several_modes(&results) };
        let paper = self.words.as_ref().map(|words| report::PageRequest { words, several: &several });
        let runs = results.runs() + worlds.as_ref().map_or(0, WorldRuns::count) + judgement.what_ifs.iter().map(|w| w.runs).sum::<usize>();
        let broken = worlds.as_ref().map_or(0, |worlds| worlds.failures().len());
        let under_events: usize = judgement.what_ifs.iter().map(|w| w.failed).sum();
        let more = ComparisonExtras { tables: report::judgement_tables(&results, &judgement), worlds };
        let written = report::write(folder, sink.finish(), &results, more, &about, paper).map_err(CliError::failed)?;
        self.say(|| format!("{runs} runs in {:.2} s", about.seconds));
        self.tell(&results, &judgement, &several, &path, &written)?;
        match (broken, under_events) {
            (0, 0) => Ok(()),
            (0, failed) => Err(CliError::Failed(format!("{failed} runs under events failed; what_ifs.csv leaves them out"))),
            _ => Err(CliError::Failed(format!("{broken} runs in worlds failed; all are in {}", path.join("failures.csv").display()))),
        }
    }

    /// Makes each scenario but the baseline spend a sum of a year (M KRW), as far as it can.
    fn spend(&self, sum: f64, drafts: &mut [Draft], scenarios: &mut [Scenario]) -> Result<Vec<Option<Spending>>, CliError> {
        let stop = stop_on_signals()?;
        let question = SpendQuestion { sum: sum / 1000.0, seed: self.options.seed, threads: self.options.threads };
        let mut found = Vec::new();
        for (position, draft) in drafts.iter_mut().enumerate() {
            if Some(position) == self.baseline {
                found.push(None);
                continue;
            }
            let spending = question.ask(draft, &stop).map_err(|error| match error {
                SpendError::Problems(problems) => source::bad(problems),
                SpendError::Run(trouble) => end_of(&trouble),
                SpendError::Nothing => CliError::Failed(format!("no run of `{}` has a public cost", scenarios[position].name)),
            })?;
            for (path, value) in &spending.settings {
                draft.set_as(path, value, "--spend").map_err(source::bad)?;
            }
            scenarios[position] = draft.build().map_err(source::bad)?;
            found.push(Some(spending));
        }
        Ok(found)
    }

    /// What the results say in money and over weightings, of a comparison.
    fn appraise(&self, results: &Results, asked: &DecisionArgs, scenarios: &[Scenario], judgement: &mut Appraisal) {
        judgement.counted = asked.benefit_share.unwrap_or(COUNTED);
        judgement.benefits = benefits(results, judgement.counted);
        let policies = self.policies(scenarios);
        let own = asked.weights.as_ref().map(|weights| &weights.read);
        judgement.weightings = weightings(results, &judgement.world_effects, &policies, asked.cost.cost(), own);
    }

    /// Positions of the scenarios with a programme, without the baseline.
    fn policies(&self, scenarios: &[Scenario]) -> Vec<usize> {
        (0..scenarios.len()).filter(|s| Some(*s) != self.baseline && !scenarios[*s].programmes.is_empty()).collect()
    }

    /// Refuses weights where there is nothing to choose between.
    fn refuse_weights_of_one(&self, asked: &DecisionArgs, scenarios: &[Scenario]) -> Result<(), CliError> {
        let Some(weights) = &asked.weights else { return Ok(()) };
        let policies = self.policies(scenarios).len();
        match policies {
            0 | 1 => Err(CliError::bad_input(format!(
                "`--weights {}` chooses between policies; allowed: two scenarios or more with a programme, beside the baseline; found: {policies}",
                weights.given
            ))),
            _ => Ok(()),
        }
    }

    /// Refuses more runs than can be held, before anything is made for them.
    fn count_runs(&self, asked: &DecisionArgs) -> Result<(), CliError> {
        let scenarios = ("scenarios", self.files.len() as u64);
        let replicates = match asked.decide {
            Some(_) => ("replicates at most", u64::from(asked.max_replicates)),
            None => ("replicates", u64::from(self.options.replicates)),
        };
        runs_of(&[scenarios, replicates]).map(drop).map_err(CliError::bad_input)
    }

    /// What is allowed and probably not meant.
    fn warn(&self, scenarios: &[Scenario]) {
        let baseline = self.baseline.map(|position| &scenarios[position]);
        let beside = scenarios.iter().filter_map(|scenario| scenario.warning_beside(baseline?));
        for caution in scenarios.iter().flat_map(Scenario::warnings).chain(beside).filter(|_| !self.options.silent()) {
            note(caution);
        }
    }

    /// All runs: as many as were asked for, or as many as a decision takes.
    fn simulate(
        &self,
        plan: &Plan<'_>,
        question: Option<DecisionQuestion>,
        sink: &mut dyn Sink,
        stop: &AtomicBool,
    ) -> Result<(Results, Option<Decision>), RunError> {
        let twins = self.judge.as_ref().is_some_and(|judge| !judge.no_twins);
        let mut results = Results::empty(plan);
        if twins {
            results = results.with_twins(plan);
        }
        let decision = match question {
            Some(question) => Some(decide(plan, question, &mut results, sink, twins, stop)?),
            None => {
                run_part(plan, &PlanPart::all(plan, twins), &mut results, sink, stop)?;
                None
            }
        };
        Ok((results, decision))
    }

    /// Where the output goes.
    fn folder(&self) -> PathBuf {
        let default = || Path::new("output").join(format!("{}-{}", self.command, file_stem(&self.named_after)));
        self.options.out.clone().unwrap_or_else(default)
    }

    fn plan<'a>(&self, scenarios: &'a [Scenario]) -> Plan<'a> {
        let Options { replicates, seed, threads, panel, .. } = self.options;
        Plan { scenarios: scenarios.iter().collect(), baseline: self.baseline, replicates, seed, threads, panel }
    }

    fn about(&self, scenarios: &[Scenario], results: &Results, plan: &Plan<'_>, seconds: f64) -> Provenance {
        Provenance {
            command: self.command,
            given: self.files.iter().map(|file| find::given(file)).collect(),
            set: self.options.change.set.clone(),
            asked: self.judge.as_ref().map(DecisionArgs::asked),
            scenarios: scenarios.iter().map(source::resolved).collect(),
            threads: plan.threads(),
            seconds,
            label_quarters: scenarios.iter().zip(&results.cases).map(|(s, case)| (s.label_quarters() * case.runs.len()) as u64).sum(),
        }
    }

    /// A comparison pairs quarters, so all scenarios must have the same.
    fn refuse_other_calendars(&self, scenarios: &[Scenario]) -> Result<(), CliError> {
        let Some(baseline) = self.baseline.map(|position| &scenarios[position]) else { return Ok(()) };
        let calendar = |s: &Scenario| format!("{} quarters from {}", s.quarters, s.start);
        match scenarios.iter().find(|s| (s.start, s.quarters) != (baseline.start, baseline.quarters)) {
            None => Ok(()),
            Some(other) => Err(CliError::bad_input(format!(
                "`{}` and `{}` cannot be compared: their runs differ in time; allowed: {}, as the baseline; found: {}",
                baseline.name,
                other.name,
                calendar(baseline),
                calendar(other)
            ))),
        }
    }

    /// What a core leaves out would be taken for an effect of policy.
    fn refuse_core_beside_full(&self, scenarios: &[Scenario]) -> Result<(), CliError> {
        let Some(baseline) = self.baseline.map(|position| &scenarios[position]) else { return Ok(()) };
        let kind = |s: &Scenario| if s.core { "a core" } else { "no core" };
        match scenarios.iter().find(|s| s.core != baseline.core) {
            None => Ok(()),
            Some(other) => Err(CliError::bad_input(format!(
                "`{}` and `{}` cannot be compared: {} and {}; allowed: `core = true` in all scenarios or in none, as with `--set core=true`",
                baseline.name,
                other.name,
                kind(baseline),
                kind(other)
            ))),
        }
    }

    /// The results on stdout, failed runs as an error.
    fn tell(&self, results: &Results, judgement: &Appraisal, several: &[Several], folder: &Path, written: &[&str]) -> Result<(), CliError> {
        if self.options.json {
            let found = report::results_json(folder, written).map_err(CliError::failed)?;
            print(format!("{found:#}\n"))?;
        } else {
            let screen = report::first_screen(folder).map_err(CliError::failed)?;
            print(self.said(results, judgement, screen))?;
            if !self.options.quiet {
                print(format!("{}\n{} in {}\n", report::warnings(several), written.join(", "), folder.display()))?;
            }
        }
        let runs = results.runs();
        let failed = results.failures().count();
        match results.failures().next() {
            None => Ok(()),
            Some((case, replicate, failure)) => Err(CliError::Failed(format!(
                "{failed} of {runs} runs failed; the first is replicate {replicate} of `{}`: {}; all are in {}",
                case.name,
                failure.reason,
                folder.join("failures.csv").display()
            ))),
        }
    }

    /// The first screen with what was asked for; the table alone where quiet, every chief result where more is to be said.
    fn said(&self, results: &Results, judgement: &Appraisal, screen: Option<FirstScreen>) -> String {
        let chief = || report::chief_results(results);
        match screen {
            Some(screen) if self.options.quiet => screen.table,
            None if self.options.quiet => chief(),
            None => report::judgement_sentences(results, judgement) + &chief(),
            Some(screen) if self.options.verbose => {
                format!("{}\n{}\n{}{}", screen.text, screen.table, report::judgement_sentences(results, judgement), chief())
            }
            Some(screen) => {
                let asked = report::asked_sentences(results, judgement);
                let gap = if asked.is_empty() { "" } else { "\n" };
                format!("{}\n{}{gap}{asked}", screen.text, screen.table)
            }
        }
    }

    fn say(&self, text: impl FnOnce() -> String) {
        if self.options.verbose {
            note(text());
        }
    }
}

fn describe(plan: &Plan<'_>) -> String {
    let scenarios: String = plan.scenarios.iter().map(|s| format!("  {} ({})\n", s.name, s.title)).collect();
    format!("{scenarios}{} replicates, seed {}, {} threads", plan.replicates, plan.seed, plan.threads())
}

/// Name of a scenario: that of its file without the ending.
pub fn file_stem(file: &Path) -> String {
    file.file_stem().unwrap_or_default().to_string_lossy().into_owned()
}

/// Refuses two scenarios of one name: tables could not tell them apart.
pub fn refuse_same_names(files: &[PathBuf]) -> Result<(), CliError> {
    for (position, file) in files.iter().enumerate() {
        if let Some(twin) = files[..position].iter().find(|other| file_stem(other) == file_stem(file)) {
            return Err(CliError::bad_input(format!(
                "two scenarios have the name `{}`, and tables could not tell them apart: {} and {}; allowed: each name once",
                file_stem(file),
                twin.display(),
                file.display()
            )));
        }
    }
    Ok(())
}
