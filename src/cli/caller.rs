//! Who a command answers: the terminal, or a program that calls it.
//!
//! A call runs in the thread of its caller, and several may run at a time; so what is printed, shown as progress and asked of
//! signals goes to the call of the thread where there is one.

use std::cell::RefCell;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use indicatif::ProgressBar;

use crate::scenario::Problem;

thread_local! {
    static CALLER: RefCell<Option<Arc<Caller>>> = const { RefCell::new(None) };
}

/// What a call has said so far, and whether it is to end.
#[derive(Debug, Default)]
pub struct Caller {
    stop: Arc<AtomicBool>,
    said: Mutex<Said>,
}

/// What a command leaves besides its files.
#[derive(Clone, Debug, Default)]
pub struct Said {
    /// What it printed.
    pub text: String,
    /// What it noted on the way, warnings among them.
    pub notes: Vec<String>,
    /// What is wrong with scenarios.
    pub problems: Vec<Problem>,
    /// The bar of what is under way, which counts and is not drawn.
    bar: Option<ProgressBar>,
}

impl Caller {
    /// A caller that raises this flag to end the command.
    pub fn stopping(stop: Arc<AtomicBool>) -> Self {
        Self { stop, ..Self::default() }
    }

    /// Tells the command to end; runs in hand are finished.
    pub fn stop(&self) {
        self.stop.store(true, Ordering::Relaxed);
    }

    /// Runs that are done of those under way, and how many there are; nothing before the first.
    pub fn progress(&self) -> Option<(u64, u64)> {
        let bar = self.said().bar.clone()?;
        Some((bar.position(), bar.length().unwrap_or_default()))
    }

    /// What was said so far. A panic while something was said leaves it as it is.
    pub fn said(&self) -> MutexGuard<'_, Said> {
        self.said.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Does something that answers this caller.
    pub fn answered<T>(self: &Arc<Self>, work: impl FnOnce() -> T) -> T {
        let _before = Before(CALLER.replace(Some(Arc::clone(self))));
        work()
    }
}

/// Puts back who was answered before, also after a panic.
struct Before(Option<Arc<Caller>>);

impl Drop for Before {
    fn drop(&mut self) {
        CALLER.replace(self.0.take());
    }
}

fn current() -> Option<Arc<Caller>> {
    CALLER.with_borrow(Clone::clone)
}

/// Says something to the caller; `false` where there is none.
fn told(say: impl FnOnce(&mut Said)) -> bool {
    let Some(caller) = current() else { return false };
    say(&mut caller.said());
    true
}

/// Prints to the caller; `false` where there is none.
pub fn printed(text: &str) -> bool {
    told(|said| said.text += text)
}

/// Notes something for the caller; `false` where there is none.
pub fn noted(text: &str) -> bool {
    told(|said| said.notes.push(text.to_owned()))
}

/// Hands problems of scenarios to the caller as they are, with their places; a message says them too.
pub fn handed(problems: &[Problem]) {
    told(|said| said.problems.extend_from_slice(problems));
}

/// Lets the caller see how far a bar is; `false` where there is none.
pub fn watched(bar: &ProgressBar) -> bool {
    told(|said| said.bar = Some(bar.clone()))
}

/// The flag with which the caller ends the command.
pub fn stopped() -> Option<Arc<AtomicBool>> {
    current().map(|caller| Arc::clone(&caller.stop))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_caller_is_told_what_a_command_says_and_nobody_else() {
        let caller = Arc::new(Caller::default());
        assert!(caller.answered(|| printed("a") && noted("b") && watched(&ProgressBar::hidden().with_position(3))));
        assert!(!printed("c") && stopped().is_none());
        let said = caller.said().clone();
        assert_eq!((said.text.as_str(), said.notes), ("a", vec!["b".to_owned()]));
        assert_eq!(caller.progress(), Some((3, 0)));
    }

    #[test]
    fn only_the_command_that_is_told_to_stop_stops() {
        let (one, other) = (Arc::new(Caller::default()), Arc::new(Caller::default()));
        one.stop();
        let raised = |caller: &Arc<Caller>| caller.answered(|| stopped().is_some_and(|stop| stop.load(Ordering::Relaxed)));
        assert_eq!((raised(&one), raised(&other)), (true, false));
    }
}
