//! A run that panics is a failed run: the others go on.

use std::any::Any;
use std::cell::RefCell;
use std::panic::{self, AssertUnwindSafe};
use std::thread;

/// Start of the names of threads in which runs take place.
pub const THREAD_PREFIX: &str = "run-";

thread_local! {
    static PLACE: RefCell<Option<String>> = const { RefCell::new(None) };
}

/// From now on a panic within a run prints nothing: its place goes into the reason of the failure.
pub fn report_panics_of_runs_as_failures() {
    let usual = panic::take_hook();
    panic::set_hook(Box::new(move |info| {
        if !thread::current().name().is_some_and(|name| name.starts_with(THREAD_PREFIX)) {
            return usual(info);
        }
        let place = info.location().map(|at| format!("{}:{}", at.file(), at.line()));
        PLACE.with(|cell| cell.replace(place));
    }));
}

/// Runs `f`; a panic becomes a sentence.
pub fn caught<T>(f: impl FnOnce() -> T) -> Result<T, String> {
    panic::catch_unwind(AssertUnwindSafe(f)).map_err(|payload| {
        let place = PLACE.with(RefCell::take).map_or(String::new(), |place| format!(" at {place}"));
        format!("the run panicked{place}: {}", message(payload.as_ref()))
    })
}

/// What the panic said.
fn message(payload: &(dyn Any + Send)) -> &str {
    let text = payload.downcast_ref::<String>().map(String::as_str);
    text.or_else(|| payload.downcast_ref::<&str>().copied()).unwrap_or("without a message")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_becomes_a_sentence_and_the_rest_goes_on() {
        assert_eq!(caught(|| 7), Ok(7));
        assert!(caught(|| panic!("stock of {}", 3)).unwrap_err().ends_with("stock of 3"));
        assert!(caught(|| panic!("plain")).unwrap_err().starts_with("the run panicked"));
    }
}
