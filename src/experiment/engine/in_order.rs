//! Work in threads, delivered in order: whatever the number of threads, results arrive as if one
//! thread had made them, and no thread runs further ahead than a window.

use std::collections::BTreeMap;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError, mpsc};
use std::thread;

/// Units of work that may be under way or waiting for an earlier one, per thread.
const WINDOW_PER_THREAD: u32 = 2;

/// Hands out units in order, and holds threads back that are a window ahead of the delivery.
struct Gate {
    state: Mutex<GateState>,
    moved: Condvar,
    units: u32,
    window: u32,
}

#[derive(Default)]
struct GateState {
    next: u32,
    delivered: u32,
    closed: bool,
}

impl Gate {
    fn new(units: u32, window: u32) -> Self {
        Self { state: Mutex::default(), moved: Condvar::new(), units, window }
    }

    fn state(&self) -> MutexGuard<'_, GateState> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The next unit, as soon as the window allows it; `None` when there is no more to do.
    fn next(&self) -> Option<u32> {
        let full = |s: &mut GateState| !s.closed && s.next < self.units && s.next >= s.delivered + self.window;
        let mut state = self.moved.wait_while(self.state(), full).unwrap_or_else(PoisonError::into_inner);
        if state.closed || state.next == self.units {
            return None;
        }
        state.next += 1;
        Some(state.next - 1)
    }

    fn delivered(&self, count: u32) {
        self.state().delivered = count;
        self.moved.notify_all();
    }

    fn close(&self) {
        self.state().closed = true;
        self.moved.notify_all();
    }
}

/// Closes the gate when a thread ends early, so that no other waits for it for ever.
struct CloseWhenPanicking<'a>(&'a Gate);

impl Drop for CloseWhenPanicking<'_> {
    fn drop(&mut self) {
        if thread::panicking() {
            self.0.close();
        }
    }
}

/// Does units 0 to `units` in `threads` threads and delivers the results in order.
///
/// Each thread makes its own worker. A worker that answers `None` was told to stop; then no new
/// unit is begun, and what follows a gap is not delivered. Returns the number delivered, or the
/// first error of `deliver`.
pub fn in_order<T: Send, W: FnMut(u32) -> Option<T>, E>(
    units: u32,
    threads: usize,
    new_worker: impl Fn() -> W + Sync,
    deliver: impl FnMut(T) -> Result<(), E>,
) -> Result<u32, E> {
    let threads = threads.clamp(1, units.max(1) as usize);
    let gate = Gate::new(units, WINDOW_PER_THREAD * threads as u32);
    let named = |number| format!("{}{number}", super::panics::THREAD_PREFIX);
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).thread_name(named).build().expect("the system can start threads");
    pool.in_place_scope(|scope| {
        let (sender, receiver) = mpsc::channel();
        for _ in 0..threads {
            let (sender, gate, new_worker) = (sender.clone(), &gate, &new_worker);
            scope.spawn(move |_| work(gate, new_worker(), &sender));
        }
        drop(sender);
        let delivered = drain(&gate, &receiver, deliver);
        gate.close();
        delivered
    })
}

/// One thread: takes units until there are no more.
fn work<T>(gate: &Gate, mut worker: impl FnMut(u32) -> Option<T>, results: &mpsc::Sender<(u32, T)>) {
    let _guard = CloseWhenPanicking(gate);
    while let Some(unit) = gate.next() {
        let sent = worker(unit).is_some_and(|result| results.send((unit, result)).is_ok());
        if !sent {
            gate.close();
        }
    }
}

/// Delivers results in order as they come in, keeping back those that came early.
fn drain<T, E>(gate: &Gate, results: &mpsc::Receiver<(u32, T)>, mut deliver: impl FnMut(T) -> Result<(), E>) -> Result<u32, E> {
    let mut early = BTreeMap::new();
    let mut delivered = 0;
    for (unit, result) in results {
        early.insert(unit, result);
        while let Some(result) = early.remove(&delivered) {
            deliver(result)?;
            delivered += 1;
            gate.delivered(delivered);
        }
    }
    Ok(delivered)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::convert::Infallible;
    use std::sync::atomic::{AtomicU32, Ordering};
    use std::time::Duration;

    /// A unit that takes longer the earlier it is within its four.
    fn uneven(unit: u32) -> Option<u32> {
        thread::sleep(Duration::from_micros(300 * u64::from(3 - unit % 4)));
        Some(unit)
    }

    #[test]
    fn results_arrive_in_order_for_any_number_of_threads() {
        for threads in [1, 2, 3, 8, 100] {
            let mut seen = Vec::new();
            let done = in_order(
                37,
                threads,
                || uneven,
                |unit| -> Result<(), Infallible> {
                    seen.push(unit);
                    Ok(())
                },
            );
            assert_eq!((done, seen), (Ok(37), (0..37).collect()));
        }
    }

    #[test]
    fn no_thread_runs_further_ahead_than_the_window() {
        let begun = AtomicU32::new(0);
        let worker = || {
            |unit| {
                begun.fetch_max(unit, Ordering::SeqCst);
                Some(unit)
            }
        };
        let slow = |unit: u32| -> Result<(), Infallible> {
            thread::sleep(Duration::from_millis(1));
            assert!(begun.load(Ordering::SeqCst) <= unit + 2 * WINDOW_PER_THREAD);
            Ok(())
        };
        assert_eq!(in_order(30, 2, worker, slow), Ok(30));
    }

    #[test]
    fn a_worker_that_is_told_to_stop_ends_the_work() {
        let worker = || |unit| (unit < 10).then_some(unit);
        let done = in_order(1000, 3, worker, |_| -> Result<(), Infallible> { Ok(()) });
        assert!(done.unwrap() <= 10);
    }

    #[test]
    fn an_error_of_the_receiver_ends_the_work() {
        let full = |unit: u32| if unit == 5 { Err("disk full") } else { Ok(()) };
        assert_eq!(in_order(1000, 2, || uneven, full), Err("disk full"));
    }

    #[test]
    fn nothing_to_do_is_done_at_once() {
        assert_eq!(in_order(0, 4, || uneven, |_| -> Result<(), Infallible> { Ok(()) }), Ok(0));
    }
}
