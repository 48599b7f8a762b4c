//! How large an experiment may be: its runs are counted before anything is made for them.

/// Most runs of an experiment whose results are held in memory: some kilobyte each. A sweep keeps its runs on the disk.
pub const MOST_RUNS: u64 = 2_000_000;

/// The product of named counts, as a number of runs that can be held; else a sentence that says what was asked.
pub fn runs_of(counts: &[(&str, u64)]) -> Result<u64, String> {
    let runs = counts.iter().map(|(_, count)| u128::from(*count)).fold(1, u128::saturating_mul);
    match u64::try_from(runs).ok().filter(|runs| *runs <= MOST_RUNS) {
        Some(runs) => Ok(runs),
        None => {
            let found: Vec<String> = counts.iter().map(|(name, count)| format!("{count} {name}")).collect();
            Err(format!(
                "too many runs; allowed: at most {MOST_RUNS}, which are held in memory (`topline sweep` keeps its runs on the disk); \
                 found: {runs} runs ({})",
                found.join(" times ")
            ))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn runs_are_counted_without_wrapping_round() {
        assert_eq!(runs_of(&[("scenarios", 12), ("replicates", 20_000)]), Ok(240_000));
        let refused = runs_of(&[("scenarios", 1 << 32), ("replicates", 1 << 32), ("worlds", 2)]).unwrap_err();
        assert!(refused.contains("allowed: at most 2000000") && refused.contains("found: 36893488147419103232 runs"), "{refused}");
        assert!(runs_of(&[("points", u64::MAX); 3]).is_err());
    }
}
