//! `topline slurm`: batch scripts of a sweep or a search in shards.
//!
//! Shards of a sweep are tasks of an array, which run whenever there is room. Those of a search wait for one another, so that they are
//! tasks of one job, which run together.

use std::path::{Path, PathBuf};

use clap::Args;

use super::search;
use super::sweep::{Planned, default_folder};
use crate::cli::error::{CliError, print};
use crate::cli::find::{search_file, sweep_file};
use crate::experiment::sweep::Shard;
use crate::report::shell::word;
use crate::scenario::search::SearchFile;

/// Print the Slurm batch scripts of a sweep (an array of shards, and the merge that waits for it) or of a search (one job)
///
/// `topline slurm FILE --shards 100 | sh` submits them. Shards of a search wait for one another: all must run at once.
#[derive(Args, Debug)]
pub struct SlurmArgs {
    /// Sweep or search file, or name of a file in scenarios/sweeps/ or scenarios/searches/
    #[arg(value_name = "FILE")]
    file: String,
    /// Shards, each a task
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=i64::from(Shard::MOST)))]
    shards: u32,
    #[command(flatten)]
    plan: Planned,
    /// Output folder, on a disk that all nodes share [default: output/sweep-<name> or output/search-<name>]
    #[arg(short, long, value_name = "FOLDER")]
    out: Option<PathBuf>,
    /// Threads of each task
    #[arg(short = 'j', long, value_name = "N", default_value_t = 1, value_parser = clap::value_parser!(u32).range(1..))]
    threads: u32,
    /// Time limit of each task, as sbatch takes it
    #[arg(long, value_name = "TIME", default_value = "24:00:00")]
    time: String,
    /// Another option for all calls of sbatch (repeatable), such as `--partition=long`
    #[arg(long = "sbatch", value_name = "OPTION", allow_hyphen_values = true)]
    sbatch: Vec<String>,
}

/// What the scripts hold: words that a shell takes as they are.
struct Scripts<'a> {
    asked: &'a SlurmArgs,
    /// Name of the jobs.
    name: String,
    /// The program, the file and the folder, quoted.
    program: String,
    file: String,
    folder: String,
    /// Folder of the logs.
    logs: PathBuf,
    /// Other lines for sbatch.
    options: String,
}

impl SlurmArgs {
    /// Runs the command.
    pub fn run(self) -> Result<(), CliError> {
        let (file, is_search) = self.found()?;
        // What is wrong with the file is said here, not by a hundred tasks.
        if is_search {
            if self.plan.replicates.is_some() {
                return Err(CliError::bad_input(
                    "a search finds out how many replicates it needs; allowed: a sweep with --replicates, or a search without",
                ));
            }
            let plan = search::plan(&file, &self.plan.change)?;
            let name = plan.file.name.clone();
            return print(self.scripts(&file, &name, &search::default_folder(&name))?.of_search());
        }
        let plan = self.plan.load(&file)?;
        let name = plan.file.name.clone();
        print(self.scripts(&file, &name, &default_folder(&name))?.of_sweep(plan.grid.runs()))
    }

    /// The file, and whether it is a search.
    fn found(&self) -> Result<(PathBuf, bool), CliError> {
        match sweep_file(&self.file) {
            Ok(file) => Ok((file.clone(), SearchFile::is_at(&file))),
            Err(unknown) => search_file(&self.file).map(|file| (file, true)).map_err(|_| unknown),
        }
    }

    fn scripts(&self, file: &Path, name: &str, folder: &Path) -> Result<Scripts<'_>, CliError> {
        let absolute = |path: &Path| std::path::absolute(path).map_err(|e| CliError::failed(format!("cannot find {}: {e}", path.display())));
        let program = std::env::current_exe().map_err(|e| CliError::failed(format!("cannot find this program: {e}")))?;
        let folder = absolute(self.out.as_deref().unwrap_or(folder))?;
        // A shipped file that is none here is found by its name everywhere.
        let file = if file.is_file() { quoted(&absolute(file)?) } else { word(&self.file) };
        let scripts = Scripts {
            asked: self,
            name: job(name),
            program: quoted(&program),
            file: file + &self.given(),
            folder: quoted(&folder),
            logs: folder.join("journal").join("slurm"),
            options: self.sbatch.iter().map(|option| format!("#SBATCH {option}\n")).collect(),
        };
        let words = [&scripts.program, &scripts.file, &scripts.folder, &self.time].map(String::as_str);
        refuse_line_ends(&[&words[..], &self.sbatch.iter().map(String::as_str).collect::<Vec<_>>()].concat())?;
        Ok(scripts)
    }

    /// Options that change the plan.
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

impl Scripts<'_> {
    /// An array of shards, and the merge that waits for it.
    fn of_sweep(&self, runs: u64) -> String {
        let Self { asked, name, program, file, folder, options, .. } = self;
        let SlurmArgs { shards, threads, time, .. } = asked;
        let (made, logs) = (quoted(&self.logs), pattern(&self.logs));
        format!(
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
{options}exec {program} sweep {file} --out {folder} --threads {threads} --shard \"$SLURM_ARRAY_TASK_ID/{shards}\" --resume
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
            last = shards - 1,
        )
    }

    /// One job whose tasks run together; the first writes the tables.
    fn of_search(&self) -> String {
        let Self { asked, name, program, file, folder, options, .. } = self;
        let SlurmArgs { shards, threads, time, .. } = asked;
        let (made, logs) = (quoted(&self.logs), pattern(&self.logs));
        format!(
            "#!/bin/sh
# A search in {shards} shards, which run together, for each reads the runs of the others; shard 0 writes the tables. A job that ends
# early, for whatever reason, goes on where it was when it is submitted again.
set -e
mkdir -p {made}
job=$(sbatch --parsable <<'END'
#!/bin/sh
#SBATCH --job-name={name}
#SBATCH --ntasks={shards}
#SBATCH --cpus-per-task={threads}
#SBATCH --time={time}
#SBATCH --requeue
#SBATCH --open-mode=append
#SBATCH --output=\"{logs}/%j.log\"
{options}exec srun --kill-on-bad-exit=1 --cpus-per-task={threads} sh -c 'exec \"$0\" \"$@\" --shard \"$SLURM_PROCID/{shards}\"' {program} search {file} --out {folder} --threads {threads} --resume
END
)
echo \"job $job\"
"
        )
    }
}

fn quoted(path: &Path) -> String {
    word(&path.display().to_string())
}

/// The name of a job: what a scheduler takes without quotation marks.
fn job(name: &str) -> String {
    name.chars().map(|c| if c.is_ascii_alphanumeric() || "._-".contains(c) { c } else { '_' }).collect()
}

/// The value of an option of sbatch in a comment of a script, where no shell reads it: a path with its patterns told apart.
fn pattern(path: &Path) -> String {
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
