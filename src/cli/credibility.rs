//! What the commands of credibility share, which look at one scenario: options, loading, and writing.

use clap::Args;

use super::error::CliError;
use super::find::scenario_file;
use super::source;
use super::study::{Changes, StudyArgs, StudyOutput};
use crate::report::{Table, TablesRequest};
use crate::scenario::{Draft, Overrides, Scenario};

/// Options of such a command.
#[derive(Args, Clone, Debug)]
pub struct CredibilityArgs {
    /// Scenario file, or name of a file in scenarios/ [default: baseline]
    #[arg(value_name = "SCENARIO")]
    scenario: Option<String>,
    /// Options of a study
    #[command(flatten)]
    pub study: StudyArgs<Settings>,
}

/// Parameters that are set in the scenario.
#[derive(Args, Clone, Debug)]
pub struct Settings {
    /// Set a parameter, after the file (repeatable)
    #[arg(long = "set", value_name = "PATH=VALUE")]
    set: Vec<String>,
}

impl Changes for Settings {
    fn set(&self) -> &[String] {
        &self.set
    }
}

/// A loaded scenario with its place to write to.
pub struct ScenarioStudy {
    /// The scenario as a draft, for variants.
    pub draft: Draft,
    /// The scenario.
    pub scenario: Scenario,
    /// Where the output goes.
    pub output: StudyOutput,
}

impl CredibilityArgs {
    /// Loads the scenario and takes the folder.
    pub fn begin(&self, command: &'static str) -> Result<ScenarioStudy, CliError> {
        let draft = self.draft()?;
        let scenario = draft.build().map_err(source::bad)?;
        let output = self.study.output(command, &scenario.name)?;
        Ok(ScenarioStudy { draft, scenario, output })
    }

    /// The scenario named, or the baseline.
    pub fn draft(&self) -> Result<Draft, CliError> {
        self.draft_of(self.scenario.as_deref().unwrap_or("baseline"))
    }

    /// A scenario with the settings of the command line.
    pub fn draft_of(&self, name: &str) -> Result<Draft, CliError> {
        let file = scenario_file(name)?;
        let mut draft = Draft::load(file).map_err(source::bad)?;
        let set = Overrides::parse_set(self.study.change.set()).map_err(source::bad)?;
        Overrides { set, ..Overrides::default() }.apply(&mut draft).map_err(source::bad)?;
        Ok(draft)
    }
}

impl ScenarioStudy {
    /// Writes the tables and prints what people read.
    pub fn end(self, tables: &[Table], text: &str, asked: &TablesRequest) -> Result<(), CliError> {
        self.output.end(tables, text, &[&self.scenario], asked)
    }
}
