//! Drafts: layered values before they are built, for files, `--set`, sweeps and calibration.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::in_hand;
use super::layer::Layer;
use super::read;
use super::shipped;
use super::source::{Origin, Source};
use super::{Problem, Problems, plain};

/// Longest chain of files that extend each other.
const CHAIN: usize = 16;

/// The values of a scenario in layers, checked one by one and not yet together; cheap to clone and to set.
///
/// A key is written as in a file: `fixed_cost.major`, `run.quarters`, `policy.tax_credit.rate.small`,
/// `policy.production_grant.startups.budget` or `policy.production_grant[1].budget` (counted from 0)
/// where an instrument has several programmes, `event.hit.popularity`.
#[derive(Clone, Debug)]
pub struct Draft {
    /// File name without its ending.
    pub(super) name: String,
    /// What the files and settings say.
    pub(super) layer: Layer,
}

impl Draft {
    /// Reads a scenario file and those that it extends.
    pub fn load(path: impl AsRef<Path>) -> Result<Self, Problems> {
        let path = path.as_ref();
        let mut chain = Chain::default();
        let layer = chain.load(path, None);
        let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        if let Some((allowed, found)) = plain::name_refusal(&name) {
            chain.problems.push(Problem::new("the name of the scenario file cannot be shown").allowed(allowed).found(found));
        }
        match layer {
            Some(mut layer) if chain.problems.is_empty() => {
                layer.settle_core();
                Ok(Self { name, layer })
            }
            _ => Err(Problems(chain.problems)),
        }
    }

    /// The world of the registry without policy and events.
    pub fn registry(name: &str) -> Self {
        let title = Some("The world of the registry".to_owned());
        let why = Some("Every value is the registry's default.".to_owned());
        Self { name: name.to_owned(), layer: Layer { title, why, ..Layer::new() } }
    }

    /// Name of the scenario.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Gives the scenario another name, for example that of a point of a sweep.
    pub fn rename(&mut self, name: &str) {
        self.name = name.to_owned();
    }

    /// The scenario that a text gives which extends this one, under a name; `extends` in the text is passed over.
    pub fn extended_by(&self, name: &str, text: &str) -> Result<Self, Problems> {
        let source = Arc::new(Source { path: format!("{name}.toml"), text: text.to_owned() });
        let mut problems = Vec::new();
        let layer = self.layer.clone().extended_by(read::read(&source)?, &mut problems);
        Problems(problems).or(|| Self { name: name.to_owned(), layer })
    }

    /// Sets a value as `--set path=value` does. A row of an instrument that the scenario does not have switches
    /// the instrument on.
    pub fn set(&mut self, path: &str, value: &str) -> Result<(), Problems> {
        self.set_as(path, value, "--set")
    }

    /// Sets a value in the name of another option or of a design, for messages and `origin`.
    pub fn set_as(&mut self, path: &str, value: &str, option: &str) -> Result<(), Problems> {
        let given = if option == "--set" { format!("{path}={value}") } else { format!("{option}={value}") };
        let origin = Origin::Option { option: Arc::from(option), given: Arc::from(given) };
        super::set::set(&mut self.layer, path, value, origin).map_err(Problems::from)
    }
}

/// Files that extend each other, while they are read.
#[derive(Default)]
struct Chain {
    /// Files above, as they are shown and as they are found.
    files: Vec<(String, PathBuf)>,
    problems: Vec<Problem>,
}

impl Chain {
    /// Reads a file, which another one may have named, and lays it over what it extends.
    fn load(&mut self, path: &Path, named: Option<&Origin>) -> Option<Layer> {
        let found = path.canonicalize().unwrap_or_else(|_| path.to_path_buf());
        let shown = path.display().to_string();
        let again = self.files.iter().any(|(_, above)| *above == found);
        self.files.push((shown, found));
        if again || self.files.len() > CHAIN {
            return self.refuse(again, named);
        }
        let source = match Source::read(path) {
            Ok(source) => Arc::new(source),
            Err(problem) => {
                let Some(origin) = named else {
                    self.problems.push(problem);
                    return None;
                };
                let what = format!("cannot extend `{}`: {}", path.display(), problem.what);
                let allowed = problem
                    .allowed
                    .clone()
                    .or_else(|| Some(format!("a scenario of the same folder or of {}/, or a path with .toml", shipped::FOLDER)));
                self.problems.push(origin.place(Problem { what, allowed, ..problem }));
                return None;
            }
        };
        let layer = read::read(&source).map_err(|problems| self.problems.extend(problems.0)).ok();
        let extends = layer.as_ref().map_or_else(|| extended_path(&source), |layer| layer.extends.clone());
        let Some((name, origin)) = extends else { return layer };
        let below = self.load(&beside(path, &name), Some(&origin));
        Some(below?.extended_by(layer?, &mut self.problems))
    }

    /// A chain that closes or is too long.
    fn refuse(&mut self, again: bool, named: Option<&Origin>) -> Option<Layer> {
        let files: Vec<&str> = self.files.iter().map(|(shown, _)| shown.as_str()).collect();
        let problem = match again {
            true => Problem::new("the scenario extends itself").allowed("a chain of files that ends").found(files.join(" -> ")),
            false => Problem::new("the scenario extends too many others").allowed(format!("a chain of at most {CHAIN} files")),
        };
        self.problems.push(named.map_or(problem.clone(), |origin| origin.place(problem)));
        None
    }
}

/// Path of an extended scenario: a name in the same folder or in that of scenarios, or a path with its ending.
fn beside(path: &Path, name: &str) -> PathBuf {
    let folder = path.parent().unwrap_or(Path::new(""));
    if name.ends_with(".toml") {
        return folder.join(name);
    }
    let near = folder.join(format!("{name}.toml"));
    if in_hand::is_file(&near) { near } else { shipped::named(name).unwrap_or(near) }
}

/// What a file with mistakes extends, so that the mistakes of both are shown at once.
fn extended_path(source: &Arc<Source>) -> Option<(String, Origin)> {
    let (table, _) = toml::de::DeTable::parse_recoverable(&source.text);
    let given = table.get_ref().get("extends")?;
    let name = given.get_ref().as_str().filter(|name| !name.trim().is_empty())?.trim().to_owned();
    Some((name, Origin::File { source: source.clone(), span: given.span() }))
}
