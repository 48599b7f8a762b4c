//! `topline slurm`: batch scripts of a sweep in shards.

use std::path::PathBuf;

use clap::Args;

use super::sweep::{Planned, default_folder};
use crate::cli::error::{CliError, print};
use crate::cli::find::sweep_file;
use crate::experiment::sweep::Shard;
use crate::report::shell::word;

/// Print the pair of Slurm batch scripts of a sweep: an array of shards, and the merge that waits for it
///
/// `topline slurm FILE --shards 100 | sh` submits both.
#[derive(Args, Debug)]
pub struct SlurmArgs {
    /// Sweep file, or name of a file in scenarios/sweeps/
    #[arg(value_name = "FILE")]
    file: String,
    /// Shards, each a task of the array
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=i64::from(Shard::MOST)))]
    shards: u32,
    #[command(flatten)]
    plan: Planned,
    /// Output folder, on a disk that all nodes share [default: output/sweep-<name>]
    #[arg(short, long, value_name = "FOLDER")]
    out: Option<PathBuf>,
    /// Threads of each task
    #[arg(short = 'j', long, value_name = "N", default_value_t = 1, value_parser = clap::value_parser!(u32).range(1..))]
    threads: u32,
    /// Time limit of each task, as sbatch takes it
    #[arg(long, value_name = "TIME", default_value = "24:00:00")]
    time: String,
    /// Another option for both calls of sbatch (repeatable), such as `--partition=long`
    #[arg(long = "sbatch", value_name = "OPTION", allow_hyphen_values = true)]
    sbatch: Vec<String>,
}

impl SlurmArgs {
    /// Runs the command.
    pub fn run(self) -> Result<(), CliError> {
        let file = sweep_file(&self.file)?;
        // What is wrong with the sweep is said here, not by a hundred tasks.
        let plan = self.plan.load(&file)?;
        let folder = self.out.clone().unwrap_or_else(|| default_folder(&plan.file.name));
        let absolute = |path: &PathBuf| std::path::absolute(path).map_err(|e| CliError::failed(format!("cannot find {}: {e}", path.display())));
        let program = std::env::current_exe().map_err(|e| CliError::failed(format!("cannot find this program: {e}")))?;
        // A shipped sweep that is no file here is found by its name everywhere.
        let file = if file.is_file() { quoted(&absolute(&file)?) } else { word(&self.file) };
        let folder = absolute(&folder)?;
        let (program, shards, threads) = (quoted(&program), self.shards, self.threads);
        let options: String = self.sbatch.iter().map(|option| format!("#SBATCH {option}\n")).collect();
        let logs = folder.join("journal").join("slurm");
        let (name, time, folder, given) = (job(&plan.file.name), &self.time, quoted(&folder), self.given());
        refuse_line_ends(
            &[&[&program, &file, &folder, &given, time].map(String::as_str)[..], &self.sbatch.iter().map(String::as_str).collect::<Vec<_>>()]
                .concat(),
        )?;
        let (made, logs) = (quoted(&logs), pattern(&logs));
        print(format!(
            "#!/bin/sh
# A sweep of {runs} runs in {shards} shards. A task that ends early, for whatever reason, goes on where it was when it is
# submitted again; so `sbatch --array=3,7` of the first script repairs shards 3 and 7. The merge waits until all are right.
set -e
mkdir -p {made}
array=$(sbatch --parsable <<'END'
#!/bin/sh
#SBATCH --job-name={name}
#SBATCH --array=0-{last}
#SBATCH --cpus-per-task={threads}
#SBATCH --time={time}
#SBATCH --requeue
#SBATCH --open-mode=append
#SBATCH --output=\"{logs}/%A_%a.log\"
{options}exec {program} sweep {file}{given} --out {folder} --threads {threads} --shard \"$SLURM_ARRAY_TASK_ID/{shards}\" --resume
END
)
merge=$(sbatch --parsable --dependency=afterok:\"$array\" --kill-on-invalid-dep=yes <<'END'
#!/bin/sh
#SBATCH --job-name={name}-merge
#SBATCH --time={time}
#SBATCH --output=\"{logs}/merge.log\"
{options}exec {program} merge {folder}
END
)
echo \"array $array, merge $merge\"
",
            runs = plan.grid.runs(),
            last = shards - 1,
        ))
    }

    /// Options of the sweep that change its plan.
    fn given(&self) -> String {
        let Planned { replicates, change } = &self.plan;
        let mut given = String::new();
        given.extend(replicates.map(|n| format!(" --replicates {n}")));
        given.extend(change.set.iter().map(|set| format!(" --set {}", word(set))));
        given.extend(change.quarters.map(|n| format!(" --quarters {n}")));
        given.extend(change.scale.map(|scale| format!(" --scale {scale}")));
        given
    }
}

fn quoted(path: &std::path::Path) -> String {
    word(&path.display().to_string())
}

/// The name of a job: what a scheduler takes without quotation marks.
fn job(name: &str) -> String {
    name.chars().map(|c| if c.is_ascii_alphanumeric() || "._-".contains(c) { c } else { '_' }).collect()
}

/// The value of an option of sbatch in a comment of a script, where no shell reads it: a path with its patterns told apart.
fn pattern(path: &std::path::Path) -> String {
    path.display().to_string().replace('%', "%%")
}

/// Refuses what would end a line of the scripts, and so begin another one.
fn refuse_line_ends(words: &[&str]) -> Result<(), CliError> {
    match words.iter().find(|word| word.chars().any(char::is_control)) {
        None => Ok(()),
        Some(word) => {
            Err(CliError::bad_input(format!("a script cannot hold control characters; allowed: names and options without; found: {word:?}")))
        }
    }
}
