//! Work in a thread of its own, while the calling thread looks after Ctrl-C and progress.

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::sync::{Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use pyo3::exceptions::PyRuntimeError;
use pyo3::prelude::*;

/// How long the calling thread waits before it looks at signals: a tenth of what a person takes for at once.
const LOOK: Duration = Duration::from_millis(20);
/// How often progress is told.
const TELL: Duration = Duration::from_millis(100);
/// How long work that was told to stop is waited for. What takes longer ends by itself, and its result is dropped.
const PATIENCE: Duration = Duration::from_millis(120);

/// Does the work without the interpreter's lock. `stop` ends it, `count` says how far it is.
///
/// Ctrl-C, or an exception of `progress`, stops the work and is raised.
pub fn watch<T: Send + 'static>(
    py: Python<'_>,
    work: impl FnOnce() -> T + Send + 'static,
    stop: impl Fn(),
    count: impl Fn() -> Option<(u64, u64)>,
    progress: Option<Py<PyAny>>,
) -> PyResult<T> {
    let (end, ended) = channel();
    thread::Builder::new().name("topline".into()).spawn(move || {
        // Nobody listens any more where the caller was interrupted.
        let _ = end.send(catch_unwind(AssertUnwindSafe(work)));
    })?;
    let ended = Mutex::new(ended);
    let told = |py: Python<'_>| match (&progress, count()) {
        (Some(progress), Some((done, all))) => progress.call1(py, (done, all)).map(drop),
        _ => Ok(()),
    };
    let mut last = Instant::now();
    loop {
        match wait(py, &ended, LOOK) {
            Ok(Ok(found)) => return told(py).map(|()| found),
            Ok(Err(panic)) => return Err(PyRuntimeError::new_err(format!("topline failed: {}", message(panic.as_ref())))),
            Err(RecvTimeoutError::Disconnected) => return Err(PyRuntimeError::new_err("topline ended without a result")),
            Err(RecvTimeoutError::Timeout) => {}
        }
        let mut trouble = py.check_signals().err();
        if trouble.is_none() && last.elapsed() >= TELL {
            last = Instant::now();
            trouble = told(py).err();
        }
        if let Some(trouble) = trouble {
            stop();
            // Runs in hand are finished, so that a sweep has let go of its folder where that is a matter of a moment.
            let _ = wait(py, &ended, PATIENCE);
            return Err(trouble);
        }
    }
}

/// Waits without the interpreter's lock.
fn wait<T: Send>(py: Python<'_>, ended: &Mutex<Receiver<T>>, most: Duration) -> Result<T, RecvTimeoutError> {
    // This thread alone waits: the mutex is there because what is used without the lock must be shareable.
    py.detach(|| ended.lock().unwrap_or_else(PoisonError::into_inner).recv_timeout(most))
}

/// What a panic said.
fn message(payload: &(dyn Any + Send)) -> &str {
    let text = payload.downcast_ref::<String>().map(String::as_str);
    text.or_else(|| payload.downcast_ref::<&str>().copied()).unwrap_or("a panic without a message")
}
