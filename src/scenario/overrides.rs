//! Settings of the command line, laid over a draft.

use super::{Draft, Problem, Problems};

/// Settings of the command line, laid over a scenario file.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Overrides {
    /// Paths and values, in order.
    pub set: Vec<(String, String)>,
    /// Quarters of the run.
    pub quarters: Option<usize>,
    /// Size of the economy.
    pub scale: Option<f64>,
}

impl Overrides {
    /// Reads texts such as `fixed_cost.major=60000`.
    pub fn parse_set(texts: &[String]) -> Result<Vec<(String, String)>, Problems> {
        let mut problems = Problems::default();
        let mut set = Vec::new();
        for text in texts {
            match text.split_once('=').map(|(path, value)| (path.trim(), value.trim())) {
                Some((path, value)) if !path.is_empty() && !value.is_empty() => set.push((path.to_owned(), value.to_owned())),
                _ => {
                    let problem = Problem::new("a setting needs a path and a value").allowed("--set path.to.parameter=value");
                    problems.0.push(Problem { file: Some("--set".into()), ..problem.found(format!("`{text}`")) });
                }
            }
        }
        problems.or(|| set)
    }

    /// Lays the settings over a draft; all mistakes at once.
    pub fn apply(&self, draft: &mut Draft) -> Result<(), Problems> {
        let mut problems = Problems::default();
        let mut note = |result: Result<(), Problems>| problems.0.extend(result.err().into_iter().flat_map(|p| p.0));
        for (path, value) in &self.set {
            note(draft.set(path, value));
        }
        if let Some(quarters) = self.quarters {
            note(draft.set_as("run.quarters", &quarters.to_string(), "--quarters"));
        }
        if let Some(scale) = self.scale {
            note(draft.set_as("run.scale", &format!("{scale:?}"), "--scale"));
        }
        problems.or(|| ())
    }
}
