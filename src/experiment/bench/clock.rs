//! What is measured with: processor time, time on the wall, memory.

use std::fs;
use std::time::Instant;

use cpu_time::ProcessTime;

use crate::outcome::statistics::{quantile, sorted};

/// Time spent on something, s.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Spent {
    /// Processor time of all threads of this process.
    pub cpu: f64,
    /// Time on the wall.
    pub wall: f64,
}

/// Does something and tells what it took.
pub fn spent(work: impl FnOnce()) -> Spent {
    let (cpu, wall) = (ProcessTime::now(), Instant::now());
    work();
    Spent { cpu: cpu.elapsed().as_secs_f64(), wall: wall.elapsed().as_secs_f64() }
}

/// The middle of measurements; 0 of none.
pub fn median(values: &[f64]) -> f64 {
    quantile(&sorted(values), 0.5).unwrap_or(0.0)
}

/// Peak memory of this process so far, MiB; `None` where the system does not tell it as Linux does.
pub fn peak_memory() -> Option<f64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let kib: f64 = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?.trim().trim_end_matches("kB").trim().parse().ok()?;
    Some(kib / 1024.0)
}

/// Name of the processor, where the system tells it as Linux does.
pub fn processor() -> Option<String> {
    let info = fs::read_to_string("/proc/cpuinfo").ok()?;
    let line = info.lines().find(|line| line.starts_with("model name"))?;
    line.split(':').nth(1).map(|name| name.trim().to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_median_is_the_middle_one() {
        assert_eq!((median(&[3.0, 9.0, 1.0]), median(&[])), (3.0, 0.0));
    }

    #[test]
    fn one_thread_cannot_use_more_than_one_processor() {
        let mut sum = 0.0;
        let spent = spent(|| sum = (0..2_000_000).map(|i| f64::from(i).sqrt()).sum());
        assert!(sum > 0.0 && spent.cpu > 0.0 && spent.wall > 0.0);
    }
}
