//! Shards: equal parts of a sweep, one for each process of a cluster.

use std::fmt;
use std::ops::Range;

/// Part `index` (from 0) of `count`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Shard {
    /// Which part, from 0.
    pub index: u32,
    /// How many parts there are.
    pub count: u32,
}

impl Shard {
    /// Most parts of a sweep.
    pub const MOST: u32 = 1_000_000;

    /// The runs of the part, out of all runs of a plan.
    pub fn runs(self, all: u64) -> Range<u64> {
        let start = |index: u32| (u128::from(all) * u128::from(index) / u128::from(self.count)) as u64;
        start(self.index)..start(self.index + 1)
    }

    /// Reads `K/N`, `auto` or `auto/N`; `environment` gives the value of a variable. The error is a sentence.
    pub fn parse(text: &str, environment: impl Fn(&str) -> Option<String>) -> Result<Self, String> {
        let allowed = "allowed: K/N with K from 0 to N - 1, `auto` in a Slurm array, or `auto/N` in a Kubernetes indexed job or an AWS Batch array";
        let whole = |text: &str| text.parse::<u32>().map_err(|_| format!("`--shard {text}` is no part; {allowed}"));
        let shard = match text.split_once('/') {
            None if text == "auto" => Self::of_slurm(environment)?,
            Some(("auto", count)) => Self { index: index_of_job(environment)?, count: whole(count)? },
            Some((index, count)) => Self { index: whole(index)?, count: whole(count)? },
            None => return Err(format!("`--shard {text}` is no part; {allowed}")),
        };
        if shard.count > Self::MOST {
            return Err(format!("too many shards; allowed: at most {}; found: {}", Self::MOST, shard.count));
        }
        if shard.index >= shard.count {
            return Err(format!("there is no shard {} of {}: shards count from 0; {allowed}", shard.index, shard.count));
        }
        Ok(shard)
    }

    /// Index and count of a Slurm array, counted from its own minimum in its own steps.
    fn of_slurm(environment: impl Fn(&str) -> Option<String>) -> Result<Self, String> {
        let number = |name: &str, otherwise: Option<u32>| match environment(name) {
            Some(text) => text.trim().parse::<u32>().map_err(|_| format!("`--shard auto`: {name} is no whole number; found: `{text}`")),
            None => otherwise.ok_or_else(|| {
                format!("`--shard auto` needs a Slurm array, but {name} is not set; allowed: K/N, or auto/N where the environment has only an index")
            }),
        };
        let id = number("SLURM_ARRAY_TASK_ID", None)?;
        let count = number("SLURM_ARRAY_TASK_COUNT", None)?;
        let (least, step) = (number("SLURM_ARRAY_TASK_MIN", Some(0))?, number("SLURM_ARRAY_TASK_STEP", Some(1))?.max(1));
        let from_least = id.checked_sub(least).filter(|distance| distance % step == 0);
        let index = from_least.map(|distance| distance / step).filter(|index| *index < count).ok_or_else(|| {
            format!(
                "`--shard auto`: the Slurm array has gaps (task {id} of {count} from {least} in steps of {step}); \
                 allowed: an array without gaps, or --shard K/N with K of your own"
            )
        })?;
        Ok(Self { index, count })
    }
}

/// Index of a job whose environment has no count.
fn index_of_job(environment: impl Fn(&str) -> Option<String>) -> Result<u32, String> {
    let names = ["JOB_COMPLETION_INDEX", "AWS_BATCH_JOB_ARRAY_INDEX", "SLURM_ARRAY_TASK_ID"];
    let found = names.into_iter().find_map(|name| Some((name, environment(name)?)));
    let (name, text) = found.ok_or_else(|| format!("`--shard auto/N` needs an index in the environment: one of {}", names.join(", ")))?;
    text.trim().parse().map_err(|_| format!("`--shard auto/N`: {name} is no whole number; found: `{text}`"))
}

impl fmt::Display for Shard {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.index, self.count)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str, environment: &[(&str, &str)]) -> Result<(u32, u32), String> {
        let value = |name: &str| environment.iter().find(|(n, _)| *n == name).map(|(_, v)| v.to_string());
        Shard::parse(text, value).map(|shard| (shard.index, shard.count))
    }

    #[test]
    fn shards_cover_all_runs_once() {
        for (all, count) in [(10, 3), (5, 16), (1_000_000_007, 1000), (0, 2)] {
            let mut next = 0;
            for index in 0..count {
                let runs = Shard { index, count }.runs(all);
                assert_eq!(runs.start, next);
                next = runs.end;
            }
            assert_eq!(next, all);
        }
    }

    #[test]
    fn a_slurm_array_counts_from_its_own_minimum_in_its_own_steps() {
        let array =
            |id| [("SLURM_ARRAY_TASK_ID", id), ("SLURM_ARRAY_TASK_COUNT", "4"), ("SLURM_ARRAY_TASK_MIN", "3"), ("SLURM_ARRAY_TASK_STEP", "2")];
        assert_eq!((parse("auto", &array("3")), parse("auto", &array("9"))), (Ok((0, 4)), Ok((3, 4))));
        assert!(parse("auto", &array("4")).unwrap_err().contains("has gaps"));
        assert!(parse("auto", &array("11")).unwrap_err().contains("has gaps"));
        assert!(parse("auto", &[]).unwrap_err().contains("SLURM_ARRAY_TASK_ID is not set"));
    }

    #[test]
    fn kubernetes_and_aws_give_the_index_and_the_command_line_the_count() {
        assert_eq!(parse("auto/8", &[("JOB_COMPLETION_INDEX", "7")]), Ok((7, 8)));
        assert_eq!(parse("auto/8", &[("AWS_BATCH_JOB_ARRAY_INDEX", "0")]), Ok((0, 8)));
        assert!(parse("auto/8", &[("JOB_COMPLETION_INDEX", "8")]).unwrap_err().contains("no shard 8 of 8"));
        assert!(parse("auto/8", &[]).unwrap_err().contains("JOB_COMPLETION_INDEX"));
    }

    #[test]
    fn a_shard_that_does_not_exist_is_refused() {
        assert_eq!(parse("2/3", &[]), Ok((2, 3)));
        for wrong in ["3/3", "0/0", "-1/3", "a/b", "3", ""] {
            assert!(parse(wrong, &[]).unwrap_err().contains("allowed:"), "{wrong}");
        }
        assert!(parse("0/4294967295", &[]).unwrap_err().contains("allowed: at most 1000000; found: 4294967295"));
        assert_eq!(parse("999999/1000000", &[]), Ok((999_999, 1_000_000)));
    }
}
