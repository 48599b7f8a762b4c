//! topline from Python: what needs Rust. The words of researchers stand in the Python files of the package.
//!
//! Commands run in a thread of their own without the interpreter's lock, while the calling thread looks after signals and
//! progress: Python delivers Ctrl-C to its main thread alone.

mod refusal;
mod simulate;
mod watch;

use std::path::PathBuf;
use std::sync::Arc;

use pyo3::prelude::*;
use pyo3::types::PyDict;
use topline::Call;
use topline::scenario::{Scenario, with_texts};

use refusal::{Refused, of_call, of_problems, refused};
use watch::watch;

/// Texts of files that are in hand, by path.
type Texts = Vec<(PathBuf, String)>;

/// Title, caption, and panels with title and SVG.
type Shown = (String, String, Vec<(String, String)>);

/// What a command printed, and what it noted.
type Said = (String, Vec<String>);

/// Runs a command. `progress` is called with the runs that are done and all of them, a few times a second.
///
/// Tells what was printed and noted, and the exit code and message of a command that ended early after it had written.
#[pyfunction]
#[pyo3(signature = (words, texts, progress=None))]
fn command(py: Python<'_>, words: Vec<String>, texts: Texts, progress: Option<Py<PyAny>>) -> PyResult<(Said, Option<Refusal>)> {
    let call = Arc::new(Call::new(words).holding(texts));
    let (run, stop, count) = (Arc::clone(&call), Arc::clone(&call), Arc::clone(&call));
    let end = watch(py, move || topline::call(&run), move || stop.stop(), move || count.progress(), progress)?;
    let said = (call.text(), call.notes());
    Ok((said, end.err().map(of_call)))
}

/// A refusal as Python takes it: exit code, message, problems.
type Refusal = refusal::Parts;

/// The file of a scenario as commands find it.
#[pyfunction]
fn scenario_file(given: &str) -> PyResult<PathBuf> {
    topline::scenario_file(given).map_err(|error| refused(of_call(error)))
}

/// What a scenario is, read and checked.
#[pyfunction]
fn scenario<'py>(py: Python<'py>, path: PathBuf, texts: Texts) -> PyResult<Bound<'py, PyDict>> {
    let scenario = with_texts(texts, || Scenario::load(&path)).map_err(|problems| refused(of_problems(problems)))?;
    let found = PyDict::new(py);
    found.set_item("name", &scenario.name)?;
    found.set_item("title", &scenario.title)?;
    found.set_item("why", &scenario.why)?;
    found.set_item("hash", scenario.hash())?;
    found.set_item("start", scenario.start.to_string())?;
    found.set_item("quarters", scenario.quarters)?;
    found.set_item("values", scenario.to_json().to_string())?;
    Ok(found)
}

/// The pictures of an outcome over time.
#[pyfunction]
fn pictures(folder: PathBuf, outcome: &str) -> PyResult<Shown> {
    let found = topline::results::pictures(&folder, outcome).map_err(|message| refused((2, message, Vec::new())))?;
    Ok((found.title, found.caption, found.panels))
}

/// The command line that makes a folder again.
#[pyfunction]
fn repeated(folder: PathBuf) -> PyResult<String> {
    topline::results::repeated(&folder).map_err(|message| refused((2, message, Vec::new())))
}

/// Copies the files of an experiment to another folder.
#[pyfunction]
fn copy(from: PathBuf, to: PathBuf, force: bool) -> PyResult<Vec<&'static str>> {
    topline::results::copy(&from, &to, force).map_err(|message| refused((2, message, Vec::new())))
}

/// The native part of the package.
#[pymodule]
fn _topline(module: &Bound<'_, PyModule>) -> PyResult<()> {
    module.add("__version__", env!("CARGO_PKG_VERSION"))?;
    module.add("CHIEF", topline::results::CHIEF.to_vec())?;
    module.add("Refused", module.py().get_type::<Refused>())?;
    module.add_function(wrap_pyfunction!(command, module)?)?;
    module.add_function(wrap_pyfunction!(scenario_file, module)?)?;
    module.add_function(wrap_pyfunction!(scenario, module)?)?;
    module.add_function(wrap_pyfunction!(simulate::simulate, module)?)?;
    module.add_function(wrap_pyfunction!(pictures, module)?)?;
    module.add_function(wrap_pyfunction!(repeated, module)?)?;
    module.add_function(wrap_pyfunction!(copy, module)?)
}
