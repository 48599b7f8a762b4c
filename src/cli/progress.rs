//! Progress with the remaining time, on stderr where it is a terminal.

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::caller;
use crate::experiment::{RunResult, Sink, SinkError};

/// A bar that counts runs; it shows nothing where stderr is no terminal, or when quiet. A caller sees it count.
pub fn bar(runs: u64, quiet: bool) -> ProgressBar {
    // A target that is no terminal draws nothing by itself.
    let target = if quiet { ProgressDrawTarget::hidden() } else { ProgressDrawTarget::stderr() };
    let style = ProgressStyle::with_template("{bar:40} {pos}/{len} runs, {eta} left").expect("the template is well formed");
    let bar = ProgressBar::with_draw_target(Some(runs), target).with_style(style);
    if caller::watched(&bar) {
        bar.set_draw_target(ProgressDrawTarget::hidden());
    }
    bar
}

/// A sink that shows how many runs it has passed on.
pub struct Watched<S> {
    sink: S,
    bar: ProgressBar,
}

impl<S> Watched<S> {
    /// Shows nothing where stderr is no terminal, or when quiet.
    pub fn new(sink: S, runs: u64, quiet: bool) -> Self {
        Self { sink, bar: bar(runs, quiet) }
    }

    /// Ends the display and gives the sink back.
    pub fn finish(self) -> S {
        self.bar.finish_and_clear();
        self.sink
    }
}

impl<S: Sink> Sink for Watched<S> {
    fn take(&mut self, run: &RunResult) -> Result<(), SinkError> {
        self.bar.inc(1);
        self.sink.take(run)
    }
}
