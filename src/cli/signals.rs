//! Ctrl-C and SIGTERM: exit code 130, whatever a command is doing.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Once, OnceLock};

use signal_hook::consts::{SIGINT, SIGTERM};
use signal_hook::flag;

use super::caller;
use super::error::{CliError, INTERRUPTED};
use crate::experiment;

/// Whether the next signal ends the program at once.
static AT_ONCE: OnceLock<Arc<AtomicBool>> = OnceLock::new();
/// What [`stop_on_signals`] gave out.
static STOP: OnceLock<Arc<AtomicBool>> = OnceLock::new();

/// From now on a signal ends the program at once, for nothing is under way that could be lost.
pub fn end_on_signals() -> Result<(), CliError> {
    let at_once = AT_ONCE.get_or_init(|| Arc::new(AtomicBool::new(true)));
    [SIGINT, SIGTERM].into_iter().try_for_each(|signal| {
        let listening = flag::register_conditional_shutdown(signal, i32::from(INTERRUPTED), Arc::clone(at_once));
        listening.map(drop).map_err(cannot_listen)
    })
}

/// Panics of runs become failures from the first call of a command on, whoever calls.
static PANICS: Once = Once::new();

/// A flag that a signal raises from now on, so that runs in hand are finished; the second signal ends the program at once.
/// A program that calls a command listens to signals itself and raises its own flag.
pub fn stop_on_signals() -> Result<Arc<AtomicBool>, CliError> {
    PANICS.call_once(experiment::report_panics_of_runs_as_failures);
    if let Some(stop) = caller::stopped() {
        return Ok(stop);
    }
    if let Some(stop) = STOP.get() {
        return Ok(Arc::clone(stop));
    }
    let stop = AT_ONCE.get_or_init(|| Arc::new(AtomicBool::new(true)));
    for signal in [SIGINT, SIGTERM] {
        flag::register(signal, Arc::clone(stop)).map_err(cannot_listen)?;
    }
    // Up to here a signal ended the program at once, so that none is lost.
    stop.store(false, Ordering::Relaxed);
    Ok(Arc::clone(STOP.get_or_init(|| Arc::clone(stop))))
}

fn cannot_listen(error: std::io::Error) -> CliError {
    CliError::failed(format!("cannot listen to signals: {error}"))
}
