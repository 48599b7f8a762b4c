//! The command line: each command, its exit codes and its messages.

#[path = "cli/bad_input.rs"]
mod bad_input;
#[path = "cli/bench.rs"]
mod bench;
#[path = "cli/commands.rs"]
mod commands;
#[path = "cli/decisions.rs"]
mod decisions;
#[path = "cli/experiments.rs"]
mod experiments;
#[path = "cli/explanations.rs"]
mod explanations;
#[path = "cli/inputs.rs"]
mod inputs;
#[path = "cli/output_folder.rs"]
mod output_folder;
#[path = "cli/report.rs"]
mod report;
#[path = "cli/searches.rs"]
mod searches;
#[path = "cli/sensitivity.rs"]
mod sensitivity;
#[path = "cli/shards.rs"]
mod shards;
#[path = "cli/sweep.rs"]
mod sweep;
#[path = "cli/sweep_faults.rs"]
mod sweep_faults;

use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::{fs, str};

use tempfile::TempDir;

/// The program, in the folder of the project, where `scenarios/` is.
fn program() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_topline"));
    command.current_dir(env!("CARGO_MANIFEST_DIR"));
    command
}

/// What a call answered.
#[derive(Debug)]
struct Answer {
    code: Option<i32>,
    stdout: String,
    stderr: String,
}

impl From<Output> for Answer {
    fn from(output: Output) -> Self {
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("the program writes UTF-8");
        Self { code: output.status.code(), stdout: text(output.stdout), stderr: text(output.stderr) }
    }
}

impl Answer {
    /// Nothing went wrong and nothing was said about it.
    #[track_caller]
    fn is_fine(&self) -> &Self {
        assert_eq!((self.code, self.stderr.as_str()), (Some(0), ""), "{self:?}");
        self
    }

    /// Refused with a code and a message that holds all of the parts; never a panic.
    #[track_caller]
    fn refuses(&self, code: i32, parts: &[&str]) -> &Self {
        assert_eq!(self.code, Some(code), "{self:?}");
        assert!(self.stderr.contains("error: ") && !self.stderr.contains("panicked"), "{self:?}");
        for part in parts {
            assert!(self.stderr.contains(part), "`{part}` is not in:\n{}", self.stderr);
        }
        self
    }
}

/// Calls the program; a comparison that says nothing of worlds is one of the reference world, so that tests stay short.
fn topline(arguments: &[&str]) -> Answer {
    let says = |word: &str| arguments.contains(&word);
    let compares = says("compare") && !["--worlds", "--world-replicates", "--target", "--help"].into_iter().any(says);
    program().args(arguments).args(if compares { &["--worlds", "0"][..] } else { &[] }).output().expect("the program starts").into()
}

/// A folder that vanishes with the test.
struct Place(TempDir);

impl Place {
    fn new() -> Self {
        Self(tempfile::tempdir().expect("a temporary folder"))
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn text(&self, name: &str) -> String {
        self.path(name).to_str().expect("UTF-8").to_string()
    }

    fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).expect("the file can be read")
    }

    /// Writes a scenario that extends the shipped baseline, and tells its path.
    fn scenario(&self, name: &str, body: &str) -> String {
        let baseline = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios/baseline.toml");
        let head = format!("extends = {:?}\ntitle = \"A test\"\nwhy = \"To see what is said.\"\n", baseline.to_str().expect("UTF-8"));
        self.file(name, &format!("{head}{body}"))
    }

    fn file(&self, name: &str, text: &str) -> String {
        fs::write(self.path(name), text).expect("the file can be written");
        self.text(name)
    }
}

/// Names in a folder, in alphabetical order.
fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).expect("the folder can be read");
    let mut names: Vec<String> = entries.map(|e| e.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

/// The files of two folders that must not depend on anything but the experiment.
fn tables(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let kept = names(folder).into_iter().filter(|name| name != "manifest.json" && folder.join(name).is_file());
    kept.map(|name| (name.clone(), fs::read(folder.join(name)).unwrap())).collect()
}
