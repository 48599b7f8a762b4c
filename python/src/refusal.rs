//! How a call that is refused reaches Python.

use pyo3::create_exception;
use pyo3::exceptions::PyException;
use pyo3::prelude::*;
use topline::CallError;
use topline::scenario::{Problem, Problems};

create_exception!(_topline, Refused, PyException, "A call was refused: exit code, message and problems of scenarios.");

/// A problem: what, file, line, column, allowed, found, nearest.
type Place = (String, Option<String>, Option<usize>, Option<usize>, Option<String>, Option<String>, Option<String>);
/// Exit code, message, problems.
pub type Parts = (u8, String, Vec<Place>);

/// The exception.
pub fn refused(parts: Parts) -> PyErr {
    Refused::new_err(parts)
}

/// Of a command.
pub fn of_call(error: CallError) -> Parts {
    (error.code, error.message, error.problems.into_iter().map(place).collect())
}

/// Of a scenario.
pub fn of_problems(problems: Problems) -> Parts {
    let message = problems.to_string();
    (2, message, problems.0.into_iter().map(place).collect())
}

fn place(problem: Problem) -> Place {
    let Problem { what, file, line, column, allowed, found, nearest, .. } = problem;
    (what, file, line, column, allowed, found, nearest)
}
